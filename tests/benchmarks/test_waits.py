"""The benchmark of waits: the demo's centre on both sides, the same callers, and figures that say what was found."""

import json
from functools import cache
from io import StringIO
from pathlib import Path
from string import Formatter

import numpy as np
import pytest
from rich.console import Console
from typer.testing import CliRunner

from benchmarks.__main__ import app
from benchmarks.waits import command, figures
from benchmarks.waits.centre import SKILL, capacity_per_s, members, queues_of_demo, rules_of_demo, world_of_demo
from benchmarks.waits.figures import Figures, Plan, Row, all_figures
from benchmarks.waits.measured import MEASURES, blocks, levels_of, measured, scale
from benchmarks.waits.plot import save_plot
from benchmarks.waits.sides import VARIANTS, Variant
from benchmarks.waits.words import EN, RU
from simulator.app_queue.settings import check
from simulator.days.records import ABANDONED, SERVED
from simulator.scenario.capacity import bottleneck
from simulator.statistics.intervals import Estimate

ROOT = Path(__file__).parents[2]
PLAIN, STEPS = Variant("leastrecent", "order"), Variant("leastrecent", "steps")
PLAN = Plan((0.7, 1.2), 3, (PLAIN, STEPS, Variant("leastrecent", "order", 0.0)), day_s=7200.0)


@cache
def found() -> Figures:
    return all_figures(PLAN, jobs=1, say=lambda load: None)


def known(mean: float, pulls: tuple[float, ...] = (-1.0, 0.0, 1.0)) -> Estimate:
    return Estimate(np.array(mean), np.array(pulls))


# -- the centre -----------------------------------------------------------------------------------------------


def test_at_load_one_the_work_offered_is_what_the_agents_can_do_and_their_skills_allow_for_it() -> None:
    rules = rules_of_demo()
    world = world_of_demo(1.0, rules)
    rates = np.array([type_.arrivals.rate(0) for type_ in world.types])
    takes_s = np.array([type_.handling[""][0].mean_s + 5 for type_ in world.types])
    assert rates @ takes_s == pytest.approx(24)
    assert rates.sum() == pytest.approx(capacity_per_s(24))
    able = np.full((len(world.types), len(rules.agents)), np.inf)
    for row, type_ in enumerate(world.types):
        names = {member.agent for member in members(rules, type_.queue, type_.language, "none")}
        able[row, [agent.name in names for agent in rules.agents]] = takes_s[row]
    narrowest = bottleneck(rates, able, np.ones(24))
    assert narrowest is not None
    assert narrowest.busy == pytest.approx(1.0)


def test_the_agents_wrap_up_is_the_demos() -> None:
    assert {agent.wrap_up_s for agent in rules_of_demo().agents} == {5.0}


def test_nobody_leaves_but_by_an_answer_or_a_hang_up_and_only_able_agents_answer() -> None:
    rules = rules_of_demo()
    world = world_of_demo(1.3, rules, day_s=3 * 3600.0)
    queues = queues_of_demo(rules, "leastrecent", "steps")
    able = {
        number: {member.agent for member in members(rules, type_.queue, type_.language, "none")}
        for number, type_ in enumerate(world.types)
    }
    for side in (None, queues):
        for records in blocks(side, world, seed=1, day=0):
            assert set(records.outcome) == {SERVED, ABANDONED}
            served = records.outcome == SERVED
            for type_, agent in set(zip(records.type[served], records.agent[served], strict=True)):
                assert world.duties[agent].agent in able[type_]


def test_both_sides_serve_the_same_callers() -> None:
    rules = rules_of_demo()
    world = world_of_demo(1.0, rules, day_s=3600.0)
    sides = (None, queues_of_demo(rules, "random", "none"))
    came = [sorted(np.concatenate([each.arrived_at for each in blocks(side, world, 3, 1)])) for side in sides]
    assert came[0] == pytest.approx(came[1], rel=1e-12)


