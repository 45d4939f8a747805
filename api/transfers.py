"""Passing calls on through the API: to an agent, a queue, a skill need or a number outside."""

from collections.abc import Callable
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from acd.asterisk.gate import NUMBER
from acd.asterisk.targets import Target, Targets
from acd.core import Core
from acd.engine import facts
from acd.engine.calls import Call, CallState
from api.asking import agent_called, live_call, shown
from api.refusals import Refusal, language_in
from api.views import CallView, call_view

Word = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=64)]
Number = Annotated[str, StringConstraints(strict=True, pattern=f"^{NUMBER.pattern}$")]
Level = Annotated[int, Field(strict=True, ge=1, le=10)]


class Passing(NamedTuple):
    """What passing on needs: how targets are read, and whether the PBX can be told."""

    targets: Targets
    connected: Callable[[], bool]


class TransferTo(BaseModel):
    """Where to: an ``agent``, a ``queue`` with or without ``needs``, ``needs`` alone, or a ``number`` outside."""

    model_config = ConfigDict(extra="forbid")

    agent: Word | None = None
    queue: Word | None = None
    needs: Annotated[dict[Word, Level], Field(max_length=16)] = {}
    number: Number | None = None

    @model_validator(mode="after")
    def _one_place(self) -> "TransferTo":
        given = (self.agent, self.number, self.queue or self.needs or None)
        if sum(each is not None for each in given) != 1:
            raise PydanticCustomError("one_place", "one place")
        return self


class TransferWish(BaseModel):
    """A call is to be passed on."""

    model_config = ConfigDict(extra="forbid")

    to: TransferTo


def transfer_routes(core: Core, passing: Passing) -> APIRouter:
    """Make the routes."""
    routes = APIRouter()

    @routes.post("/calls/{call}/transfer")
    async def transfer(call: str, wish: TransferWish, request: Request) -> CallView:
        """Take the caller out of the conversation and pass them on; the agent is free when their own leg has ended."""
        live = talking_call(core, call)
        if not passing.connected():
            raise Refusal(503, "pbx_away")
        if (why := core.ask(fact_of(core, passing.targets, live, wish.to, request))) is not None:
            raise Refusal(409, "not_passed_on", why=why)
        return call_view(live)

    return routes


def talking_call(core: Core, call_id: str) -> Call:
    """Return the call of this id, which talks to an agent.

    Raises:
        Refusal: it is not known (404) or talks to nobody (409).
    """
    call = live_call(core, call_id)
    if call.state is not CallState.TALKING or call.agent is None:
        raise Refusal(409, "not_talking", call=shown(call_id))
    return call


def fact_of(core: Core, targets: Targets, call: Call, to: TransferTo, request: Request) -> facts.AnyFact:
    """Make the fact that passes ``call`` on.

    Raises:
        Refusal: what is named is not there (404), or an agent is not signed in (409).
    """
    by = call.agent or ""
    if to.number is not None:
        return facts.CallPutThrough(call=call.call_id, number=to.number, by=by)
    agent = agent_called(core, to.agent, language_in(request.scope)) if to.agent is not None else None
    if agent is not None and not agent.signed_in:
        raise Refusal(409, "agent_away", agent=agent.name)
    if to.queue is not None and to.queue not in core.centre.queues:
        raise Refusal(404, "unknown_queue", queue=shown(to.queue))
    for skill in to.needs:
        if not core.centre.roster.matrix.knows(skill):
            raise Refusal(404, "unknown_skill", skill=shown(skill))
    target = Target(agent=agent.name if agent is not None else "", queue=to.queue or "", needs=to.needs)
    return targets.transfer(call, target, by, fetched=False)
