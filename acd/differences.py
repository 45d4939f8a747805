"""What is different between two centres: for whoever changes one while calls are live, and for those who watch."""

from collections.abc import Mapping
from typing import NamedTuple

from acd.config.model import CentrePart
from acd.engine.rules import CentreRules
from acd.story_words import words
from ivr.words import Language

MOST_NAMED = 8
"""Names of one kind in a line for people."""


class Names(NamedTuple):
    """What has come, what has gone, and what is still there and not the same, each in the order of its file."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


class Differences(NamedTuple):
    """Sections of the file that are not the same; of queues and agents, which."""

    sections: tuple[str, ...] = ()
    queues: Names = Names()
    agents: Names = Names()


def between(before: CentrePart, after: CentrePart) -> Differences:
    """Compare two files."""
    sections = (name for name in CentrePart.model_fields if getattr(before, name) != getattr(after, name))
    return Differences(tuple(sections), names(before.queues, after.queues), names(before.agents, after.agents))


def between_rules(before: CentreRules, after: CentreRules) -> Differences:
    """Compare what two centres tell the engine of queues and agents."""
    queues = names({each.name: each for each in before.queues}, {each.name: each for each in after.queues})
    agents = names({each.name: each for each in before.agents}, {each.name: each for each in after.agents})
    return Differences((), queues, agents)


def names(before: Mapping[str, object], after: Mapping[str, object]) -> Names:
    """Compare things by their names."""
    return Names(
        tuple(name for name in after if name not in before),
        tuple(name for name in before if name not in after),
        tuple(name for name in after if name in before and before[name] != after[name]),
    )


def said(differences: Differences, language: Language) -> str:
    """Say which queues and agents have come, gone and changed; "" if none has."""
    parts = (
        words(f"{kind}_{what}", language, names=few(getattr(getattr(differences, kind), what), language))
        for kind in ("queues", "agents")
        for what in Names._fields
        if getattr(getattr(differences, kind), what)
    )
    return "; ".join(parts)


def few(found: tuple[str, ...], language: Language) -> str:
    """Name the first of many, and say how many more there are."""
    more = len(found) - MOST_NAMED
    shown = ", ".join(found[:MOST_NAMED])
    return f"{shown} {words('more', language, count=more)}" if more > 0 else shown
