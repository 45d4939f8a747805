"""What the observer reads out of AMI, and that it tells when it sees no longer."""

import socket
import threading
from collections.abc import Iterator

import pytest

from acd.asterisk.ami_wire import AmiReader
from benchmarks.asterisk.observer import Event, Observer, ObserverLost, read_events

DIAL = (
    b"Event: DialBegin\r\nTimestamp: 1700000000.250000\r\nChannel: PJSIP/lab-caller-00000001\r\nUniqueid: 1.1\r\n"
    b"DestChannel: PJSIP/1001-00000002\r\nDestUniqueid: 1.2\r\n\r\n"
)
HANGUP = (
    b"Event: Hangup\r\nTimestamp: 1700000002.5\r\nChannel: PJSIP/1001-00000002\r\nUniqueid: 1.2\r\nCause: 16\r\n\r\n"
)


def test_events_are_known_by_asterisks_clock_their_call_and_whose_phone() -> None:
    assert list(read_events(AmiReader().feed(DIAL + HANGUP))) == [
        Event(1700000000.25, "DialBegin", "1.1", "1.2", "PJSIP/1001"),
        Event(1700000002.5, "Hangup", "1.2", "", "PJSIP/1001"),
    ]


def test_what_has_no_time_of_asterisk_is_no_event_of_a_run() -> None:
    untimed = DIAL.replace(b"Timestamp: 1700000000.250000\r\n", b"")
    answer = b"Response: Success\r\nTimestamp: 1.0\r\n\r\n"
    assert list(read_events(AmiReader().feed(untimed + answer))) == []


class Pbx:
    """One AMI connection: answers the login, then says what the test wants."""

    def __init__(self, answer: bytes) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._answer = answer
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        self._socket, _ = self._listening.accept()
        self._socket.recv(4096)
        self._socket.sendall(b"Asterisk Call Manager/11.0.0\r\n" + self._answer)

    def says(self, data: bytes) -> None:
        self._thread.join()
        self._socket.sendall(data)

    def hangs_up(self) -> None:
        self._thread.join()
        self._socket.close()
        self._listening.close()


@pytest.fixture
def pbx() -> Iterator[Pbx]:
    pbx = Pbx(b"Response: Success\r\nMessage: Authentication accepted\r\n\r\n" + DIAL[:40])
    yield pbx
    pbx.hangs_up()


def test_events_are_whole_however_they_come(pbx: Pbx) -> None:
    observer = Observer("127.0.0.1", pbx.port, "somebody", "secret")
    pbx.says(DIAL[40:] + HANGUP)
    seen: list[Event] = []
    while len(seen) < 2:
        seen += observer.events()
    assert [event.name for event in seen] == ["DialBegin", "Hangup"]
    observer.close()


def test_a_lost_connection_is_told(pbx: Pbx) -> None:
    observer = Observer("127.0.0.1", pbx.port, "somebody", "secret")
    pbx.hangs_up()
    with pytest.raises(ObserverLost, match="closed the connection"):
        while True:
            observer.events()
    observer.close()


def test_a_refused_login_is_told() -> None:
    pbx = Pbx(b"Response: Error\r\nMessage: Authentication failed\r\n\r\n")
    with pytest.raises(ObserverLost, match="Authentication failed"):
        Observer("127.0.0.1", pbx.port, "somebody", "wrong")
    pbx.hangs_up()
