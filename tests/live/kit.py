"""What the live state asks of others, as nothing or as tests set it; and a core that is shown."""

from collections import defaultdict
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar, cast

import msgspec

from acd.core import Core
from acd.live.channels import Message
from acd.live.day_figures import AgentDay, QueueDay
from acd.live.feed import Feed
from acd.live.state import LiveState
from acd.live.views import AgentLive, AlertLive, CallLive, ListenerLive, QueueLive, Severity, StepLive
from tests.core_kit import a_core

T = TypeVar("T")


class SetDay:
    """Figures of the day as a test sets them."""

    def __init__(self) -> None:
        self.queues: dict[str, QueueDay] = defaultdict(QueueDay)
        self.agents: dict[str, AgentDay] = defaultdict(AgentDay)

    def of_queue(self, name: str) -> QueueDay:
        return self.queues[name]

    def of_agent(self, name: str) -> AgentDay:
        return self.agents[name]


class SetAlerts:
    """Alerts as a test raises and clears them."""

    def __init__(self) -> None:
        self.changed: list[Callable[[AlertLive], None]] = []
        self.now: dict[str, AlertLive] = {}

    def active(self) -> list[AlertLive]:
        return list(self.now.values())

    def attention(self, kind: str, name: str) -> Severity:
        about = [each.severity for each in self.now.values() if (each.kind, each.name) == (kind, name)]
        return max(about, key=list(Severity).index, default=Severity.NONE)

    def raise_one(self, kind: str, name: str, severity: Severity = Severity.WARNING) -> AlertLive:
        alert = AlertLive(
            id=f"{kind}-{name}", rule="long-wait", severity=severity, kind=kind, name=name, measure="waiting",
            bound=1.0, value=2.0, text={"en": "Long", "ru": "Долго"}, since=1.0, cleared_at=None,
            acknowledged_by="", acknowledged_at=None,
        )  # fmt: skip
        self.now[alert.id] = alert
        self._tell(alert)
        return alert

    def clear(self, alert: AlertLive) -> None:
        del self.now[alert.id]
        self._tell(msgspec.structs.replace(alert, cleared_at=2.0))

    def _tell(self, alert: AlertLive) -> None:
        for hear in self.changed:
            hear(alert)


class Known(dict[str, Sequence[Any]]):
    """What is known of calls beside the engine: their paths, or who listens."""

    def __init__(self) -> None:
        super().__init__()
        self.touched: list[Callable[[str], None]] = []

    def of(self, call_id: str) -> Sequence[Any]:
        return self.get(call_id, ())

    def add(self, call_id: str, thing: StepLive | ListenerLive) -> None:
        self[call_id] = [*self.of(call_id), thing]
        for touch in self.touched:
            touch(call_id)


class Shown:
    """A core with its live state and feed, and all that they ask of others."""

    def __init__(self, core: Core | None = None, round_s: float = 1e9) -> None:
        self.core = core or a_core()
        self.day, self.alerts, self.paths, self.spies = SetDay(), SetAlerts(), Known(), Known()
        self.state = LiveState(self.core, self.day, self.alerts, self.paths, self.spies, round_s)
        self.core.listeners.append(self.state)
        self.feed = Feed(self.state, self.core.clock, run="run")

    async def look(self) -> dict[str, Any] | None:
        """Let everything be heard and brought up to date; return what has changed, names only."""
        self.core.catch_up()
        delta = await self.state.refresh()
        if delta is None:
            return None
        changed: dict[str, Any] = {kind: set(shown) for kind, shown in delta.changed.items()}
        return changed | ({"gone": {kind: set(names) for kind, names in delta.gone.items()}} if delta.gone else {})

    def queue(self, name: str) -> QueueLive:
        return msgspec.json.decode(self.state.shelf.of("queues")[name].encoded, type=QueueLive)

    def call(self, name: str) -> CallLive:
        return msgspec.json.decode(self.state.shelf.of("calls")[name].encoded, type=CallLive)

    def agent(self, name: str) -> AgentLive:
        return msgspec.json.decode(self.state.shelf.of("agents")[name].encoded, type=AgentLive)


class Ear:
    """A listener that keeps what it takes."""

    def __init__(self) -> None:
        self.messages: list[Any] = []

    def take(self, message: Message) -> None:
        self.messages.append(msgspec.json.decode(message.payload))

    @property
    def kinds(self) -> list[str]:
        return [message["type"] for message in self.messages]


def at_once(work: Coroutine[Any, Any, T]) -> T:
    """Run what only gives way, without a loop."""
    while True:
        try:
            work.send(None)
        except StopIteration as over:
            return cast(T, over.value)
