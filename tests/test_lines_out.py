"""Lines reach a reader who reads, and hold up nobody for one who does not."""

import io
import os
import threading

from acd.lines_out import LinesOut


class HeldUp(io.StringIO):
    """A stream that takes nothing until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()
        self.reached = threading.Event()

    def write(self, text: str) -> int:
        self.reached.set()
        self.go.wait(10)
        return super().write(text)


def test_lines_come_in_their_order_and_all_of_them_before_the_end() -> None:
    out = io.StringIO()
    lines = LinesOut(out)
    for number in range(1000):
        lines.line(f"line {number}")
    lines.close()
    assert not lines.reader_left
    assert out.getvalue().splitlines() == [f"line {number}" for number in range(1000)]


def test_a_reader_who_stands_still_holds_up_nobody_and_hears_how_much_was_left_out() -> None:
    out = HeldUp()
    lines = LinesOut(out, most_waiting=3)
    lines.line("first")
    assert out.reached.wait(10)
    for number in range(10):
        lines.line(f"line {number}")  # returns at once, or this test would not come to its end
    out.go.set()
    while lines._waiting.qsize():
        pass
    lines.line("last")
    lines.close()
    assert out.getvalue().splitlines() == ["first", "line 0", "line 1", "line 2", "... 7", "last"]


def test_letters_that_a_terminal_does_not_have_are_replaced_and_the_lines_go_on() -> None:
    held = io.BytesIO()
    out = io.TextIOWrapper(held, encoding="ascii")
    lines = LinesOut(out)
    lines.line("Анна ready")
    lines.line("next")
    lines.close()
    assert held.getvalue() == b"???? ready\nnext\n"


def test_a_reader_who_left_is_no_reason_to_stop() -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    out = os.fdopen(write_end, "w")
    lines = LinesOut(out)
    lines.line("nobody reads this")
    lines.line("nor this")
    lines.close()
    assert lines.reader_left
    out.close()  # what it still held does not fail: it went to nobody
