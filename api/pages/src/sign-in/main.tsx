/** The sign-in: a name, a password, and back to where one came from. */

import "./sign-in.css";
import { useSignal } from "@preact/signals";
import type { TargetedSubmitEvent } from "preact";
import { ApiError, ask } from "../api.ts";
import { common } from "../i18n/common.ts";
import { speak, words } from "../i18n/language.ts";
import { nextPage } from "../me.ts";
import { LanguageChoice, ThemeChoice } from "../ui/choices.tsx";
import { Icon } from "../ui/icons.tsx";
import { Problem } from "../ui/parts.tsx";
import { start } from "../ui/start.tsx";

const t = words(
  {
    title: "Sign in",
    name: "Name",
    password: "Password",
    enter: "Sign in",
    entering: "Signing in …",
    screen: "A screen on the wall",
    screen_hint: "only looks, stays signed in",
    first: "The first time? The service printed a name and a password when it was first started.",
  },
  {
    title: "Вход",
    name: "Имя",
    password: "Пароль",
    enter: "Войти",
    entering: "Вход …",
    screen: "Экран на стене",
    screen_hint: "только смотрит, вход не истекает",
    first: "Впервые? Имя и пароль служба напечатала при первом запуске.",
  },
);

const NEXT = nextPage(new URLSearchParams(location.search).get("next"));

function SignIn() {
  const problem = useSignal("");
  const busy = useSignal(false);

  const enter = async (event: TargetedSubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    const said = new FormData(form);
    busy.value = true;
    problem.value = "";
    try {
      const [name, password] = [String(said.get("name")), String(said.get("password"))];
      await ask("/api/sign-in", "post", { body: { name, password, screen: said.has("screen") } });
      location.replace(NEXT);
    } catch (fault) {
      problem.value = fault instanceof ApiError ? fault.message : String(fault);
      busy.value = false;
      form.querySelector<HTMLInputElement>("#password")?.select();
    }
  };

  return (
    <main class="sign-in">
      <form class="card" onSubmit={(event) => void enter(event)}>
        <h1>
          <span class="mark" aria-hidden="true">
            <Icon name="call" />
          </span>
          {common("centre")}
        </h1>
        <label class="field">
          {t("name")}
          <input class="input" id="name" name="name" autocomplete="username" autocapitalize="none" spellcheck={false} required autofocus />
        </label>
        <label class="field">
          {t("password")}
          <input class="input" id="password" name="password" type="password" autocomplete="current-password" required />
        </label>
        <label class="screen">
          <input type="checkbox" name="screen" defaultChecked={NEXT.startsWith("/wall")} />
          <span>
            {t("screen")} <small class="soft">{t("screen_hint")}</small>
          </span>
        </label>
        <Problem text={problem.value} />
        <button type="submit" class="button first" disabled={busy.value}>
          {busy.value ? t("entering") : t("enter")}
        </button>
        <p class="soft hint">{t("first")}</p>
      </form>
      <footer>
        <LanguageChoice choose={speak} />
        <ThemeChoice />
      </footer>
    </main>
  );
}

start(<SignIn />, () => `${t("title")} · ${common("centre")}`);
