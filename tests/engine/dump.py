"""Everything an engine holds as plain data, so that two states can be compared whole."""

from copy import deepcopy as copy
from typing import Any

from acd.engine.engine import Engine
from acd.engine.ladders import Ladder
from agents.needs import text_of
from agents.occupancy import Occupancy
from agents.roster import AgentCounts


def _slots(thing: Any) -> dict[str, Any]:
    return {name: plain(getattr(thing, name)) for name in names(type(thing))}


def plain(value: Any) -> Any:
    if isinstance(value, Ladder):
        return [text_of(rung.need) for rung in value.rungs]
    return _slots(value) if isinstance(value, Occupancy | AgentCounts) else copy(value)


def dump(engine: Engine) -> dict[str, Any]:
    """Calls, agents, lines, groups, counts, deadlines and the clock."""
    centre = engine.centre
    floor = centre.floor
    return {
        "now": engine.now,
        "wake_at": engine._wake_at,
        "settled": centre.settled,
        "offers": centre.offers,
        "orders": list(centre.orders),
        "calls": {call_id: {**_slots(call), "refused": sorted(call.refused)} for call_id, call in centre.calls.items()},
        "agents": {agent.name: _slots(agent) for agent in centre.roster},
        "lines": [
            [(key, call.call_id) for key, call in line.waiting.entries()]
            for line in floor.lines.values()
            if line.waiting
        ],
        "personal": {
            name: [(key, call.call_id) for key, call in line.waiting.entries()] for name, line in floor.personal.items()
        },
        "idle": [{order: [agent.name for agent in row] for order, row in group.idle.items()} for group in floor.groups],
        "first_idle": {order: list(keys) for order, keys in floor.first_idle.items()},
        "idle_counts": floor.demand.idle.tolist(),
        "signed_in": [list(group.signed_in) for group in floor.groups],
        "profiles": [group.profile for group in floor.groups],
        "at_work": [group.at_work for group in floor.groups],
        "draws": floor.draws,
        "sequence": centre.sequence,
        "watched": dict(centre.watched),
        "callers": (list(centre.callers.all_talked()), list(centre.callers.all_left())),
        "callbacks": list(centre.callbacks),
        "steered": dict(centre.steered),
        "shut_at": dict(centre.shut_at),
        "skilled": dict(centre.skilled),
        "counts": {name: _slots(counts) for name, counts in centre.counts.items()},
        "alarms": sorted(centre.alarms),
    }


def names(kind: type) -> tuple[str, ...]:
    """Name what a thing of this class is made of; compiled classes have their own list of it."""
    held = vars(kind)
    slots: tuple[str, ...] = held["__slots__" if "__slots__" in held else "__mypyc_attrs__"]
    return slots
