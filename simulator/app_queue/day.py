"""One day of app_queue's queues, on the callers of a world."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from heapq import heappop, heappush
from math import ceil, inf
from typing import Any, Final, TypeAlias

from simulator.app_queue.choosing import Agent
from simulator.app_queue.settings import Queues, check
from simulator.app_queue.standing import Standing, Waiting
from simulator.days.book import Book
from simulator.days.callers import Caller, Source
from simulator.days.draws import Chance, Draws, Uniform
from simulator.days.records import ABANDONED, SERVED, Records
from simulator.days.world import World

FIRST: Final = -1.0
"""Of what happens at the same moment all else comes before looks, which come in any order."""

Then: TypeAlias = Callable[[Any], None]


def records_of_day(world: World, queues: Queues, *, seed: int, day: int) -> Iterator[Records]:
    """Simulate day number ``day`` with app_queue's queues and yield the records of its calls, in blocks.

    They are the callers of :func:`simulator.days.simulation.records_of_day`: same moments (but for rounding), same
    handling times, same patience. The same arguments give the same records.

    Raises:
        BadQueues: the queues do not fit the world, or it has what is not simulated here.
    """
    today = Day(world, queues, Chance(seed, day))
    while (records := today.run_block()) is not None:
        yield records


class Day:
    """A day until the last call has ended."""

    def __init__(self, world: World, queues: Queues, chance: Chance) -> None:
        check(world, queues)
        self._edges = list(world.edges)
        self._queues = queues
        self._now = 0.0
        self._ahead: list[tuple[float, float, int, Then, Any]] = []
        self._scheduled = 0
        self._book = Book()
        self._is_full = False
        self._order = Draws(Uniform(), chance.of("app_queue", "order of looks"))
        wrap_up_s = {agent.name: agent.wrap_up_s for agent in world.rules.agents}
        agents = {
            duty.agent: Agent(duty.agent, number, world.groups.index(duty.group), wrap_up_s[duty.agent])
            for number, duty in enumerate(world.duties)
        }
        lines = [Standing(line, agents, chance.of("app_queue", line.name)) for line in queues.lines]
        named = {each.line.name: each for each in lines}
        self._lines_of = {name: [each for each in lines if name in each.members] for name in agents}
        self._line_of = [named[queues.of_type[type_.name]] for type_ in world.types]
        busyness = 1.0 if world.busyness is None else float(world.busyness.draw(chance.of("busyness"), 1)[0])
        for number, type_ in enumerate(world.types):
            self._expect_arrival(Source(number, type_, world.groups, chance, busyness))

    def run_block(self) -> Records | None:
        """Go on until a block of records is full or the day is over; None when it was over before."""
        if not self._ahead:
            return None
        self._is_full = False
        while self._ahead and not self._is_full:
            self._now, _, _, then, whom = heappop(self._ahead)
            then(whom)
        return self._book.take()

    def _at(self, at: float, then: Then, whom: Any, order: float = FIRST) -> None:
        self._scheduled += 1
        heappush(self._ahead, (at, order, self._scheduled, then, whom))

    # -- callers -------------------------------------------------------------------------------------------

    def _expect_arrival(self, source: Source) -> None:
        at = source.next_arrival()
        if at < inf:
            self._at(at, self._arrives, source)

    def _arrives(self, source: Source) -> None:
        """A caller joins the line, and looks at once."""
        self._expect_arrival(source)
        period = min(bisect_right(self._edges, self._now), len(self._edges) - 1) - 1 if source.by_period else 0
        caller = Caller(source, "", self._now, 0, period)
        who = Waiting(caller, self._line_of[source.number])
        who.line.join(who)
        if caller.patience_s < inf:
            self._at(self._now + caller.patience_s, self._hangs_up, who)
        self._looks(who)

    def _hangs_up(self, who: Waiting) -> None:
        if who.is_waiting:
            who.line.leave(who)
            self._write(who.caller, ABANDONED, self._now)
            self._turns_move(who.line)

    # -- looking -------------------------------------------------------------------------------------------

    def _turns_move(self, line: Standing) -> None:
        """Let those who have a turn now find out at their next look; other looks are in vain and are left out."""
        for who in line.waiting[: line.turns]:
            if not who.will_look:
                who.will_look = True
                self._at(self._next_look(who), self._looks, who, self._order.next())

    def _next_look(self, who: Waiting) -> float:
        every_s = self._queues.look_every_s
        if every_s == 0.0:
            return max(self._now, who.looks_at)
        return max(self._now, who.looks_at + every_s * ceil((self._now - who.looks_at) / every_s))

    def _looks(self, who: Waiting) -> None:
        """It tries the members if it is its turn; where none could be called, it tries again some time later."""
        who.will_look = False
        line = who.line
        if not who.is_waiting or who not in line.waiting[: line.turns]:
            return
        agent = line.chooser.choose(self._now - who.caller.arrived_at, lambda each: self._may_be_called(each, line))
        if agent is not None:
            self._connect(who, agent)
        else:
            who.looks_at = self._now + self._queues.retry_s
            who.will_look = True
            self._at(who.looks_at, self._looks, who, self._order.next())

    def _may_be_called(self, agent: Agent, line: Standing) -> bool:
        """Whether no queue of higher weight needs this agent."""
        return not any(
            each.line.weight > line.line.weight and len(each.waiting) >= max(1, each.turns)
            for each in self._lines_of[agent.name]
        )

    # -- agents --------------------------------------------------------------------------------------------

    def _connect(self, who: Waiting, agent: Agent) -> None:
        caller = who.caller
        who.line.leave(who)
        agent.is_free = False
        for line in self._lines_of[agent.name]:
            line.available -= 1
        caller.agent = agent.number
        traits = caller.traits
        ends_at = self._now + caller.handling_s[traits.handling.row_of[agent.group]]
        is_given = traits.wrap_up.is_given[agent.group]
        wrap_up_s = caller.wrap_up_s[traits.wrap_up.row_of[agent.group]] if is_given else agent.wrap_up_s
        self._write(caller, SERVED, ends_at + wrap_up_s)
        self._at(ends_at + wrap_up_s, self._is_free, (agent, ends_at))
        self._turns_move(who.line)

    def _is_free(self, ended: tuple[Agent, float]) -> None:
        agent, ended_at = ended
        agent.is_free = True
        agent.calls += 1
        agent.last_call = int(ended_at)
        for line in self._lines_of[agent.name]:
            line.available += 1
        for line in self._lines_of[agent.name]:
            self._turns_move(line)

    def _write(self, caller: Caller, outcome: int, free_at: float) -> None:
        if self._book.write(caller, outcome, self._now, free_at):
            self._is_full = True
