"""Agents through the API: they come, pause and go; they can be looked at."""

from typing import Annotated

from fastapi import APIRouter, Request

from acd.core import Core
from acd.engine import facts
from acd.story_words import words
from agents.roster import Agent
from api.access.asking import is_own_agent, needs, needs_own, sees_agent
from api.access.rights import Person, Right
from api.acts.deed import Acts
from api.acts.led_to import of_state
from api.asking import Limit, Offset
from api.finding import agent_in_scope
from api.refusals import Refusal, language_in
from api.views import AgentsView, AgentView, PauseWish, agent_view
from ivr.words import Language

Steering = Annotated[Person, needs_own(Right.OWN_STATE, Right.STEER_AGENTS, is_own_agent)]
Looking = Annotated[Person, needs_own(Right.OWN_STATE, Right.LOOK, is_own_agent)]


def agent_routes(acts: Acts) -> APIRouter:
    """Routes by which agents come, pause and go."""
    routes = APIRouter(tags=["agents"])
    core = acts.core

    @routes.post("/agents/{name}/sign-in")
    async def agent_sign_in(name: str, request: Request, person: Steering) -> AgentView:
        """The agent comes to work, or takes back a wish to leave."""
        return told(acts, request, person, name, facts.AgentSignedIn(name, who_else(person, name)))

    @routes.post("/agents/{name}/sign-out")
    async def agent_sign_out(name: str, request: Request, person: Steering) -> AgentView:
        """The agent leaves; during a call, after it."""
        return told(acts, request, person, name, facts.AgentSignedOut(name, who_else(person, name)))

    @routes.post("/agents/{name}/pause")
    async def agent_pause(name: str, wish: PauseWish, request: Request, person: Steering) -> AgentView:
        """The agent pauses; during a call, after it."""
        return told(acts, request, person, name, facts.AgentPaused(name, wish.reason, who_else(person, name)))

    @routes.post("/agents/{name}/unpause")
    async def agent_unpause(name: str, request: Request, person: Steering) -> AgentView:
        """The agent is back, or ends wrap-up or being left alone early."""
        return told(acts, request, person, name, facts.AgentUnpaused(name, who_else(person, name)))

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


def told(acts: Acts, request: Request, person: Person, name: str, fact: facts.AnyFact) -> AgentView:
    """Tell ``fact`` about the agent called ``name`` and show what the agent does now.

    Of somebody else it is an act, and on record.

    Raises:
        Refusal: the person sees no such agent (404), or the engine does not take the fact now (409).
    """
    core, language = acts.core, language_in(request.scope)
    if not who_else(person, name):
        agent = agent_in_scope(core, person, name, language)
        ask(core, agent, fact, language)
        return agent_view(agent, core.clock.now())
    with acts.deed(request, person, "state", name, "") as deed:
        agent = deed.agent()
        ask(core, agent, fact, language)
        deed.led_to = of_state(agent, deed.before)
    return agent_view(agent, core.clock.now())


def ask(core: Core, agent: Agent, fact: facts.AnyFact, language: Language) -> None:
    """Tell the engine what is wished of ``agent``.

    Raises:
        Refusal: it cannot be true now (409).
    """
    if (why := core.ask(fact)) is not None:
        raise Refusal(409, "not_now", why=why, agent=agent.name, state=words(agent.state, language))
