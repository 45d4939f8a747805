"""Who is there and when: from groups with head counts or shifts to agents on duty. The groups have been checked."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise

import msgspec

from agents.roster import AgentRules
from simulator.days.world import Duty, Spell
from simulator.scenario.model import GroupPart, ShiftPart
from simulator.scenario.times import Times

Groups = Mapping[str, GroupPart]
Roster = Mapping[str, AgentRules]
"""The centre's own agents by name."""


def people_of(groups: Groups, centre: Roster) -> dict[str, list[AgentRules]]:
    """Return the agents of each group, in the order in which they come to work; new ones are made."""
    return {name: list(people_in(name, groups, centre)) for name in groups}


def people_in(name: str, groups: Groups, centre: Roster) -> Iterator[AgentRules]:
    """The agents of one group."""
    group = groups[name]
    if group.who is not None:
        yield from (centre[agent] for agent in own_agents(name, groups, centre))
        return
    like = AgentRules(name="", endpoint="", skills=dict(group.skills or {}))
    if group.like is not None:
        like = centre[group.like]
    for number in range(1, heads_of(group) + 1):
        agent = f"{name}-{number}"
        yield msgspec.structs.replace(like, name=agent, title=agent, deputy="")


def own_agents(name: str, groups: Groups, centre: Roster) -> list[str]:
    """Name those of the centre's own agents who are in this group: those it names, or all whom no group names."""
    who = groups[name].who
    if isinstance(who, list):
        return [agent for agent in who if agent in centre]
    named = {agent for group in groups.values() if isinstance(group.who, list) for agent in group.who}
    return [agent for agent in centre if agent not in named] if who == "all" else []


def heads_of(group: GroupPart) -> int:
    """How many agents there are ever at a time, or in all shifts; 0 if it is not said."""
    if group.shifts is not None:
        named = {agent for shift in group.shifts for agent in shift.who or ()}
        return len(named) + sum(heads_in(shift) for shift in group.shifts)
    return max(group.agents) if isinstance(group.agents, list) else group.agents or 0


def heads_in(shift: ShiftPart) -> int:
    """How many agents a shift has beside those it names: as many as it says, or one."""
    if shift.who is not None:
        return 0
    return 1 if shift.agents is None else shift.agents


def duties_of(groups: Groups, people: Mapping[str, Sequence[AgentRules]], times: Times) -> Iterator[Duty]:
    """The duties of all who are ever there."""
    for name, group in groups.items():
        names = [agent.name for agent in people[name]]
        duties = by_shifts(name, group, names, times) if group.shifts else by_counts(name, group, names, times)
        yield from (duty for duty in duties if duty.spells)


def by_counts(name: str, group: GroupPart, people: Sequence[str], times: Times) -> Iterator[Duty]:
    """Agents who come first and go last: the first of the group are there whenever anybody is."""
    counts = group.agents if isinstance(group.agents, list) else [len(people) if group.agents is None else group.agents]
    counts = counts if len(counts) == times.periods else counts * times.periods
    for number, agent in enumerate(people[: max(counts)]):
        yield Duty(agent=agent, group=name, spells=tuple(spells_above(number, counts, times)))


def spells_above(number: int, counts: Sequence[int], times: Times) -> Iterator[Spell]:
    """The times at which more than ``number`` agents are there; adjoining periods are one spell."""
    there = [False, *(count > number for count in counts), False]
    changes = [at for at, (before, after) in enumerate(pairwise(there)) if before is not after]
    for first, last in zip(changes[::2], changes[1::2], strict=True):
        yield times.duty((times.borders[first], times.borders[last]))


def by_shifts(name: str, group: GroupPart, people: Sequence[str], times: Times) -> Iterator[Duty]:
    """Agents with their shifts: those who are named for one, or the next of the group."""
    of_agent: dict[str, list[ShiftPart]] = {agent: [] for agent in people}
    for shift, agents in shifts_of(group, people):
        for agent in agents:
            of_agent[agent].append(shift)
    for agent, shifts in of_agent.items():
        spells = sorted(times.spell(hours) for shift in shifts for hours in shift.hours)
        breaks = sorted(times.spell(hours) for shift in shifts for hours in shift.breaks)
        yield Duty(
            agent=agent,
            group=name,
            spells=tuple(joined([times.duty(spell) for spell in spells if times.meets(spell)])),
            breaks=tuple((max(0.0, begin), end) for begin, end in breaks if times.meets((begin, end))),
        )


def shifts_of(group: GroupPart, people: Sequence[str]) -> Iterator[tuple[ShiftPart, list[str]]]:
    """Each shift of a group with its agents."""
    shifts = group.shifts or []
    named = {agent for shift in shifts for agent in shift.who or ()}
    free = iter([agent for agent in people if agent not in named])
    for shift in shifts:
        agents = [agent for agent in shift.who if agent in people] if shift.who is not None else None
        yield shift, list(islice(free, heads_in(shift))) if agents is None else agents


def joined(spells: Sequence[Spell]) -> list[Spell]:
    """Make one spell of those that adjoin."""
    whole: list[Spell] = []
    for begin, end in spells:
        if whole and whole[-1][1] >= begin:
            whole[-1] = whole[-1][0], max(end, whole[-1][1])
        else:
            whole.append((begin, end))
    return whole
