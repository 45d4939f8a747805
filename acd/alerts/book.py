"""The book of alerts: what is raised now, what was, who has acknowledged it, and who hears of it."""

import secrets
from collections import Counter
from collections.abc import Callable, Iterable

from msgspec.structs import replace

from acd.alerts.evaluate import Happened, Subject
from acd.alerts.rules import AlertRule, Reading
from acd.alerts.words import sentences
from acd.core import attempt
from acd.live.views import AlertLive, Severity, View

MOST_REMEMBERED = 1000
"""Alerts that are over and still shown; the store keeps more."""

ORDER = tuple(Severity)


class UnknownAlert(Exception):
    """No alert of now or of the last thousand has this id."""


class Noted(View, frozen=True, kw_only=True):
    """An alert, and whose it is: of which ``queue`` and ``team`` ("" for none), by which scopes let it be seen."""

    alert: AlertLive
    queue: str
    team: str


class Alerts:
    """What is raised now, and the last of what was. ``changed`` hears of each alert raised, acknowledged, cleared.

    Its value and sentence are of the moment it was raised; how it stands since is seen in what it is about.
    """

    def __init__(self, new_id: Callable[[], str] = lambda: secrets.token_hex(8)) -> None:
        self.changed: list[Callable[[AlertLive], None]] = []
        self._new_id = new_id
        self._noted: dict[str, Noted] = {}
        self._past: dict[str, Noted] = {}
        self._ids: dict[tuple[str, Subject], str] = {}
        self._severities: dict[Subject, Counter[Severity]] = {}

    def active(self) -> list[AlertLive]:
        """Return what is raised now, the oldest first."""
        return [noted.alert for noted in self._noted.values()]

    def all_noted(self) -> list[Noted]:
        """Return what is raised now and whose it is, the oldest first."""
        return list(self._noted.values())

    def history(self) -> list[Noted]:
        """Return all that is remembered, what was raised last first."""
        return sorted((*self._noted.values(), *self._past.values()), key=lambda noted: -noted.alert.since)

    def noted(self, alert_id: str) -> Noted:
        """Return an alert of now or before.

        Raises:
            UnknownAlert: there is no such alert.
        """
        found = self._noted.get(alert_id) or self._past.get(alert_id)
        if found is None:
            raise UnknownAlert(alert_id)
        return found

    def attention(self, kind: str, name: str) -> Severity:
        """Return the most severe of what is raised about a ``queue``, ``agent``, ``call``, ``team`` or ``centre``.

        The centre's name is "".
        """
        severities = self._severities.get((kind, name))
        return max(severities, key=ORDER.index) if severities else Severity.NONE

    def acknowledge(self, alert_id: str, who: str, at: float) -> AlertLive:
        """Note that ``who`` has seen it; the first who did stays.

        Raises:
            UnknownAlert: there is no such alert.
        """
        noted = self.noted(alert_id)
        if noted.alert.acknowledged_by:
            return noted.alert
        alert = replace(noted.alert, acknowledged_by=who, acknowledged_at=at)
        (self._noted if alert_id in self._noted else self._past)[alert_id] = replace(noted, alert=alert)
        self._tell(alert)
        return alert

    def take(self, happened: Iterable[Happened], at: float) -> list[AlertLive]:
        """Write down what was raised and cleared; return the alerts."""
        return [
            self._clear(each, at) if each.reading is None else self._raise(each.rule, each.reading, at)
            for each in happened
        ]

    def remember(self, past: Iterable[Noted]) -> None:
        """Take over what was before the start, the oldest first."""
        for noted in past:
            self._put_away(noted)

    def _raise(self, rule: AlertRule, reading: Reading, at: float) -> AlertLive:
        alert = AlertLive(
            id=self._new_id(), rule=rule.name, severity=rule.severity, kind=reading.kind, name=reading.name,
            measure=rule.measure, bound=rule.bound, value=round(reading.value or 0.0, 3),
            text=sentences(rule, reading), since=at, cleared_at=None, acknowledged_by="", acknowledged_at=None,
        )  # fmt: skip
        subject = (reading.kind, reading.name)
        self._noted[alert.id] = Noted(alert=alert, queue=reading.queue, team=reading.team)
        self._ids[rule.name, subject] = alert.id
        self._severities.setdefault(subject, Counter())[rule.severity] += 1
        self._tell(alert)
        return alert

    def _clear(self, happened: Happened, at: float) -> AlertLive:
        subject = happened.subject
        noted = self._noted.pop(self._ids.pop((happened.rule.name, subject)))
        alert = replace(noted.alert, cleared_at=at)
        self._put_away(replace(noted, alert=alert))
        severities = self._severities[subject]
        severities[alert.severity] -= 1
        self._severities[subject] = +severities
        if not self._severities[subject]:
            del self._severities[subject]
        self._tell(alert)
        return alert

    def _put_away(self, noted: Noted) -> None:
        self._past[noted.alert.id] = noted
        if len(self._past) > MOST_REMEMBERED:
            del self._past[next(iter(self._past))]

    def _tell(self, alert: AlertLive) -> None:
        for hear in self.changed:
            attempt("alerts", hear, alert)
