"""What is written about a call into its channel's variables comes back whole, and rubbish harms nobody."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acd.asterisk.caller import LONGEST_LINE, in_lines
from acd.asterisk.truth import CALL, LONGEST, MENU, RECORDING, STATE, read_truth, restored, write_call
from acd.engine.calls import Call

NOW = 1_800_000_000.25
names = st.text("abcdefgh-_0123456789", min_size=1, max_size=12)
words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=64)


def waiting(call_id: str = "17.1") -> Call:
    call = Call(call_id, NOW - 60, "+74951234567", "Иван Петров", "100")
    call.queue, call.place, call.queued_at = "billing", NOW - 40.5, NOW - 20.125
    call.asked, call.priority, call.topic, call.language = {"billing": 3, "en": 1}, 10, "счета", "en"
    call.refused, call.data = frozenset({"anna", "boris"}), {"account": "1234567", "note": "a&b=c,d;%"}
    call.asked_need, call.opened, call.credit_s, call.stays = "ru >= 5 and not {brand}", 2, 30.5, True
    call.note = "wants Иван, by 5 o'clock"
    return call


def test_a_waiting_call_comes_back_with_all_that_is_known_of_it() -> None:
    call = waiting()
    fact = restored("17.1", read_truth({STATE: "waiting", CALL: write_call(call)}), NOW)
    assert (fact.state, fact.number, fact.name, fact.dialled) == ("waiting", call.number, call.name, "100")
    assert (fact.arrived_at, fact.queued_at, fact.entered_at) == (NOW - 60, NOW - 40.5, NOW - 20.125)
    assert (fact.queue, fact.needs, fact.priority) == ("billing", {"billing": 3, "en": 1}, 10)
    assert (fact.topic, fact.language, fact.data) == ("счета", "en", call.data)
    assert (fact.need, fact.opened, fact.credit_s, fact.stays) == ("ru >= 5 and not {brand}", 2, 30.5, True)
    assert fact.note == call.note
    assert set(fact.refused) == {"anna", "boris"}


def test_an_offer_to_several_that_nobody_saw_the_end_of_was_missed_by_all_of_them() -> None:
    call = waiting()
    call.agent, call.also, call.offer = "clara", ("david", "elsa"), 7
    written = {CALL: write_call(call)}
    assert read_truth(written).agents == ("clara", "david", "elsa")
    assert {"clara", "david", "elsa"} <= set(restored("17.1", read_truth({STATE: "offered", **written}), NOW).refused)
    talking = restored("17.1", read_truth({STATE: "talking", **written}), NOW, talking_to="david")
    assert (talking.agent, set(talking.refused)) == ("david", {"anna", "boris"})


def test_an_offer_that_nobody_saw_the_end_of_was_missed() -> None:
    call = waiting()
    call.agent = "clara"
    written = {CALL: write_call(call)}
    assert "clara" in restored("17.1", read_truth({STATE: "offered", **written}), NOW).refused
    talking = restored("17.1", read_truth({STATE: "talking", **written}), NOW, talking_to="clara")
    assert (talking.state, talking.agent) == ("talking", "clara")
    assert "clara" not in talking.refused


@pytest.mark.parametrize("state", ["menu", "waiting", "offered", "confirming"])
def test_a_call_that_names_an_agent_was_offered_whatever_it_did_before_and_is_not_theirs_again(state: str) -> None:
    call = waiting()
    call.agent = "elsa"
    found = restored("17.1", read_truth({STATE: state, CALL: write_call(call)}), NOW)
    assert (found.state, found.agent, set(found.refused)) == ("waiting", "", {"anna", "boris", "elsa"})


@pytest.mark.parametrize(
    ("state", "comes_back"), [("talking", "waiting"), ("transferred", "menu"), ("outside", "menu")]
)
def test_who_was_talked_to_already_is_asked_again(state: str, comes_back: str) -> None:
    call = waiting()
    call.agent = "elsa"
    found = restored("17.1", read_truth({STATE: state, CALL: write_call(call)}), NOW)
    assert (found.state, set(found.refused)) == (comes_back, {"anna", "boris"})


def test_an_agent_named_in_a_call_that_waits_for_nobody_is_rubbish() -> None:
    found = restored("17.1", read_truth({STATE: "menu", CALL: "arrived_at=1800000000.0&agent=clara"}), NOW)
    assert (found.state, found.queue) == ("menu", "")


@pytest.mark.parametrize(
    ("written", "state"), [("on", "on"), ("paused", "paused"), ("off", "off"), ("", "off"), ("rubbish", "off")]
)
def test_what_the_recording_did_is_found_again(written: str, state: str) -> None:
    found = restored("17.1", read_truth({STATE: "waiting", CALL: write_call(waiting()), RECORDING: written}), NOW)
    assert found.recording == state


def test_a_caller_in_the_menu_comes_back_there_whatever_an_earlier_round_left() -> None:
    assert restored("17.1", read_truth({STATE: "menu", CALL: write_call(waiting())}), NOW).state == "menu"


@given(st.lists(names, max_size=200, unique=True), st.dictionaries(names, words, max_size=20), words, words)
def test_however_much_is_known_it_fits_and_what_matters_is_there(
    refused: list[str], data: dict[str, str], topic: str, name: str
) -> None:
    call = waiting()
    call.refused, call.data, call.topic, call.name, call.note = frozenset(refused), data, topic, name, topic * 20
    text = write_call(call)
    assert text.isascii()
    assert "," not in text
    assert len(text) <= LONGEST
    found = read_truth({CALL: text})
    assert (found.queue, found.place, found.needs, found.priority) == ("billing", call.place, call.asked, 10)
    assert (found.need, found.opened, found.credit_s, found.stays) == (call.asked_need, 2, 30.5, True)
    assert found.data.items() <= data.items()
    assert set(found.refused) <= set(refused)


def test_a_caller_whose_number_and_name_are_endless_is_a_call_like_any_other() -> None:
    call = waiting()
    call.number = call.name = call.dialled = "\U0001f600" * 40
    found = read_truth({CALL: write_call(call)})
    assert (found.queue, found.place, found.topic) == ("billing", call.place, call.topic)
    assert len(write_call(call)) <= LONGEST


@given(st.dictionaries(st.sampled_from((STATE, CALL, MENU)), st.text(max_size=300)))
def test_rubbish_in_variables_is_no_exception(variables: dict[str, str]) -> None:
    assert restored("17.1", read_truth(variables), NOW).call == "17.1"


@given(st.lists(st.text("abc=", min_size=1, max_size=1_500), max_size=8))
def test_settings_travel_in_as_few_commands_as_hold_them(settings: list[str]) -> None:
    lines = in_lines(settings)
    assert ",".join(lines) == ",".join(settings)
    assert all(len(line) <= LONGEST_LINE for line in lines)
    assert all(len(one) + 1 + len(next_one.split(",")[0]) > LONGEST_LINE for one, next_one in pairwise(lines))
