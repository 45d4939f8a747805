"""One offer on the PBX: an agent's phone rings for a caller, and what came of it is told in the engine's words."""

from collections.abc import Callable

from acd.asterisk.agi_session import AgiSession
from acd.asterisk.caller import DIAL_STATUS, Caller, House
from acd.asterisk.gate import plain_text
from acd.core import Core
from acd.engine.calls import Call
from acd.engine.facts import Miss
from acd.engine.orders import Offer

OVERDUE_S = 2.0
"""What lasts so much longer than the ringing may is a conversation; less than the slack of the engine's leases."""

TALK_S = 24 * 3600.0
"""How long an offer and the conversation after it may last; what is longer is no conversation."""

OUTSIDE_RINGS_S = 45
"""How long a number outside is rung for a caller who was passed on to it."""

LABEL_LENGTH, NUMBER_LENGTH = 80, 40


class Offering:
    """Rings agents for one caller; ``overdue`` is told of an offer that should have rung out by now."""

    def __init__(
        self, agi: AgiSession, caller: Caller, core: Core, house: House, overdue: Callable[[Offer], None]
    ) -> None:
        self._agi = agi
        self._house = house
        self._caller = caller
        self._core = core
        self._overdue = overdue

    async def ring(self, offer: Offer, call: Call) -> Miss | None:
        """Ring the agent; return when nobody took the call, and why, or None after a conversation.

        Raises:
            SessionEnded: the session is over.
        """
        endpoint = self._core.centre.roster[offer.agent].rules.endpoint
        await self._caller.write_offered(call, offer)
        if call.offer != offer.offer:
            return Miss.NO_ANSWER  # withdrawn meanwhile, and the phone has not rung
        watch = self._core.clock.loop.call_later(offer.ring_s + OVERDUE_S, self._outlasts_ringing, offer)
        try:
            words = f"{endpoint},{max(1, round(offer.ring_s))},gmf({shown(offer.label, call.number)})U(acd-answered)"
            await self._agi.command("EXEC", "Dial", words, deadline_s=offer.ring_s + TALK_S)
        finally:
            watch.cancel()
        reply = await self._caller.command("GET", "FULL", "VARIABLE", "${DIALSTATUS}|${HANGUPCAUSE}")
        status, _, cause = (reply.value or "").partition("|")
        return None if status == "ANSWER" else miss_of(status, cause)

    async def ring_outside(self, number: str) -> bool:
        """Ring a number outside, past all offers; return whether somebody talked to the caller.

        Raises:
            SessionEnded: the session is over.
        """
        words = f"Local/{number}@{self._house.outside}/n,{OUTSIDE_RINGS_S},gm"
        await self._agi.command("EXEC", "Dial", words, deadline_s=OUTSIDE_RINGS_S + TALK_S)
        reply = await self._caller.command("GET", "VARIABLE", DIAL_STATUS)
        return reply.value == "ANSWER"

    def _outlasts_ringing(self, offer: Offer) -> None:
        call = self._caller.call
        if call is not None and call.offer == offer.offer and self._agi.is_busy:
            self._overdue(offer)


def shown(label: str, number: str) -> str:
    """What the agent's phone shows, as ``Dial`` takes it: nothing of it can end the option or be evaluated."""
    digits = "".join(char for char in plain_text(number, NUMBER_LENGTH) if char.isascii() and char not in " '%")
    return f"{plain_text(label, LABEL_LENGTH)} <{digits}>"


def miss_of(status: str, cause: str) -> Miss:
    """Tell misses apart; only the hang-up cause knows a reject, and it is stale after NOANSWER."""
    if status == "BUSY":
        return Miss.BUSY
    if status == "CHANUNAVAIL" and cause == "21":
        return Miss.REJECTED
    return Miss.UNREACHABLE if status in ("CHANUNAVAIL", "CONGESTION") else Miss.NO_ANSWER
