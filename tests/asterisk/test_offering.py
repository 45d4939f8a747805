"""What the agent's phone shows, who calls, and how an offer ended, in the words of the PBX."""

import asyncio
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acd.asterisk.agi_session import AgiSession
from acd.asterisk.caller import Caller, who_calls
from acd.asterisk.offering import Offering, miss_of, shown
from acd.clock import Clock
from acd.core import Core
from acd.engine.calls import Call
from acd.engine.facts import Miss, Started
from acd.engine.orders import Offer
from acd.engine.rules import CentreRules, QueueRules
from acd.store.journal import MemoryJournal
from agents.roster import AgentRules


def test_the_phone_shows_queue_topic_and_caller_with_the_number() -> None:
    assert shown("Поддержка · счёт · Иван", "+74951234567") == "Поддержка · счёт · Иван <+74951234567>"


def test_a_number_that_is_not_known_is_left_out() -> None:
    assert shown("Support", "") == "Support <>"


@given(st.text(max_size=200), st.text(max_size=60))
def test_nothing_of_it_can_end_the_option_or_be_evaluated(label: str, number: str) -> None:
    text = shown(label, number)
    assert text.count("<") == text.count(">") == 1
    assert not set(text) & set('",;|${}()[]\\&^\r\n\0')


@pytest.mark.parametrize("presentation", ["32", "33", "34", "35"])
def test_a_caller_who_withholds_the_number_is_nobody_we_know(presentation: str) -> None:
    env = {"agi_callerid": "+74951234567", "agi_calleridname": "Иван", "agi_callingpres": presentation}
    assert who_calls(env) == ("", "")


@pytest.mark.parametrize("presentation", ["0", "3", "67", "", "rubbish", "²"])
def test_everybody_else_is_known_by_number_and_name(presentation: str) -> None:
    env = {"agi_callerid": "+74951234567", "agi_calleridname": "unknown", "agi_callingpres": presentation}
    assert who_calls(env) == ("+74951234567", "")


@pytest.mark.parametrize(
    ("status", "cause", "miss"),
    [
        ("BUSY", "17", Miss.BUSY),
        ("CHANUNAVAIL", "21", Miss.REJECTED),
        ("CHANUNAVAIL", "3", Miss.UNREACHABLE),
        ("CONGESTION", "34", Miss.UNREACHABLE),
        ("NOANSWER", "21", Miss.NO_ANSWER),
        ("NOANSWER", "0", Miss.NO_ANSWER),
        ("", "", Miss.NO_ANSWER),
    ],
)
def test_misses_are_told_apart_by_status_and_only_a_reject_by_its_cause(status: str, cause: str, miss: Miss) -> None:
    assert miss_of(status, cause) is miss


class Withdrawing:
    """A caller's channel on which writing takes so long that the offer is withdrawn meanwhile."""

    async def write_offered(self, call: Call, offer: Offer) -> None:
        call.offer = None


async def test_an_offer_withdrawn_while_its_truth_is_written_rings_no_phone() -> None:
    core = Core(Clock(asyncio.get_running_loop(), 0.0), MemoryJournal())
    agents = (AgentRules(name="anna", endpoint="PJSIP/1001"),)
    core.tell(Started(CentreRules(name="test", skills={}, queues=(QueueRules(name="support"),), agents=agents)))
    offer = Offer(7, "17.1", "anna", 15.0, 20.0, "Support")
    call = Call("17.1", 0.0)
    call.offer = 7
    no_session = cast(AgiSession, None)  # whatever is sent to it would fail
    offering = Offering(no_session, cast(Caller, Withdrawing()), core, cast(House, None), overdue=lambda offer: None)
    assert await offering.ring(offer, call) is Miss.NO_ANSWER
