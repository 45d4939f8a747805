"""What the agent's phone shows, who calls, and how an offer ended, in the words of the PBX."""

import asyncio
import re
import string

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from acd.asterisk.caller import who_calls
from acd.asterisk.offering import shown
from acd.asterisk.outcomes import miss_of
from acd.asterisk.truth import read_truth, restored
from acd.engine.calls import RecordingState
from acd.engine.facts import Miss, RecordingChanged
from simulator.virtual_time import run_virtual
from tests.asterisk.caller_stand import CALL, Stand
from tests.core_kit import hang_up, miss, sign_in


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
    "word", ["anonymous", "Anonymous", "RESTRICTED", "unavailable", "unknown", "Private", " private "]
)
def test_a_word_of_the_trunk_for_no_number_is_no_number(word: str) -> None:
    assert who_calls({"agi_callerid": word, "agi_calleridname": word}) == ("", "")
    assert who_calls({"agi_callerid": "+74951234567", "agi_calleridname": word}) == ("+74951234567", "")
    assert who_calls({"agi_callerid": word, "agi_calleridname": "Private Bank"}) == ("", "Private Bank")


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


# -- an offer in one message -------------------------------------------------------------------------------


def carried(stand: Stand) -> str:
    """The truth that travels with the ringing, which the dialplan writes down before the phone is dialled."""
    found = re.search(r"B\(acd-offer\^s\^1\((.*)\)\)\"$", stand.sent("Dial")[-1])
    assert found is not None
    return found[1]


async def test_an_offer_is_one_command_and_a_question() -> None:
    stand = Stand()
    assert await stand.rings() is None
    assert [command.split()[:2] for command in stand.line.sent] == [["EXEC", "Dial"], ["GET", "FULL"]]
    assert 'EXEC Dial "PJSIP/1001,15,gmf(' in stand.line.sent[0]
    assert stand.options == f"U(acd-answered)B(acd-offer^s^1({carried(stand)}))"


async def test_what_an_offer_carries_brings_the_call_back_and_not_to_this_agent() -> None:
    stand = Stand()
    await stand.rings("BUSY|17|offered")
    found = restored(CALL, read_truth({"ACD_STATE": "offered", "ACD_CALL": carried(stand)}), stand.core.clock.now())
    assert (found.state, found.queue, found.refused) == ("waiting", "billing", ("anna",))
    assert (found.number, found.queued_at) == (stand.call.number, stand.call.place)


@given(st.text(max_size=60), st.dictionaries(st.text(max_size=8), st.text(max_size=40), max_size=3))
def test_nothing_that_a_caller_brings_can_end_what_an_offer_carries(name: str, data: dict[str, str]) -> None:
    async def rings() -> None:
        stand = Stand()
        stand.call.name, stand.call.data = name, data
        await stand.rings()
        assert set(carried(stand)) <= set(string.ascii_letters + string.digits + "_.~-%&=")

    run_virtual(rings())


async def test_a_call_of_which_more_is_known_than_one_message_holds_is_written_down_first() -> None:
    stand = Stand()
    stand.call.data = {f"field-{number}": "x" * 60 for number in range(20)}
    stand.orders.append(msgspec.structs.replace(stand.orders[0], label="\U0001f600" * 80))
    assert not stand.offering.begin(stand.orders[1], stand.call)
    assert await stand.rings() is None
    assert [command.split()[1] for command in stand.line.sent] == ["MSet", "Dial", "FULL"]


@pytest.mark.parametrize("known", range(0, 1_500, 50))
async def test_however_much_is_known_of_a_call_its_phone_rings(known: int) -> None:
    """No length falls between what one message holds and what is written down first."""
    stand = Stand()
    stand.call.data = {"note": "x" * known}
    offer = msgspec.structs.replace(stand.orders[0], label="\U0001f600" * 80)
    stand.orders.append(offer)
    assert await stand.rings() is None
    assert all(len(command.encode()) <= 2_000 for command in stand.line.sent)


async def test_who_rings_already_is_not_rung_again() -> None:
    stand = Stand()
    assert stand.offering.begin(stand.orders[0], stand.call)
    assert stand.offering.is_at_it
    assert await stand.rings("BUSY|17|waiting") is Miss.BUSY
    assert len(stand.sent("Dial")) == 1
    assert not stand.offering.is_at_it


async def test_a_session_that_is_at_work_or_over_begins_nothing() -> None:
    stand = Stand()
    working = asyncio.ensure_future(stand.caller.music())
    await asyncio.sleep(0)
    assert not stand.offering.begin(stand.orders[0], stand.call)
    await working
    stand.line.session.end("hangup")
    assert not stand.offering.begin(stand.orders[0], stand.call)
    assert not stand.sent("Dial")


async def test_after_an_offer_withdrawn_as_it_was_made_the_next_phone_rings_when_the_first_has_stopped() -> None:
    stand = Stand()
    stand.line.rings_out.clear()
    assert stand.offering.begin(stand.orders[0], stand.call)
    miss(stand.core, CALL, Miss.BUSY)
    sign_in(stand.core, "boris")
    ringing = asyncio.ensure_future(stand.rings())
    await asyncio.sleep(1)
    assert len(stand.sent("Dial")) == 1, "two commands at a time would stall the channel"
    stand.line.rings_out.set()
    assert await ringing is None
    assert ["PJSIP/1002" in command for command in stand.sent("Dial")] == [False, True]


# -- an offer that asks for more ---------------------------------------------------------------------------


@pytest.mark.parametrize(("queue", "agent"), [("sales", "elsa"), ("asked", "anna"), ("kept", "anna")])
async def test_who_must_confirm_or_is_recorded_is_not_rung_in_one_message(queue: str, agent: str) -> None:
    stand = Stand(queue, agent)
    assert not stand.offering.begin(stand.orders[0], stand.call)
    assert stand.line.sent == []
    await stand.rings()
    assert not stand.sent("acd-offer")
    assert stand.line.sent.index(stand.sent("ACD_STATE=")[0]) < stand.line.sent.index(stand.sent("Dial")[0])


async def test_an_agent_hears_the_queues_announcement_in_their_own_language() -> None:
    stand = Stand("sales")
    await stand.rings()
    assert stand.options.startswith("A(acd/ru/queue-sales)U(acd-answered)B(")


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
    stand = Stand("sales", "elsa")
    stand.line.while_written = lambda: hang_up(stand.core, "17.1")
    offer, offered = stand.orders[0], stand.call
    assert await stand.offering.ring(offer, offered) is Miss.NO_ANSWER
    assert not stand.sent("Dial")


@pytest.mark.parametrize(("queue", "agent", "after_s"), [("billing", "anna", 17.0), ("sales", "elsa", 37.0)])
async def test_what_outlasts_ringing_and_listening_is_looked_at(queue: str, agent: str, after_s: float) -> None:
    stand = Stand(queue, agent)
    stand.line.rings_out.clear()
    ringing = asyncio.ensure_future(stand.rings())
    await asyncio.sleep(after_s - 0.1)
    assert not stand.desk.looked_at
    await asyncio.sleep(0.2)
    assert stand.desk.looked_at == stand.orders[:1]
    stand.line.rings_out.set()
    await ringing
