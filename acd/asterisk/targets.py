"""What a number means to which an agent passes a call on, or which an agent dials to ask somebody first."""

from collections.abc import Mapping
from typing import NamedTuple

from msgspec.structs import replace

from acd.asterisk.gate import NUMBER
from acd.config.model import TargetPart
from acd.core import Core
from acd.engine.calls import Call
from acd.engine.facts import CallTransferred
from ivr.model import Tree
from ivr.needs import levels_in, text_in

BACK = "0"
"""The number under which a caller who is fetched comes to ``acd-transfer``; the engine knows where it goes."""


class Target(NamedTuple):
    """Where a number leads: an ``agent``, a ``queue``, what is needed (in the queue, or where the call is: ``needs``, a
    ``need`` or a ``tier``), the menu (``entry``), or a ``number`` outside. Empty: nowhere."""

    agent: str = ""
    queue: str = ""
    needs: Mapping[str, int] = {}
    need: str = ""
    tier: str = ""
    entry: bool = False
    number: str = ""


class Targets:
    """Reads numbers by the configuration: ``numbers`` are those of its transfers, ``tree`` has those of its menus."""

    def __init__(self, core: Core, tree: Tree, numbers: Mapping[str, TargetPart]) -> None:
        self._core = core
        self.change(tree, numbers)

    def change(self, tree: Tree, numbers: Mapping[str, TargetPart]) -> None:
        """Read numbers by another configuration from now on."""
        self._tree = tree
        self._numbers = numbers

    def meaning(self, dialled: str) -> Target:
        """Say what ``dialled`` means: first what is configured, then colleagues, then menus, then outside."""
        if (target := self._numbers.get(dialled)) is not None:
            needs, need = levels_in(target.needs), text_in(target.needs)
            return Target(queue=target.queue or "", needs=needs, need=need, tier=target.tier or "")
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

    def transfer(self, call: Call, target: Target, by: str, *, fetched: bool, note: str = "") -> CallTransferred:
        """Make the fact that passes ``call`` on to an agent, a queue, a need or a tier; ``note`` is for who is next."""
        wanted = self._as_before(call, target.queue or self.fallback(call))
        if target.needs or target.need:
            wanted = replace(wanted, needs=dict(target.needs), need=target.need)
        elif target.tier:  # it is asked for instead; the caller's language stays what it is
            wanted = replace(wanted, needs=language_of(call), need="", tier=target.tier)
        return replace(wanted, by=by, agent=target.agent, note=note, fetched=fetched)

    def back(self, call: Call) -> CallTransferred:
        """Make the fact that lets a call wait again which could not be put through."""
        return replace(self._as_before(call, self.fallback(call)), fetched=True, say="not-reached")

    def _as_before(self, call: Call, queue: str) -> CallTransferred:
        """What the menu asked goes along within the queue; to another only the language does, for the topic changes."""
        if queue == call.queue:
            return CallTransferred(call=call.call_id, queue=queue, needs=dict(call.asked), need=call.asked_need)
        return CallTransferred(call=call.call_id, queue=queue, needs=language_of(call))


def language_of(call: Call) -> dict[str, int]:
    """Return what the call asks of an agent's language."""
    return {skill: level for skill, level in call.asked.items() if skill == call.language}


def number_of(endpoint: str) -> str:
    """Return the number of a phone: ``PJSIP/1001`` has 1001, ``Local/+7..@..`` is +7.."""
    return endpoint.partition("/")[2].partition("@")[0]


def last_agent(call: Call, written: tuple[str, ...]) -> str:
    """Name the agent who passes a call on: who talks or talked last, else the one ``written`` on its channel."""
    alone = written[0] if len(written) == 1 else ""  # of several who rang, nobody wrote down who took the call
    return call.agent or (call.talks[-1].agent if call.talks else alone)
