"""Passing calls on through the API: to an agent, a queue, a need, a tier of a queue or a number outside."""

from collections.abc import Callable
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Request
from msgspec.structs import replace
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from acd.asterisk.gate import NUMBER
from acd.asterisk.targets import Target, Targets
from acd.core import Core
from acd.engine import facts
from acd.engine.calls import Call, CallState
from api.access.asking import is_own_call, needs_own
from api.access.rights import EVERYTHING, Person, Right
from api.acts.deed import Acts
from api.acts.led_to import of_transfer
from api.acts.models import ActView, PerhapsWhy
from api.acts.once import ONCE, once_only
from api.asking import shown
from api.finding import agent_in_scope, queue_in_scope
from api.refusals import Refusal, language_in
from api.views import printable
from ivr.needs import NeedText, skills_in

LONGEST_NOTE = 200
"""Characters that an agent leaves for the next: two sentences, which travel with the call."""

Word = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=64)]
Note = Annotated[str, StringConstraints(strict=True, max_length=LONGEST_NOTE), AfterValidator(printable)]
Number = Annotated[str, StringConstraints(strict=True, pattern=f"^{NUMBER.pattern}$")]
Level = Annotated[int, Field(strict=True, ge=1, le=10)]


class Passing(NamedTuple):
    """What passing on needs: how targets are read, and whether the PBX can be told."""

    targets: Targets
    connected: Callable[[], bool]


class TransferTo(BaseModel):
    """Where to: an ``agent``, a ``number`` outside, or a ``queue`` with or without one of the following.

    ``needs`` (skill and least level), ``need`` (a text, ``ru >= 5 and not trainee``) or ``tier`` (a line of the queue:
    1, 2 or 3); without a ``queue`` in the one where the call is.
    """

    model_config = ConfigDict(extra="forbid")

    agent: Word | None = None
    queue: Word | None = None
    needs: Annotated[dict[Word, Level], Field(max_length=16)] = {}
    need: NeedText | None = None
    tier: Word | None = None
    number: Number | None = None

    @model_validator(mode="after")
    def _one_place(self) -> "TransferTo":
        asked = [each for each in (self.needs, self.need, self.tier) if each]
        given = [each for each in (self.agent, self.number, self.queue or asked) if each]
        if len(given) != 1 or len(asked) > 1:
            raise PydanticCustomError("one_place", "one place")
        return self


class TransferWish(BaseModel):
    """A call is to be passed on, perhaps for a reason; ``note`` is what the next agent is to know."""

    model_config = ConfigDict(extra="forbid")

    to: TransferTo
    note: Note = ""
    why: PerhapsWhy = ""


def transfer_routes(acts: Acts, passing: Passing) -> APIRouter:
    """Make the routes."""
    routes = APIRouter(tags=["acts"], route_class=once_only(acts.answers), dependencies=[ONCE])
    own = needs_own(Right.OWN_CALLS, Right.STEER_CALLS, is_own_call(acts.core))

    @routes.post("/calls/{call}/transfer")
    async def transfer_call(call: str, wish: TransferWish, request: Request, person: Annotated[Person, own]) -> ActView:
        """Take the caller out of the conversation and pass them on; the agent is free when their own leg has ended."""
        with acts.deed(request, person, "transfer", call, wish.why) as deed:
            live = deed.call()
            check_talking(live)
            if not passing.connected():
                raise Refusal(503, "pbx_away")
            is_own = bool(person.agent) and live.agent == person.agent
            # Agents pass their own calls on to anybody, as they do on their phones.
            sees = person._replace(scope=EVERYTHING) if is_own else person
            fact = fact_of(acts.core, passing.targets, live, wish, sees, request)
            deed.tell(fact, "not_passed_on")
            deed.led_to = of_transfer(acts.core.centre, live, wish.to.number)
        return deed.view()

    return routes


def check_talking(call: Call) -> None:
    """See that a call talks to an agent.

    Raises:
        Refusal: it talks to nobody (409).
    """
    if call.state is not CallState.TALKING or call.agent is None:
        raise Refusal(409, "not_talking", call=shown(call.call_id))


def fact_of(
    core: Core, targets: Targets, call: Call, wish: TransferWish, person: Person, request: Request
) -> facts.AnyFact:
    """Make the fact that passes ``call`` on.

    Raises:
        Refusal: what is named is not there (404), an agent is not signed in (409), or nobody would read the note (422).
    """
    by, to = call.agent or "", wish.to
    who = "" if person.agent == by else person.name
    if to.number is not None:
        if wish.note:
            raise Refusal(422, "note_for_nobody")
        return facts.CallPutThrough(call=call.call_id, number=to.number, by=by, who=who, why=wish.why)
    agent = agent_in_scope(core, person, to.agent, language_in(request.scope)) if to.agent is not None else None
    if agent is not None and not agent.signed_in:
        raise Refusal(409, "agent_away", agent=agent.name)
    if to.queue is not None:
        queue_in_scope(core, person, to.queue)
    check_names(core, to, to.queue or targets.fallback(call))
    target = Target(
        agent=agent.name if agent is not None else "",
        queue=to.queue or "",
        needs=to.needs,
        need=to.need or "",
        tier=to.tier or "",
    )
    return replace(targets.transfer(call, target, by, fetched=False, note=wish.note), who=who, why=wish.why)


def check_names(core: Core, to: TransferTo, queue: str) -> None:
    """See that everything named is there: the ``queue`` that the call goes to, its tier, and skills.

    Raises:
        Refusal: something is not (404).
    """
    if (rules := core.centre.queues.get(queue)) is None:
        raise Refusal(404, "unknown_queue", queue=shown(queue))
    for skill in (*to.needs, *skills_in(to.need or "")):
        if not core.centre.roster.matrix.knows(skill):
            raise Refusal(404, "unknown_skill", skill=shown(skill))
    if to.tier and to.tier not in rules.tiers:
        raise Refusal(404, "unknown_tier", tier=shown(to.tier), queue=queue, known=", ".join(rules.tiers) or "-")
