"""A centre's rules tried by hand."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from acd.config.load import load_centre
from acd.engine.facts import AgentPaused
from simulator.rehearsal import Rehearsal

PERSONS = Path("configs/routing/persons.yaml")
CENTRES = sorted(Path("configs/routing").glob("*.yaml"))


def rehearsal() -> tuple[Rehearsal, list[str]]:
    lines: list[str] = []
    return Rehearsal(PERSONS, language="en", write=lines.append), lines


@pytest.mark.parametrize("file", CENTRES, ids=str)
def test_the_centres_of_the_pages_are_good(file: Path) -> None:
    assert load_centre(file).warnings == []


def test_each_thing_that_happens_is_a_line_from_the_moment_a_caller_asks() -> None:
    day, lines = rehearsal()
    day.sign_in("clara")
    day.call("one", "help")
    day.answer("one")
    day.after(59)
    day.end("one")
    assert lines == [
        "00:00:00 agent Clara  signed in: ready",
        "00:00:01 call one  waits in Help, 1 in line",
        "00:00:01 call one  offered to Clara (rings 20 s)",
        "00:00:01 call one  answered by Clara after 0.0 s",
        "00:01:00 call one  talk with Clara over after 59.0 s",
        "00:01:00 call one  left",
    ]


def test_time_brings_what_the_engine_waits_for_at_its_moment() -> None:
    day, lines = rehearsal()
    day.sign_in("anna", "clara")
    day.call("one", "help")
    day.answer("one")
    day.call("two", "help", data={"manager": "anna"})
    day.after(600)
    assert "00:01:32 call two  waits for Anna no longer, anybody with the skills may help" in lines
    assert day.now == 602


def test_lines_are_in_the_zone_and_language_asked_for() -> None:
    lines: list[str] = []
    begins = datetime(2026, 12, 24, 11, 58, tzinfo=ZoneInfo("Europe/Berlin"))
    day = Rehearsal(PERSONS, begins, "ru", lines.append)
    day.sign_in("anna")
    assert lines == ["11:58:00 агент Anna  на месте: свободен"]


def test_what_cannot_be_is_said() -> None:
    day, _ = rehearsal()
    with pytest.raises(ValueError, match="there is no call one"):
        day.answer("one")
    day.sign_in("anna")
    with pytest.raises(ValueError, match="AgentPaused: agent nobody is not on the roster"):
        day.tell(AgentPaused("nobody", "lunch"))
    day.call("one", "help")
    day.answer("one")
    with pytest.raises(ValueError, match="no phone rings for call one"):
        day.miss("one")
