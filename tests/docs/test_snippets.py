"""Every snippet on a page is true: it runs, loads, or names only what there is."""

import json
import shlex
import subprocess
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from typer.testing import CliRunner

from acd.cli import app
from acd.config.load import load_centre
from acd.config.model import CentrePart
from acd.runner import RunOptions
from simulator import demo
from simulator.virtual_time import run_virtual
from tests.api.kit import TOKEN
from tests.docs.page_client import OF_AGENTS, PageClient
from tests.docs.pages import ROOT, Snippet, commands, of_kind

OWNERS_PROGRAMS = {"apt", "systemctl"}
"""Programs of the owner's system, of which only the operands can be checked."""

OWNERS_FILES = "your-centre.yaml"

REFUSED = (" refused, ", " не принят, ")
"""What the last line says of a file that is not good."""


@pytest.fixture(autouse=True)
def _owners_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ACD_AMI_SECRET", "ACD_AGI_SECRET", "ACD_API_TOKEN"):
        monkeypatch.setenv(name, "only-for-tests")


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that looks like a clone in which the demo has run for half a minute."""
    folder = tmp_path_factory.mktemp("clone")
    (folder / "configs").symlink_to(ROOT / "configs")
    centre = load_centre(ROOT / demo.CENTRE)
    journal = folder / demo.JOURNAL
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "JOURNAL", journal)
        patch.setattr("sys.stdout", StringIO())
        patch.setattr("acd.runner.serve", no_server)
        run_virtual(demo.on_emulated(centre, "en", RunOptions("en", journal, 30.0, screen=False)))
    return folder


class NoServer:
    """Stands for the API's server, whose port a demo beside this test may have taken."""

    port = 0

    async def stop(self) -> None: ...


async def no_server(*_: object) -> NoServer:
    return NoServer()


