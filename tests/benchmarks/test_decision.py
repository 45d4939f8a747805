"""The benchmark of decisions drives a true centre, counts only what leads to an offer, and says what it found."""

import json
from functools import cache
from io import StringIO
from random import Random

import pytest
from rich.console import Console
from typer.testing import CliRunner

from acd.engine.calls import CallState
from acd.engine.facts import AlarmRang, CallQueued, TalkEnded
from acd.engine.orders import Note, Noted, Offer
from agents.states import AgentState
from benchmarks.__main__ import app
from benchmarks.decision import command, figures
from benchmarks.decision.centre import SKILLS, WAITING, centre, is_specialist
from benchmarks.decision.command import show
from benchmarks.decision.figures import Figures, Measured, Plan, Spread, bytes_per_waiting_call, judged
from benchmarks.decision.words import EN, RU
from benchmarks.decision.world import Fact, World, led_to_offer

AGENTS = 200
OFFER = Offer(1, "c", "agent00001", 20.0, 25.0, "label")


@cache
def a_worked_world() -> World:
    world = World(AGENTS)
    world.let_wait()
    world.open()
    world.run(150)
    return world


def test_the_centre_has_the_skills_profiles_and_needs_that_were_asked_for() -> None:
    rules = centre(1000, Random(1))
    assert len(SKILLS) == len(set(SKILLS)) == len(rules.skills) == 64
    assert len({tuple(sorted(agent.skills.items())) for agent in rules.agents}) == 200
    assert len(set(WAITING)) == 300
    assert all(step.when.after_s for queue in rules.queues for step in queue.steps)


def test_ten_calls_wait_for_each_agent_before_and_after_the_work() -> None:
    waiting = a_worked_world().engine.centre.floor.everybody_waiting()
    assert a_worked_world().waiting == 10 * AGENTS
    assert len(waiting) == pytest.approx(10 * AGENTS, rel=0.02)
    assert len({(call.queue, call.asked_need) for call in waiting}) > 280


def test_agents_are_free_although_thousands_wait_and_none_of_them_could_serve_any() -> None:
    floor = a_worked_world().engine.centre.floor
    idle = [agent for agent in a_worked_world().engine.centre.roster if agent.state is AgentState.READY]
    assert len(idle) > AGENTS / 100
    assert not any(is_specialist(agent.rules) for agent in idle)
    assert all(floor.best_call(agent, a_worked_world().now) is None for agent in idle)


def test_the_three_kinds_of_fact_come_about_as_often_as_each_other() -> None:
    often = [len(timed) for timed in a_worked_world().timed.values()]
    assert min(often) >= 150
    assert max(often) < 2.5 * min(often)


def test_calls_have_relaxed_by_no_step_and_by_the_first() -> None:
    opened = [call.opened for call in a_worked_world().engine.centre.calls.values() if call.state is CallState.WAITING]
    assert {0, 1} <= set(opened)


def test_the_same_seed_gives_the_same_day() -> None:
    def lines(seed: int) -> list[bytes]:
        world = World(20, seed=seed)
        world.let_wait()
        world.open()
        world.run(10)
        return list(world._journal)

    assert lines(5) == lines(5)
    assert lines(5) != lines(6)


def test_a_fact_is_named_after_what_happened() -> None:
    relaxed = Noted("c", Note.RELAXED, {"step": "1"})
    assert led_to_offer(CallQueued(call="c", queue="q"), (OFFER,)) is Fact.ARRIVAL
    assert led_to_offer(TalkEnded("c", "agent00001"), (OFFER,)) is Fact.AGENT_FREE
    assert led_to_offer(AlarmRang(), (relaxed, OFFER)) is Fact.RELAXED
    assert led_to_offer(AlarmRang(), (OFFER,)) is Fact.AGENT_FREE  # the time after a call is over


def test_each_kind_of_fact_counts_for_a_third() -> None:
    timed = {Fact.ARRIVAL: [1000] * 10, Fact.AGENT_FREE: [2000] * 500, Fact.RELAXED: [3000] * 20}
    seen = judged(1, 10, [timed], 10)
    assert (seen.decisions, seen.whole.p50_us) == (30, 2.0)
    assert [spread.p50_us for spread in seen.by_fact.values()] == [1.0, 2.0, 3.0]


def test_of_the_rounds_the_least_time_of_each_decision_counts() -> None:
    quiet = {fact: [1000, 9000] for fact in Fact}
    busy = {fact: [7000, 9000] for fact in Fact}
    seen = judged(1, 10, [busy, quiet], 2)
    assert seen.whole.p50_us == 5.0  # between 1 and 9
    assert seen.as_timed.p50_us == 8.0  # between 7 and 9: as it was


def test_rounds_that_are_not_the_same_are_not_compared() -> None:
    with pytest.raises(ValueError, match="shorter"):
        judged(1, 10, [{fact: [1, 2] for fact in Fact}, {fact: [1] for fact in Fact}], 1)


def test_a_waiting_call_weighs_what_is_kept_of_it() -> None:
    assert 500 < bytes_per_waiting_call(20) < 20_000


def found(p99_us: float = 90.0, growth: float = 1.5, weight: float = 2000.0) -> Figures:
    def size(agents: int, p50_us: float, p99_us: float = 80.0) -> Measured:
        whole = Spread(p50_us, p99_us)
        return Measured(agents, 10 * agents, 300, whole, Spread(p50_us, 555.5), dict.fromkeys(Fact, whole))

    return Figures(size(1000, 40.0, p99_us), size(100, 30.0), size(10_000, 30.0 * growth), weight)


def test_growth_is_the_large_centre_over_the_small_one() -> None:
    assert found(growth=1.75).growth == pytest.approx(1.75)


def test_targets_that_were_missed_are_named() -> None:
    assert found().missed() == []
    assert found(p99_us=101.0, growth=2.1, weight=9000.0).missed() == ["p99_us", "growth", "bytes_per_waiting_call"]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_person_sees_every_figure_with_its_target(language: str) -> None:
    out = StringIO()
    show(found(p99_us=123.4), "ru" if language == "ru" else "en", Console(file=out, width=120))
    for shown in ("123.4", "555.5", "1.50", "2000", "<= 8192", "p99_us"):
        assert shown in out.getvalue()


def test_the_last_line_is_one_json_object(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "QUICK", Plan(decisions=10, rounds=2, rounds_of_others=1))
    monkeypatch.setattr(figures, "AGENTS", 20)
    monkeypatch.setattr(figures, "FEW", 10)
    monkeypatch.setattr(figures, "MANY", 40)
    ran = CliRunner().invoke(app, ["decision", "--quick", "--json", "--lang", "en"])
    assert ran.exit_code == 0, ran.output
    seen = json.loads(ran.stdout.strip().splitlines()[-1])
    assert {"p50_us", "p99_us", "growth", "bytes_per_waiting_call", "by_fact", "missed"} <= seen.keys()
    assert set(seen["by_fact"]) == set(Fact)
    assert list(seen["by_agents"]) == ["10", "20", "40"]


def test_both_languages_have_the_same_phrases() -> None:
    assert EN.keys() == RU.keys()
