"""Listening in hand: what the PBX is asked for, how many may, what is found again, and what becomes of failures."""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any

import pytest
from structlog.testing import capture_logs

from acd.asterisk.ami_actions import ActionRefused, Fields, NotSent
from acd.asterisk.ami_wire import Message
from acd.asterisk.gate import decode_fields
from acd.asterisk.listening import BEGINS_S, CONTEXT, RINGS_S, SpyRefused
from acd.asterisk.spying import MOST_AT_A_CALL, MOST_IN_ALL, Spies
from acd.asterisk.switchboard import Leg, Switchboard
from acd.engine.facts import TalkEnded
from agents.roster import AgentRules
from tests.core_kit import a_core, answer, call, hang_up, sign_in

CALL, LEG, OTHER_CALL, OTHER_LEG = "17.1", "17.2", "17.3", "17.4"
PHONE = "PJSIP/1009"
AGENTS = tuple(AgentRules(name=name, endpoint=f"PJSIP/{name}", title=name.title()) for name in ("anna", "boris"))


class Desk:
    """Anna and Boris talk, each in a call, on a PBX that does what it is asked and tells of it."""

    def __init__(self) -> None:
        self.core = a_core(agents=AGENTS)
        self.switchboard = Switchboard()
        self.acts: list[tuple[str, dict[str, str]]] = []
        self.device = "NOT_INUSE"
        self.answers = True
        self.fails: dict[str, Exception] = {}
        self.work: set[asyncio.Task[None]] = set()
        self.doubts: list[str] = []
        self.variables: dict[str, str] = {}
        self.spies = Spies(self.core, self.switchboard, self._act, self._spawn, self.doubts.append)
        sign_in(self.core, "anna", "boris")
        for call_id, leg, agent in ((CALL, LEG, "anna"), (OTHER_CALL, OTHER_LEG, "boris")):
            call(self.core, call_id)
            self.switchboard.legs[leg] = Leg(call_id, agent, answered=True)
            answer(self.core, call_id)

    async def _act(self, action: str, fields: Fields) -> Message:
        await asyncio.sleep(0.001)
        given = dict(fields)
        self.acts.append((action, given))
        if action in self.fails:
            raise self.fails[action]
        if action == "Getvar":
            return message("Response", "Success", Value=self.device)
        if action == "Originate" and self.answers:
            assert not isinstance(fields, Mapping), "there are two variables"
            pairs = [text.partition("=") for name, text in fields if name == "Variable"]
            self.variables = {name: value for name, _, value in pairs}
            asyncio.get_running_loop().call_later(1.0, self.picks_up, given, self.variables["ACD_SPIED"])
        elif action == "Redirect":
            spied = [given["Value"] for name, given in self.acts if given.get("Variable") == "ACD_SPIED"][-1]
            asyncio.get_running_loop().call_later(0.1, self.hears, given["Channel"], spied, given["Exten"])
        elif action == "Hangup":
            self.tells("Hangup", Uniqueid=given["Channel"], Cause="16")
        return message("Response", "Success")

    def picks_up(self, asked: dict[str, str], spied: str) -> None:
        self.tells("OriginateResponse", ActionID=asked["ActionID"], Response="Success")
        self.hears(asked["ChannelId"], spied, asked["Exten"])

    def hears(self, spy: str, leg: str, mode: str) -> None:
        names = {"SpyerUniqueid": spy, "SpyeeUniqueid": leg, "SpyerExten": mode, "SpyerContext": CONTEXT}
        self.tells("ChanSpyStart", **names)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self.work.add(task)
        task.add_done_callback(self.work.discard)

    def tells(self, name: str, **headers: str) -> None:
        self.spies.handlers[name](message("Event", name, **headers))

    async def listen(self, who: str = "chief", mode: str = "listen", *, to: str = CALL, phone: str = PHONE) -> None:
        await self.spies.listen(to, who, phone, mode)

    async def is_refused(self, why: str, who: str = "chief", **how: str) -> None:
        with pytest.raises(SpyRefused) as refused:
            await self.listen(who, **how)
        assert refused.value.code == why

    def who(self, call_id: str = CALL) -> list[tuple[str, str]]:
        return [(each.who, each.mode) for each in self.spies.of(call_id)]

    def asked(self, action: str) -> list[dict[str, str]]:
        return [fields for name, fields in self.acts if name == action]

    @property
    def channel(self) -> str:
        return self.asked("Originate")[-1]["ChannelId"]

    @property
    def written(self) -> dict[str, str]:
        """What the phone's channel says of who listens, as the PBX was asked to note it."""
        return decode_fields(self.variables["ACD_LISTEN"])


