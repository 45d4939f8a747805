"""The curve of the centre's day: what came, what became of it, and who was there, stretch by stretch."""

import asyncio
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict

from acd.core import Core
from acd.live.day import Day
from api.access.asking import needs
from api.access.rights import Person, Right
from api.finding import queue_in_scope

LONGEST_STRETCH_MIN = 240

Minutes = Annotated[int, Query(ge=1, le=LONGEST_STRETCH_MIN, description="the length of a stretch")]
QueueName = Annotated[str, Query(max_length=64, description="a queue; without it, all that may be seen together")]


class WhichDay(StrEnum):
    """A day that is kept."""

    TODAY = "today"
    YESTERDAY = "yesterday"


class CurvePoint(BaseModel):
    """A stretch of the day that begins ``at``; counts and shares are of what happened in it, None of nothing.

    Means are of samples, one a second, of callers waiting, agents at work who may serve one of the queues, and calls in
    conversation; None while the service did not run.
    """

    model_config = ConfigDict(from_attributes=True)

    at: float
    offered: int
    answered: int
    abandoned: int
    service_level: float | None
    mean_wait_s: float | None
    waiting_mean: float | None
    at_work_mean: float | None
    talking_mean: float | None


class CurveView(BaseModel):
    """A day from midnight, of its own time zone, to now or its end, in stretches of ``minutes``."""

    date: str
    begins_at: float
    minutes: int
    points: list[CurvePoint]


def curve_routes(core: Core, day: Day) -> APIRouter:
    """The route of the day's curve."""
    routes = APIRouter(tags=["looking"])

    @routes.get("/curve")
    async def curve(
        person: Annotated[Person, needs(Right.LOOK)],
        queue: QueueName = "",
        minutes: Minutes = 15,
        day_of: Annotated[WhichDay, Query(alias="day")] = WhichDay.TODAY,
    ) -> CurveView:
        """The day's curve of a queue, or of all that the person sees together."""
        queues = frozenset({queue_in_scope(core, person, queue).name}) if queue else person.scope.queues
        yesterday = day_of is WhichDay.YESTERDAY
        record = day.yesterday if yesterday else day.today
        points = await asyncio.to_thread(day.curve, queues, minutes, yesterday=yesterday)
        shown = [CurvePoint.model_validate(point) for point in points]
        return CurveView(date=record.date.isoformat(), begins_at=record.begins_at, minutes=minutes, points=shown)

    return routes
