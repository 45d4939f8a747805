"""Whatever somebody writes into a scenario is used as a whole or refused with sentences; nothing falls over."""

from math import isfinite
from pathlib import Path
from string import Formatter
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from acd.engine.rules import check_rules
from simulator.scenario.load import BadScenario, load_scenario
from simulator.scenario.words import EN
from tests.config.test_rubbish import places, replaced
from tests.docs.pages import ROOT

RICH = """\
scenario: Rich
days: 3
seed: 2
day: {hours: 22:00-02:00, period: 1 h}
threshold: 20 s
quick: 5 s
target: 80 %
busyness: {gamma: {sd: 0.2}}
ring: {uniform: {from: 1 s, to: 3 s}}
lines: 100
types:
  one:
    arrivals: {counts: [[1, 2, 3, 4], [4, 3, 2, 1]]}
    handling:
      by_group: {a: {by_period: [1 min, 2 min, 3 min, 4 min]}}
      otherwise: {lognormal: {mean: 3 min, sd: 2 min}}
    wrap_up: 10 s
    patience: {weibull: {mean: 2 min, shape: 0.8}}
    balking: 10 %
    retrials: {probability: 50 %, after: {exponential: {mean: 5 min}}, most: 3}
    busyness: gamma, sd 0.1
    queue: help
    needs: "en >= 3 and {topic}"
    topic: tv
    data: {tier: vip}
    threshold: 40 s
  two: {arrivals: {rates: [1 per min, 2 per min, 0, 1/min]}, handling: {empirical: [1 min, 2 min]}, needs: {es: 1}}
  three: {arrivals: 10 per h, handling: {erlang: {mean: 1 min, phases: 3}}, patience: none}
groups:
  a: {skills: {en: 5, es: 3, tv: 1}, agents: [1, 2, 3, 4]}
  b: {skills: {en: 5, tv: 1}, shifts: [{hours: [22:00-23:30, 00:00-02:00], agents: 2, breaks: 00:30-00:45}]}
queues:
  help: {choose: best-level, full: {at: 9}, overflow: [{after: 10m, then: queue two}]}
  two: {needs: [{es: 3}, {needs: {es: 1}, after: 30s}]}
turns: {order: closest-to-target}
misses: {no_answer: 20s}
misses_to_pause: 5
occupancy_window: 10 min
"""

LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats()
    | st.sampled_from(
        ["", "never", "all", "a", "help", "1 min", "-1 min", "1e99 h", "0 s", "80 %", "1e9 per ms", "08:00-07:00",
         "99:00-01:00", "gamma, sd 1e300", "exponential, mean 0", "en >= 3 or (", "\x00", "дом", "a" * 600]
    )
    | st.text(max_size=8)
)  # fmt: skip
WORDS = st.sampled_from(["rate", "counts", "calls", "file", "by_period", "by_group", "exponential", "mean", "who", "x"])
JUNK = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)
WHOLE: Any = yaml.safe_load(RICH)


def is_whole(path: Path) -> bool:
    """Load it; what is wrong with it is said in both languages, and what is right can be simulated."""
    try:
        scenario = load_scenario(path)
    except BadScenario as refused:
        assert refused.findings
        for finding in refused.findings:
            assert finding.text() and finding.text("ru")
            blanks = {name for _, name, _, _ in Formatter().parse(EN[finding.problem.key]) if name}
            assert blanks <= finding.problem.values.keys(), "a blank of the phrase was not filled"
        return False
    check_rules(scenario.world.rules)
    assert all(isfinite(edge) for edge in scenario.world.edges)
    assert all(finding.text() and finding.text("ru") for finding in scenario.warnings)
    return True


def test_the_rich_scenario_is_good(tmp_path: Path) -> None:
    (tmp_path / "rich.yaml").write_text(RICH)
    assert is_whole(tmp_path / "rich.yaml")


@given(place=st.sampled_from(places(WHOLE)), junk=JUNK)
@example(place=(), junk=None)
@example(place=("types", "one", "handling"), junk={"by_group": {}, "by_period": []})
@example(place=("steady",), junk={"warm_up": "1 h"})
def test_a_scenario_with_anything_in_any_place_is_whole_or_refused_with_sentences(
    place: tuple[Any, ...], junk: Any
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "scenario.yaml"
        path.write_text(yaml.safe_dump(replaced(WHOLE, place, junk), allow_unicode=True), errors="replace")
        is_whole(path)


@given(
    setting=st.text(max_size=30)
    | st.builds("{}={}".format, st.sampled_from(["days", "types.one.queue", "a.b"]), LEAVES)
)
def test_any_change_is_made_or_refused(setting: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "scenario.yaml"
        path.write_text(RICH)
        try:
            load_scenario(path, overrides=[setting])
        except BadScenario as refused:
            assert all(finding.text("ru") for finding in refused.findings)


@pytest.mark.parametrize("name", ["centre.schema.json", "demo.yaml"])
def test_another_kind_of_file_is_refused(name: str) -> None:
    assert not is_whole(ROOT / "configs" / name)
