"""The picture in the README: the live screen of the demo centre, with nothing to fetch from elsewhere."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from acd.config.load import load_centre
from acd.words import Language
from simulator.picture import draw, svg_form
from simulator.virtual_time import run_virtual

ADDRESS = re.compile(r"https?://(?!127\.0\.0\.1|www\.w3\.org/2000/svg)")
SHOWN: dict[Language, tuple[str, ...]] = {
    "en": ("Northern Lights support", "Anna Petrova", "waiting", "arrived from"),
    "ru": ("Northern Lights support", "Anna Petrova", "ждёт", "звонит"),
}


def svg(language: Language) -> str:
    """The screen after 20 seconds of the demo."""
    console = run_virtual(draw(load_centre(Path("configs/demo.yaml")), language, 20.0))
    return console.export_svg(title="make run", code_format=svg_form(), unique_id="centre")


@pytest.mark.parametrize("language", SHOWN)
def test_the_picture_shows_the_centre_at_work_in_the_readers_language(language: Language) -> None:
    picture = ElementTree.fromstring(svg(language))  # whole XML, so a browser can show it
    text = "".join(picture.itertext()).replace("\xa0", " ")
    for words in SHOWN[language]:
        assert words in text


def test_the_same_code_draws_the_same_picture() -> None:
    assert svg("en") == svg("en")


@pytest.mark.parametrize("name", ["centre.svg", "centre.ru.svg"])
def test_the_committed_pictures_need_nothing_from_elsewhere(name: str) -> None:
    text = (Path("docs/images") / name).read_text(encoding="utf-8")
    assert ADDRESS.search(text) is None
    assert "@font-face" not in text
    assert "Northern&#160;Lights" in text
