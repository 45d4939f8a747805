"""Several phones for one caller: one message that rings them all, and what came of each told in the engine's words."""

import asyncio
from typing import cast

import pytest

from acd.asterisk.ami_wire import Message
from acd.asterisk.events import Events
from acd.asterisk.outcomes import miss_of_leg, misses, who_answered
from acd.asterisk.switchboard import Leg
from acd.asterisk.transfer_events import Follow
from acd.engine.calls import CallState
from acd.engine.facts import AnyFact, Miss, OfferAnswered, OfferMissed
from acd.engine.orders import AnyOrder, Offer, Withdraw
from acd.engine.rules import QueueRules
from agents.roster import AgentRules
from agents.states import AgentState
from tests.asterisk.caller_stand import CALL, Served
from tests.core_kit import sign_in

QUEUES = (QueueRules(name="billing", ring_s=15.0, ring_at_once=3, nobody_s=600.0, announce="queue-sales"),)
AGENTS = (
    AgentRules(name="anna", endpoint="PJSIP/1001", skills={"ru": 5}, language="ru"),
    AgentRules(name="boris", endpoint="PJSIP/1002", skills={"ru": 3}, language="ru"),
    AgentRules(name="clara", endpoint="Local/801@acd-outside", skills={"ru": 3}),
)
LEGS = {"anna": "PJSIP/1001-01", "boris": "PJSIP/1002-02", "clara": "Local/801@acd-outside-03;1"}


class Rung(Served):
    """A caller for whom the phones of some agents ring at once; the test plays the PBX, and tells its events."""

    def __init__(self, *agents: str) -> None:
        super().__init__(queues=QUEUES, agents=AGENTS)
        self.told: list[AnyFact] = []
        self.orders: list[AnyOrder] = []
        self.core.listeners.append(self._heard)
        self._agents = agents
        self.events = Events(self.core, self.board, lambda why: None, cast(Follow, None))
        self.events.learn_roster()
        self.line.rings_out.clear()

    def _heard(self, at: float, fact: AnyFact, led_to: tuple[AnyOrder, ...]) -> None:
        self.told.append(fact)
        self.orders += led_to

    async def begins(self) -> None:
        sign_in(self.core, *self._agents)
        await super().begins()
        for agent in self._agents:
            self.event("DialBegin", agent)

    def event(self, name: str, agent: str, **fields: str) -> None:
        channel = LEGS[agent]
        about = {"Channel": channel, "Uniqueid": channel} if name == "Hangup" else {"DestChannel": channel}
        headers = {"Event": name, "Uniqueid": CALL, "DestUniqueid": channel, "Context": "acd", **about, **fields}
        self.events.take(Message("\r\n".join(f"{key}: {value}" for key, value in headers.items()).encode()))

    def stops(self, agent: str, cause: str, status: str = "NOANSWER") -> None:
        """The agent's phone stops ringing."""
        self.event("DialEnd", agent, DialStatus=status)
        self.event("Hangup", agent, Cause=cause)

    async def returns(self, outcome: str) -> None:
        """``Dial`` is over."""
        self.line.outcome = outcome
        self.line.rings_out.set()
        await asyncio.sleep(1)

    def missed(self) -> list[tuple[str, str]]:
        self.core.catch_up()
        return [(fact.agent, str(fact.why)) for fact in self.told if isinstance(fact, OfferMissed)]

    def answered(self) -> list[str]:
        self.core.catch_up()
        return [fact.agent for fact in self.told if isinstance(fact, OfferAnswered)]


# -- how they are rung -------------------------------------------------------------------------------------


async def test_all_are_rung_by_one_command_that_names_them_all() -> None:
    rung = Rung("anna", "boris", "clara")
    await rung.begins()
    [dialled] = [command for command in rung.line.sent if "Dial" in command]
    assert 'EXEC Dial "PJSIP/1001&PJSIP/1002&Local/801@acd-outside/n,15,gmf(' in dialled
    assert "agent=anna%20boris%20clara&" in dialled
    assert "A(acd/en/queue-sales)" in dialled, "they understand different languages: it is the centre's"


async def test_what_they_hear_of_the_queue_is_in_their_language_if_they_share_one() -> None:
    rung = Rung("anna", "boris")
    await rung.begins()
    assert any("A(acd/ru/queue-sales)U(acd-answered)" in command for command in rung.line.sent)


# -- what came of each -------------------------------------------------------------------------------------


