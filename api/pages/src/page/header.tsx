/** The head of the page: which centre, how fresh what is shown is, the search, and the person's own choices. */

import { length } from "../format.ts";
import { common } from "../i18n/common.ts";
import { t } from "../i18n/page.ts";
import { age, lineState, picture, versions } from "../live/state.ts";
import { chooseLanguage, may, me, signOut } from "../me.ts";
import { sound, toggleSound } from "../sound.ts";
import { LanguageChoice, ThemeChoice } from "../ui/choices.tsx";
import { Icon } from "../ui/icons.tsx";
import { type MenuEntry, openMenu } from "../ui/menu.tsx";
import { changing, p } from "./password.tsx";
import { Search } from "./search.tsx";
import { panel } from "./shown.ts";

export function Header() {
  versions.queues.value;
  return (
    <header class="top">
      <h1>
        <span class="mark" aria-hidden="true">
          <Icon name="call" />
        </span>
        {picture.centre || common("centre")}
      </h1>
      <Connection />
      <Search />
      <div class="own">
        <SoundChoice />
        <LanguageChoice choose={chooseLanguage} />
        <ThemeChoice />
        <button type="button" class="button plain square" aria-label={t("help")} title={`${t("help")} (?)`} onClick={() => (panel.value = { about: "help" })}>
          <Icon name="help" />
        </button>
        <Account />
      </div>
    </header>
  );
}

/** Live, or how old what is shown is; after three seconds one should know. */
function Connection() {
  const [state, old] = [lineState.value, age.value];
  const fresh = state === "live" && old < 3;
  const text = fresh ? common("live") : old === Infinity ? common("opening") : common("age", { age: length(old) });
  return (
    <p class={`connection ${fresh ? "live" : state === "opening" ? "opening" : "broken"}`} title={state === "broken" ? common("broken") : undefined}>
      <i aria-hidden="true" />
      {text}
    </p>
  );
}

/** What is shown is not so any more: said over the whole page, because colours in a corner are not seen. */
export function Stale() {
  if (lineState.value !== "broken" && age.value < 6) return null;
  if (age.value === Infinity) return null;
  return (
    <p class="stale" role="status">
      <Icon name="warning" />
      {t("stale", { age: length(age.value) })}
    </p>
  );
}

function SoundChoice() {
  const on = sound.value === "on";
  const name = on ? t("sound_on") : t("sound_off");
  return (
    <button type="button" class="button plain square" aria-pressed={on} aria-label={name} title={`${name} (s)`} onClick={toggleSound}>
      <Icon name={on ? "sound" : "silent"} />
    </button>
  );
}

function Account() {
  const name = me.value?.name ?? "";
  const entries: MenuEntry[] = [
    { id: "wall", label: common("wall"), icon: "screen", hurts: false, run: () => location.assign("/wall") },
    ...(may("acts") ? [{ id: "acts", label: t("acts"), icon: "history" as const, hurts: false, run: () => void (panel.value = { about: "acts" }) }] : []),
    ...(me.value?.screen ? [] : [{ id: "password", label: p("change"), icon: "person" as const, hurts: false, run: () => void (changing.value = true) }]),
    { id: "sign-out", label: t("sign_out"), icon: "out", hurts: false, run: () => void signOut() },
  ];
  return (
    <button
      type="button"
      class="button plain account"
      aria-haspopup="menu"
      aria-label={t("account", { name })}
      onClick={(event) => openMenu(event.currentTarget, t("account", { name }), entries)}
    >
      <Icon name="person" />
      <span>{name}</span>
    </button>
  );
}
