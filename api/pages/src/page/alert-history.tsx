/** What was raised, and what became of it, the latest first. */

import { ask } from "../api.ts";
import { length, moment } from "../format.ts";
import { t } from "../i18n/page.ts";
import { versions } from "../live/state.ts";
import { Sign, Since } from "../ui/parts.tsx";
import { Seen, textOf } from "./alerts.tsx";
import { Answered, useAnswer } from "./panel-parts.tsx";

export function AlertHistory() {
  const [answer, again] = useAnswer(() => {
    versions.alerts.value;
    return ask("/api/alerts/history", "get");
  });
  return (
    <Answered to={answer.value} again={again}>
      {({ alerts }) =>
        alerts.length === 0 ? (
          <p class="soft nothing">{t("history_empty")}</p>
        ) : (
          <ul class="log">
            {alerts.map((alert) => (
              <li key={alert.id} class={alert.cleared_at === null ? alert.severity : "over"}>
                <Sign severity={alert.severity} />
                <div>
                  <p>{textOf(alert)}</p>
                  <small class="soft">
                    {moment(alert.since)} – {alert.cleared_at === null ? <Since at={alert.since} /> : t("lasted", { length: length(alert.cleared_at - alert.since) })}
                  </small>
                </div>
                <Seen alert={alert} />
              </li>
            ))}
          </ul>
        )
      }
    </Answered>
  );
}
