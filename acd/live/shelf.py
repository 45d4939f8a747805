"""What is shown now, encoded: each view once, when it changes; and what has changed since it was last asked."""

from typing import Final, Literal, NamedTuple, TypeAlias, get_args

import msgspec

from acd.live.sight import NOWHERE, Place
from acd.live.views import View

Kind: TypeAlias = Literal["queues", "calls", "agents", "alerts"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


class Shown(NamedTuple):
    """One view: its bytes as JSON, and the place that says who sees it."""

    encoded: bytes
    place: Place


class Delta(NamedTuple):
    """What is different: the names of what is new or other, and of what is gone, by kind; ``since`` its first fact."""

    at: float
    since: float
    changed: dict[Kind, dict[str, Shown]]
    gone: dict[Kind, list[str]]


class Shelf:
    """All that is shown, by kind and name, in the order in which it came."""

    def __init__(self) -> None:
        self._shown: dict[Kind, dict[str, Shown]] = {kind: {} for kind in KINDS}
        self._changed: dict[Kind, dict[str, Shown]] = {kind: {} for kind in KINDS}
        self._gone: dict[Kind, dict[str, None]] = {kind: {} for kind in KINDS}
        self._encode = msgspec.json.Encoder().encode

    def put(self, kind: Kind, name: str, view: View, place: Place = NOWHERE) -> None:
        """Show ``view``; if it is as it was, nothing has changed."""
        shown = Shown(self._encode(view), place)
        if self._shown[kind].get(name) != shown:
            self._shown[kind][name] = self._changed[kind][name] = shown
            self._gone[kind].pop(name, None)

    def take(self, kind: Kind, name: str) -> None:
        """Show it no more."""
        if self._shown[kind].pop(name, None) is not None:
            self._changed[kind].pop(name, None)
            self._gone[kind][name] = None

    def of(self, kind: Kind) -> dict[str, Shown]:
        """Return everything of a kind by name; to read."""
        return self._shown[kind]

    def delta(self, at: float, since: float) -> Delta | None:
        """Return what has changed since this was last asked, None if nothing has."""
        changed = {kind: items for kind, items in self._changed.items() if items}
        gone = {kind: list(names) for kind, names in self._gone.items() if names}
        if not (changed or gone):
            return None
        self._changed, self._gone = {kind: {} for kind in KINDS}, {kind: {} for kind in KINDS}
        return Delta(at, since, changed, gone)
