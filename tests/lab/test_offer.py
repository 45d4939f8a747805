"""The project's dialplan on a real Asterisk: what an offer to an agent's phone does and says."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from acd.asterisk.gate import plain_text
from acd.asterisk.offering import LABEL_LENGTH, shown
from simulator.lab.asterisk_lab import AsteriskLab
from simulator.lab.install import ASTERISK_ROOT
from tests.lab.wires import BareAmi, BareSession, serve_agi
from tests.scenarios.pbx import Habit
from tests.scenarios.real_pbx import RealPbx

pytestmark = pytest.mark.asterisk

RESULT = "${DIALSTATUS}|${HANGUPCAUSE}|${ACD_STATE}"
ENOUGH_S = 10.0


@asynccontextmanager
async def pbx_with(lab: AsteriskLab, script: Callable[[BareSession], Awaitable[None]]) -> AsyncIterator[RealPbx]:
    """A PBX whose calls are all held by ``script``."""
    host, port = lab.settings.engine.split(":")
    server = await serve_agi(host, int(port), script)
    pbx = RealPbx(lab)
    await pbx.start()
    try:
        async with asyncio.timeout(3 * ENOUGH_S):
            yield pbx
    finally:
        await pbx.stop()
        server.close()


NUMBER = "+74957654321"


def offer(agent: str = "1001", *, seconds: int = 1, label: str = "Label", number: str = NUMBER) -> str:
    """The command of an offer, with the engine's own care for what the phone shows."""
    return f'EXEC Dial "PJSIP/{agent},{seconds},gmf({shown(label, number)})U(acd-answered)"'


@pytest.mark.parametrize(
    ("habit", "result"),
    [
        (Habit("answers", talk_s=0.1), "ANSWER|16|talking"),
        (Habit("rejects"), "CHANUNAVAIL|21|waiting"),
        (Habit("busy"), "BUSY|17|waiting"),
        (Habit("silent"), "NOANSWER|0|waiting"),
    ],
)
async def test_an_offer_says_how_it_ended(lab: AsteriskLab, habit: Habit, result: str) -> None:
    results: list[str] = []

    async def script(session: BareSession) -> None:
        await session.do("SET VARIABLE ACD_STATE waiting")
        await session.do(offer())
        results.append(await session.get(RESULT))
        await session.do("SET VARIABLE ACD_STATE done")

    async with pbx_with(lab, script) as pbx:
        pbx.phone("1001").habit = habit
        caller = await pbx.call("100")
        assert await caller.wait_ended(ENOUGH_S)
    assert results == [result]


async def test_an_unregistered_phone_is_unreachable_at_once_and_reachable_again_later(lab: AsteriskLab) -> None:
    results: list[str] = []

    async def script(session: BareSession) -> None:
        await session.do("SET VARIABLE ACD_STATE waiting")
        await pbx.phone("1001").unregister()
        await session.do(offer())
        results.append(await session.get(RESULT))
        await pbx.phone("1001").register()
        await session.do(offer())
        results.append(await session.get(RESULT))
        await session.do("SET VARIABLE ACD_STATE done")

    async with pbx_with(lab, script) as pbx:
        pbx.phone("1001").habit = Habit(talk_s=0.1)
        caller = await pbx.call("100")
        assert await caller.wait_ended(ENOUGH_S)
    assert results == ["CHANUNAVAIL|3|waiting", "ANSWER|16|talking"]


