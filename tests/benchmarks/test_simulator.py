"""The benchmark of the simulator: all sides serve the same callers in the same way, and what was found is shown."""

import json
import re
from io import StringIO
from math import inf, isfinite

import numpy as np
import pytest
from rich.console import Console
from typer.testing import CliRunner

from benchmarks.__main__ import app
from benchmarks.simulator import command, figures, streams
from benchmarks.simulator.command import show
from benchmarks.simulator.figures import FULL, QUICK, TARGETS, Figures, Plan
from benchmarks.simulator.large import CALLS, OFTEN, SKILLS, kinds, large
from benchmarks.simulator.measured import Run, Unequal, check_same, round_of, run_of_world
from benchmarks.simulator.multiskill import BUSYNESS, SHAPE, multiskill
from benchmarks.simulator.peers import PEERS
from benchmarks.simulator.single import SingleSkill
from benchmarks.simulator.streams import DAY_S, PERIODS, Day, Handed, HandedArrivals, drawn
from benchmarks.simulator.words import EN, RU
from simulator.days.records import ABANDONED
from simulator.days.simulation import records_of_day
from simulator.scenario.arrivals import Poisson

GENERATOR = np.random.default_rng(0)


@pytest.fixture(scope="module")
def days() -> tuple[Day, ...]:
    return drawn(3, seed=7)


def few(*rows: tuple[float, float, float]) -> Day:
    """Callers by the gap before each, the patience and the handling."""
    return Day(*np.array(rows, dtype=float).T)


@pytest.fixture
def two_agents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.simulator.peers.AGENTS", 2)


@pytest.mark.parametrize("peer", PEERS)
@pytest.mark.usefixtures("two_agents")
def test_who_came_first_is_served_first_and_who_has_no_patience_leaves(peer: str) -> None:
    day = few((1, 9, 10), (1, 9, 20), (1, 4, 99), (1, 9, 50), (1, 90, 5))
    assert PEERS[peer](day) == [0.0, 0.0, 4.0, 7.0, 17.0]  # agents are free at 11 and 22


@pytest.mark.parametrize("peer", PEERS)
def test_a_day_without_callers_is_over_at_once(peer: str) -> None:
    assert PEERS[peer](Day(np.zeros(0), np.zeros(0), np.zeros(0))) == []


