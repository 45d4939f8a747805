"""What is wrong with a menu tree: a place, a key into the phrase book, and the values that fill the phrase."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Literal

import msgspec

Severity = Literal["error", "warning"]
Path = tuple[str | int, ...]


class Problem(msgspec.Struct, frozen=True):
    """One finding. ``path`` leads through the mappings of the file, e.g. ``("menus", "steps", "account")``.

    ``key`` names a phrase of ``ivr.words``; ``values`` fill its blanks. An error refuses the tree.
    """

    path: Path
    key: str
    values: dict[str, str] = {}
    severity: Severity = "error"


def closest(word: str, known: Sequence[str]) -> str:
    """Say which of ``known`` was likely meant by ``word``: the likeliest alone if one is close, else all, or -."""
    return ", ".join(get_close_matches(word, known, n=1) or known) or "-"
