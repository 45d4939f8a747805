"""Independent implementations understand the emulated PBX: panoramisk (AMI and FastAGI) and pyst2 (AMI)."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from panoramisk import Manager
from panoramisk.fast_agi import Application

from simulator.pbx import EmulatedPbx, Habit
from tests.simulator.pbx import pyst2_client
from tests.simulator.pbx.bench import ADMIN, ENOUGH_S, SETTINGS, offer, pbx_with, saying

# -- panoramisk, on virtual time ----------------------------------------------------------------------


@asynccontextmanager
async def panoramisk(pbx: EmulatedPbx, secret: str = ADMIN.secret) -> AsyncIterator[Any]:
    """A panoramisk manager that has sent its login."""
    host, port = pbx.ami_address
    manager = Manager(loop=asyncio.get_running_loop(), host=host, port=port, username=ADMIN.name, secret=secret)
    await manager.connect()
    await asyncio.sleep(0.5)
    try:
        yield manager
    finally:
        manager.close()
        await asyncio.sleep(0.5)


async def test_panoramisk_logs_in_and_hears_a_call() -> None:
    heard: list[tuple[str, str]] = []
    async with pbx_with(saying("ANSWER", offer())) as pbx, panoramisk(pbx) as manager:
        assert manager.authenticated
        manager.register_event("*", lambda manager, event: heard.append((event.event, event.channel)))
        pbx.phone("1001").habit = Habit(talk_s=3)
        caller = pbx.call("100")
        await asyncio.sleep(10)
        caller.hang_up()
        await asyncio.sleep(1)
    names = [name for name, channel in heard if channel == "PJSIP/lab-caller-00000000"]
    assert names == [
        *("Newchannel", "Newstate", "DialBegin", "MusicOnHoldStart", "DialState", "DialEnd", "MusicOnHoldStop"),
        *("BridgeEnter", "BridgeLeave", "HangupRequest", "Hangup"),
    ]


async def test_panoramisk_is_told_that_its_secret_is_wrong() -> None:
    async with EmulatedPbx(SETTINGS) as pbx, panoramisk(pbx, "wrong") as manager:
        assert not manager.authenticated


async def test_panoramisk_reads_the_lists() -> None:
    async with pbx_with(saying("SET VARIABLE ACD_STATE waiting", "ANSWER")) as pbx, panoramisk(pbx) as manager:
        caller = pbx.call("100")
        await asyncio.sleep(1)
        rows = await manager.send_action({"Action": "Status", "Variables": "ACD_STATE"})
        assert [row.uniqueid for row in rows if row.event == "Status"] == [caller.call_id]
        assert rows[1].variable == "ACD_STATE=waiting"
        rows = await manager.send_action({"Action": "CoreShowChannels"})
        assert [row.event for row in rows[1:]] == ["CoreShowChannel", "CoreShowChannelsComplete"]
        rows = await manager.send_action({"Action": "DeviceStateList"})
        assert {row.device for row in rows[1:-1]} == {"PJSIP/1001", "PJSIP/1002", "PJSIP/lab-caller"}


async def test_panoramisk_reads_the_version() -> None:
    async with EmulatedPbx(SETTINGS) as pbx, panoramisk(pbx) as manager:
        assert (await manager.send_action({"Action": "CoreSettings"})).asteriskversion.startswith("22.")
        told = await manager.send_command("core show version")
        assert told.output.startswith("Asterisk 22.")


async def test_panoramisk_originates_and_hangs_up() -> None:
    async with EmulatedPbx(SETTINGS) as pbx, panoramisk(pbx) as manager:
        asked = {"Action": "Originate", "Channel": "PJSIP/1001", "Context": "outside", "Exten": "5"}
        rows = await manager.send_action({**asked, "Priority": "1", "Async": "true"})
        told = rows[-1] if isinstance(rows, list) else rows
        assert (told.event, told.response, told.reason) == ("OriginateResponse", "Success", "4")
        assert pbx.phone("1001").in_call
        ended = await manager.send_action({"Action": "Hangup", "Channel": told.channel})
        assert ended.message == "Channel Hungup"
        await asyncio.sleep(0.1)
        assert not pbx.phone("1001").in_call


async def test_panoramisk_serves_a_call_by_fastagi() -> None:
    replies: list[dict[str, str]] = []

    async def serve(request: Any) -> None:
        for command in ("ANSWER", "WAIT FOR DIGIT 5000", "GET VARIABLE NOSUCH", "WAIT FOR DIGIT", offer()):
            replies.append(await request.send_command(command))
            if "Usage" in replies[-1].get("msg", ""):
                await request.reader.readline()  # panoramisk leaves the last line of a usage text behind
        await request.send_command("SET VARIABLE ACD_STATE done")

    application = Application(loop=asyncio.get_running_loop())
    application.add_route("call", serve)
    server = await asyncio.start_server(application.handler, "127.0.0.1", 0)
    async with EmulatedPbx(SETTINGS) as pbx:
        pbx.engine_address = server.sockets[0].getsockname()
        pbx.phone("1001").habit = Habit(talk_s=5)
        caller = pbx.call("100")
        await asyncio.sleep(1)
        await caller.press("5")
        assert await caller.wait_ended(ENOUGH_S)
    server.close()
    results = [reply.get("result", [""])[0] for reply in replies]
    assert results == ["0", "53", "0", "", "0"]


# -- pyst2, in real time because it is a process of its own ---------------------------------------------


async def seen_by_pyst2(secret: str) -> tuple[dict[str, Any], bool]:
    """What pyst2 saw of a PBX with one caller, and whether that caller is gone."""
    async with EmulatedPbx(SETTINGS) as pbx:
        caller = pbx.call("100")  # it waits for an engine that is not there
        assert caller.channel is not None
        host, port = pbx.ami_address
        words = ["-W", "ignore", "-m", pyst2_client.__name__, host, str(port)]
        process = await asyncio.create_subprocess_exec(
            sys.executable, *words, ADMIN.name, secret, caller.channel.name, stdout=asyncio.subprocess.PIPE
        )
        said, _ = await asyncio.wait_for(process.communicate(), 20)
        return json.loads(said), caller.ended


def test_pyst2_logs_in_reads_the_status_and_hangs_a_caller_up() -> None:
    seen, gone = asyncio.run(seen_by_pyst2(ADMIN.secret))
    assert seen == {
        "title": "Asterisk Call Manager",
        "rows": ["Channel: PJSIP/lab-caller-00000000"],
        "message": "Channel Hungup",
        "ping": "Pong",
    }
    assert gone


def test_pyst2_is_told_that_its_secret_is_wrong() -> None:
    seen, gone = asyncio.run(seen_by_pyst2("wrong"))
    assert (seen, gone) == ({"refused": "Authentication failed"}, False)
