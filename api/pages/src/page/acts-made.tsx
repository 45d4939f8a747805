/** Who did what, why, and what it led to; the latest first. */

import { ask } from "../api.ts";
import { moment, NOTHING } from "../format.ts";
import { language } from "../i18n/language.ts";
import { t } from "../i18n/page.ts";
import { stateOf } from "../i18n/states.ts";
import { picture } from "../live/state.ts";
import { actTitle, fieldTitle } from "./act-names.ts";
import { agentTitle, callerOf, queueTitle } from "./named.ts";
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
  if (about.kind === "queue") return queueTitle(about.name);
  if (about.kind === "agent") return agentTitle(about.name);
  const call = picture.calls.get(about.name);
  return call ? callerOf(call) : about.name;
}

function changes(act: ActLine): string[] {
  const of = act.about.kind;
  return Object.entries(act.changed).map(([field, [was, is]]) => `${fieldTitle(field)}: ${written(of, field, was)} → ${written(of, field, is)}`);
}

/** A value as the rest of the page writes it. */
function written(of: ActLine["about"]["kind"], field: string, value: unknown): string {
  if (value === null || value === "") return NOTHING;
  const text = String(value);
  if (field === "state" || field === "then") return stateOf(of === "call" ? "call" : "agent", text);
  if (field === "door") return stateOf("door", text);
  if (field === "queue") return queueTitle(text);
  if (field === "agent" || field === "wanted") return agentTitle(text);
  if (typeof value === "boolean") return fieldTitle(text);
  return typeof value === "object" ? Object.entries(value).map(([name, level]) => `${name} ${level}`).join(", ") : String(value);
}
