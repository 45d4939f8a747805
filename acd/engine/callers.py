"""What is remembered of callers by their number: who talked to them last, and what place they gave up."""

from collections import OrderedDict
from collections.abc import Iterator

MOST_CALLERS = 50_000
"""Numbers remembered of each kind; beyond it the one that was heard of longest ago is forgotten."""


class Callers:
    """A memory with a bound; times are engine seconds. A caller without a number is not remembered."""

    def __init__(self) -> None:
        self._talked: OrderedDict[str, tuple[str, float]] = OrderedDict()
        self._left: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    def talked(self, number: str, agent: str, at: float) -> None:
        """``agent`` talks to this caller."""
        if number:
            self._talked[number] = agent, at
            self._talked.move_to_end(number)
            if len(self._talked) > MOST_CALLERS:
                self._talked.popitem(last=False)

    def last_agent(self, number: str, since: float) -> str:
        """Return who talked to this caller last, at ``since`` or later; "" for nobody."""
        agent, at = self._talked.get(number, ("", since))
        return agent if at >= since else ""

    def hung_up(self, number: str, queue: str, place: float, at: float) -> None:
        """The caller hung up while waiting in ``queue`` at ``place``."""
        if number:
            self._left[number, queue] = place, at
            self._left.move_to_end((number, queue))
            if len(self._left) > MOST_CALLERS:
                self._left.popitem(last=False)

    def place(self, number: str, queue: str, since: float) -> float | None:
        """Return, once, the place that this caller gave up in ``queue`` at ``since`` or later; None for no such."""
        place, at = self._left.pop((number, queue), (0.0, since - 1.0))
        return place if at >= since else None

    def all_talked(self) -> Iterator[tuple[str, str, float]]:
        """Yield (number, agent, when), the longest ago first."""
        return ((number, agent, at) for number, (agent, at) in self._talked.items())

    def all_left(self) -> Iterator[tuple[str, str, float, float]]:
        """Yield (number, queue, place, when), the longest ago first."""
        return ((number, queue, place, at) for (number, queue), (place, at) in self._left.items())
