"""Every scenario on a page is good: as it stands, or in place of parts of the one that the page is about."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from simulator.days.simulation import records_of_day
from simulator.scenario.arriving import ArrivalsPart
from simulator.scenario.load import load_scenario
from simulator.scenario.model import GroupPart, ScenarioPart, ShiftPart, TypePart
from tests.docs.pages import PAIRS, ROOT, Snippet, of_kind, text_of

SCENARIO = ROOT / "configs/simulator/two-languages.yaml"
CALLS = "arrived;talked\n08:00:12;35\n08:03;210\n19:59:59;95.5\n"
SNIPPETS = [each for each in of_kind("yaml") if each.is_scenario]


def within(whole: Any, shown: Any) -> dict[str, Any]:
    """Put what is shown into the whole: words of a type of call, whole groups and queues, all other sections."""
    types = {name: {**whole["types"].get(name, {}), **words} for name, words in shown.get("types", {}).items()}
    named = {section: {**whole[section], **shown[section]} for section in ("groups", "queues") if section in shown}
    return {**whole, **shown, "types": {**whole["types"], **types}, **named}


@pytest.mark.parametrize("snippet", SNIPPETS, ids=str)
def test_a_scenario_loads_alone_or_in_place_of_parts_of_two_languages(snippet: Snippet, tmp_path: Path) -> None:
    (tmp_path / "demo.yaml").symlink_to(ROOT / "configs/demo.yaml")
    path = tmp_path / "simulator" / "snippet.yaml"
    path.parent.mkdir()
    (path.parent / "calls.csv").write_text(CALLS)
    shown = yaml.safe_load(snippet.text)
    whole = shown if "scenario" in shown else within(yaml.safe_load(SCENARIO.read_text()), shown)
    path.write_text(yaml.safe_dump(whole, allow_unicode=True))
    scenario = load_scenario(path)
    assert [warning.text() for warning in scenario.warnings] == []
    if not scenario.world.steady:
        assert sum(map(len, records_of_day(scenario.world, seed=1, day=0)))


def test_there_are_scenarios_on_the_pages() -> None:
    assert SNIPPETS


@pytest.mark.parametrize("page", next(pair for pair in PAIRS if pair[0].endswith("simulator/scenarios.md")))
@pytest.mark.parametrize("part", [ScenarioPart, TypePart, ArrivalsPart, GroupPart, ShiftPart])
def test_the_page_of_scenarios_explains_every_word(page: str, part: Any) -> None:
    text = text_of(page)
    for word in part.model_fields:
        assert f"`{word}`" in text or f"{word}:" in text, word
