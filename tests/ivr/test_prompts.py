"""The recordings: there in both languages, fit for a telephone, replaced by name."""

import array
import wave
from pathlib import Path

import pytest
import yaml

from ivr.actions import Prompt
from ivr.make_prompts import make
from ivr.prompts import DIGIT_PROMPTS, SHIPPED, Sounds, spoken

TEXTS = yaml.safe_load((SHIPPED / "texts.yaml").read_text(encoding="utf-8"))["texts"]
RECORDINGS = sorted(SHIPPED.glob("*/*.wav"))
# What the service itself says outside any tree.
OF_THE_SERVICE = {
    "please-wait", "all-busy-goodbye", "queue-full", "nobody-here", "goodbye", "closed", "not-reached",
    "callback-offer", "callback-noted", "callback-wait",
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_text_is_recorded_and_every_recording_has_a_text(language: str) -> None:
    assert Sounds().names(language) == set(TEXTS)
    assert all(texts.keys() == {"en", "ru"} for texts in TEXTS.values())
    assert set(DIGIT_PROMPTS) | OF_THE_SERVICE <= set(TEXTS)


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_recording_is_fit_for_a_telephone(path: Path) -> None:
    with wave.open(str(path)) as recording:
        assert (recording.getframerate(), recording.getnchannels(), recording.getsampwidth()) == (8000, 1, 2)
        samples = array.array("h", recording.readframes(recording.getnframes()))
    letters = len(TEXTS[path.stem][path.parent.name])
    assert 0.3 + letters * 0.03 < len(samples) / 8000 < 0.8 + letters * 0.11
    assert 16_000 < max(map(abs, samples)) < 32_000  # loud enough, and never at the end of the scale
    # The breath around it is quiet.
    assert max(map(abs, samples[:200])) < 2000


def test_all_recordings_together_stay_small() -> None:
    assert sum(path.stat().st_size for path in RECORDINGS) < 5_000_000


def test_names_become_recordings_in_the_language_of_the_call() -> None:
    said = spoken(["welcome", "ru/welcome", "digits of account", "digits of card"], "en", {"account": "40a7"})
    assert [prompt.file for prompt in said] == ["en/welcome", "ru/welcome", "en/digit-4", "en/digit-0", "en/digit-7"]


def test_a_missing_synthesiser_is_said_with_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match="apt-get install espeak-ng sox"):
        make(["welcome"], tmp_path)


def test_an_owners_recording_replaces_the_shipped_one_by_name(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "welcome.gsm").touch()
    (tmp_path / "en" / "jingle.ulaw").touch()
    (tmp_path / "en" / "notes.txt").touch()
    sounds = Sounds([tmp_path])
    assert sounds.file(Prompt("en", "welcome")) == str(tmp_path / "en" / "welcome")
    assert sounds.file(Prompt("en", "goodbye")) == str(SHIPPED / "en" / "goodbye")
    assert sounds.file(Prompt("en", "notes")) is None
    assert sounds.names("en") == Sounds().names("en") | {"jingle"}
