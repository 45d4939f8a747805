"""Chance that is common to all variants of a world: the n-th caller of a type is the same person in each."""

from dataclasses import replace

import numpy as np
import pytest

from acd.engine.facts import Started
from simulator.days.callers import Caller, Source
from simulator.days.draws import FIRST_BLOCK, LARGEST_BLOCK, Chance, Draws
from simulator.days.journal import Journal
from simulator.days.records import ABANDONED, SERVED, Records
from simulator.days.simulation import records_of_day
from simulator.days.world import Retrials, Seconds, World
from simulator.scenario.draws import Exponential, Fixed, Gamma
from tests.simulator.days.by_hand import COLUMNS, day
from tests.simulator.days.small_worlds import EDGES, poisson, type_of, world

RETRIALS = Retrials(probability=0.7, after=Exponential(60.0))


def first_callers(records: Records, number: int = 0) -> Records:
    """Rows of one type's first attempts, in the order in which they came."""
    mine = (records.type == number) & (records.attempt == 0)
    order = np.argsort(records.arrived_at[mine], kind="stable")
    return Records(**{name: getattr(records, name)[mine][order] for name in COLUMNS})


def brought(some: World, number: int = 0) -> tuple[dict[int, float], dict[int, float]]:
    """Handling of the served and patience of those who gave up, by which caller of the type they were."""
    rows = first_callers(day(some), number)
    served, gone = np.flatnonzero(rows.outcome == SERVED), np.flatnonzero(rows.outcome == ABANDONED)
    handling = dict(zip(served.tolist(), (rows.free_at - rows.wait_ended_at)[served].tolist(), strict=True))
    patience = dict(zip(gone.tolist(), (rows.wait_ended_at - rows.arrived_at)[gone].tolist(), strict=True))
    return handling, patience


def of_two() -> World:
    return world(6, types=(type_of("sales", 90.0), type_of("help", 60.0)))


def fewer_agents() -> World:
    return replace(of_two(), duties=of_two().duties[:3])


def other_rules() -> World:
    some = of_two()
    return replace(some, types=(replace(some.types[0], priority=5), some.types[1]))


def more_of_the_other_type() -> World:
    return replace(of_two(), types=(of_two().types[0], type_of("help", 200.0)))


def the_other_type_is_another() -> World:
    other = type_of("complaints", 60.0, handling={"": (Gamma(300.0, 300.0),)}, balking=0.3)
    return world(6, types=(of_two().types[0], other))


def types_the_other_way_round() -> World:
    return replace(of_two(), types=of_two().types[::-1])


def with_phones_that_ring() -> World:
    return replace(of_two(), ring=Exponential(3.0))


def who_gives_up_calls_again() -> World:
    return replace(of_two(), types=(replace(of_two().types[0], retrials=RETRIALS), of_two().types[1]))


def with_wrap_up_drawn() -> World:
    return replace(of_two(), types=(of_two().types[0], replace(of_two().types[1], wrap_up={"": (Fixed(9.0),)})))


OTHERS = (
    fewer_agents, other_rules, more_of_the_other_type, the_other_type_is_another, types_the_other_way_round,
    with_phones_that_ring, who_gives_up_calls_again, with_wrap_up_drawn,
)  # fmt: skip


@pytest.mark.parametrize("variant", OTHERS, ids=lambda each: each.__name__)
def test_the_same_callers_come_with_the_same_questions_and_patience(variant: object) -> None:
    other = variant()  # type: ignore[operator]
    place = [each.name for each in other.types].index("sales")
    usual, changed = first_callers(day(of_two())), first_callers(day(other), place)
    assert changed.arrived_at == pytest.approx(usual.arrived_at, abs=1e-8)
    for before, after in zip(brought(of_two()), brought(other, place), strict=True):
        both = before.keys() & after.keys()
        assert len(both) > 2
        assert [after[each] for each in both] == pytest.approx([before[each] for each in both], abs=1e-8)


def test_the_variants_are_not_the_same_day() -> None:
    """Else the tests above would say nothing."""
    usual = day(of_two())
    for variant in {*OTHERS} - {types_the_other_way_round}:
        other = day(variant())
        assert len(other) != len(usual) or not np.array_equal(other.wait_ended_at, usual.wait_ended_at), variant


def test_another_seed_or_day_brings_others() -> None:
    usual = day(of_two())
    for seed, number in ((2, 0), (1, 1)):
        assert not np.array_equal(day(of_two(), seed, number).arrived_at, usual.arrived_at)


def test_the_same_world_seed_and_day_give_the_same_bytes() -> None:
    once, again = day(with_phones_that_ring()), day(with_phones_that_ring())
    assert all(getattr(once, name).tobytes() == getattr(again, name).tobytes() for name in COLUMNS)


