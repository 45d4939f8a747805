"""What alerts say, in both languages."""

import re
from typing import get_args

import pytest

from acd.alerts.measures import MEASURES, Measure, Unit
from acd.alerts.rules import AlertRule, Reading
from acd.alerts.words import EN, RU, sentences, shown
from acd.config.alerts_model import AgentIn
from acd.story_words import EN as STATES_EN
from acd.story_words import RU as STATES_RU


def test_both_languages_say_the_same_with_the_same_blanks() -> None:
    def blanks(phrases: dict[str, str]) -> dict[str, list[str]]:
        return {key: sorted(re.findall(r"{(\w+)", text)) for key, text in phrases.items()}

    assert blanks(EN) == blanks(RU)


@pytest.mark.parametrize("measure", Measure)
def test_every_measure_has_a_sentence_with_its_value_and_bound(measure: Measure) -> None:
    rule = AlertRule(name="r", measure=measure, bound=0.5, state="paused")
    reading = Reading(kind=MEASURES[measure].kind, name="x", value=0.75, title="Sales <b>")
    said = sentences(rule, reading)
    value, bound = ("75 %", "50 %") if MEASURES[measure].unit == "share" else ("0.8 s", "0.5 s")
    if MEASURES[measure].unit in ("calls", "agents", "offers"):
        value, bound = "0.75", "0.5"
    assert value in said["en"]
    assert f"above {bound}" in said["en"]
    assert re.search("[а-яё]{3}", said["ru"])
    assert said["en"].startswith("Sales <b>:") or MEASURES[measure].kind == "centre", "text is text, whatever is in it"


def test_sentences_are_those_that_people_say() -> None:
    rule = AlertRule(name="r", measure=Measure.AGENT_IN_STATE, bound=1200.0, state="paused")
    reading = Reading(kind="agent", name="anna", value=1265.0, title="Anna Petrova")
    assert sentences(rule, reading) == {
        "en": "Anna Petrova: paused for 21 min 05 s (above 20 min 00 s)",
        "ru": "Anna Petrova: «пауза» уже 21 мин 05 с (порог: выше 20 мин 00 с)",
    }
    goal = AlertRule(name="r", measure=Measure.SERVICE_LEVEL, bound=0.8, is_above=False)
    assert sentences(goal, Reading(kind="queue", name="sales", value=0.725)) == {
        "en": "sales: the service level of the last 30 minutes is 72.5 % (below 80 %)",
        "ru": "sales: уровень сервиса за последние 30 минут 72,5 % (порог: ниже 80 %)",
    }


@pytest.mark.parametrize(
    ("value", "unit", "en", "ru"),
    [
        (12.0, "calls", "12", "12"),
        (1 / 3, "share", "33.3 %", "33,3 %"),
        (0.25, "seconds", "0.2 s", "0,2 s".replace("s", "с")),
        (59.4, "seconds", "59 s", "59 с"),
        (59.7, "seconds", "1 min 00 s", "1 мин 00 с"),
        (3725.0, "seconds", "1 h 02 min", "1 ч 02 мин"),
    ],
)
def test_values_are_written_as_people_read_them(value: float, unit: Unit, en: str, ru: str) -> None:
    assert (shown(value, unit, "en"), shown(value, unit, "ru")) == (en, ru)


def test_every_state_that_an_alert_can_be_about_has_words() -> None:
    for state in get_args(AgentIn):
        assert state in STATES_EN
        assert state in STATES_RU
