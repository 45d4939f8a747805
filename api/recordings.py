"""Recordings through the API: begun, ended, and paused while a caller says what nobody may keep."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict

from acd.asterisk.ami_actions import AmiActionError
from acd.asterisk.recording import RecordingRefused, Wish
from acd.core import Core
from acd.engine.calls import Call, RecordingState
from api.asking import live_call
from api.refusals import Refusal

AskRecording: TypeAlias = Callable[[Call, Wish], Awaitable[RecordingState]]
"""Has the recording of a call do something, and returns what it does then."""


class RecordingWish(BaseModel):
    """What the recording of a call is to do."""

    model_config = ConfigDict(extra="forbid")

    do: Wish


class RecordingView(BaseModel):
    """What the recording of a call does."""

    recording: RecordingState


def recording_routes(core: Core, ask: AskRecording) -> APIRouter:
    """Make the routes."""
    routes = APIRouter()

    @routes.post("/calls/{call}/recording")
    async def recording(call: str, wish: RecordingWish, request: Request) -> RecordingView:
        """Start, stop, pause or resume the recording, as far as the call's queue allows it."""
        live = live_call(core, call)
        try:
            return RecordingView(recording=await ask(live, wish.do))
        except RecordingRefused as refused:
            raise Refusal(409, f"recording_{refused.code}", call=live.call_id, queue=live.queue) from None
        except AmiActionError:
            raise Refusal(503, "pbx_away") from None

    return routes
