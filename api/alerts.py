"""Alerts: what is raised now, what was, and saying that somebody has seen it."""

from collections.abc import Iterable
from typing import Annotated, Any, Final

import msgspec
from fastapi import APIRouter, Query, Response

from acd.alerts.book import Alerts, Noted, UnknownAlert
from acd.core import Core
from acd.live.views import AlertLive, Severity
from api.access.asking import needs
from api.access.rights import Person, Right, Scope
from api.asking import shown
from api.live.described import PLACE, refers_to
from api.refusals import Refusal

MOST_SHOWN = 1000

LISTED: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "properties": {"alerts": {"type": "array", "items": {"$ref": f"{PLACE}AlertLive"}}},
                    "required": ["alerts"],
                }
            }
        }
    }
}
"""The description of a list of alerts, which is of msgspec."""

Most = Annotated[int, Query(ge=1, le=MOST_SHOWN, description="at most so many")]
Wanted = Annotated[Severity | None, Query(description="only of this severity")]
Looking = Annotated[Person, needs(Right.LOOK)]


def alert_routes(core: Core, alerts: Alerts) -> APIRouter:
    """Routes of alerts."""
    routes = APIRouter(tags=["alerts"])

    @routes.get("/alerts", responses=LISTED)
    async def active_alerts(person: Looking) -> Response:
        """What is raised now, the oldest first."""
        return listed(seen_by(person.scope, alerts.all_noted()))

    @routes.get("/alerts/history", responses=LISTED)
    async def alert_history(person: Looking, limit: Most = 100, severity: Wanted = None) -> Response:
        """What is raised and what was, the latest first; of the last thousand alerts."""
        seen = seen_by(person.scope, alerts.history())
        return listed([alert for alert in seen if severity in (None, alert.severity)][:limit])

    @routes.post("/alerts/{alert}/acknowledge", responses=refers_to(AlertLive))
    async def acknowledge_alert(alert: str, person: Annotated[Person, needs(Right.ALERTS)]) -> Response:
        """Say that somebody has seen it; who did first stays written there."""
        try:
            if not sees_alert(person.scope, alerts.noted(alert)):
                raise UnknownAlert(alert)
            return as_json(alerts.acknowledge(alert, person.name, core.clock.now()))
        except UnknownAlert:
            raise Refusal(404, "unknown_alert", alert=shown(alert)) from None

    return routes


def sees_alert(scope: Scope, noted: Noted) -> bool:
    """Whether an alert is about something in ``scope``; one about the centre is about everybody's."""
    if noted.alert.kind in ("queue", "call"):
        return scope.has_queue(noted.queue)
    if noted.alert.kind in ("agent", "team"):
        return scope.has_team(noted.team)
    return True


def seen_by(scope: Scope, noted: Iterable[Noted]) -> list[AlertLive]:
    """Return the alerts that are about something in ``scope``."""
    return [each.alert for each in noted if sees_alert(scope, each)]


def listed(alerts: list[AlertLive]) -> Response:
    """Answer with alerts."""
    return as_json({"alerts": alerts})


def as_json(what: object) -> Response:
    """Answer with what msgspec writes."""
    return Response(msgspec.json.encode(what), media_type="application/json")
