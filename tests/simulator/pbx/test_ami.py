"""The emulated PBX's AMI: login, rights, lists, actions, filters and bounds."""

import asyncio
import hashlib

import pytest

from simulator.pbx import EmulatedPbx, Habit
from tests.lab.wires import BareAmi, BareSession
from tests.simulator.pbx.bench import SETTINGS, admin, offer, pbx_with, saying, service, wait_here

Headers = dict[str, str]


async def test_the_pbx_greets_and_says_that_it_is_up() -> None:
    async with EmulatedPbx(SETTINGS) as pbx:
        reader, writer = await asyncio.open_connection(*pbx.ami_address)
        assert await reader.readline() == b"Asterisk Call Manager/11.0.0\r\n"
        writer.write(b"Action: Login\r\nActionID: 1\r\nUsername: acd\r\nSecret: emulated\r\n\r\n")
        accepted = b"Response: Success\r\nActionID: 1\r\nMessage: Authentication accepted\r\n\r\n"
        assert await reader.readuntil(b"\r\n\r\n") == accepted
        assert (await reader.readuntil(b"\r\n\r\n")).endswith(b"Status: Fully Booted\r\n\r\n")
        writer.close()


@pytest.mark.parametrize(
    "login", ["Username: acd\r\nSecret: wrong", "Username: nobody\r\nSecret: emulated", "Username: acd"]
)
async def test_a_wrong_secret_is_refused_and_the_connection_closed(login: str) -> None:
    async with EmulatedPbx(SETTINGS) as pbx:
        reader, writer = await asyncio.open_connection(*pbx.ami_address)
        await reader.readline()
        writer.write(f"Action: Login\r\n{login}\r\n\r\n".encode())
        rest = await asyncio.wait_for(reader.read(), 5)
        assert rest == b"Response: Error\r\nMessage: Authentication failed\r\n\r\n"
        writer.close()


@pytest.mark.parametrize(("secret", "answer"), [("emulated", b"Success"), ("wrong", b"Error")])
async def test_a_login_by_challenge(secret: str, answer: bytes) -> None:
    async with EmulatedPbx(SETTINGS) as pbx:
        reader, writer = await asyncio.open_connection(*pbx.ami_address)
        await reader.readline()
        writer.write(b"Action: Challenge\r\nAuthType: MD5\r\n\r\n")
        challenge = (await reader.readuntil(b"\r\n\r\n")).decode().split("Challenge: ")[1].strip()
        key = hashlib.md5((challenge + secret).encode(), usedforsecurity=False).hexdigest()
        writer.write(f"Action: Login\r\nAuthType: MD5\r\nUsername: acd\r\nKey: {key}\r\n\r\n".encode())
        assert (await reader.readline()).strip() == b"Response: " + answer
        writer.close()


async def test_a_stranger_may_do_nothing() -> None:
    async with EmulatedPbx(SETTINGS) as pbx:
        reader, writer = await asyncio.open_connection(*pbx.ami_address)
        await reader.readline()
        writer.write(b"Action: Status\r\n\r\n")
        assert await reader.readuntil(b"\r\n\r\n") == b"Response: Error\r\nMessage: Permission denied\r\n\r\n"
        writer.close()


@pytest.mark.parametrize(
    ("action", "headers", "answer"),
    [
        ("Ping", {}, {"Response": "Success", "Ping": "Pong"}),
        ("Foo", {}, {"Message": "Invalid/unknown command: Foo. Use Action: ListCommands to show available commands."}),
        ("Redirect", {"Channel": "PJSIP/nope"}, {"Message": "Channel does not exist: PJSIP/nope"}),
        ("Getvar", {"Channel": "PJSIP/nope", "Variable": "A"}, {"Message": "No such channel"}),
        ("Hangup", {"Channel": "PJSIP/nope"}, {"Message": "No such channel"}),
        ("Status", {"Channel": "PJSIP/nope"}, {"Message": "No such channel"}),
        ("CoreSettings", {}, {"AsteriskVersion": "22.10.1", "AMIversion": "11.0.0"}),
        ("Command", {"Command": "core show version"}, {"Output": "Asterisk 22.10.1 built by emulation"}),
        ("Command", {"Command": "core stop now"}, {"Response": "Error"}),
        ("Events", {"EventMask": "off"}, {"Events": "Off"}),
        ("Filter", {"Operation": "Add", "Filter": "Event: Hangup"}, {"Message": "Filter added successfully"}),
        ("Filter", {"Operation": "Add", "Filter": "("}, {"Response": "Error"}),
        ("Originate", {}, {"Message": "Channel not specified"}),
        ("Logoff", {}, {"Response": "Goodbye", "Message": "Thanks for all the fish."}),
    ],
)
async def test_an_action_is_answered_as_asterisk_does(action: str, headers: Headers, answer: Headers) -> None:
    async with EmulatedPbx(SETTINGS) as pbx, admin(pbx) as ami:
        assert answer.items() <= (await ami.act(action, **headers)).items()