@pytest.mark.parametrize("peer", PEERS)
def test_every_peer_lets_every_caller_wait_as_long_as_the_simplest_does(peer: str, days: tuple[Day, ...]) -> None:
    for day in days:
        assert PEERS[peer](day) == pytest.approx(PEERS["lean_heap"](day), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("peer", PEERS)
def test_the_same_callers_abandon_whoever_models_it(peer: str, days: tuple[Day, ...]) -> None:
    for day in days:
        gone = np.array(PEERS[peer](day)) >= day.patience - 1e-6
        assert gone.tolist() == (np.array(PEERS["lean_heap"](day)) >= day.patience - 1e-6).tolist()
        assert 20 < gone.sum() < 120  # published: 58.6 a day


def test_a_round_has_the_callers_of_the_published_day() -> None:
    day, other = drawn(2, seed=1)
    assert len(day.gap) == len(day.patience) == len(day.handling) == pytest.approx(2016, abs=250)
    assert DAY_S - 200 < day.gap.sum() < DAY_S
    assert day.handling.mean() == pytest.approx(streams.HANDLING_S, rel=0.1)
    assert day.patience.mean() == pytest.approx(streams.PATIENCE_S, rel=0.1)
    assert day.gap.tolist() != other.gap.tolist()


def test_the_same_seed_draws_the_same_callers_and_more_days_leave_the_first_as_they_were() -> None:
    assert drawn(1, seed=3)[0].gap.tolist() == drawn(2, seed=3)[0].gap.tolist()
    assert drawn(1, seed=3)[0].gap.tolist() != drawn(1, seed=4)[0].gap.tolist()


def test_what_was_drawn_is_handed_out_in_order_and_then_nothing() -> None:
    handed = Handed(5.0)
    handed.begin(np.array([1.0, 2.0, 3.0]))
    assert handed.draw(GENERATOR, 2).tolist() == [1.0, 2.0]
    assert handed.draw(GENERATOR, 2).tolist() == [3.0, 0.0]
    assert handed.draw(GENERATOR, 1).tolist() == [0.0]
    handed.begin(np.array([9.0]))
    assert handed.draw(GENERATOR, 1).tolist() == [9.0]


def test_arrivals_come_at_the_moments_that_were_drawn() -> None:
    arrivals = HandedArrivals()
    arrivals.begin(np.array([1.0, 0.5, 2.0]))
    assert [block.tolist() for block in arrivals.times(GENERATOR, 1.7)] == [[1.0, 1.5, 3.5]]
    assert arrivals.rate(0) == arrivals.rate(15) == pytest.approx(0.07)


def test_in_a_round_every_side_serves_the_same_calls_with_the_same_mean_wait(days: tuple[Day, ...]) -> None:
    runs = round_of(days)
    assert list(runs) == ["acd", *PEERS]
    for run in runs.values():
        assert run.calls == sum(len(day.gap) for day in days)
        assert run.mean_wait_s == pytest.approx(runs["lean_heap"].mean_wait_s, rel=1e-9)
        assert run.seconds > 0


def test_the_simulator_lets_each_caller_wait_as_long_as_the_peers_do_and_the_same_ones_abandon(
    days: tuple[Day, ...],
) -> None:
    single = SingleSkill()
    for number, day in enumerate(days):
        single.begin(day)
        (records,) = records_of_day(single.world, seed=0, day=number)
        order = np.argsort(records.arrived_at)
        expected = np.array(PEERS["lean_heap"](day))
        assert (records.wait_ended_at - records.arrived_at)[order] == pytest.approx(expected, rel=1e-9, abs=1e-6)
        assert (records.outcome[order] == ABANDONED).tolist() == (expected >= day.patience - 1e-6).tolist()


@pytest.mark.parametrize("other", [Run(9, 1.5, 1.0), Run(10, 1.5 * (1 + 1e-8), 1.0)])
def test_sides_that_did_not_do_the_same_are_not_compared(other: Run) -> None:
    ours = Run(10, 1.5, 2.0)
    check_same({"acd": ours, "simpy": Run(10, 1.5 * (1 + 1e-13), 1.0)})
    with pytest.raises(Unequal, match="ciw let"):
        check_same({"acd": ours, "ciw": other})


def test_the_small_centre_has_three_types_two_groups_and_a_busyness_of_the_day() -> None:
    world = multiskill()
    assert (len(world.types), len(world.groups), len(world.edges)) == (3, 2, PERIODS + 1)
    assert world.busyness is BUSYNESS
    assert BUSYNESS.mean_s == 1.0
    assert len(SHAPE) == PERIODS
    assert sum(SHAPE) == pytest.approx(PERIODS)
    rates = sum(kind.arrivals.rate(period) for kind in world.types for period in range(PERIODS))
    assert rates / PERIODS == pytest.approx(1 / streams.BETWEEN_S)  # as often as the callers of the round


def test_the_large_centre_has_a_thousand_agents_thirty_skills_and_eighty_thousand_calls() -> None:
    world = large()
    assert len(world.rules.agents) == len(world.duties) == 1000
    assert len(SKILLS) == len(world.rules.skills) == 30
    assert {skill for agent in world.rules.agents for skill in agent.skills} == set(SKILLS)
    assert len({tuple(sorted(agent.skills.items())) for agent in world.rules.agents}) > 300
    assert sum(kind.share for kind in kinds()) == pytest.approx(1.0)
    expected = sum(kind.arrivals.rate(period) for kind in world.types for period in range(len(OFTEN))) * 1800
    assert expected == pytest.approx(CALLS)
    assert all(isinstance(kind.arrivals, Poisson) for kind in world.types)


def test_calls_of_the_large_centre_need_one_to_three_skills_and_some_relax() -> None:
    asked = {len(kind.needs) + bool(kind.topic) for kind in kinds()}
    assert asked == {1, 2, 3}
    assert sum(bool(queue.steps) for queue in large().rules.queues) == 5


def test_agents_of_the_large_centre_come_in_shifts_and_the_last_stay_until_all_calls_have_ended() -> None:
    duties = large().duties
    assert {begin / 3600 for duty in duties for begin, _ in duty.spells} == {0, 1, 2, 3, 4}
    assert {end / 3600 for duty in duties for _, end in duty.spells} == {8, 9, 10, 11, inf}
    assert all(duty.spells[0][0] < begin < end < duty.spells[0][1] for duty in duties for begin, end in duty.breaks)


def test_a_run_of_a_world_ends_with_finished_figures() -> None:
    run, results = run_of_world(multiskill(), days=2, seed=1)
    assert run.calls == sum(results.types[name].all["offered"].mean for name in results.types) * 2
    assert len(results.periods) == PERIODS
    assert 0 < results.total["occupancy"].mean < 1
    assert 0.5 < results.total["service_level"].mean <= 1


def found(day_1000_s: float = 5.0, **slower: float) -> Figures:
    """Every side as fast as it has to be, but for those that are so many times slower."""
    speeds = {"acd": 1000.0, "simpy": 1000.0, "ciw": 700.0, "heap": 9000.0, "lean_heap": 20_000.0, "multiskill": 700.0}
    sides = {name: [Run(1000, 1.25, 1000 / speed * slower.get(name, 1.0))] * 3 for name, speed in speeds.items()}
    return Figures(Plan(1, 3, 1), sides, [Run(79_999, 2.0, day_1000_s)], {})


def test_a_ratio_is_ours_over_the_others_and_that_of_many_skills_over_the_usual_model() -> None:
    values = found().values()
    assert values["ratio_ciw"] == pytest.approx(1.429)
    assert values["ratio_heap"] == pytest.approx(0.1111)
    assert (values["ratio_simpy"], values["ratio_multiskill"], values["calls_per_s"]) == (1.0, 0.7, 1000)


def test_a_side_is_the_median_of_its_rounds() -> None:
    sides = found().sides | {"acd": [Run(100, 1.0, seconds) for seconds in (1.0, 2.0, 50.0)]}
    assert found()._replace(sides=sides).calls_per_s("acd") == 50.0


def test_targets_that_were_missed_are_named() -> None:
    assert found().missed() == []
    assert found(acd=1.2).missed() == ["ratio_simpy", "ratio_ciw", "ratio_heap"]
    assert found(7.0, multiskill=2.0).missed() == ["ratio_multiskill", "day_1000_s"]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_person_sees_every_side_with_its_target(language: str) -> None:
    out = StringIO()
    show(found(7.25, ciw=2.0), "ru" if language == "ru" else "en", Console(file=out, width=140))
    for shown in ("1.250000000", "2.857", ">= 1.4", ">= 0.6", "79999", "7.25", "<= 6", "day_1000_s", "20000"):
        assert shown in out.getvalue()


def test_the_quick_run_ends_with_one_json_object(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "QUICK", Plan(days=1, rounds=2, rounds_of_large=1))
    monkeypatch.setattr(figures, "CALLS", 500)
    ran = CliRunner().invoke(app, ["simulator", "--quick", "--json", "--lang", "en"])
    assert ran.exit_code == 0, ran.output
    seen = json.loads(ran.stdout.strip().splitlines()[-1])
    assert {"calls_per_s", "missed", "engine", "python", *TARGETS} <= seen.keys()
    assert all(isfinite(seen[name]) and seen[name] > 0 for name in TARGETS)
    assert set(seen["sides"]) == {"acd", "multiskill", *PEERS}
    assert all(len(side["calls"]) == 2 for side in seen["sides"].values())
    assert seen["results"]["day_1000"]["offered"] == pytest.approx(500, abs=120)


def test_the_quick_run_has_the_shape_of_the_full_one() -> None:
    assert QUICK.rounds == FULL.rounds == 5
    assert QUICK.days < FULL.days


def test_both_languages_have_the_same_phrases_with_the_same_blanks() -> None:
    def blanks(phrases: dict[str, str]) -> dict[str, list[str]]:
        return {key: sorted(re.findall(r"{(\w+)}", text)) for key, text in phrases.items()}

    assert blanks(EN) == blanks(RU)
