"""Whatever happens, what is kept up piece by piece is what would be made anew of the whole."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import msgspec
from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, rule

from acd.core import Core
from acd.engine.centre import Centre
from acd.engine.engine import Engine
from acd.live.shelf import KINDS
from acd.live.state import LiveState
from tests.engine.random_world import RandomWorld
from tests.live.kit import Shown, at_once


class CoreOf:
    """As much of a core as is looked at, around an engine that is told directly."""

    def __init__(self, engine: Engine, now: Callable[[], float]) -> None:
        self.engine = engine
        self.clock = SimpleNamespace(now=now)
        self.listeners: list[Any] = []

    @property
    def centre(self) -> Centre:
        return self.engine.centre


class ShownWorld(RandomWorld):
    """A random world that is looked at now and then, before or after what happened was heard."""

    def __init__(self) -> None:
        super().__init__()
        self.core = cast(Core, CoreOf(self.engine, lambda: self.now))
        self.shown = Shown(self.core)
        self.heard = self.late = 0

    @rule()
    def it_is_heard_late(self) -> None:
        self.late = 3

    @invariant()
    def somebody_looks(self) -> None:
        self.late -= 1
        if self.late > 0:  # the engine is ahead of what was heard
            at_once(self.shown.state.refresh())
            return
        for at, fact, orders in self.journal[self.heard :]:
            self.shown.state(at, fact, orders)
        self.heard = len(self.journal)
        at_once(self.shown.state.refresh())
        self.must_be_as_made_anew()

    def must_be_as_made_anew(self) -> None:
        shown = self.shown
        anew = LiveState(self.core, shown.day, shown.alerts, shown.paths, shown.spies)
        anew._calls = shown.state._calls  # what was offered is known only to who heard of it
        at_once(anew.refresh())
        for kind in KINDS:
            assert plain(shown.state, kind) == plain(anew, kind)


def plain(state: LiveState, kind: Any) -> dict[str, Any]:
    """What is shown, but for what a queue is looked at for once a second only."""
    decoded = {name: (msgspec.json.decode(each.encoded), each.place) for name, each in state.shelf.of(kind).items()}
    for view, _ in decoded.values():
        for only_at_times in ("expected_wait_s", "callbacks", "open"):
            view.pop(only_at_times, None)
    return decoded


TestShownWorld = ShownWorld.TestCase
TestShownWorld.settings = settings(
    max_examples=25, stateful_step_count=60, suppress_health_check=[HealthCheck.too_slow], deadline=None
)