@pytest.mark.parametrize("action", ["Filter", "Command"])
async def test_the_services_user_may_not_do_everything(action: str) -> None:
    async with EmulatedPbx(SETTINGS) as pbx, service(pbx) as ami:
        assert (await ami.act(action))["Message"] == "Permission denied"


async def test_status_lists_the_newest_channel_first_with_the_variables_asked_for() -> None:
    script = saying("SET VARIABLE ACD_STATE waiting", offer(seconds=30))
    async with pbx_with(script) as pbx, admin(pbx) as ami:
        pbx.phone("1001").habit = Habit("silent")
        caller = pbx.call("100", name='Иван "x"')
        await asyncio.sleep(1)
        asked = await ami.act("Status", Variables="ACD_STATE,NOSUCH")
        done = await ami.event("StatusComplete", ActionID=asked["ActionID"])
        rows = [event for event in ami.events if event["Event"] == "Status"]
    assert (asked["EventList"], done["EventList"], done["ListItems"]) == ("start", "Complete", "2")
    assert [row["Channel"] for row in rows] == ["PJSIP/1001-00000001", "PJSIP/lab-caller-00000000"]
    assert rows[1]["Variable"] == "ACD_STATE=waiting\nNOSUCH=(null)"
    assert (rows[1]["Uniqueid"], rows[1]["CallerIDName"]) == (caller.call_id, 'Иван \\"x\\"')
    assert rows[0]["Linkedid"] == caller.call_id


async def test_channels_and_devices_are_listed() -> None:
    async with pbx_with(wait_here) as pbx, admin(pbx) as ami:
        pbx.phone("1002").unregister()
        pbx.call("100")
        await asyncio.sleep(75)
        await ami.act("CoreShowChannels")
        shown = await ami.event("CoreShowChannel")
        assert shown["Application"] == "AGI"
        assert (shown["Duration"], (await ami.event("CoreShowChannelsComplete"))["ListItems"]) == ("00:01:15", "1")
        asked = await ami.act("DeviceStateList")
        await ami.event("DeviceStateListComplete")
        listed = {
            e["Device"]: e["State"] for e in ami.events if e.get("ActionID") == asked["ActionID"] and "Device" in e
        }
    assert listed == {"PJSIP/1001": "NOT_INUSE", "PJSIP/1002": "UNAVAILABLE", "PJSIP/lab-caller": "INUSE"}


async def test_variables_are_read_and_set_from_outside() -> None:
    async with pbx_with(wait_here) as pbx, admin(pbx) as ami:
        caller = pbx.call("100")
        await asyncio.sleep(1)
        await ami.act("Setvar", Channel=caller.call_id, Variable="A", Value="1")
        assert (await ami.act("Getvar", Channel=caller.call_id, Variable="A"))["Value"] == "1"


async def test_an_administrator_hangs_up_a_waiting_caller() -> None:
    async with pbx_with(wait_here) as pbx, admin(pbx) as ami:
        caller = pbx.call("100")
        await asyncio.sleep(1)
        assert (await ami.act("Hangup", Channel=caller.call_id, Cause="21"))["Message"] == "Channel Hungup"
        assert await caller.wait_ended(1)
        assert (await ami.event("Hangup", Uniqueid=caller.call_id))["Cause-txt"] == "Call Rejected"


