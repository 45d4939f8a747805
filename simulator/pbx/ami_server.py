"""The AMI server: who is connected, who gets which event, and the faults it can be told to have."""

import asyncio
from collections.abc import Iterable
from random import Random
from typing import Protocol

from acd.asterisk.ami_wire import Message, encode_message
from simulator.pbx.ami_session import AmiSession
from simulator.pbx.ami_users import AmiUser
from simulator.pbx.events import Headers
from simulator.pbx.switchboard import Switchboard

# One service, a doctor and some curious people; more than this is a leak of connections.
MAX_CLIENTS = 64

EVENT_CLASSES = {
    "DTMFBegin": "dtmf",
    "DTMFEnd": "dtmf",
    "VarSet": "dialplan",
    "FullyBooted": "system",
    "Shutdown": "system",
}


class Actions(Protocol):
    """Carries out the actions of clients that have logged in."""

    def do(self, session: AmiSession, message: Message) -> None:
        """Carry out one action and answer it."""


class AmiServer:
    """Listens for AMI clients and sends them the events they asked for.

    ``timestamps`` puts the PBX's clock on every event, as ``timestampevents=yes`` does.
    """

    def __init__(self, users: Iterable[AmiUser], draws: Random, timestamps: bool = True) -> None:
        self._users = {user.name: user for user in users}
        self.address = ("", 0)
        self.board: Switchboard  # set by whoever builds both, because each needs the other
        self.actions: Actions
        self._timestamps = timestamps
        self._draws = draws
        self._sessions: list[AmiSession] = []
        self._server: asyncio.Server | None = None
        self.frozen = False
        self._held: list[tuple[str, Headers]] = []

    async def listen(self, host: str, port: int) -> None:
        """Accept clients on ``host`` and ``port`` (0 picks a free one)."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._accept, host, port)
        self.address = self._server.sockets[0].getsockname()[:2]

    async def stop_listening(self) -> None:
        """Refuse new connections from now on; the present ones stay."""
        if self._server is not None:
            self._server.close()
            self._server = None
            # Close of the listening socket takes effect in the loop's next round.
            await asyncio.sleep(0)

    def drop_all(self) -> None:
        """Cut every connection without a word."""
        for session in list(self._sessions):
            session.abort()

    def freeze(self, frozen: bool) -> None:
        """Stand still (no answers, no events, connections stay open), or go on with all that piled up."""
        self.frozen = frozen
        for session in self._sessions:
            session.freeze(frozen)
        if not frozen:
            held, self._held = self._held, []
            for name, headers in held:
                self.emit(name, headers)

    def send_raw(self, data: bytes) -> None:
        """Write any bytes to every client that has logged in (tests of malformed events)."""
        for session in self._sessions:
            if session.authenticated:
                session.write(data)

    def emit(self, name: str, headers: Headers) -> None:
        """Send an event to everybody who wants it."""
        if self.frozen:
            self._held.append((name, headers))
            return
        event_class = EVENT_CLASSES.get(name, "call")
        takers = [session for session in self._sessions if session.takes(event_class, name)]
        if not takers:
            return
        # Written once for everybody.
        data = encode_message(self._whole_event(name, event_class, headers))
        text = data.decode("utf-8", "surrogateescape")
        for session in takers:
            if session.filters.pass_event(name, text):
                session.write(data)

    def user(self, name: str) -> AmiUser | None:
        """Return the user of that name."""
        return self._users.get(name)

    def new_challenge(self) -> str:
        """Return nine digits for an MD5 login."""
        return str(self._draws.randrange(100_000_000, 1_000_000_000))

    def do(self, session: AmiSession, message: Message) -> None:
        """Carry out an action."""
        self.actions.do(session, message)

    def logged_in(self, session: AmiSession) -> None:
        """Tell a new client that the PBX is up."""
        uptime = str(int(self.board.unix_time() - self.board.began_s))
        about = [("Uptime", uptime), ("LastReload", uptime), ("Status", "Fully Booted")]
        session.send([("Event", "FullyBooted"), ("Privilege", "system,all"), *about])

    def closed(self, session: AmiSession) -> None:
        """Forget a client."""
        self._sessions.remove(session)

    def _accept(self) -> AmiSession:
        session = AmiSession(self)
        self._sessions.append(session)
        if len(self._sessions) > MAX_CLIENTS:
            asyncio.get_running_loop().call_soon(session.abort)
        return session

    def _whole_event(self, name: str, event_class: str, headers: Headers) -> Headers:
        stamp = [("Timestamp", f"{self.board.unix_time():.6f}")] if self._timestamps else []
        return [("Event", name), ("Privilege", f"{event_class},all"), *stamp, *headers]
