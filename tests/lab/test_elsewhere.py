"""The project's dialplan on a real Asterisk: what agents hear before the caller, and who is not connected."""

import asyncio

import pytest

from simulator.lab.asterisk_lab import AsteriskLab
from tests.lab.test_loop import WAITING, Engine, engine_and_pbx
from tests.lab.test_offer import ENOUGH_S, RESULT, observer, pbx_with
from tests.lab.wires import BareSession
from tests.scenarios.pbx import Habit

pytestmark = pytest.mark.asterisk

ELSEWHERE = 'EXEC Dial "Local/+79991234567@acd-outside/n,5,gmf(Label <1>)U(acd-confirm^17.1^7)"'
ANNOUNCED = 'EXEC Dial "PJSIP/1001,5,gmf(Label <1>)A(acd/en/main-menu)U(acd-answered)"'
NUMBER = "+79991234567"


async def test_the_leg_is_asked_by_a_session_of_its_own_that_knows_which_offer_it_is(lab: AsteriskLab) -> None:
    asked: list[tuple[str, str, str]] = []
    results: list[str] = []

    async def script(session: BareSession) -> None:
        if session.env["agi_network_script"] == "confirm":
            asked.append((session.env["agi_channel"], session.env["agi_arg_2"], session.env["agi_arg_3"]))
            await session.do('EXEC MSet "GOSUB_RESULT=,MASTER_CHANNEL(ACD_STATE)=talking"')
            return
        await session.do("SET VARIABLE ACD_STATE confirming")
        await session.do(ELSEWHERE)
        results.append(await session.get(RESULT))
        await session.do("SET VARIABLE ACD_STATE done")

    async with pbx_with(lab, script) as pbx:
        (await pbx.outside(NUMBER)).habit = Habit(talk_s=0.2)
        caller = await pbx.call("100")
        assert await caller.wait_ended(ENOUGH_S)
    [(channel, call, offer)] = asked
    assert channel.startswith(f"Local/{NUMBER}@acd-outside-")
    assert channel.endswith(";1")
    assert (call, offer) == ("17.1", "7")
    assert results == ["ANSWER|16|talking"]


async def test_an_agent_who_is_asked_by_nobody_is_not_connected_and_the_caller_hears_music(lab: AsteriskLab) -> None:
    results: list[str] = []

    async def script(session: BareSession) -> None:
        if session.env["agi_network_script"] == "confirm":
            session.drop()
            return
        for command in WAITING:
            await session.do(command)
        await session.do("SET VARIABLE ACD_STATE confirming")
        await session.do(ELSEWHERE)
        results.append(await session.get(RESULT))
        await session.do("SET VARIABLE ACD_STATE done")

    async with pbx_with(lab, script) as pbx:
        ami = await observer(lab)
        caller = await pbx.call("100")
        await pbx.outside(NUMBER)
        await ami.event("DialEnd", DialStatus="CONTINUE")
        assert await caller.wait_ended(ENOUGH_S)
        assert caller.heard == ["music", ""]
        await ami.close()
    assert results == ["ANSWER|16|confirming"]


class AskingEngine(Engine):
    """An engine that asks an agent for the key, and never hears it; ``asks`` is set when it does."""

    def __init__(self, lab: AsteriskLab) -> None:
        super().__init__(lab)
        self.asks = asyncio.Event()

    async def _session(self, session: BareSession) -> None:
        if session.env["agi_network_script"] != "confirm":
            await super()._session(session)
            return
        self._sessions.append(session)
        self.asks.set()
        await session.ended()


async def test_an_engine_that_dies_while_the_key_is_asked_for_loses_nobody(lab: AsteriskLab) -> None:
    async with engine_and_pbx(lab, AskingEngine(lab)) as (engine, pbx):
        phone = await pbx.outside(NUMBER)
        await engine.start(*WAITING, "SET VARIABLE ACD_STATE confirming", ELSEWHERE)
        caller = await pbx.call("100")
        await engine.asks.wait()
        await engine.kill()
        await engine.start("SET VARIABLE ACD_STATE done")
        await engine.arrived.wait()
        assert engine.found == ["", "confirming"]
        assert not phone.in_call
        await engine.kill()
        assert await caller.wait_ended(ENOUGH_S)


async def test_an_agent_who_hangs_up_during_the_announcement_ends_no_call(lab: AsteriskLab) -> None:
    results: list[str] = []

    async def script(session: BareSession) -> None:
        await session.do("SET VARIABLE ACD_STATE offered")
        await session.do(ANNOUNCED)
        results.append(await session.get(RESULT))
        await session.do("SET VARIABLE ACD_STATE done")

    async with pbx_with(lab, script) as pbx:
        pbx.phone("1001").habit = Habit(talk_s=0.3)
        caller = await pbx.call("100")
        assert await caller.wait_ended(ENOUGH_S)
    assert results == ["ANSWER|16|offered"]


async def test_an_engine_that_dies_during_the_announcement_finds_the_caller_again(lab: AsteriskLab) -> None:
    async with engine_and_pbx(lab, Engine(lab)) as (engine, pbx):
        pbx.phone("1001").habit = Habit(talk_s=0.6)
        ami = await observer(lab)
        await engine.start(*WAITING, "SET VARIABLE ACD_STATE offered", ANNOUNCED)
        caller = await pbx.call("100")
        await ami.event("DeviceStateChange", Device="PJSIP/1001", State="INUSE")
        await engine.kill()
        await engine.start("SET VARIABLE ACD_STATE done")
        await engine.arrived.wait()
        assert engine.found == ["", "offered"]
        await engine.kill()
        assert await caller.wait_ended(ENOUGH_S)
        await ami.close()
