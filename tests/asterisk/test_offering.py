"""What the agent's phone shows, who calls, and how an offer ended, in the words of the PBX."""

import asyncio
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from acd.asterisk.agi_wire import AgiReply
from acd.asterisk.caller import Caller, House, who_calls
from acd.asterisk.offering import Offering, miss_of, shown
from acd.engine.calls import Call, RecordingState
from acd.engine.facts import Miss, RecordingChanged
from acd.engine.orders import Offer
from acd.engine.rules import QueueRules
from agents.roster import AgentRules
from tests.asterisk.desk_phone import DeskPhone
from tests.core_kit import a_core, call, hang_up, sign_in
from tests.ivr.trees import tree_of


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
    assert miss_of(status, cause, "offered") is miss


@pytest.mark.parametrize(
    ("state", "miss"), [("talking", None), ("confirming", Miss.NOT_CONFIRMED), ("offered", Miss.REJECTED)]
)
def test_a_phone_that_was_picked_up_is_no_conversation_before_the_two_are_connected(
    state: str, miss: Miss | None
) -> None:
    assert miss_of("ANSWER", "16", state) is miss


class Line(DeskPhone):
    """A caller's channel: what is sent on it is answered, and ``Dial`` comes to ``outcome``."""

    outcome = "ANSWER|16|talking"

    def __init__(self) -> None:
        super().__init__("PJSIP/7-01", "100")
        self.while_written: Callable[[], None] = lambda: None

    async def _carry_out(self, words: list[str]) -> None:
        if words[:2] == ["EXEC", "MSet"]:
            self.while_written()
        if words[0] == "GET":
            self.session.take_answer(AgiReply(200, "1", self.outcome, None))
        else:
            await super()._carry_out(words)


QUEUES = (
    QueueRules(name="billing", ring_s=15.0),
    QueueRules(name="sales", announce="queue-sales"),
    QueueRules(name="asked", record="on-demand"),
    QueueRules(name="kept", record="always"),
)
AGENTS = (
    AgentRules(name="anna", endpoint="PJSIP/1001", skills={"ru": 5}, language="ru"),
    AgentRules(name="elsa", endpoint="Local/801@acd-outside", skills={"sales": 5}, confirm=True),
)


class Stand:
    """A caller of ``queue`` who is offered to an agent."""

    def __init__(self, queue: str = "billing", agent: str = "anna") -> None:
        self.core = a_core(queues=QUEUES, agents=AGENTS)
        self.line = Line()
        self.overdue: list[Offer] = []
        self.orders: list[Offer] = []
        self.core.hands[Offer] = self.orders.append
        sign_in(self.core, agent)
        call(self.core, "17.1", queue=queue)
        house = House(tree_of({}), {}, "acd", "default", "acd-exits")
        caller = Caller(self.line.session, self.core, house)
        self.offering = Offering(self.line.session, caller, self.core, house, self.overdue.append)

    @property
    def call(self) -> Call:
        return self.core.centre.calls["17.1"]

    async def rings(self, outcome: str = Line.outcome) -> Miss | None:
        self.line.outcome = outcome
        return await self.offering.ring(self.orders[0], self.call)

    def sent(self, word: str) -> list[str]:
        return [command for command in self.line.sent if word in command]

    @property
    def options(self) -> str:
        """What follows the name on the phone's display."""
        [dialled] = self.sent("Dial")
        return dialled.partition(">)")[2].rstrip('"')


async def test_an_offer_is_two_commands_and_a_question() -> None:
    stand = Stand()
    assert await stand.rings() is None
    assert [command.split()[0] for command in stand.line.sent] == ["EXEC", "EXEC", "GET"]
    assert "ACD_STATE=offered" in stand.line.sent[0]
    [dialled] = stand.sent("Dial")
    assert "PJSIP/1001,15,gmf(" in dialled
    assert stand.options == "U(acd-answered)"