@pytest.mark.parametrize("snippet", of_kind("python"), ids=str)
def test_python_runs_and_prints_what_the_page_shows(
    snippet: Snippet, clone: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(clone)
    monkeypatch.setenv("ACD_LANG", snippet.language)
    exec(compile(snippet.text, str(snippet), "exec"), {"__name__": "snippet"})
    printed = capsys.readouterr().out
    assert printed
    if snippet.printed:
        assert printed == snippet.printed


@pytest.mark.parametrize("snippet", [each for each in of_kind("yaml") if each.centre], ids=str)
def test_yaml_about_routing_stands_in_the_centre_of_its_page(snippet: Snippet) -> None:
    assert snippet.centre is not None
    whole = yaml.safe_load(snippet.centre.read_text())
    for section, shown in yaml.safe_load(snippet.text).items():
        assert whole[section] == (whole[section] | shown if isinstance(shown, dict) else shown), section
    assert load_centre(snippet.centre).warnings == []


OF_THE_DEMO = [each for each in of_kind("yaml") if not each.centre and not each.is_scenario]


@pytest.mark.parametrize("snippet", OF_THE_DEMO, ids=str)
def test_yaml_loads_as_a_centre_alone_or_in_place_of_sections_of_the_demo(snippet: Snippet, tmp_path: Path) -> None:
    sections = yaml.safe_load(snippet.text)
    (tmp_path / "scripts").symlink_to(ROOT / "configs/scripts")  # which a page may run
    if "centre" not in sections:
        sections = yaml.safe_load((ROOT / demo.CENTRE).read_text()) | sections
        path = tmp_path / "merged.yaml"
        path.write_text(yaml.safe_dump(sections, allow_unicode=True))
    else:
        path = tmp_path / "whole.yaml"
        path.write_text(snippet.text)
    keys = {warning.problem.key for warning in load_centre(path).warnings}
    # A section in place of the demo's may leave something of the demo without use, or without anybody.
    of_the_rest = {"queue_unused", "skill_unused", "hours_unused", "data_unknown", "nobody_ever", "nobody_named"}
    assert keys <= (set() if path.stem == "whole" else of_the_rest)


def test_the_planners_scenario_is_the_one_that_its_commands_simulate() -> None:
    (shown,) = (each.text for each in of_kind("yaml") if each.page == "docs/planner.md")
    assert (ROOT / "configs/simulator/planner.yaml").read_text().endswith("\n" + shown)


@pytest.mark.parametrize("snippet", of_kind("ini"), ids=str)
def test_lines_to_copy_stand_in_the_files_that_are_shipped(snippet: Snippet) -> None:
    files = [*(ROOT / "configs/asterisk").glob("*.conf"), *(ROOT / "configs/systemd").glob("*")]
    shipped = " ".join(" ".join(path.read_text().split()) for path in files)
    for line in filter(None, map(str.strip, snippet.text.splitlines())):
        assert " ".join(line.split()) in shipped, line


@pytest.mark.parametrize("snippet", of_kind("console"), ids=str)
def test_a_console_shows_what_the_command_prints(snippet: Snippet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    command, _, shown = snippet.text.removeprefix("$ .venv/bin/acd ").partition("\n")
    result = CliRunner().invoke(app, shlex.split(command), env={"ACD_LANG": snippet.language, "COLUMNS": "80"})
    assert (result.exit_code, result.output) == (int(any(word in shown for word in REFUSED)), shown)


@pytest.mark.parametrize(
    ("snippet", "command"),
    [(each, line) for each in of_kind("sh") for line in commands(each) if not line.startswith("curl ")],
    ids=str,
)
def test_a_command_names_only_what_there_is(snippet: Snippet, command: str) -> None:
    words = shlex.split(command)
    while words[0] == "sudo" or "=" in words[0]:
        words.pop(0)
    program, rest = words[0], words[1:]
    check = CHECKS.get(program)
    assert check is not None or program in OWNERS_PROGRAMS, f"{program}: a test must know what this is"
    if check is not None:
        check(rest)


def check_make(words: list[str]) -> None:
    done = subprocess.run(("make", "-n", *words), cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def check_acd(words: list[str]) -> None:
    """The command knows its options; a centre that is not the owner's is there."""
    command: Any = typer.main.get_command(app)
    while hasattr(command, "commands"):
        name, *words = words
        command = command.commands[name]
    context = command.make_context(name, words)
    for value in context.params.values():
        if isinstance(value, Path) and value.name != OWNERS_FILES and not value.is_relative_to("var"):
            assert (ROOT / value).exists(), value


def check_python(words: list[str]) -> None:
    assert words[0] == "-m"
    assert find_spec(words[1]) is not None
    assert all((ROOT / word).exists() for word in words[2:] if "/" in word)


def check_copy(words: list[str]) -> None:
    *sources, _ = (word for word in words if not word.startswith("-"))
    for source in sources:
        assert list(ROOT.glob(source)), source


CHECKS = {
    "make": check_make,
    "acd": check_acd,
    ".venv/bin/acd": check_acd,
    ".venv/bin/python": check_python,
    "cp": check_copy,
}


@pytest.mark.parametrize(
    "request_line", sorted({line for each in of_kind("sh") for line in commands(each) if line.startswith("curl ")})
)
async def test_the_api_takes_a_request_as_shown(request_line: str) -> None:
    """The address is the demo's; signed in, and with the token shown only where the page shows it, it works."""
    words = shlex.split(request_line)
    (path,) = (word.removeprefix("http://127.0.0.1:8090/api") for word in words if "://" in word)
    client = PageClient(path)
    body = json.loads(words[words.index("--json") + 1]) if "--json" in words else None
    method = words[words.index("-X") + 1] if "-X" in words else "GET" if body is None else "POST"
    headers = dict(word.split(": ", 1) for word in words if ": " in word and word[0].isupper() and "$" not in word)
    if path.startswith("/agents/") and not path.endswith(("/sign-in", *OF_AGENTS)):
        await client.post("/agents/anna/sign-in")
    if path.endswith("/unpause"):
        await client.post("/agents/anna/pause", json={"reason": "lunch"})
    token = TOKEN if "Authorization: Bearer $TOKEN" in words else None
    response = await client.ask(method, path, token=token, json=body, headers=headers)
    assert response.status_code == 200, response.text


def test_the_owners_page_explains_every_section_of_a_centre() -> None:
    text = (ROOT / "docs/owner.md").read_text()
    for section in CentrePart.model_fields:
        assert f"`{section}`" in text or f"{section}:" in text, section
