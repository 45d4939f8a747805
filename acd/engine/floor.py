"""The floor: all lines and all groups of a centre, and the two searches that decide everything.

Which groups serve which line is worked out from the skill matrix once, when a need is first seen. The first turn of
each line, and the first key of each group, are kept at hand: a search compares those of one agent's lines, or of one
call's groups, and nothing else. So its work grows with the number of distinct needs and profiles, and hardly with
calls or agents. A call that waits for one certain agent stands in that agent's personal line, with the same order of
turns.
"""

import math
from collections.abc import Iterable
from typing import Final

from acd.engine.calls import Call
from acd.engine.choices import CHOICES, ORDER_OF, ORDERS
from acd.engine.demand import Demand
from acd.engine.draws import draw
from acd.engine.ladders import NO_LADDER, Ladder, QueueNeeds, Rung
from acd.engine.lines import Group, Line
from acd.engine.order import Key
from acd.engine.rules import CentreRules, QueueRules
from acd.engine.turns import turn_of
from agents.needs import joined, of_levels, parse_need
from agents.roster import Agent, Roster
from agents.states import AT_WORK, AgentState

INF: Final = math.inf
READY: Final = AgentState.READY
IS_AT_WORK: Final = {state: state in AT_WORK for state in AgentState}

MOST_LINES = 4096
"""Lines and ladders kept; beyond it, or twice those in use, empty ones are forgotten. A centre has tens."""


