"""A day's journal holds all that the engine was told: told again it gives every decision again, to the letter."""

import gc
import os
import subprocess
import sys
from functools import cache
from hashlib import sha256
from pathlib import Path

import msgspec
import numpy as np
import pytest

from acd.engine.engine import Engine
from acd.engine.facts import AlarmRang, AnyFact, CallArrived, OfferAnswered, Started
from acd.engine.orders import AnyOrder, Offer, WakeAt
from acd.engine.routing_rules import Exit, MissRule
from acd.engine.rules import CentreRules, QueueRules
from agents.roster import AgentRules
from simulator.days.journal import Journal
from simulator.days.records import ABANDONED, BLOCKED, SENT_AWAY, SERVED, Records
from simulator.days.simulation import records_of_day
from simulator.days.world import CallType, Duty, Retrials, World
from simulator.scenario.arrivals import Poisson
from simulator.scenario.draws import Exponential, Gamma
from tests.simulator.days.by_hand import COLUMNS

HOUR = 3600.0
ROOT = Path(__file__).parents[3]


def busy(*, drawn: bool = True) -> World:
    """Eight hours in which everything happens: shifts, breaks, ringing, misses, impatience, wrap-up, ways out."""
    names = [f"a{number}" for number in range(10)]
    queues = (
        QueueRules(name="sales", longest_wait_s=60.0, most_waiting=6, full_exit=Exit(go="hangup")),
        QueueRules(name="help", longest_wait_s=90.0, ring_s=10.0, ring_at_once=2),
    )
    agents = tuple(
        AgentRules(name=name, endpoint="", skills={"sales": 5, "help": number % 3}, wrap_up_s=20.0)
        for number, name in enumerate(names)
    )
    rules = CentreRules(
        name="busy", skills={"sales": "", "help": ""}, queues=queues, agents=agents, misses=MissRule(no_answer_s=30.0),
        misses_to_pause=10**9,
    )  # fmt: skip
    arrivals = {name: Poisson((0.0, 8 * HOUR), (rate,)) for name, rate in (("sales", 1 / 40), ("help", 1 / 45))}
    wrap_up = {"": (Gamma(15.0, 10.0),)} if drawn else {}
    types = tuple(
        CallType(
            name=name, queue=name, arrivals=each, handling={"": (Exponential(150.0),)}, patience=Exponential(120.0),
            wrap_up=wrap_up if name == "help" else {}, needs={name: 1},
            retrials=Retrials(probability=0.5, after=Exponential(100.0)),
        )
        for name, each in arrivals.items()
    )  # fmt: skip
    duties = tuple(
        Duty(agent=name, group="all", spells=((0.0, 6 * HOUR),), breaks=((begins, begins + HOUR / 2),))
        for name, begins in zip(names, range(7000, 10_000, 300), strict=True)
    )
    return World(
        name="busy", rules=rules, types=types, groups=("all",), duties=duties, edges=(0.0, 8 * HOUR), lines=14,
        ring=Exponential(6.0),
    )  # fmt: skip


Told = list[tuple[float, AnyFact, tuple[AnyOrder, ...]]]


@cache
def a_day(drawn: bool = True) -> tuple[Records, Journal]:
    journal = Journal()
    (records,) = records_of_day(busy(drawn=drawn), seed=5, day=0, journal=journal)
    return records, journal


def replayed(journal: Journal) -> Told:
    """The facts as they come back from a disk, told to a fresh engine, and what it ordered."""
    fresh, told = Engine(), Told()
    for at, fact in zip(journal.times, journal.facts, strict=True):
        read = msgspec.json.decode(msgspec.json.encode(fact), type=AnyFact)
        told.append((at, read, fresh.handle(read, at)))
    return told


@pytest.mark.parametrize("drawn", [True, False], ids=["wrap-up drawn", "wrap-up by rules"])
def test_the_journal_through_a_fresh_engine_gives_the_same_offers(drawn: bool) -> None:
    """Each answer in the journal is of an offer that the fresh engine makes, so every one of them is the same."""
    records, journal = a_day(drawn)
    told = replayed(journal)
    assert "Refused" not in {type(order).__name__ for _, _, orders in told for order in orders}
    answered = [fact for _, fact, _ in told if isinstance(fact, OfferAnswered)]
    offers = {order.offer: order for _, _, orders in told for order in orders if isinstance(order, Offer)}
    assert len(answered) == (records.outcome == SERVED).sum()
    for fact in answered:
        assert fact.call == offers[fact.offer].call
        assert fact.agent in (offers[fact.offer].agent, *offers[fact.offer].also)


def test_with_a_journal_the_day_is_the_same() -> None:
    (silent,) = records_of_day(busy(), seed=5, day=0)
    assert all(np.array_equal(getattr(silent, name), getattr(a_day()[0], name)) for name in COLUMNS)


def test_a_journal_begins_with_the_rules_and_its_times_ascend() -> None:
    _, journal = a_day()
    assert isinstance(journal.facts[0], Started)
    assert journal.times == sorted(journal.times)
    assert len(journal.times) == len(journal.facts) > 5000


