"""The five lines of the owner's page, read from the page itself, and put where it says.

A row's second cell names the place by its words in code: a file; a file and a ``[section]``; or a file and the line
above which the new one goes. What has no file is chosen in FreePBX's pages, which write the file themselves.
"""

import re
from pathlib import Path
from typing import NamedTuple

from tests.docs.pages import prose

CODE = re.compile(r"`([^`]+)`")
HEADING = re.compile(r"^## .*(?:[Ff]ive lines|[Пп]ять строк)", re.MULTILINE)
PLAIN, FREEPBX = 1, 2
"""Which of the two such headings; the front page has the first."""


class Line(NamedTuple):
    """One row: the line, and the words of its place."""

    text: str
    file: str
    where: str


def five_lines(page: str, heading: int) -> list[Line]:
    """The rows of the table under one of the two headings."""
    part = HEADING.split(prose(page))[heading]
    table = part[part.index("|---") :].split("\n\n")[0].splitlines()[1:]
    return [line_of(row) for row in table]


def line_of(row: str) -> Line:
    """Read one row."""
    line, place = (CODE.findall(cell) for cell in row.strip("|").split("|")[:2])
    file, where = (*place, "", "")[:2]
    return Line(line[0], file, where)


def add(folder: Path, line: Line) -> None:
    """Write a line where the page says."""
    path = folder / line.file
    text = path.read_text()
    if not line.where:
        text += f"{line.text}\n"
    elif line.where in text:
        (marked,) = (each for each in text.splitlines() if line.where in each)
        both = (marked, line.text) if marked == line.where and marked.startswith("[") else (line.text, marked)
        text = text.replace(marked + "\n", "\n".join(both) + "\n")
    else:
        assert line.where.startswith("["), f"{line.where} is not in {line.file}"
        text += f"\n{line.where}\n{line.text}\n"
    path.write_text(text)


def take_out(folder: Path, line: Line) -> None:
    """Delete a line that was added."""
    path = folder / line.file
    text = path.read_text()
    assert text.count(f"{line.text}\n") == 1
    path.write_text(text.replace(f"{line.text}\n", ""))
