"""Supervisors listen, whisper and barge in: who hears whom, in each mode and through transfers, restarts and ends."""

import asyncio

import pytest

from acd.asterisk.listening import SpyRefused
from acd.asterisk.spying import Spies
from acd.live.views import ListenerLive
from agents.states import AgentState
from tests.scenarios.pbx import Caller, Habit, Phone
from tests.scenarios.stage import Stage

CHIEF = "1009"
"""The extension of the supervisor's phone, which is nobody's on the roster."""

CALLER, ANNA, BORIS, ELSA = "+74951234567", "1001", "1002", "+79990000801"
STAYS_S = 0.3
"""How long those who are heard must stay the same: more than the tones are judged by."""


def spies(stage: Stage) -> Spies:
    return stage.service.link.spies


def chief(stage: Stage) -> Phone:
    return stage.pbx.phone(CHIEF)


async def in_conversation(stage: Stage, agent: str = "anna", dialled: str = "102") -> Caller:
    """A caller who talks to an agent, all with their voices."""
    await stage.pbx.give_voices(ANNA, BORIS, ELSA, CHIEF)
    await stage.sign_in(agent)
    caller = await stage.call(dialled)
    await stage.talks(agent, caller)
    return caller


async def listens(stage: Stage, caller: Caller, mode: str = "listen") -> None:
    """Let the supervisor listen."""
    await spies(stage).listen(caller.call_id, "chief", f"PJSIP/{CHIEF}", mode)


async def is_heard(stage: Stage, who: Caller | Phone, *voices: str) -> None:
    """Wait until exactly these are heard by somebody, and again a little later: a voice too many is there to stay."""
    for wait_s in (0.0, STAYS_S):
        await asyncio.sleep(wait_s)
        await stage.until(lambda: stage.pbx.heard_by(who) == set(voices), f"exactly {voices} are heard")


async def is_refused(stage: Stage, caller: Caller, why: str, *, phone: str = f"PJSIP/{CHIEF}") -> None:
    with pytest.raises(SpyRefused, match=why):
        await spies(stage).listen(caller.call_id, "chief", phone, "listen")


async def test_who_listens_hears_both_and_neither_hears_them(stage: Stage) -> None:
    caller = await in_conversation(stage)
    touched: list[str] = []
    spies(stage).touched.append(touched.append)
    await listens(stage, caller)
    assert spies(stage).of(caller.call_id) == (ListenerLive(who="chief", mode="listen"),)
    assert touched == [caller.call_id]
    await is_heard(stage, chief(stage), CALLER, ANNA)
    await is_heard(stage, stage.phone("anna"), CALLER)
    await is_heard(stage, caller, ANNA)
    assert chief(stage).rings[0].calling_name == "Anna Petrova"


async def test_a_whisper_reaches_the_agent_and_barging_in_both_and_the_mode_can_change(stage: Stage) -> None:
    caller = await in_conversation(stage)
    await listens(stage, caller, "whisper")
    await is_heard(stage, stage.phone("anna"), CALLER, CHIEF)
    await is_heard(stage, caller, ANNA)
    await spies(stage).change("chief", "barge")
    assert spies(stage).of(caller.call_id) == (ListenerLive(who="chief", mode="barge"),)
    await is_heard(stage, caller, ANNA, CHIEF)
    await is_heard(stage, stage.phone("anna"), CALLER, CHIEF)
    await is_heard(stage, chief(stage), CALLER, ANNA)
    await spies(stage).change("chief", "listen")
    await is_heard(stage, caller, ANNA)
    await is_heard(stage, stage.phone("anna"), CALLER)


async def test_the_keys_of_the_phone_change_the_mode_and_end_it(stage: Stage) -> None:
    caller = await in_conversation(stage)
    await listens(stage, caller)
    await chief(stage).press("5")
    await stage.until(lambda: [each.mode for each in spies(stage).of(caller.call_id)] == ["whisper"], "chief whispers")
    await is_heard(stage, stage.phone("anna"), CALLER, CHIEF)
    await chief(stage).press("*")
    await stage.until(lambda: not spies(stage).of(caller.call_id), "nobody listens any more")
    await stage.until(lambda: not chief(stage).in_call, "chief's phone is free")
    await is_heard(stage, caller, ANNA)


