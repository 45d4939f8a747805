"""The benchmark of the live stream: its centre, its readers, and what it makes of what was seen."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from acd.config.load import load_centre
from acd.live.channels import Message
from acd.words import Language
from api.live.wire import ws_frame
from benchmarks.live import words
from benchmarks.live.centre import AGENTS, QUEUES, write_centre
from benchmarks.live.command import show
from benchmarks.live.figures import TARGETS, judged
from benchmarks.live.pages import page_kb
from benchmarks.live.readers import Frame, Reader, Seen, frame_in
from benchmarks.live.rounds import CLIENTS, Half, Round
from benchmarks.live.snapshot import snapshot_times

GOOD = Round(Half(0.20, 1.0, 900), Half(0.26, 1.5, 900), [float(age) for age in range(60, 160)], 250_000.0, 0)


def test_its_centre_is_one_that_a_service_takes(tmp_path: Path) -> None:
    centre = load_centre(write_centre(tmp_path, 5038, 8090))
    assert (len(centre.rules.agents), len(centre.rules.queues)) == (AGENTS, QUEUES)
    assert not centre.warnings


def test_figures_are_medians_of_rounds_with_clients_next_to_without() -> None:
    slow = GOOD._replace(with_clients=Half(0.9, 90.0, 900), ages_ms=[900.0])
    figures = judged([GOOD, slow, GOOD], [20.0, 30.0, 500.0], 90.0)
    assert figures.cpu_per_client_percent == pytest.approx(100 * 0.06 / CLIENTS)
    assert figures.engine_lateness_p99_ms == pytest.approx(0.5)
    assert (figures.snapshot_ms, figures.page_kb) == (30.0, 90.0)
    assert 155 <= figures.update_p99_ms <= 160
    assert figures.missed() == []


def test_what_was_missed_is_named_and_a_lost_client_is_no_success() -> None:
    late = GOOD._replace(ages_ms=[300.0], lost=1)
    assert judged([late], [60.0], None).missed() == ["update_p99_ms", "snapshot_ms", "page_kb", "lost"]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_table_has_every_figure_in_both_languages(language: Language) -> None:
    figures, out = judged([GOOD], [20.0], None), io.StringIO()
    show(figures, language, Console(file=out, width=120))
    for name in TARGETS:
        assert words.say(name, language).split(",")[0] in out.getvalue()
    assert words.say("not_built", language) in out.getvalue()
    assert words.EN.keys() == words.RU.keys()


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536])
def test_readers_find_the_frames_that_the_service_writes(size: int) -> None:
    frame = ws_frame(Message(1, b"x" * size))
    found = frame_in(bytearray(frame + b"more"))
    assert found == Frame(len(frame) - size, len(frame))
    assert frame_in(bytearray(frame[:-1])) is None


def test_a_change_is_as_old_as_it_was_for_the_last_client(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[int, Seen] = {}
    message = ws_frame(Message(7, b'{"type":"change","seq":7,"at":1700000000.1,"since":1700000000.0}'))
    for now in (1_700_000_000.05, 1_700_000_000.25):
        monkeypatch.setattr("benchmarks.live.readers.time.time", lambda now=now: now)
        reader = Reader(seen)
        for part in (b"HTTP/1.1 101 Switching Protocols\r\n", b"\r\n" + message[:9], message[9:]):
            reader.data_received(part)
    assert seen[7].clients == 2
    assert seen[7].age_s == pytest.approx(0.25)


def test_a_stream_that_does_not_open_stops_the_benchmark() -> None:
    with pytest.raises(RuntimeError, match="401"):
        Reader({}).data_received(b"HTTP/1.1 401 Unauthorized\r\n\r\n")


def test_pages_weigh_what_browsers_load_of_them(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    for name, size in {"index.html": 900, "index.html.br": 300, "assets/a.js": 9000, "assets/a.js.br": 2000,
                       "assets/a.js.gz": 2500, "assets/b.svg": 700}.items():  # fmt: skip
        (tmp_path / name).write_bytes(b"x" * size)
    assert page_kb(tmp_path) is None
    (tmp_path / "digest").touch()
    assert page_kb(tmp_path) == pytest.approx(3.0)


def test_a_snapshot_of_a_large_centre_goes_through_the_real_server() -> None:
    assert all(0 < took_ms < 5000 for took_ms in snapshot_times(1))
