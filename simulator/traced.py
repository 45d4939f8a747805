"""The journal of a simulated day, as the service writes those of real days: ``acd explain`` tells from it why.

A simulated day has seconds from its beginning, a journal has moments of a clock. So what was told on the day is told
again to a fresh engine that has this clock, and what that one orders is written down. The clock is the scenario's, on a
day long ago: nobody's real journal is mistaken for it.
"""

from collections.abc import Iterator
from pathlib import Path
from time import mktime
from typing import NamedTuple

import msgspec

from acd.engine.engine import Engine
from acd.engine.facts import AlarmRang, AnyFact, CallLeft, CallQueued, OfferAnswered
from acd.engine.orders import AnyOrder, Refused, WakeAt
from acd.store.journal import Entry, journal_files, new_file
from simulator.days.journal import Journal
from simulator.days.simulation import records_of_day
from simulator.days.world import World

MOST_FACTS = 3_000_000
"""Facts of a day that are kept, some 3 GB; half a million calls. Nobody reads the journal of more."""

LONG_AGO = (1970, 1, 2, 0, 0, 0, 0, 0, -1)
"""Midnight of a day, by the machine's own clock, as explanations are told."""

HAIR_S = 1e-6
"""The same moment by both clocks, but for rounding."""


class FolderTaken(FileExistsError):
    """There are journals in the folder already, whose calls may have the same names."""


class DayTooLong(ValueError):
    """The day has more facts than are kept."""


class Traced(NamedTuple):
    """What was written: the file, how many calls asked for an agent, and which of them waited longest ("" for none)."""

    file: Path
    calls: int
    longest: str


def write_day(world: World, folder: Path, *, seed: int, day: int) -> Traced:
    """Simulate a day and write its journal into ``folder``, which may be missing.

    Raises:
        FolderTaken: there are journals in it already.
        DayTooLong: the day has more than :data:`MOST_FACTS` facts.
        OSError: the file cannot be written.
    """
    check_folder(folder)
    folder.mkdir(parents=True, exist_ok=True)
    journal = journal_of(world, seed, day)
    begins_at = mktime(LONG_AGO) + world.opens_at_s
    file, encoder = new_file(folder, begins_at), msgspec.json.Encoder()
    with file.open("xb") as lines:
        lines.writelines(encoder.encode(entry) + b"\n" for entry in retold(journal, begins_at))
    return Traced(file, *waits_in(journal))


def check_folder(folder: Path) -> None:
    """Raise FolderTaken if there are journals in ``folder`` already."""
    if journal_files(folder):
        raise FolderTaken(folder)


def journal_of(world: World, seed: int, day: int) -> Journal:
    """Simulate a day and return all that the engine was told."""
    journal = Journal()
    for _ in records_of_day(world, seed=seed, day=day, journal=journal):
        if len(journal.facts) > MOST_FACTS:
            raise DayTooLong(day)
    return journal


def retold(journal: Journal, begins_at: float) -> Iterator[Entry]:
    """Tell a fresh engine the same day by another clock, and yield what is told and ordered.

    Deadlines of one moment may be a rounding apart by the other clock; its alarm rings when they have come.
    """
    engine, now = Engine(), begins_at
    wake_at: float | None = None
    for at, fact in zip(journal.times, journal.facts, strict=True):
        now = max(now, begins_at + at)
        rings = isinstance(fact, AlarmRang)
        while True:
            if rings and wake_at is not None and wake_at < now + HAIR_S:
                now = max(now, wake_at)
            orders = told(engine, fact, now)
            wake_at = asked(orders, None if rings else wake_at)
            yield Entry(now, fact, orders)
            if not (rings and wake_at is not None and wake_at < now + HAIR_S):
                break


def told(engine: Engine, fact: AnyFact, now: float) -> tuple[AnyOrder, ...]:
    """Tell a fact that cannot be refused, for it was true when it was told first."""
    orders = engine.handle(fact, now)
    if orders and isinstance(orders[0], Refused):
        raise AssertionError(f"told again, the day is another: {orders[0]}")
    return orders


def asked(orders: tuple[AnyOrder, ...], before: float | None) -> float | None:
    """Return when the engine wants to be woken after these orders."""
    return next((order.at for order in orders if isinstance(order, WakeAt)), before)


def waits_in(journal: Journal) -> tuple[int, str]:
    """Count the calls that asked for an agent, and name the one that waited longest."""
    since: dict[str, float] = {}
    calls, longest_s, longest = 0, -1.0, ""
    for at, fact in zip(journal.times, journal.facts, strict=True):
        if isinstance(fact, CallQueued):
            calls += 1
            since[fact.call] = at
        elif isinstance(fact, OfferAnswered | CallLeft) and fact.call in since:
            waited_s = at - since.pop(fact.call)
            if waited_s > longest_s:
                longest_s, longest = waited_s, fact.call
    return calls, longest
