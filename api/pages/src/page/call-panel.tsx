/** One call: what it is now, how it came here, who was asked, and why this agent and not that one. */

import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { ask } from "../api.ts";
import { byName, length, NOTHING, timeOfDay } from "../format.ts";
import { language } from "../i18n/language.ts";
import { t } from "../i18n/page.ts";
import { states, stateOf } from "../i18n/states.ts";
import { picture, versions } from "../live/state.ts";
import { may } from "../me.ts";
import type { CallLive } from "../types.ts";
import { Since, State } from "../ui/parts.tsx";
import { waitsSince } from "./attention.ts";
import { agentTitle, queueTitle } from "./named.ts";
import { ActButtons, Answered, Facts, Part, useAnswer } from "./panel-parts.tsx";
import { panel } from "./shown.ts";

export function CallPanel({ id }: { id: string }) {
  versions.calls.value;
  const last = useRef<CallLive | undefined>(undefined); // what was known of it last is still worth reading when it is over
  const live = picture.calls.get(id);
  last.current = live ?? last.current;
  const call = last.current;
  return (
    <>
      {!live && <p class="over soft">{t("gone")}</p>}
      {call && <Now call={call} live={live !== undefined} />}
      {call && call.path.length > 0 && <Path call={call} />}
      {call && call.offers.length > 0 && <Offers call={call} />}
      {call && call.talks.length > 0 && <Talks call={call} />}
      {call && Object.keys(call.data).length > 0 && (
        <Part title={t("data")}>
          <Facts of={Object.entries(call.data).map(([name, value]) => [name, value])} />
        </Part>
      )}
      {may("explain") && <Why id={id} />}
    </>
  );
}

function Now({ call, live }: { call: CallLive; live: boolean }) {
  return (
    <>
      {live && (
        <p class="headline">
          <State is={call.state} word={stateOf("call", call.state)} /> <Since at={waitsSince(call)} />
        </p>
      )}
      {live && <ActButtons subject={{ kind: "call", item: call }} />}
      <Facts
        of={[
          call.name && [t("call"), `${call.name} ${call.number}`],
          call.dialled && [t("dialled"), call.dialled],
          [t("arrived"), timeOfDay(call.arrived_at, true)],
          call.queue && [t("queue"), <Link about="queue" name={call.queue} title={queueTitle(call.queue)} />],
          call.need && [t("need"), call.steps > 0 ? `${call.need} – ${t("relaxed", { n: call.steps })}` : call.need],
          [t("priority"), call.priority],
          call.topic && [t("topic"), call.topic],
          call.agent && [t("agent"), [call.agent, ...call.also].map((name) => <Link key={name} about="agent" name={name} title={agentTitle(name)} />)],
          call.wanted && [t("agent"), t("wants", { agent: agentTitle(call.wanted) })],
          call.recording !== "off" && [t("recording"), stateOf("recording", call.recording)],
          call.listeners.length > 0 && [t("listeners"), call.listeners.map((each) => `${each.who} ${states(each.mode as "listen")}`).join(", ")],
          call.note && [t("note"), call.note],
        ]}
      />
    </>
  );
}

export function Link({ about, name, title }: { about: "queue" | "agent" | "call"; name: string; title: string }) {
  return (
    <button type="button" class="link" onClick={() => (panel.value = { about, name })}>
      {title}
    </button>
  );
}

function Path({ call }: { call: CallLive }) {
  return (
    <Part title={t("path")}>
      <ol class="steps">
        {call.path.map((each) => (
          <li key={`${each.at} ${each.step}`}>
            <time>{timeOfDay(each.at, true)}</time>
            <span>
              {each.step}
              {each.pressed && <span class="soft"> – {t("pressed", { keys: each.pressed })}</span>}
            </span>
          </li>
        ))}
      </ol>
    </Part>
  );
}

function Offers({ call }: { call: CallLive }) {
  return (
    <Part title={t("offers")}>
      <ol class="steps">
        {call.offers.map((each) => (
          <li key={`${each.at} ${each.agent}`}>
            <time>{timeOfDay(each.at, true)}</time>
            <span>
              <Link about="agent" name={each.agent} title={agentTitle(each.agent)} />
              <span class="soft"> – {stateOf("offer", each.result)}</span>
            </span>
          </li>
        ))}
      </ol>
    </Part>
  );
}

function Talks({ call }: { call: CallLive }) {
  return (
    <Part title={t("talks")}>
      <ol class="steps">
        {call.talks.map((each) => (
          <li key={`${each.since} ${each.agent}`}>
            <time>{timeOfDay(each.since, true)}</time>
            <span>
              <Link about="agent" name={each.agent} title={agentTitle(each.agent)} />
              <span class="soft"> – {each.until === null && picture.calls.has(call.call) ? <Since at={each.since} /> : each.until === null ? NOTHING : length(each.until - each.since)}</span>
            </span>
          </li>
        ))}
      </ol>
    </Part>
  );
}

/** Told when it is asked for: the service reads a day's journal again for it, which takes seconds of a processor. */
function Why({ id }: { id: string }) {
  const about = useSignal<string | null>(null);
  const agents = [...picture.agents.values()].sort((x, y) => byName(x.title, y.title));
  return (
    <Part title={t("why_agent")}>
      <p class="why-choice">
        <button type="button" class="button small" onClick={() => (about.value = "")}>
          {t("tell_why")}
        </button>
        <select class="input slim" aria-label={t("why_not")} value={about.value ?? ""} onChange={(event) => (about.value = event.currentTarget.value)}>
          <option value="">{t("why_not")}</option>
          {agents.map((each) => (
            <option key={each.name} value={each.name}>
              {each.title || each.name}
            </option>
          ))}
        </select>
      </p>
      {about.value !== null && <Told key={about.value} id={id} about={about.value} />}
    </Part>
  );
}

function Told({ id, about }: { id: string; about: string }) {
  const [answer, again] = useAnswer(() => {
    language.value; // it is told in this language
    return ask("/api/calls/{call}/explain", "get", { at: { call: id }, query: about ? { why_not: about } : {} });
  });
  return (
    <Answered to={answer.value} again={again}>
      {(text) => <pre class="story">{String(text) || t("no_story")}</pre>}
    </Answered>
  );
}
