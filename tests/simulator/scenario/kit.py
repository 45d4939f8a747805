"""A small scenario whose parts a test writes, and what is said of it: `HERE` marks the line that must be named."""

import re
from collections.abc import Sequence
from pathlib import Path

from simulator.scenario.load import BadScenario, Finding, Scenario, load_scenario

HERE = "# <-"

DAY = "day: {hours: 08:00-12:00, period: 1 h}"
STEADY = "steady: {warm_up: 1 h, length: 10 h}"
TYPES = """\
types:
  calls:
    arrivals: 30 per h
    handling: 3 min
    patience: 1 min
"""
GROUPS = """\
groups:
  agents: {agents: 3}
"""


def write(folder: Path, *, day: str = DAY, types: str = TYPES, groups: str = GROUPS, more: str = "") -> Path:
    """Write a scenario of these sections."""
    path = folder / "scenario.yaml"
    path.write_text("\n".join(["scenario: Small", day, types, groups, more]))
    return path


def small(
    folder: Path, *overrides: str, day: str = DAY, types: str = TYPES, groups: str = GROUPS, more: str = ""
) -> Scenario:
    """The scenario, which must be good."""
    try:
        return load_scenario(write(folder, day=day, types=types, groups=groups, more=more), overrides=overrides)
    except BadScenario as refused:
        raise AssertionError(str(refused)) from None


def refused(
    folder: Path, *overrides: str, day: str = DAY, types: str = TYPES, groups: str = GROUPS, more: str = ""
) -> list[Finding]:
    """Everything that refuses the scenario."""
    try:
        load_scenario(write(folder, day=day, types=types, groups=groups, more=more), overrides=overrides)
    except BadScenario as bad:
        return bad.findings
    return []


def says(findings: Sequence[Finding], english: str, russian: str) -> None:
    """There is one finding, it says these words in each language, at the marked line if one is marked."""
    (finding,) = findings
    lines = Path(finding.file).read_text().splitlines()
    marked = [number for number, line in enumerate(lines, 1) if HERE in line]
    assert english in finding.text(), finding.text()
    assert russian in finding.text("ru"), finding.text("ru")
    assert marked in ([], [finding.line]), finding.text()
    assert re.search("[а-яё]{3}", finding.text("ru")) and "`?`" not in finding.text("ru") + finding.text()