@pytest.mark.parametrize(("habit", "answer"), [(Habit("answers"), "200 result=0"), (Habit("silent"), "200 result=-1")])
async def test_a_redirect_while_ringing_or_talking_ends_the_session_at_once(habit: Habit, answer: str) -> None:
    heard: list[str] = []

    async def script(session: BareSession) -> None:
        heard.append(await session.do(offer(seconds=30)))
        heard.append(await session.get("${CONTEXT}"))

    async with pbx_with(script) as pbx, service(pbx) as ami:
        pbx.phone("1001").habit = habit
        caller = pbx.call("100")
        await asyncio.sleep(2)
        assert caller.channel is not None
        await ami.act("Redirect", Channel=caller.channel.name, Context="acd-colleagues", Exten="1002", Priority="1")
        await asyncio.sleep(2)
        assert not pbx.phone("1001").in_call
        assert pbx.phone("1002").in_call
        assert heard == [answer, ""]
        pbx.phone("1002").hang_up()
        assert await caller.wait_ended(1)


async def test_a_key_fed_by_ami_reaches_the_command_that_reads_keys() -> None:
    heard: list[str] = []

    async def script(session: BareSession) -> None:
        heard.append(await session.do("WAIT FOR DIGIT 9000"))
        await session.do("SET VARIABLE ACD_STATE done")

    async with pbx_with(script) as pbx, admin(pbx) as ami:
        caller = pbx.call("100")
        await asyncio.sleep(1)
        await ami.act("PlayDTMF", Channel=caller.call_id, Digit="5", Receive="true")
        assert await caller.wait_ended(1)
        assert (await ami.event("DTMFEnd"))["Digit"] == "5"
    assert heard == ["200 result=53"]


async def test_an_announcement_is_cut_short_by_ami() -> None:
    async def script(session: BareSession) -> None:
        heard.append(await session.do('CONTROL STREAM FILE long ""'))
        await session.do("SET VARIABLE ACD_STATE done")

    heard: list[str] = []
    async with pbx_with(script, sound_lengths_s={"long": 60.0}) as pbx, service(pbx) as ami:
        caller = pbx.call("100")
        await asyncio.sleep(3)
        await ami.act("ControlPlayback", Channel=caller.call_id, Control="stop")
        assert await caller.wait_ended(1)
    assert heard == ["200 result=0 endpos=24000"]


async def test_an_originated_call_reaches_the_phone_and_goes_on_in_the_dialplan() -> None:
    async with pbx_with(wait_here) as pbx, service(pbx) as ami:
        headers = {"Channel": "PJSIP/1001", "Context": "acd-colleagues", "Exten": "1002", "Priority": "1"}
        asked = await ami.act("Originate", **headers, Async="true", ChannelId="mine-1", CallerID='"Label" <123>')
        assert asked["Message"] == "Originate successfully queued"
        told = await ami.event("OriginateResponse", ActionID=asked["ActionID"])
        assert (told["Response"], told["Reason"], told["Uniqueid"]) == ("Success", "4", "mine-1")
        begun = await ami.event("DialBegin")
        assert (begun["DestUniqueid"], "Channel" in begun) == ("mine-1", False)
        await asyncio.sleep(2)
        assert pbx.phone("1001").rings[0].calling_name == "Label"
        assert pbx.phone("1002").in_call
        again = await ami.act("Originate", **headers, Async="true", ChannelId="mine-1")
        assert (await ami.event("OriginateResponse", ActionID=again["ActionID"]))["Response"] == "Failure"
        await ami.act("Hangup", Channel="mine-1")
        await asyncio.sleep(1)
        assert pbx.channels == []


@pytest.mark.parametrize(("habit", "reason"), [(Habit("busy"), "5"), (Habit("silent"), "3")])
async def test_an_originated_call_that_nobody_takes_says_so(habit: Habit, reason: str) -> None:
    async with EmulatedPbx(SETTINGS) as pbx, service(pbx) as ami:
        pbx.phone("1001").habit = habit
        await ami.act("Originate", Channel="PJSIP/1001", Application="Wait", Data="5", Async="true", Timeout="3000")
        told = await ami.event("OriginateResponse")
        assert (told["Response"], told["Reason"]) == ("Failure", reason)
        told_of = [event["Event"] for event in ami.events if event["Event"] != "DeviceStateChange"]
        assert told_of == ["FullyBooted", "DialBegin", "DialEnd", "Hangup", "OriginateResponse"]
        assert pbx.channels == []


