"""Rubbish on both doors of a running service: it is counted and dropped, and the next caller is served."""

import asyncio
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from simulator.pbx import Habit
from tests.bad_days.emulated_day import SECRET, EmulatedDay, emulated_day

EVENT = b"Event: DialEnd\r\nUniqueid: 1\r\nDestUniqueid: 2\r\n"

RUBBISH_EVENTS = {
    "not a message": b"\x00\x01\x02 rubbish \xff\r\n\r\n",
    "no name": b": x\r\nEvent\r\n\r\n",
    "not UTF-8": EVENT + b"DialStatus: \xff\xfe\xfa\r\nChannel: \xc3\x28\r\n\r\n",
    "too long": b"Event: Hangup\r\nUniqueid: " + b"x" * 200_000 + b"\r\n\r\n",
    "too many lines": b"Event: Hangup\r\n" + b"A: b\r\n" * 30_000 + b"\r\n",
    "a response to nothing": b"Response: Success\r\nActionID: nobody\r\nMessage: hello\r\n\r\n",
    "a list item of nobody": b"Event: Status\r\nActionID: nobody\r\nEventList: Complete\r\n\r\n",
    "wanted events without their headers": b"".join(
        b"Event: " + name + b"\r\n\r\n" for name in (b"DialBegin", b"DialEnd", b"Hangup", b"DeviceStateChange")
    ),
    "a device that is no device": b"Event: DeviceStateChange\r\nDevice: PJSIP/1001\r\nState: \xff\r\n\r\n",
}

ENVIRONMENT = b"agi_network: yes\nagi_uniqueid: %b\nagi_channel: X\nagi_extension: 102\nagi_arg_1: " + SECRET.encode()

RUBBISH_SESSIONS = {
    "nothing at all": (b"", "closed_early"),
    "half an environment": (b"agi_network: yes\nagi_uniq", "closed_early"),
    "a web browser": (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "malformed"),
    "no line at all": (b"A" * 100_000, "malformed"),
    "too many lines": (b"agi_x: y\n" * 50_000, "malformed"),
    "not UTF-8": (b"agi_network: \xff\xfe\nagi_uniqueid: \xc3\x28\n\n", "wrong_secret"),
    "the wrong secret": (b"agi_network: yes\nagi_uniqueid: 1.1\nagi_arg_1: guess\n\n", "wrong_secret"),
    "no call": (ENVIRONMENT % b"" + b"\n\n", "accepted"),
    "an answer before a question": (ENVIRONMENT % b"7.7" + b"\n\n" + b"200 result=0\n" * 3, "malformed"),
    "a rubbish answer": (ENVIRONMENT % b"7.7" + b"\n\nhello \xff\xfe\n", "malformed"),
    "an endless answer": (ENVIRONMENT % b"7.7" + b"\n\n200 result=" + b"9" * 300_000, "malformed"),
}


async def still_serves(day: EmulatedDay) -> None:
    """The service goes on: a caller from the menu to the end of a conversation."""
    caller = day.pbx.call("106")
    await asyncio.sleep(3.0)
    await caller.press("1234567#")
    assert await caller.wait_ended(20.0)
    assert "voice" in caller.sounds
    await day.until(lambda: day.state_of(caller) == "")
    assert day.state().agents["grace"].state != "talking"


@pytest.mark.parametrize("kind", RUBBISH_EVENTS)
async def test_rubbish_from_ami_disturbs_nobody(tmp_path: Path, kind: str) -> None:
    async with emulated_day(tmp_path, "anna", "grace") as day:
        day.habits(Habit("answers", 0.5, 3.0))
        day.phone("anna").habit = Habit("answers", 0.5)
        talking = await day.call_and_be("talking")
        waiting = await day.call_and_be("waiting")
        for _ in range(3):
            day.pbx.send_raw_ami(RUBBISH_EVENTS[kind])
            await asyncio.sleep(0.1)
        assert (day.state_of(talking), day.state_of(waiting)) == ("talking", "waiting")
        assert day.state().ami.get("handler_failures", 0) == 0
        await still_serves(day)


