"""Actions and lists get their own answers, once, in time, or a reason why not."""

import asyncio

import pytest

from acd.asterisk.ami_actions import ActionRefused, ActionTimedOut, AmiActionError, NotSent
from acd.asterisk.ami_wire import Message
from acd.asterisk.gate import Hostile
from tests.asterisk.ami_owner import Owner, ScriptedList
from tests.asterisk.scripted_pbx import refuse, scripted_pbx, silent


async def test_an_action_gets_its_own_answer_whatever_the_order() -> None:
    async with scripted_pbx() as pbx:
        waiting: list[Message] = []
        pbx.answers["Getvar"] = lambda _pbx, action: waiting.append(action)
        async with Owner(pbx).running() as client:
            asked = [asyncio.ensure_future(client.action("Getvar", {"Variable": name})) for name in "abc"]
            await asyncio.sleep(0.1)
            for action in reversed(waiting):
                pbx.respond(action, "Success", ("Value", action.get("Variable").upper()))
            assert [(await answer).get("Value") for answer in asked] == ["A", "B", "C"]


async def test_fields_may_repeat_and_carry_an_id_of_ones_own() -> None:
    async with scripted_pbx() as pbx:
        async with Owner(pbx).running() as client:
            fields = [("ActionID", "attempt-7"), ("Variable", "A=1"), ("Variable", "B=2"), ("Async", "true")]
            assert (await client.action("Originate", fields)).action_id == "attempt-7"
        originate = pbx.heard[-1]
        assert list(originate.items()) == [("Action", "Originate"), *fields]


async def test_what_answers_later_by_an_event_is_an_event() -> None:
    async with scripted_pbx() as pbx:
        owner = Owner(pbx)
        async with owner.running() as client:
            reply = await client.action("Originate", {"Async": "true"})
            pbx.say(("Event", "OriginateResponse"), ("ActionID", reply.action_id), ("Uniqueid", "9"))
            await asyncio.sleep(0.1)
            assert owner.told == ["connected", "OriginateResponse 9"]


async def test_a_refused_action_says_why() -> None:
    async with scripted_pbx() as pbx:
        pbx.answers["Redirect"] = refuse("Channel does not exist")
        async with Owner(pbx).running() as client:
            with pytest.raises(ActionRefused, match="Redirect: Channel does not exist"):
                await client.action("Redirect", {"Channel": "PJSIP/1"})


async def test_an_action_without_an_answer_times_out_and_its_late_answer_is_only_counted() -> None:
    async with scripted_pbx() as pbx:
        pbx.answers["Redirect"] = silent
        async with Owner(pbx).running() as client:
            began = asyncio.get_running_loop().time()
            with pytest.raises(ActionTimedOut, match="within 3 s"):
                await client.action("Redirect", {"Channel": "PJSIP/1"}, deadline_s=3)
            assert asyncio.get_running_loop().time() - began == pytest.approx(3, abs=0.1)
            pbx.respond(pbx.heard[-1])
            await asyncio.sleep(0.1)
            assert client.counts["late_responses"] == 1


async def test_hostile_fields_are_not_sent() -> None:
    async with scripted_pbx() as pbx, Owner(pbx).running() as client:
        for fields in ({"CallerID": "x\r\n\r\nAction: Command"}, {"A\n": "x"}, {"Variable": "A=" + "x" * 2000}):
            with pytest.raises(Hostile):
                await client.action("Originate", fields)
        assert "Originate" not in pbx.names_heard()


async def test_a_list_is_told_from_news_of_the_same_name() -> None:
    async with scripted_pbx() as pbx:
        pbx.answers["DeviceStateList"] = ScriptedList("Complete")
        owner = Owner(pbx)
        async with owner.running() as client:
            items = await client.ask_list("DeviceStateList")
            assert [item.get("Device") for item in items] == ["PJSIP/1", "PJSIP/2"]
            pbx.say(("Event", "DeviceStateChange"), ("Uniqueid", "news"))
            await asyncio.sleep(0.1)
            assert owner.told == ["connected", "Hangup 5", "DeviceStateChange news"]


async def test_a_cancelled_list_fails_at_once_since_it_is_not_the_whole_truth() -> None:
    async with scripted_pbx() as pbx:
        pbx.answers["DeviceStateList"] = ScriptedList("cancelled")
        async with Owner(pbx).running() as client:
            with pytest.raises(ActionRefused, match="cancelled"):
                await asyncio.wait_for(client.ask_list("DeviceStateList"), 1)


async def test_items_of_a_list_that_came_too_late_are_not_taken_for_news() -> None:
    async with scripted_pbx() as pbx:
        pbx.answers["DeviceStateList"] = silent
        owner = Owner(pbx)
        async with owner.running() as client:
            with pytest.raises(ActionTimedOut):
                await client.ask_list("DeviceStateList", deadline_s=2)
            ScriptedList("Complete")(pbx, pbx.heard[-1])
            await asyncio.sleep(0.1)
            assert owner.told == ["connected", "Hangup 5"]


async def test_a_refused_list_says_why() -> None:
    async with scripted_pbx() as pbx:
        pbx.answers["Status"] = refuse("No such channel")
        async with Owner(pbx).running() as client:
            with pytest.raises(ActionRefused, match="No such channel"):
                await client.ask_list("Status")


async def test_too_many_actions_without_answers_are_not_sent() -> None:
    async with scripted_pbx() as pbx:
        pbx.answers["Status"] = silent
        async with Owner(pbx).running() as client:
            asked = [asyncio.ensure_future(client.action("Status", deadline_s=60)) for _ in range(2001)]
            await asyncio.sleep(1)
            assert isinstance(asked[-1].exception(), NotSent)
            assert not any(answer.done() for answer in asked[:-1])
        assert all(isinstance(answer.exception(), AmiActionError) for answer in asked)


async def test_two_actions_with_one_id_are_a_mistake_found_at_once() -> None:
    async with scripted_pbx() as pbx:
        pbx.answers["Originate"] = silent
        async with Owner(pbx).running() as client:
            first = asyncio.ensure_future(client.action("Originate", {"ActionID": "a"}))
            await asyncio.sleep(0.1)
            with pytest.raises(NotSent, match="waits for its answer already"):
                await client.action("Originate", {"ActionID": "a"})
            first.cancel()
