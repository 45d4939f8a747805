"""A page as plain data, and its HTML: one file, without scripts, that fetches nothing."""

import base64
import hashlib
from typing import Final, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from acd.words import Language
from simulator.report.look import Look, Plot, dark, data_uri, svg
from simulator.report.tables import Table
from simulator.report.words import say

WORDS: Final = ("about", "contents", "figures", "pictures")


class Verdict(NamedTuple):
    """The first sentence of a page; ``kind`` is met, missed, open, bare or none."""

    kind: str
    text: str


class Card(NamedTuple):
    """A key figure, drawn large."""

    label: str
    mean: str
    half_width: str = ""


class Fact(NamedTuple):
    """What was simulated: one line of it."""

    label: str
    text: str


class Picture(NamedTuple):
    """A plot in the page: as the address of an image for wide and narrow pages, light and dark ones."""

    name: str
    title: str
    finding: str
    wide: str
    wide_dark: str
    narrow: str
    narrow_dark: str


class Page(NamedTuple):
    """Everything that stands on a page, in its order."""

    kind: str
    title: str
    verdicts: list[Verdict]
    cards: list[Card]
    facts: list[Fact]
    notes: list[str]
    pictures: list[Picture]
    tables: list[Table]


def picture(plot: Plot, language: Language) -> Picture:
    """Draw a plot for the page."""
    wide, narrow = (svg(plot, Look(language, narrow)) for narrow in (False, True))
    images = [data_uri(image) for image in (wide, dark(wide), narrow, dark(narrow))]
    return Picture(plot.name, plot.title, plot.finding, *images)


def html(page: Page, language: Language) -> str:
    """Return the HTML of a page. Whatever a scenario calls things stays text, and nothing is run or fetched."""
    environment = Environment(
        loader=PackageLoader("simulator.report"), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    style = environment.get_template("style.css.j2").render()
    return environment.get_template("page.html.j2").render(
        page=page,
        language=language,
        style=Markup(style),  # noqa: S704 - our own file, without blanks to fill
        policy=policy(style),
        words={word: say(word, language) for word in WORDS},
    )


def policy(style: str) -> str:
    """Return what a browser is to allow this page: its own style, known by its hash, and images that it carries."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
