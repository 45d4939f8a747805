"""One day of the centre, and how it is kept: in blocks of an hour, so that little is written at a time."""

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Final, TypeAlias

import msgspec
import numpy as np

from acd.live.day_figures import AgentDay, CurvePoint, QueueDay, service_level
from acd.live.day_sheets import HOUR_MIN, MOST_HOURS, Sheet, Sums

COUNTS: Final = (
    "offered", "answered", "answered_in_time", "abandoned", "abandoned_quick", "sent_away", "wait_answered_sum_s",
)  # fmt: skip
"""What is counted of a queue; as columns of its sheet, gauges follow."""

WAITING, COLUMNS = len(COUNTS), len(COUNTS) + 2
"""The first of two gauges: sums of samples of calls waiting, and in conversation."""

DONE: Final = ("answered", "missed", "passed_on", "talk_s", "hold_s", "wrap_up_s", "ready_s")
"""What is counted of an agent."""

MOST_CREWS = 4096
"""Sets of queues that agents serve, of which a day keeps who is at work; a centre has tens. Others are left out."""

AGENTS_A_BLOCK = 500

Key: TypeAlias = tuple[str, str, int]
"""Of a block: kind, name and number."""


class DayRecord:
    """The day of ``date``, which begins at ``begins_at`` (seconds since 1970) and lasts ``minutes``.

    ``crews`` says of each set of queues how many agents are at work who serve just these.
    """

    def __init__(self, date: dt.date, zone: dt.tzinfo | None) -> None:
        self.date = date
        self.begins_at = midnight(date, zone)
        lasts_min = (midnight(date + dt.timedelta(days=1), zone) - self.begins_at) // 60
        self.minutes = int(min(lasts_min, MOST_HOURS * HOUR_MIN))
        self.queues: dict[str, Sheet] = {}
        self.totals: dict[str, list[float]] = {}
        self.crews: dict[frozenset[str], Sheet] = {}
        self.samples = Sheet(1)
        self.agents: dict[str, list[float]] = {}

    def minute(self, at: float) -> int:
        """Return which minute of the day that is; a clock that is set may be outside, and gets the nearest."""
        return int(min(max(at - self.begins_at, 0.0) // 60, self.minutes - 1))

    # -- counting ------------------------------------------------------------------------------------------

    def count(self, queue: str, minute: int, amounts: tuple[float, ...]) -> None:
        """Add to what is counted of a queue, in the order of ``COUNTS``."""
        self._sheet(queue).add(minute, amounts)
        totals = self.totals[queue]
        for column, amount in enumerate(amounts):
            totals[column] += amount

    def sample(self, queue: str, minute: int, waiting: int, talking: int) -> None:
        """Add a sample of a queue."""
        self._sheet(queue).add(minute, (waiting, talking), WAITING)

    def crew(self, queues: frozenset[str], minute: int, at_work: int) -> None:
        """Add a sample of the agents at work who serve these queues."""
        sheet = self.crews.get(queues)
        if sheet is None:
            if len(self.crews) >= MOST_CREWS:
                return
            sheet = self.crews[queues] = Sheet(1)
        sheet.add(minute, (at_work,))

    def work(self, agent: str, amounts: Collection[float]) -> None:
        """Add to what is counted of an agent, in the order of ``DONE``."""
        before = self.agents.get(agent)
        if before is not None:
            self.agents[agent] = [have + amount for have, amount in zip(before, amounts, strict=True)]
        elif any(amounts):
            self.agents[agent] = list(amounts)

    def _sheet(self, queue: str) -> Sheet:
        if (sheet := self.queues.get(queue)) is None:
            sheet = self.queues[queue] = Sheet(COLUMNS)
            self.totals[queue] = [0.0] * len(COUNTS)
        return sheet

    # -- asking --------------------------------------------------------------------------------------------

    def queue(self, name: str, now: tuple[float | None, float | None]) -> QueueDay:
        """Return the figures of a queue; ``now`` are its service level and share of abandoned of late."""
        *counts, wait_s = self.totals.get(name) or [0.0] * len(COUNTS)
        whole = dict(zip(COUNTS, map(round, counts), strict=False))
        return QueueDay(**whole, wait_answered_sum_s=wait_s, service_level_now=now[0], abandoned_share_now=now[1])

    def agent(self, name: str) -> AgentDay:
        """Return the figures of an agent."""
        done = self.agents.get(name)
        if done is None:
            return AgentDay()
        answered, missed, passed_on, *seconds = done
        return AgentDay(
            answered=round(answered), missed=round(missed), passed_on=round(passed_on),
            **dict(zip(DONE[3:], seconds, strict=True)),
        )  # fmt: skip

    def recent(self, queue: str, begin: int, end: int) -> Sums:
        """Sum the columns of a queue from minute ``begin`` up to ``end``; minutes before midnight hold nothing."""
        sheet = self.queues.get(queue)
        return np.zeros(COLUMNS, dtype=np.float32) if sheet is None or end <= 0 else sheet.between(max(begin, 0), end)

    def curve(self, queues: Collection[str] | None, minutes: int, end: int) -> list[CurvePoint]:
        """Return the day of these queues together (None: all) up to minute ``end``, in stretches of ``minutes``."""
        stretches = -(-end // minutes)
        rows = -(-stretches * minutes // HOUR_MIN) * HOUR_MIN
        sums, at_work, samples = (np.zeros((rows, width), dtype=np.float32) for width in (COLUMNS, 1, 1))
        for name, sheet in list(self.queues.items()):
            if queues is None or name in queues:
                sheet.add_to(sums)
        for crew, sheet in list(self.crews.items()):
            if queues is None or not crew.isdisjoint(queues):
                sheet.add_to(at_work)
        self.samples.add_to(samples)
        joined = np.hstack((sums, at_work, samples))[: stretches * minutes]
        by_stretch = joined.reshape(stretches, minutes, COLUMNS + 2).sum(axis=1, dtype=np.float64)
        return [point(self.begins_at + 60 * minutes * at, row) for at, row in enumerate(by_stretch.tolist())]

    # -- keeping -------------------------------------------------------------------------------------------

    def touched(self) -> dict[Key, bytes]:
        """Return the blocks that are different since this was asked last; agents are asked for by themselves."""
        blocks: dict[Key, bytes] = {}
        for kind, name, sheet in self._sheets():
            hours, sheet.touched = sheet.touched, set()
            blocks |= {(kind, name, hour): sheet.kept(hour) for hour in hours}
        if any(kind == "crew" for kind, _, _ in blocks):
            blocks["crews", "", 0] = msgspec.msgpack.encode([sorted(crew) for crew in self.crews])
        return blocks

    def touch(self, blocks: Collection[Key]) -> None:
        """Ask for these blocks again: they could not be kept."""
        wanted = set(blocks)
        for kind, name, sheet in self._sheets():
            sheet.touched |= {hour for hour in sheet.hours if (kind, name, hour) in wanted}

    def agent_blocks(self) -> Iterator[tuple[Key, bytes]]:
        """Yield the blocks of agents; each takes well under a millisecond."""
        names = list(self.agents)
        for number, first in enumerate(range(0, len(names), AGENTS_A_BLOCK)):
            done = {name: self.agents[name] for name in names[first : first + AGENTS_A_BLOCK]}
            yield ("agents", "", number), msgspec.msgpack.encode(done)

    def restore(self, blocks: dict[Key, bytes]) -> int:
        """Take over what was kept of this day; return how many blocks could not be read."""
        bad = 0
        try:
            crews = msgspec.msgpack.decode(blocks.get(("crews", "", 0), b"\x90"), type=list[list[str]])
        except msgspec.MsgspecError:
            crews, bad = [], 1
        self.crews = {frozenset(crew): Sheet(1) for crew in crews[:MOST_CREWS]}
        for (kind, name, number), block in blocks.items():
            try:
                self._restore(kind, name, number, block)
            except (ValueError, IndexError):  # msgspec's errors are ValueErrors
                bad += 1
        self.totals = {name: sheet.total()[: len(COUNTS)] for name, sheet in self.queues.items()}
        return bad

    def _restore(self, kind: str, name: str, number: int, block: bytes) -> None:
        if kind == "queue":
            self._sheet(name).restore(number, block)
        elif kind == "crew":
            list(self.crews.values())[int(name)].restore(number, block)
        elif kind == "samples":
            self.samples.restore(number, block)
        elif kind == "agents":
            done = msgspec.msgpack.decode(block, type=dict[str, tuple[float, float, float, float, float, float, float]])
            self.agents |= {agent: list(each) for agent, each in done.items()}

    def _sheets(self) -> Iterator[tuple[str, str, Sheet]]:
        yield from (("queue", name, sheet) for name, sheet in self.queues.items())
        yield from (("crew", str(number), sheet) for number, sheet in enumerate(self.crews.values()))
        yield "samples", "", self.samples


def midnight(date: dt.date, zone: dt.tzinfo | None) -> float:
    """Return when ``date`` begins, in seconds since 1970; without a ``zone`` by the machine's."""
    return dt.datetime.combine(date, dt.time(), tzinfo=zone).timestamp()


def date_at(at: float, zone: dt.tzinfo | None) -> dt.date:
    """Return the date of a moment; without a ``zone`` by the machine's."""
    return dt.datetime.fromtimestamp(at, zone).date()


def point(at: float, row: list[float]) -> CurvePoint:
    """Show a stretch by its sums: the columns of a queue, agents at work, and how many samples there are."""
    offered, answered, in_time, abandoned, quick, away, wait_s, waiting, talking, at_work, samples = row
    return CurvePoint(
        at=at, offered=max(round(offered), 0), answered=round(answered), abandoned=round(abandoned),
        service_level=service_level(in_time, answered + abandoned + away, quick),
        mean_wait_s=wait_s / answered if answered > 0 else None,
        waiting_mean=waiting / samples if samples else None, at_work_mean=at_work / samples if samples else None,
        talking_mean=talking / samples if samples else None,
    )  # fmt: skip
