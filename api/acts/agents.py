"""Acts about agents: their state forced, their skills changed."""

from typing import Annotated

from fastapi import APIRouter, Request

from acd.engine import facts
from acd.engine.acts import SkillsChanged
from agents.roster import Agent
from agents.states import WORKING, AgentState
from api.access.asking import needs
from api.access.rights import Person, Right
from api.acts.deed import Acts
from api.acts.led_to import of_skills, of_state
from api.acts.models import ActView, SkillsWish, StateWish
from api.acts.once import ONCE, once_only
from api.asking import shown
from api.refusals import Refusal

LONGEST_REASON = 64
"""Characters of the reason of a pause, as agents give it; of a longer why the beginning is shown."""

Steering = Annotated[Person, needs(Right.STEER_AGENTS)]


def agent_act_routes(acts: Acts) -> APIRouter:
    """Make the routes."""
    routes = APIRouter(tags=["acts"], route_class=once_only(acts.answers), dependencies=[ONCE])
    core = acts.core

    @routes.post("/agents/{agent}/state")
    async def force_state(agent: str, wish: StateWish, request: Request, person: Steering) -> ActView:
        """An agent is ready, paused or signed out; who is in a call is that after it."""
        with acts.deed(request, person, "state", agent, wish.why) as deed:
            found = deed.agent()
            if wish.reason is not None and wish.state != "paused":
                raise Refusal(422, "reason_for_nothing").at("reason")
            deed.still("state", wish.was)
            for fact in state_facts(found, wish, person.name):
                deed.tell(fact)
            deed.led_to = of_state(found, deed.before)
        return deed.view()

    @routes.put("/agents/{agent}/skills")
    async def change_skills(agent: str, wish: SkillsWish, request: Request, person: Steering) -> ActView:
        """An agent has these skills and no others, until the centre's file gives others."""
        with acts.deed(request, person, "skills", agent, wish.why) as deed:
            found = deed.agent()
            for skill in wish.skills:
                if not core.centre.roster.matrix.knows(skill):
                    raise Refusal(404, "unknown_skill", skill=shown(skill)).at("skills")
            deed.still("skills", wish.was)
            deed.tell(SkillsChanged(agent=found.name, skills=dict(wish.skills), who=person.name, why=wish.why))
            deed.led_to = of_skills(core.centre, found)
        return deed.view()

    return routes


def state_facts(agent: Agent, wish: StateWish, who: str) -> list[facts.AnyFact]:
    """Make the facts by which ``agent`` comes to the state that is wished.

    Who means to leave after the call in hand is signed in again first, which takes that wish back; of who is away
    altogether the engine says itself what they cannot be. Who is ready already needs none.
    """
    name, why = agent.name, wish.why
    if wish.state == agent.state == AgentState.READY:
        return []
    sign_in: list[facts.AnyFact] = [facts.AgentSignedIn(name, who, why)]
    back = sign_in if agent.signed_in and agent.leaving else []
    if wish.state == "signed_out":
        return [facts.AgentSignedOut(name, who, why)]
    if wish.state == "paused":
        return [*back, facts.AgentPaused(name, wish.reason or why[:LONGEST_REASON], who, why)]
    if not agent.signed_in or (back and agent.state in WORKING):
        return sign_in
    return [*back, facts.AgentUnpaused(name, who, why)]
