"""What a number means to which an agent passes a call on, or which an agent dials to ask somebody first."""

from collections.abc import Mapping
from typing import NamedTuple

from acd.asterisk.gate import NUMBER
from acd.config.model import TargetPart
from acd.core import Core
from acd.engine.calls import Call
from acd.engine.facts import CallTransferred
from ivr.model import Tree

BACK = "0"
"""The number under which a caller who is fetched comes to ``acd-transfer``; the engine knows where it goes."""


class Target(NamedTuple):
    """Where a number leads: an ``agent``, a ``queue`` or ``needs`` (in the queue, or where the call is), the menu
    (``entry``), or a ``number`` outside. Empty: nowhere."""

    agent: str = ""
    queue: str = ""
    needs: Mapping[str, int] = {}
    entry: bool = False
    number: str = ""


class Targets:
    """Reads numbers by the configuration: ``numbers`` are those of its transfers, ``tree`` has those of its menus."""

    def __init__(self, core: Core, tree: Tree, numbers: Mapping[str, TargetPart]) -> None:
        self._core = core
        self._tree = tree
        self._numbers = numbers

    def meaning(self, dialled: str) -> Target:
        """Say what ``dialled`` means: first what is configured, then colleagues, then menus, then outside."""
        if (target := self._numbers.get(dialled)) is not None:
            return Target(queue=target.queue or "", needs=target.needs)
        if (agent := self.colleague(dialled)) is not None:
            return Target(agent=agent)
        if dialled in self._tree.entries:
            return Target(entry=True)
        return Target(number=dialled) if NUMBER.fullmatch(dialled) else Target()

    def colleague(self, dialled: str) -> str | None:
        """Return the agent whose phone has this number."""
        for agent in self._core.centre.roster:
            if number_of(agent.rules.endpoint) == dialled:
                return agent.name
        return None

    @property
    def first_queue(self) -> str:
        """The queue to which the menu leads when it knows nothing."""
        return self._tree.person.route

    def fallback(self, call: Call) -> str:
        """Name the queue in which the call waits when nothing else is known: its last, or that of the menu's person."""
        return call.queue if call.queue in self._core.centre.queues else self.first_queue

    def transfer(self, call: Call, target: Target, by: str, *, fetched: bool) -> CallTransferred:
        """Make the fact that passes ``call`` on to an agent, a queue or a need."""
        queue = target.queue or self.fallback(call)
        return CallTransferred(
            call=call.call_id,
            queue=queue,
            by=by,
            agent=target.agent,
            needs=dict(target.needs) or self._kept_needs(call, queue),
            fetched=fetched,
        )

    def back(self, call: Call) -> CallTransferred:
        """Make the fact that lets a call wait again which could not be put through."""
        queue = self.fallback(call)
        needs = self._kept_needs(call, queue)
        return CallTransferred(call=call.call_id, queue=queue, needs=needs, fetched=True, say="not-reached")

    def _kept_needs(self, call: Call, queue: str) -> dict[str, int]:
        """What the menu asked goes along within the queue; to another only the language does, for the topic changes."""
        if queue == call.queue:
            return dict(call.asked)
        return {skill: level for skill, level in call.asked.items() if skill == call.language}


def number_of(endpoint: str) -> str:
    """Return the number of a phone: ``PJSIP/1001`` has 1001, ``Local/+7..@..`` is +7.."""
    return endpoint.partition("/")[2].partition("@")[0]


def last_agent(call: Call, written: str) -> str:
    """Name the agent who passes a call on: who talks or talked last; ``written`` is what its channel says."""
    return call.agent or (call.talks[-1].agent if call.talks else written)
