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
<centre>
skills:
  en: English
  ru: Russian
  billing: Billing
  cards: Cards
  trainee: In training
<skills>
queues:
  first:
    longest_wait: {after: 10m}
    full: {at: 40}
<first>
  second:
    needs: {cards: 1}
<second>
<queues>
agents:
  anna: {phone: PJSIP/1001, skills: {ru: 10, billing: 5}<anna>}
  boris: {phone: PJSIP/1002, skills: {en: 10, billing: 3, cards: 5}<boris>}
  clara: {phone: PJSIP/1003, skills: {en: 3, cards: 2, trainee: 1}<clara>}
<agents>
hours:
  office: {zone: Europe/Berlin, week: {mon-fri: 09:00-18:00}}
<hours>
menus:
  entries: {default: start}
  person: {route: first}
  steps:
    start: {set: {data: {tier: vip}, needs: {en: 0, ru: 0, billing: 0, trainee: 0}}, next: by-dialled}
    by-dialled: {branch: dialled, cases: [{prefix: 1, next: low}], otherwise: high}
    low: {set: {data: {level: "3", skill: ru}}, next: by-hours}
    high: {set: {data: {level: "9", skill: trainee}}, next: by-hours}
    by-hours: {hours: office, open: go, closed: go-second}
    go: {route: first}
    go-second: {route: second}
<steps>
"""
"""The menus set ``tier`` to vip, ``level`` to 3 or 9, and ``skill`` to ru or trainee."""

DEPTHS = {"first": 4, "second": 4, "skills": 2, "queues": 2, "agents": 2, "hours": 2, "steps": 4}


def write(tmp_path: Path, first: str = "", **parts: str) -> Path:
    """Write the centre, with lines of the queue ``first`` and of other parts in their places."""
    given = {"first": first, **parts}

    def fill(found: re.Match[str]) -> str:
        text = given.pop(found[1], "")
        return "\n".join(" " * DEPTHS.get(found[1], 0) + line for line in text.splitlines())

    path = tmp_path / "centre.yaml"
    path.write_text(re.sub("<([a-z]+)>", fill, TEXT))
    assert not given, f"the small centre has no place for {given}"
    return path


def small(tmp_path: Path, first: str = "", **parts: str) -> Centre:
    """The centre, which must be good."""
    try:
        return load_centre(write(tmp_path, first, **parts))
    except BadCentre as refused:
        raise AssertionError(str(refused)) from None


def refused(tmp_path: Path, first: str = "", **parts: str) -> list[Finding]:
    """Everything that refuses the centre."""
    try:
        load_centre(write(tmp_path, first, **parts))
    except BadCentre as bad:
        return bad.findings
    return []


def says(finding: Finding, words: str, path: Path) -> None:
    """It says these words, at the marked line, and as much in Russian."""
    marked = [number for number, line in enumerate(path.read_text().splitlines(), 1) if HERE in line]
    assert words in finding.text(), finding.text()
    assert [finding.line] == marked, finding.text()
    assert re.search("[а-яё]{3}", finding.text("ru")) and "`?`" not in finding.text("ru") + finding.text()
