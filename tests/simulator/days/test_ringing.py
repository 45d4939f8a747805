"""Phones that ring: one or several, answered, missed, or left because the caller hung up."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from acd.engine.facts import OfferMissed
from acd.engine.routing_rules import MissRule
from simulator.days.world import Seconds, World
from tests.simulator.days.by_hand import became, calls, day, duty, journal_of, queue, story, takes, world


def test_a_call_waits_until_the_phone_is_picked_up() -> None:
    assert became(world(calls([0, 1], takes(10)), ring=takes(4, 6))) == [("served", 0, 4, 14), ("served", 1, 20, 30)]


def test_patience_runs_while_the_phone_rings() -> None:
    some = world(calls([0], takes(10), patience=takes(3)), ring=takes(4))
    assert story(some) == [
        (0, "anna comes"),
        (0, "c-1 arrived"),
        (0, "c-1 queued"),
        (3, "c-1 left"),
    ]
    assert became(some) == [("abandoned", 0, 3, 3)]


def test_who_hangs_up_while_it_rings_leaves_the_phone_to_the_next() -> None:
    some = world(calls([0, 1], takes(10), patience=takes(3, 60)), ring=takes(4))
    assert became(some) == [("abandoned", 0, 3, 3), ("served", 1, 7, 17)]


def test_a_phone_that_is_not_picked_up_in_time_is_a_miss_and_another_rings() -> None:
    some = world(calls([0], takes(10)), agents=("anna", "boris"), ring=takes(25, 2), queues=[queue(ring_s=20.0)])
    assert story(some)[4:] == [
        (20, "anna misses c-1"),
        (22, "boris answers c-1"),
        (32, "boris ends c-1"),
        (32, "c-1 left"),
    ]


def test_a_phone_picked_up_at_the_last_moment_is_answered() -> None:
    some = world(calls([0], takes(10)), ring=takes(20), queues=[queue(ring_s=20.0)])
    assert became(some) == [("served", 0, 20, 30)]


def test_phones_that_nobody_ever_picks_up_ring_until_the_caller_gives_up() -> None:
    some = world(
        calls([0], takes(10), patience=takes(100)), ring=takes(60), queues=[queue(ring_s=20.0)],
        rules={"misses_to_pause": 10**9},
    )  # fmt: skip
    missed = [at for at, said in story(some) if "misses" in said]
    assert missed[0] == 20
    assert 1 < len(missed) <= 5
    assert became(some) == [("abandoned", 0, 100, 100)]


def test_who_has_missed_a_call_is_left_alone_for_as_long_as_the_rules_say() -> None:
    some = world(
        calls([0, 21], takes(10), patience=takes(20.5, 200)), ring=takes(30, 1), queues=[queue(ring_s=20.0)],
        rules={"misses": MissRule(no_answer_s=50.0), "misses_to_pause": 10**9},
    )  # fmt: skip
    assert became(some) == [("abandoned", 0, 20.5, 20.5), ("served", 21, 71, 81)]


def ringing(at_once: int, *rings: float, patience: float = 200.0) -> World:
    several = queue(ring_at_once=at_once, ring_s=20.0)
    return world(
        calls([0], takes(10), patience=takes(patience)),
        agents=("anna", "boris", "clara"), ring=takes(*rings), queues=[several],
    )  # fmt: skip


def test_of_several_phones_the_first_that_is_picked_up_takes_the_call() -> None:
    assert (0 + 3, "clara answers c-1") in story(ringing(3, 9, 5, 3))
    assert became(ringing(3, 9, 5, 3)) == [("served", 0, 3, 13)]


def test_of_phones_picked_up_at_the_same_time_it_is_the_one_that_the_rules_chose_first() -> None:
    clara_longer = [duty("anna", (2, 99)), duty("boris", (1, 99)), duty("clara", (0, 99))]
    some = replace(ringing(3, 4), types=(calls([5], takes(10)),))
    assert (9, "anna answers c-1") in story(some)
    assert (9, "clara answers c-1") in story(replace(some, duties=tuple(clara_longer)))


def test_all_phones_that_rang_have_missed_the_call_if_nobody_picks_up() -> None:
    missed = [fact.agent for fact in journal_of(ringing(2, 30, 30, 1)).facts if isinstance(fact, OfferMissed)]
    assert missed == ["anna", "boris"]
    assert (21, "clara answers c-1") in story(ringing(2, 30, 30, 1))


def test_whose_phone_rang_beside_takes_the_next_call() -> None:
    some = replace(ringing(2, 5), types=(calls([0, 1], takes(10)),))
    assert [(at, said) for at, said in story(some) if "answers" in said] == [
        (5, "anna answers c-1"),
        (6, "clara answers c-2"),
    ]


@dataclass(frozen=True)
class Counted:
    """Calls a second apart."""

    number: int

    def rate(self, period: int) -> float:
        return 1.0

    def times(self, generator: np.random.Generator, busyness: float) -> Iterator[Seconds]:
        yield np.arange(self.number, dtype=np.float64)


def test_several_phones_a_call_and_callers_who_hang_up_leave_nothing_behind() -> None:
    """A busy day with everything at once: each caller has one row, and nobody is at two calls at a time."""
    many = replace(calls([], takes(4, 1, 9)), arrivals=Counted(400), patience=takes(0.5, 30, 7))
    some = world(
        many, agents=("anna", "boris", "clara"), ring=takes(1, 30, 2, 5, 0.2), wrap_up_s=2.0,
        queues=[queue(ring_at_once=2, ring_s=4.0)], rules={"misses_to_pause": 10**9},
    )  # fmt: skip
    records = day(some)
    assert len(records) == 400
    assert sorted(records.arrived_at) == list(range(400))
    for agent in range(3):
        mine = records.agent == agent
        order = np.argsort(records.wait_ended_at[mine])
        begins, ends = records.wait_ended_at[mine][order], records.free_at[mine][order]
        assert np.all(begins[1:] >= ends[:-1] - 1e-9)
        assert len(begins) > 20