async def test_an_agent_hears_the_queues_announcement_in_their_own_language() -> None:
    stand = Stand("sales")
    await stand.rings()
    assert stand.options == "A(acd/ru/queue-sales)U(acd-answered)"


async def test_an_agent_elsewhere_is_asked_for_a_key_and_the_leg_stays_whole() -> None:
    stand = Stand("sales", "elsa")
    assert await stand.rings() is None
    assert "Local/801@acd-outside/n," in stand.sent("Dial")[0]
    assert stand.options == f"U(acd-confirm^17.1^{stand.orders[0].offer})"
    assert "ACD_STATE=confirming" in stand.line.sent[0]


async def test_the_key_that_records_is_given_where_the_queue_records_on_demand() -> None:
    stand = Stand("asked")
    await stand.rings()
    assert stand.options == "U(acd-recordable)"
    assert "ACD_RECORD_AS=acd/17.1.wav" in stand.line.sent[0]
    assert not stand.sent("MixMonitor")


async def test_a_queue_that_records_begins_before_the_first_phone_rings_and_once() -> None:
    stand = Stand("kept")
    await stand.rings("NOANSWER|0|offered")
    assert "MixMonitor" in stand.line.sent[0]
    assert "acd/17.1.wav,ab" in stand.line.sent[0]
    assert "ACD_RECORDING=on" in stand.line.sent[1]
    assert stand.call.recording is RecordingState.ON
    await stand.rings()
    assert len(stand.sent("MixMonitor")) == 1


async def test_a_queue_that_never_records_ends_a_recording_that_came_with_the_call() -> None:
    stand = Stand()
    stand.core.tell(RecordingChanged("17.1", RecordingState.ON))
    await stand.rings()
    assert "StopMixMonitor" in stand.line.sent[0]
    assert "ACD_RECORDING=off" in stand.line.sent[1]
    assert stand.call.recording is RecordingState.OFF


async def test_a_pbx_that_cannot_record_costs_nobody_the_call() -> None:
    stand = Stand("kept")
    carry_out = stand.line._carry_out

    async def without_mix_monitor(words: list[str]) -> None:
        if "MixMonitor" in words[1]:
            stand.line._reply("-2")
        else:
            await carry_out(words)

    stand.line._carry_out = without_mix_monitor  # type: ignore[method-assign]
    with capture_logs() as logs:
        assert await stand.rings() is None
    assert [entry["event"] for entry in logs] == ["recording_not_begun"]
    assert stand.call.recording is RecordingState.OFF


async def test_an_agent_who_asks_a_colleague_is_not_recorded() -> None:
    stand = Stand("kept")
    stand.call.by_agent = "elsa"
    await stand.rings()
    assert not stand.sent("MixMonitor")


async def test_an_offer_withdrawn_while_its_truth_is_written_rings_no_phone() -> None:
    stand = Stand()
    stand.line.while_written = lambda: hang_up(stand.core, "17.1")
    offer, offered = stand.orders[0], stand.call
    assert await stand.offering.ring(offer, offered) is Miss.NO_ANSWER
    assert not stand.sent("Dial")


@pytest.mark.parametrize(("queue", "agent", "after_s"), [("billing", "anna", 17.0), ("sales", "elsa", 37.0)])
async def test_what_outlasts_ringing_and_listening_is_looked_at(queue: str, agent: str, after_s: float) -> None:
    stand = Stand(queue, agent)
    talking = asyncio.Event()
    carry_out = stand.line._carry_out

    async def until_the_talk_is_over(words: list[str]) -> None:
        if "Dial" in words[1]:
            await talking.wait()
        await carry_out(words)

    stand.line._carry_out = until_the_talk_is_over  # type: ignore[method-assign]
    ringing = asyncio.ensure_future(stand.rings())
    await asyncio.sleep(after_s - 0.1)
    assert not stand.overdue
    await asyncio.sleep(0.2)
    assert stand.overdue == stand.orders[:1]
    talking.set()
    await ringing
