"""The dialplan's loop on the emulated PBX: a lost, absent or refusing engine loses nobody."""

import asyncio

from simulator.pbx import EmulatedPbx, Habit, PbxSettings
from tests.lab.wires import BareSession, serve_agi
from tests.simulator.pbx.bench import ENOUGH_S, doing, offer, pbx_with, saying, wait_here

WAITING = ("SET VARIABLE ACD_STATE waiting", "ANSWER", "SET MUSIC ON")


class Engine:
    """A FastAGI server that can be killed; it notes the state each session found on its channel."""

    def __init__(self, pbx: EmulatedPbx) -> None:
        self._pbx = pbx
        self.found: list[str] = []
        self._sessions: list[BareSession] = []

    async def start(self, *commands: str) -> None:
        self._commands = commands
        self._server = await serve_agi("127.0.0.1", 0, self._session)
        self._pbx.engine_address = self._server.sockets[0].getsockname()

    async def kill(self) -> None:
        self._server.close()
        for session in self._sessions:
            session.drop()
        self._sessions.clear()

    async def _session(self, session: BareSession) -> None:
        self._sessions.append(session)
        self.found.append(await session.get("${ACD_STATE}"))
        await saying(*self._commands)(session)


async def test_a_waiting_caller_comes_back_to_the_restarted_engine_and_hears_music_all_the_time() -> None:
    async with EmulatedPbx(PbxSettings()) as pbx:
        engine = Engine(pbx)
        await engine.start(*WAITING)
        caller = pbx.call("100")
        await asyncio.sleep(1)
        await engine.kill()
        await asyncio.sleep(5)
        await engine.start("SET VARIABLE ACD_STATE done")
        await asyncio.sleep(1)
        await engine.kill()
        assert await caller.wait_ended(ENOUGH_S)
        assert engine.found == ["", "waiting"]
        assert caller.sounds == ["music"]


async def test_a_conversation_survives_the_engine_and_its_end_is_the_end_of_the_call() -> None:
    async with EmulatedPbx(PbxSettings(extensions=("1001",))) as pbx:
        pbx.phone("1001").habit = Habit(talk_s=60)
        engine = Engine(pbx)
        await engine.start(*WAITING, offer())
        caller = pbx.call("100")
        await asyncio.sleep(2)
        await engine.kill()
        await engine.start()
        await asyncio.sleep(50)
        assert pbx.phone("1001").in_call
        assert await caller.wait_ended(ENOUGH_S)
        assert engine.found == [""]
        await engine.kill()


async def test_a_caller_whose_phone_rang_when_the_engine_died_waits_again() -> None:
    async with EmulatedPbx(PbxSettings(extensions=("1001",))) as pbx:
        pbx.phone("1001").habit = Habit("silent")
        engine = Engine(pbx)
        await engine.start(*WAITING, offer(seconds=20))
        caller = pbx.call("100")
        await asyncio.sleep(2)
        await engine.kill()
        await engine.start("SET VARIABLE ACD_STATE done")
        await asyncio.sleep(30)
        await engine.kill()
        assert await caller.wait_ended(ENOUGH_S)
        assert engine.found == ["", "waiting"]


async def test_a_finished_call_goes_on_where_the_engine_said() -> None:
    leave = doing("SET VARIABLE ACD_NEXT acd-colleagues,1002,1", "SET VARIABLE ACD_STATE done")
    async with pbx_with(leave) as pbx:
        pbx.phone("1002").habit = Habit(talk_s=5)
        caller = pbx.call("100")
        assert await caller.wait_ended(ENOUGH_S)
        assert [ring.answered for ring in pbx.phone("1002").rings] == [True]


async def test_without_an_engine_the_fallback_comes_when_patience_is_over() -> None:
    async with EmulatedPbx(PbxSettings(patience_s=60)) as pbx:
        pbx.engine_address = ("127.0.0.1", 1)  # nobody listens there
        caller = pbx.call("100")
        await asyncio.sleep(58)
        assert caller.sounds == []
        assert await caller.wait_ended(10)
        assert caller.sounds == ["im-sorry", "please-try-call-later"]


async def test_an_engine_that_refuses_every_session_is_no_engine() -> None:
    visits: list[BareSession] = []

    async def refuse(session: BareSession) -> None:
        visits.append(session)

    async with pbx_with(refuse, patience_s=5) as pbx:
        caller = pbx.call("100")
        assert await caller.wait_ended(20)
        assert caller.sounds == ["im-sorry", "please-try-call-later"]
    assert 20 <= len(visits) <= 31  # five a second: it does not spin


async def test_a_redirect_past_an_engine_that_says_nothing_works_at_once() -> None:
    async with pbx_with(wait_here) as pbx:
        caller = pbx.call("100")
        await asyncio.sleep(1)
        pbx.redirect(caller, "1002")
        await asyncio.sleep(1)
        assert pbx.phone("1002").in_call
        assert caller.channel is not None
        assert caller.channel.place.context == "acd-colleagues"
        pbx.phone("1002").hang_up()
        assert await caller.wait_ended(1)


async def test_a_phone_that_dials_out_is_in_use_until_it_hangs_up() -> None:
    async with pbx_with(wait_here) as pbx:
        phone = pbx.phone("1001")
        phone.dial("500")
        await asyncio.sleep(1)
        assert phone.in_call
        phone.hang_up()
        await asyncio.sleep(1)
        assert not phone.in_call
        assert pbx.channels == []
