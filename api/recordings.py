"""Recordings through the API: begun, ended, and paused while a caller says what nobody may keep."""

from collections.abc import Awaitable, Callable
from typing import Annotated, TypeAlias

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict

from acd.asterisk.ami_actions import AmiActionError
from acd.asterisk.recording import RecordingRefused, Wish
from acd.engine.calls import Call, RecordingState
from api.access.asking import is_own_call, needs_own
from api.access.rights import Person, Right
from api.acts.deed import Acts
from api.acts.models import ActView, PerhapsWhy
from api.acts.once import ONCE, once_only
from api.refusals import Refusal

AskRecording: TypeAlias = Callable[[Call, Wish], Awaitable[RecordingState]]
"""Has the recording of a call do something, and returns what it does then."""


class RecordingWish(BaseModel):
    """What the recording of a call is to do, and perhaps why."""

    model_config = ConfigDict(extra="forbid")

    do: Wish
    why: PerhapsWhy = ""


def recording_routes(acts: Acts, ask: AskRecording) -> APIRouter:
    """Make the routes."""
    routes = APIRouter(tags=["acts"], route_class=once_only(acts.answers), dependencies=[ONCE])
    own = needs_own(Right.OWN_CALLS, Right.RECORD, is_own_call(acts.core))

    @routes.post("/calls/{call}/recording")
    async def record_call(call: str, wish: RecordingWish, request: Request, person: Annotated[Person, own]) -> ActView:
        """Start, stop, pause or resume the recording, as far as the call's queue allows it."""
        with acts.deed(request, person, f"recording_{wish.do}", call, wish.why) as deed:
            live = deed.call()
            try:
                state = await ask(live, wish.do)
            except RecordingRefused as refused:
                raise Refusal(409, f"recording_{refused.code}", call=live.call_id, queue=live.queue) from None
            except AmiActionError:
                raise Refusal(503, "pbx_away") from None
            deed.led_to = ((f"recording_is_{state}", {}),)
        return deed.view()

    return routes