def message(first: str, name: str, **headers: str) -> Message:
    return Message("\r\n".join(f"{key}: {text}" for key, text in {first: name, **headers}.items()).encode())


def listed(channel: str, name: str, exten: str, **variables: str) -> Message:
    """A line of the PBX's list of channels."""
    fields = {"Uniqueid": channel, "Channel": name, "Context": CONTEXT, "Exten": exten}
    lines = [f"{key}: {text}" for key, text in fields.items()]
    lines += [f"Variable: {key}={text}" for key, text in variables.items()]
    return Message("\r\n".join(["Event: Status", *lines]).encode())


async def test_the_phone_is_called_for_the_agents_leg_and_shows_the_agent_and_nothing_of_the_caller() -> None:
    desk = Desk()
    await desk.spies.listen(CALL, "Главная; Set(X=1)", PHONE, "whisper")
    [asked] = desk.asked("Originate")
    place = {name: asked[name] for name in ("Channel", "Context", "Exten", "Async", "CallerID")}
    assert place == {
        "Channel": PHONE, "Context": CONTEXT, "Exten": "whisper", "Async": "true", "CallerID": "Anna <anna>",
    }  # fmt: skip
    assert desk.variables["ACD_SPIED"] == LEG
    assert set(desk.variables["ACD_LISTEN"]).isdisjoint(",;${}()\n ")
    assert desk.written == {"who": "Главная; Set(X=1)", "call": CALL, "mode": "whisper"}
    assert "+7495" not in repr(desk.acts)


async def test_a_call_has_a_bounded_number_of_listeners_and_so_has_the_centre() -> None:
    desk = Desk()
    for number in range(MOST_AT_A_CALL):
        await desk.listen(f"chief-{number}", phone=f"PJSIP/20{number}")
    await desk.is_refused("too_many", "one-more")
    await desk.listen("chief-0", "barge", phone="PJSIP/200")  # who is there already may stay
    desk.spies._listenings |= {str(n): desk.spies._listenings["chief-0"] for n in range(MOST_IN_ALL)}
    await desk.is_refused("too_many", "one-more", to=OTHER_CALL)


async def test_one_phone_is_one_supervisors_and_asking_twice_at_once_calls_it_once() -> None:
    desk = Desk()
    await asyncio.gather(desk.listen(), desk.listen(to=OTHER_CALL))
    assert len(desk.asked("Originate")) == 1
    assert (desk.who(CALL), desk.who(OTHER_CALL)) == ([], [("chief", "listen")])
    await desk.is_refused("busy", "another")


async def test_another_phone_is_called_anew_and_the_first_is_hung_up() -> None:
    desk = Desk()
    await desk.listen()
    first = desk.channel
    await desk.listen(phone="PJSIP/1010")
    assert [fields["Channel"] for fields in desk.asked("Hangup")] == [first]
    assert [fields["Channel"] for fields in desk.asked("Originate")] == [PHONE, "PJSIP/1010"]
    assert desk.who() == [("chief", "listen")]


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({"mode": "shout"}, "unknown_mode"),
        ({"to": "17.9"}, "nobody_talks"),
        ({"phone": ""}, "no_phone"),
        ({"phone": "PJSIP/+74950000000@trunk"}, "no_phone"),
        ({"phone": "Local/600@acd-outside"}, "no_phone"),
        ({"phone": "PJSIP/1009\r\nAction: Hangup"}, "no_phone"),
    ],
)
async def test_what_cannot_be_asks_nothing_of_the_pbx(how: dict[str, str], why: str) -> None:
    desk = Desk()
    await desk.is_refused(why, **how)
    assert desk.acts == []


