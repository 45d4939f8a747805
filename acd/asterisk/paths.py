"""The way of each live call through the menu: which steps, when, and what was pressed there."""

from collections import deque
from collections.abc import Callable

from msgspec.structs import replace

from acd.core import Core
from acd.engine.facts import AnyFact
from acd.engine.orders import AnyOrder
from acd.live.views import StepLive
from ivr.actions import Keys, Result
from ivr.model import CollectStep, Tree

MOST_STEPS = 20
"""Steps kept of a call, the last ones: more than a caller has patience for, and no more than a page shows."""

MASK = "\N{BULLET}"
"""Stands for each digit that was collected: they may be of a PIN, a card, a birthday."""


class Paths:
    """The ways of all live calls; ``touched`` are told the call of whoever came to a step or pressed something."""

    def __init__(self, core: Core) -> None:
        self.touched: list[Callable[[str], None]] = []
        self._core = core
        self._steps: dict[str, deque[StepLive]] = {}
        core.listeners.append(self._told)

    def of(self, call_id: str) -> tuple[StepLive, ...]:
        """The last steps of a call, oldest first; none of one that is over, or never was in a menu."""
        return tuple(self._steps.get(call_id, ()))

    def way(self, call_id: str, tree: Tree, *, goes_on: bool = False) -> "Way":
        """Begin to note the way of a call through ``tree``; ``goes_on`` says that it was there before this session."""
        return Way(self, call_id, tree, goes_on)

    def came_to(self, call_id: str, steps: tuple[str, ...]) -> None:
        """Note steps that a call came to now."""
        if not steps or call_id not in self._core.centre.calls:
            return
        kept, now = self._steps.setdefault(call_id, deque(maxlen=MOST_STEPS)), round(self._core.clock.now(), 3)
        kept.extend(StepLive(step=step, at=now) for step in steps)
        self._touch(call_id)

    def pressed(self, call_id: str, keys: str) -> None:
        """Note what was pressed at the step of now."""
        if kept := self._steps.get(call_id):
            kept[-1] = replace(kept[-1], pressed=keys)
            self._touch(call_id)

    def _touch(self, call_id: str) -> None:
        for tell in self.touched:
            tell(call_id)

    def _told(self, at: float, fact: AnyFact, led_to: tuple[AnyOrder, ...]) -> None:
        for call_id in (getattr(fact, "call", ""), getattr(fact, "consult", "")):
            if call_id in self._steps and call_id not in self._core.centre.calls:
                del self._steps[call_id]


class Way:
    """One session's part of a call's way."""

    def __init__(self, paths: Paths, call_id: str, tree: Tree, goes_on: bool) -> None:
        self._paths = paths
        self._call_id = call_id
        self._tree = tree
        self._goes_on = goes_on
        self._known = 0

    def comes_to(self, path: tuple[str, ...]) -> None:
        """Note the steps of a path that are new; of a call taken over only where it is: when it came is not known."""
        new = path[self._known :]
        if self._goes_on:
            self._goes_on = False
            before = self._paths.of(self._call_id)
            new = () if before and path and before[-1].step == path[-1] else path[-1:]
        self._known = len(path)
        self._paths.came_to(self._call_id, new)

    def hears(self, path: tuple[str, ...], result: Result) -> None:
        """Note what was pressed at the end of ``path``."""
        if not isinstance(result, Keys) or not result.digits:
            return
        collects = bool(path) and isinstance(self._tree.step(path[-1]), CollectStep)
        self._paths.pressed(self._call_id, MASK * len(result.digits) if collects else result.digits)
