"""What can be looked at through the API: queues, calls, callers to be called back, the centre at a glance."""

from collections.abc import Awaitable
from typing import Annotated, Protocol

from fastapi import APIRouter, Query, Request
from fastapi.responses import PlainTextResponse

from acd.core import Core
from acd.explained import NoSuchAgent
from api.access.asking import is_own_call, needs, needs_own, sees_call
from api.access.rights import Person, Right
from api.asking import Limit, Offset, shown
from api.finding import call_in_scope
from api.queue_views import CallbacksView, QueueView, callback_view, queue_views
from api.refusals import Refusal, language_in
from api.teams import Titles, team_routes
from api.views import CallsView, CallView, Health, StatusView, call_view, status_view
from ivr.words import Language

Looking = Annotated[Person, needs(Right.LOOK)]
WhyNot = Annotated[str, Query(max_length=64, description="an agent: why it was not they, at each decision")]


class Explain(Protocol):
    """Tells why a call went as it did."""

    def __call__(
        self, call: str, language: Language, not_agent: str = "", queues: frozenset[str] | None = None
    ) -> Awaitable[str | None]:
        """Tell of ``call``, or why ``not_agent`` was not chosen; None if it is not known in any of ``queues``.

        Raises:
            NoSuchAgent: nobody is called ``not_agent``.
        """


def look_routes(core: Core, explain: Explain | None, team_titles: Titles = dict) -> APIRouter:
    """Routes that only look."""
    routes = APIRouter(tags=["looking"])
    routes.include_router(team_routes(core, team_titles))
    started_at = core.clock.now()

    @routes.get("/queues")
    async def queues(person: Looking) -> list[QueueView]:
        """Every queue with its counts."""
        return queue_views(core.centre, core.clock.now(), person.scope)

    @routes.get("/calls")
    async def calls(person: Looking, limit: Limit = 1000, offset: Offset = 0) -> CallsView:
        """The live calls, in the order they arrived."""
        seen = [call for call in core.centre.calls.values() if sees_call(person, core, call)]
        return CallsView(total=len(seen), calls=[call_view(call) for call in seen[offset:][:limit]])

    @routes.get("/calls/{call}")
    async def one_call(
        call: str, person: Annotated[Person, needs_own(Right.OWN_CALLS, Right.LOOK, is_own_call(core))]
    ) -> CallView:
        """One live call."""
        return call_view(call_in_scope(core, person, call))

    @routes.get("/calls/{call}/explain", response_class=PlainTextResponse)
    async def explained(
        call: str, request: Request, person: Annotated[Person, needs(Right.EXPLAIN)], why_not: WhyNot = ""
    ) -> str:
        """Why a call went as it did, in plain text; or, at each decision, why not to a certain agent."""
        if explain is None:
            raise Refusal(404, "unknown_call", call=shown(call))
        return await told_of(core, explain, person, call, language_in(request.scope), why_not)

    @routes.get("/callbacks")
    async def callbacks(person: Looking, limit: Limit = 1000, offset: Offset = 0) -> CallbacksView:
        """The callers who want to be called back, in the order they asked."""
        slots = [slot for slot in core.centre.callbacks if person.scope.has_queue(slot.queue)]
        return CallbacksView(total=len(slots), callbacks=[callback_view(slot) for slot in slots[offset:][:limit]])

    @routes.get("/status")
    async def status(person: Looking) -> StatusView:
        """The centre at a glance."""
        return status_view(core, started_at, person)

    @routes.get("/health")
    async def health() -> Health:
        """Whether the service runs; needs no token."""
        return Health()

    return routes


async def told_of(core: Core, explain: Explain, person: Person, call: str, language: Language, why_not: str) -> str:
    """Have a call explained, also one that is over, if it was in a queue of the person's scope.

    Raises:
        Refusal: no such call is known to the person, or nobody is called ``why_not`` (404).
    """
    live, queues = core.centre.calls.get(call), person.scope.queues
    if live is not None and sees_call(person, core, live):
        queues = None
    try:
        text = await explain(call, language, why_not, queues)
    except NoSuchAgent:
        raise Refusal(404, "unknown_agent", name=shown(why_not), meant="").at("why_not") from None
    if text is None:
        raise Refusal(404, "unknown_call", call=shown(call))
    return text
