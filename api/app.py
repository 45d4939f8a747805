"""The small API: agents come, pause and go; agents, queues and calls can be looked at. One token opens it all.

The handlers run in the engine's own loop and tell facts to the core directly; nothing here changes state itself.
"""

from collections.abc import Awaitable, Callable
from itertools import islice
from typing import Annotated, TypeAlias

from fastapi import APIRouter, FastAPI, Query, Request
from fastapi.responses import PlainTextResponse

from acd.core import Core
from acd.engine import facts
from acd.live_change import LiveChange
from acd.story_words import words
from api.asking import agent_called, live_call, shown
from api.centre_rules import centre_routes
from api.gate import Gate
from api.queue_views import CallbacksView, QueueView, callback_view, queue_views
from api.recordings import AskRecording, recording_routes
from api.refusals import Refusal, answer_all, language_in
from api.transfers import Passing, transfer_routes
from api.views import (
    AgentsView,
    AgentView,
    CallsView,
    CallView,
    Health,
    PauseWish,
    StatusView,
    agent_view,
    call_view,
    status_view,
)
from ivr.words import Language

Explain: TypeAlias = Callable[[str, Language], Awaitable[str | None]]
"""Tells why a call (its id) went as it did, in a language (en, ru); None if it is not known."""

ROOT = "/api"
"""Where all routes are; pages are beside it."""

Limit = Annotated[int, Query(ge=1, le=5000, description="at most so many")]
Offset = Annotated[int, Query(ge=0, le=100_000, description="after so many")]


def create_app(
    core: Core,
    token: str,
    explain: Explain | None = None,
    passing: Passing | None = None,
    recording: AskRecording | None = None,
    change: LiveChange | None = None,
) -> FastAPI:
    """Make the application for ``core``, opened by ``token``.

    Without ``passing`` no call can be passed on, without ``recording`` none be recorded on demand, without ``change``
    the centre cannot be changed.
    """
    # The interactive pages load scripts from elsewhere; the description itself is there, behind the token.
    app = FastAPI(title="acd", docs_url=None, redoc_url=None, openapi_url=f"{ROOT}/openapi.json")
    answer_all(app)
    app.include_router(agent_routes(core), prefix=ROOT)
    app.include_router(look_routes(core, explain), prefix=ROOT)
    if passing is not None:
        app.include_router(transfer_routes(core, passing), prefix=ROOT)
    if recording is not None:
        app.include_router(recording_routes(core, recording), prefix=ROOT)
    if change is not None:
        app.include_router(centre_routes(core, change), prefix=ROOT)
    app.add_middleware(Gate, token=token)
    return app


def agent_routes(core: Core) -> APIRouter:
    """Routes by which agents come, pause and go."""
    routes = APIRouter()

    @routes.post("/agents/{name}/sign-in")
    async def sign_in(name: str, request: Request) -> AgentView:
        """The agent comes to work, or takes back a wish to leave."""
        return told(core, request, name, facts.AgentSignedIn(name))

    @routes.post("/agents/{name}/sign-out")
    async def sign_out(name: str, request: Request) -> AgentView:
        """The agent leaves; during a call, after it."""
        return told(core, request, name, facts.AgentSignedOut(name))

    @routes.post("/agents/{name}/pause")
    async def pause(name: str, wish: PauseWish, request: Request) -> AgentView:
        """The agent pauses; during a call, after it."""
        return told(core, request, name, facts.AgentPaused(name, wish.reason))

    @routes.post("/agents/{name}/unpause")
    async def unpause(name: str, request: Request) -> AgentView:
        """The agent is back, or ends wrap-up or being left alone early."""
        return told(core, request, name, facts.AgentUnpaused(name))

    @routes.get("/agents")
    async def agents(limit: Limit = 1000, offset: Offset = 0) -> AgentsView:
        """The roster, in the order of the configuration."""
        roster = core.centre.roster
        page = islice(roster, offset, offset + limit)
        now = core.clock.now()
        return AgentsView(total=len(roster), agents=[agent_view(agent, now) for agent in page])

    @routes.get("/agents/{name}")
    async def agent(name: str, request: Request) -> AgentView:
        """One agent."""
        return agent_view(agent_called(core, name, language_in(request.scope)), core.clock.now())

    return routes


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


def told(core: Core, request: Request, name: str, fact: facts.AnyFact) -> AgentView:
    """Tell ``fact`` about the agent called ``name`` and show what the agent does now.

    Raises:
        Refusal: there is no such agent (404), or the engine does not take the fact now (409).
    """
    language = language_in(request.scope)
    agent = agent_called(core, name, language)
    if (why := core.ask(fact)) is not None:
        raise Refusal(409, "not_now", why=why, agent=name, state=words(agent.state, language))
    return agent_view(agent, core.clock.now())
