"""What can be looked at through the API: queues, calls, callers to be called back, the centre at a glance."""

from collections.abc import Awaitable, Callable
from itertools import islice
from typing import TypeAlias

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

from acd.core import Core
from api.asking import Limit, Offset, live_call, shown
from api.queue_views import CallbacksView, QueueView, callback_view, queue_views
from api.refusals import Refusal, language_in
from api.views import CallsView, CallView, Health, StatusView, call_view, status_view
from ivr.words import Language

Explain: TypeAlias = Callable[[str, Language], Awaitable[str | None]]
"""Tells why a call (its id) went as it did, in a language (en, ru); None if it is not known."""


def look_routes(core: Core, explain: Explain | None) -> APIRouter:
    """Routes that only look."""
    routes = APIRouter()
    started_at = core.clock.now()

    @routes.get("/queues")
    async def queues() -> list[QueueView]:
        """Every queue with its counts."""
        return queue_views(core.centre, core.clock.now())

    @routes.get("/calls")
    async def calls(limit: Limit = 1000, offset: Offset = 0) -> CallsView:
        """The live calls, in the order they arrived."""
        live = core.centre.calls
        page = islice(live.values(), offset, offset + limit)
        return CallsView(total=len(live), calls=[call_view(call) for call in page])

    @routes.get("/calls/{call}")
    async def one_call(call: str) -> CallView:
        """One live call."""
        return call_view(live_call(core, call))

    @routes.get("/calls/{call}/explain", response_class=PlainTextResponse)
    async def explained(call: str, request: Request) -> str:
        """Why a call went as it did, in plain text."""
        text = await explain(call, language_in(request.scope)) if explain is not None else None
        if text is None:
            raise Refusal(404, "unknown_call", call=shown(call))
        return text

    @routes.get("/callbacks")
    async def callbacks(limit: Limit = 1000, offset: Offset = 0) -> CallbacksView:
        """The callers who want to be called back, in the order they asked."""
        slots = core.centre.callbacks
        return CallbacksView(total=len(slots), callbacks=[callback_view(slot) for slot in slots[offset:][:limit]])

    @routes.get("/status")
    async def status() -> StatusView:
        """The centre at a glance."""
        return status_view(core, started_at)

    @routes.get("/health")
    async def health() -> Health:
        """Whether the service runs; needs no token."""
        return Health()

    return routes
