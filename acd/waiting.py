"""How long callers wait at this moment, queue by queue, for those who look on."""

from acd.engine.calls import CallState
from acd.engine.centre import Centre

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