async def test_a_local_channel_runs_the_dialplan_by_itself_and_ends_with_its_other_half() -> None:
    async with pbx_with(saying("ANSWER", offer())) as pbx, service(pbx) as ami:
        headers = {"Channel": "Local/100@acd/n", "Context": "acd-colleagues", "Exten": "1002", "Priority": "1"}
        await ami.act("Originate", **headers, Async="true")
        assert (await ami.event("OriginateResponse"))["Response"] == "Success"
        await asyncio.sleep(2)
        assert pbx.phone("1001").in_call  # through the dialplan
        assert pbx.phone("1002").in_call  # where the answered half went
        pbx.phone("1002").hang_up()
        await asyncio.sleep(1)
        assert pbx.channels == []


async def names_heard(ami: BareAmi, pbx: EmulatedPbx) -> set[str]:
    """The names of the events of one short call, as ``ami`` got them."""
    caller = pbx.call("100")
    await asyncio.sleep(1)
    await caller.press("1")
    caller.hang_up()
    await asyncio.sleep(1)
    return {event["Event"] for event in ami.events} - {"FullyBooted"}


EVERYTHING = {"Newchannel", "Newstate", "MusicOnHoldStart", "MusicOnHoldStop", "DTMFBegin", "DTMFEnd"}
EVERYTHING |= {"HangupRequest", "Hangup", "DeviceStateChange"}


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        ([], EVERYTHING),
        ([{"Filter": "Event: Hangup$"}], set()),
        ([{"Filter": "Event: Newstate"}, {"Filter": "Event: DTMF"}], {"Newstate", "DTMFBegin", "DTMFEnd"}),
        ([{"Filter": "!Event: DTMF"}], EVERYTHING - {"DTMFBegin", "DTMFEnd"}),
        ([{"MatchCriteria": "action(include),name(Hangup)"}], {"Hangup"}),
        ([{"MatchCriteria": "action(exclude),name(Hangup)"}], EVERYTHING - {"Hangup"}),
        (
            [{"MatchCriteria": "name(DTMFEnd),header(Digit),method(exact)", "Filter": "1"}],
            {"DTMFEnd"},
        ),
        ([{"MatchCriteria": "name(DTMFEnd),header(Digit),method(exact)", "Filter": "2"}], set()),
    ],
)
async def test_a_client_gets_what_its_filters_let_pass(actions: list[Headers], expected: set[str]) -> None:
    async with pbx_with(wait_here) as pbx, admin(pbx) as ami:
        for headers in actions:
            assert (await ami.act("Filter", Operation="Add", **headers))["Response"] == "Success"
        heard = await names_heard(ami, pbx)
    assert heard == expected


async def test_a_client_may_ask_for_some_classes_only() -> None:
    async with pbx_with(wait_here) as pbx, admin(pbx) as ami:
        await ami.act("Events", EventMask="dtmf,system")
        assert await names_heard(ami, pbx) == {"DTMFBegin", "DTMFEnd"}


async def test_the_services_user_gets_what_its_file_lets_pass() -> None:
    async with pbx_with(wait_here) as pbx, service(pbx) as ami:
        assert await names_heard(ami, pbx) == {"DTMFEnd", "Hangup", "DeviceStateChange"}


async def test_every_event_has_the_pbxs_own_time() -> None:
    async with pbx_with(wait_here, epoch_s=1000.0) as pbx, admin(pbx) as ami:
        await asyncio.sleep(5)
        caller = pbx.call("100")
        stamp = (await ami.event("Newchannel"))["Timestamp"]
    assert 1005 <= float(stamp) < 1006
    assert caller.call_id == "1005.0"


async def test_a_client_that_does_not_read_is_dropped() -> None:
    async with EmulatedPbx(SETTINGS) as pbx, admin(pbx) as ami:
        reader, writer = await asyncio.open_connection(*pbx.ami_address, limit=1024)
        writer.write(b"Action: Login\r\nUsername: lab\r\nSecret: lab-secret\r\n\r\n")
        await asyncio.sleep(0.1)
        piece = b"Event: Noise\r\n" + b"X: y\r\n" * 10_000 + b"\r\n"
        for _ in range(200):
            pbx.send_raw_ami(piece)
            await asyncio.sleep(0)  # the other client reads all the time
        assert (await ami.act("Ping"))["Ping"] == "Pong"
        got = len(await reader.read())  # to the end of the connection
        assert got < 200 * len(piece)
        writer.close()
