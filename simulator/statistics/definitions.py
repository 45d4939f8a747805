"""What a service level is: there is more than one formula, and whoever names a target must say by which.

In T: answered within the threshold of their type; in S: abandoned within ``quick_s`` of their type. Every formula is a
total over days through a total over days. Blocked, balked and sent away calls are offered, and not answered in T.
"""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from simulator.days.world import Seconds


class Definition(NamedTuple):
    """A formula's name, the formula as people write it, and which counts it adds (1) or takes away (-1)."""

    name: str
    formula: str
    good: Mapping[str, int]
    of: Mapping[str, int]


DEFINITIONS: Final = {
    each.name: each
    for each in (
        # the usual one: calls abandoned so soon that nobody could have answered do not count at all
        Definition(
            "acd", "answered in T / (offered - abandoned in S)",
            {"answered_in_threshold": 1}, {"offered": 1, "abandoned_quick": -1},
        ),
        # app_queue's: of the completed calls alone, so who gives up is not missed
        Definition("answered", "answered in T / answered", {"answered_in_threshold": 1}, {"served": 1}),
        Definition("offered", "answered in T / offered", {"answered_in_threshold": 1}, {"offered": 1}),
        # who gave up soon counts as served well; Amazon Connect's "SL2"
        Definition(
            "with-quick-abandons", "(answered in T + abandoned in S) / offered",
            {"answered_in_threshold": 1, "abandoned_quick": 1}, {"offered": 1},
        ),
        Definition(
            "answered-or-abandoned", "answered in T / (answered + abandoned)",
            {"answered_in_threshold": 1}, {"served": 1, "abandoned": 1},
        ),
    )
}  # fmt: skip


class UnknownDefinition(ValueError):
    """There is no formula of that name; the message lists those that there are."""


def definition_of(name: str) -> Definition:
    """Give the definition of that name.

    Raises:
        UnknownDefinition: there is none.
    """
    if name not in DEFINITIONS:
        raise UnknownDefinition(f"service level: no definition is called {name!r}; one of {', '.join(DEFINITIONS)}")
    return DEFINITIONS[name]


def added(parts: Mapping[str, int], count: Callable[[str], Seconds]) -> Seconds:
    """Add up counts, by their names."""
    terms = [sign * count(name) for name, sign in parts.items()]
    return sum(terms[1:], start=terms[0])
