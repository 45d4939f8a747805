"""The faults that the emulated PBX can be told to have."""

import asyncio

import pytest
import uvloop

from simulator.pbx import EmulatedPbx, Habit
from tests.lab.wires import BareAmi, BareSession
from tests.simulator.pbx.bench import ADMIN, SETTINGS, admin, doing, offer, pbx_with, service, wait_here


async def test_dropped_clients_may_come_back_at_once() -> None:
    async with EmulatedPbx(SETTINGS) as pbx, admin(pbx) as ami:
        pbx.drop_ami()
        await asyncio.wait_for(ami._task, 1)  # the connection has ended
        async with admin(pbx) as again:
            assert (await again.act("Ping"))["Ping"] == "Pong"


async def test_a_pbx_that_refuses_connections_keeps_the_present_ones_and_listens_again_at_the_same_place() -> None:
    async with EmulatedPbx(SETTINGS) as pbx, admin(pbx) as ami:
        await pbx.refuse_ami()
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection(*pbx.ami_address)
        assert (await ami.act("Ping"))["Ping"] == "Pong"
        await pbx.accept_ami()
        async with admin(pbx):
            pass


async def test_a_frozen_pbx_answers_nothing_and_catches_up_afterwards() -> None:
    async with pbx_with(wait_here) as pbx, admin(pbx) as ami:
        pbx.call("100")
        await asyncio.sleep(1)
        pbx.freeze()
        seen = len(ami.events)
        ping = asyncio.create_task(ami.act("Ping"))
        second = pbx.call("100")
        await asyncio.sleep(5)
        assert not ping.done()
        assert len(ami.events) == seen
        assert second.sounds == []
        pbx.thaw()
        assert (await ping)["Ping"] == "Pong"
        await asyncio.sleep(1)
        assert (await ami.event("Newchannel", Uniqueid=second.call_id))["ChannelStateDesc"] == "Ring"
        assert second.sounds == ["music"]


async def test_a_client_that_comes_while_the_pbx_is_frozen_is_served_afterwards() -> None:
    async with EmulatedPbx(SETTINGS) as pbx:
        pbx.freeze()
        login = asyncio.create_task(BareAmi.login(*pbx.ami_address, ADMIN.name, ADMIN.secret))
        await asyncio.sleep(5)
        assert not login.done()
        pbx.thaw()
        await (await login).close()


async def test_a_restarted_pbx_has_lost_every_call_and_gives_new_ids() -> None:
    async with pbx_with(doing("ANSWER", offer(), "SET VARIABLE ACD_STATE done")) as pbx, service(pbx) as ami:
        phone = pbx.phone("1001")
        phone.habit = Habit(talk_s=7)
        caller = pbx.call("100")
        await asyncio.sleep(1)
        assert phone.in_call
        address = pbx.ami_address
        restarting = asyncio.create_task(pbx.restart(down_s=3))
        await asyncio.sleep(1)
        assert caller.ended
        assert pbx.call("100").cause == 38  # nobody is there to answer
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection(*address)
        await restarting
        assert "Hangup" not in {event["Event"] for event in ami.events}  # a crash says no goodbye
        assert (pbx.ami_address, pbx.channels) == (address, [])
        assert not phone.in_call
        again = pbx.call("100")
        assert again.call_id != caller.call_id
        async with service(pbx):
            assert await again.wait_ended(20)
        assert [ring.answered for ring in phone.rings] == [True, True]


async def test_an_orderly_stop_is_told() -> None:
    pbx = EmulatedPbx(SETTINGS)
    await pbx.start()
    async with service(pbx) as ami:
        await asyncio.sleep(0.1)
        await pbx.stop()
        await ami.event("Shutdown")


@pytest.mark.parametrize("noise", [b"\xff\xfe: x\r\n\r\n", b"no header\r\n\r\n", b"Event: \xd0\r\n\r\n"])
async def test_any_bytes_can_be_sent_to_clients(noise: bytes) -> None:
    async with EmulatedPbx(SETTINGS) as pbx:
        reader, writer = await asyncio.open_connection(*pbx.ami_address)
        writer.write(b"Action: Login\r\nUsername: acd\r\nSecret: emulated\r\n\r\n")
        await reader.readuntil(b"Fully Booted\r\n\r\n")
        pbx.send_raw_ami(noise)
        assert await reader.readuntil(b"\r\n\r\n") == noise
        writer.close()


async def test_a_callers_name_with_line_breaks_stays_a_name() -> None:
    names: list[str] = []

    async def script(session: BareSession) -> None:
        names.append(session.env["agi_calleridname"])
        await session.do("SET VARIABLE ACD_STATE done")

    async with pbx_with(script) as pbx, admin(pbx) as ami:
        caller = pbx.call("100", name="x\r\nAction: Originate")
        assert await caller.wait_ended(5)
        assert (await ami.event("Newchannel"))["CallerIDName"] == "xAction: Originate"
    assert names == ["xAction: Originate"]


def test_everything_works_on_uvloop_too() -> None:
    async def day() -> None:
        async with pbx_with(doing("ANSWER", offer(), "SET VARIABLE ACD_STATE done")) as pbx:
            pbx.phone("1001").habit = Habit(after_s=0.01, talk_s=0.01)
            async with service(pbx) as ami:
                assert await pbx.call("100").wait_ended(5)
                await ami.event("DeviceStateChange", Device="PJSIP/1001", State="NOT_INUSE")
            await pbx.restart(down_s=0.01)
            pbx.freeze()
            pbx.thaw()
            async with service(pbx):
                assert await pbx.call("100").wait_ended(5)

    uvloop.run(day())


async def test_the_same_seed_gives_the_same_day() -> None:
    async def day() -> list[str]:
        async with pbx_with(doing("ANSWER", offer(), "SET VARIABLE ACD_STATE done")) as pbx, service(pbx) as ami:
            pbx.phone("1001").habit = Habit(talk_s=7)
            pbx.call("100")
            await asyncio.sleep(20)
            began = float(ami.events[1]["Timestamp"])
            return [f"{event['Event']} {float(event['Timestamp']) - began:.4f}" for event in ami.events[1:]]

    first = await day()
    assert len(first) > 6
    assert first == await day()
