"""The centre's day: what queues and agents have done since midnight, kept across a restart.

Midnight is that of the opening hours' time zone (the one that most of them have; the machine's if there are none), by
the machine's own clock. A clock that is set back over midnight by less than half a day does not bring yesterday back.
What a crash loses is at most the last 10 seconds; a stop loses nothing.
"""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar
from zoneinfo import ZoneInfo

import msgspec
import structlog

from acd.core import Core
from acd.engine import facts, orders
from acd.engine.calls import CallState
from acd.live.day_crews import Crews
from acd.live.day_figures import AgentDay, CurvePoint, QueueDay, service_level
from acd.live.day_kept import DayInMemory, DayStore
from acd.live.day_record import COUNTS, DayRecord, Key, date_at
from acd.live.day_taking import Alive, Taking, alive_in
from ivr.hours import Hours

TICK_S, KEEP_TICKS = 1.0, 10

NOW_MIN = 30
"""The minutes that a service level of now looks back on, the one in hand included."""

KEPT_DAYS = 8
"""Days kept. Two are shown; a clock that was wrong for a start or two must not cost them."""

SET_BACK_S = 12 * 3600.0
"""A clock that goes back to yesterday by less than this was corrected; by more, it was wrong when the day began."""

QUEUES_A_PIECE, CALLS_A_PIECE, AGENTS_A_PIECE = 10, 1000, 100
"""Work between two turns of the loop, each a fraction of a millisecond."""

ALIVE: Key = ("alive", "", 0)
ONE_DAY = dt.timedelta(days=1)

T = TypeVar("T")
Share = float | None

log = structlog.get_logger()


