/** The fields that acts ask for, filled with what is so now. */

import { useSignal } from "@preact/signals";
import { byName } from "../format.ts";
import { a } from "../i18n/acts.ts";
import { stateOf } from "../i18n/states.ts";
import { picture } from "../live/state.ts";
import { me } from "../me.ts";
import type { AgentLive, CallLive, QueueLive } from "../types.ts";
import type { FieldName } from "./acts.ts";
import type { Subject } from "./shown.ts";

interface Props {
  name: FieldName;
  subject: Subject;
  wrong: boolean;
}

export function Field({ name, subject, wrong }: Props) {
  switch (name) {
    case "to":
      return <To subject={subject} />;
    case "state":
      return <StateField agent={subject.item as AgentLive} />;
    case "queue":
      return <Pick name={name} options={queues(subject.kind === "call" ? (subject.item as CallLive).queue : "")} wrong={wrong} />;
    case "agent":
      return <Pick name={name} options={agents()} wrong={wrong} />;
    case "door":
      return <Doors queue={subject.item as QueueLive} />;
    default:
      return <Write name={name} subject={subject} wrong={wrong} />;
  }
}

type Option = [value: string, label: string];

function Pick({ name, options, wrong }: { name: "queue" | "agent"; options: Option[]; wrong: boolean }) {
  return (
    <label class="field">
      {a(name)}
      <select class="input" name={name} required aria-invalid={wrong} autofocus>
        {options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

function queues(but: string): Option[] {
  const found = [...picture.queues.values()].filter((each) => each.name !== but);
  return found.map((each): Option => [each.name, each.title || each.name]).sort((x, y) => byName(x[1], y[1]));
}

/** Who is signed in; the ready first, because that is whom one looks for. */
function agents(): Option[] {
  const found = [...picture.agents.values()].filter((each) => each.state !== "signed_out");
  found.sort((x, y) => Number(y.state === "ready") - Number(x.state === "ready") || byName(x.title, y.title));
  return found.map((each) => [each.name, `${each.title || each.name} – ${stateOf("agent", each.state)}`]);
}

function To({ subject }: { subject: Subject }) {
  const kind = useSignal<"agent" | "queue" | "number">("agent");
  const options = kind.value === "agent" ? agents().filter(([name]) => name !== (subject.item as CallLive).agent) : queues("");
  return (
    <fieldset class="to">
      <legend class="unseen">{a("to")}</legend>
      <label class="field">
        {a("to")}
        <select class="input" name="to_kind" value={kind.value} onChange={(event) => (kind.value = event.currentTarget.value as "agent")} autofocus>
          {(["agent", "queue", "number"] as const).map((each) => (
            <option key={each} value={each}>
              {a(`to_${each}`)}
            </option>
          ))}
        </select>
      </label>
      {kind.value === "number" ? (
        <label class="field">
          {a("number")}
          <input class="input" name="to" inputMode="tel" autocomplete="off" />
        </label>
      ) : (
        <label class="field">
          {a(kind.value)}
          <select class="input" name="to" key={kind.value}>
            {options.map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
      )}
    </fieldset>
  );
}

function StateField({ agent }: { agent: AgentLive }) {
  const state = useSignal<string>(agent.state === "ready" ? "paused" : "ready");
  return (
    <>
      <label class="field">
        {a("state")}
        <select class="input" name="state" value={state.value} onChange={(event) => (state.value = event.currentTarget.value)} autofocus>
          {["ready", "paused", "signed_out"].map((each) => (
            <option key={each} value={each}>
              {stateOf("agent", each)}
            </option>
          ))}
        </select>
      </label>
      {state.value === "paused" && (
        <label class="field">
          {a("reason")}
          <input class="input" name="reason" maxLength={64} autocomplete="off" />
        </label>
      )}
    </>
  );
}

function Doors({ queue }: { queue: QueueLive }) {
  return (
    <fieldset class="doors">
      <legend class="unseen">{a("door")}</legend>
      {(["hours", "open", "draining", "closed"] as const).map((door) => (
        <label key={door}>
          <input type="radio" name="door" value={door} defaultChecked={door === queue.door} />
          {stateOf("door", door)}
        </label>
      ))}
    </fieldset>
  );
}

function Write({ name, subject, wrong }: Props) {
  const { was, hint, lines } = written(name, subject);
  const more = { class: "input", name, defaultValue: was, autocomplete: "off", "aria-invalid": wrong };
  return (
    <label class="field">
      {a(name as "phone")}
      {lines ? (
        <textarea {...more} rows={Math.min(10, was.split("\n").length + 1)} autofocus />
      ) : name === "priority" ? (
        <input {...more} type="number" min={-1000} max={1000} autofocus />
      ) : (
        <input {...more} maxLength={name === "phone" ? 64 : 200} autofocus />
      )}
      {hint && <small>{hint}</small>}
    </label>
  );
}

function written(name: FieldName, { item }: Subject): { was: string; hint?: string; lines?: boolean } {
  if (name === "priority") return { was: String((item as CallLive).priority) };
  if (name === "say") return { was: (item as QueueLive).message, hint: a("say_hint") };
  if (name === "phone") return { was: me.value?.phone ?? "", hint: a("phone_hint") };
  if (name !== "skills") return { was: "" };
  const skills = Object.entries((item as AgentLive).skills).sort(([x], [y]) => byName(x, y));
  return { was: skills.map(([skill, level]) => `${skill} ${level}`).join("\n"), hint: a("skills_hint"), lines: true };
}