def test_who_calls_again_has_a_new_question_and_as_many_call_first() -> None:
    again = day(who_gives_up_calls_again())
    usual = day(of_two())
    assert (again.attempt == 0).sum() == (usual.attempt == 0).sum() == len(usual)
    assert 0 < (again.attempt == 1).sum() < ((again.attempt == 0) & (again.outcome == ABANDONED)).sum()


def test_who_is_blocked_has_used_up_their_own_chance_and_nobody_elses() -> None:
    blocked, free = (brought(replace(of_two(), lines=lines)) for lines in (7, None))
    for few, many in zip(blocked, free, strict=True):
        both = few.keys() & many.keys()
        assert [few[each] for each in both] == pytest.approx([many[each] for each in both], abs=1e-8)


def test_a_busy_day_is_busy_for_all_types_and_a_type_may_have_its_own_factor() -> None:
    usual = of_two()
    double = replace(usual, busyness=Fixed(2.0))
    own = replace(usual, types=(replace(usual.types[0], busyness=Fixed(2.0)), usual.types[1]))
    numbers = [np.bincount(day(some).type, minlength=2) for some in (usual, double, own)]
    assert np.all(numbers[1] > 1.5 * numbers[0])
    assert numbers[2].tolist() == [numbers[1][0], numbers[0][1]]


class Sizes:
    """Durations that keep how many were asked for at a time; the n-th is n."""

    mean_s = 1.0

    def __init__(self) -> None:
        self.asked: list[int] = []

    def draw(self, generator: np.random.Generator, size: int) -> Seconds:
        before = sum(self.asked)
        self.asked.append(size)
        return np.arange(before, before + size, dtype=np.float64)


def test_draws_are_made_in_blocks_that_grow_up_to_a_limit_and_none_is_left_out() -> None:
    sizes = Sizes()
    draws = Draws(sizes, Chance(1, 0).of("x"))
    assert sizes.asked == []
    assert [draws.next() for _ in range(40_000)] == list(range(40_000))
    assert sizes.asked[:3] == [FIRST_BLOCK, 2 * FIRST_BLOCK, 4 * FIRST_BLOCK]
    assert max(sizes.asked) == LARGEST_BLOCK == sizes.asked[-1]


def test_a_stream_depends_on_its_names_the_seed_and_the_day_only() -> None:
    def beginning(seed: int, number: int, *names: str) -> float:
        return float(Chance(seed, number).of(*names).random())

    assert beginning(1, 0, "a", "b") == beginning(1, 0, "a", "b")
    names = (("a", "b"), ("b", "a"), ("ab",), ("a", "b", ""))
    others = {beginning(1, 0, *each) for each in names}
    others |= {beginning(seed, number, "a", "b") for seed, number in ((2, 0), (1, 1), (2**60, 0))}
    assert len(others) == 7


def test_empty_blocks_of_arrivals_are_passed_over() -> None:
    class Sparse:
        def rate(self, period: int) -> float:
            return 0.0

        def times(self, generator: np.random.Generator, busyness: float) -> object:
            return iter([np.array([]), np.array([3.0]), np.array([]), np.array([4.0, 5.0]), np.array([])])

    source = Source(0, type_of("calls", 1.0, arrivals=Sparse()), ("agents",), Chance(1, 0), 1.0)
    assert [source.next_arrival() for _ in range(5)] == [3.0, 4.0, 5.0, float("inf"), float("inf")]


def test_a_caller_brings_a_duration_for_each_group_that_has_its_own() -> None:
    handling = {"": (Fixed(10.0),), "quick": (Fixed(4.0), Fixed(5.0))}
    type_ = type_of("calls", 1.0, handling=handling, arrivals=poisson(1.0, EDGES))
    source = Source(0, type_, ("slow", "quick"), Chance(1, 0), 1.0)
    first, later = (Caller(source, "c", 0.0, 0, period) for period in (0, 3))
    rows = source.first.handling.row_of
    assert [first.handling_s[row] for row in rows] == [10.0, 4.0]
    assert [later.handling_s[row] for row in rows] == [10.0, 5.0]


def lots_of(day_number: int) -> int:
    journal = Journal()
    list(records_of_day(world(2), seed=1, day=day_number, journal=journal))
    started = journal.facts[0]
    assert isinstance(started, Started)
    return started.rules.seed


def test_lots_that_the_rules_draw_are_other_ones_on_another_day() -> None:
    assert lots_of(0) == lots_of(0)
    assert len({lots_of(number) for number in range(20)}) == 20
