"""Lines of waiting calls, groups of idle agents, and who may serve whom.

Calls with equal needs stand in one line, ordered by priority and then by place in time. Agents with equal
skills form one group, ordered by who has been idle longest. Which groups serve which line is worked out from
the skill matrix once, when a need is first seen; a decision then looks only at the heads of lines and groups,
so its work grows with the number of distinct needs and profiles and not with calls or agents. A call that was passed
on to one certain agent stands in that agent's personal line, with the same order of turns.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from typing import Generic, TypeAlias, TypeVar

from acd.engine.calls import Call
from agents.roster import Agent
from agents.skills import Need, SkillMatrix
from agents.states import AgentState

Key: TypeAlias = tuple[float, float, int]
"""What an order compares: two measures, then a number that no other entry has."""


MOST_LINES = 4096
"""Lines kept open; beyond it empty ones are forgotten. A centre has tens of needs, a hostile feed any number."""


T = TypeVar("T")


class Order(Generic[T]):
    """A sorted row of items, each under a key of its own. Insertion moves pointers, so long rows stay cheap."""

    __slots__ = ("_items", "_keys")

    def __init__(self) -> None:
        self._keys: list[Key] = []
        self._items: dict[Key, T] = {}

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[T]:
        return (self._items[key] for key in self._keys)

    def add(self, key: Key, item: T) -> None:
        """Put ``item`` where ``key`` belongs."""
        assert key not in self._items, f"two items under one key {key}"
        insort(self._keys, key)
        self._items[key] = item

    def remove(self, key: Key) -> None:
        """Take out the item under ``key``."""
        del self._items[key]
        del self._keys[bisect_left(self._keys, key)]

    def holds(self, key: Key) -> bool:
        """Whether an item stands under ``key``."""
        return key in self._items

    def head(self) -> tuple[Key, T] | None:
        """Return the first key and item, or None."""
        if not self._keys:
            return None
        key = self._keys[0]
        return key, self._items[key]

    def entries(self) -> Iterator[tuple[Key, T]]:
        """Yield keys and items, first first."""
        return ((key, self._items[key]) for key in self._keys)


class Line:
    """The calls that wait with one need, and the groups whose agents meet it."""

    __slots__ = ("groups", "need", "waiting")

    def __init__(self, need: Need, groups: list["Group"]) -> None:
        self.need = need
        self.groups = groups
        self.waiting: Order[Call] = Order()

    def first_for(self, agent: Agent) -> tuple[Key, Call] | None:
        """Return the first waiting call that ``agent`` has not refused."""
        head = self.waiting.head()
        if head is None or agent.name not in head[1].refused:
            return head
        for key, call in self.waiting.entries():
            if agent.name not in call.refused:
                return key, call
        return None


class Group:
    """The agents of one profile: who of them is idle, and the lines they serve."""

    __slots__ = ("idle", "lines", "profile", "signed_in")

    def __init__(self, profile: int) -> None:
        self.profile = profile
        self.idle: Order[Agent] = Order()
        self.lines: list[Line] = []
        self.signed_in: dict[str, None] = {}

    def first_for(self, call: Call) -> tuple[Key, Agent] | None:
        """Return the longest idle agent who has not refused ``call``."""
        head = self.idle.head()
        if head is None or not call.refused or head[1].name not in call.refused:
            return head
        for key, agent in self.idle.entries():
            if agent.name not in call.refused:
                return key, agent
        return None


def earliest(heads: Iterable[tuple[Key, T] | None]) -> T | None:
    """Return the item whose key comes first, or None when there is no item."""
    best: tuple[Key, T] | None = None
    for head in heads:
        if head is not None and (best is None or head[0] < best[0]):
            best = head
    return None if best is None else best[1]


def waiting_key(call: Call, sequence: int) -> Key:
    """Order of calls: higher priority first, then earlier place, then order of asking."""
    return (-call.priority, call.place, sequence)


def idle_key(agent: Agent) -> Key:
    """Order of agents: idle longest first, then order of the roster."""
    return (agent.idle_since, 0.0, agent.number)


class Floor:
    """All lines and all groups of a centre."""

    def __init__(self, matrix: SkillMatrix, agents: Iterable[Agent]) -> None:
        self._matrix = matrix
        self._agents = {agent.name: agent for agent in agents}
        self._keys: dict[str, Key] = {}
        self._sequence = 0
        self.lines: dict[Need, Line] = {}
        self.personal: dict[str, Line] = {}
        self.groups: dict[int, Group] = {}
        for agent in self._agents.values():
            self.groups.setdefault(agent.profile, Group(agent.profile))

    def line(self, need: Need) -> Line:
        """Return the line for ``need``, opening it when the need is first seen."""
        if need not in self.lines:
            if len(self.lines) >= MOST_LINES:
                self._forget_empty_lines()
            groups = [self.groups[profile] for profile in self._matrix.meeting(need) if profile in self.groups]
            self.lines[need] = line = Line(need, groups)
            for group in groups:
                group.lines.append(line)
        return self.lines[need]

    def line_of(self, call: Call) -> Line:
        """Return the line in which ``call`` stands: that of its need, or that of the one agent whom it waits for."""
        if call.wanted:
            return self.personal.get(call.wanted) or Line((), [])
        return self.line(call.need)

    def _forget_empty_lines(self) -> None:
        self.lines = {need: line for need, line in self.lines.items() if line.waiting}
        for group in self.groups.values():
            group.lines = [line for line in group.lines if line.waiting]

    def join(self, call: Call) -> None:
        """Let ``call`` stand in its line at its place; a call that stood here before gets its old key."""
        key = self._keys.get(call.call_id)
        if key is None:
            self._sequence += 1
            key = self._keys[call.call_id] = waiting_key(call, self._sequence)
        line = self.personal.setdefault(call.wanted, Line((), [])) if call.wanted else self.line(call.need)
        line.waiting.add(key, call)

    def leave(self, call: Call, *, for_good: bool) -> None:
        """Take ``call`` out of its line; ``for_good`` gives up its place as well."""
        key = self._keys.get(call.call_id)
        if key is None:
            return
        line = self.line_of(call)
        if line.waiting.holds(key):
            line.waiting.remove(key)
            if call.wanted and not line.waiting:
                del self.personal[call.wanted]
        if for_good:
            del self._keys[call.call_id]

    def free(self, agent: Agent) -> None:
        """``agent`` is ready and belongs among the idle of the group."""
        self.groups[agent.profile].idle.add(idle_key(agent), agent)

    def occupy(self, agent: Agent) -> None:
        """``agent`` is idle no more."""
        self.groups[agent.profile].idle.remove(idle_key(agent))

    def best_agent(self, call: Call) -> Agent | None:
        """Return the longest idle agent who meets the need of ``call`` and has not refused it."""
        if call.wanted:
            wanted = self._agents[call.wanted]
            return wanted if wanted.state is AgentState.READY and wanted.name not in call.refused else None
        return earliest(group.first_for(call) for group in self.line(call.need).groups)

    def best_call(self, agent: Agent) -> Call | None:
        """Return the waiting call whose turn it is among those ``agent`` may serve, and those that wait for them."""
        lines = self.groups[agent.profile].lines
        if self.personal and (mine := self.personal.get(agent.name)) is not None:
            lines = [*lines, mine]
        return earliest(line.first_for(agent) for line in lines)

    def somebody_for(self, call: Call) -> bool:
        """Whether anybody is signed in who may serve ``call``, even if they have refused it."""
        if call.wanted:
            return self._agents[call.wanted].signed_in
        return self.somebody_with(call.need)

    def somebody_with(self, need: Need) -> bool:
        """Whether anybody is signed in who meets ``need``."""
        return any(group.signed_in for group in self.line(need).groups)

    def somebody_but(self, agent: Agent, call: Call) -> bool:
        """Whether anybody but ``agent`` is signed in who may serve ``call``."""
        if call.wanted:
            return True
        return any(group.signed_in.keys() - {agent.name} for group in self.line(call.need).groups)

    def everybody_waiting(self) -> list[Call]:
        """Return all waiting calls, whose turn is earlier first."""
        lines = [*self.lines.values(), *self.personal.values()]
        entries = [entry for line in lines for entry in line.waiting.entries()]
        return [call for _, call in sorted(entries, key=lambda entry: entry[0])]

    def note_presence(self, agent: Agent) -> None:
        """Keep the group's list of who is signed in true."""
        present = self.groups[agent.profile].signed_in
        if agent.signed_in:
            present[agent.name] = None
        else:
            present.pop(agent.name, None)
