"""The schema for editors: it is the models', takes every centre there is, and underlines what is wrong with one."""

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from acd.cli import app
from acd.config.described import DESCRIPTIONS
from acd.config.schema import DIALECT, schema, schema_text
from tests.docs.pages import ROOT, of_kind

SCHEMA = schema()
EDITOR = Draft202012Validator(SCHEMA)
FILE = ROOT / "configs/centre.schema.json"


ROUTING = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "configs/routing").glob("*.yaml"))
CENTRES = [
    "configs/demo.yaml",
    *(f"tests/{part}/centre.yaml" for part in ("bad_days", "browser", "scenarios")),
    *ROUTING,
]


def as_an_editor_sees(raw: Any) -> Any:
    """Editors take every key of a mapping for text, and dates too."""
    if isinstance(raw, dict):
        return {str(key): as_an_editor_sees(value) for key, value in raw.items()}
    return [as_an_editor_sees(each) for each in raw] if isinstance(raw, list) else raw


def read(text: str) -> Any:
    return as_an_editor_sees(yaml.safe_load(text))


def places(centre: Any) -> list[str]:
    """Where an editor would underline something."""
    return [error.json_path for error in EDITOR.iter_errors(centre)]


DEMO = read((ROOT / "configs/demo.yaml").read_text())
BAD_DAYS = {"AMI-SECRET": "lab-secret", '"AMI"': "a:1", '"AGI"': "a:2", '"API"': "a:3", "WRAP-UP": "2s"}


def test_the_schema_is_valid_and_says_its_dialect() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == DIALECT


def test_the_file_beside_the_demo_is_what_the_command_prints() -> None:
    printed = CliRunner().invoke(app, ["schema"])
    assert (printed.exit_code, printed.output) == (0, FILE.read_text())
    assert schema_text() == FILE.read_text(), "acd schema > configs/centre.schema.json"


def test_the_demo_tells_the_editor_where_its_schema_is() -> None:
    first = (ROOT / "configs/demo.yaml").read_text().splitlines()[0]
    name = first.removeprefix("# yaml-language-server: $schema=")
    assert ROOT / "configs" / name == FILE


@pytest.mark.parametrize("path", CENTRES)
def test_every_centre_of_the_tree_is_taken(path: str) -> None:
    text = (ROOT / path).read_text()
    if "bad_days" in path:
        for word, value in BAD_DAYS.items():
            text = text.replace(word, value)
    assert places(read(text)) == []


def test_no_centre_of_the_tree_is_left_out() -> None:
    found = [path for folder in ("configs", "tests", "docs") for path in (ROOT / folder).rglob("*.yaml")]
    texts = {str(path.relative_to(ROOT)): path.read_text() for path in found}
    centres = {path for path, text in texts.items() if "\ncentre: " in text and "\nscenario: " not in text}
    assert {path for path in centres if "faults" not in path} == {*CENTRES}


@pytest.mark.parametrize("snippet", [each for each in of_kind("yaml") if not each.is_scenario], ids=str)
def test_what_the_pages_show_is_taken(snippet: Any) -> None:
    sections = read(snippet.text)
    assert places(sections if "centre" in sections else DEMO | sections) == []


Change = Callable[[Any], object]


def put(value: object, *path: str) -> Change:
    """A change of the demo: ``value`` at ``path``."""

    def change(raw: Any) -> None:
        for word in path[:-1]:
            raw = raw[word]
        raw[path[-1]] = value

    return change