def test_penalties_are_the_levels_that_the_demo_prefers() -> None:
    rules = rules_of_demo()
    support = {each.agent: each.penalty for each in members(rules, "support", "en", "order")}
    assert (support["sarah"], support["roman"], support["vera"]) == (0, 1, 2)  # English at 10, 8 and 3
    billing = {each.agent: each.penalty for each in members(rules, "billing", "ru", "order")}
    assert (billing["irina"], billing["boris"]) == (1, 6)
    assert {each.penalty for each in members(rules, "sales", "en", "order")} == {0}
    assert "leo" not in support
    limits = {line.name: line.limits for line in queues_of_demo(rules, "linear", "steps").lines}
    assert limits["support-en"] == ((0.0, 0), (8.0, 1), (25.0, 2))
    assert limits["billing-en"] == ()


def test_every_variant_fits_the_centre_and_has_a_name_of_its_own() -> None:
    rules = rules_of_demo()
    world = world_of_demo(1.0, rules)
    for variant in VARIANTS:
        check(world, variant.queues(rules))
    assert len({variant.name for variant in VARIANTS}) == len(VARIANTS) == 19


def test_what_an_answer_is_worth_is_the_language_in_support_and_the_level_elsewhere() -> None:
    world = world_of_demo(1.0)
    levels, names = levels_of(world), [duty.agent for duty in world.duties]
    types = [type_.name for type_ in world.types]
    assert levels[types.index("support-en"), names.index("sarah")] == 1.0
    assert levels[types.index("support-en"), names.index("roman")] == 0.0
    assert levels[types.index("billing-ru"), names.index("irina")] == 9.0
    assert set(SKILL) == {queue.name for queue in world.rules.queues}


# -- figures --------------------------------------------------------------------------------------------------


def test_more_load_makes_everybody_wait_longer_on_both_sides() -> None:
    low, high = found().rows
    for less, more in ((low.acd, high.acd), (low.app_queue[PLAIN], high.app_queue[PLAIN])):
        for measure in ("wait_mean_s", "wait_p90_s", "abandoned_share"):
            assert float(more[measure].mean) > 2 * float(less[measure].mean) > 0
        assert float(more["service_level"].mean) < float(less["service_level"].mean) < 1


def test_shares_are_shares_and_levels_are_levels() -> None:
    for row in found().rows:
        for seen in (row.acd, *row.app_queue.values()):
            assert tuple(seen) == MEASURES
            assert all(0 < float(seen[name].mean) < 1 for name in ("abandoned_share", "service_level", "fluent_share"))
            assert 2 < float(seen["billing_level"].mean) < 10


def test_the_same_days_give_the_same_figures_with_any_number_of_processes() -> None:
    rules = rules_of_demo()
    world = world_of_demo(1.0, rules, day_s=1800.0)
    for queues in (None, STEPS.queues(rules)):
        one, two = (measured(world, queues, days=3, seed=7, jobs=jobs) for jobs in (1, 2))
        assert all(float(one[name].mean) == float(two[name].mean) for name in MEASURES)


def test_the_best_is_what_waited_least_of_what_an_owner_can_have() -> None:
    ideal, plain, steps = Variant("linear", "order", 0.0), Variant("linear", "order"), Variant("linear", "steps")
    seen = {ideal: known(1), plain: known(2), steps: known(3)}
    row = Row(1.0, {}, {variant: {"wait_mean_s": mean} for variant, mean in seen.items()})
    assert row.best() == plain
    assert row.best("steps") == steps


def test_a_difference_is_certain_only_when_the_same_days_say_so() -> None:
    alike = Row(1.0, {"wait_mean_s": known(11)}, {PLAIN: {"wait_mean_s": known(10)}})
    assert alike.difference("wait_mean_s") == (1.0, 0.0, True)  # each day exactly one second more
    apart = Row(1.0, {"wait_mean_s": known(11)}, {PLAIN: {"wait_mean_s": known(10, (5.0, 0.0, -5.0))}})
    assert not apart.difference("wait_mean_s").significant


def test_better_is_less_of_waits_and_more_of_service() -> None:
    rows = tuple(
        Row(
            load,
            {"wait_mean_s": known(ours), "service_level": known(ours)},
            {PLAIN: {"wait_mean_s": known(10), "service_level": known(10)}},
        )
        for load, ours in ((0.7, 9), (0.8, 8), (0.9, 12))
    )
    seen = Figures(PLAN, rows, 1.0)
    assert seen.better_and_worse("wait_mean_s") == (2, 1)
    assert seen.better_and_worse("service_level") == (1, 2)


