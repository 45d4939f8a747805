"""What the live state asks of the other parts of the service, each as small as it needs it."""

from collections.abc import Callable, Sequence
from typing import Protocol

from acd.live.day_figures import AgentDay, QueueDay
from acd.live.views import AlertLive, ListenerLive, Severity, StepLive


class DayFigures(Protocol):
    """What queues and agents have done since midnight."""

    def of_queue(self, name: str) -> QueueDay:
        """Return a queue's day, zeros of one that is not known."""

    def of_agent(self, name: str) -> AgentDay:
        """Return an agent's day, zeros of one that is not known."""


class ActiveAlerts(Protocol):
    """What is raised now. ``changed`` hears of each alert raised, acknowledged, cleared."""

    changed: list[Callable[[AlertLive], None]]

    def active(self) -> list[AlertLive]:
        """Return what is raised now, the oldest first."""

    def attention(self, kind: str, name: str) -> Severity:
        """Return the most severe of what is raised about a queue, agent or call."""


class Paths(Protocol):
    """How calls went through the menu. ``touched`` hears the id of a call that went on."""

    touched: list[Callable[[str], None]]

    def of(self, call_id: str) -> Sequence[StepLive]:
        """Return the steps of a call so far, at most the last 20."""


class Spies(Protocol):
    """Who listens to calls. ``touched`` hears the id of a call to which somebody else listens now."""

    touched: list[Callable[[str], None]]

    def of(self, call_id: str) -> Sequence[ListenerLive]:
        """Return who listens to a call."""
