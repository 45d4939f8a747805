"""The history of alerts in the database."""

from typing import Any

import msgspec
import structlog
from sqlalchemy import Column, Connection, Float, Index, LargeBinary, String, Table, select

from acd.alerts.book import MOST_REMEMBERED, Noted
from acd.live.views import AlertLive
from acd.store.database import Database, metadata

MOST_KEPT = 100_000
"""Alerts in the database; at a start the oldest beyond it are deleted."""

MOST_UNKEPT = 5_000
"""Alerts that wait for a database that is away; beyond it the oldest are not kept."""

log = structlog.get_logger()

alerts_kept = Table(
    "alerts",
    metadata,
    Column("id", String, primary_key=True),
    Column("since", Float, nullable=False),
    Column("severity", String, nullable=False),
    Column("cleared_at", Float),
    Column("noted", LargeBinary, nullable=False),
)
Index("ix_alerts_since", alerts_kept.c.since)


class AlertsKept:
    """Keeps alerts in ``database``: told of each change, it writes them together when :meth:`write` is called."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._unkept: dict[str, Noted] = {}

    def put(self, noted: Noted) -> None:
        """Keep an alert as it is now; returns at once."""
        self._unkept.pop(noted.alert.id, None)
        self._unkept[noted.alert.id] = noted
        if len(self._unkept) > MOST_UNKEPT:
            del self._unkept[next(iter(self._unkept))]

    async def write(self) -> None:
        """Write what is new; what the database does not take is tried again the next time."""
        if not self._unkept:
            return
        batch, self._unkept = self._unkept, {}
        try:
            await self._database.run(lambda connection: write(connection, list(batch.values())))
        except Exception as fault:
            self._unkept = batch | self._unkept
            log.error("alerts_not_kept", count=len(self._unkept), why=type(fault).__name__)

    async def load(self, at: float) -> list[Noted]:
        """Return the last alerts, the oldest first. Those that were raised when the service ended are cleared ``at``.

        If the database cannot be read there are none: a service without them is better than none.
        """
        try:
            return await self._database.run(lambda connection: read(connection, at))
        except Exception as fault:
            log.error("alerts_not_loaded", why=type(fault).__name__)
            return []


def write(connection: Connection, batch: list[Noted]) -> None:
    """Put alerts in the place of what was known of them."""
    connection.execute(alerts_kept.delete().where(alerts_kept.c.id.in_([noted.alert.id for noted in batch])))
    connection.execute(alerts_kept.insert(), [row_of(noted) for noted in batch])


def row_of(noted: Noted) -> dict[str, Any]:
    """Return the row of an alert."""
    alert = noted.alert
    columns = {"id": alert.id, "since": alert.since, "severity": alert.severity.value, "cleared_at": alert.cleared_at}
    return columns | {"noted": msgspec.json.encode(noted)}


def read(connection: Connection, at: float) -> list[Noted]:
    """Clear what is not, delete what is too old, and return the rest of late, the oldest first."""
    left = connection.scalars(select(alerts_kept.c.noted).where(alerts_kept.c.cleared_at.is_(None)).limit(MOST_KEPT))
    if cleared := [cleared_at(noted, at) for noted in decoded(left.all())]:
        write(connection, cleared)
    oldest = connection.scalar(select(alerts_kept.c.since).order_by(alerts_kept.c.since.desc()).offset(MOST_KEPT))
    if oldest is not None:
        connection.execute(alerts_kept.delete().where(alerts_kept.c.since <= oldest))
    last = select(alerts_kept.c.noted).order_by(alerts_kept.c.since.desc()).limit(MOST_REMEMBERED)
    return decoded(connection.scalars(last).all())[::-1]


def cleared_at(noted: Noted, at: float) -> Noted:
    """Return it as cleared, at its beginning if the clock was set back since."""
    alert: AlertLive = msgspec.structs.replace(noted.alert, cleared_at=max(at, noted.alert.since))
    return msgspec.structs.replace(noted, alert=alert)


def decoded(rows: Any) -> list[Noted]:
    """Read rows; one that is damaged is left out."""
    found = []
    for row in rows:
        try:
            found.append(msgspec.json.decode(row, type=Noted))
        except msgspec.MsgspecError:
            log.warning("alert_damaged")
    return found
