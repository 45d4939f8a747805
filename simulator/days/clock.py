"""SimPy as the clock: what will happen is an event with one callback, and there is no process per call."""

from collections.abc import Callable
from typing import Any, TypeAlias, cast

from simpy import Environment
from simpy.events import NORMAL, Event

Then: TypeAlias = "Callable[[Happening], None]"


class Happening:
    """Something that will happen to ``whom``.

    It is what SimPy asks of an event that has been triggered, and no more; a day has three or four for each call.
    """

    __slots__ = ("_ok", "callbacks", "whom")

    def __init__(self, then: Then, whom: Any) -> None:
        self._ok = True
        self.callbacks: list[Then] | None = [then]
        self.whom = whom


def after(environment: Environment, seconds: float, then: Then, whom: Any = None) -> Happening:
    """Let ``then`` happen to ``whom`` in so many seconds."""
    happening = Happening(then, whom)
    environment.schedule(cast(Event, happening), NORMAL, seconds)
    return happening
