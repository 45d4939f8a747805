"""Which calls and agents a fact and its orders are about: cheap, because it is asked at every fact."""

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any, Final, TypeAlias

import msgspec

from acd.engine import acts, facts, orders

OF_CALLS: Final = frozenset({"call", "consult"})
OF_AGENTS: Final = frozenset({"agent", "by", "to", "by_agent"})
OF_EITHER: Final = frozenset({"about"})
OF_MANY_AGENTS: Final = frozenset({"also"})

Get: TypeAlias = Callable[[Any], Any]

CHANGES_ALL: Final = (facts.Started, facts.Settled, facts.RulesChanged, acts.SkillsChanged)
"""After these nothing is as it was: other rules, or lines and groups built anew."""


class Touched:
    """Names of what may have changed; ``since`` is when the first of it happened, ``everything`` stands for all."""

    def __init__(self) -> None:
        self.calls: set[str] = set()
        self.agents: set[str] = set()
        self.everything = False
        self.since: float | None = None

    def hear(self, at: float, fact: facts.AnyFact, led_to: tuple[orders.AnyOrder, ...]) -> None:
        """Note what a fact that was not refused is about, and its orders."""
        if self.since is None:
            self.since = at
        self.everything |= isinstance(fact, CHANGES_ALL)
        self._note(fact)
        for order in led_to:
            self._note(order)

    def _note(self, thing: msgspec.Struct) -> None:
        calls, agents, many = getters(type(thing))
        for get in calls:
            self.calls.add(get(thing))
        for get in agents:
            self.agents.add(get(thing))
        for get in many:
            self.agents.update(get(thing))


@cache
def getters(kind: type[msgspec.Struct]) -> tuple[tuple[Get, ...], tuple[Get, ...], tuple[Get, ...]]:
    """Return what reads the names of calls, of agents, and of many agents at once, from things of this kind."""

    def of(names: frozenset[str]) -> tuple[Get, ...]:
        return tuple(attrgetter(name) for name in kind.__struct_fields__ if name in names)

    return of(OF_CALLS | OF_EITHER), of(OF_AGENTS | OF_EITHER), of(OF_MANY_AGENTS)
