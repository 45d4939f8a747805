/** The agents: who needs attention first, who is away last; all or one team. */

import { signal } from "@preact/signals";
import { byName } from "../format.ts";
import { t } from "../i18n/page.ts";
import { states, stateOf } from "../i18n/states.ts";
import { picture, versions } from "../live/state.ts";
import type { AgentLive } from "../types.ts";
import { Count, Share, Since, State, Until } from "../ui/parts.tsx";
import { Table, type TableOf } from "../ui/table.tsx";
import { entriesFor } from "./act-dialog.tsx";
import { agentsByAttention } from "./attention.ts";
import { callerOf } from "./named.ts";
import { panel } from "./shown.ts";

const AGENTS: TableOf<AgentLive> = {
  id: "agents",
  label: () => t("agents"),
  first: () => t("agent"),
  key: (agent) => agent.name,
  name: (agent) => agent.title || agent.name,
  under: (agent) => (agent.team ? <small class="under soft">{agent.team}</small> : null),
  severity: (agent) => agent.attention,
  open: (agent) => void (panel.value = { about: "agent", name: agent.name }),
  acts: (item) => entriesFor({ kind: "agent", item }),
  columns: [
    { id: "state", head: () => t("state"), kind: "doing", cell: (agent) => <AgentState agent={agent} /> },
    { id: "for", head: () => t("for"), kind: "number", cell: (agent) => (agent.state === "signed_out" ? <span class="faint">–</span> : <Since at={agent.since} />) },
    { id: "skills", head: () => t("skills"), kind: "wide", cell: (agent) => <Skills of={agent.skills} /> },
    { id: "today", head: () => t("today"), kind: "number", cell: (agent) => <Today agent={agent} /> },
    { id: "occupancy", head: () => t("occupancy"), kind: "number", cell: (agent) => <Share of={agent.occupancy} /> },
  ],
};

const team = signal("");

export function Agents() {
  versions.agents.value;
  const all = [...picture.agents.values()];
  const shown = team.value ? all.filter((each) => each.team === team.value) : all;
  return <Table of={AGENTS} rows={agentsByAttention(shown)} empty={t("no_agents")} />;
}

export function TeamChoice() {
  versions.agents.value;
  const teams = [...new Set([...picture.agents.values()].map((each) => each.team).filter(Boolean))].sort(byName);
  if (teams.length < 2) return null;
  return (
    <select class="input slim" aria-label={t("team")} value={team.value} onChange={(event) => (team.value = event.currentTarget.value)}>
      <option value="">{t("all_teams")}</option>
      {teams.map((each) => (
        <option key={each} value={each}>
          {each}
        </option>
      ))}
    </select>
  );
}

export function AgentState({ agent }: { agent: AgentLive }) {
  const call = agent.call ? picture.calls.get(agent.call) : undefined;
  const more = [agent.then ? "" : agent.reason, call && callerOf(call), agent.then && states("then", { state: stateOf("agent", agent.then) })].filter(Boolean);
  const ends = agent.until !== null && (
    <>
      {" −"}
      <Until at={agent.until} />
    </>
  );
  return (
    <State
      is={agent.state}
      word={stateOf("agent", agent.state)}
      more={
        (ends || more.length > 0) && (
          <small class="under soft">
            {more.join(" · ")}
            {ends}
          </small>
        )
      }
    />
  );
}

export function Skills({ of }: { of: Record<string, number> }) {
  const skills = Object.entries(of).sort((x, y) => y[1] - x[1] || byName(x[0], y[0]));
  return (
    <span class="skills">
      {skills.map(([skill, level]) => (
        <span key={skill}>
          {skill} <b>{level}</b>
        </span>
      ))}
    </span>
  );
}

function Today({ agent }: { agent: AgentLive }) {
  return (
    <span title={t("missed", { n: agent.missed_today })}>
      <Count of={agent.answered_today} />
      {agent.missed_today > 0 && (
        <small class="missed">
          {" "}
          −{agent.missed_today}
          <span class="unseen"> {t("missed", { n: agent.missed_today })}</span>
        </small>
      )}
    </span>
  );
}
