"""A run that is over: its picture can be drawn again, and what the READMEs say of it is what was measured."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from acd.words import Language
from benchmarks.__main__ import app
from benchmarks.asterisk.command import as_object
from benchmarks.asterisk.figures import Comparison
from benchmarks.asterisk.plan import SideName
from benchmarks.asterisk.plot import figure_of, save_plot
from benchmarks.asterisk.report import Versions
from benchmarks.asterisk.stored import medians
from benchmarks.asterisk.words import say
from tests.benchmarks.kit import every_scenario

ROOT = Path(__file__).parents[2]
SHOWN = ROOT / "docs" / "images" / "beside-queue.json"
"""The run that the READMEs show."""

PAGES: dict[Language, tuple[str, str]] = {
    "en": ("README.md", "docs/images/beside-queue.svg"),
    "ru": ("README.ru.md", "docs/images/beside-queue.ru.svg"),
}
ROWS = (
    ("line_300", "p50_ms", "{:.1f}", "{:.0f}"),
    ("line_60", "p50_ms", "{:.1f}", "{:.0f}"),
    ("line_300", "served", "{:.0f}", "{:.0f}"),
    ("line_300_mixed", "p50_ms", "{:.1f}", "{:.0f}"),
    ("line_300_mixed", "served", "{:.0f}", "{:.0f}"),
    ("ring_ivr", "p50_ms", "{:.1f}", "{:.1f}"),
    ("ring_direct", "p50_ms", "{:.1f}", "{:.1f}"),
    ("line_300", "asterisk_cpu_s", "{:.1f}", "{:.1f}"),
)
"""The rows of the READMEs' tables, in order: scenario, value, and how each side's figure is written."""

run = CliRunner()


def test_a_picture_from_the_stored_object_is_the_one_of_the_run(tmp_path: Path) -> None:
    comparison = Comparison(every_scenario(2.0, 10.0))
    stored, again = tmp_path / "out.txt", tmp_path / "again.svg"
    stored.write_text("a table\n" + as_object(comparison, Versions("22.1", "3.11.7", 2), rounds=1) + "\n")
    done = run.invoke(app, ["plot", str(stored), str(again), "--lang", "ru"])
    assert done.exit_code == 0, done.output
    save_plot(comparison.medians(), tmp_path / "first.svg", "ru")
    assert again.read_bytes() == (tmp_path / "first.svg").read_bytes()


@pytest.mark.parametrize("text", ["", "no object", "[]", '{"absolute": 1}', '{"absolute": {"line_60": {"acd": {}}}}'])
def test_what_is_no_stored_run_is_refused_by_name(tmp_path: Path, text: str) -> None:
    stored = tmp_path / "stored.json"
    stored.write_text(text)
    done = run.invoke(app, ["plot", str(stored), str(tmp_path / "plot.svg"), "--lang", "en"])
    assert done.exit_code == 1
    assert f"{stored}: its last line is not what" in done.output


@pytest.mark.parametrize(("text", "file"), [('{"absolute": {}}', "plot.svg"), (SHOWN.read_text(), "plot.odd")])
def test_a_plot_that_cannot_be_saved_is_told(tmp_path: Path, text: str, file: str) -> None:
    stored = tmp_path / "stored.json"
    stored.write_text(text)
    done = run.invoke(app, ["plot", str(stored), str(tmp_path / file), "--lang", "en"])
    assert done.exit_code == 1
    assert "the plot cannot be saved there" in done.output


@pytest.mark.parametrize("language", PAGES)
def test_the_readmes_table_is_the_stored_run(language: Language) -> None:
    text = (ROOT / PAGES[language][0]).read_text()
    rows = re.findall(r"^\| [^|]+ \| ([\d.,]+)[^|]* \| ([\d.,]+)[^|]* \| ([\d.,]+) \|$", text, re.MULTILINE)
    seen = medians(SHOWN.read_text())
    assert len(rows) == len(ROWS)
    for row, (scenario, value, *forms) in zip(rows, ROWS, strict=True):
        ours, theirs = (getattr(seen[scenario][side], value) for side in SideName)
        ratio = ours / theirs
        forms = [*forms, "{:.2f}" if ratio > 0.1 else "{:.3f}"]
        written = [form.format(figure) for form, figure in zip(forms, (ours, theirs, ratio), strict=True)]
        assert [figure.replace(",", ".") for figure in row] == written, (scenario, value)


@pytest.mark.parametrize("language", PAGES)
def test_the_readmes_picture_is_small_and_of_the_stored_run(language: Language) -> None:
    page, name = PAGES[language]
    picture = (ROOT / name).read_text()
    assert f"]({name})" in (ROOT / page).read_text()
    assert len(picture.encode()) < 60_000
    assert say("side_acd", language) in picture
    for sides in medians(SHOWN.read_text()).values():
        for seen in sides.values():
            assert f">{figure_of(seen.p50_ms, language)}</text>" in picture
            assert f">{figure_of(seen.p99_ms, language)}</text>" in picture


def test_the_readmes_lost_is_that_of_the_stored_run() -> None:
    assert json.loads(SHOWN.read_text())["lost"] == 0
    for page, row in (("README.md", "| callers lost |"), ("README.ru.md", "| потеряно звонящих |")):
        assert f"{row} 0 |" in (ROOT / page).read_text()
