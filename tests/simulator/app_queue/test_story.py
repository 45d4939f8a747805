"""Small days by hand: who is called, when, and who goes first."""

import numpy as np
import pytest

from simulator.app_queue import BadQueues, Line, Queues
from simulator.days.records import ABANDONED, SERVED
from simulator.days.world import Duty, World
from tests.simulator.app_queue.kit import At, Exponential, Fixed, calls, day, in_order, members, queues, waits, world

ANN, BOB, CEC = 0, 1, 2
TEAM = ["ann", "bob", "cec"]
ALL = members(dict.fromkeys(TEAM, 0))


def answered_by(line: Line, moments: tuple[float, ...], handling_s: float = 10.0, **options: float) -> list[int]:
    centre = world([calls("help", At(moments), Fixed(handling_s))], TEAM)
    return [agent for _, agent, _ in in_order(day(centre, queues(line, **options)))]


def test_linear_begins_with_the_first_member_each_time() -> None:
    line = Line(name="help", members=ALL, strategy="linear")
    assert answered_by(line, (0, 20, 40, 41)) == [ANN, ANN, ANN, BOB]


def test_round_robin_goes_on_where_it_left_off() -> None:
    line = Line(name="help", members=ALL, strategy="rrmemory")
    assert answered_by(line, (0, 20, 40, 60, 80)) == [ANN, BOB, CEC, ANN, BOB]


def test_round_robin_goes_over_who_is_busy() -> None:
    line = Line(name="help", members=ALL, strategy="rrmemory")
    assert answered_by(line, (0, 1, 2, 11.5), handling_s=11) == [ANN, BOB, CEC, ANN]


def test_least_recent_is_who_has_hung_up_longest_ago() -> None:
    line = Line(name="help", members=ALL, strategy="leastrecent")
    assert answered_by(line, (0, 1, 2, 20, 40, 60)) == [ANN, BOB, CEC, ANN, BOB, CEC]


def test_fewest_calls_counts_calls() -> None:
    line = Line(name="help", members=ALL, strategy="fewestcalls")
    assert answered_by(line, (0, 20, 40, 60)) == [ANN, BOB, CEC, ANN]


def test_random_and_ringall_let_everybody_answer_sooner_or_later() -> None:
    for strategy in ("random", "ringall"):
        line = Line(name="help", members=ALL, strategy=strategy)
        counts = np.bincount(answered_by(line, tuple(range(0, 90_000, 100))), minlength=3)
        assert counts.min() > 250


def test_the_lowest_penalty_is_called_first_whatever_the_strategy_says() -> None:
    line = Line(name="help", members=members({"ann": 2, "bob": 0, "cec": 1}), strategy="fewestcalls")
    assert answered_by(line, (0, 1, 2, 20, 40)) == [BOB, CEC, ANN, BOB, BOB]


def test_higher_penalties_come_into_question_only_after_some_time() -> None:
    """Bob talks; cec's penalty is allowed after 8 s, and who has the turn tries again every second."""
    line = Line(name="help", members=members({"bob": 0, "cec": 1}), limits=((0, 0), (8, 1)), strategy="linear")
    centre = world([calls("help", At((0, 1)), Fixed(100))], TEAM)
    assert in_order(day(centre, queues(line, look_every_s=1.0))) == [(0.0, BOB, 0.0), (1.0, CEC, 9.0)]


def test_a_caller_looks_once_a_second_from_its_own_arrival_on() -> None:
    line = Line(name="help", members=members({"ann": 0}), strategy="linear")
    centre = world([calls("help", At((0, 3.25, 3.5)), Fixed(10.0))], TEAM)
    looking = in_order(day(centre, queues(line, look_every_s=1.0)))
    assert looking == [(0.0, ANN, 0.0), (3.25, ANN, 10.25), (3.5, ANN, 20.5)]
    at_once = in_order(day(centre, queues(line)))
    assert at_once == [(0.0, ANN, 0.0), (3.25, ANN, 10.0), (3.5, ANN, 20.0)]