async def test_the_phone_shows_the_label_and_the_caller_keeps_the_own_name(lab: AsteriskLab) -> None:
    label = "Поддержка · «счёт» [1] ${EXTEN} | & ^; %41 +7 = ? ! @ ~ '"
    names: list[str] = []

    async def script(session: BareSession) -> None:
        await session.do("SET VARIABLE ACD_STATE waiting")
        await session.do(offer(label=label))
        names.append(await session.get("${CALLERID(name)}"))
        await session.do("SET VARIABLE ACD_STATE done")

    async with pbx_with(lab, script) as pbx:
        pbx.phone("1001").habit = Habit(talk_s=0.1)
        caller = await pbx.call("100", name="Иван Петров", number="+74957654321")
        assert await caller.wait_ended(ENOUGH_S)
        assert [ring.calling_name for ring in pbx.phone("1001").rings] == [plain_text(label, LABEL_LENGTH)]
        assert [ring.calling_number for ring in pbx.phone("1001").rings] == ["+74957654321"]
    assert names == ["Иван Петров"]


async def test_a_withheld_number_stays_withheld(lab: AsteriskLab) -> None:
    async def script(session: BareSession) -> None:
        await session.do("SET VARIABLE ACD_STATE waiting")
        await session.do(offer(number=""))
        await session.do("SET VARIABLE ACD_STATE done")

    async with pbx_with(lab, script) as pbx:
        pbx.phone("1001").habit = Habit(talk_s=0.1)
        caller = await pbx.call("100", number="+74957654321")
        assert await caller.wait_ended(ENOUGH_S)
        (ring,) = pbx.phone("1001").rings
        assert ring.calling_name == "Label"
        assert "7654321" not in ring.calling_number


TRACE = ASTERISK_ROOT / "tmp" / "acd-was-here"


@pytest.mark.parametrize(
    "hostile",
    [
        "x,1)System(touch /tmp/acd-was-here)",
        "${SHELL(touch /tmp/acd-was-here)}",
        "x)U(lab-outside",
        "a\r\nX-Evil: 1",
        "%0d%0aX: 1",
        '"><sip:666@127.0.0.1>\\',
        "x" * 1000,
    ],
)
async def test_a_hostile_label_reaches_the_display_and_nothing_else(lab: AsteriskLab, hostile: str) -> None:
    results: list[str] = []

    async def script(session: BareSession) -> None:
        await session.do("SET VARIABLE ACD_STATE waiting")
        await session.do(offer(label=hostile))
        results.append(await session.get("${DIALSTATUS}"))
        await session.do("SET VARIABLE ACD_STATE done")

    async with pbx_with(lab, script) as pbx:
        pbx.phone("1001").habit = Habit(talk_s=0.1)
        caller = await pbx.call("100", name=hostile)
        assert await caller.wait_ended(ENOUGH_S)
        assert [ring.calling_name for ring in pbx.phone("1001").rings] == [plain_text(hostile, LABEL_LENGTH)]
        assert [ring.calling_number for ring in pbx.phone("1001").rings] == [NUMBER]
    assert results == ["ANSWER"]
    assert not TRACE.exists()


async def test_a_caller_who_hangs_up_stops_the_ringing(lab: AsteriskLab) -> None:
    async def script(session: BareSession) -> None:
        await session.do("SET VARIABLE ACD_STATE waiting")
        await session.do(offer(seconds=30))

    async with pbx_with(lab, script) as pbx:
        pbx.phone("1001").habit = Habit("silent")
        ami = await observer(lab)
        caller = await pbx.call("100")
        ringing = await ami.event("DeviceStateChange", Device="PJSIP/1001", State="RINGING")
        await caller.hang_up()
        cancelled = await ami.event("DialEnd", DialStatus="CANCEL")
        free = await ami.event("DeviceStateChange", Device="PJSIP/1001", State="NOT_INUSE")
        assert ami.events.index(ringing) < ami.events.index(cancelled)
        assert free["State"] == "NOT_INUSE"
        await ami.close()


async def test_the_pbx_knows_who_talks_with_whom(lab: AsteriskLab) -> None:
    async def script(session: BareSession) -> None:
        await session.do('EXEC MSet "ACD_STATE=offered,ACD_AGENT=anna,DIALSTATUS="')
        await session.do(offer())

    async with pbx_with(lab, script) as pbx:
        pbx.phone("1001").habit = Habit(after_s=0.6)
        ami = await observer(lab)
        caller = await pbx.call("100")
        await ami.event("DialBegin")
        assert (await variables(ami, caller.call_id))[:2] == ["ACD_STATE=offered", "ACD_AGENT=anna"]
        await ami.event("DialEnd", DialStatus="ANSWER")
        assert (await variables(ami, caller.call_id))[:2] == ["ACD_STATE=talking", "ACD_AGENT=anna"]
        await ami.close()


