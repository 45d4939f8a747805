"""Whether the groups of a scenario can be staffed as they are written."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ivr.hours import Period
from ivr.problems import Path as Place
from ivr.problems import Problem, closest
from simulator.scenario.durations import check_count
from simulator.scenario.limits import MOST_AGENTS
from simulator.scenario.model import GroupPart, ShiftPart
from simulator.scenario.staffing import Groups, Roster, heads_of, own_agents, shifts_of
from simulator.scenario.times import Times

KINDS = ("skills", "like", "who")


def check_staff(groups: Groups, centre: Roster, times: Times) -> Iterator[Problem]:
    """Return everything by which the groups could not be what they say."""
    if (asked := sum(heads_of(group) for group in groups.values())) > MOST_AGENTS:
        yield Problem(("groups",), "too_many_agents", {"count": str(asked), "most": str(MOST_AGENTS)})
        return
    wrong = [*named_twice(groups), *group_by_group(groups, centre, times)]
    if groups and not wrong and not any(map(ever_there, groups.values())):
        wrong = [Problem(("groups",), "no_agents")]
    yield from wrong


def group_by_group(groups: Groups, centre: Roster, times: Times) -> Iterator[Problem]:
    """Return what is wrong with each group alone."""
    for name, group in groups.items():
        place = ("groups", name)
        yield from kinds(place, group, centre)
        yield from names(place, group, centre)
        if group.agents is not None and group.shifts is not None:
            yield Problem((*place, "shifts"), "agents_and_shifts")
        elif group.agents is None and group.shifts is None and group.who is None:
            yield Problem(place, "no_heads")
        people = own_agents(name, groups, centre) if group.who is not None else None
        yield from heads(place, group, people, times)
        yield from shifts(place, group, people, times)


def ever_there(group: GroupPart) -> bool:
    """Whether anybody of the group is ever at work, as far as it says."""
    return heads_of(group) > 0 or (group.who is not None and group.agents is None and group.shifts is None)


def kinds(place: Place, group: GroupPart, centre: Roster) -> Iterator[Problem]:
    """More than one way of saying who they are, or one that needs a centre."""
    given = [word for word in KINDS if getattr(group, word) is not None]
    if len(given) > 1:
        yield Problem((*place, given[1]), "one_kind", {"first": given[0], "second": given[1]})
    for word in given:
        if word != "skills" and not centre:
            yield Problem((*place, word), "needs_centre", {"word": word})


def names(place: Place, group: GroupPart, centre: Roster) -> Iterator[Problem]:
    """Agents whom the centre does not have, and new ones whose names it has already."""
    if not centre:
        return
    asked = [
        ((*place, "who", number), agent)
        for number, agent in enumerate(group.who if isinstance(group.who, list) else ())
    ]
    asked += [((*place, "like"), group.like)] if group.like is not None else []
    for where, agent in asked:
        if agent not in centre:
            yield Problem(where, "unknown_agent", {"agent": agent, "known": closest(agent, list(centre))})
    if group.who is None:
        made = (f"{place[-1]}-{number}" for number in range(1, heads_of(group) + 1))
        if taken := next((agent for agent in made if agent in centre), None):
            yield Problem(place, "agent_name_taken", {"agent": taken})


def named_twice(groups: Groups) -> Iterator[Problem]:
    """Agents of the centre in two groups, and a second group of all others."""
    group_of: dict[str, str] = {}
    for name, group in groups.items():
        for number, agent in enumerate(group.who if isinstance(group.who, list) else ["all"] if group.who else []):
            other = group_of.setdefault(agent, name)
            if other != name or (isinstance(group.who, list) and agent in group.who[:number]):
                place: Place = (
                    ("groups", name, "who", number) if isinstance(group.who, list) else ("groups", name, "who")
                )
                yield Problem(place, "agent_twice", {"agent": agent, "group": other})


def heads(place: Place, group: GroupPart, people: Sequence[str] | None, times: Times) -> Iterator[Problem]:
    """Head counts for more or fewer periods than there are, or for more agents than are named."""
    if isinstance(group.agents, list):
        yield from check_count((*place, "agents"), len(group.agents), times)
    if people is not None and heads_of(group) > len(people):
        word = "agents" if group.shifts is None else "shifts"
        values = {"count": str(len(people)), "asked": str(heads_of(group))}
        yield Problem((*place, word), "more_than_named", values)


def shifts(place: Place, group: GroupPart, people: Sequence[str] | None, times: Times) -> Iterator[Problem]:
    """Shifts that cannot be worked: overlapping, outside the day, with breaks outside of them, of nobody known."""
    if group.shifts is None:
        return
    if times.steady:
        yield Problem((*place, "shifts"), "only_constant")
        return
    for number, shift in enumerate(group.shifts):
        yield from shift_alone((*place, "shifts", number), shift, people, times)
    worked: dict[str, list[tuple[Period, Place]]] = {}
    for number, (shift, agents) in enumerate(shifts_of(group, people or [])):
        where = (*place, "shifts", number, "hours")
        if shift.who is None:
            yield from overlapping([(hours, where) for hours in shift.hours], times, "shift_overlap")
        for agent in agents if shift.who is not None else ():
            worked.setdefault(agent, []).extend((hours, where) for hours in shift.hours)
    for agent, hours in worked.items():
        yield from overlapping(hours, times, "shifts_overlap", agent)


def shift_alone(place: Place, shift: ShiftPart, people: Sequence[str] | None, times: Times) -> Iterator[Problem]:
    """What is wrong with one shift."""
    if shift.agents is not None and shift.who is not None:
        yield Problem((*place, "agents"), "one_kind", {"first": "who", "second": "agents"})
    if shift.who is not None and people is None:
        yield Problem((*place, "who"), "who_of_group")
    for number, agent in enumerate(shift.who or ()):
        if people is not None and agent not in people:
            known = closest(agent, people) or "-"
            yield Problem((*place, "who", number), "agent_of_group", {"agent": agent, "known": known})
    for hours in shift.hours:
        if not times.meets(times.spell(hours)):
            yield Problem((*place, "hours"), "shift_outside", {"hours": written(hours)})
    spells = [times.spell(hours) for hours in shift.hours]
    for hours in shift.breaks:
        begin, end = times.spell(hours)
        if not any(first <= begin and end <= last for first, last in spells):
            values = {"break": written(hours), "hours": ", ".join(map(written, shift.hours))}
            yield Problem((*place, "breaks"), "break_outside", values)
    yield from overlapping([(hours, (*place, "breaks")) for hours in shift.breaks], times, "breaks_overlap")


def overlapping(hours: Sequence[tuple[Period, Place]], times: Times, key: str, agent: str = "") -> Iterator[Problem]:
    """Return hours that begin before those before them end."""
    in_order = sorted(hours, key=lambda each: times.spell(each[0]))
    for (first, _), (second, place) in pairwise(in_order):
        if times.spell(second)[0] < times.spell(first)[1]:
            yield Problem(place, key, {"first": written(first), "second": written(second), "agent": agent})


def written(hours: Period) -> str:
    """Write hours as people do."""
    return "-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in hours)
