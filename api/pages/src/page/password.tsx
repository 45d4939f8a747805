/** Changing one's own password; all other sessions of the account end with it. */

import { signal, useSignal } from "@preact/signals";
import type { TargetedSubmitEvent } from "preact";
import { ApiError, ask } from "../api.ts";
import { common } from "../i18n/common.ts";
import { words } from "../i18n/language.ts";
import { t } from "../i18n/page.ts";
import { changeSession, me } from "../me.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Problem } from "../ui/parts.tsx";
import { toast } from "../ui/toasts.tsx";

export const p = words(
  {
    change: "Change password",
    old: "Password now",
    new: "New password",
    again: "New password again",
    differ: "The two new passwords differ.",
    done: "The password is changed; all other sessions are over.",
  },
  {
    change: "Сменить пароль",
    old: "Нынешний пароль",
    new: "Новый пароль",
    again: "Новый пароль ещё раз",
    differ: "Новые пароли различаются.",
    done: "Пароль изменён; остальные сеансы завершены.",
  },
);

export const changing = signal(false);

export function PasswordDialog() {
  return changing.value && <Changing />;
}

function Changing() {
  const problem = useSignal("");
  const close = (): void => void (changing.value = false);

  const send = async (event: TargetedSubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const said = new FormData(event.currentTarget);
    const [old, fresh] = [String(said.get("old")), String(said.get("new"))];
    problem.value = fresh === said.get("again") ? "" : p("differ");
    if (problem.value) return;
    try {
      await changeSession(() => ask("/api/me/password", "put", { body: { old, new: fresh } }));
      toast("good", p("done"));
      close();
    } catch (fault) {
      problem.value = fault instanceof ApiError ? fault.message : t("failed");
    }
  };

  return (
    <Dialog as="box" title={p("change")} close={close}>
      <form class="asking" onSubmit={(event) => void send(event)}>
        <input hidden readOnly autocomplete="username" value={me.value?.name ?? ""} />
        <Secret name="old" label={p("old")} fills="current-password" />
        <Secret name="new" label={p("new")} fills="new-password" />
        <Secret name="again" label={p("again")} fills="new-password" />
        <Problem text={problem.value} />
        <footer>
          <button type="button" class="button" onClick={close}>
            {common("cancel")}
          </button>
          <button type="submit" class="button first">
            {p("change")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

function Secret({ name, label, fills }: { name: string; label: string; fills: "current-password" | "new-password" }) {
  return (
    <label class="field">
      {label}
      <input class="input" type="password" name={name} autocomplete={fills} required />
    </label>
  );
}
