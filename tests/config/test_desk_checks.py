"""`acd check` on keypad codes: what could not be dialled, told apart or heard is refused before an agent tries it."""

from pathlib import Path

import pytest

from acd.config.desk_checks import KEYPAD_PROMPTS, unasked
from acd.config.load import load_centre
from ivr.prompts import Sounds
from tests.config.test_load import DEMO, changed, refusals

CODES = 'codes: {sign_in: "*40", sign_out: "*41", pause: "*42", unpause: "*43", state: "*44"}'


@pytest.mark.parametrize(
    ("old", "new", "sentences"),
    [
        ('unpause: "*43"', 'unpause: "*421"', ["`*421` begins with the code `*42`"]),
        ('unpause: "*43"', 'unpause: "*42"', ["`*42` begins with the code `*42`"]),
        ('state: "*44"', 'state: "*4"', [f"`*4{last}` begins with the code `*4`" for last in "0123"]),
        ("\n  1: lunch", '\n  "#": lunch', ["the key `#` cannot be dialled behind `*42`"]),
        ("\n  1: lunch", "\n  1: missed:3:no_answer", ["`missed:3:no_answer` reads like a pause after missed calls"]),
    ],
)
def test_what_agents_could_not_dial_is_refused_once_with_a_sentence(
    tmp_path: Path, old: str, new: str, sentences: list[str]
) -> None:
    said = refusals(changed(tmp_path, old, new))
    assert len(said) == len(sentences)
    assert all(any(sentence in each for each in said) for sentence in sentences), said


def test_other_codes_of_any_length_are_fine_as_long_as_none_begins_with_another(tmp_path: Path) -> None:
    other = 'codes: {sign_in: "*1", sign_out: "**2", pause: "*333", unpause: "*334", state: "*35"}'
    assert load_centre(changed(tmp_path, CODES, other)).warnings == []


def test_an_agent_who_would_hear_nothing_in_their_language_is_a_warning(tmp_path: Path) -> None:
    path = changed(tmp_path, "languages: [en, ru]", "languages: [en, ru, de]\nsounds: own")
    text = path.read_text()
    path.write_text(text.replace("language: ru, skills", "language: de, skills", 1))
    missing = KEYPAD_PROMPTS - {"nothing-heard"}  # which the menu has anyway
    for prompt in {file.stem for file in Path("ivr/sounds/en").glob("*.wav")} - missing:
        recording = tmp_path / "own" / "de" / f"{prompt}.wav"
        recording.parent.mkdir(parents=True, exist_ok=True)
        recording.touch()
    said = [finding.text() for finding in load_centre(path).warnings]
    assert len(said) == 1
    assert f"agents who hear `de` hear nothing for their codes: {len(missing)} prompts" in said[0]


@pytest.mark.parametrize("pin", ['"47a1"', '"471"', '"4711471147110"', "4711", "012345", '"env:ACD_NOT_SET"'])
def test_a_pin_that_is_none_is_refused_and_never_shown(tmp_path: Path, pin: str) -> None:
    said = " ".join(refusals(changed(tmp_path, 'pin: "4711"', f"pin: {pin}")))
    assert "no PIN of 4 to 12 digits in quotes" in said
    assert pin.strip('"') not in said


def test_the_demo_shows_a_pin_and_reasons(tmp_path: Path) -> None:
    part = load_centre(DEMO).part
    assert part.agents["anna"].pin == "4711"
    assert part.pauses["1"] == "lunch"


def test_who_must_confirm_and_would_not_hear_how_is_a_warning() -> None:
    part = load_centre(DEMO).part
    anna = part.agents["anna"]
    for agent, warned in (
        (anna.model_copy(update={"confirm": True, "language": "de"}), True),
        (anna.model_copy(update={"phone": None, "number": "+74951234567", "language": "de"}), True),
        (anna.model_copy(update={"phone": None, "number": "+74951234567", "confirm": False, "language": "de"}), False),
        (anna.model_copy(update={"language": "de"}), False),
        (anna.model_copy(update={"confirm": True}), False),
    ):
        found = list(unasked(part.model_copy(update={"agents": {"anna": agent}}), Sounds()))
        assert [(problem.key, problem.severity) for problem in found] == [("confirm_silent", "warning")] * warned


@pytest.mark.parametrize("folder", ["../etc", "a,b", "${X}", "a b", "/tmp"])
def test_recordings_go_into_a_folder_with_a_plain_name(tmp_path: Path, folder: str) -> None:
    [said] = refusals(changed(tmp_path, "\npbx:", f'\npbx:\n  recordings: "{folder}"'))
    assert "pbx.recordings" in said
