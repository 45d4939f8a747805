"""Skills that change while agents are at work: who has others belongs to another group from now on.

A group of a profile that nobody had before is added to the ladders and lines in use, so the work grows with those and
not with agents or calls.
"""

import msgspec

from acd.engine import attendance, change, moves
from acd.engine.acts import SkillsChanged
from acd.engine.call_facts import agent_of
from acd.engine.centre import Centre
from acd.engine.facts import RulesChanged
from acd.engine.floor import IS_AT_WORK
from acd.engine.lines import Group
from agents.roster import Agent
from agents.skills import HIGHEST_LEVEL
from agents.states import AgentState, Illegal

SPARE_GROUPS = 256
"""Groups beyond one for each agent, most of them empty by then: beyond that the lines are built anew without those."""


def skills_changed(centre: Centre, fact: SkillsChanged, at: float) -> None:
    """An agent can do other things from now on; the call in hand or at the phone stays theirs."""
    agent = agent_of(centre, fact.agent)
    if not centre.roster.names(agent):
        raise Illegal(f"agent {agent.name} is on the roster no more")
    check_skills(centre, fact)
    keep(centre, fact)
    if len(centre.floor.groups) > len(centre.roster) + SPARE_GROUPS:
        change.rules_changed(centre, RulesChanged(centre.rules), at)
        return
    agent.rules = msgspec.structs.replace(agent.rules, skills=fact.skills)
    profile = centre.roster.matrix.profile(fact.skills)
    if profile != agent.profile:
        before = centre.floor.group_of(agent)
        regroup(centre, agent, before, profile)
        look_again(centre, agent, before, at)


def check_skills(centre: Centre, fact: SkillsChanged) -> None:
    """Refuse skills that nobody defined, and levels that are none."""
    for skill, level in fact.skills.items():
        if not centre.roster.matrix.knows(skill):
            raise Illegal(f"skill {skill} is not defined")
        if not 1 <= level <= HIGHEST_LEVEL:
            raise Illegal(f"skill {skill}: level {level} is not within 1 to {HIGHEST_LEVEL}")


def keep(centre: Centre, fact: SkillsChanged) -> None:
    """Remember the act, unless the agent has what the centre's file gives again."""
    given = next(agent.skills for agent in centre.rules.agents if agent.name == fact.agent)
    if fact.skills == given:
        centre.skilled.pop(fact.agent, None)
    else:
        centre.skilled[fact.agent] = fact


def regroup(centre: Centre, agent: Agent, before: Group, profile: int) -> None:
    """Take ``agent`` from one group to another, with everything that is counted of groups."""
    floor, is_ready = centre.floor, agent.state is AgentState.READY
    if is_ready:
        floor.occupy(agent)
    before.signed_in.pop(agent.name, None)
    before.at_work -= IS_AT_WORK[agent.state]
    agent.profile = profile
    floor.open_group(profile, [call.ladder for call in centre.calls.values() if call.queue])
    floor.note_presence(agent)
    floor.note_work(agent, was_at_work=False)
    if is_ready:
        floor.free(agent)


def look_again(centre: Centre, agent: Agent, before: Group, at: float) -> None:
    """Who is ready looks for a call; calls that can be served by nobody now, or again by somebody, are seen to."""
    if not centre.settled:
        return
    if agent.state is AgentState.READY:
        moves.look_for_call(centre, agent, at)
    for group in (before, centre.floor.group_of(agent)):
        moves.watch_lines(centre, attendance.lines_ever_of(centre.floor, group), at)
