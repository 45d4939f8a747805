"""From a file to a centre that can run: read, typed, checked as a whole, or refused with lines and sentences."""

from pathlib import Path
from typing import Any

import msgspec
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from acd.config.located import Located, Unreadable, read_yaml
from acd.config.model import AgentPart, CentrePart, QueuePart, TargetPart
from acd.config.references import check_references
from acd.config.words import EN, Language, say
from acd.engine.rules import CentreRules, QueueRules
from agents.roster import AgentRules
from ivr.check import check_tree
from ivr.hours import Hours
from ivr.model import Tree
from ivr.problems import Path as Place
from ivr.problems import Problem
from ivr.prompts import Sounds
from ivr.reading import problem_of, read_hours, read_menus
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
    """A centre ready to run, the folder of its file, and what deserves a warning."""

    part: CentrePart
    rules: CentreRules
    tree: Tree
    hours: dict[str, Hours]
    sounds: Sounds
    folder: Path
    warnings: list[Finding]


def load_centre(path: Path) -> Centre:
    """Read and check the centre in ``path``.

    Raises:
        BadCentre: with every problem found; nothing of a bad file is used.
    """
    try:
        located = read_yaml(path)
    except Unreadable as refused:
        raise BadCentre([Finding(str(path), refused.line, refused.problem)]) from None
    part, problems = read_part(located.data)
    raw = located.data if isinstance(located.data, dict) else {}
    hours, hour_problems = read_hours(raw.get("hours"))
    tree, menu_problems = read_menus(raw.get("menus")) if "menus" in raw else (None, [])
    problems += hour_problems + menu_problems
    sounds = Sounds([path.parent / part.sounds] if part is not None and part.sounds else [])
    if part is not None:
        problems += check_references(part, tree, sounds)
    if part is not None and tree is not None:
        recorded = sounds.by_language(part.languages)
        problems += check_tree(
            tree, set(part.queues), set(part.skills), set(raw.get("hours") or {}), recorded, part.languages
        )
        problems += check_scripts(tree, path.parent)
    findings = located_findings(path, located, problems)
    errors = [finding for finding in findings if finding.problem.severity == "error"]
    if errors or part is None or tree is None:
        raise BadCentre(errors)
    return Centre(part, compile_rules(part), tree, hours, sounds, path.parent, findings)


def located_findings(path: Path, located: Located, problems: list[Problem]) -> list[Finding]:
    """Give each problem its line, in the order of the file."""
    findings = [Finding(str(path), located.line(problem.path), problem) for problem in problems]
    return sorted(findings, key=lambda finding: finding.line)


def read_part(data: Any) -> tuple[CentrePart | None, list[Problem]]:
    """Read everything but menus and hours into its types."""
    try:
        return CentrePart.model_validate(data), []
    except ValidationError as refused:
        return None, [problem_at(detail) for detail in refused.errors(include_url=False)]


def problem_at(detail: ErrorDetails) -> Problem:
    """Say what pydantic found in our own words, at its place."""
    place: Place = tuple(part for part in detail["loc"] if part != "[key]")
    return problem_of(detail, (), place, EN, lambda: fields_at(place))


def fields_at(place: Place) -> list[str]:
    """Name the words that may stand beside ``place``."""
    model: Any = CentrePart
    for part in place[:-1]:
        fields = getattr(model, "model_fields", {})
        if part in fields:
            model = fields[part].annotation
            model = {"queues": QueuePart, "agents": AgentPart, "numbers": TargetPart}.get(str(part), model)
    return list(getattr(model, "model_fields", {}))


def compile_rules(part: CentrePart) -> CentreRules:
    """Turn the checked file into the plain rules of the engine."""
    return CentreRules(
        name=part.centre,
        skills=dict(part.skills),
        queues=tuple(queue_rules(name, queue) for name, queue in part.queues.items()),
        agents=tuple(agent_rules(name, agent, part) for name, agent in part.agents.items()),
        misses_to_pause=part.misses_to_pause,
        personal_wait_s=part.transfers.wait,
        listen_s=part.listen,
    )


def queue_rules(name: str, queue: QueuePart) -> QueueRules:
    """One queue for the engine."""
    return QueueRules(
        name=name,
        title=queue.title or name,
        needs=dict(queue.needs),
        priority=queue.priority,
        ring_s=queue.ring,
        answer_within_s=queue.answer_within,
        longest_wait_s=queue.longest_wait.after,
        longest_wait_exit=queue.longest_wait.exit(),
        most_waiting=queue.full.at,
        full_exit=queue.full.exit(),
        nobody_s=queue.nobody.after,
        nobody_exit=queue.nobody.exit(),
        announce=queue.announce or "",
        confirm=queue.confirm,
        record=queue.record,
    )


def agent_rules(name: str, agent: AgentPart, part: CentrePart) -> AgentRules:
    """One agent for the engine; without a wrap-up of their own they have the centre's."""
    return AgentRules(
        name=name,
        endpoint=agent.phone or f"Local/{agent.number}@{part.pbx.outside}",
        title=agent.title or name,
        skills=dict(agent.skills),
        wrap_up_s=part.wrap_up if agent.wrap_up is None else agent.wrap_up,
        confirm=agent.phone is None if agent.confirm is None else agent.confirm,
        announce=agent.announce,
        language=agent.language or part.languages[0],
    )
