"""``acd doctor`` as an owner calls it: what it prints, and how it ends."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner, Result

from acd import cli
from acd.config.load import Centre
from acd.doctor.finding import Finding, Mend, error, good, warning
from tests.doctor.kit import AMI_SECRET, DEMO

MEND = Mend("manager_acd.conf [acd]", ("write = call,originate,reporting",))
GOOD = good("rights", "rights_good", rights="call")
BETTER = warning("rights", "rights_needless", MEND, rights="command")
BAD = error("rights", "rights_missing", MEND, rights="originate")


def doctor(*words: str) -> Result:
    return CliRunner().invoke(cli.app, ["doctor", *words], env={"ACD_LANG": "en"})


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Finding]]:
    """What the examination finds, to be filled by a test."""
    findings: list[Finding] = []

    async def examine(centre: Centre) -> list[Finding]:
        return findings

    monkeypatch.setattr(cli, "examine", examine)
    yield findings


@pytest.mark.parametrize(("findings", "code"), [([GOOD], 0), ([GOOD, BETTER], 1), ([BAD, BETTER, GOOD], 2)])
def test_it_ends_as_programs_that_watch_programs_expect(
    found: list[Finding], findings: list[Finding], code: int
) -> None:
    found += findings
    assert doctor(str(DEMO)).exit_code == code


def test_it_speaks_the_language_that_is_asked_for(found: list[Finding]) -> None:
    found.append(BETTER)
    assert "Rights: the user may also use command" in doctor(str(DEMO)).stdout
    for option in ("--lang", "--language"):
        assert "Права: пользователю доступно и command" in doctor(str(DEMO), option, "ru").stdout


def test_as_an_object_it_prints_one_line_and_nothing_else(found: list[Finding]) -> None:
    found += [GOOD, BAD]
    result = doctor(str(DEMO), "--json")
    told: dict[str, Any] = json.loads(result.stdout)
    assert result.stdout.count("\n") == 1
    assert [each["key"] for each in told["findings"]] == ["rights_good", "rights_missing"]
    assert result.exit_code == 2


def test_a_centre_that_is_refused_is_no_warning(tmp_path: Path) -> None:
    bad = tmp_path / "centre.yaml"
    bad.write_text("centre: Nothing else\n")
    assert doctor(str(bad)).exit_code == 2


def test_a_pbx_that_is_not_there_is_said_at_once_with_the_lines_that_open_it(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    raw = yaml.safe_load(DEMO.read_text(encoding="utf-8"))
    raw["pbx"]["ami"] = {"address": f"127.0.0.1:{port}", "secret": AMI_SECRET}
    (tmp_path / "centre.yaml").write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    result = doctor(str(tmp_path / "centre.yaml"))
    assert result.exit_code == 2
    assert f"nothing answers at 127.0.0.1:{port} (Connection refused)" in result.stdout
    assert "        enabled = yes\n" in result.stdout
