"""SimPy as the clock: what will happen is an event with one callback, and there is no process per call."""

from collections.abc import Callable
from typing import Any, Final, TypeAlias, cast

from simpy import Environment
from simpy.events import NORMAL, Event

Then: TypeAlias = "Callable[[Happening], None]"


USUAL: Final = NORMAL


class Happening:
    """Something that will happen to ``whom``, and when (seconds of the day).

    It is what SimPy asks of an event that has been triggered, and no more; a day has three or four for each call.
    """

    __slots__ = ("_ok", "at", "callbacks", "whom")

    def __init__(self, at: float, callbacks: list[Then], whom: Any) -> None:
        self._ok = True
        self.at = at
        self.callbacks: list[Then] | None = callbacks
        self.whom = whom


class Clock:
    """SimPy's environment, and the time of what happens now."""

    __slots__ = ("_schedule", "now", "step")

    def __init__(self) -> None:
        environment = Environment()
        self._schedule = environment.schedule
        self.step = environment.step
        self.now = 0.0

    def after(self, seconds: float, then: Then, whom: Any = None) -> Happening:
        """Let ``then`` happen to ``whom`` in so many seconds; it begins by telling the clock that it does."""
        return self.later(seconds, [then], whom)

    def later(self, seconds: float, callbacks: list[Then], whom: Any) -> Happening:
        """As :meth:`after`, with a list that holds one callback and is the same for all happenings of a kind.

        SimPy only reads it, and two objects less are made for each happening.
        """
        happening = Happening(self.now + seconds, callbacks, whom)
        self._schedule(cast(Event, happening), USUAL, seconds)
        return happening

    def comes(self, happening: Happening) -> Any:
        """It is the time of ``happening`` now; return to whom it happens."""
        self.now = happening.at
        return happening.whom
