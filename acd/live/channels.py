"""Channels: one for all who see the same. Each change is joined once from what is encoded already, and numbered.

Whoever comes gets a snapshot and then every change; who was away for a moment names the last number seen and gets what
was missed from the channel's ring. A channel that nobody listens to is kept for as long as such a moment lasts, and
then forgotten.
"""

from collections import deque
from collections.abc import Callable, Iterable
from typing import Final, Protocol

import msgspec

from acd.live.shelf import KINDS, Delta, Kind, Shelf
from acd.live.sight import Sight
from acd.live.views import Beat, Gone

MOST_KEPT: Final = 600
"""Changes kept for those who were away: a minute of a busy centre. Who was away for longer gets a snapshot."""

MOST_BYTES_KEPT: Final = 4 * 1024 * 1024
"""Bytes of them: who has missed more is better served with a snapshot, and each channel has a memory of its own."""

BEAT_S: Final = 2.0
"""Without a change, something is sent so often, so that a screen can say how old what it shows is."""

LINGER_S: Final = 30.0
"""How long a channel stays without listeners: as long as a page takes to come back after a lost connection."""

encode = msgspec.json.Encoder().encode


class Message:
    """A message as JSON, and what it looks like on a wire, made once for all who get it."""

    __slots__ = ("_made_by", "_on_wire", "payload", "seq")

    def __init__(self, seq: int, payload: bytes) -> None:
        self.seq = seq
        self.payload = payload
        self._made_by: Callable[[Message], bytes] | None = None
        self._on_wire = payload

    def on_wire(self, make: "Callable[[Message], bytes]") -> bytes:
        """Return the message as ``make`` forms it; asked again for the same, it was formed already."""
        if self._made_by is not make:
            self._made_by, self._on_wire = make, make(self)
        return self._on_wire


class Listener(Protocol):
    """Who listens to a channel."""

    def take(self, message: Message) -> None:
        """Take the next message; must not wait and must not fail."""


class Channel:
    """What is seen with one :class:`Sight`: ``run`` names this channel's life, numbers of another mean nothing."""

    def __init__(self, sight: Sight, run: str, shelf: Shelf, centre: Callable[[], str], at: float) -> None:
        self.sight = sight
        self.run = run
        self.seq = 0
        self.listeners: dict[Listener, None] = {}
        self.left_at = self.spoke_at = at
        self._shelf = shelf
        self._centre = centre
        self._ring: deque[Message] = deque()
        self._ring_bytes = 0
        self._seen: dict[Kind, set[str]] = {
            kind: {name for name, shown in shelf.of(kind).items() if sight.sees(shown.place)} for kind in KINDS
        }
        self._snapshot: Message | None = None

    def snapshot(self, at: float) -> Message:
        """Return everything that is seen; made once for all who come before the next change."""
        if self._snapshot is None:
            begin = b'{"type":"snapshot","run":%b,"seq":%d,"at":%b,"centre":%b' % (
                encode(self.run), self.seq, encode(round(at, 3)), encode(self._centre())
            )  # fmt: skip
            parts = [listed(kind, self._encoded(kind)) for kind in KINDS]
            self._snapshot = Message(self.seq, b"".join([begin, *parts, b"}"]))
        return self._snapshot

    def missed(self, run: str, seq: int) -> list[Message] | None:
        """Return what came after the number ``seq`` of ``run``, None if that is not known any more."""
        if run != self.run or seq > self.seq or seq < self.seq - len(self._ring):
            return None
        return [message for message in self._ring if message.seq > seq]

    def change(self, delta: Delta) -> Message | None:
        """Number what this channel sees of a change and keep it; None if that is nothing."""
        changed, gone = {}, {}
        for kind in KINDS:
            shown, left = self._of(delta, kind)
            if shown:
                changed[kind] = shown
            if left:
                gone[kind] = left
        if not (changed or gone):
            return None
        self.seq += 1
        begin = b'{"type":"change","seq":%d,"at":%b,"since":%b' % (
            self.seq, encode(round(delta.at, 3)), encode(round(delta.since, 3))
        )  # fmt: skip
        parts = [listed(kind, shown) for kind, shown in changed.items()]
        if gone:
            parts.append(b',"gone":' + encode(Gone(**gone)))
        return self._keep(Message(self.seq, b"".join([begin, *parts, b"}"])), delta.at)

    def beat(self, at: float) -> Message | None:
        """Return a beat if it is time for one."""
        if at - self.spoke_at < BEAT_S:
            return None
        self.spoke_at = at
        self._snapshot = None  # the next one says the hour anew, by which clients set their clocks
        return self.alive(at)

    def alive(self, at: float) -> Message:
        """Return a beat: nothing is different, and the line is alive."""
        return Message(self.seq, encode(Beat(seq=self.seq, at=round(at, 3))))

    def _encoded(self, kind: Kind) -> Iterable[bytes]:
        shown = self._shelf.of(kind)
        if self.sight.is_all:
            return [each.encoded for each in shown.values()]
        # The shelf may be ahead of what was sent: what has come into sight since comes with the next change.
        seen, sees = self._seen[kind], self.sight.sees
        return [each.encoded for name, each in shown.items() if name in seen and sees(each.place)]

    def _of(self, delta: Delta, kind: Kind) -> tuple[list[bytes], list[str]]:
        """Return what this channel sees of a kind: views, and names that are seen no more."""
        changed, gone, seen = delta.changed.get(kind, {}), delta.gone.get(kind, []), self._seen[kind]
        if not (changed or gone):
            return [], []
        shown = [(name, each.encoded) for name, each in changed.items() if self.sight.sees(each.place)]
        left = [name for name in gone if name in seen]
        left += [name for name, each in changed.items() if name in seen and not self.sight.sees(each.place)]
        seen.update(name for name, _ in shown)
        seen.difference_update(left)
        return [encoded for _, encoded in shown], left

    def _keep(self, message: Message, at: float) -> Message:
        self._snapshot = None
        self._ring.append(message)
        self._ring_bytes += len(message.payload)
        while len(self._ring) > MOST_KEPT or (self._ring_bytes > MOST_BYTES_KEPT and len(self._ring) > 1):
            self._ring_bytes -= len(self._ring.popleft().payload)
        self.spoke_at = at
        return message


def listed(kind: Kind, encoded: Iterable[bytes]) -> bytes:
    """Return a list of encoded views under the name of their kind."""
    return b',"%b":[%b]' % (kind.encode(), b",".join(encoded))
