"""`acd status` lays the running service out for a person, in their language."""

from datetime import datetime

import pytest

from acd.status import Answers, status_text
from acd.words import Language

NOT_LEFT_ALONE: Answers = {"left_alone_until": None}
QUEUE: Answers = {
    "title": "Sales",
    "waiting": 2,
    "longest_waiting_s": 75.4,
    "answered": 8,
    "abandoned": 1,
    "service_level": 0.875,
    "mean_wait_s": 3.2,
    "answer_within_s": 20.0,
}
ANSWERS: Answers = {
    "status": {"centre": "Northern Lights", "uptime_s": 3725.0},
    "queues": [QUEUE, {**QUEUE, "title": "Billing", "service_level": None, "mean_wait_s": None}],
    "agents": {"agents": [{"title": "Anna", "state": "paused", "reason": "lunch", "call": None, **NOT_LEFT_ALONE}]},
    "calls": {"calls": []},
}
CALL: Answers = {
    "call": "1.1", "name": "Ivan", "number": "+7", "state": "waiting", "queue": "sales",
    "need": "ru >= 5 and not trainee", "agent": None, "also": [], "wanted": None,
}  # fmt: skip


def the_row(text: str, word: str) -> list[str]:
    (line,) = [line for line in text.splitlines() if word in line]
    return [cell.strip() for cell in line.strip("│").split("│")]


def test_spans_are_written_as_on_the_screen() -> None:
    text = status_text(ANSWERS, "en")
    assert "up 1:02:05" in text
    assert the_row(text, "Sales") == ["Sales", "2", "1:15", "8", "1", "88 % in 20 s", "0:03"]
    assert the_row(text, "Billing")[-2:] == ["–", "–"]


def test_a_russian_reader_gets_russian_units_too() -> None:
    text = status_text(ANSWERS, "ru")
    assert the_row(text, "Sales")[-2] == "88 % за 20 с"
    assert "работает 1:02:05" in text
    assert " s" not in text.replace("Northern Lights", "")


def test_a_centre_s_name_is_only_text_to_a_terminal() -> None:
    text = status_text({**ANSWERS, "status": {"centre": "a\x1b[2Jb", "uptime_s": 0.0}}, "en")
    assert "\x1b[2J" not in text


@pytest.mark.parametrize(("language", "words"), [("en", "left alone until"), ("ru", "в покое до")])
def test_who_is_left_alone_is_shown_with_until_when(language: Language, words: str) -> None:
    until = datetime(2026, 1, 2, 3, 4, 5).astimezone().timestamp()
    anna = {"title": "Anna", "state": "after_miss", "reason": None, "call": None, "left_alone_until": until}
    text = status_text({**ANSWERS, "agents": {"agents": [anna]}}, language)
    assert the_row(text, "Anna") == ["Anna", f"{words} 03:04:05", ""]


@pytest.mark.parametrize(
    ("agents", "shown"),
    [
        ({"agent": "anna", "also": ["boris"]}, "anna, boris"),
        ({"wanted": "anna"}, "→ anna"),
        ({"agent": "boris", "wanted": "anna"}, "boris"),
        ({}, ""),
    ],
)
def test_a_call_shows_what_it_asks_and_who_rings_for_it_or_is_waited_for(agents: Answers, shown: str) -> None:
    row = the_row(status_text({**ANSWERS, "calls": {"calls": [{**CALL, **agents}]}}, "en"), "1.1")
    assert row == ["1.1", "Ivan", "waiting", "sales", "ru >= 5 and not trainee", shown]
