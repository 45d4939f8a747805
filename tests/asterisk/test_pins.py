"""PINs: right ones open, wrong ones are counted in a row, and too many shut the door for a while."""

from hypothesis import given
from hypothesis import strategies as st

from acd.asterisk.pins import Pins, Verdict

RIGHT, WRONG, LOCKED = Verdict.RIGHT, Verdict.WRONG, Verdict.LOCKED
PINS = {"anna": "4711", "boris": "0815"}


def entered(pins: Pins, *tries: str, agent: str = "anna", at: float = 0.0) -> list[Verdict]:
    return [pins.check(agent, each, at) for each in tries]


def test_the_right_pin_opens_and_another_agents_does_not() -> None:
    assert entered(Pins(PINS), "4711", "0815", "4711") == [RIGHT, WRONG, RIGHT]


def test_what_only_begins_or_goes_on_like_the_pin_is_wrong() -> None:
    assert entered(Pins(PINS, tries=9), "", "471", "47110", "*4711", "٤٧١١") == [WRONG] * 5


def test_after_three_wrong_pins_in_a_row_the_right_one_does_not_open_either() -> None:
    pins = Pins(PINS, tries=3, lock_s=60)
    assert entered(pins, "1", "2", "3", "4711") == [WRONG, WRONG, LOCKED, LOCKED]
    assert pins.locked("anna", 59.9)


def test_the_lock_ends_by_itself_and_the_count_begins_anew() -> None:
    pins = Pins(PINS, tries=2, lock_s=60)
    assert entered(pins, "1", "2") == [WRONG, LOCKED]
    assert not pins.locked("anna", 60)
    assert entered(pins, "1", "4711", at=60) == [WRONG, RIGHT]


def test_a_right_pin_takes_back_the_wrong_ones_before_it() -> None:
    assert entered(Pins(PINS, tries=2), "1", "4711", "1", "4711") == [WRONG, RIGHT, WRONG, RIGHT]


def test_one_agents_wrong_pins_shut_nobody_else_out() -> None:
    pins = Pins(PINS, tries=1)
    assert entered(pins, "1") == [LOCKED]
    assert entered(pins, "0815", agent="boris") == [RIGHT]


def test_who_has_no_pin_cannot_come_in_by_any() -> None:
    pins = Pins(PINS)
    assert not pins.has("clara")
    assert entered(pins, "", "4711", agent="clara") == [LOCKED, LOCKED]


@given(st.lists(st.sampled_from(["1111", "4711"]), max_size=40), st.integers(1, 5))
def test_however_tries_are_mixed_nobody_has_more_wrong_ones_than_allowed(tries: list[str], most: int) -> None:
    pins = Pins(PINS, tries=most, lock_s=1)
    told = entered(pins, *tries)
    opened = told[: told.index(LOCKED)] if LOCKED in told else told
    assert all(verdict is LOCKED for verdict in told[len(opened) :])
    longest = max(len(run) for run in "".join("w" if each is WRONG else " " for each in opened).split(" "))
    assert longest < most
    assert pins.locked("anna", 0.5) is (LOCKED in told)
