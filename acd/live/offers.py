"""The offers of live calls, and what came of each: kept from facts and orders, because the engine forgets them."""

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from acd.engine import facts, orders
from acd.live.views import OfferLive

MOST_OF_A_CALL: Final = 20
"""Offers remembered of one call; one that was offered more often tells nothing new by the first of them."""

ANSWERED: Final = "answered"
WITHDRAWN: Final = "withdrawn"


class Offers:
    """The last offers of each live call, oldest first; :meth:`forget` a call that is gone."""

    def __init__(self) -> None:
        self._of: dict[str, list[OfferLive]] = {}

    def of(self, call_id: str) -> Sequence[OfferLive]:
        """Return the offers of a call."""
        return self._of.get(call_id, ())

    def forget(self, call_id: str) -> None:
        """Forget a call."""
        self._of.pop(call_id, None)

    def hear(self, at: float, fact: facts.AnyFact, led_to: tuple[orders.AnyOrder, ...]) -> None:
        """Take in a fact that was not refused, with its orders: the end of an offer first, then the next offer."""
        if isinstance(fact, facts.OfferAnswered):
            self._end(fact.call, fact.agent, ANSWERED)
        elif isinstance(fact, facts.OfferMissed):
            self._end(fact.call, fact.agent, fact.why)
        for order in led_to:
            if isinstance(order, orders.Offer):
                self._begin(order, at)
            elif isinstance(order, orders.Withdraw):
                self._end(order.call, order.agent, WITHDRAWN)
            elif isinstance(order, orders.Noted) and order.what is orders.Note.LEASE_OVER:
                # The lease was withdrawn a moment ago, because nobody said that it had ended: it counts as missed.
                self._end(order.about, order.values["agent"], facts.Miss.NO_ANSWER, was=WITHDRAWN)

    def _begin(self, order: orders.Offer, at: float) -> None:
        offers = self._of.setdefault(order.call, [])
        offers.extend(OfferLive(agent=name, at=round(at, 3)) for name in (order.agent, *order.also))
        del offers[:-MOST_OF_A_CALL]

    def _end(self, call_id: str, agent: str, result: str, was: str = "") -> None:
        offers = self._of.get(call_id, [])
        for index in range(len(offers) - 1, -1, -1):
            if offers[index].agent == agent:
                if offers[index].result == was:
                    offers[index] = replace(offers[index], result=str(result))
                return
