"""Lines for a reader who may stand still: a thread of its own writes them, so the calls never wait for a terminal.

A pipe into a pager that nobody scrolls, or a terminal held with Ctrl-S, blocks whoever writes. Here only the
thread waits. What waits for it is bounded: beyond that, lines are left out and their number is said later.
"""

import os
import queue
import threading
from contextlib import suppress
from typing import TextIO

MOST_WAITING = 10_000
"""Lines that may wait for the reader: some minutes of a busy centre, a megabyte."""

FAREWELL_S = 2.0
"""How long the last lines may take at the end; a reader who still stands still does not get them."""


class LinesOut:
    """Writes lines to ``out`` in their order; :meth:`line` returns at once, whatever reads.

    ``reader_left`` becomes true when a line could not be written because nobody reads any more.
    """

    def __init__(self, out: TextIO, most_waiting: int = MOST_WAITING) -> None:
        self._out = out
        self._waiting: queue.Queue[str | None] = queue.Queue(most_waiting)
        self._left_out = 0
        self.reader_left = False
        self._thread = threading.Thread(target=self._write_all, name="lines", daemon=True)
        self._thread.start()

    def line(self, text: str) -> None:
        """Write one line, or leave it out when the reader is far behind."""
        try:
            if self._left_out:
                self._waiting.put_nowait(f"... {self._left_out}")
                self._left_out = 0
            self._waiting.put_nowait(text)
        except queue.Full:
            self._left_out += 1

    def close(self) -> None:
        """Write what waits, for a little while."""
        with suppress(queue.Full):
            self._waiting.put(None, timeout=FAREWELL_S)
            self._thread.join(FAREWELL_S)
        if self.reader_left:
            let_go_of(self._out)

    def _write_all(self) -> None:
        # A reader that left, or a closed stream, is no reason to stop taking calls: then nothing is written.
        try:
            while (text := self._waiting.get()) is not None:
                self._out.write(writable(text, self._out.encoding) + "\n")
                if self._waiting.empty():
                    self._out.flush()
            self._out.flush()
        except (OSError, ValueError):
            self.reader_left = True


def writable(text: str, encoding: str | None) -> str:
    """Replace what a terminal's encoding has no letters for: a Russian name on a terminal without Cyrillic."""
    return text.encode(encoding or "utf-8", "replace").decode(encoding or "utf-8")


def let_go_of(out: TextIO) -> None:
    """Point a stream that nobody reads at nothing: what it still holds would fail when Python ends and flushes it."""
    with suppress(OSError, ValueError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, out.fileno())
        os.close(nothing)
