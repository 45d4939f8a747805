/** Who did what, why, and what it led to; the latest first. */

import { ask } from "../api.ts";
import { moment } from "../format.ts";
import { language } from "../i18n/language.ts";
import { t } from "../i18n/page.ts";
import { actTitle } from "./act-names.ts";
import { agentTitle, queueTitle } from "./named.ts";
import { Answered, useAnswer } from "./panel-parts.tsx";
import type { ActLine } from "../types.ts";

export function ActsMade() {
  const [answer, again] = useAnswer(() => {
    language.value; // what they led to is told in it
    return ask("/api/acts", "get");
  });
  return (
    <Answered to={answer.value} again={again}>
      {({ acts }) => (acts.length === 0 ? <p class="soft nothing">{t("acts_empty")}</p> : <ul class="log">{acts.map((act) => <Line key={act.id} act={act} />)}</ul>)}
    </Answered>
  );
}

function Line({ act }: { act: ActLine }) {
  return (
    <li class={act.outcome}>
      <div>
        <p>
          <b>{actTitle(act.act)}</b> · {aboutOf(act)}
          {act.outcome === "refused" && <span class="refused"> {t("refused")}</span>}
        </p>
        {act.why && <p class="why">{act.why}</p>}
        {changes(act).map((each) => (
          <p key={each} class="soft">
            {each}
          </p>
        ))}
        {act.led_to.map((each) => (
          <p key={each} class="soft">
            → {each}
          </p>
        ))}
        <small class="soft">
          {moment(act.at)} · {act.who}
        </small>
      </div>
    </li>
  );
}

function aboutOf({ about }: ActLine): string {
  return about.kind === "queue" ? queueTitle(about.name) : about.kind === "agent" ? agentTitle(about.name) : about.name;
}

function changes(act: ActLine): string[] {
  return Object.entries(act.changed).map(([field, [was, is]]) => `${field}: ${written(was)} → ${written(is)}`);
}

function written(value: unknown): string {
  if (value === null || value === "") return "–";
  return typeof value === "object" ? Object.entries(value).map(([name, level]) => `${name} ${level}`).join(", ") : String(value);
}