@pytest.mark.parametrize(
    ("device", "why"),
    [("INUSE", "busy"), ("RINGING", "busy"), ("ONHOLD", "busy"), ("UNAVAILABLE", "no_phone"), ("INVALID", "no_phone")],
)
async def test_a_phone_that_cannot_be_called_now_is_not_called(device: str, why: str) -> None:
    desk = Desk()
    desk.device = device
    await desk.is_refused(why)
    assert not desk.asked("Originate")
    desk.device = "NOT_INUSE"
    await desk.listen()  # nothing was kept of it


async def test_a_phone_that_rings_too_long_is_hung_up_and_nothing_is_kept() -> None:
    desk = Desk()
    desk.answers = False
    began = asyncio.get_running_loop().time()
    await desk.is_refused("not_begun")
    await asyncio.sleep(0.01)
    assert asyncio.get_running_loop().time() - began == pytest.approx(RINGS_S + BEGINS_S, abs=0.1)
    assert [fields["Channel"] for fields in desk.asked("Hangup")] == [desk.channel]
    desk.picks_up(desk.asked("Originate")[0], LEG)  # in that very moment
    assert desk.who() == []
    assert desk.doubts == ["somebody listens of whom nothing is known"]


async def test_a_failed_call_ends_the_wait_at_once() -> None:
    desk = Desk()
    desk.answers = False
    asking = asyncio.ensure_future(desk.listen())
    await asyncio.sleep(1)
    desk.tells("OriginateResponse", ActionID=desk.channel, Response="Failure", Reason="0")
    await asyncio.sleep(0.01)
    assert isinstance(asking.exception(), SpyRefused)


async def test_who_no_longer_wants_to_know_has_the_phone_hung_up() -> None:
    desk = Desk()
    desk.answers = False
    asking = asyncio.ensure_future(desk.listen())
    await asyncio.sleep(1)
    asking.cancel()
    await asyncio.sleep(0.1)
    assert [fields["Channel"] for fields in desk.asked("Hangup")] == [desk.channel]


async def test_a_pbx_that_is_away_says_so_and_keeps_nothing() -> None:
    desk = Desk()
    desk.fails["Originate"] = NotSent("Originate: there is no connection to the PBX")
    with pytest.raises(NotSent):
        await desk.listen()
    desk.fails.clear()
    await desk.listen()
    desk.fails["Redirect"] = NotSent("Redirect: there is no connection to the PBX")
    with pytest.raises(NotSent):
        await desk.spies.change("chief", "barge")
    assert desk.who() == [("chief", "listen")]
    desk.fails.clear()
    await desk.spies.change("chief", "barge")
    assert desk.who() == [("chief", "barge")]


async def test_listening_rests_between_two_agents_and_goes_on_in_the_mode_that_was_chosen_meanwhile() -> None:
    desk = Desk()
    await desk.listen()
    desk.tells("ChanSpyStop", SpyerUniqueid=desk.channel)
    del desk.switchboard.legs[LEG]
    desk.core.tell(TalkEnded(OTHER_CALL, "boris"))
    await desk.spies.change("chief", "whisper")  # does not wait for an agent
    assert not desk.asked("Redirect")
    desk.switchboard.legs["17.5"] = Leg(CALL, "anna", answered=True)
    desk.core.tell(TalkEnded(OTHER_CALL, "boris"))  # of another call: nothing to do
    await asyncio.sleep(0.2)
    assert not desk.asked("Redirect")
    desk.spies._told(0.0, TalkEnded(CALL, "nobody"), ())
    await asyncio.sleep(0.2)
    assert [fields["Exten"] for fields in desk.asked("Redirect")] == ["whisper"]
    assert desk.who() == [("chief", "whisper")]


async def test_a_call_that_is_over_ends_the_listening_and_a_phone_hung_up_too() -> None:
    desk = Desk()
    touched: list[str] = []
    desk.spies.touched.append(touched.append)
    await desk.listen()
    hang_up(desk.core, CALL)
    await asyncio.sleep(0.1)
    assert [fields["Channel"] for fields in desk.asked("Hangup")] == [desk.channel]
    await desk.listen(to=OTHER_CALL)
    desk.tells("Hangup", Uniqueid=desk.channel, Cause="16")
    assert touched == [CALL, CALL, OTHER_CALL, OTHER_CALL]
    assert await desk.spies.stop("chief") == ""


