"""The live stream as server-sent events, and the snapshot alone, through the real server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import msgspec
import pytest

from acd.live.views import Snapshot
from api.access.rights import Role
from api.live import clients
from api.live import streams as streams_of
from api.live.routes import RETRY_MS, last_event
from tests.api.live.kit import Live, a_person, live
from tests.core_kit import call, sign_in


class Event:
    """One event, as a browser reads it."""

    def __init__(self, block: str) -> None:
        fields = dict(line.split(": ", 1) for line in block.split("\n"))
        self.kind, self.id, self.data = fields["event"], fields.get("id", ""), fields["data"]

    @property
    def message(self) -> Any:
        return msgspec.json.decode(self.data)


@asynccontextmanager
async def events(it: Live, **headers: str) -> AsyncIterator[AsyncIterator[Event]]:
    async def read(answer: httpx.Response) -> AsyncIterator[Event]:
        text = ""
        async for part in answer.aiter_text():
            text += part
            while "\n\n" in text:
                block, text = text.split("\n\n", 1)
                if not block.startswith("retry: "):
                    yield Event(block)
                else:
                    assert block == f"retry: {RETRY_MS}"

    address = f"http://{it.where}/api/live/events"
    async with (
        httpx.AsyncClient(trust_env=False) as client,
        client.stream("GET", address, headers=headers) as answer,
    ):
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-store"
        yield read(answer)


async def test_events_are_the_messages_of_the_stream() -> None:
    async with live() as it, events(it) as heard:
        first = await anext(heard)
        assert (first.kind, first.message["type"]) == ("snapshot", "snapshot")
        assert first.id == f"{first.message['run']}-{first.message['seq']}"
        sign_in(it.shown.core, "anna")
        await it.tick()
        second = await anext(heard)
        assert (second.kind, second.message["seq"]) == ("change", first.message["seq"] + 1)
        await asyncio.sleep(3)
        await it.tick()
        assert (await anext(heard)).kind == "beat"


async def test_a_browser_that_comes_back_gets_what_it_missed() -> None:
    async with live() as it:
        async with events(it) as heard:
            last = (await anext(heard)).id
        call(it.shown.core, "c1")
        await it.tick()
        async with events(it, **{"Last-Event-ID": last}) as heard:
            assert (await anext(heard)).kind == "change"
        async with events(it, **{"Last-Event-ID": "rubbish"}) as heard:
            assert (await anext(heard)).kind == "snapshot"


async def test_the_last_event_says_why_it_is_the_last() -> None:
    async with live() as it, events(it) as heard:
        await anext(heard)
        it.let_in = False
        it.streams.person_changed("vera")
        last = await anext(heard)
        assert (last.kind, last.data) == ("end", "signed out")
        assert not [each async for each in heard]
        await asyncio.sleep(1)
        assert len(it.streams) == 0


async def test_a_server_that_stops_ends_the_events_at_once() -> None:
    async with live() as it, events(it) as heard:
        await anext(heard)
        assert it.server is not None
        loop = asyncio.get_running_loop()
        began = loop.time()
        stopping = asyncio.create_task(it.server.stop())
        assert (await anext(heard)).data == "restarting"
        await stopping
        assert loop.time() - began < 2


async def test_a_reader_who_does_not_read_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clients, "MOST_WAITING", 20)
    async with live() as it:
        host, port = it.where.split(":")
        reader, writer = await asyncio.open_connection(host, int(port), limit=1024)
        writer.write(b"GET /api/live/events HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"200" in await reader.readline()
        reader._transport.pause_reading()  # type: ignore[attr-defined]
        for number in range(400):
            if not len(it.streams):
                break
            call(it.shown.core, f"c{number}", data={"note": "x" * 60_000})
            await it.tick()
            await asyncio.sleep(0)
        assert not len(it.streams)
        writer.close()


async def test_who_may_not_look_or_looks_too_often_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    async with live() as it, httpx.AsyncClient(trust_env=False, base_url=f"http://{it.where}/api/live") as client:
        it.known["agent"] = a_person("agent", Role.AGENT)
        for path in ("/events", "/snapshot"):
            answer = await client.get(path, headers={"x-who": "agent"})
            assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed_to")
        monkeypatch.setattr(streams_of, "MOST_STREAMS", 0)
        answer = await client.get("/events", headers={"accept-language": "ru"})
        assert (answer.status_code, answer.json()["code"]) == (429, "too_many_streams")
        assert "слишком много" in answer.json()["detail"]
        answer = await client.get("/events?seq=-1")
        assert (answer.status_code, answer.json()["fields"][0]["field"]) == (422, "seq")


async def test_the_snapshot_alone_tells_where_the_stream_goes_on() -> None:
    async with live() as it, httpx.AsyncClient(trust_env=False, base_url=f"http://{it.where}/api/live") as client:
        answer = await client.get("/snapshot")
        assert answer.headers["content-type"] == "application/json"
        snapshot = msgspec.json.decode(answer.content, type=Snapshot)
        call(it.shown.core, "c1")
        await it.tick()
        async with it.socket(query=f"?run={snapshot.run}&seq={snapshot.seq}") as line:
            assert msgspec.json.decode(await line.recv())["type"] == "change"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("ab12-7", ("ab12", 7)),
        ("ab12-", None),
        ("-7", None),
        ("", None),
        ("ab-x", ("ab", -1)),
        ("a-" + "9" * 99, ("a", -1)),
    ],
)
def test_the_id_of_the_last_event_is_read_with_care(text: str, read: tuple[str, int] | None) -> None:
    assert last_event(text) == read
