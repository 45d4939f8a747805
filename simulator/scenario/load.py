"""From a file to a world to simulate: read, typed, checked as a whole, or refused with lines and sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from acd.config import load as config
from acd.config.located import Located, Unreadable, read_yaml
from acd.config.model import CentrePart
from ivr.problems import Problem
from simulator.days.world import Arrivals, World
from simulator.scenario.arrivals_made import all_arrivals
from simulator.scenario.checks import check_groups, check_types
from simulator.scenario.compile import world_of
from simulator.scenario.model import GroupPart, ScenarioPart
from simulator.scenario.reading import read_part
from simulator.scenario.rules import as_centre, check_rules, engine_rules
from simulator.scenario.serving import groups_by_queue, served_by
from simulator.scenario.settings import BadSetting, changed
from simulator.scenario.staff_checks import check_staff
from simulator.scenario.staffing import Groups, Roster, people_of
from simulator.scenario.times import Times, times_of
from simulator.scenario.words import Language, say
from simulator.scenario.work import check_work

DAYS = 100
"""Days that are simulated where nothing is said."""


class Finding(config.Finding, frozen=True):
    """A problem with its line in a file."""

    def text(self, language: Language = "en") -> str:
        """The whole line for people: ``file:line: what is wrong (where)``."""
        place = ".".join(str(part) for part in self.problem.path)
        return f"{self.file}:{self.line}: {say(self.problem, language)}" + (f"  [{place}]" if place else "")


class BadScenario(ValueError):
    """The scenario is refused; ``findings`` say why, in the order of their lines."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(finding.text() for finding in findings))
        self.findings = findings


@dataclass(frozen=True)
class Scenario:
    """A scenario ready to be simulated: its world, how many days and with which seed, and what deserves a warning."""

    world: World
    days: int
    seed: int
    file: Path
    warnings: tuple[Finding, ...]


class Refused(Exception):
    """Something is wrong; carries the problems, within this module."""

    def __init__(self, problems: list[Problem], centre: Sequence[Finding] = ()) -> None:
        super().__init__()
        self.problems, self.centre = problems, list(centre)


def load_scenario(path: Path, *, overrides: Sequence[str] = ()) -> Scenario:
    """Read and check the scenario in ``path``, with ``overrides`` such as ``groups.english.agents=12`` made first.

    Raises:
        BadScenario: with every problem found; nothing of a bad scenario is used.
    """
    located = Located({}, {})
    try:
        located = read_yaml(path)
        good = checked(changed(located.data, overrides), path.parent)
        world, problems = built(good)
    except Unreadable as refused:
        raise BadScenario([Finding(str(path), refused.line, refused.problem)]) from None
    except BadSetting as refused:
        raise BadScenario(findings_of(path, located, [refused.problem])) from None
    except Refused as refused:
        errors = [each for each in refused.problems if each.severity == "error"]
        raise BadScenario([*refused.centre, *findings_of(path, located, errors)]) from None
    days = (1 if world.steady else DAYS) if good.part.days is None else good.part.days
    return Scenario(world, days, good.part.seed, path, tuple(findings_of(path, located, problems)))


def findings_of(path: Path, located: Located, problems: Sequence[Problem]) -> list[Finding]:
    """Give each problem its line, in the order of the file."""
    findings = [Finding(str(path), located.line(problem.path), problem) for problem in problems]
    return sorted(findings, key=lambda finding: finding.line)


class Checked(NamedTuple):
    """A scenario that is good as far as it can be told without its staff, and what deserves a warning by then."""

    part: ScenarioPart
    merged: CentrePart
    roster: Roster
    times: Times
    arrivals: dict[str, Arrivals]
    problems: list[Problem]


def checked(data: Any, folder: Path) -> Checked:
    """Read a scenario and check all that it says.

    Raises:
        Refused: with every problem found, warnings too.
    """
    part, problems = read_part(data, folder)
    if part is None:
        raise Refused(problems)
    centre = centre_of(part, folder)
    merged, roster = as_centre(part, centre), {each.name: each for each in centre.rules.agents} if centre else {}
    times, problems = times_of(part)
    problems += check_rules(part, merged)
    if part.groups is None and centre is None:
        problems.append(Problem((), "missing_word", {"word": "groups"}))
    if times is None:
        raise Refused(problems)
    problems += check_staff(part.groups or {}, roster, times)
    problems += check_types(part, merged, times)
    give_up_at_errors(problems)
    arrivals, unread = all_arrivals(part, times, folder)
    give_up_at_errors(problems + unread)
    return Checked(part, merged, roster, times, arrivals, problems)


def built(good: Checked) -> tuple[World, list[Problem]]:
    """Make the world of a scenario and check its work; return all warnings, too.

    Raises:
        Refused: with every problem found, warnings too.
    """
    part, times = good.part, good.times
    groups = part.groups or groups_of_centre(good)
    people = people_of(groups, good.roster)
    made = {agent.name: agent for group in people.values() for agent in group}
    rules = engine_rules(good.merged, tuple((dict(good.roster) | made).values()), part.seed)
    world = world_of(part, times, rules, groups, people, good.arrivals)
    problems = [*good.problems, *check_groups(part, groups, times), *check_work(part, world, times)]
    give_up_at_errors(problems)
    return world, problems


def give_up_at_errors(problems: list[Problem]) -> None:
    """Raise :class:`Refused` if there is an error among ``problems``."""
    if config.errors_in(problems):
        raise Refused(problems)


def centre_of(part: ScenarioPart, folder: Path) -> config.Centre | None:
    """Load the production file that the scenario names, if it names one.

    Raises:
        Refused: it is no good; with what is wrong in it.
    """
    if part.centre is None:
        return None
    try:
        return config.load_centre(folder / part.centre)
    except config.BadCentre as refused:
        within = [Finding(each.file, each.line, each.problem) for each in refused.findings]
        problem = Problem(("centre",), "bad_centre", {"file": part.centre, "count": str(len(within))})
        raise Refused([problem], within) from None


def groups_of_centre(good: Checked) -> Groups:
    """Group all agents of the centre by the queues whose calls they may serve."""
    types, rules = good.part.types, engine_rules(good.merged, (), good.part.seed)
    served = served_by(types, rules, good.roster.values())
    return {name: GroupPart(who=who) for name, who in groups_by_queue(types, served, list(good.roster)).items()}
