"""Agents through the API: they come, pause and go; they can be looked at."""

from itertools import islice

from fastapi import APIRouter, Request

from acd.core import Core
from acd.engine import facts
from acd.story_words import words
from api.asking import Limit, Offset, agent_called
from api.refusals import Refusal, language_in
from api.views import AgentsView, AgentView, PauseWish, agent_view


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
