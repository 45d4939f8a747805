"""Who is here: whether anybody who is signed in may serve a call, and how many."""

from collections.abc import Iterator

from acd.engine.calls import Call
from acd.engine.floor import Floor
from acd.engine.ladders import Ladder
from acd.engine.lines import Group, Line
from agents.roster import Agent


def groups_for(floor: Floor, call: Call) -> Iterator[Group]:
    """Yield the groups that may serve ``call``, by all steps that are open."""
    return (floor.groups[number] for rung in call.ladder.rungs[: call.opened + 1] for number in rung.groups)


def signed_in_for(floor: Floor, call: Call) -> int:
    """Count the agents signed in who may serve ``call``, whatever they do or refused, whomever it waits for."""
    return sum(len(group.signed_in) for group in groups_for(floor, call))


def at_work_for(floor: Floor, call: Call) -> int:
    """Count the agents who may serve ``call`` and are at work: neither away nor paused."""
    return sum(group.at_work for group in groups_for(floor, call))


def everybody_missed(floor: Floor, call: Call) -> bool:
    """Whether nobody is signed in who may ever serve ``call`` but those who have missed it."""
    return not any(floor.groups[number].signed_in.keys() - call.refused for number in call.ladder.everybody)


def somebody_ever_in(floor: Floor, ladder: Ladder) -> bool:
    """Whether anybody is signed in on any rung of ``ladder``."""
    return any(floor.groups[number].signed_in for number in ladder.everybody)


def lines_ever_of(floor: Floor, group: Group) -> list[Line]:
    """Return the lines with waiting calls that ``group`` serves, or will when their needs relax."""
    return [line for line in floor.lines.values() if line.waiting and group.number in line.ladder.everybody]


def somebody_but(floor: Floor, agent: Agent, call: Call) -> bool:
    """Whether anybody but ``agent`` is signed in who may serve ``call``."""
    return bool(call.wanted) or any(group.signed_in.keys() - {agent.name} for group in groups_for(floor, call))