@pytest.mark.parametrize(
    ("key", "direction", "mode"), [("5", "Received", "whisper"), ("6", "Sent", "listen"), ("9", "Received", "listen")]
)
async def test_keys_of_the_phone_are_modes_and_those_it_hears_are_not(key: str, direction: str, mode: str) -> None:
    desk = Desk()
    await desk.listen()
    desk.tells("DTMFEnd", Uniqueid=desk.channel, Digit=key, Direction=direction)
    await asyncio.sleep(0.2)
    assert desk.who() == [("chief", mode)]


async def test_a_leg_that_has_just_gone_is_no_error_of_who_stops_listening() -> None:
    desk = Desk()
    await desk.listen()
    desk.fails["Hangup"] = ActionRefused("Hangup", "No such channel")
    assert await desk.spies.stop("chief") == CALL
    assert desk.who() == []


async def test_a_new_start_learns_who_listens_follows_the_call_and_ends_what_is_over() -> None:
    desk = Desk()
    written = {"ACD_LISTEN": f"who=chief&call={CALL}&mode=barge", "ACD_SPIED": LEG}
    resting = {"ACD_LISTEN": f"who=%D1%8F&call={OTHER_CALL}&mode=whisper", "ACD_SPIED": "16.9"}
    of_no_call = {"ACD_LISTEN": "who=late&call=9.9&mode=listen", "ACD_SPIED": "9.8"}
    desk.spies.agree(
        [
            listed("x-1", "PJSIP/1009-0000002a", "barge", **written),
            listed("x-2", "PJSIP/1010-0000002b", "rest", **resting),
            listed("x-3", "PJSIP/1011-0000002c", "listen", **of_no_call),
            listed("x-4", "PJSIP/1012-0000002d", "listen", ACD_LISTEN="(null)"),
        ]
    )
    await asyncio.sleep(0.2)
    assert (desk.who(), desk.who(OTHER_CALL)) == ([("chief", "barge")], [("я", "whisper")])
    assert [(fields["Channel"], fields["Exten"]) for fields in desk.asked("Redirect")] == [("x-2", "whisper")]
    assert [fields["Channel"] for fields in desk.asked("Hangup")] == ["x-3"]
    await desk.is_refused("busy", "another")  # the phone is known too


async def test_who_was_blind_while_the_call_was_passed_on_goes_after_it_with_the_next_look() -> None:
    desk = Desk()
    await desk.listen()
    desk.fails["Setvar"] = NotSent("Setvar: there is no connection to the PBX")
    del desk.switchboard.legs[LEG]
    desk.switchboard.legs["17.5"] = Leg(CALL, "anna", answered=True)
    desk.spies._told(0.0, TalkEnded(CALL, "nobody"), ())
    await asyncio.sleep(0.1)
    desk.fails.clear()
    desk.spies.agree([listed(desk.channel, "PJSIP/1009-0000002a", "rest")])
    await asyncio.sleep(0.2)
    spied = [fields["Value"] for fields in desk.asked("Setvar") if fields["Variable"] == "ACD_SPIED"]
    assert (spied, len(desk.asked("Redirect"))) == (["17.5"], 1)


async def test_a_look_at_the_pbx_ends_what_is_there_no_more_and_leaves_phones_that_ring() -> None:
    desk = Desk()
    await desk.listen()
    ringing = asyncio.ensure_future(desk.listen("another", phone="PJSIP/1010"))
    await asyncio.sleep(0.5)
    desk.spies.agree([])
    assert desk.who() == []
    await ringing
    assert desk.who() == [("another", "listen")]


async def test_what_nobody_waits_for_is_logged_when_it_fails() -> None:
    desk = Desk()
    await desk.listen()
    desk.fails["Hangup"] = NotSent("Hangup: there is no connection to the PBX")
    with capture_logs() as logs:
        hang_up(desk.core, CALL)
        hang_up(desk.core, OTHER_CALL)
        await asyncio.sleep(0.1)
    assert [entry["event"] for entry in logs] == ["listening_not_ended"]  # once, though more has happened since
    desk.fails.clear()
    desk.spies.agree([listed(desk.channel, "PJSIP/1009-0000002a", "rest")])
    await asyncio.sleep(0.1)
    assert len(desk.asked("Hangup")) == 2
