"""The small pieces of the screen: cells cut to size, lines of cells, spans of time, colours of states."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from acd.printable import printable
from acd.story_words import words
from ivr.words import Language

COLOURS = {
    "ready": "green",
    "offered": "bold yellow",
    "talking": "cyan",
    "wrap_up": "blue",
    "paused": "magenta",
    "after_miss": "bright_magenta",
    "busy_elsewhere": "red",
    "unreachable": "bold red",
    "signed_out": "bright_black",
    "menu": "white",
    "waiting": "yellow",
    "leaving": "bright_black",
}
"""A colour for each state; its word always stands beside it."""

LONGEST_CELL = 200


class Column(NamedTuple):
    """A column: its least width, its share of what a wide terminal has over, and whether it ends at the right."""

    least: int
    share: int = 0
    right: bool = False


class Cell(NamedTuple):
    """A text and its style."""

    text: str
    style: str = ""


def widths(columns: Sequence[Column], width: int) -> list[int]:
    """Share ``width`` among ``columns``, one blank between each two."""
    over = max(0, width - sum(column.least for column in columns) - len(columns) + 1)
    shares = sum(column.share for column in columns) or 1
    return [column.least + over * column.share // shares for column in columns]


def fit(text: str, width: int, *, right: bool = False) -> str:
    """Return ``text``, safe for a terminal, in exactly ``width`` cells; what is cut shows an ellipsis."""
    text = printable(text, LONGEST_CELL)
    if cell_len(text) > width:
        text = set_cell_size(text, max(width - 1, 0)).rstrip() + "…" if width > 0 else ""
    blanks = " " * (width - cell_len(text))
    return blanks + text if right else text + blanks


def row(columns: Sequence[Column], sizes: Sequence[int], cells: Sequence[Cell]) -> Text:
    """Return one line of ``cells``; their text is shown as it is, never read as markup."""
    line = Text(no_wrap=True, overflow="crop")
    for number, (column, size, cell) in enumerate(zip(columns, sizes, cells, strict=True)):
        line.append(" " if number else "")
        line.append(fit(cell.text, size, right=column.right), cell.style)
    return line


def heading(text: str, width: int, more: Sequence[Cell] = ()) -> Text:
    """Return a line that begins a section and reaches across the screen."""
    line = Text(no_wrap=True, overflow="crop")
    line.append(f"─ {text} ", "bold")
    for number, cell in enumerate(more, 1):
        line.append(cell.text, cell.style).append(", " if number < len(more) else " ")
    line.append("─" * max(0, width - line.cell_len), "bright_black")
    return line


def filled(lines: list[Text], height: int) -> list[Text]:
    """Return exactly ``height`` lines."""
    return (lines + [Text("")] * height)[:height]


def clock(span_s: float) -> str:
    """Write a span like 0:45, 12:34 or 1:02:03."""
    minutes, seconds = divmod(max(0, int(span_s)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def short(span_s: float, language: Language) -> str:
    """Write a span in at most four characters, up to 41 days: 9:59, 59m, 100h."""
    seconds = max(0, int(span_s))
    if seconds < 600:
        return clock(seconds)
    if seconds < 6000:
        return f"{seconds // 60}{words('minutes', language)}"
    return f"{min(seconds // 3600, 999)}{words('hours', language)}"
