"""Durations, rates and shares are read with their units; everything else is refused in one sentence."""

import re
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
from pydantic import BaseModel, ConfigDict, ValidationError

from simulator.scenario.notation_words import EN, RU
from simulator.scenario.units import DurationS, RatePerS, Share, duration_s, figure, rate_per_s, share, whole_number


class Written(BaseModel):
    """Each of the three in a strict model."""

    model_config = ConfigDict(strict=True, extra="forbid")

    lasting: DurationS = 0.0
    coming: RatePerS = 0.0
    part: Share = 0.0


DURATIONS = {
    "178 s": 178.0,
    "3 min": 180.0,
    "1.5 h": 5400.0,
    "2 days": 172_800.0,
    "1 day": 86_400.0,
    "20s": 20.0,
    "10m": 600.0,
    "1h": 3600.0,
    "7d": 604_800.0,
    "500ms": 0.5,
    "2 minutes": 120.0,
    "1 hour": 3600.0,
    "30 seconds": 30.0,
    "  3   min ": 180.0,
    "1e-3 s": 0.001,
    "0 s": 0.0,
    "0": 0.0,
    0: 0.0,
}

RATES = {
    "100 per 30 min": 100 / 1800,
    "4.2 per min": 0.07,
    "4.2 per 1 min": 0.07,
    "0.5/min": 0.5 / 60,
    "0.5 / min": 0.5 / 60,
    "100/30 min": 100 / 1800,
    "1200 per h": 1 / 3,
    "3 per hour": 1 / 1200,
    "80000 per day": 80_000 / 86_400,
    "0 per min": 0.0,
    "0": 0.0,
    0: 0.0,
}

SHARES = {"80 %": 0.8, "80%": 0.8, "0.5 %": 0.005, "100 %": 1.0, "0 %": 0.0, 0.8: 0.8, "0.8": 0.8, 1: 1.0, 0: 0.0}


@pytest.mark.parametrize(("written", "seconds"), DURATIONS.items(), ids=str)
def test_a_duration_is_read_in_seconds(written: object, seconds: float) -> None:
    assert duration_s(written) == pytest.approx(seconds)
    assert Written.model_validate({"lasting": written}).lasting == pytest.approx(seconds)


@pytest.mark.parametrize(("written", "per_s"), RATES.items(), ids=str)
def test_a_rate_is_read_as_so_many_a_second(written: object, per_s: float) -> None:
    assert rate_per_s(written) == pytest.approx(per_s)
    assert Written.model_validate({"coming": written}).coming == pytest.approx(per_s)


@pytest.mark.parametrize(("written", "part"), SHARES.items(), ids=str)
def test_a_share_is_read_from_0_to_1(written: object, part: float) -> None:
    assert share(written) == pytest.approx(part)
    assert Written.model_validate({"part": written}).part == pytest.approx(part)


NO_DURATION = "is not a duration; write a number with its unit, like 178 s, 3 min or 1.5 h"
NO_RATE = "is not a rate; write a number per time, like 100 per 30 min, 4.2 per min or 0.5/min"
NO_SHARE = "is not a share; write it like 80 % or 0.8"
BELOW = "is below zero; 0 or more is expected"
BEYOND = "is not within 0 and 1, that is 0 % and 100 %"