class Floor:
    """Who waits, who is free, and who may serve whom."""

    def __init__(
        self, rules: CentreRules, roster: Roster, retired: Iterable[QueueRules] = (), *, draws: int = 0
    ) -> None:
        self._roster = roster
        self._rules = rules
        self._needs = {queue.name: QueueNeeds(queue) for queue in (*rules.queues, *retired)}
        self._ladders: dict[tuple[str, str, tuple[tuple[str, int], ...], tuple[str, ...]], Ladder] = {}
        self.draws = draws
        self.lines: dict[tuple[Ladder, int], Line] = {}
        self._most_lines = MOST_LINES
        self.personal: dict[str, Line] = {}
        self.idle_agents = 0
        self._idle_keys: dict[str, list[Key]] = {}
        queues = [needs.queue for needs in self._needs.values()]
        self._orders = sorted({"idle_since"} | {ORDER_OF[q.choice] for q in queues if q.choice in ORDER_OF})
        profiles = sorted({agent.profile for agent in roster})
        self.groups = [Group(number, profile, self._orders) for number, profile in enumerate(profiles)]
        self._foresees = any(queue.choice == "specialists-first" for queue in queues)
        self.demand = Demand(len(self.groups))
        self._group_of = {group.profile: group for group in self.groups}
        self.first_idle = {order: [INF] * len(self.groups) for order in self._orders}
        by_waiting = rules.turns.order == "longest-waiting"
        self._weighted = by_waiting and any(queue.weight != 1.0 for queue in queues)

    # -- lines ---------------------------------------------------------------------------------------------

    def ladder(self, call: Call) -> Ladder:
        """Return the ladder of what ``call`` asks in its queue, compiled when the like is first seen."""
        needs = self._needs[call.queue]
        is_plain = not (call.asked or call.asked_need or needs.asked_for)
        if is_plain and needs.plain is not None:
            return needs.plain
        values = needs.values_of(call)
        levels = tuple(call.asked.items()) if len(call.asked) < 2 else tuple(sorted(call.asked.items()))
        key = (call.queue, call.asked_need, levels, tuple(values.values()))
        if (ladder := self._ladders.get(key)) is None:
            if len(self._ladders) >= self._most_lines:
                self._forget_empty_lines()
            asked = joined(of_levels(call.asked), parse_need(call.asked_need))
            ladder = self._ladders[key] = needs.ladder(asked, values, self._roster.matrix, self.groups)
        if is_plain:
            needs.plain = ladder
        return ladder

    def line_of(self, call: Call) -> Line | None:
        """Return the line in which ``call`` stands or would stand: that of its need, or of the agent it waits for."""
        if call.wanted:
            return self.personal.get(call.wanted)
        return self.lines.get((call.ladder, call.opened))

    def _open_line(self, ladder: Ladder, opened: int) -> Line:
        if len(self.lines) >= self._most_lines:
            self._forget_empty_lines()
        return self._add_line(ladder, opened)

    def _add_line(self, ladder: Ladder, opened: int) -> Line:
        line = Line(ladder, opened)
        self.lines[ladder, opened] = line
        for number in ladder.groups(opened):
            self.groups[number].lines.append(line)
        return line

    def _forget_empty_lines(self) -> None:
        kept = [line for line in self.lines.values() if line.waiting]
        self._most_lines = max(MOST_LINES, 2 * len(kept))
        alive = {line.ladder for line in kept}
        self._ladders = {key: ladder for key, ladder in self._ladders.items() if ladder in alive}
        self.lines = {}
        self.demand.forget()
        for group in self.groups:
            group.lines = []
        for line in kept:
            again = self._add_line(line.ladder, line.opened)
            again.waiting = line.waiting
            again.note_first()

    def take_turn(self, call: Call) -> None:
        """Work out by what ``call`` is compared with others."""
        call.turn = (turn_of(call, self._rules.turns, call.ladder.queue), call.sequence)

    def join(self, call: Call) -> None:
        """Let ``call`` stand in its line at its turn."""
        if call.wanted:
            line = self.personal.setdefault(call.wanted, Line(NO_LADDER, 0))
        else:
            line = self.lines.get((call.ladder, call.opened)) or self._open_line(call.ladder, call.opened)
        self.take_turn(call)
        line.waiting.add(call.turn, call)
        call.in_line = True
        if self._foresees:
            self.demand.waits(call.ladder, 1)
        line.note_first()

    def leave(self, call: Call) -> None:
        """Take ``call`` out of its line, if it stands in one."""
        if not call.in_line:
            return
        line = self.line_of(call)
        assert line is not None, "who is in a line has one"
        call.in_line = False
        line.waiting.remove(call.turn)
        if self._foresees:
            self.demand.waits(call.ladder, -1)
        if call.wanted and not line.waiting:
            del self.personal[call.wanted]
        line.note_first()

    def note_arrival(self, call: Call, at: float) -> None:
        """A call like this one has come: more of them are to be expected."""
        if self._foresees:
            self.demand.arrived(call.ladder, at)

    def everybody_waiting(self, at: float | None = None) -> list[Call]:
        """Return all waiting calls, whose turn is earlier first; with weights as they are ``at`` a moment."""
        calls = [call for line in (*self.lines.values(), *self.personal.values()) for call in line.waiting]
        return sorted(calls, key=lambda call: call.turn if at is None else self._rank(call, at))

    # -- agents --------------------------------------------------------------------------------------------

    def group_of(self, agent: Agent) -> Group:
        """Return the group of the agents who are as skilled as this one."""
        return self._group_of[agent.profile]

    def open_group(self, profile: int, used: Iterable[Ladder]) -> None:
        """Make the group of a profile that is new, in all ladders there are and those ``used``, and in their lines."""
        if profile in self._group_of:
            return
        group = Group(len(self.groups), profile, self._orders)
        self.groups.append(group)
        self._group_of[profile] = group
        for keys in self.first_idle.values():
            keys.append(INF)
        plain = (needs.plain for needs in self._needs.values() if needs.plain is not None)
        for ladder in dict.fromkeys((*self._ladders.values(), *plain, *used, *self.demand.kinds())):
            ladder.admit(group.number, profile, self._roster.matrix)
        group.lines = [line for line in self.lines.values() if group.number in line.ladder.groups(line.opened)]
        self.demand.add_group(group.number)

    def free(self, agent: Agent) -> None:
        """``agent`` is ready and belongs among the idle of the group."""
        group = self._group_of[agent.profile]
        keys = self._idle_keys[agent.name] = [(ORDERS[order](agent), agent.number) for order in self._orders]
        self.idle_agents += 1
        if self._foresees:
            self.demand.idles(group.number, 1)
        for index, order in enumerate(self._orders):
            if group.idle[order].add(keys[index], agent) == 0:
                self.first_idle[order][group.number] = keys[index][0]

    def occupy(self, agent: Agent) -> None:
        """``agent`` is idle no more."""
        group = self._group_of[agent.profile]
        self.idle_agents -= 1
        if self._foresees:
            self.demand.idles(group.number, -1)
        keys = self._idle_keys.pop(agent.name)
        for index, order in enumerate(self._orders):
            row = group.idle[order]
            if row.remove(keys[index]) == 0:
                first = row.first()
                self.first_idle[order][group.number] = INF if first is None else first[0]

    def note_presence(self, agent: Agent) -> None:
        """Keep the group's list of who is signed in true."""
        present = self._group_of[agent.profile].signed_in
        if agent.signed_in:
            present[agent.name] = None
        else:
            present.pop(agent.name, None)

    def note_work(self, agent: Agent, was_at_work: bool) -> None:
        """Keep the number of the group's agents who serve callers true."""
        if (is_at_work := IS_AT_WORK[agent.state]) is not was_at_work:
            self._group_of[agent.profile].at_work += 1 if is_at_work else -1

    def draw(self, among: int) -> int:
        """Draw one of ``among`` things by lot: from the centre's seed, so it is the same in every replay."""
        self.draws += 1
        return draw(self._rules.seed, self.draws, among)

    # -- the two searches ----------------------------------------------------------------------------------

    def best_agent(self, call: Call, at: float) -> Agent | None:
        """Return the free agent whom ``call`` is to be offered to: of the lowest rung on which there is one."""
        if call.wanted:
            wanted = self._roster[call.wanted]
            return wanted if wanted.state is READY and wanted.name not in call.refused else None
        if not self.idle_agents:
            return None
        choose = CHOICES[call.ladder.queue.choice]
        for rung in call.ladder.rungs[: call.opened + 1]:
            agent: Agent | None = choose(self, rung, call, at) if len(rung.groups) else None
            if agent is not None:
                return agent
        return None

    def first_keys(self, rung: Rung, order: str, call: Call) -> list[float]:
        """Return the first key of each group of ``rung`` in an order; infinity where nobody is free for ``call``."""
        first_idle = self.first_idle[order]
        keys = [first_idle[group] for group in rung.groups]
        if call.refused:
            for index, key in enumerate(keys):
                if key < INF:
                    entry = self.groups[rung.groups[index]].first_for(order, call)
                    keys[index] = INF if entry is None else entry[0][0]
        return keys

    def first_among(self, groups: Iterable[int], order: str, call: Call) -> Agent | None:
        """Return the first in an order of all free agents of ``groups``; the first on the roster among equals."""
        entries = [entry for group in groups if (entry := self.groups[group].first_for(order, call)) is not None]
        if len(entries) == 1:
            return entries[0][1]
        return min(entries, key=lambda entry: entry[0])[1] if entries else None

    def best_call(self, agent: Agent, at: float) -> Call | None:
        """Return the waiting call whose turn it is among those ``agent`` may serve, and those that wait for them."""
        best = self._first_served(self._group_of[agent.profile], agent, at)
        if self.personal and (own := self.personal.get(agent.name)) is not None:
            mine = self._first_of_own(own, agent, at)
            if best is None or (mine is not None and self._rank(mine[1], at) < self._rank(best[1], at)):
                best = mine
        return None if best is None else best[1]

    def _first_of_own(self, own: Line, agent: Agent, at: float) -> tuple[Key, Call] | None:
        """Calls of different queues wait for one agent: with weights, the line's own order is not that of turns."""
        if not self._weighted:
            return own.first_for(agent)
        entries = (entry for entry in own.waiting.entries() if agent.name not in entry[1].refused)
        return min(entries, key=lambda entry: self._rank(entry[1], at), default=None)

    def _first_served(self, group: Group, agent: Agent, at: float) -> tuple[Key, Call] | None:
        if len(group.lines) == 1:
            return group.lines[0].first_for(agent)
        entry = self._first_of_lines(group.lines, at)
        if entry is None:
            return None
        if agent.name not in entry[1].refused:
            return entry
        others = (line.first_for(agent) for line in group.lines)
        return min((each for each in others if each), key=lambda each: self._rank(each[1], at), default=None)

    def _first_of_lines(self, lines: list[Line], at: float) -> tuple[Key, Call] | None:
        """Return the head whose turn it is; of equal turns, the one that asked first."""
        best: tuple[Key, Call] | None = None
        least = INF
        for line in lines:
            turn = (line.first - at) * line.weight if self._weighted else line.first
            if turn > least or turn == INF:
                continue
            head = line.waiting.head()
            if head is not None and (best is None or turn < least or head[0][1] < best[0][1]):
                best, least = head, turn
        return best

    def _rank(self, call: Call, at: float) -> tuple[float, int]:
        """What calls of different queues are compared by: the least is served first."""
        key, sequence = call.turn
        return ((key - at) * call.ladder.queue.weight if self._weighted else key), sequence
