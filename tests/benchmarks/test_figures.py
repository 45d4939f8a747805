"""How results become figures, and figures a table, bars, a plot and a JSON object."""

import json
from io import StringIO
from pathlib import Path
from typing import get_args

import pytest
from rich.console import Console

from acd.words import Language
from benchmarks.asterisk.command import as_object
from benchmarks.asterisk.figures import RATIOS, Comparison, Target
from benchmarks.asterisk.plan import SideName, interleaved, scenarios
from benchmarks.asterisk.plot import save_plot
from benchmarks.asterisk.report import Versions, ends, show
from benchmarks.asterisk.words import EN, RU
from tests.benchmarks.kit import every_scenario, showed

VERSIONS = Versions("22.1", "3.11.7", 2)
NAMES = {
    "ring_ratio_ivr",
    "ring_ratio_direct",
    "ring_p99_ratio_ivr",
    "ring_p99_ratio_direct",
    "idle_gap_ratio_60",
    "idle_gap_ratio_300",
    "idle_gap_p99_ratio_300",
    "served_ratio_300",
    "asterisk_cpu_ratio_300",
    "acd_cpu_ms_per_call",
    "lost",
}
"""Whoever reads the JSON relies on these."""


def test_each_side_is_the_median_of_its_rounds_and_a_figure_is_ours_over_theirs() -> None:
    ours, theirs = (4.0, 1.0, 2.0), (100.0, 50.0, 10.0)
    comparison = Comparison(
        [showed("ring_ivr", SideName.ACD, ms) for ms in ours]
        + [showed("ring_ivr", SideName.QUEUE, ms) for ms in theirs]
    )
    assert comparison.median("ring_ivr", SideName.ACD).p50_ms == pytest.approx(2.0)
    assert comparison.ratio(RATIOS[0]) == pytest.approx(2.0 / 50.0)


def test_the_services_work_is_told_for_a_call() -> None:
    result = showed("ring_ivr", SideName.ACD, 1.0, served=300, service_cpu_s=1.5)
    assert Comparison([result]).acd_cpu_ms_per_call == pytest.approx(5.0)


def test_callers_lost_in_any_round_of_our_side_count() -> None:
    results = [*every_scenario(1.0, 100.0), showed("line_60", SideName.ACD, 1.0, number=2, lost=2)]
    comparison = Comparison([*results, showed("line_60", SideName.QUEUE, 1.0, lost=5)])
    assert comparison.lost == 2
    assert "lost" in comparison.missed()


def test_targets_that_are_not_reached_are_named() -> None:
    served_alike = Comparison(every_scenario(1.0, 100.0)).missed()
    assert served_alike == ["served_ratio_300"]
    assert "ring_ratio_ivr" in Comparison(every_scenario(2.0, 1.0)).missed()


@pytest.mark.parametrize(("sign", "reached"), [("<=", [True, True, False]), (">=", [False, True, True])])
def test_a_target_is_at_most_or_at_least(sign: str, reached: list[bool]) -> None:
    assert [Target(sign, 1.3).reached_by(value) for value in (1.2, 1.3, 1.4)] == reached


def test_the_json_object_is_one_line_with_every_figure_and_both_sides() -> None:
    text = as_object(Comparison(every_scenario(2.0, 10.0)), VERSIONS, rounds=1)
    assert "\n" not in text
    read = json.loads(text)
    assert read.keys() >= NAMES
    assert read["ring_ratio_ivr"] == 0.2
    assert read["absolute"]["line_300"]["app_queue"]["p99_ms"] == 10.0
    assert len(read["absolute"]["line_300"]["acd"]["rounds"]) == 1
    assert read["versions"] == {"asterisk": "22.1", "python": "3.11.7", "cores": 2}


def test_a_quick_benchmark_leaves_out_the_mixed_line_and_its_figures() -> None:
    quick = {scenario.name for scenario in scenarios(quick=True)}
    results = [result for result in every_scenario(1.0, 100.0) if result.run.scenario.name in quick]
    figures = Comparison(results).figures()
    assert figures.keys() == NAMES


@pytest.mark.parametrize("language", get_args(Language))
def test_the_table_has_every_figure_and_the_verdict(language: Language) -> None:
    out = StringIO()
    show(Comparison(every_scenario(2.0, 10.0)), VERSIONS, language, Console(file=out, width=110))
    words = EN if language == "en" else RU
    for ratio in RATIOS:
        assert words[ratio.name].format(seconds=30) in out.getvalue()
    assert "0.200" in out.getvalue()
    assert "served_ratio_300" in out.getvalue()  # 10 served on both sides are not enough


def test_both_languages_say_the_same_things_about_the_same_blanks() -> None:
    assert EN.keys() == RU.keys()
    for key, text in EN.items():
        assert sorted(part.split("}")[0] for part in text.split("{")[1:]) == sorted(
            part.split("}")[0] for part in RU[key].split("{")[1:]
        ), key


def test_bars_stay_on_the_scale_and_are_always_seen() -> None:
    begin, end = ends(0.001, 0.002)
    assert 0.0 == begin < end == pytest.approx(0.02)
    begin, end = ends(50_000.0, 60_000.0)
    assert 0.0 < begin < end == 1.0


def test_the_plot_is_a_picture_and_the_same_one_each_time(tmp_path: Path) -> None:
    medians = Comparison(every_scenario(2.0, 10.0)).medians()
    one, other = tmp_path / "one.svg", tmp_path / "deeper" / "other.svg"
    for path in (one, other):
        save_plot(medians, path, "en")
    assert "<svg" in one.read_text()
    assert one.read_bytes() == other.read_bytes()
    save_plot(medians, tmp_path / "plot.png", "ru")
    assert (tmp_path / "plot.png").read_bytes().startswith(b"\x89PNG")


def test_sides_take_turns_in_being_first() -> None:
    runs = list(interleaved(scenarios(quick=True)[:2], 2))
    assert [(run.round, run.scenario.name, str(run.side)) for run in runs] == [
        (1, "ring_ivr", "acd"),
        (1, "ring_ivr", "app_queue"),
        (1, "ring_direct", "acd"),
        (1, "ring_direct", "app_queue"),
        (2, "ring_ivr", "app_queue"),
        (2, "ring_ivr", "acd"),
        (2, "ring_direct", "app_queue"),
        (2, "ring_direct", "acd"),
    ]
