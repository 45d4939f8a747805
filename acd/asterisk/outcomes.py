"""What came of an offer, read from what the PBX says: of a ``Dial`` that has returned, or of one phone's leg."""

from collections.abc import Mapping
from typing import Final

from acd.asterisk import truth
from acd.asterisk.switchboard import Leg
from acd.engine.calls import Call
from acd.engine.facts import Miss
from acd.engine.orders import Offer
from agents.roster import Roster

REJECTED = "21"
"""The hang-up cause of a phone that rejected the call; ``DIALSTATUS`` does not tell it."""

MISSES: Final[Mapping[str, Miss]] = {
    "0": Miss.NO_ANSWER,
    "17": Miss.BUSY,
    "18": Miss.NO_ANSWER,
    "19": Miss.NO_ANSWER,
    REJECTED: Miss.REJECTED,
}
"""What the hang-up cause of a leg means that nobody answered; any other is a phone that could not be reached."""


def miss_of(status: str, cause: str = "", state: str = "") -> Miss | None:
    """Tell misses apart, None for a conversation; only the cause knows a reject, and it is stale after NOANSWER.

    A phone that was picked up is no conversation yet: the state of the call says whether the two were connected.
    """
    if status == "ANSWER" and state == truth.CONFIRMING:
        return Miss.NOT_CONFIRMED
    if status == "ANSWER":
        return Miss.REJECTED if state in truth.NOT_CONNECTED else None
    if cause == REJECTED and status in ("BUSY", "CHANUNAVAIL"):  # of several phones, the last rejected
        return Miss.REJECTED
    if status == "BUSY":
        return Miss.BUSY
    return Miss.UNREACHABLE if status in ("CHANUNAVAIL", "CONGESTION") else Miss.NO_ANSWER


def miss_of_leg(leg: Leg, cause: str) -> Miss | None:
    """Tell why a phone did not take the call; None if it was not asked any longer."""
    return None if leg.cancelled else MISSES.get(cause, Miss.UNREACHABLE)


def misses(offer: Offer, call: Call, rung: Mapping[str, Miss | None], why: Miss) -> dict[str, Miss]:
    """Say of each agent whose phone still rings by the engine why they did not take the call.

    ``rung`` is what the PBX told of each phone, ``why`` what the ``Dial`` says of them all.
    """
    if not offer.also:
        return dict.fromkeys(call.ringing, why)
    unheard_of = Miss.UNREACHABLE if rung else why  # a phone that cannot be reached has no leg to tell of
    return {agent: (rung[agent] or why) if agent in rung else unheard_of for agent in call.ringing}


def who_answered(offer: Offer, channel: str, roster: Roster) -> str:
    """Name the agent of an offer whose phone's ``channel`` took the call."""
    endpoint = channel.rpartition("-")[0]
    rung = [agent for name in offer.also if (agent := roster.get(name)) is not None]
    return next((agent.name for agent in rung if agent.rules.endpoint == endpoint), offer.agent)
