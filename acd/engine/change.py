"""Other rules, swapped in while calls are live.

Agents, calls, counts and memories stay; the lines are built anew, and every waiting call stands in them by the new
rules, at its old place. What the new rules do not name any more is not thrown out: a queue stays until its last call
is gone, an agent until what they do is done.
"""

from msgspec.structs import replace

from acd.engine import doors, moves, waking
from acd.engine.acts import SkillsChanged
from acd.engine.calls import Call, CallState
from acd.engine.centre import Centre
from acd.engine.facts import RulesChanged
from acd.engine.floor import Floor
from acd.engine.measures import QueueCounts
from acd.engine.rules import CentreRules, QueueRules, check_rules, ways_out_of
from agents.roster import AgentRules
from agents.states import AT_WORK, AgentEvent, AgentState


def rules_changed(centre: Centre, fact: RulesChanged, at: float) -> None:
    """Swap in the rules of ``fact``, or refuse them as a whole."""
    check_rules(fact.rules)
    waiting = centre.floor.everybody_waiting()
    retired = retired_queues(centre, fact.rules)
    agents = with_kept_skills(centre, fact.rules)
    centre.rules = fact.rules
    centre.queues = {queue.name: queue for queue in (*fact.rules.queues, *retired)}
    for name in centre.queues:
        centre.counts.setdefault(name, QueueCounts())
    doors.forget_gone(centre)
    gone = centre.roster.change(fact.rules.skills, agents, fact.rules.occupancy_window_s)
    build_floor(centre, retired)
    centre.watched.clear()
    for call in centre.calls.values():
        if call.state is CallState.OFFERED:
            ask_by_new_rules(centre, call, at)
    for call in waiting:
        call.in_line = False  # in the new lines, that is
        ask_by_new_rules(centre, call, at)
        stand_by_new_rules(centre, call, at)
    for agent in gone:
        agent.leaving = True
        if agent.may(AgentEvent.SIGN_OUT):
            moves.move_agent(centre, agent, AgentEvent.SIGN_OUT, at)
    for call in centre.floor.everybody_waiting(at):
        if call.state is CallState.WAITING:
            moves.look_for_agent(centre, call, at)


def retired_queues(centre: Centre, rules: CentreRules) -> list[QueueRules]:
    """Return the queues that are named no more and still have calls, or are where the ways out of those lead."""
    named = {queue.name for queue in rules.queues}
    used, looked_at = {call.queue for call in centre.calls.values()}, set[str]()
    while names := used - looked_at - named:
        looked_at |= names
        ways = (way for name in names if name in centre.queues for way in ways_out_of(centre.queues[name]))
        used |= {way.target for way in ways if way.go == "queue"}
    return [without_lost_hours(queue, rules) for name, queue in centre.queues.items() if name in looked_at]


def without_lost_hours(queue: QueueRules, rules: CentreRules) -> QueueRules:
    """Return ``queue`` without hours that are named no more: nobody enters it any more, and who is in it is served."""
    return queue if queue.hours in rules.hours else replace(queue, hours="")


def kept_skills(centre: Centre, rules: CentreRules) -> dict[str, SkillsChanged]:
    """Return the acts, by agent, by which agents have other skills also under ``rules``.

    They hold where the file gives an agent what it gave before; a file that gives others means them. Skills that it
    does not define are lost.
    """
    before = {agent.name: agent.skills for agent in centre.rules.agents}
    kept: dict[str, SkillsChanged] = {}
    for agent in rules.agents:
        act = centre.skilled.get(agent.name)
        if act is not None and before.get(agent.name) == agent.skills:
            known = {skill: level for skill, level in act.skills.items() if skill in rules.skills}
            kept[agent.name] = replace(act, skills=known)
    return kept


def with_kept_skills(centre: Centre, rules: CentreRules) -> tuple[AgentRules, ...]:
    """Return the agents of ``rules``, with the skills that a person gave them where these still hold."""
    if not centre.skilled:
        return rules.agents
    kept = centre.skilled = kept_skills(centre, rules)
    return tuple(replace(each, skills=kept[each.name].skills) if each.name in kept else each for each in rules.agents)


def build_floor(centre: Centre, retired: list[QueueRules]) -> None:
    """Put every agent in the group of what they can now; nobody waits there yet."""
    centre.floor = Floor(centre.rules, centre.roster, retired, draws=centre.floor.draws)
    for agent in centre.roster:
        centre.floor.note_presence(agent)
        if agent.state in AT_WORK:
            centre.floor.note_work(agent, was_at_work=False)
        if agent.state is AgentState.READY:
            centre.floor.free(agent)


def ask_by_new_rules(centre: Centre, call: Call, at: float) -> None:
    """Ask of an agent what the new rules ask, and be woken by them; steps that have relaxed the need stay open."""
    queue = centre.queues[call.queue]
    call.priority = queue.priority + call.asked_priority
    call.opened = min(call.opened, len(queue.steps))
    call.ladder = centre.floor.ladder(call)
    waking.set_alarms(centre, call, at)
    if call.alone_since is not None:
        centre.alarms.set(call.alone_since + queue.nobody_s, "nobody", call.call_id)


def stand_by_new_rules(centre: Centre, call: Call, at: float) -> None:
    """Let a waiting call stand in its line as the new rules have it."""
    if call.wanted and call.wanted not in centre.roster:
        moves.hope(centre, call, at)
    moves.open_steps(centre, call, at)
    centre.floor.join(call)
