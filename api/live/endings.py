"""Why a live stream ends: each ending has a code (of WebSocket) and a reason, which clients are told."""

from typing import Final, NamedTuple


class Ending(NamedTuple):
    """``code`` closes a WebSocket; ``reason`` is for programs too, and is the data of the last event of a stream."""

    code: int
    reason: str


SIGNED_OUT: Final = Ending(4001, "signed out")
NOT_ALLOWED: Final = Ending(4003, "not allowed")
TOO_SLOW: Final = Ending(4008, "too slow")
TOO_MANY: Final = Ending(4009, "too many streams")
SAID_SOMETHING: Final = Ending(1003, "this stream only speaks")
RESTARTING: Final = Ending(1012, "restarting")
