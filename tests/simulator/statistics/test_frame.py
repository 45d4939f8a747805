"""Periods, and when agents are there."""

from math import inf

import numpy as np
import pytest

from simulator.statistics.frame import frame_of, spells_there
from tests.simulator.statistics.kit import duty, world


@pytest.mark.parametrize(
    ("spells", "breaks", "there"),
    [
        ([(0.0, inf)], [], [(0.0, 100.0)]),
        ([(-50.0, 30.0)], [], [(0.0, 30.0)]),
        ([(120.0, 150.0)], [], []),
        ([(10.0, 40.0), (60.0, 90.0)], [], [(10.0, 40.0), (60.0, 90.0)]),
        ([(10.0, 90.0)], [(20.0, 30.0), (50.0, 60.0)], [(10.0, 20.0), (30.0, 50.0), (60.0, 90.0)]),
        ([(10.0, 90.0)], [(50.0, 60.0), (20.0, 30.0)], [(10.0, 20.0), (30.0, 50.0), (60.0, 90.0)]),
        ([(10.0, 90.0)], [(10.0, 20.0), (80.0, 90.0)], [(20.0, 80.0)]),
        ([(10.0, 40.0), (60.0, 90.0)], [(20.0, 30.0), (70.0, 80.0)], [(10, 20), (30, 40), (60, 70), (80, 90)]),
        ([(-20.0, 90.0)], [(-10.0, -5.0)], [(0.0, 90.0)]),
        ([(-20.0, 90.0)], [(-10.0, 5.0)], [(5.0, 90.0)]),
    ],
)
def test_an_agent_is_there_on_duty_without_breaks_while_the_centre_is_open(
    spells: list[tuple[float, float]], breaks: list[tuple[float, float]], there: list[tuple[float, float]]
) -> None:
    assert spells_there(duty("a", "g", *spells, breaks=breaks), 0.0, 100.0) == there


def test_a_group_is_there_as_long_as_its_agents_together() -> None:
    assert frame_of(world()).available_s.tolist() == [[60 + 40, 60 + 60], [0, 60]]


def test_the_frame_of_a_world_is_made_once_and_another_world_has_another() -> None:
    centre = world()
    assert frame_of(centre) is frame_of(centre)
    assert frame_of(world()) is not frame_of(centre)


def test_only_the_last_few_frames_are_kept() -> None:
    first = world()
    kept = frame_of(first)
    for _ in range(20):
        frame_of(world())
    assert frame_of(first) is not kept


def test_stretches_are_cut_at_the_borders_and_lose_what_is_outside() -> None:
    frame = frame_of(world(edges=[0, 10, 30, 60]))
    begins, ends = np.array([-5.0, 12.0, 30.0, 58.0, 70.0, 20.0]), np.array([35.0, 14.0, 30.0, 80.0, 90.0, 30.0])
    cut = [piece for part in frame.cut(begins, ends) for piece in zip(*part, strict=True)]
    assert sorted(cut) == [
        (0, 0, 0, 10),
        (0, 1, 10, 30),
        (0, 2, 30, 35),
        (1, 1, 12, 14),
        (3, 2, 58, 60),
        (5, 1, 20, 30),
    ]


def test_work_counts_as_on_duty_only_while_its_own_agent_was_there() -> None:
    frame = frame_of(world())
    agents, begins, ends = np.array([0, 1, 1, 1, 2, 2]), [0.0, 0.0, 35.0, 20.0, 0.0, 50.0], [120.0, 120, 45, 60, 60, 90]
    assert frame.there_s(agents, np.array(begins), np.array(ends)).tolist() == [120, 100, 0, 20, 0, 30]


def test_where_all_are_always_there_all_work_is_on_duty() -> None:
    frame = frame_of(world(duties=(duty("a0", "first"),)))
    assert frame.there_s(np.array([0, 0]), np.array([0.0, 5.0]), np.array([7.0, 6.0])).tolist() == [7, 1]


def test_a_centre_without_agents_has_a_frame_too() -> None:
    assert frame_of(world(groups=(), duties=())).available_s.shape == (0, 2)
