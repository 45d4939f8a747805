"""`make run` in virtual time: ten minutes of the demo centre, whole, with its API, its lines and its last line."""

import io
import os
import re
import socket
from pathlib import Path

import msgspec
import pytest
from structlog.testing import capture_logs

from acd.config.load import load_centre
from acd.engine.engine import Engine
from acd.engine.facts import OfferAnswered
from acd.runner import RunOptions
from acd.store.journal import journal_files, read_journal
from simulator import demo
from simulator.virtual_time import run_virtual

TEN_MINUTES_S = 600.0
LAST_LINE = re.compile(r"offered (\d+) answered (\d+) abandoned (\d+) sent_away (\d+) .*waits: mean [\d.]+ s")


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], Path]:
    """The lines of ten minutes of the demo, and where its journal is."""
    out = io.StringIO()
    journal = tmp_path_factory.mktemp("demo") / "journal"
    centre = load_centre(Path("configs/demo.yaml"))
    api = centre.part.api.model_copy(update={"listen": centre.part.api.listen._replace(port=0)})
    centre = msgspec.structs.replace(centre, part=centre.part.model_copy(update={"api": api}))
    with pytest.MonkeyPatch.context() as patch, capture_logs():
        patch.setattr(demo, "JOURNAL", journal)
        patch.setattr("sys.stdout", out)
        run_virtual(demo.on_emulated(centre, "en", RunOptions("en", journal, TEN_MINUTES_S, screen=False)))
    return out.getvalue().splitlines(), journal


def test_two_demos_run_side_by_side_with_an_api_each() -> None:
    centre = load_centre(Path("configs/demo.yaml"))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listen = centre.part.api.listen._replace(port=taken.getsockname()[1])
        api = centre.part.api.model_copy(update={"listen": listen})
        busy = msgspec.structs.replace(centre, part=centre.part.model_copy(update={"api": api}))
        assert demo.with_free_api(busy).part.api.listen.port == 0
    assert demo.with_free_api(busy).part.api.listen == listen


def test_a_demo_that_nobody_reads_any_more_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    monkeypatch.setattr(demo, "JOURNAL", tmp_path)
    centre = demo.with_free_api(load_centre(Path("configs/demo.yaml")))
    options = RunOptions("en", tmp_path, None, screen=False, ends_with_reader=True)
    with os.fdopen(write_end, "w") as out, capture_logs():
        monkeypatch.setattr("sys.stdout", out)
        run_virtual(demo.on_emulated(centre, "en", options))  # or this test would not come to its end


def test_it_says_where_to_look_and_ends_with_the_numbers(day: tuple[list[str], Path]) -> None:
    lines, _ = day
    assert lines[0].startswith("PBX: emulated")
    assert any(line.startswith("pages: http://127.0.0.1:") for line in lines[:6])
    last = LAST_LINE.match(lines[-1])
    assert last, lines[-1]
    offered, answered, abandoned, _ = map(int, last.groups())
    assert offered > 200
    assert answered > 0.8 * offered
    assert abandoned < 0.15 * offered


def test_each_line_about_a_call_names_it_and_says_what_happened(day: tuple[list[str], Path]) -> None:
    lines, _ = day
    story = "\n".join(lines)
    for happening in ("arrived from", "waits in Sales", "offered to", "answered by", "abandoned", "not taken by"):
        assert re.search(rf"^\d\d:\d\d:\d\d call [\d.]+  .*{happening}", story, re.M), happening


def test_the_journal_run_through_a_fresh_engine_gives_the_same_orders(day: tuple[list[str], Path]) -> None:
    _, journal = day
    engine = Engine()
    (path,) = journal_files(journal)
    count = 0
    for entry in read_journal(path):
        assert engine.handle(entry.fact, entry.at) == entry.orders
        count += isinstance(entry.fact, OfferAnswered)
    assert count > 150


def test_nobody_is_left_behind(day: tuple[list[str], Path]) -> None:
    lines, _ = day
    arrived = {line.split()[2] for line in lines if " arrived from " in line}
    left = {line.split()[2] for line in lines if re.search(r"  (left|abandoned|hung up|left in the menu)", line)}
    still_there = arrived - left
    assert len(still_there) < 60, "more calls live at the end than a busy minute holds"
