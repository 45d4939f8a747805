"""What no formula can be asked: the checks of every input, and the one sentence each refusal is."""

from math import inf, isfinite
from typing import Final

from acd.words import Language
from simulator.erlang.words import EN, say

MOST_AGENTS: Final = 1_000_000
"""Agents, lines and erlangs: beyond every centre, and Erlang B still takes a fraction of a second."""

LEAST: Final = 1e-12
MOST: Final = 1e12
"""Seconds and calls a second beyond these are slips, and leave nothing of a number's digits."""

UNITS: Final = {
    "rate_per_s": "unit_calls",
    "load": "unit_erlangs",
    "agents": "unit_agents",
    "places": "unit_places",
}


class Refused(ValueError):
    """The question has no answer; ``text`` says in one sentence where, what was expected and what to do."""

    def __init__(self, key: str, **values: object) -> None:
        self.key, self.values = key, values
        super().__init__(self.text("en"))

    def text(self, language: Language) -> str:
        """Return the sentence; names of inputs are said in that language, too."""
        said = {name: say(str(value), language) if value in EN else value for name, value in self.values.items()}
        return say(self.key, language, **said)


def at_least_zero(name: str, value: float) -> float:
    """Return ``value`` if it is a finite number of at least 0.

    Raises:
        Refused: it is not.
    """
    if not (isfinite(value) and value >= 0):
        raise Refused("not_number", name=name, value=value, unit=UNITS.get(name, "unit_s"))
    return float(value)


def above_zero(name: str, value: float, *, endless: bool = False) -> float:
    """Return ``value`` if it is a finite number above 0, or without end where ``endless`` has a meaning.

    Raises:
        Refused: it is not.
    """
    if not value > 0 or (value == inf and not endless):
        raise Refused("not_positive", name=name, value=value, unit=UNITS.get(name, "unit_s"))
    return value if value == inf else within(name, value)


def within(name: str, value: float) -> float:
    """Return ``value`` if it is from :data:`LEAST` to :data:`MOST`.

    Raises:
        Refused: it is not.
    """
    if not LEAST <= value <= MOST:
        raise Refused("too_far", name=name, value=value, least=LEAST, most=MOST, unit=UNITS.get(name, "unit_s"))
    return float(value)


def whole(name: str, value: float, least: int) -> int:
    """Return ``value`` as a whole number from ``least`` to :data:`MOST_AGENTS`.

    Raises:
        Refused: it is none, as 2.5 agents are.
    """
    if not (isfinite(value) and value == int(value) and least <= value <= MOST_AGENTS):
        raise Refused("not_whole", name=name, value=value, least=least, most=MOST_AGENTS, unit=UNITS[name])
    return int(value)


def share(name: str, value: float) -> float:
    """Return ``value`` if it is strictly between 0 and 1.

    Raises:
        Refused: it is not.
    """
    if not 0 < value < 1:
        raise Refused("not_share", name=name, value=value)
    return float(value)


def load_of(rate_per_s: float, handling_s: float) -> float:
    """Return the load in erlangs of ``rate_per_s`` calls a second that take ``handling_s`` seconds each.

    Raises:
        Refused: one of them is impossible, or the load is beyond every centre.
    """
    rate_per_s, handling_s = at_least_zero("rate_per_s", rate_per_s), above_zero("handling_s", handling_s)
    load = handling_s * (within("rate_per_s", rate_per_s) if rate_per_s else 0.0)
    if load > MOST_AGENTS:
        raise Refused("too_large", load=load, most=MOST_AGENTS)
    return load
