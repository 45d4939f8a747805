"""What the agent's phone shows, who calls, and how an offer ended, in the words of the PBX."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acd.asterisk.caller import who_calls
from acd.asterisk.offering import miss_of, shown
from acd.engine.facts import Miss


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
