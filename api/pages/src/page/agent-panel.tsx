/** One agent: what they do, what they can, what they have done today. */

import { clock, count, share } from "../format.ts";
import { t } from "../i18n/page.ts";
import { stateOf } from "../i18n/states.ts";
import { picture, versions } from "../live/state.ts";
import { Since } from "../ui/parts.tsx";
import { AgentState, Skills } from "./agents.tsx";
import { Link } from "./call-panel.tsx";
import { callerOf } from "./named.ts";
import { ActButtons, Facts } from "./panel-parts.tsx";

export function AgentPanel({ name }: { name: string }) {
  versions.agents.value;
  const agent = picture.agents.get(name);
  if (!agent) return <p class="soft nothing">{t("gone")}</p>;
  const call = agent.call ? picture.calls.get(agent.call) : undefined;
  return (
    <>
      <p class="headline">
        <AgentState agent={agent} /> <Since at={agent.since} />
      </p>
      <ActButtons subject={{ kind: "agent", item: agent }} />
      <Facts
        of={[
          agent.team && [t("team"), agent.team],
          [t("phone"), `${agent.phone} (${stateOf("device", agent.device)})`],
          call && [t("in_call"), <Link about="call" name={call.call} title={callerOf(call)} />],
          [t("skills"), <Skills of={agent.skills} />],
          [t("today"), `${count(agent.answered_today)} (${t("missed", { n: agent.missed_today })})`],
          [t("talk_today"), clock(agent.talk_today_s)],
          [t("occupancy"), share(agent.occupancy)],
        ]}
      />
    </>
  );
}
