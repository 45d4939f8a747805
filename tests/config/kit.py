"""A small centre whose parts a test writes, and what is said of it: `HERE` marks the line that must be named."""

import re
from pathlib import Path

from acd.config.load import BadCentre, Centre, Finding, load_centre

HERE = "# <-"

TEXT = """\
centre: Small
languages: [en]
pbx: {ami: {secret: lab-secret}, agi: {secret: lab-secret}}
api: {token: nobody-asks}
skills: {en: English, ru: Russian, billing: Billing, cards: Cards, trainee: In training}
CENTRE
queues:
  first:
    longest_wait: {after: 10m}
    full: {at: 40}
QUEUE
  second:
    needs: {cards: 1}
SECOND
agents:
  anna: {phone: PJSIP/1001, skills: {ru: 10, billing: 5}ANNA}
  boris: {phone: PJSIP/1002, skills: {en: 10, billing: 3, cards: 5}BORIS}
  clara: {phone: PJSIP/1003, skills: {en: 3, cards: 2, trainee: 1}CLARA}
hours:
  office: {zone: Europe/Berlin, week: {mon-fri: 09:00-18:00}}
menus:
  entries: {default: start}
  person: {route: first}
  steps:
    start: {set: {data: {tier: vip}, needs: {en: 0, ru: 0, trainee: 0}}, next: by-hours}
    by-hours: {hours: office, open: go, closed: go-second}
    go: {routeROUTE}
    go-second: {route: second}
"""


def write(tmp_path: Path, queue: str = "", **parts: str) -> Path:
    """Write the centre, with lines of the queue ``first`` and of other parts in their places."""
    text = TEXT.replace("QUEUE", indented(queue, 4)).replace("SECOND", indented(parts.get("second", ""), 4))
    text = text.replace("CENTRE", parts.get("centre", ""))
    for name in ("ANNA", "BORIS", "CLARA"):
        text = text.replace(name, parts.get(name.lower(), ""))
    text = text.replace("{routeROUTE}", parts.get("route", "{route: first}"))
    path = tmp_path / "centre.yaml"
    path.write_text(text)
    return path


def indented(text: str, by: int) -> str:
    return "\n".join(" " * by + line for line in text.splitlines())


def small(tmp_path: Path, queue: str = "", **parts: str) -> Centre:
    """The centre, which must be good."""
    try:
        return load_centre(write(tmp_path, queue, **parts))
    except BadCentre as refused:
        raise AssertionError(str(refused)) from None


def refused(tmp_path: Path, queue: str = "", **parts: str) -> list[Finding]:
    """Everything that refuses the centre."""
    try:
        load_centre(write(tmp_path, queue, **parts))
    except BadCentre as bad:
        return bad.findings
    return []


def says(finding: Finding, words: str, path: Path) -> None:
    """It says these words, at the marked line, and as much in Russian."""
    marked = [number for number, line in enumerate(path.read_text().splitlines(), 1) if HERE in line]
    assert words in finding.text(), finding.text()
    assert [finding.line] == marked, finding.text()
    assert re.search("[а-яё]{3}", finding.text("ru")) and "`?`" not in finding.text("ru") + finding.text()
