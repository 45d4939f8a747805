"""Acts about queues: their door, and what is said to who waits."""

import asyncio
from collections.abc import Callable, Collection
from typing import Annotated, TypeAlias

from fastapi import APIRouter, Request

from acd.engine.acts import QueueSteered
from api.access.asking import needs
from api.access.rights import Person, Right
from api.acts.deed import Acts
from api.acts.led_to import of_door, of_message
from api.acts.models import ActView, DoorWish, MessageWish
from api.acts.once import ONCE, once_only
from api.asking import shown
from api.refusals import Refusal

Recorded: TypeAlias = Callable[[], Collection[str]]
"""Names every prompt that is recorded (``delay``, ``ru/delay``); looks into folders, so it is asked in a thread."""

Steering = Annotated[Person, needs(Right.STEER_QUEUES)]


def queue_act_routes(acts: Acts, recorded: Recorded | None = None) -> APIRouter:
    """Make the routes. Without ``recorded`` any prompt may be named."""
    routes = APIRouter(tags=["acts"], route_class=once_only(acts.answers), dependencies=[ONCE])

    @routes.put("/queues/{queue}/door")
    async def steer_door(queue: str, wish: DoorWish, request: Request, person: Steering) -> ActView:
        """Who may enter a queue, and what becomes of those who wait."""
        with acts.deed(request, person, "door", queue, wish.why) as deed:
            name = deed.queue()
            deed.still("door", wish.was)
            say = acts.core.centre.message_of(name)
            deed.tell(QueueSteered(queue=name, door=wish.door, say=say, who=person.name, why=wish.why))
            deed.led_to = of_door(acts.core.centre, name, deed.before, deed.now())
        return deed.view()

    @routes.put("/queues/{queue}/message")
    async def put_message(queue: str, wish: MessageWish, request: Request, person: Steering) -> ActView:
        """A prompt for who waits in a queue and who enters it; "" takes it away."""
        if wish.say and recorded is not None and wish.say not in await asyncio.to_thread(recorded):
            raise Refusal(422, "unknown_prompt", prompt=shown(wish.say)).at("say")
        with acts.deed(request, person, "message", queue, wish.why) as deed:
            name = deed.queue()
            deed.still("message", wish.was)
            door = acts.core.centre.door_of(name)
            deed.tell(QueueSteered(queue=name, door=door, say=wish.say, who=person.name, why=wish.why))
            deed.led_to = of_message(acts.core.centre, name)
        return deed.view()

    return routes