def test_everything_that_can_happen_has_happened() -> None:
    records, journal = a_day()
    assert all((records.outcome == outcome).any() for outcome in (SERVED, ABANDONED, BLOCKED, SENT_AWAY))
    assert {type(fact).__name__ for fact in journal.facts} == {
        "Started", "Settled", "AgentSignedIn", "AgentSignedOut", "AgentPaused", "AgentUnpaused", "CallArrived",
        "CallQueued", "CallLeft", "OfferAnswered", "OfferMissed", "TalkEnded", "AlarmRang",
    }  # fmt: skip


def test_the_engine_counts_what_the_records_say() -> None:
    records, journal = a_day()
    fresh = Engine()
    for at, fact in zip(journal.times, journal.facts, strict=True):
        fresh.handle(fact, at)
    for number, name in enumerate(("sales", "help")):
        counts, mine = fresh.centre.counts[name], records.type == number
        served = mine & (records.outcome == SERVED)
        waits = (records.wait_ended_at - records.arrived_at)[served]
        assert counts.answered == served.sum()
        assert counts.abandoned == (mine & (records.outcome == ABANDONED)).sum()
        assert counts.wait_answered_sum_s == pytest.approx(waits.sum())
        assert counts.wait_answered_most_s == pytest.approx(waits.max())
    arrived = sum(isinstance(fact, CallArrived) for fact in journal.facts)
    assert len(records) >= arrived == sum(counts.offered for counts in fresh.centre.counts.values())


@pytest.mark.parametrize("drawn", [True, False], ids=["wrap-up drawn", "wrap-up by rules"])
def test_the_engine_has_learnt_how_long_calls_take(drawn: bool) -> None:
    """150 s of talk and 15 or 20 s of wrap-up; of the last ten calls the mean varies by a third."""
    fresh = Engine()
    _, journal = a_day(drawn)
    for at, fact in zip(journal.times, journal.facts, strict=True):
        fresh.handle(fact, at)
    assert all(60 < counts.handling_s < 400 for counts in fresh.centre.counts.values())


def test_the_engines_alarm_rings_when_asked_and_never_late() -> None:
    asked: float | None = None
    rang = 0
    for at, fact, orders in replayed(a_day()[1]):
        if isinstance(fact, AlarmRang):
            assert asked is not None
            assert at == pytest.approx(asked, abs=1e-6)
            rang, asked = rang + 1, None
        assert asked is None or at <= asked + 1e-6
        asked = next((order.at for order in orders if isinstance(order, WakeAt)), asked)
    assert rang > 100


def test_nobody_has_two_calls_at_a_time_and_wrap_up_is_before_the_next() -> None:
    records, _ = a_day()
    for agent in range(10):
        mine = (records.agent == agent) & (records.outcome == SERVED)
        order = np.argsort(records.wait_ended_at[mine])
        assert np.all(records.wait_ended_at[mine][order][1:] >= records.free_at[mine][order][:-1] - 1e-5)


def test_nobody_answers_in_a_break_or_after_going_home() -> None:
    """A phone may ring when the break begins, and be answered still."""
    records, _ = a_day()
    for agent, duty in enumerate(busy().duties):
        answered = records.wait_ended_at[records.agent == agent]
        ((begins, ends),) = duty.breaks
        assert not np.any((answered > begins + 20.0) & (answered < ends))
        assert not np.any(answered > duty.spells[0][1] + 20.0)


def test_the_centre_is_empty_of_calls_at_the_end() -> None:
    fresh = Engine()
    _, journal = a_day()
    for at, fact in zip(journal.times, journal.facts, strict=True):
        fresh.handle(fact, at)
    assert not fresh.centre.calls
    assert not any(agent.signed_in for agent in fresh.centre.roster)


def digest_of_a_day() -> str:
    """Everything of the day in a few letters: the records to the bit, and the journal."""
    records, journal = a_day()
    found = sha256(msgspec.json.encode((journal.times, journal.facts)))
    for name in COLUMNS:
        found.update(getattr(records, name).tobytes())
    return found.hexdigest()


@pytest.mark.parametrize("pure", ["", "1"], ids=["as it is", "plain"])
def test_compiled_or_plain_in_any_process_the_bytes_are_the_same(pure: str) -> None:
    program = "from tests.simulator.days.test_journal import digest_of_a_day; print(digest_of_a_day())"
    plain = {name: value for name, value in os.environ.items() if name != "ACD_PURE"}
    found = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=plain | ({"ACD_PURE": pure} if pure else {}),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert found.stdout.strip() == digest_of_a_day()


def test_a_day_that_is_over_leaves_next_to_nothing_for_the_garbage_collector() -> None:
    gc.collect()
    gc.disable()
    try:
        list(records_of_day(busy(), seed=1, day=0, journal=Journal()))
        assert gc.collect() < 50
    finally:
        gc.enable()