@pytest.mark.parametrize("habit", [Habit(), Habit("silent")])
async def test_a_redirect_while_ringing_or_talking_ends_the_session_at_once(lab: AsteriskLab, habit: Habit) -> None:
    over = asyncio.Event()

    async def script(session: BareSession) -> None:
        await session.do('EXEC MSet "ACD_STATE=offered,ACD_AGENT=anna,DIALSTATUS="')
        await session.do(offer(seconds=30))
        await session.ended()
        over.set()

    async with pbx_with(lab, script) as pbx:
        pbx.phone("1001").habit = habit
        ami = await observer(lab)
        caller = await pbx.call("100")
        await ami.event("DeviceStateChange", Device="PJSIP/1001", State="INUSE" if habit == Habit() else "RINGING")
        await pbx.redirect(caller, "1002")
        await asyncio.wait_for(over.wait(), 2)
        await ami.event("DialEnd", DialStatus="ANSWER", DestCallerIDNum="1002")
        assert not caller.ended
        await ami.close()


async def test_two_phones_ring_and_the_first_to_answer_has_the_call(lab: AsteriskLab) -> None:
    winners: list[str] = []

    async def script(session: BareSession) -> None:
        await session.do("SET VARIABLE ACD_STATE waiting")
        await session.do(offer("1001&PJSIP/1002"))
        winners.append(await session.get("${DIALEDPEERNAME}"))
        await session.do("SET VARIABLE ACD_STATE done")

    async with pbx_with(lab, script) as pbx:
        pbx.phone("1001").habit = Habit(after_s=0.4)
        pbx.phone("1002").habit = Habit(talk_s=0.1)
        caller = await pbx.call("100")
        assert await caller.wait_ended(ENOUGH_S)
        assert [ring.answered for ring in pbx.phone("1001").rings] == [False]
    assert winners[0].startswith("PJSIP/1002-")


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_the_projects_prompts_can_be_played(lab: AsteriskLab, language: str) -> None:
    played: list[str] = []

    async def script(session: BareSession) -> None:
        await session.do("SET VARIABLE ACD_STATE menu")
        await session.do("ANSWER")
        played.append(await session.do(f"STREAM FILE acd/{language}/wrong-key 1 4000"))
        played.append(await session.do(f"STREAM FILE acd/{language}/no-such-prompt 1"))
        await session.do("SET VARIABLE ACD_STATE done")

    async with pbx_with(lab, script) as pbx:
        caller = await pbx.call("100")
        assert await caller.wait_ended(ENOUGH_S)
    assert played[0].startswith("200 result=0 endpos=")
    assert int(played[0].rpartition("=")[2]) > 4000
    assert played[1] == "200 result=-1 endpos=0"


async def observer(lab: AsteriskLab) -> BareAmi:
    """A login as the engine's own AMI user, with its rights and its filter."""
    return await BareAmi.login(lab.settings.host, lab.settings.ami_port, "acd", lab.settings.secret)


async def variables(ami: BareAmi, call_id: str) -> list[str]:
    """ACD_STATE and ACD_AGENT of a live channel, from the list a reconnecting engine asks for."""
    await asyncio.sleep(0.05)  # what is set on the agent's leg arrives a moment after the event
    asked = await ami.act("Status", Variables="ACD_STATE,ACD_AGENT")
    await ami.event("StatusComplete", ActionID=asked["ActionID"])
    status = await ami.event("Status", ActionID=asked["ActionID"], Uniqueid=call_id)
    return status["Variable"].split("\n")