REFUSED: list[tuple[Callable[[Any], float], object, str]] = [
    (duration_s, 180, "`180` has no unit; write it like 180 s, 180 min or 180 h"),
    (duration_s, "2.5", "`2.5` has no unit; write it like 2.5 s, 2.5 min or 2.5 h"),
    (duration_s, "-3 min", f"`-3 min` {BELOW}"),
    (duration_s, -3, f"`-3` {BELOW}"),
    (duration_s, float("nan"), f"`nan` {NO_DURATION}"),
    (duration_s, float("inf"), f"`inf` {NO_DURATION}"),
    (duration_s, float("-inf"), f"`-inf` {NO_DURATION}"),
    (duration_s, "nan s", f"`nan s` {NO_DURATION}"),
    (duration_s, "inf min", f"`inf min` {NO_DURATION}"),
    (duration_s, "3 fortnights", f"`3 fortnights` {NO_DURATION}"),
    (duration_s, "1,5 h", f"`1,5 h` {NO_DURATION}"),
    (duration_s, "٣ min", f"`٣ min` {NO_DURATION}"),
    (duration_s, "", f"`` {NO_DURATION}"),
    (duration_s, None, f"`None` {NO_DURATION}"),
    (duration_s, True, f"`True` {NO_DURATION}"),
    (duration_s, ["3 min"], f"`['3 min']` {NO_DURATION}"),
    (duration_s, "100001 days", "`100001 days` is too much here; at most 100000 days is expected"),
    (duration_s, "1e99 s", "`1e99 s` is too much here; at most 100000 days is expected"),
    (rate_per_s, 100, f"`100` {NO_RATE}"),
    (rate_per_s, "100 per", f"`100 per` {NO_RATE}"),
    (rate_per_s, "100 per 0 min", f"`100 per 0 min` {NO_RATE}"),
    (rate_per_s, "3 min", f"`3 min` {NO_RATE}"),
    (rate_per_s, "inf per min", f"`inf per min` {NO_RATE}"),
    (rate_per_s, float("nan"), f"`nan` {NO_RATE}"),
    (rate_per_s, False, f"`False` {NO_RATE}"),
    (rate_per_s, "-4.2 per min", f"`-4.2 per min` {BELOW}"),
    (rate_per_s, "1 per 1e-99 s", "`1 per 1e-99 s` is too much here; at most 1000000 per s is expected"),
    (share, 80, f"`80` {BEYOND}"),
    (share, "101 %", f"`101 %` {BEYOND}"),
    (share, "-1 %", f"`-1 %` {BEYOND}"),
    (share, -0.1, f"`-0.1` {BEYOND}"),
    (share, "most", f"`most` {NO_SHARE}"),
    (share, float("nan"), f"`nan` {NO_SHARE}"),
    (share, True, f"`True` {NO_SHARE}"),
    (lambda raw: figure(raw, 0.1, 10), "0.05", "`0.05` is not a number from 0.1 to 10"),
    (lambda raw: figure(raw, 0.1, 10), float("inf"), "`inf` is not a number from 0.1 to 10"),
    (lambda raw: whole_number(raw, 1, 9), 2.5, "`2.5` is not a whole number from 1 to 9"),
    (lambda raw: whole_number(raw, 1, 9), 10, "`10` is not a whole number from 1 to 9"),
    (lambda raw: whole_number(raw, 1, 9), True, "`True` is not a whole number from 1 to 9"),
]


@pytest.mark.parametrize(("read", "raw", "sentence"), REFUSED, ids=[str(each[2]) for each in REFUSED])
def test_what_is_no_such_number_is_refused_in_one_sentence(
    read: Callable[[Any], float], raw: object, sentence: str
) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        read(raw)


def test_a_long_text_is_shown_in_short_and_on_one_line() -> None:
    with pytest.raises(ValueError, match="not a duration") as refused:
        duration_s("3\nmin\x1b[31m" + "x" * 10_000)
    assert len(str(refused.value)) < 160
    assert str(refused.value).isprintable()


def test_a_text_longer_than_any_notation_is_not_searched() -> None:
    with pytest.raises(ValueError, match="not a duration"):
        duration_s("3" + " " * 100 + "min")


def test_a_model_says_the_same_at_the_place() -> None:
    with pytest.raises(ValidationError) as refused:
        Written.model_validate({"lasting": "3", "coming": 5, "part": "half"})
    found = {detail["loc"]: detail["type"] for detail in refused.value.errors()}
    assert found == {("lasting",): "no_unit", ("coming",): "no_rate", ("part",): "no_share"}


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("lasting", [*DURATIONS], ["3", 5, -1, "3 fortnights", True, "-3 min"]),
        ("coming", [*RATES], ["3", 5, "3 min", "-1 per min"]),
        ("part", [*SHARES], ["half", 80, -0.1, "-1 %"]),
    ],
)
def test_an_editor_is_told_the_same_notations(field: str, good: list[object], bad: list[object]) -> None:
    checker = jsonschema.Draft202012Validator(Written.model_json_schema())
    spaced = [each for each in good if not (isinstance(each, str) and each != " ".join(each.split()))]
    assert [each for each in spaced if not checker.is_valid({field: each})] == []
    assert [each for each in bad if checker.is_valid({field: each})] == []


def test_every_sentence_has_its_russian_twin_with_the_same_blanks() -> None:
    def blanks(phrases: dict[str, str]) -> dict[str, set[str]]:
        return {key: set(re.findall(r"{(\w+)}", text)) for key, text in phrases.items()}

    assert blanks(EN) == blanks(RU)
    assert all(re.search("[а-я]", text) for text in RU.values())