async def test_who_answers_has_the_call_and_who_was_cancelled_for_it_missed_nothing() -> None:
    rung = Rung("anna", "boris", "clara")
    await rung.begins()
    rung.stops("anna", "26", "CANCEL")
    rung.stops("clara", "26", "CANCEL")
    rung.event("DialEnd", "boris", DialStatus="ANSWER")
    assert (rung.call.agent, rung.call.state) == ("boris", CallState.TALKING)
    assert (rung.missed(), rung.answered()) == ([], ["boris"])
    assert [order.agent for order in rung.orders if isinstance(order, Withdraw)] == ["anna", "clara"]
    await rung.returns("ANSWER|16|talking|PJSIP/1002-02")
    assert rung.is_over
    assert rung.core.centre.roster["boris"].state is AgentState.READY
    assert rung.core.refused == 0


async def test_who_refuses_while_others_ring_is_told_at_once_and_the_last_when_dial_is_over() -> None:
    rung = Rung("anna", "boris")
    await rung.begins()
    rung.stops("anna", "17", "BUSY")
    assert rung.missed() == [("anna", "busy")]
    assert rung.call.ringing == ("boris",)
    rung.stops("boris", "21")
    assert rung.missed() == [("anna", "busy")], "the caller hears music again before the engine looks on"
    await rung.returns("BUSY|21|offered|")
    assert rung.missed() == [("anna", "busy"), ("boris", "rejected")]
    assert rung.call.state is CallState.WAITING
    assert rung.core.refused == 0


async def test_without_any_event_all_are_told_what_dial_says_of_them_all() -> None:
    rung = Rung("anna", "boris")
    sign_in(rung.core, "anna", "boris")
    await Served.begins(rung)
    await rung.returns("BUSY|17|offered|")
    assert rung.missed() == [("anna", "busy"), ("boris", "busy")]


async def test_who_answered_is_known_without_any_event_too() -> None:
    rung = Rung("anna", "boris", "clara")
    await rung.begins()
    await rung.returns("ANSWER|16|talking|Local/801@acd-outside-03;1")
    assert (rung.missed(), rung.answered()) == ([], ["clara"])
    assert rung.is_over
    assert rung.core.centre.roster["anna"].state is AgentState.READY


async def test_a_late_word_of_an_older_offer_is_not_of_this_one() -> None:
    rung = Rung("anna", "boris")
    await rung.begins()
    rung.board.legs["older"] = Leg(CALL, "boris", offer=0)
    headers = ("Event: Hangup", "Uniqueid: older", "Cause: 17")
    rung.events.take(Message("\r\n".join(headers).encode()))
    assert rung.missed() == []
    assert rung.call.ringing == ("anna", "boris")


async def test_a_phone_of_which_nothing_was_heard_while_others_rang_is_unreachable() -> None:
    rung = Rung("anna", "boris")
    sign_in(rung.core, "anna", "boris")
    await Served.begins(rung)
    rung.event("DialBegin", "boris")
    await rung.returns("NOANSWER|3|offered|")
    assert sorted(rung.missed()) == [("anna", "unreachable"), ("boris", "no_answer")]


async def test_a_session_that_was_lost_while_several_rang_leaves_each_its_own_reason() -> None:
    rung = Rung("anna", "boris")
    await rung.begins()
    rung.stops("boris", "17", "BUSY")
    rung.line.session.end("lost")
    await asyncio.sleep(1)
    rung.serving.end_lost_offer(rung.call)
    assert rung.missed() == [("boris", "busy"), ("anna", "no_answer")]


# -- the words for it --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cause", "miss"),
    [
        ("17", Miss.BUSY),
        ("21", Miss.REJECTED),
        ("19", Miss.NO_ANSWER),
        ("0", Miss.NO_ANSWER),
        ("3", Miss.UNREACHABLE),
        ("38", Miss.UNREACHABLE),
        ("", Miss.UNREACHABLE),
    ],
)
def test_the_cause_of_a_leg_says_why_its_agent_did_not_take_the_call(cause: str, miss: Miss) -> None:
    assert miss_of_leg(Leg(CALL, "anna", offer=1), cause) is miss
    assert miss_of_leg(Leg(CALL, "anna", offer=1, cancelled=True), cause) is None


async def test_who_alone_was_rung_has_missed_it_as_dial_says_whatever_was_heard() -> None:
    rung = Rung("anna")
    await rung.begins()
    rung.core.catch_up()
    [offer] = [order for order in rung.orders if isinstance(order, Offer)]
    assert misses(offer, rung.call, {"anna": Miss.BUSY}, Miss.NOT_CONFIRMED) == {"anna": Miss.NOT_CONFIRMED}
    assert who_answered(offer, "rubbish", rung.core.centre.roster) == "anna"
