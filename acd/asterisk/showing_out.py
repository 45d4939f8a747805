"""The ways out of waiting, as one caller goes them: a message, and then an extension, a number outside, or being
called back. Who cannot be put through, or does not want to be called back, is in line again at the old place."""

from collections.abc import Callable

from msgspec.structs import replace

from acd.asterisk.caller import Caller
from acd.asterisk.gate import NUMBER
from acd.asterisk.passing import Passing
from acd.asterisk.switchboard import Box
from acd.core import Core
from acd.engine.facts import CallbackAnswered
from acd.engine.orders import PutThrough, SendAway, Wait

CALLBACK_OFFER, CALLBACK_NOTED, CALLBACK_WAIT = "callback-offer", "callback-noted", "callback-wait"

YES = "1"
ANSWER_S = 5.0
"""How long the caller's key is waited for after the question; silence is a no."""

ANY_KEY = "0123456789*#"

MOST_NUMBERS = 3
"""How often one session rings numbers outside that nobody answers, before the caller is let go: a way out that always
fails would else be taken for ever."""


class ShowingOut:
    """Shows one caller out; ``box`` is that of the call now."""

    def __init__(self, caller: Caller, core: Core, passing: Passing, box: Callable[[], Box]) -> None:
        self._caller = caller
        self._core = core
        self._passing = passing
        self._box = box
        self._numbers = 0

    async def show_out(self, order: SendAway) -> bool:
        """Go the way; return whether the caller is in line again.

        Raises:
            SessionEnded: the session is over.
        """
        way = order.exit
        await self._caller.answer()
        if way.say:
            await self._caller.telephone.play(self._caller.prompt(way.say), "")
        if way.go == "number" and self._numbers < MOST_NUMBERS:
            self._numbers += 1
            if not await self._passing.put_through(PutThrough(order.call, way.target)):
                return self._caller.call is not None
        elif way.go == "callback" and not self._box().asked_back:
            if not await self._is_to_be_called_back():
                return self._wait_on()
            await self._caller.telephone.play(self._caller.prompt(CALLBACK_NOTED), "")
        await self._caller.go_on(way.target if way.go == "extension" else None)
        return False

    async def _is_to_be_called_back(self) -> bool:
        """Ask whether the caller wants that, and have it noted. Whose number is withheld cannot be called, or asked."""
        self._box().asked_back = True
        call = self._caller.call
        if call is None or call.by_agent or not NUMBER.fullmatch(call.number):
            return False
        telephone = self._caller.telephone
        key = await telephone.play(self._caller.prompt(CALLBACK_OFFER), ANY_KEY)
        if key == "":
            key = await telephone.wait_for_key(ANSWER_S)
        return key == YES and self._core.ask(CallbackAnswered(call.call_id, True)) is None

    def _wait_on(self) -> bool:
        """Let the caller wait on, who hears so unless a phone rings for them at once."""
        if self._caller.call is None:
            return False
        self._core.tell(CallbackAnswered(self._caller.call_id, False))
        orders = self._box().orders
        if orders and isinstance(orders[0], Wait):
            orders[0] = replace(orders[0], say=orders[0].say or CALLBACK_WAIT)
        return True
