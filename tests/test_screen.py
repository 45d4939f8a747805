"""The screen: it fits any terminal, says states in words, shows outside text as text, and holds up nothing."""

import asyncio
import fcntl
import io
import os
import re
import time

import pytest
from rich.cells import cell_len
from rich.console import Console
from structlog.testing import capture_logs

from acd.core import Core
from acd.engine.facts import AgentPaused, AgentSignedOut, CallArrived, DeviceChanged
from acd.engine.rules import QueueRules
from acd.screen import PatientConsole, Screen, render, takes_more
from acd.screen_lines import COLOURS, clock, fit, short
from acd.screen_parts import CALL_ORDER, Scene
from acd.story_words import EN
from agents.states import AgentState, Device
from ivr.words import Language
from tests.core_kit import AGENTS, QUEUES, a_core, answer, call, end_talk, hang_up, sign_in
from tests.screen_kit import WHERE, agents, drawn, the_line


async def a_busy_core(agent_count: int, queue_count: int, call_count: int) -> Core:
    """A centre with so many of each; a third of the agents talk, a third ring, the rest are out."""
    queues = tuple(QueueRules(name=f"q{number}", title=f"Queue {number}") for number in range(queue_count))
    core = a_core(queues=queues, agents=agents(agent_count))
    sign_in(core, *(f"a{number}" for number in range(agent_count * 2 // 3)))
    for number in range(call_count):
        call(core, f"1700000000.{number}", queue=f"q{number % queue_count}", name="Очень Длинное Имя Абонента")
    for number in range(min(call_count, agent_count // 3)):
        answer(core, f"1700000000.{number}")
    await asyncio.sleep(3700)
    return core


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(("width", "height"), [(80, 24), (81, 25), (100, 30), (132, 43), (250, 70), (60, 16), (20, 5)])
@pytest.mark.parametrize(("agent_count", "queue_count", "call_count"), [(24, 3, 30), (1, 1, 0), (400, 40, 500)])
async def test_it_fits_every_terminal(
    language: Language, width: int, height: int, agent_count: int, queue_count: int, call_count: int
) -> None:
    core = await a_busy_core(agent_count, queue_count, call_count)
    lines = drawn(core, width, height, language, ["12:00:00 an event that is told at length " * 5] * 300)
    assert len(lines) == height
    assert max(cell_len(line) for line in lines) <= width


async def test_the_ready_made_centre_has_its_place_on_80_by_24() -> None:
    core = await a_busy_core(agent_count=24, queue_count=3, call_count=4)
    text = "\n".join(drawn(core, events=["first", "second", "third"]))
    assert all(f"Agent {number} " in text for number in range(24))
    assert all(f"Queue {number}" in text for number in range(3))
    assert all(f"1700000000.{number}" in text for number in range(4))
    assert all(event in text for event in ("first", "second", "third"))
    assert "more" not in text


async def test_the_header_says_who_how_long_and_where() -> None:
    assert drawn(a_core())[0].split("  ")[0] == "Northern Lights"
    assert drawn(a_core())[0].endswith(f"up 12:05  {WHERE}")


async def test_a_queue_shows_who_waits_and_how_it_went() -> None:
    core = a_core(queues=(QueueRules(name="billing", title="Billing", ring_s=60.0), QUEUES[1]))
    sign_in(core, "anna")
    for number, wait_s in enumerate((4, 30)):
        call(core, f"c{number}")
        await asyncio.sleep(wait_s)
        answer(core, f"c{number}")
        end_talk(core, f"c{number}")
        hang_up(core, f"c{number}")
        await asyncio.sleep(5)
    call(core, "gone")
    call(core, "waits")
    hang_up(core, "gone")
    await asyncio.sleep(75)
    queues = drawn(core)[:4]
    assert the_line(queues, "Billing").split() == [
        "Billing", "1", "1:15", "2", "1", "50", "%", "in", "20", "s", "0:17",
    ]  # fmt: skip
    assert the_line(queues, "Sales").split() == ["Sales", "0", "–", "0", "0", "–", "–"]


@pytest.mark.parametrize(("language", "word"), [("en", "unreachab…"), ("ru", "нет связи")])
async def test_an_agents_state_is_a_word_and_a_colour(language: Language, word: str) -> None:
    core = a_core(agents=(*AGENTS, *agents(22)))
    sign_in(core, "anna")
    core.tell(DeviceChanged("anna", Device.GONE))
    await asyncio.sleep(65)
    line = the_line(drawn(core, language=language), "Anna")
    assert re.search(rf"{word} +1:05", line)
    console = Console(width=80, height=24, file=io.StringIO(), force_terminal=True, color_system="standard")
    console.print(render(Scene(core.centre, core.clock.now(), 0.0, WHERE, (), language), 80, 24))
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert f"\x1b[1;31m{word}" in shown


async def test_a_pause_shows_its_reason_and_a_wide_screen_all_there_is() -> None:
    core = a_core(agents=(*AGENTS, *agents(22)))
    sign_in(core, "anna", "boris")
    core.tell(AgentPaused("anna", "обед"))
    call(core, "c1")
    answer(core, "c1")
    core.tell(AgentSignedOut("boris"))
    narrow, wide = drawn(core), drawn(core, 140, 40)
    assert "(обед)" in the_line(narrow, "Anna Petr")
    assert re.search(r"Anna Petrova +paused +обед +0:00", "\n".join(wide))
    assert re.search(r"Boris Ivanov +talking +c1, then out +0:00", "\n".join(wide))


async def test_hundreds_of_agents_and_calls_are_cut_with_their_number() -> None:
    core = await a_busy_core(agent_count=400, queue_count=40, call_count=500)
    text = "\n".join(drawn(core))
    counts = [int(found) for found in re.findall(r"… and (\d+) more", text)]
    shown_queues, shown_agents = len(re.findall(r"^Queue \d", text, re.M)), len(re.findall(r"Agent \d+ +\w+ +\d", text))
    shown_calls = len(re.findall(r"^17\d+", text, re.M))
    assert counts == [40 - shown_queues, 400 - shown_agents, 500 - shown_calls]
    assert "Agents 400: signed out 134" in text


async def test_who_waits_is_shown_before_who_talks() -> None:
    core = a_core()
    sign_in(core, "anna")
    call(core, "talks")
    answer(core, "talks")
    core.tell(CallArrived("menu"))
    await asyncio.sleep(1)
    call(core, "waits")
    text = "\n".join(drawn(core, height=40))
    assert text.index("\nwaits") < text.index("\ntalks") < text.index("\nmenu")


async def test_text_from_outside_is_shown_as_text() -> None:
    core = a_core(queues=(QueueRules(name="billing", title="[bold]Billing[/bold]"),))
    sign_in(core, "anna")
    core.tell(CallArrived("[red]id[/red]", number="+7", name="[red]Eve[/red]\x1b[2J\r\n:smile:"))
    core.tell(AgentPaused("anna", "[/]x"))
    lines = drawn(core, 140, 30, events=["[blink]event[/blink]\x1b]0;owned\x07"])
    text = "\n".join(lines)
    assert "[red]Eve[/red]?[2J??:smile:" in text
    assert all(word in text for word in ("[red]id[/red]", "[bold]Billing[/bold]", "[/]x", "[blink]event[/blink]"))
    assert all(line.isprintable() for line in lines)


async def test_it_says_when_nothing_is_offered_yet() -> None:
    core = a_core(started=False)
    assert "not offering yet" in drawn(core)[0]


def test_every_state_has_a_colour_a_word_and_calls_an_order() -> None:
    assert {*AgentState} <= COLOURS.keys() <= EN.keys()
    assert {*CALL_ORDER} <= COLOURS.keys()


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("abc", 5, "abc  "),
        ("abcdef", 5, "abcd…"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日…"),
        ("abc", 0, ""),
        ("a\tb", 3, "a?b"),
    ],
)
def test_a_text_is_cut_to_its_cells(text: str, width: int, shown: str) -> None:
    assert fit(text, width).rstrip() == shown.rstrip()
    assert cell_len(fit(text, width)) <= width


@pytest.mark.parametrize(
    ("span_s", "long", "brief"),
    [(-5, "0:00", "0:00"), (59.9, "0:59", "0:59"), (3725, "1:02:05", "62m"), (360_000, "100:00:00", "100h")],
)
def test_spans_of_time(span_s: float, long: str, brief: str) -> None:
    assert (clock(span_s), short(span_s, "en")) == (long, brief)


def a_console(out: io.StringIO) -> Console:
    return PatientConsole(file=out, force_terminal=True, width=80, height=24)


async def test_it_draws_four_times_a_second_and_gives_the_terminal_back() -> None:
    core, out = a_core(), io.StringIO()
    screen = Screen(core, "en", [], WHERE, a_console(out))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(10.1):
            await screen.run()
    shown = out.getvalue()
    assert shown.count("Northern Lights") == 41
    assert "up 0:10" in shown
    assert shown.endswith(("\x1b[?25h\x1b[?1049l", "\x1b[?1049l\x1b[?25h"))


async def test_a_terminal_that_goes_away_stops_nothing() -> None:
    class Gone(io.StringIO):
        def write(self, _: str) -> int:
            raise OSError("input/output error")

    screen = Screen(a_core(), "en", [], WHERE, a_console(Gone()))
    with capture_logs() as logged, pytest.raises(TimeoutError):
        async with asyncio.timeout(60):
            await screen.run()
    assert [line["event"] for line in logged] == ["screen_lost"]


async def test_a_terminal_that_is_gone_when_the_screen_is_told_to_end_holds_up_nothing() -> None:
    class GoesAway(io.StringIO):
        gone = False

        def write(self, text: str) -> int:
            if self.gone:
                raise OSError("input/output error")
            return super().write(text)

    out = GoesAway()
    drawing = asyncio.create_task(Screen(a_core(), "en", [], WHERE, a_console(out)).run())
    await asyncio.sleep(1.1)
    out.gone = True
    drawing.cancel()
    with capture_logs() as logged:
        done, _ = await asyncio.wait([drawing], timeout=60)
    assert done == {drawing}
    assert [line["event"] for line in logged] == ["screen_lost"]


async def test_a_reader_that_closed_its_end_stops_nothing() -> None:
    class Closed(io.StringIO):
        def flush(self) -> None:
            raise BrokenPipeError

    screen = Screen(a_core(), "en", [], WHERE, a_console(Closed()))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(60):
            await screen.run()


def test_a_terminal_that_is_held_gets_no_frame() -> None:
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETFL, os.O_NONBLOCK)
    with os.fdopen(reading, "rb", 0) as reader, os.fdopen(writing, "wb", 0) as writer:
        assert takes_more(writer)  # type: ignore[arg-type]
        while writer.write(b"x" * 4096):
            pass
        assert not takes_more(writer)  # type: ignore[arg-type]
        reader.read(65536)
        assert takes_more(writer)  # type: ignore[arg-type]
    assert takes_more(io.StringIO())


async def test_a_frame_of_a_large_centre_does_not_hold_up_the_calls() -> None:
    core = await a_busy_core(agent_count=400, queue_count=40, call_count=5000)
    screen = Screen(core, "en", ["event"] * 200, WHERE, a_console(io.StringIO()))
    before = time.process_time()
    for _ in range(5):
        screen.frame()
    assert (time.process_time() - before) / 5 < 0.1, "a frame takes a tenth of a second"
