"""The engine's own reason for a pause can be read again; a person's words are never taken for it."""

import pytest

from agents.pauses import Missed, after_misses, read_missed


def test_what_the_engine_writes_is_read_again() -> None:
    assert read_missed(after_misses(3, "no_answer")) == Missed(3, "no_answer")


@pytest.mark.parametrize(
    "reason", ["lunch", "", "missed", "missed:", "missed:many:busy", "missed:9999:busy", "MISSED:1:busy"]
)
def test_a_persons_own_words_are_no_reason_of_the_engine(reason: str) -> None:
    assert read_missed(reason) is None
