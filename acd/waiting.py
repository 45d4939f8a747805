"""How long callers wait at this moment and for whom, for those who look on."""

from acd.engine.calls import Call, CallState
from acd.engine.centre import Centre
from agents.needs import text_of

IN_LINE = frozenset({CallState.WAITING, CallState.OFFERED})
"""States in which a caller hears music; a phone that rings is no answer yet."""


def longest_waiting(centre: Centre, now: float) -> dict[str, float]:
    """Return for each queue with callers how long the one who waits longest has waited, in seconds.

    ``now`` is in the engine's seconds. Waits run from first asking for an agent, whatever queues came between.
    """
    longest: dict[str, float] = {}
    for call in centre.calls.values():
        if call.state in IN_LINE:
            longest[call.queue] = max(longest.get(call.queue, 0.0), now - call.place)
    return longest


def need_now(call: Call) -> str:
    """Write what ``call`` asks of an agent, by the last step that has relaxed it; "" for nothing."""
    return text_of(call.ladder.rungs[call.opened].need)
