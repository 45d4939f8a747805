"""From a file to a centre that can run: read, typed, checked as a whole, or refused with lines and sentences."""

from pathlib import Path

import msgspec

from acd.config.alert_checks import check_alerts
from acd.config.bounds import check_bounds
from acd.config.compile import compile_rules
from acd.config.desk_checks import check_desk, open_doors, unasked, unheard
from acd.config.lint import lint
from acd.config.located import Located, Unreadable, read_yaml
from acd.config.model import CentrePart
from acd.config.reading import read_part
from acd.config.references import check_references
from acd.config.words import Language, say
from acd.engine.rules import CentreRules
from ivr.check import check_tree
from ivr.hours import Hours
from ivr.model import Tree
from ivr.problems import Problem
from ivr.prompts import Sounds
from ivr.reading import read_hours, read_menus
from ivr.scripts import check_scripts


class Finding(msgspec.Struct, frozen=True):
    """A problem with its line in a file."""

    file: str
    line: int
    problem: Problem

    def text(self, language: Language = "en") -> str:
        """The whole line for people: ``file:line: what is wrong (where)``."""
        place = ".".join(str(part) for part in self.problem.path)
        return f"{self.file}:{self.line}: {say(self.problem, language)}" + (f"  [{place}]" if place else "")


class BadCentre(ValueError):
    """The file is refused; ``findings`` say why, in the order of their lines."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(finding.text() for finding in findings))
        self.findings = findings


class Centre(msgspec.Struct, frozen=True):
    """A centre ready to run, its file, and what deserves a warning."""

    part: CentrePart
    rules: CentreRules
    tree: Tree
    hours: dict[str, Hours]
    sounds: Sounds
    file: Path
    warnings: list[Finding]

    @property
    def folder(self) -> Path:
        """The folder of its file, in which its scripts are."""
        return self.file.parent


def load_centre(path: Path) -> Centre:
    """Read and check the centre in ``path``.

    Raises:
        BadCentre: with every problem found; nothing of a bad file is used.
    """
    try:
        located = read_yaml(path)
    except Unreadable as refused:
        raise BadCentre([Finding(str(path), refused.line, refused.problem)]) from None
    raw = located.data if isinstance(located.data, dict) else {}
    part, problems = read_part(located.data)
    hours, hour_problems = read_hours(raw.get("hours"))
    tree, menu_problems = read_menus(raw["menus"]) if "menus" in raw else (None, [])
    problems += hour_problems + menu_problems
    sounds = Sounds([path.parent / part.sounds] if part is not None and part.sounds else [])
    named = names_of(raw.get("hours"))
    if part is not None:
        problems += check_parts(part, tree, named, sounds)
    if part is not None and tree is not None:
        recorded = sounds.by_language(part.languages)
        problems += check_tree(tree, set(part.queues), set(part.skills), named, recorded, part.languages)
        problems += check_scripts(tree, path.parent)
        if not errors_in(problems):
            problems += lint(part, tree, named)
    findings = located_findings(path, located, problems)
    if errors_in(problems) or part is None or tree is None:
        raise BadCentre([finding for finding in findings if finding.problem.severity == "error"])
    return Centre(part, compile_rules(part, hours), tree, hours, sounds, path, findings)


def names_of(section: object) -> list[str]:
    """Name what a section holds, also what in it could not be read."""
    return [str(name) for name in section] if isinstance(section, dict) else []


def check_parts(part: CentrePart, tree: Tree | None, hours: list[str], sounds: Sounds) -> list[Problem]:
    """Return what is wrong between the parts of the file, menus apart, and what deserves a warning by itself."""
    return [
        *check_references(part, tree, hours, sounds),
        *check_bounds(part),
        *check_desk(part),
        *check_alerts(part),
        *open_doors(part),
        *unheard(part, sounds),
        *unasked(part, sounds),
    ]


def errors_in(problems: list[Problem]) -> bool:
    """Whether any of the problems refuses the file."""
    return any(problem.severity == "error" for problem in problems)


def located_findings(path: Path, located: Located, problems: list[Problem]) -> list[Finding]:
    """Give each problem its line, in the order of the file."""
    findings = [Finding(str(path), located.line(problem.path), problem) for problem in problems]
    return sorted(findings, key=lambda finding: finding.line)
