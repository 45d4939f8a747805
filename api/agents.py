"""Agents through the API: they come, pause and go; they can be looked at."""

from typing import Annotated

from fastapi import APIRouter, Request

from acd.core import Core
from acd.engine import facts
from acd.story_words import words
from api.access.asking import is_own_agent, needs, needs_own, sees_agent
from api.access.rights import Person, Right
from api.asking import Limit, Offset
from api.finding import agent_in_scope
from api.refusals import Refusal, language_in
from api.views import AgentsView, AgentView, PauseWish, agent_view

Steering = Annotated[Person, needs_own(Right.OWN_STATE, Right.STEER_AGENTS, is_own_agent)]
Looking = Annotated[Person, needs_own(Right.OWN_STATE, Right.LOOK, is_own_agent)]


def agent_routes(core: Core) -> APIRouter:
    """Routes by which agents come, pause and go."""
    routes = APIRouter(tags=["agents"])

    @routes.post("/agents/{name}/sign-in")
    async def agent_sign_in(name: str, request: Request, person: Steering) -> AgentView:
        """The agent comes to work, or takes back a wish to leave."""
        return told(core, request, person, name, facts.AgentSignedIn(name, who_else(person, name)))

    @routes.post("/agents/{name}/sign-out")
    async def agent_sign_out(name: str, request: Request, person: Steering) -> AgentView:
        """The agent leaves; during a call, after it."""
        return told(core, request, person, name, facts.AgentSignedOut(name, who_else(person, name)))

    @routes.post("/agents/{name}/pause")
    async def agent_pause(name: str, wish: PauseWish, request: Request, person: Steering) -> AgentView:
        """The agent pauses; during a call, after it."""
        return told(core, request, person, name, facts.AgentPaused(name, wish.reason, who_else(person, name)))

    @routes.post("/agents/{name}/unpause")
    async def agent_unpause(name: str, request: Request, person: Steering) -> AgentView:
        """The agent is back, or ends wrap-up or being left alone early."""
        return told(core, request, person, name, facts.AgentUnpaused(name, who_else(person, name)))

    @routes.get("/agents")
    async def agents(
        person: Annotated[Person, needs(Right.LOOK)], limit: Limit = 1000, offset: Offset = 0
    ) -> AgentsView:
        """The roster, in the order of the configuration."""
        seen = [agent for agent in core.centre.roster if sees_agent(person, agent)]
        now = core.clock.now()
        return AgentsView(total=len(seen), agents=[agent_view(agent, now) for agent in seen[offset:][:limit]])

    @routes.get("/agents/{name}")
    async def agent(name: str, request: Request, person: Looking) -> AgentView:
        """One agent."""
        return agent_view(agent_in_scope(core, person, name, language_in(request.scope)), core.clock.now())

    return routes


def who_else(person: Person, name: str) -> str:
    """Name the person if it is not the agent themselves who asks."""
    return "" if is_own_agent(person, {"name": name}) else person.name


def told(core: Core, request: Request, person: Person, name: str, fact: facts.AnyFact) -> AgentView:
    """Tell ``fact`` about the agent called ``name`` and show what the agent does now.

    Raises:
        Refusal: the person sees no such agent (404), or the engine does not take the fact now (409).
    """
    language = language_in(request.scope)
    agent = agent_in_scope(core, person, name, language)
    if (why := core.ask(fact)) is not None:
        raise Refusal(409, "not_now", why=why, agent=name, state=words(agent.state, language))
    return agent_view(agent, core.clock.now())
