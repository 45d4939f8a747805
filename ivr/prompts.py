"""Recordings by name and language, and where they lie.

A folder of sounds has one folder per language: ``en/welcome.wav``, ``ru/welcome.wav``. An owner's folder comes
before the one that is shipped, so a recording of the same name replaces it, in any format that Asterisk plays.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from ivr.actions import Prompt

SHIPPED = Path(__file__).parent / "sounds"
DIGITS_OF = "digits of "
ENDINGS = frozenset({".wav", ".wav16", ".gsm", ".ulaw", ".alaw", ".g722", ".sln", ".sln16"})


def digit_prompt(digit: str) -> str:
    """Name the recording of one digit: ``digit-5``."""
    return f"digit-{digit}"


DIGIT_PROMPTS = tuple(digit_prompt(digit) for digit in "0123456789")


def spoken(names: Sequence[str], language: str, data: Mapping[str, str]) -> tuple[Prompt, ...]:
    """Turn the names of a step into recordings: ``welcome``, ``ru/welcome``, ``digits of account``.

    Digits of something that is not known, or is no number, are left out.
    """
    prompts: list[Prompt] = []
    for name in names:
        if name.startswith(DIGITS_OF):
            value = data.get(name.removeprefix(DIGITS_OF), "")
            prompts += [Prompt(language, digit_prompt(digit)) for digit in value if digit in "0123456789"]
        else:
            prompts.append(fixed(name, language))
    return tuple(prompts)


def fixed(name: str, language: str) -> Prompt:
    """Read ``ru/welcome`` as always Russian, and ``welcome`` as in the call's ``language``."""
    named, _, rest = name.rpartition("/")
    return Prompt(named or language, rest)


class Sounds:
    """What is recorded, in one or several folders of sounds; the first that has a recording is used."""

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        self.folders = (*folders, SHIPPED)

    def names(self, language: str) -> set[str]:
        """Name every recording there is in a language."""
        found = (each for folder in self.folders for each in (folder / language).glob("*") if each.is_file())
        return {each.stem for each in found if each.suffix in ENDINGS}

    def by_language(self, languages: Sequence[str]) -> dict[str, set[str]]:
        """Give the recordings of each language, in the shape that ``check_tree`` takes."""
        return {language: self.names(language) for language in languages}

    def file(self, prompt: Prompt) -> str | None:
        """Find a recording's path without its ending, as Asterisk wants it; None when there is none."""
        for folder in self.folders:
            if any((folder / f"{prompt.file}{ending}").is_file() for ending in ENDINGS):
                return str(folder / prompt.file)
        return None
