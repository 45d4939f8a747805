"""One look at the PBX and what is made of it, above all when the world moves while the answer is under way."""

import asyncio
from typing import cast

from acd.asterisk.ami_wire import Message
from acd.asterisk.events import Events
from acd.asterisk.reconcile import Beliefs, Reconciliation, beliefs
from acd.asterisk.switchboard import Leg, Switchboard
from acd.asterisk.transfer_events import Follow
from acd.clock import Clock
from acd.core import Core
from acd.engine.facts import (
    AgentSignedIn,
    AnyFact,
    CallArrived,
    CallLeft,
    CallQueued,
    CallReleased,
    Miss,
    OfferAnswered,
    OfferMissed,
    Settled,
    Started,
    TalkEnded,
)
from acd.engine.rules import CentreRules, QueueRules
from acd.store.journal import MemoryJournal
from agents.roster import AgentRules

NAMES = ("anna", "boris", "clara")
RULES = CentreRules(
    name="Looks",
    skills={"tech": "Tech"},
    queues=(QueueRules(name="support", nobody_s=600.0), QueueRules(name="together", nobody_s=600.0, ring_at_once=3)),
    agents=tuple(AgentRules(name=name, endpoint=f"PJSIP/{name}", skills={"tech": 5}, wrap_up_s=5.0) for name in NAMES),
)
BRIDGE = "b-1"


class Looks:
    """A core with a centre, and a switchboard, to be compared with lists that a test writes."""

    def __init__(self, *agents: str) -> None:
        self.core = Core(Clock(asyncio.get_running_loop(), 1_800_000_000.0), MemoryJournal())
        self.board = Switchboard()
        self.doubts: list[str] = []
        self.core.tell(Started(RULES))
        self.events = Events(self.core, self.board, self.doubts.append, cast(Follow, None))
        self.events.learn_roster()
        self.core.tell(Settled())
        for agent in agents:
            self.core.tell(AgentSignedIn(agent))

    def queue(self, call: str, queue: str = "support") -> None:
        self.core.tell(CallArrived(call))
        self.core.tell(CallQueued(call=call, queue=queue, needs={"tech": 1}))

    def answer(self, call: str) -> None:
        """Let the agent whom the call is offered to pick up."""
        offered = self.core.centre.calls[call]
        assert offered.offer is not None and offered.agent is not None
        self.core.tell(OfferAnswered(offered.offer, call, offered.agent))

    def ask(self) -> Beliefs:
        return beliefs(self.core.centre)

    def agree(self, before: Beliefs, *status: Message) -> Reconciliation:
        look = Reconciliation(self.core, self.board, self.events.agent_of, before)
        look.run(status, [], restore_waiting=False)
        return look

    def told(self, *status: Message) -> list[AnyFact]:
        """What one look at a PBX that stands still tells the engine."""
        return self.agree(self.ask(), *status).told

    def state(self, call: str) -> str:
        known = self.core.centre.calls.get(call)
        return str(known.state) if known is not None else ""


def caller(call: str, *, context: str = "acd", bridge: str = "", state: str = "waiting", agent: str = "") -> Message:
    truth = f"queue=support&arrived_at=1800000000.0&place=1800000000.0&needs={'tech:1'.replace(':', '%3A')}"
    truth += f"&agent={agent}" if agent else ""
    return message(
        ("Event", "Status"), ("Channel", f"PJSIP/lab-{call}"), ("Uniqueid", call), ("Context", context),
        ("BridgeID", bridge), ("Variable", f"ACD_STATE={state}"), ("Variable", f"ACD_CALL={truth}"),
    )  # fmt: skip


def leg(agent: str, bridge: str = BRIDGE, uniqueid: str = "") -> Message:
    return message(
        ("Event", "Status"), ("Channel", f"PJSIP/{agent}-0001"), ("Uniqueid", uniqueid or f"leg-{agent}"),
        ("Context", "acd-agents"), ("BridgeID", bridge),
    )  # fmt: skip


