"""Evaluation of the rules: readings in, what is raised and cleared out. No clock and no IO; time is an argument.

Of each rule and each thing it watches a standing is kept, as long as there is something to remember: since when the
bound is crossed, whether an alert is raised, since when it is calm, and until when none is raised again.
"""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple, TypeAlias

from acd.alerts.rules import AlertRule, Reading

MOST_OF_A_RULE = 100
"""Alerts raised at a time by one rule; when a thousand calls wait too long, nobody reads a thousand sentences."""

Subject: TypeAlias = tuple[str, str]
"""What an alert is about: kind and name."""


class Happened(NamedTuple):
    """An alert that is to be raised for ``reading``, or cleared."""

    what: Literal["raised", "cleared"]
    rule: AlertRule
    subject: Subject
    reading: Reading | None = None


class Standing:
    """What is remembered of one rule and one subject; times are seconds, None is "not so now"."""

    __slots__ = ("calm_since", "crossed_since", "is_raised", "not_before")

    def __init__(self) -> None:
        self.crossed_since: float | None = None
        self.calm_since: float | None = None
        self.is_raised = False
        self.not_before = 0.0


class Evaluation:
    """Keeps what the rules remember. ``held_back`` counts alerts that were not raised because of the limit."""

    def __init__(self) -> None:
        self.rules: dict[str, AlertRule] = {}
        self.held_back = 0
        self._standings: dict[str, dict[Subject, Standing]] = {}
        self._raised: dict[str, int] = {}

    def change(self, rules: Iterable[AlertRule]) -> list[Happened]:
        """Let other rules hold; what was raised by one that is gone, or is different, is cleared."""
        before, self.rules = self.rules, {rule.name: rule for rule in rules}
        cleared = []
        for name, rule in before.items():
            if self.rules.get(name) != rule:
                standings = self._standings.pop(name, {})
                self._raised.pop(name, None)
                cleared += [Happened("cleared", rule, each) for each, its in standings.items() if its.is_raised]
        return cleared

    def step(self, rule: AlertRule, readings: Iterable[Reading], at: float) -> list[Happened]:
        """Take all readings of the measure of ``rule`` at a time; what is not among them any more is gone."""
        standings = self._standings.setdefault(rule.name, {})
        seen: set[Subject] = set()
        happened: list[Happened] = []
        for reading in readings:
            if not rule.is_about(reading):
                continue
            subject: Subject = (reading.kind, reading.name)
            is_crossed = rule.is_crossed(reading.value)
            if (standing := standings.get(subject)) is None:
                if not is_crossed:
                    continue
                standing = standings[subject] = Standing()
            seen.add(subject)
            if is_crossed:
                happened += self._crossed(rule, reading, standing, at)
            else:
                happened += self._calm(rule, subject, standing, at, rule.calm_s)
        for subject in [each for each in standings if each not in seen]:
            happened += self._calm(rule, subject, standings[subject], at, 0.0)
        return happened

    def _crossed(self, rule: AlertRule, reading: Reading, standing: Standing, at: float) -> Iterator[Happened]:
        standing.calm_since = None
        if standing.crossed_since is None:
            standing.crossed_since = at
        if standing.is_raised or at - standing.crossed_since < rule.lasting_s or at < standing.not_before:
            return
        raised = self._raised.get(rule.name, 0)
        if raised >= MOST_OF_A_RULE:
            self.held_back += 1
            return
        standing.is_raised, self._raised[rule.name] = True, raised + 1
        yield Happened("raised", rule, (reading.kind, reading.name), reading)

    def _calm(
        self, rule: AlertRule, subject: Subject, standing: Standing, at: float, calm_s: float
    ) -> Iterator[Happened]:
        standing.crossed_since = None
        if not standing.is_raised:
            if at >= standing.not_before:
                del self._standings[rule.name][subject]
            return
        if standing.calm_since is None:
            standing.calm_since = at
        if at - standing.calm_since >= calm_s:
            standing.is_raised, standing.calm_since = False, None
            standing.not_before = at + rule.calm_s
            self._raised[rule.name] -= 1
            yield Happened("cleared", rule, subject)