BROKEN: dict[str, tuple[Change, str]] = {
    "a misspelt section": (put({}, "quues"), "$"),
    "a misspelt word of a queue": (put("15s", "queues", "sales", "rings"), "$.queues.sales"),
    "a misspelt word of a transfer": (
        put({"800": {"que": "sales"}}, "transfers", "numbers"),
        "$.transfers.numbers['800']",
    ),
    "a duration without a unit's name": (put("15x", "queues", "sales", "ring"), "$.queues.sales.ring"),
    "a duration below nothing": (put(-1, "wrap_up"), "$.wrap_up"),
    "level 11": (put(11, "agents", "anna", "skills", "ru"), "$.agents.anna.skills.ru"),
    "no skills at all": (put({}, "agents", "anna", "skills"), "$.agents.anna.skills"),
    "a text for a number": (put("three", "misses_to_pause"), "$.misses_to_pause"),
    "a list for a mapping": (put(["sales"], "queues"), "$.queues"),
    "a way that leads nowhere": (put("voicemail", "queues", "sales", "full", "then"), "$.queues.sales.full.then"),
    "a phone that is a number": (put(1001, "agents", "anna", "phone"), "$.agents.anna.phone"),
    "a PIN of letters": (put("abcd", "agents", "anna", "pin"), "$.agents.anna.pin"),
    "an address without a port": (put("127.0.0.1", "pbx", "ami", "address"), "$.pbx.ami.address"),
    "a name with a capital": (put({"Sales": "Sales"}, "skills"), "$.skills"),
    "a key that no phone has": (put({"A": "lunch"}, "pauses"), "$.pauses"),
    "a secret that is too short": (put("short", "api", "token"), "$.api.token"),
    "recording by an unknown rule": (put("sometimes", "queues", "sales", "record"), "$.queues.sales.record"),
    "needs that are a number": (put(5, "queues", "sales", "needs"), "$.queues.sales.needs"),
    "needs of a list with a misspelt word": (
        put([{"sales": 1}, {"needs": {"sales": 1}, "aftr": "1m"}], "queues", "sales", "needs"),
        "$.queues.sales.needs",
    ),
    "a choice that there is not": (put("best", "queues", "sales", "choose"), "$.queues.sales.choose"),
    "an overflow that leads nowhere": (
        put([{"after": "1m"}], "queues", "sales", "overflow"),
        "$.queues.sales.overflow[0]",
    ),
    "a priority that is worth a word": (put("always", "turns", "priority_worth"), "$.turns.priority_worth"),
    "a day that there is not": (
        put({"office": {"zone": "Europe/Berlin", "week": {"mo-fr": "09:00-18:00"}}}, "hours"),
        "$.hours.office.week",
    ),
    "a step of no kind": (put({"next": "person"}, "menus", "steps", "lost"), "$.menus.steps.lost"),
    "a step of two kinds": (
        put({"menu": "welcome", "keys": {"1": "person"}, "route": "sales"}, "menus", "steps", "both"),
        "$.menus.steps.both",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_wrong_is_underlined_where_it_is(name: str) -> None:
    change, place = BROKEN[name]
    centre = copy.deepcopy({"hours": {}, "transfers": {}, "turns": {}, **DEMO})
    change(centre)
    assert places(centre) == [place]


def test_a_part_that_must_be_there_is_missed() -> None:
    assert places({word: part for word, part in DEMO.items() if word != "skills"}) == ["$"]


def fields() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every field of every part: the part's name, the field's, and what the schema says of it."""
    for name, part in {"CentrePart": SCHEMA, **SCHEMA["$defs"]}.items():
        for word, field in part.get("properties", {}).items():
            yield name, word, field


@pytest.mark.parametrize(
    ("name", "word", "field"), [pytest.param(*each, id=f"{each[0]}.{each[1]}") for each in fields()]
)
def test_every_word_is_explained_and_its_default_is_one_that_may_be_written(
    name: str, word: str, field: dict[str, Any]
) -> None:
    assert field["description"].endswith((".", "?"))
    if "default" in field:
        alone = Draft202012Validator({**field, "$defs": SCHEMA["$defs"]})
        assert list(alone.iter_errors(field["default"])) == []


def test_nothing_is_explained_that_there_is_not() -> None:
    known = {(name, word) for name, word, _ in fields()}
    shared = {"set", "next", "otherwise", "say", "wait", "tries", "wrong", "silence"}
    for name, words in DESCRIPTIONS.items():
        assert {word for word in words if (name, word) not in known} <= (shared if name.endswith("Step") else set())
