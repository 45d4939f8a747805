/** The dialog of an act: what it asks, why, what it hurts; and what came of it, or why not. */

import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { TargetedSubmitEvent } from "preact";
import { ApiError, newKey } from "../api.ts";
import { a } from "../i18n/acts.ts";
import { common } from "../i18n/common.ts";
import { t } from "../i18n/page.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Icon } from "../ui/icons.tsx";
import { Problem } from "../ui/parts.tsx";
import { toast } from "../ui/toasts.tsx";
import { Field } from "./act-fields.tsx";
import { type Act, actsFor, type FieldName, type Filled, skillsOf } from "./acts.ts";
import { callerOf } from "./named.ts";
import { asked, type Subject } from "./shown.ts";
import type { MenuEntry } from "../ui/menu.tsx";

/** What of a subject's acts a menu shows. */
export function entriesFor(subject: Subject): MenuEntry[] {
  return actsFor(subject).map((act) => ({
    id: act.id,
    label: a(act.name),
    icon: act.icon,
    hurts: act.hurts ?? false,
    run: () => begin(act, subject),
  }));
}

/** Ask what an act asks; one that asks nothing is done at once. */
export function begin(act: Act, subject: Subject): void {
  if (act.fields.length > 0 || act.why !== "none") asked.value = { act, subject };
  else void carryOut(act, subject, {}, newKey()).catch((fault: unknown) => toast("critical", a(act.name), [sentence(fault)]));
}

async function carryOut(act: Act, subject: Subject, said: Filled, key: string): Promise<void> {
  const answer = await act.send(subject, said, key);
  toast("good", a("done", { act: a(act.name) }), [nameOf(subject), ...answer.led_to]);
}

function sentence(fault: unknown): string {
  return fault instanceof ApiError ? fault.message : t("failed");
}

export function nameOf(subject: Subject): string {
  return subject.kind === "call" ? callerOf(subject.item) : subject.item.title || subject.item.name;
}

export function ActDialog() {
  const now = asked.value;
  return now && <Asking key={`${now.act.id} ${nameOf(now.subject)}`} act={now.act} subject={now.subject} />;
}

function Asking({ act, subject }: { act: Act; subject: Subject }) {
  const key = useMemo(newKey, []); // one act, one key: pressing again after a broken line does nothing twice
  const problem = useSignal<{ text: string; field: string } | null>(null);
  const busy = useSignal(false);
  const close = (): void => void (asked.value = null);

  const send = async (event: TargetedSubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    const said = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value).trim()])) as Filled;
    problem.value = wrongIn(act, said);
    if (problem.value) return toWrong(form);
    if (busy.value) return;
    busy.value = true;
    try {
      await carryOut(act, subject, said, key);
      close();
    } catch (fault) {
      problem.value = { text: sentence(fault), field: fault instanceof ApiError ? fault.field : "" };
      toWrong(form);
    }
    busy.value = false;
  };

  return (
    <Dialog as="box" title={a("on", { act: a(act.name), name: nameOf(subject) })} close={close}>
      <form class="asking" noValidate onSubmit={(event) => void send(event)}>
        {act.warns && (
          <p class="warns">
            <Icon name="warning" />
            {a(act.warns)}
          </p>
        )}
        {act.fields.map((name: FieldName) => (
          <Field key={name} name={name} subject={subject} wrong={problem.value?.field === name} />
        ))}
        {act.why !== "none" && (
          <label class="field">
            {a("why")}
            {act.why === "may" ? <span class="faint"> ({common("optional")})</span> : null}
            <input class="input" name="why" maxLength={200} autocomplete="off" aria-invalid={problem.value?.field === "why"} />
            <small>{a("why_hint")}</small>
          </label>
        )}
        <Problem text={problem.value?.text ?? ""} />
        <footer>
          <button type="button" class="button" onClick={close}>
            {common("cancel")}
          </button>
          <button type="submit" class={`button first ${act.hurts ? "hurts" : ""}`} disabled={busy.value}>
            {busy.value ? a("doing") : a(act.name)}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

/** Move to the field that is wrong, once it is marked. */
function toWrong(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>("[aria-invalid='true']")?.focus());
}

function wrongIn(act: Act, said: Filled): { text: string; field: string } | null {
  if (act.fields.includes("skills") && skillsOf(said.skills ?? "") === null) return { text: a("skills_wrong"), field: "skills" };
  if (act.fields.includes("priority") && !/^-?\d{1,4}$/.test(said.priority ?? "")) return { text: a("priority_wrong"), field: "priority" };
  return act.why === "must" && !said.why ? { text: a("why_missing"), field: "why" } : null;
}
