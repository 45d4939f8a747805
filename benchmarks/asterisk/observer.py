"""Looks at the Asterisk as cheaply as it can: bytes are kept while calls run, and read when they are over."""

import contextlib
import socket
import threading
from collections.abc import Iterable
from typing import NamedTuple

from acd.asterisk.ami_wire import AmiReader, Message

ANSWER_S = 10.0
"""How long a login may take; it takes milliseconds."""

LOOK_EVERY_S = 0.2
"""Nobody is woken for each event, or the observer would run just when the side that is measured wants to."""

MOST_BYTES = 200_000_000
"""A minute of 15 calls/s is about 5 MB; more than this is not a benchmark's Asterisk."""


class Event(NamedTuple):
    """One event: when it was, by Asterisk's clock, and whose it was.

    ``call`` is the channel that it happened to: the caller's, or the leg's own where a leg is hung up. For dialling,
    ``leg`` is the channel at the phone. ``endpoint`` is whose channel it is (``PJSIP/1001``): the phone dialled, or
    who was hung up.
    """

    at: float
    name: str
    call: str
    leg: str = ""
    endpoint: str = ""


class ObserverLost(ConnectionError):
    """Asterisk let the observer in no longer, so what it saw is not whole."""


class Observer:
    """An AMI session of its own; its user's event filters say what it sees. ``events`` reads what came since."""

    def __init__(self, host: str, port: int, user: str, secret: str) -> None:
        self._socket = socket.create_connection((host, port), ANSWER_S)
        self._bytes = bytearray()
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._reader = AmiReader()
        self._log_in(user, secret)
        self._socket.settimeout(None)
        self._thread = threading.Thread(target=self._collect, name="observer", daemon=True)
        self._thread.start()

    def events(self) -> list[Event]:
        """Return what has come since this was asked last, oldest first.

        Raises:
            ObserverLost: the connection is gone.
        """
        with self._lock:
            data, self._bytes = bytes(self._bytes), bytearray()
        if not self._thread.is_alive():
            raise ObserverLost("Asterisk has closed the connection of the benchmark's observer")
        return list(read_events(self._reader.feed(data)))

    def close(self) -> None:
        """Hang up."""
        self._closing.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()

    def _log_in(self, user: str, secret: str) -> None:
        login = f"Action: Login\r\nUsername: {user}\r\nSecret: {secret}\r\n\r\n"
        self._socket.sendall(login.encode())
        said = b""
        while b"\r\n\r\n" not in said:
            if not (more := self._socket.recv(4096)):
                break
            said += more
        if b"Response: Success" not in said:
            self._socket.close()
            raise ObserverLost(f"AMI did not let the observer in: {said[:200]!r}")
        self._reader.feed(said.partition(b"\r\n\r\n")[2])

    def _collect(self) -> None:
        with contextlib.suppress(OSError):
            while (data := self._socket.recv(1 << 20)) and len(self._bytes) < MOST_BYTES:
                with self._lock:
                    self._bytes += data
                self._closing.wait(LOOK_EVERY_S)


def read_events(messages: Iterable[Message]) -> Iterable[Event]:
    """Turn AMI messages into events; what carries no time of Asterisk's is none."""
    for message in messages:
        if message.is_event and (at := message.get("Timestamp")):
            yield read_event(message, float(at))


def read_event(message: Message, at: float) -> Event:
    """Turn one AMI message into an event."""
    whose = message.get("DestChannel") or message.get("Channel")
    return Event(at, message.event, message.get("Uniqueid"), message.get("DestUniqueid"), whose.rpartition("-")[0])
