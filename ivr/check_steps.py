"""What can be wrong within one step: names that the centre does not know, prompts, bounds."""

from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec

from acd.engine.calls import KNOWN_OF_EVERY_CALL
from ivr.checksums import passes
from ivr.fields import Span
from ivr.model import (
    CHOSEN,
    OF_EVERY_CALL,
    BranchStep,
    Changes,
    CollectStep,
    HoursStep,
    RouteStep,
    ScriptStep,
    Step,
    Tree,
)
from ivr.needs import unknown_skills, values_in
from ivr.problems import Path, Problem, closest
from ivr.prompts import DIGIT_PROMPTS, DIGITS_OF, fixed

# Every checksum there is lets some number pass among this many in a row, so there is no need to try more.
ENOUGH_TRIED = 1000


class Centre(msgspec.Struct, frozen=True):
    """What a step may refer to, and the questions that are asked about it."""

    tree: Tree
    queues: Collection[str]
    skills: Collection[str]
    hours: Collection[str]
    recorded: Mapping[str, Collection[str]]
    languages: Sequence[str]

    def language(self, path: Path, language: str) -> Iterator[Problem]:
        """Refuse a language the centre does not speak."""
        if language not in self.languages:
            values = {"language": language, "known": ", ".join(self.languages)}
            yield Problem((*path, "language"), "unknown_language", values)

    def needs(self, path: Path, needs: Mapping[str, int] | str) -> Iterator[Problem]:
        """Refuse skills that nobody has, and values that no step ever keeps."""
        yield from unknown_skills((*path, "needs"), needs, self.skills)
        for name in values_in(needs):
            yield from self.data((*path, "needs"), name, sorted(KNOWN_OF_EVERY_CALL))

    def queue(self, path: Path, queue: str) -> Iterator[Problem]:
        """Refuse a queue that does not exist."""
        if queue not in self.queues:
            yield Problem(path, "unknown_queue", {"queue": queue, "known": closest(queue, sorted(self.queues))})

    def data(self, path: Path, data: str, of_call: Sequence[str] = OF_EVERY_CALL) -> Iterator[Problem]:
        """Refuse to use data that no step ever keeps."""
        yield from unknown_data(self.tree, path, data, of_call)

    def prompts(self, path: Path, names: Sequence[str]) -> Iterator[Problem]:
        """Refuse prompts that are not recorded in a language in which a caller may hear them."""
        for name in names:
            wanted: Sequence[str] = (name,)
            if name.startswith(DIGITS_OF):
                yield from self.data(path, name.removeprefix(DIGITS_OF), ())
                wanted = DIGIT_PROMPTS
            for each in wanted:
                yield from self._recorded(path, each)

    def _recorded(self, path: Path, name: str) -> Iterator[Problem]:
        # `ru/welcome` is heard in Russian only, so one question is enough for it.
        for prompt in sorted({(fixed(name, each).language, fixed(name, each).name) for each in self.languages}):
            language, recording = prompt
            if recording not in self.recorded.get(language, ()):
                yield Problem(path, "missing_prompt", {"prompt": recording, "language": language})


def kept(tree: Tree) -> set[str]:
    """Name all data that some step collects, sets or takes from a script."""
    steps = [*tree.steps.values(), tree.person]
    collected = {step.collect for step in steps if isinstance(step, CollectStep)}
    taken = [step.keep or () for step in steps if isinstance(step, ScriptStep)]
    return collected.union(*(step.set.data for step in steps if step.set), *taken)


def keeps_anything(tree: Tree) -> bool:
    """Say whether a script may leave data of any name."""
    return any(isinstance(step, ScriptStep) and step.keep is None for step in tree.steps.values())


def unknown_data(tree: Tree, path: Path, data: str, of_call: Collection[str]) -> Iterator[Problem]:
    """Refuse to use data that no step ever keeps, and that is not known ``of_call`` anyway."""
    known = sorted({*kept(tree), *of_call})
    if data not in known and not keeps_anything(tree):
        yield Problem(path, "unknown_data", {"data": data, "known": closest(data, known)})


def check_step(centre: Centre, path: Path, step: Step) -> Iterator[Problem]:
    """Find what is wrong within one step; where its ways lead is looked at elsewhere."""
    for word in ("say", "menu", "ask", "confirm", "wrong", "silence"):
        yield from centre.prompts((*path, word), getattr(step, word, None) or ())
    if step.set:
        yield from _check_set(centre, (*path, "set"), step.set)
    match step:
        case CollectStep():
            yield from _check_collect(path, step)
        case HoursStep() if step.hours not in centre.hours:
            values = {"hours": step.hours, "known": closest(step.hours, sorted(centre.hours))}
            yield Problem((*path, "hours"), "unknown_hours", values)
        case BranchStep():
            yield from _check_branch(centre, path, step)
        case ScriptStep():
            yield from _check_keep((*path, "keep"), step.keep or ())
        case RouteStep():
            if step.route != CHOSEN:
                yield from centre.queue((*path, "route"), step.route)
            yield from centre.needs(path, step.needs)


def _check_set(centre: Centre, path: Path, changes: Changes) -> Iterator[Problem]:
    if changes.language is not None:
        yield from centre.language(path, changes.language)
    if changes.queue is not None:
        yield from centre.queue((*path, "queue"), changes.queue)
    yield from centre.needs(path, changes.needs)
    for name in changes.data:
        if name in OF_EVERY_CALL:
            yield Problem((*path, "data", name), "reserved_data", {"data": name})


def _check_branch(centre: Centre, path: Path, step: BranchStep) -> Iterator[Problem]:
    yield from centre.data((*path, "branch"), step.branch)
    for number, case in enumerate(step.cases):
        if case.comparisons() != 1:
            yield Problem((*path, "cases", number), "one_comparison")
        yield from _check_order((*path, "cases", number, "range"), case.range)


def _check_keep(path: Path, names: Sequence[str]) -> Iterator[Problem]:
    for number, name in enumerate(names):
        if name in OF_EVERY_CALL:
            yield Problem((*path, number), "reserved_data", {"data": name})


def _check_collect(path: Path, step: CollectStep) -> Iterator[Problem]:
    if step.collect in OF_EVERY_CALL:
        yield Problem((*path, "collect"), "reserved_data", {"data": step.collect})
    if step.confirm and f"{DIGITS_OF}{step.collect}" not in step.confirm:
        yield Problem((*path, "confirm"), "confirm_unread", {"data": step.collect})
    inverted = [
        *_check_order((*path, "digits"), step.digits),
        *_check_order((*path, "range"), step.range),
    ]
    yield from inverted
    if not inverted and not can_be_satisfied(step):
        values = {"low": str(step.digits.low), "high": str(step.digits.high)}
        yield Problem((*path, "digits"), "never_satisfied", values)


def _check_order(path: Path, span: Span | None) -> Iterator[Problem]:
    if span and span.low > span.high:
        yield Problem(path, "inverted", {"low": str(span.low), "high": str(span.high)})


def can_be_satisfied(step: CollectStep) -> bool:
    """Say whether any input is right. Leading zeros count as digits, so only the longest length matters."""
    longest = 10**step.digits.high - 1
    low, high = step.range or Span(0, longest)
    tried = range(low, min(high, longest, low + ENOUGH_TRIED) + 1)
    return any(passes(str(number), step.checksum) for number in tried)
