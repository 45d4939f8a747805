"""The centre's day: what queues and agents have done since midnight, kept across a restart."""

import datetime as dt
from collections.abc import Collection
from typing import Protocol

from acd.core import Core
from acd.engine import facts, orders
from acd.live.day_figures import AgentDay, CurvePoint, QueueDay


class DayStore(Protocol):
    """Where days are kept; called in a thread."""

    def keep(self, date: str, blocks: dict[tuple[str, str, int], bytes]) -> None:
        """Keep blocks of a day, each under kind, name and number; those of the same key are replaced."""

    def load(self, date: str) -> dict[tuple[str, str, int], bytes]:
        """Return all blocks of a day."""

    def forget_before(self, date: str) -> None:
        """Delete the blocks of all days before ``date``."""


class Day:
    """Counts the day of ``core`` while :meth:`run` runs; a listener of the core, too."""

    def __init__(self, core: Core, zone: dt.tzinfo | None = None, store: DayStore | None = None) -> None:
        raise NotImplementedError

    def __call__(self, at: float, fact: facts.AnyFact, led_to: tuple[orders.AnyOrder, ...]) -> None:
        """Hear a fact."""

    def of_queue(self, name: str) -> QueueDay:
        """Return the figures of a queue, as of this moment; zeros for one that is not known."""
        raise NotImplementedError

    def of_agent(self, name: str) -> AgentDay:
        """Return the figures of an agent, as of this moment; zeros for one that is not known."""
        raise NotImplementedError

    def curve(self, queues: Collection[str] | None, minutes: int) -> list[CurvePoint]:
        """Return the day of these queues together (None: of all), in stretches of ``minutes``."""
        raise NotImplementedError
