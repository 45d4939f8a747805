/** The choice of what a wall shows: teams as links, queues to be ticked. It becomes the address of the page. */

import { useSignal } from "@preact/signals";
import type { TargetedSubmitEvent } from "preact";
import { common } from "../i18n/common.ts";
import { language, LANGUAGES } from "../i18n/language.ts";
import { w } from "../i18n/wall.ts";
import { picture, versions } from "../live/state.ts";
import { teams, wanted } from "./choice.ts";
import { addressOf } from "./wanted.ts";

export function Chooser() {
  versions.queues.value;
  return (
    <main class="chooser">
      <h1>{w("choose")}</h1>
      <p class="soft">{w("choose_hint")}</p>
      <Teams />
      <Queues />
      <Looks />
    </main>
  );
}

function Teams() {
  const found = teams.value ?? [];
  if (found.length === 0) return null;
  return (
    <nav aria-labelledby="choose-team">
      <h2 id="choose-team">{w("teams")}</h2>
      <ul class="choices">
        {found.map((each) => (
          <li key={each.name}>
            <a class="button" href={addressOf({ team: each.name }, wanted)}>
              <b>{each.title}</b>
              <small>
                {w("queues_n", { n: each.queues.length })} · {w("agents_n", { n: each.agents })}
              </small>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Queues() {
  const nothing = useSignal(false);
  const show = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const chosen = new FormData(event.currentTarget).getAll("queue").map(String);
    nothing.value = chosen.length === 0;
    if (chosen.length > 0) location.assign(addressOf({ queues: chosen }, wanted));
  };
  return (
    <form onSubmit={show} aria-labelledby="choose-queues">
      <h2 id="choose-queues">{w("queues")}</h2>
      <ul class="choices">
        {[...picture.queues.values()].map((each) => (
          <li key={each.name}>
            <label class="button">
              <input type="checkbox" name="queue" value={each.name} />
              {each.title || each.name}
            </label>
          </li>
        ))}
      </ul>
      <p class="wrong" role="alert">
        {nothing.value && w("choose_some")}
      </p>
      <p class="actions">
        <button type="submit" class="button first">
          {w("show")}
        </button>
        <a class="button" href={addressOf({ queues: ["*"] }, wanted)}>
          {w("everything")}
        </a>
      </p>
    </form>
  );
}

function Looks() {
  return (
    <p class="looks">
      {LANGUAGES.map((each) => (
        <a key={each} lang={each} href={addressOf({}, { ...wanted, language: each })} aria-current={each === language.value ? "true" : undefined}>
          {common(`language_${each}`)}
        </a>
      ))}
      {(["dark", "light"] as const).map((each) => (
        <a key={each} href={addressOf({}, { ...wanted, theme: each })} aria-current={each === wanted.theme ? "true" : undefined}>
          {common(`theme_${each}`)}
        </a>
      ))}
      <a href="/">{common("supervisor")}</a>
    </p>
  );
}