async def test_who_whispers_to_an_agent_elsewhere_is_heard_there_and_not_by_the_caller(stage: Stage) -> None:
    stage.phone("elsa").habit = Habit(keys="1")
    caller = await in_conversation(stage, "elsa", "131")
    await listens(stage, caller, "whisper")
    await is_heard(stage, stage.phone("elsa"), CALLER, CHIEF)
    await is_heard(stage, caller, ELSA)


async def test_listening_follows_a_call_that_is_passed_on_and_rests_while_it_waits(stage: Stage) -> None:
    caller = await in_conversation(stage)
    await stage.sign_in("boris")
    stage.phone("boris").habit = Habit(after_s=0.5)
    await listens(stage, caller, "whisper")
    assert await stage.phone("anna").transfer("1002")
    await stage.rings("boris", caller)
    assert spies(stage).of(caller.call_id) == (ListenerLive(who="chief", mode="whisper"),)
    await stage.talks("boris", caller)
    await is_heard(stage, stage.phone("boris"), CALLER, CHIEF)
    await is_heard(stage, caller, BORIS)
    assert len(chief(stage).rings) == 1


async def test_listening_follows_a_call_that_is_handed_over_to_who_was_asked(stage: Stage) -> None:
    caller = await in_conversation(stage)
    await stage.sign_in("boris")
    await listens(stage, caller)
    await stage.phone("anna").consult("1002")
    await stage.until(lambda: stage.phone("boris").in_call, "boris is asked")
    await stage.hands_over("anna")
    await stage.talks("boris", caller)
    await is_heard(stage, chief(stage), CALLER, BORIS)


async def test_listening_ends_with_the_call_and_the_phone_is_free(stage: Stage) -> None:
    caller = await in_conversation(stage)
    await listens(stage, caller)
    await caller.hang_up()
    await stage.gone(caller)
    await stage.until(lambda: not chief(stage).in_call, "chief's phone is free")
    assert spies(stage).of(caller.call_id) == ()


async def test_a_second_call_is_heard_instead_of_the_first_on_the_same_phone(stage: Stage) -> None:
    first = await in_conversation(stage)
    await stage.sign_in("boris")
    second = await stage.call("102", number="+74957654321")
    await stage.talks("boris", second)
    await listens(stage, first)
    await listens(stage, second, "barge")
    assert (spies(stage).of(first.call_id), len(spies(stage).of(second.call_id))) == ((), 1)
    await is_heard(stage, chief(stage), "+74957654321", BORIS)
    await is_heard(stage, second, BORIS, CHIEF)
    assert len(chief(stage).rings) == 1
    assert await spies(stage).stop("chief") == second.call_id
    await stage.until(lambda: not chief(stage).in_call, "chief's phone is free")


async def test_what_cannot_be_is_refused_with_its_reason(stage: Stage) -> None:
    waiting = await stage.call("106")
    await is_refused(stage, waiting, "nobody_talks")
    await waiting.hang_up()
    caller = await in_conversation(stage)
    await is_refused(stage, caller, "no_phone", phone="Local/+79990000900@acd-outside")
    await is_refused(stage, caller, "no_phone", phone="PJSIP/4711")
    await is_refused(stage, caller, "busy", phone=f"PJSIP/{ANNA}")
    chief(stage).habit = Habit("rejects")
    await is_refused(stage, caller, "not_begun")
    with pytest.raises(SpyRefused, match="not_listening"):
        await spies(stage).change("chief", "barge")
    assert spies(stage).of(caller.call_id) == ()


async def test_listening_goes_on_without_the_service_and_the_next_start_knows_of_it(stage: Stage) -> None:
    caller = await in_conversation(stage)
    await listens(stage, caller, "barge")
    await stage.restart("anna")
    await stage.talks("anna", caller)
    assert spies(stage).of(caller.call_id) == (ListenerLive(who="chief", mode="barge"),)
    await is_heard(stage, caller, ANNA, CHIEF)
    await spies(stage).change("chief", "listen")
    await is_heard(stage, caller, ANNA)


async def test_an_agent_who_listens_is_busy_elsewhere_and_is_offered_nothing(stage: Stage) -> None:
    caller = await in_conversation(stage)
    await stage.sign_in("boris")
    await spies(stage).listen(caller.call_id, "boris", f"PJSIP/{BORIS}", "listen")
    await is_heard(stage, stage.phone("boris"), CALLER, ANNA)
    second = await stage.call("102", number="+74957654321")
    await stage.waits(second, "support")
    assert await spies(stage).stop("boris") == caller.call_id
    await stage.talks("boris", second)
    assert stage.agent("anna").state is AgentState.TALKING