async def test_rubbish_from_ami_is_counted_and_logged(tmp_path: Path) -> None:
    async with emulated_day(tmp_path) as day:
        with capture_logs() as logs:
            for kind in ("not a message", "too long"):
                day.pbx.send_raw_ami(RUBBISH_EVENTS[kind])
                await asyncio.sleep(0.1)
        assert [line["event"] for line in logs] == ["ami_messages_dropped"] * 2
        assert day.state().ami["dropped_messages"] == 2
        assert day.state().ami["connections"] == 1


async def test_an_event_that_is_cut_off_with_its_connection_is_no_event(tmp_path: Path) -> None:
    async with emulated_day(tmp_path, "grace") as day:
        caller = await day.call_and_be("waiting")
        day.pbx.send_raw_ami(f"Event: Hangup\r\nUniqueid: {caller.call_id}\r\nCha".encode())
        await asyncio.sleep(0.1)
        day.pbx.drop_ami()
        await day.until(lambda: day.state().ami["connections"] == 2 and day.state().connected)
        assert day.state_of(caller) == "waiting"
        day.habits(Habit("answers", 0.5, 3.0))
        await still_serves(day)


@pytest.mark.parametrize("kind", RUBBISH_SESSIONS)
async def test_rubbish_on_the_fastagi_port_disturbs_nobody(tmp_path: Path, kind: str) -> None:
    data, counted = RUBBISH_SESSIONS[kind]
    async with emulated_day(tmp_path, "grace") as day:
        day.habits(Habit("answers", 0.5, 3.0))
        waiting = await day.call_and_be("waiting")
        for _ in range(3):
            await connect(day, data)
        await asyncio.sleep(10.0)
        assert day.state().agi[counted] >= 3
        assert day.state().agi.get("handler_failed", 0) == 0
        assert set(day.state().calls) == {waiting.call_id}
        assert len(day.service.link.agi.connections) == 1
        assert set(day.service.link.switchboard.boxes) == {waiting.call_id}
        await still_serves(day)


async def test_hundreds_of_connections_that_open_and_close_disturb_nobody(tmp_path: Path) -> None:
    async with emulated_day(tmp_path, "grace") as day:
        day.habits(Habit("answers", 0.5, 3.0))
        for _ in range(6):
            await asyncio.gather(*(connect(day, b"") for _ in range(50)))
        await asyncio.sleep(10.0)
        assert day.state().agi["closed_early"] == 300
        assert not day.service.link.agi.connections
        await still_serves(day)


async def test_a_stranger_who_says_nothing_is_shown_out(tmp_path: Path) -> None:
    async with emulated_day(tmp_path) as day:
        reader, writer = await asyncio.open_connection(*day.pbx.engine_address)
        assert await asyncio.wait_for(reader.read(), 10.0) == b""
        assert day.state().agi == {"header_timed_out": 1}
        writer.close()


async def test_a_callers_name_with_an_action_in_it_does_nothing(tmp_path: Path) -> None:
    async with emulated_day(tmp_path, "anna") as day:
        day.habits(Habit("answers", 0.5, 2.0))
        caller = day.pbx.call("102", "+7\r\nAction: Hangup", 'Bob\r\nAction: Originate\r\nChannel: PJSIP/1002"|&${X}\n')
        assert await caller.wait_ended(10.0)
        assert "voice" in caller.sounds
        assert day.phone("boris").rings == []
        (ring,) = day.phone("anna").rings
        assert "\r" not in ring.calling_name + ring.calling_number
        assert "\n" not in ring.calling_name + ring.calling_number


async def connect(day: EmulatedDay, data: bytes) -> None:
    """Open a connection to the FastAGI port, say ``data``, and close when the service does or has had time to."""
    reader, writer = await asyncio.open_connection(*day.pbx.engine_address)
    writer.write(data)
    try:
        async with asyncio.timeout(0.5):
            while await reader.read(65_536):
                pass
    except (TimeoutError, ConnectionError):
        pass
    finally:
        writer.transport.abort()
        await asyncio.sleep(0)
