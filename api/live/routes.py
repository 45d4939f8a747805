"""The live routes: a WebSocket, the same as server-sent events, and the snapshot alone."""

import re
from collections.abc import AsyncIterator
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request, Response, WebSocket
from fastapi.responses import StreamingResponse
from starlette.requests import HTTPConnection

from acd.live.channels import Message
from acd.live.views import Snapshot
from api.access.asking import Needs, needs
from api.access.rights import Person, Right
from api.access.visitors import Visitor
from api.live.clients import QueueClient, SocketClient
from api.live.described import refers_to
from api.live.endings import SAID_SOMETHING
from api.live.streams import Streams, sight_of
from api.live.wire import CUT, EXTENSION
from api.refusals import Refusal

RETRY_MS: Final = 2000
"""How long a browser waits before it connects again; pages draw a time of their own."""

LONGEST_NUMBER: Final = 15

NO_NUMBER: Final = -1
"""Comes before every number there is."""

Run = Annotated[str, Query(max_length=64, description="of the last message seen; numbers of another run mean nothing")]
Seq = Annotated[int, Query(ge=0, lt=10**LONGEST_NUMBER, description="the number of the last message seen")]
Looking = Annotated[Person, needs(Right.LOOK)]

EVENTS: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "Events called snapshot, change, beat, with the message as data and `run-seq` as id; the last "
        "one, called end, says why.",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    }
}


class Looks(Needs):
    """Tells who connects; whether they may is said over the connection, where a page can read it."""

    async def __call__(self, connection: HTTPConnection) -> Person:
        """Return who asks."""
        person: Person = connection.state.person
        return person


def live_routes(streams: Streams) -> APIRouter:
    """Make the routes."""
    routes = APIRouter(tags=["live"])

    @routes.get("/live/snapshot", responses=refers_to(Snapshot))
    async def live_snapshot(person: Looking) -> Response:
        """Everything that is seen now, as the stream's first message; its number is where the stream goes on."""
        return Response(streams.feed.snapshot(sight_of(person)), media_type="application/json")

    @routes.get("/live/events", responses=EVENTS, response_class=StreamingResponse)
    async def live_events(request: Request, person: Looking, run: Run = "", seq: Seq = 0) -> StreamingResponse:
        """The live stream as server-sent events; `Last-Event-ID`, or run and seq, get only what was missed."""
        if streams.why_not(person) is not None:
            raise Refusal(429, "too_many_streams")
        run, seq = last_event(request.headers.get("last-event-id", "")) or (run, seq)
        client = QueueClient(streams.now, request.scope.get("extensions", {}).get(CUT, lambda: None))
        channel = streams.join(client, request.state.visitor, run, seq)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(events(streams, client, channel.run), media_type="text/event-stream", headers=headers)

    @routes.websocket("/live")
    async def live(socket: WebSocket, person: Annotated[Person, Depends(Looks(Right.LOOK))]) -> None:
        """The live stream: a snapshot, or what was missed since `seq` of `run`, and then every change."""
        await socket.accept()
        if (why := streams.why_not(person)) is not None:
            await socket.close(why.code, why.reason)
            return
        run, seq = socket.query_params.get("run", ""), number(socket.query_params.get("seq", ""))
        client = SocketClient(socket.scope["extensions"][EXTENSION], streams.now)
        try:
            streams.join(client, visitor_of(socket), run, seq)
            while (await socket.receive())["type"] == "websocket.receive":
                client.end(SAID_SOMETHING)
        finally:
            streams.leave(client)

    return routes


def visitor_of(connection: HTTPConnection) -> Visitor:
    """Return how we know who asks."""
    visitor: Visitor = connection.state.visitor
    return visitor


def number(text: str) -> int:
    """Return the number that is written in ``text``; -1 for anything else, which gets a snapshot."""
    return int(text) if re.fullmatch(r"[0-9]{1,15}", text, re.ASCII) else NO_NUMBER


def last_event(text: str) -> tuple[str, int] | None:
    """Read the id of the last event seen (``run-seq``); None if it is none."""
    run, _, seq = text.partition("-")
    return (run, number(seq)) if run and seq else None


async def events(streams: Streams, client: QueueClient, run: str) -> AsyncIterator[bytes]:
    """Yield messages as events until the stream ends, and then why."""
    try:
        yield b"retry: %d\n\n" % RETRY_MS
        while (message := await client.next()) is not None:
            yield event(message, run)
        assert client.ending is not None, "a stream without an end goes on"
        yield b"event: end\ndata: %b\n\n" % client.ending.reason.encode()
    finally:
        streams.leave(client)


def event(message: Message, run: str) -> bytes:
    """Return a message as an event; JSON has no line ends of its own, so it is one line."""
    kind = message.payload[9 : message.payload.index(b'"', 9)]  # {"type":"...
    return b"event: %b\nid: %b-%d\ndata: %b\n\n" % (kind, run.encode(), message.seq, message.payload)
