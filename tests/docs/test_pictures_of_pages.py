"""The pictures of the pages: there, small, and shown on the page of their language with words for who cannot see."""

import re
import struct
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, text_of

FOLDER = ROOT / "docs/images/pages"
PICTURES = ("supervisor", "story", "phone", "wall", "sign-in")
LANGUAGES = ("en", "ru")
MOST_BYTES = 1_500_000


def file_of(name: str, language: str) -> Path:
    return FOLDER / (f"{name}.png" if language == "en" else f"{name}.{language}.png")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_there_and_shown_with_its_words(name: str, language: str) -> None:
    head = file_of(name, language).read_bytes()[:24]
    assert head.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", head[16:24])
    assert min(width, height) >= 390
    page, way = ("docs/supervisor.md", "") if language == "en" else ("docs/ru/supervisor.md", "../")
    shown = re.search(rf"!\[([^]]+)\]\({re.escape(way)}images/pages/{file_of(name, language).name}\)", text_of(page))
    assert shown, f"{page} does not show {file_of(name, language).name}"
    assert bool(re.search("[а-я]", shown[1])) is (language == "ru")


def test_there_are_no_others_and_together_they_are_small() -> None:
    files = {file_of(name, language) for name in PICTURES for language in LANGUAGES}
    assert set(FOLDER.iterdir()) == files
    assert sum(file.stat().st_size for file in files) <= MOST_BYTES
