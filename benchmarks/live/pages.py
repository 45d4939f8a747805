"""What browsers load of the pages, as it is served to one that takes the smallest packing."""

from pathlib import Path
from typing import Final

from api.pages import BUILT

PACKED: Final = (".br", ".gz", "")
"""How files are served, the best first."""


def page_kb(built: Path = BUILT) -> float | None:
    """Return the kilobytes of all pages and everything they load, each file once; None if they were not built."""
    if not (built / "digest").is_file():
        return None
    files = {*built.glob("*.html"), *(file for file in (built / "assets").iterdir() if file.suffix not in PACKED[:2])}
    return sum(served_bytes(file) for file in files) / 1000


def served_bytes(file: Path) -> int:
    """Return the size of a file as it is served."""
    packed = (file.with_name(file.name + end) for end in PACKED)
    return next(each.stat().st_size for each in packed if each.is_file())