def talk(call: str, agent: str) -> tuple[Message, Message]:
    return caller(call, context="acd", bridge=BRIDGE, state="talking", agent=agent), leg(agent)


def message(*headers: tuple[str, str]) -> Message:
    return Message("\r\n".join(f"{name}: {value}" for name, value in headers).encode())


async def test_what_is_true_on_both_sides_is_not_told() -> None:
    looks = Looks("anna")
    looks.queue("1")
    looks.answer("1")
    looks.queue("2")
    assert looks.told(*talk("1", "anna"), caller("2")) == []


async def test_a_call_that_is_no_more_has_left_and_one_elsewhere_is_released() -> None:
    looks = Looks()
    looks.queue("1")
    looks.queue("2")
    assert looks.told(caller("2", context="acd-agents")) == [CallLeft("1"), CallReleased("2")]


async def test_a_call_that_came_after_the_question_is_not_missing_from_the_answer() -> None:
    looks = Looks()
    before = looks.ask()
    looks.queue("1")
    assert looks.agree(before).told == []
    assert looks.state("1") == "waiting"


async def test_a_conversation_that_began_after_the_question_goes_on() -> None:
    looks = Looks("anna")
    looks.queue("1")
    before = looks.ask()
    looks.answer("1")
    assert looks.agree(before, caller("1", context="acd", state="offered")).told == []


async def test_a_conversation_that_ended_after_the_question_is_not_brought_back_and_another_look_is_due() -> None:
    looks = Looks("anna")
    looks.queue("1")
    looks.answer("1")
    before = looks.ask()
    looks.core.tell(TalkEnded("1", "anna"))
    look = looks.agree(before, *talk("1", "anna"))
    assert look.told == []
    assert look.unsure


async def test_a_leg_that_was_picked_up_this_moment_and_is_in_no_bridge_yet_is_not_ended() -> None:
    looks = Looks("anna")
    looks.queue("1")
    looks.board.legs["leg-anna"] = Leg("1", "anna", answered=True)
    looks.answer("1")
    assert looks.told(caller("1", context="acd", state="talking"), leg("anna", bridge="")) == []
    assert looks.told(caller("1", context="acd", state="talking")) == [TalkEnded("1", "anna")]


async def test_an_offer_that_was_answered_unseen_is_answered() -> None:
    looks = Looks("anna")
    looks.queue("1")
    assert looks.told(*talk("1", "anna")) == [OfferAnswered(1, "1", "anna")]


async def test_an_agent_found_talking_keeps_that_call_and_loses_the_offer_of_another() -> None:
    looks = Looks("anna", "boris")
    looks.queue("1")
    looks.core.tell(CallArrived("2"))
    looks.queue("3")
    told = looks.told(*talk("2", "anna"), caller("1"), caller("3"))
    assert [type(fact).__name__ for fact in told] == ["OfferMissed", "CallReleased", "CallLeft", "CallRestored"]
    assert isinstance(told[0], OfferMissed) and told[0].call == "1"
    assert looks.state("1") == "waiting"
    assert looks.core.centre.roster["anna"].call == "2"
    assert looks.core.refused == 0


async def test_a_call_found_talking_with_somebody_else_is_withdrawn_from_whom_it_was_offered_to() -> None:
    looks = Looks("anna", "boris")
    looks.queue("1")
    looks.told(*talk("1", "boris"))
    assert looks.core.centre.roster["boris"].call == "1"
    assert looks.core.centre.roster["anna"].state == "ready"
    assert looks.core.refused == 0


async def test_whoever_of_several_answered_unseen_has_the_call_and_the_others_are_free() -> None:
    looks = Looks(*NAMES)
    looks.queue("1", "together")
    pair = caller("1", bridge=BRIDGE, state="talking", agent="anna%20boris%20clara"), leg("boris")
    assert looks.told(*pair) == [OfferAnswered(1, "1", "boris")]
    assert [looks.core.centre.roster[name].state for name in NAMES] == ["ready", "talking", "ready"]
    assert looks.core.refused == 0


