"""The live stream over WebSockets, through the real server on a loopback socket."""

import asyncio

import pytest
from websockets.exceptions import ConnectionClosed

from api.access.rights import Role
from api.access.rights import Scope as Rightful
from api.live import streams as streams_of
from tests.api.live.kit import a_person, heard, live
from tests.core_kit import call, hang_up, sign_in


async def test_who_connects_hears_a_snapshot_and_then_changes() -> None:
    async with live() as it, it.socket() as line:
        snapshot = await heard(line)
        assert snapshot["type"] == "snapshot" and snapshot["centre"] == "Northern Lights"
        assert [queue["name"] for queue in snapshot["queues"]] == ["billing", "sales"]
        assert {agent["name"]: agent["state"] for agent in snapshot["agents"]} == dict.fromkeys(
            ("anna", "boris"), "signed_out"
        )
        sign_in(it.shown.core, "anna")
        await it.tick()
        change = await heard(line)
        assert (change["type"], change["seq"]) == ("change", snapshot["seq"] + 1)
        assert [(agent["name"], agent["state"]) for agent in change["agents"]] == [("anna", "ready")]


async def test_who_was_away_hears_what_was_missed_and_not_everything() -> None:
    async with live() as it:
        async with it.socket() as line:
            snapshot = await heard(line)
        call(it.shown.core, "c1")
        await it.tick()
        hang_up(it.shown.core, "c1")
        await it.tick()
        query = f"?run={snapshot['run']}&seq={snapshot['seq']}"
        async with it.socket(query=query) as line:
            assert [(await heard(line))["type"] for _ in range(2)] == ["change", "change"]
        async with it.socket(query="?run=another&seq=1") as line:
            assert (await heard(line))["type"] == "snapshot"
        for query in ("?run=%00&seq=-7x", f"?run={snapshot['run']}&seq=-7x", f"?run={snapshot['run']}"):
            async with it.socket(query=query) as line:
                assert (await heard(line))["type"] == "snapshot", query


async def test_a_scope_hides_what_is_outside() -> None:
    async with live() as it:
        it.known["vera"] = a_person(scope=Rightful(frozenset({"sales"}), frozenset()))
        async with it.socket() as line:
            snapshot = await heard(line)
            assert [queue["name"] for queue in snapshot["queues"]] == ["sales"]
            assert not snapshot["agents"]


@pytest.mark.parametrize(("role", "code"), [(Role.AGENT, 4003)])
async def test_who_may_not_look_is_told_so(role: Role, code: int) -> None:
    async with live() as it:
        it.known["vera"] = a_person(role=role)
        async with it.socket() as line:
            with pytest.raises(ConnectionClosed) as closed:
                await heard(line)
            assert closed.value.rcvd is not None
            assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (code, "not allowed")


async def test_one_person_has_so_many_streams_and_a_program_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams_of, "MOST_OF_A_PERSON", 1)
    async with live() as it, it.socket(), it.socket("wall"), it.socket("wall") as wall, it.socket() as line:
        assert (await heard(wall))["type"] == "snapshot"
        with pytest.raises(ConnectionClosed) as closed:
            await heard(line)
        assert closed.value.rcvd is not None and closed.value.rcvd.code == 4009


async def test_a_program_leaves_room_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams_of, "MOST_OF_A_PROGRAM", 1)
    async with live() as it, it.socket("wall"), it.socket("wall") as line, it.socket() as person:
        with pytest.raises(ConnectionClosed) as closed:
            await heard(line)
        assert closed.value.rcvd is not None and closed.value.rcvd.code == 4009
        assert (await heard(person))["type"] == "snapshot"


async def test_when_an_account_is_changed_its_streams_end_and_others_go_on() -> None:
    async with live() as it, it.socket() as line, it.socket("wall") as other:
        await heard(line)
        await heard(other)
        it.streams.person_changed("vera")
        await asyncio.sleep(0.1)
        assert len(it.streams) == 2, "the person may look as before"
        it.let_in = False
        it.streams.person_changed("vera")
        with pytest.raises(ConnectionClosed) as closed:
            await heard(line)
        assert closed.value.rcvd is not None
        assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (4001, "signed out")
        sign_in(it.shown.core, "anna")
        await it.tick()
        assert (await heard(other))["type"] == "change"
        assert len(it.streams) == 1


async def test_a_session_that_ends_by_itself_ends_its_streams() -> None:
    async with live() as it, it.socket() as line:
        asking = asyncio.create_task(it.streams.run())
        await heard(line)
        it.let_in = False
        await asyncio.sleep(streams_of.STILL_S + 1)
        with pytest.raises(ConnectionClosed):
            await heard(line)
        asking.cancel()


async def test_who_says_something_is_shown_out() -> None:
    async with live() as it, it.socket() as line:
        await heard(line)
        await line.send("hello")
        with pytest.raises(ConnectionClosed) as closed:
            await heard(line)
        assert closed.value.rcvd is not None and closed.value.rcvd.code == 1003
        await asyncio.sleep(1)
        assert not len(it.streams)


async def test_a_server_that_stops_says_so() -> None:
    async with live() as it, it.socket() as line:
        await heard(line)
        assert it.server is not None
        await it.server.stop()
        with pytest.raises(ConnectionClosed) as closed:
            await heard(line)
        assert closed.value.rcvd is not None
        assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (1012, "restarting")


async def test_a_slow_client_is_dropped_and_another_hears_everything() -> None:
    async with live() as it, it.socket() as line:
        await heard(line)
        host, port = it.where.split(":")
        reader, writer = await asyncio.open_connection(host, int(port), limit=1024)
        writer.write(
            b"GET /api/live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX-Who: wall\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        assert b"101" in await reader.readline()
        reader._transport.pause_reading()  # type: ignore[attr-defined]
        changes = 0
        while len(it.streams) > 1:
            call(it.shown.core, f"c{changes}", data={"note": "x" * 60_000})
            await it.tick()
            changes += 1
            assert (await heard(line))["seq"] == changes
            assert changes < 500, "nobody was dropped"
        assert changes > 50, "somebody was dropped who was hardly slow"
        writer.close()