def test_wrap_up_counts_in_all_queues() -> None:
    both = (Line(name="one", members=members({"ann": 0})), Line(name="two", members=members({"ann": 0})))
    kinds = [calls("one", At((0,)), Fixed(10)), calls("two", At((5,)), Fixed(10))]
    records = day(world(kinds, TEAM, wrap_up_s=4.0), queues(*both))
    assert in_order(records) == [(0.0, ANN, 0.0), (5.0, ANN, 14.0)]
    assert sorted(records.free_at) == [14.0, 28.0]


def test_a_higher_priority_stands_before_who_came_earlier() -> None:
    line = Line(name="help", members=members({"ann": 0}))
    kinds = [
        calls("help", At((0, 1)), Fixed(10)),
        calls("gold", At((2,)), Fixed(10), priority=5),
    ]
    records = day(world(kinds, TEAM), Queues(lines=(line,), of_type={"help": "help", "gold": "help"}, look_every_s=0.0))
    assert in_order(records) == [(0.0, ANN, 0.0), (1.0, ANN, 20.0), (2.0, ANN, 10.0)]


def test_a_queue_of_higher_weight_comes_first_and_without_weights_whoever_looks_first() -> None:
    kinds = [calls("low", At((0, 1)), Fixed(10)), calls("high", At((1.4,)), Fixed(10))]

    def order(weight: int) -> list[tuple[float, int, float]]:
        lines = (
            Line(name="low", members=members({"ann": 0})),
            Line(name="high", members=members({"ann": 0}), weight=weight),
        )
        return in_order(day(world(kinds, TEAM), queues(*lines, look_every_s=1.0)))

    assert order(0) == [(0.0, ANN, 0.0), (1.0, ANN, 10.0), (1.4, ANN, 20.4)]
    assert order(1) == [(0.0, ANN, 0.0), (1.0, ANN, 21.0), (1.4, ANN, 10.4)]


def test_who_loses_patience_leaves_the_line_to_the_next() -> None:
    line = Line(name="help", members=members({"ann": 0}))
    kinds = [calls("help", At((0, 1)), Fixed(10), Fixed(5)), calls("more", At((2,)), Fixed(10))]
    records = day(world(kinds, TEAM), Queues(lines=(line,), of_type={"help": "help", "more": "help"}))
    left = records.outcome == ABANDONED
    assert (records.arrived_at[left], waits(records)[left], records.agent[left]) == (1.0, 5.0, -1)
    assert (records.outcome == SERVED).sum() == 2


def test_ringing_all_serves_one_caller_at_a_time_and_still_everybody() -> None:
    line = Line(name="help", members=ALL, strategy="ringall")
    assert sorted(answered_by(line, (0, 0, 0), look_every_s=1.0)) == [ANN, BOB, CEC]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (Line(name="other", members=ALL), "calls of type help come to no queue; give one of other"),
        (Line(name="help", members=()), "queue help: expected members, each of them once and with a duty"),
        (Line(name="help", members=(*ALL, ALL[0])), "queue help: expected members, each of them once"),
        (Line(name="help", members=members({"zed": 0})), "queue help: expected members"),
        (Line(name="help", members=members({"ann": -1})), "queue help: expected penalties from 0 to 1000"),
        (Line(name="help", members=ALL, strategy="best"), "queue help: no strategy best; give one of ringall"),  # type: ignore[arg-type]
        (
            Line(name="help", members=ALL, limits=((8, 1), (0, 0))),
            "queue help: expected limits of penalty in the order",
        ),
    ],
)
def test_queues_that_do_not_fit_are_refused(line: Line, sentence: str) -> None:
    centre = world([calls("help", At((0,)), Fixed(1))], TEAM)
    with pytest.raises(BadQueues, match=sentence):
        day(centre, queues(line))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"lines": 5}, "lines, ringing and steady states are not simulated"),
        ({"ring": Exponential(3)}, "lines, ringing and steady states"),
        ({"duties": (Duty(agent="ann", group="all", spells=((0.0, 50.0),)),)}, "shifts and breaks are not simulated"),
    ],
)
def test_worlds_with_more_than_is_simulated_are_refused(change: dict[str, object], sentence: str) -> None:
    centre = world([calls("help", At((0,)), Fixed(1))], ["ann"])
    with pytest.raises(BadQueues, match=sentence):
        day(World(**{**centre.__dict__, **change}), queues(Line(name="help", members=members({"ann": 0}))))
