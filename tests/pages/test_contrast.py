"""Every colour of text is readable on every ground it stands on, light and dark: 4.5 to 1 at least (WCAG AA)."""

import re

import pytest

from api.pages import PAGES

ENOUGH = 4.5
COLOURS = {
    name: (light, dark)
    for name, light, dark in re.findall(
        r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);",
        (PAGES / "src" / "ui" / "base.css").read_text(),
    )
}
TEXTS = ("text", "text-soft", "text-faint", "accent", "critical", "warning", "good")
GROUNDS = ("ground", "panel", "raised", "sunk", "accent-ground")
PAIRS = [
    *((text, ground) for text in TEXTS for ground in GROUNDS),
    *(
        (text, f"{of}-ground")
        for of in ("critical", "warning", "information", "good")
        for text in ("text", "text-soft", of)
    ),
    ("on-accent", "accent"),
]


def light_of(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb``."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return how much lighter the lighter of two colours is."""
    lights = sorted((light_of(one), light_of(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def test_black_on_white_is_as_much_as_there_is() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_text_can_be_read(theme: int) -> None:
    found = {f"{text} on {on}": round(contrast(COLOURS[text][theme], COLOURS[on][theme]), 2) for text, on in PAIRS}
    assert not {pair: ratio for pair, ratio in found.items() if ratio < ENOUGH}