@pytest.mark.parametrize("page", ["docs/simulator/waits.md", "docs/ru/simulator/waits.md"])
def test_the_page_shows_the_figures_of_the_stored_run(page: str) -> None:
    told = json.loads((ROOT / "docs/images/waits.json").read_text())
    lines = [
        line for line in (ROOT / page).read_text().replace(",", ".").splitlines() if line.startswith(("| 0.", "| 1."))
    ]
    shown = {
        "wait_mean_s": 1,
        "wait_p90_s": 0,
        "wait_worst_s": 0,
        "abandoned_share": 1,
        "service_level": 1,
        "fluent_share": 0,
    }
    for row, line in zip(told["rows"], lines, strict=True):
        cells = []
        for measure, digits in shown.items():
            ours, theirs = (row[side][measure]["mean"] * scale(measure) for side in ("acd", "app_queue"))
            star = "*" * row["difference"][measure]["significant"]
            cells.append(f"{ours:.{digits}f} / {theirs:.{digits}f}{star}")
        assert line == f"| {row['load']} | {' | '.join(cells)} |"


# -- what is shown --------------------------------------------------------------------------------------------


def test_the_object_has_a_row_a_load_with_both_sides_and_all_variants() -> None:
    told = json.loads(json.dumps(found().as_object(), allow_nan=False))
    assert [row["load"] for row in told["rows"]] == [0.7, 1.2]
    for row in told["rows"]:
        assert row["app_queue"]["variant"] in row["variants"]
        ours, theirs, apart = (row[side]["wait_mean_s"]["mean"] for side in ("acd", "app_queue", "difference"))
        assert apart == pytest.approx(ours - theirs)
        assert set(row["difference"]["wait_p90_s"]) == {"mean", "half_width", "significant"}
        assert len(row["variants"]) == 3


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_table_names_both_sides_of_every_load_within_eighty_columns(language: str) -> None:
    screen = StringIO()
    command.show(found(), "ru" if language == "ru" else "en", Console(file=screen, width=80, highlight=False))
    said, words = screen.getvalue(), RU if language == "ru" else EN
    assert "…" not in said
    for load in ("0.7", "1.2"):
        assert f"{load.replace('.', ',' if language == 'ru' else '.')} {words['acd']} " in said
    assert said.count(words["difference"]) == 2
    assert "leastrecent" in said


def test_the_plot_is_drawn_in_both_languages_the_same_each_time(tmp_path: Path) -> None:
    one, again, russian = (tmp_path / name for name in ("one.svg", "again.svg", "russian.svg"))
    save_plot(found(), one, "en")
    save_plot(found(), again, "en")
    save_plot(found(), russian, "ru")
    assert one.read_bytes() == again.read_bytes()
    assert EN["plot_title"] in one.read_text()
    assert RU["plot_title"] in russian.read_text()


def test_the_command_ends_with_its_object_and_says_where_it_cannot_draw(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(command, "all_figures", lambda plan, **_: found()._replace(plan=PLAN))
    drawn = tmp_path / "waits.png"
    done = CliRunner().invoke(app, ["waits", "--quick", "--json", "--plot", str(drawn)], env={"ACD_LANG": "en"})
    assert done.exit_code == 0
    assert json.loads(done.stdout.splitlines()[-1])["days"] == PLAN.days
    assert drawn.read_bytes().startswith(b"\x89PNG")
    failed = CliRunner().invoke(app, ["waits", "--plot", str(tmp_path / "waits.txt")], env={"ACD_LANG": "en"})
    assert failed.exit_code == 1
    assert "cannot be written" in failed.output


def test_quick_has_fewer_loads_and_days_of_the_same_sides() -> None:
    assert set(figures.QUICK.loads) < set(figures.FULL.loads)
    assert figures.QUICK.days < figures.FULL.days
    assert figures.QUICK.variants == figures.FULL.variants


def test_both_languages_say_the_same() -> None:
    assert EN.keys() == RU.keys()
    for key, phrase in EN.items():
        both = [{blank for _, blank, *_ in Formatter().parse(each) if blank} for each in (phrase, RU[key])]
        assert both[0] == both[1], key
