"""What was found, for a person in a terminal and for a program."""

import json
from typing import Any

from rich.console import Console
from rich.text import Text

from acd.doctor.finding import Finding, Level, Mend, worst
from acd.doctor.words import sentence, word
from acd.printable import printable
from acd.words import Language

EXIT_CODES = {Level.OK: 0, Level.WARNING: 1, Level.ERROR: 2}
"""As programs that watch other programs have them."""

SIGNS = {Level.OK: ("✓", "green"), Level.WARNING: ("!", "yellow"), Level.ERROR: ("✗", "red")}
LONGEST = 1_000
"""Letters of a sentence or line: what the PBX says is part of them."""


def print_report(findings: list[Finding], language: Language, console: Console | None = None) -> None:
    """Print every finding with its mending lines, and the sum."""
    console = console or Console(highlight=False)
    for finding in findings:
        sign, colour = SIGNS[finding.level]
        head = Text(f"{sign} {word(f'check_{finding.check}', language)}: ", style=colour)
        console.print(head.append(printable(sentence(finding, language), LONGEST), style="default"), soft_wrap=True)
        if finding.mend is not None:
            print_mend(finding.mend, language, console)
    console.print()
    console.print(Text(summary(findings, language), style=f"bold {SIGNS[worst(findings)][1]}"))


def print_mend(mend: Mend, language: Language, console: Console) -> None:
    """Print where lines go, and the lines, whole, so that they can be copied."""
    place = mend.place or word("in_a_shell", language)
    console.print(Text(f"    {printable(place, LONGEST)}", style="bold"), soft_wrap=True)
    for line in filter(None, (*mend.lines, mend.reload)):
        console.print(Text(f"        {printable(line, LONGEST)}", style="cyan"), soft_wrap=True)


def summary(findings: list[Finding], language: Language) -> str:
    """Say how it stands in one line."""
    counts = {level.name.lower(): sum(finding.level is level for finding in findings) for level in Level}
    return word(f"sum_{worst(findings)}", language, **counts)


def as_json(findings: list[Finding], language: Language) -> str:
    """Give everything as one JSON object on one line."""
    return json.dumps(
        {"level": worst(findings), "findings": [as_object(finding, language) for finding in findings]},
        ensure_ascii=False,
    )


def as_object(finding: Finding, language: Language) -> dict[str, Any]:
    """Give one finding; ``key`` and ``values`` stay the same in every language."""
    mend = finding.mend
    return {
        "check": finding.check,
        "level": finding.level,
        "key": finding.key,
        "found": sentence(finding, language),
        "values": finding.values,
        "mend": None if mend is None else {"place": mend.place, "lines": mend.lines, "reload": mend.reload},
    }
