"""The book of alerts: what is raised now, what was, who has acknowledged it, and who hears of it."""

from collections.abc import Callable

from acd.live.views import AlertLive, Severity


class UnknownAlert(Exception):
    """No alert has this id."""


class Alerts:
    """What is raised now, and the last of what was. ``changed`` hears of each alert raised, acknowledged, cleared."""

    def __init__(self) -> None:
        self.changed: list[Callable[[AlertLive], None]] = []

    def active(self) -> list[AlertLive]:
        """Return what is raised now, the oldest first."""
        raise NotImplementedError

    def attention(self, kind: str, name: str) -> Severity:
        """Return the most severe of what is raised about a ``queue``, ``agent``, ``call``, ``team`` or ``centre``."""
        raise NotImplementedError

    def acknowledge(self, alert_id: str, who: str, at: float) -> AlertLive:
        """Note that ``who`` has seen it; the first who did stays.

        Raises:
            UnknownAlert: there is no such alert.
        """
        raise NotImplementedError
