"""The project's dialplan on a real Asterisk: a lost, absent or refusing engine loses nobody."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeVar

import pytest

from simulator.lab.asterisk_lab import AsteriskLab
from tests.lab.conftest import PATIENCE_S
from tests.lab.test_offer import ENOUGH_S, observer, offer, pbx_with
from tests.lab.wires import BareSession, serve_agi
from tests.scenarios.pbx import Habit
from tests.scenarios.real_pbx import RealPbx

pytestmark = pytest.mark.asterisk


class Engine:
    """A FastAGI server that can be killed; it notes the state each session found on its channel."""

    def __init__(self, lab: AsteriskLab) -> None:
        host, port = lab.settings.engine.split(":")
        self._address = host, int(port)
        self.found: list[str] = []
        self.arrived = asyncio.Event()
        self.commands: list[str] = []
        self._sessions: list[BareSession] = []
        self._server: asyncio.Server | None = None

    async def start(self, *commands: str) -> None:
        """Serve; a session sends ``commands`` and then idles."""
        self.arrived.clear()
        self.commands = list(commands)
        self._server = await serve_agi(*self._address, self._session)

    async def kill(self) -> None:
        """What ``kill -9`` looks like from outside: no listener, and every connection reset."""
        if self._server is not None:
            self._server.close()
        for session in self._sessions:
            session.drop()
        self._sessions.clear()

    async def _session(self, session: BareSession) -> None:
        self._sessions.append(session)
        self.found.append(await session.get("${ACD_STATE}"))
        for command in self.commands:
            if not await session.do(command):
                return  # killed meanwhile
        self.arrived.set()
        await session.ended()


AnyEngine = TypeVar("AnyEngine", bound=Engine)


@asynccontextmanager
async def engine_and_pbx(lab: AsteriskLab, engine: AnyEngine) -> AsyncIterator[tuple[AnyEngine, RealPbx]]:
    pbx = RealPbx(lab)
    await pbx.start()
    try:
        async with asyncio.timeout(3 * ENOUGH_S):
            yield engine, pbx
    finally:
        await engine.kill()
        await pbx.stop()


WAITING = ("SET VARIABLE ACD_STATE waiting", "SET MUSIC ON")


async def test_a_waiting_caller_comes_back_to_the_restarted_engine(lab: AsteriskLab) -> None:
    async with engine_and_pbx(lab, Engine(lab)) as (engine, pbx):
        await engine.start(*WAITING)
        caller = await pbx.call("100")
        await engine.arrived.wait()
        await engine.kill()
        await asyncio.sleep(0.5)
        await engine.start("SET VARIABLE ACD_STATE done")
        await engine.arrived.wait()
        await engine.kill()
        assert await caller.wait_ended(ENOUGH_S)
        assert engine.found == ["", "waiting"]


async def test_a_conversation_survives_the_engine_and_its_end_is_the_end_of_the_call(lab: AsteriskLab) -> None:
    async with engine_and_pbx(lab, Engine(lab)) as (engine, pbx):
        pbx.phone("1001").habit = Habit(talk_s=0.8)
        ami = await observer(lab)
        await engine.start(*WAITING, offer())
        caller = await pbx.call("100")
        await ami.event("DialEnd", DialStatus="ANSWER")
        await engine.kill()
        await engine.start()
        await asyncio.sleep(0.3)
        assert pbx.phone("1001").in_call
        assert await caller.wait_ended(ENOUGH_S)
        assert engine.found == [""]
        await ami.close()


async def test_a_caller_whose_phone_rang_when_the_engine_died_waits_again(lab: AsteriskLab) -> None:
    async with engine_and_pbx(lab, Engine(lab)) as (engine, pbx):
        pbx.phone("1001").habit = Habit("silent")
        ami = await observer(lab)
        await engine.start(*WAITING, offer())
        caller = await pbx.call("100")
        await ami.event("DialBegin")
        await engine.kill()
        await engine.start("SET VARIABLE ACD_STATE done")
        await engine.arrived.wait()
        await engine.kill()
        assert await caller.wait_ended(ENOUGH_S)
        assert engine.found == ["", "waiting"]
        await ami.close()


async def test_a_finished_call_goes_on_where_the_engine_said(lab: AsteriskLab) -> None:
    async with engine_and_pbx(lab, Engine(lab)) as (engine, pbx):
        await engine.start("SET VARIABLE ACD_NEXT acd-colleagues,1002,1", "SET VARIABLE ACD_STATE done")
        pbx.phone("1002").habit = Habit(talk_s=0.1)
        caller = await pbx.call("100")
        await engine.arrived.wait()
        await engine.kill()
        assert await caller.wait_ended(ENOUGH_S)
        assert [ring.answered for ring in pbx.phone("1002").rings] == [True]


async def test_without_an_engine_the_fallback_comes_when_patience_is_over(lab: AsteriskLab) -> None:
    async with engine_and_pbx(lab, Engine(lab)) as (_, pbx):
        caller = await pbx.call("100")
        await pbx.wait_known(caller)
        await asyncio.sleep(0.2)
        assert await place(pbx, caller.call_id) == "acd"
        await reaches(pbx, caller.call_id, "acd-fallback")


async def test_an_engine_that_refuses_every_session_is_no_engine(lab: AsteriskLab) -> None:
    visits: list[BareSession] = []

    async def refuse(session: BareSession) -> None:
        visits.append(session)

    async with pbx_with(lab, refuse) as pbx:
        caller = await pbx.call("100")
        await pbx.wait_known(caller)
        await reaches(pbx, caller.call_id, "acd-fallback")
    assert 2 <= len(visits) <= 5 * (PATIENCE_S + 1) + 1  # five a second at most: it tries again, and does not spin


async def test_with_a_frozen_engine_callers_can_be_redirected_and_can_leave(lab: AsteriskLab) -> None:
    thawed = asyncio.Event()
    frozen = asyncio.Semaphore(0)

    async def freeze(session: BareSession) -> None:
        for command in WAITING:
            await session.do(command)
        frozen.release()
        await thawed.wait()

    async with pbx_with(lab, freeze) as pbx:
        ami = await observer(lab)
        callers = [await pbx.call("100"), await pbx.call("100")]
        async with asyncio.timeout(ENOUGH_S):
            await frozen.acquire()
            await frozen.acquire()
        await pbx.redirect(callers[0], "555")
        await callers[1].hang_up()
        await ami.event("Hangup", within_s=1.0, Uniqueid=callers[1].call_id)
        assert await place(pbx, callers[0].call_id) == "acd-colleagues"
        assert not callers[0].ended
        await ami.close()
        thawed.set()


async def place(pbx: RealPbx, call_id: str) -> str:
    """The dialplan context a live call is in."""
    return await pbx.variable(call_id, "CONTEXT")


async def reaches(pbx: RealPbx, call_id: str, context: str) -> None:
    """Wait until the call is in ``context``: about the dialplan's patience."""
    for _ in range(40 * PATIENCE_S):  # four times the patience
        if await place(pbx, call_id) == context:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"the call is in {await place(pbx, call_id)}, not in {context}")
