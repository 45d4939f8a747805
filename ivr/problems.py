"""What is wrong with a menu tree: a place, a key into the phrase book, and the values that fill the phrase."""

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