async def test_one_of_several_who_is_found_in_another_call_has_not_taken_this_one_and_the_others_ring_on() -> None:
    looks = Looks(*NAMES)
    looks.queue("1", "together")
    told = looks.told(*talk("2", "boris"), caller("1", state="offered", agent="anna%20boris%20clara"))
    assert [type(fact).__name__ for fact in told] == ["OfferMissed", "CallRestored"]
    assert looks.core.centre.calls["1"].ringing == ("anna", "clara")
    assert looks.core.centre.roster["boris"].call == "2"
    assert looks.core.refused == 0


async def test_who_was_taken_for_the_one_of_several_who_answered_is_free_when_the_list_says_who_it_was() -> None:
    looks = Looks(*NAMES)
    looks.queue("1", "together")
    looks.core.tell(OfferAnswered(1, "1", "anna"))  # as a guess, while the PBX could not say
    looks.told(caller("1", bridge=BRIDGE, state="talking", agent="anna%20boris%20clara"), leg("boris"))
    assert [looks.core.centre.roster[name].state for name in NAMES] == ["wrap_up", "talking", "ready"]
    assert looks.core.centre.calls["1"].agent == "boris"
    assert looks.core.refused == 0


async def test_a_call_of_which_one_of_several_has_let_go_since_the_question_is_looked_at_again() -> None:
    looks = Looks(*NAMES)
    looks.queue("1", "together")
    before = looks.ask()
    looks.core.tell(OfferMissed(1, "1", "clara", Miss.BUSY))
    look = looks.agree(before, caller("1", bridge=BRIDGE, state="talking", agent="anna%20boris%20clara"), leg("clara"))
    assert (look.told, look.unsure) == ([], True)


async def test_lost_callers_are_not_offered_to_agents_whom_other_lost_callers_set_free() -> None:
    looks = Looks("anna")
    looks.queue("1")
    looks.queue("2")
    assert looks.told() == [CallLeft("1"), CallLeft("2")]
    assert looks.core.centre.roster["anna"].state == "ready"


async def test_events_that_tell_again_what_the_list_told_change_nothing() -> None:
    looks = Looks("anna")
    looks.queue("1")
    looks.told(*talk("1", "anna"))
    before = looks.ask()
    pair = (
        ("Uniqueid", "1"),
        ("DestUniqueid", "leg-anna"),
        ("DestChannel", "PJSIP/anna-0001"),
        ("Context", "acd"),
    )
    looks.events.take(message(("Event", "DialBegin"), *pair))
    looks.events.take(message(("Event", "DialEnd"), *pair, ("DialStatus", "ANSWER")))
    looks.events.take(message(("Event", "Hangup"), ("Uniqueid", "an-older-leg"), ("Channel", "PJSIP/anna-0000")))
    assert looks.ask() == before
    assert looks.board.legs["leg-anna"].answered
    assert looks.doubts == []
    looks.events.take(message(("Event", "Hangup"), ("Uniqueid", "leg-anna"), ("Channel", "PJSIP/anna-0001")))
    assert looks.core.centre.roster["anna"].state == "wrap_up"


async def test_news_of_calls_that_the_list_has_buried_changes_nothing() -> None:
    looks = Looks("anna")
    looks.queue("1")
    looks.told()
    before = looks.ask()
    looks.events.take(message(("Event", "Hangup"), ("Uniqueid", "1"), ("Channel", "PJSIP/lab-1")))
    assert looks.ask() == before
    assert looks.core.refused == 0


async def test_an_answer_that_the_engine_knows_nothing_of_asks_for_a_look() -> None:
    looks = Looks("anna")
    pair = (
        ("Uniqueid", "9"),
        ("DestUniqueid", "leg-anna"),
        ("DestChannel", "PJSIP/anna-0001"),
        ("Context", "acd"),
    )
    looks.events.take(message(("Event", "DialEnd"), *pair, ("DialStatus", "ANSWER")))
    assert len(looks.doubts) == 1