class Day:
    """Counts the day of ``core``: :meth:`load` before the service starts, :meth:`run`, :meth:`stop` at the end.

    It is a listener of the core, too. ``zone`` None is the machine's time zone; it may be set at any time. Figures are
    of the moment they are asked for, the curve is as of the last second.
    """

    def __init__(self, core: Core, zone: dt.tzinfo | None = None, store: DayStore | None = None) -> None:
        self.zone = zone
        self._core = core
        self._store = store or DayInMemory()
        self.today = DayRecord(date_at(core.clock.time_of_day(), zone), zone)
        self.yesterday = DayRecord(self.today.date - ONE_DAY, zone)
        self.crews = Crews(core)
        self._taking = Taking()
        self._alive = Alive()
        self._ticks = 0
        self._keeping: asyncio.Task[None] | None = None
        self._late: dict[str, tuple[int, tuple[float, ...], tuple[Share, Share]]] = {}

    def __call__(self, at: float, fact: facts.AnyFact, led_to: tuple[orders.AnyOrder, ...]) -> None:
        """Hear a fact: a call that is taken over and was counted before the restart is not counted twice."""
        if isinstance(fact, facts.CallRestored):
            if not any(isinstance(order, orders.Refused) for order in led_to):
                self._taking.found(self.today, fact, self._alive, self._minute())
        elif isinstance(fact, facts.Settled):
            self._alive = Alive({}, {})

    # -- asking --------------------------------------------------------------------------------------------

    def of_queue(self, name: str) -> QueueDay:
        """Return the figures of a queue, as of this moment; zeros for one that is not known."""
        minute, counts = self._minute(), self._core.centre.counts.get(name)
        if counts is None:
            return self.today.queue(name, self._of_late(name, minute))
        values, late = self._taking.queue(self.today, name, counts, minute), self._late.get(name)
        if late is None or late[0] != minute or late[1] is not values:
            late = self._late[name] = (minute, values, self._of_late(name, minute))
        return self.today.queue(name, late[2])

    def of_agent(self, name: str) -> AgentDay:
        """Return the figures of an agent, as of this moment; zeros for one that is not known."""
        if (agent := self._core.centre.roster.get(name)) is not None:
            self._taking.agent(self.today, agent, self._core.clock.now())
        return self.today.agent(name)

    def curve(self, queues: Collection[str] | None, minutes: int, *, yesterday: bool = False) -> list[CurvePoint]:
        """Return the day of these queues together (None: of all), in stretches of ``minutes`` from midnight to now.

        It may be asked for in a thread: with a thousand queues it takes some 50 ms.
        """
        record = self.yesterday if yesterday else self.today
        return record.curve(queues, minutes, record.minutes if yesterday else self._minute() + 1)

    # -- counting ------------------------------------------------------------------------------------------

    async def load(self) -> None:
        """Go on with what was kept of today and yesterday; call it before the core hears of anything."""
        self.today, alive = await self._read(self.today.date)
        self.yesterday, before = await self._read(self.today.date - ONE_DAY)
        self._alive = alive or before or Alive()
        await self._forget()

    async def run(self) -> None:
        """Count until cancelled; a tick that fails is logged, and the next one counts what it has missed."""
        while True:
            await asyncio.sleep(TICK_S)
            try:
                await self.tick()
            except Exception:
                log.exception("day_not_counted")

    async def stop(self) -> None:
        """Count what is left and keep it."""
        if self._keeping is not None:
            await self._keeping
        self._take_queues(list(self._core.centre.counts))
        await self._take_agents()
        await self._keep()

    async def tick(self) -> None:
        """Count what is new since the last tick, in pieces that hold up nobody."""
        await self._turn()
        talking = await self._talking()
        minute = self._minute()
        for names in pieces(list(self._core.centre.counts), QUEUES_A_PIECE):
            self._take_queues(names, talking)
            await asyncio.sleep(0)
        self.today.samples.add(minute, (1,))
        for crew, at_work in self.crews.at_work_by_crew().items():
            self.today.crew(crew, minute, at_work)
        self._ticks += 1
        if self._ticks % KEEP_TICKS == 0 and self._keeping is None:
            await self._take_agents()
            self._keeping = asyncio.create_task(self._keep(), name="day")
            self._keeping.add_done_callback(lambda _: setattr(self, "_keeping", None))

    def _take_queues(self, names: Sequence[str], talking: Counter[str] | None = None) -> None:
        minute, all_counts = self._minute(), self._core.centre.counts
        for name in names:
            if (counts := all_counts.get(name)) is None:
                continue
            self._taking.queue(self.today, name, counts, minute)
            self.crews.groups(name)  # so that its agents are counted
            if talking is not None and (counts.waiting or talking[name]):
                self.today.sample(name, minute, counts.waiting, talking[name])

    async def _take_agents(self) -> None:
        roster = self._core.centre.roster
        gone = [seen.agent for name, seen in self._taking.agents.items() if roster.get(name) is not seen.agent]
        for agents in pieces([*gone, *roster], AGENTS_A_PIECE):
            for agent in agents:
                self._taking.agent(self.today, agent, self._core.clock.now())
            await asyncio.sleep(0)
        for agent in gone:
            if self._taking.agents[agent.name].agent is agent:
                del self._taking.agents[agent.name]

    async def _talking(self) -> Counter[str]:
        """Count the calls in conversation by queue."""
        found: Counter[str] = Counter()
        for calls in pieces(list(self._core.centre.calls.values()), CALLS_A_PIECE):
            found.update(call.queue for call in calls if call.state is CallState.TALKING)
            await asyncio.sleep(0)
        return found

    def _minute(self) -> int:
        return self.today.minute(self._core.clock.time_of_day())

    def _of_late(self, queue: str, minute: int) -> tuple[Share, Share]:
        """Return service level and share of abandoned of the last minutes, those before midnight included."""
        first = minute + 1 - NOW_MIN
        sums = self.today.recent(queue, first, minute + 1)
        if first < 0:
            sums = sums + self.yesterday.recent(queue, self.yesterday.minutes + first, self.yesterday.minutes)
        _, answered, in_time, abandoned, quick, away = (float(each) for each in sums[: len(COUNTS) - 1])
        over = answered + abandoned + away
        return service_level(in_time, over, quick), min(abandoned / over, 1.0) if over > 0 else None

    # -- from day to day -----------------------------------------------------------------------------------

    async def _turn(self) -> None:
        """Begin the next day when it has come, or the one that it is after a clock was wrong."""
        at = self._core.clock.time_of_day()
        date, before = date_at(at, self.zone), self.today
        if date == before.date or before.begins_at - SET_BACK_S < at < before.begins_at:
            return
        today, _ = await self._read(date)
        yesterday = before if before.date == date - ONE_DAY else (await self._read(date - ONE_DAY))[0]
        self._take_queues(list(self._core.centre.counts))
        self.today, self.yesterday = today, yesterday
        self._late.clear()
        await self._take_agents()  # up to now they belong to the day before
        await self._keep_record(before)
        await self._forget()
        log.info("day_began", date=date.isoformat())

    async def _read(self, date: dt.date) -> tuple[DayRecord, Alive | None]:
        record = DayRecord(date, self.zone)
        try:
            blocks = await self._store.load(date)
            alive = msgspec.msgpack.decode(blocks.pop(ALIVE), type=Alive) if ALIVE in blocks else None
            if bad := record.restore(blocks):
                log.warning("day_damaged", date=date.isoformat(), blocks=bad)
        except Exception as fault:  # a service without the day's figures is better than none
            log.error("day_not_loaded", date=date.isoformat(), why=type(fault).__name__)
            return record, None
        return record, alive

    async def _keep(self) -> None:
        alive = msgspec.msgpack.encode(alive_in(self._core.centre))
        await self._keep_record(self.today, {ALIVE: alive})

    async def _keep_record(self, record: DayRecord, blocks: dict[Key, bytes] | None = None) -> None:
        touched = record.touched()
        blocks = touched | (blocks or {})
        for key, block in record.agent_blocks():
            blocks[key] = block
            await asyncio.sleep(0)
        try:
            await self._store.keep(record.date, blocks)
        except Exception as fault:  # the database is away: it is tried again with what comes next
            record.touch(touched)
            log.error("day_not_kept", date=record.date.isoformat(), why=type(fault).__name__)

    async def _forget(self) -> None:
        try:
            await self._store.forget(KEPT_DAYS)
        except Exception as fault:
            log.error("days_not_forgotten", why=type(fault).__name__)


def zone_of(hours: Iterable[Hours]) -> dt.tzinfo | None:
    """Return the time zone that most opening hours have, the first among equals; None, the machine's, of none."""
    zones = Counter(each.zone for each in hours)
    return ZoneInfo(zones.most_common(1)[0][0]) if zones else None


def pieces(everything: Sequence[T], size: int) -> Iterable[Sequence[T]]:
    """Cut what may be long into pieces."""
    return (everything[first : first + size] for first in range(0, len(everything), size))
