"""Acts about calls: moved, given another priority, assigned, pulled, hung up."""

from typing import Annotated

from fastapi import APIRouter, Request

from acd.engine.acts import CallAssigned, CallCut, CallMoved, CallPrioritised
from agents.states import AgentState
from api.access.asking import needs
from api.access.rights import Person, Right
from api.acts.deed import Acts
from api.acts.led_to import of_call, of_cut
from api.acts.models import ActView, AssignWish, CutWish, MoveWish, PriorityWish, PullWish
from api.acts.once import ONCE, once_only
from api.finding import agent_in_scope, queue_in_scope
from api.refusals import Refusal

Steering = Annotated[Person, needs(Right.STEER_CALLS)]


def call_act_routes(acts: Acts) -> APIRouter:
    """Make the routes."""
    routes = APIRouter(tags=["acts"], route_class=once_only(acts.answers), dependencies=[ONCE])
    core = acts.core

    @routes.post("/calls/{call}/move")
    async def move_call(call: str, wish: MoveWish, request: Request, person: Steering) -> ActView:
        """A waiting call waits in another queue, at its old place."""
        with acts.deed(request, person, "move", call, wish.why) as deed:
            live = deed.call()
            queue = queue_in_scope(core, person, wish.queue)
            deed.still("queue", wish.was)
            deed.tell(CallMoved(call=live.call_id, queue=queue.name, who=person.name, why=wish.why))
            deed.led_to = of_call(core.centre, live)
        return deed.view()

    @routes.post("/calls/{call}/priority")
    async def prioritise_call(call: str, wish: PriorityWish, request: Request, person: Steering) -> ActView:
        """A waiting call has another priority."""
        with acts.deed(request, person, "priority", call, wish.why) as deed:
            live = deed.call()
            deed.still("priority", wish.was)
            deed.tell(CallPrioritised(call=live.call_id, priority=wish.priority, who=person.name, why=wish.why))
            deed.led_to = of_call(core.centre, live)
        return deed.view()

    @routes.post("/calls/{call}/assign")
    async def assign_call(call: str, wish: AssignWish, request: Request, person: Steering) -> ActView:
        """A waiting call is for one agent: at once when they are ready, else when they are."""
        with acts.deed(request, person, "assign", call, wish.why) as deed:
            live = deed.call()
            agent = agent_in_scope(core, person, wish.agent, deed.language)
            deed.still("wanted", wish.was)
            deed.tell(CallAssigned(call=live.call_id, agent=agent.name, who=person.name, why=wish.why))
            deed.led_to = of_call(core.centre, live)
        return deed.view()

    @routes.post("/calls/{call}/pull")
    async def pull_call(call: str, wish: PullWish, request: Request, person: Steering) -> ActView:
        """A waiting call is offered to the agent whom the person is."""
        with acts.deed(request, person, "pull", call, wish.why) as deed:
            live = deed.call()
            agent = own_agent(acts, person)
            deed.tell(CallAssigned(call=live.call_id, agent=agent, who=person.name, why=wish.why))
            deed.led_to = of_call(core.centre, live)
        return deed.view()

    @routes.post("/calls/{call}/hang-up")
    async def hang_up_call(call: str, wish: CutWish, request: Request, person: Steering) -> ActView:
        """A call is ended, wherever it is."""
        with acts.deed(request, person, "hang_up", call, wish.why) as deed:
            live = deed.call()
            if not acts.connected():
                raise Refusal(503, "pbx_away")
            deed.tell(CallCut(call=live.call_id, who=person.name, why=wish.why))
            deed.led_to = of_cut(live)
        return deed.view()

    return routes


def own_agent(acts: Acts, person: Person) -> str:
    """Name the agent whom the person is, who is ready.

    Raises:
        Refusal: they are none, or cannot take a call now (409).
    """
    agent = acts.core.centre.roster.get(person.agent) if person.agent else None
    if agent is None:
        raise Refusal(409, "you_are_no_agent")
    if agent.state is not AgentState.READY:
        raise Refusal(409, "you_are_not_ready", agent=agent.name)
    return agent.name
