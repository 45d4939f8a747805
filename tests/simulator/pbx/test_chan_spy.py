"""Phones put beside a leg on both PBXs: what is told of it, what the list of channels shows, and how it ends."""

import asyncio

import pytest

from tests.lab.wires import BareSession
from tests.scenarios.places import Place
from tests.simulator.pbx.both import OFFER, QUIET_S, Bench, bench_at

SPY = "acd-listen-1"


async def offer(session: BareSession) -> None:
    await session.do(OFFER)


async def spies(bench: Bench, leg: str, mode: str) -> None:
    """Have the phone 1002 put beside a leg."""
    place = {"Context": "acd-listen", "Exten": mode, "Priority": "1", "Async": "true", "ChannelId": SPY}
    await bench.ami.act("Originate", Channel="PJSIP/1002", Variable=f"ACD_SPIED={leg}", **place)
    await bench.ami.event("OriginateResponse", Response="Success")


def count(bench: Bench, name: str) -> int:
    return [event["Event"] for event in bench.ami.events].count(name)


async def doing(bench: Bench) -> tuple[str, str]:
    """The extension and the application of the phone's channel, as the list of channels has them a moment later."""
    await asyncio.sleep(QUIET_S)
    await bench.ami.act("Status", Channel=SPY)
    await bench.ami.event("StatusComplete")
    bench.ami.events = [event for event in bench.ami.events if event["Event"] != "StatusComplete"]
    event = [event for event in bench.ami.events if event["Event"] == "Status"][-1]
    assert (event["Context"], event["Uniqueid"]) == ("acd-listen", SPY)
    return event["Exten"], event["Application"]


async def test_a_beginning_and_an_end_are_told_of_both_channels_and_the_mode_is_an_extension(place: Place) -> None:
    async with bench_at(place, call=offer) as bench:
        await bench.pbx.give_voices("1001", "1002")
        caller = await bench.talk()
        leg = (await bench.ami.event("DialEnd", DialStatus="ANSWER"))["DestUniqueid"]
        await spies(bench, leg, "whisper")
        began = await bench.ami.event("ChanSpyStart")
        assert (began["SpyerUniqueid"], began["SpyerContext"], began["SpyerExten"]) == (SPY, "acd-listen", "whisper")
        assert began["SpyeeUniqueid"] == leg
        assert await doing(bench) == ("whisper", "ChanSpy")
        await bench.ami.act("Redirect", Channel=SPY, Context="acd-listen", Exten="barge", Priority="1")
        await bench.ami.event("ChanSpyStart", SpyerExten="barge")
        await bench.pbx.phone("1001").hang_up()
        await bench.until(lambda: count(bench, "ChanSpyStop") == 2, "the second one has ended with the leg")
        assert await doing(bench) == ("rest", "Wait")
        assert (await bench.ami.event("ChanSpyStop"))["SpyerUniqueid"] == SPY
        await bench.ami.act("Hangup", Channel=SPY)
        await bench.ami.event("Hangup", Uniqueid=SPY)
        await caller.hang_up()


@pytest.mark.parametrize("leg", ["", "1700000000.99"])
async def test_beside_no_leg_or_one_that_is_gone_nobody_is_heard(place: Place, leg: str) -> None:
    async with bench_at(place, call=offer) as bench:
        caller = await bench.talk()
        await spies(bench, leg, "listen")
        assert await doing(bench) == ("rest", "Wait")
        assert count(bench, "ChanSpyStart") == 0
        await bench.ami.act("Hangup", Channel=SPY)
        await caller.hang_up()
