"""The schema for editors: it is the models', takes every scenario there is, and underlines what is wrong with one."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from acd.cli import app
from simulator.scenario.described import OF_A_SCENARIO
from simulator.scenario.schema import schema, schema_text
from tests.docs.pages import ROOT, Snippet, of_kind
from tests.docs.test_scenario_snippets import within

SCHEMA = schema()
EDITOR = Draft202012Validator(SCHEMA)
FILE = ROOT / "configs/scenario.schema.json"
SCENARIOS = sorted((ROOT / "configs/simulator").glob("*.yaml"))
TWO_LANGUAGES: dict[str, Any] = yaml.safe_load((ROOT / "configs/simulator/two-languages.yaml").read_text())


def test_the_schema_is_valid_and_what_the_command_prints() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    printed = CliRunner().invoke(app, ["schema", "--scenario"])
    assert (printed.exit_code, printed.output) == (0, schema_text())


def test_the_file_beside_the_scenarios_is_the_models() -> None:
    assert schema_text() == FILE.read_text(), "acd schema --scenario > configs/scenario.schema.json"


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.name)
def test_every_scenario_tells_the_editor_of_it_and_is_taken(path: Any) -> None:
    text = path.read_text()
    assert text.startswith("# yaml-language-server: $schema=../scenario.schema.json\n")
    assert [error.json_path for error in EDITOR.iter_errors(yaml.safe_load(text))] == []


@pytest.mark.parametrize("snippet", [each for each in of_kind("yaml") if each.is_scenario], ids=str)
def test_what_the_pages_show_is_taken(snippet: Snippet) -> None:
    shown = yaml.safe_load(snippet.text)
    whole = shown if "scenario" in shown else within(TWO_LANGUAGES, shown)
    assert [error.json_path for error in EDITOR.iter_errors(whole)] == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("scenario", [1]),
        ("day.period", "30"),
        ("day.hours", "8-20"),
        ("target", "80"),
        ("types.english.arrivals", "often"),
        ("types.english.handling", {"exponential": {"men": "3 min"}}),
        ("types.english.handling", {"by_periods": ["3 min"]}),
        ("types.english.pacience", "3 min"),
        ("groups.english.agents", -1),
        ("groups.english.skills", {"en": 11}),
        ("groups.spanish.shifts", [{"hours": "8-12"}]),
        ("queues.spanish.choose", "anybody"),
    ],
)
def test_what_is_wrong_is_underlined(place: str, value: object) -> None:
    scenario = copy.deepcopy(TWO_LANGUAGES)
    *path, word = place.split(".")
    part = scenario
    for each in path:
        part = part[each]
    part[word] = value
    assert [error.json_path for error in EDITOR.iter_errors(scenario)] != []


def fields() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every word of every part: the part's name, the word, and what the schema says of it."""
    for name, part in {"ScenarioPart": SCHEMA, **SCHEMA["$defs"]}.items():
        for word, field in part.get("properties", {}).items() if name != "Distribution" else ():
            yield name, word, field


@pytest.mark.parametrize(
    ("name", "word", "field"), [pytest.param(*each, id=f"{each[0]}.{each[1]}") for each in fields()]
)
def test_every_word_is_explained_and_its_default_may_be_written(name: str, word: str, field: dict[str, Any]) -> None:
    assert field["description"].endswith((".", "?"))
    if "default" in field:
        alone = Draft202012Validator({**field, "$defs": SCHEMA["$defs"]})
        assert list(alone.iter_errors(field["default"])) == []


def test_nothing_is_explained_that_there_is_not() -> None:
    known = {(name, word) for name, word, _ in fields()}
    assert {(name, word) for name, words in OF_A_SCENARIO.items() for word in words} <= known
