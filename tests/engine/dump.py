"""Everything an engine holds as plain data, so that two states can be compared whole."""

from copy import deepcopy as copy
from typing import Any

import msgspec

from acd.engine.engine import Engine


def _slots(thing: Any) -> dict[str, Any]:
    return {name: copy(getattr(thing, name)) for name in type(thing).__slots__}


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
        "lines": {
            need: [(key, call.call_id) for key, call in line.waiting.entries()] for need, line in floor.lines.items()
        },
        "personal": {
            name: [(key, call.call_id) for key, call in line.waiting.entries()] for name, line in floor.personal.items()
        },
        "idle": {number: [agent.name for agent in group.idle] for number, group in floor.groups.items()},
        "signed_in": {number: list(group.signed_in) for number, group in floor.groups.items()},
        "keys": dict(floor._keys),
        "counts": {name: msgspec.to_builtins(counts) for name, counts in centre.counts.items()},
        "alarms": sorted(centre.alarms._heap),
    }
