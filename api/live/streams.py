"""All live streams: who may have how many, and the end of those whose person is known no more."""

import asyncio
from collections.abc import Callable
from typing import Final

import structlog

from acd.live.channels import Channel
from acd.live.feed import Feed
from acd.live.sight import Sight
from api.access.rights import Person, Right, Role
from api.access.visitors import Visitor
from api.live.clients import Client
from api.live.endings import NOT_ALLOWED, RESTARTING, SIGNED_OUT, TOO_MANY, Ending

MOST_STREAMS: Final = 300
"""Streams in all: with more the service would be busier showing calls than routing them. A hub shows a hundred."""

MOST_OF_A_PERSON: Final = 20
"""Streams of one account: as many pages as somebody has open."""

MOST_OF_A_PROGRAM: Final = 250
"""Streams of one token, which may serve many screens: it leaves room for people."""

STILL_S: Final = 30.0
"""How often it is asked whether those who look on still may: sessions end by themselves, and a page in use counts."""

Still = Callable[[Visitor], bool]
"""Says whether a visitor is let in as before: same person, same rights, session not over."""

log = structlog.get_logger()


class Streams:
    """The streams that are open; ``still`` is asked about those of a person who was changed."""

    def __init__(self, feed: Feed, now: Callable[[], float], still: Still = lambda visitor: True) -> None:
        self.feed = feed
        self.now = now
        self._still = still
        self._open: dict[Client, tuple[Visitor, Channel]] = {}

    def __len__(self) -> int:
        return len(self._open)

    def why_not(self, person: Person) -> Ending | None:
        """Return why ``person`` cannot have one more stream, None if they can."""
        if not person.may(Right.LOOK):
            return NOT_ALLOWED
        own = sum(visitor.person.name == person.name for visitor, _ in self._open.values())
        most = MOST_OF_A_PROGRAM if person.role is Role.INTEGRATION else MOST_OF_A_PERSON
        return TOO_MANY if own >= most or len(self._open) >= MOST_STREAMS else None

    def join(self, client: Client, visitor: Visitor, run: str = "", seq: int = 0) -> Channel:
        """Let a client have what its person sees, from ``seq`` of ``run`` on if that is known, else all of it."""
        channel = self.feed.join(sight_of(visitor.person), client, run, seq)
        self._open[client] = (visitor, channel)
        return channel

    def leave(self, client: Client) -> None:
        """A client is gone; once more does no harm."""
        visitor, channel = self._open.pop(client, (None, None))
        if visitor is None or channel is None:
            return
        self.feed.leave(channel, client)
        if client.ending is not None:
            log.info("stream_ended", who=visitor.person.name, why=client.ending.reason, code=client.ending.code)

    def person_changed(self, name: str) -> None:
        """End the streams of the person called ``name`` who is let in no more as they were."""
        for client, (visitor, _) in tuple(self._open.items()):
            if visitor.person.name == name and not self._still(visitor):
                client.end(SIGNED_OUT)

    async def run(self) -> None:
        """Ask every now and then, until cancelled, whether those who look on still may."""
        while True:
            await asyncio.sleep(STILL_S)
            for name in {visitor.person.name for visitor, _ in self._open.values()}:
                self.person_changed(name)

    def end_all(self, ending: Ending = RESTARTING) -> None:
        """End every stream: the server stops."""
        for client in tuple(self._open):
            client.end(ending)


def sight_of(person: Person) -> Sight:
    """Return what a person sees; who sees all sees it as everybody who does, whichever agent they are."""
    scope = person.scope
    return Sight() if scope.is_all else Sight(scope.queues, scope.teams, person.agent)
