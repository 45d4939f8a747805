"""The AMI client and the FastAGI server against a real Asterisk, whose answers no test here has written."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress

import pytest

from acd.asterisk.agi_server import AgiServer
from acd.asterisk.agi_session import AgiSession, SessionEnded
from acd.asterisk.agi_wire import AgiReply
from acd.asterisk.ami_actions import ActionRefused
from acd.asterisk.ami_client import AmiClient
from acd.asterisk.ami_login import LoginRefused
from acd.asterisk.ami_wire import Message
from simulator.lab.asterisk_lab import AsteriskLab
from simulator.lab.install import install
from simulator.lab.lab_config import OBSERVER, LabSettings

pytestmark = pytest.mark.asterisk

HOST = "127.0.0.77"
AGI_PORT = 4577
SECRET = LabSettings().secret


@pytest.fixture(scope="module")
def lab() -> Iterator[AsteriskLab]:
    install()
    lab = AsteriskLab("wire", LabSettings(host=HOST, engine=f"{HOST}:{AGI_PORT}"))
    lab.start()
    yield lab
    lab.stop()


class Engine:
    """An owner of the client that remembers."""

    def __init__(self, user: str, secret: str) -> None:
        self.events: list[Message] = []
        self.connected = asyncio.Event()
        self.lost: list[str] = []
        self.client = AmiClient(
            (HOST, LabSettings().ami_port),
            user,
            secret,
            self.events.append,
            self.on_connected,
            self.lost.append,
            ("Newchannel", "Hangup", "OriginateResponse"),
        )

    async def on_connected(self, greeting: str) -> None:
        assert greeting.startswith("Asterisk Call Manager/")
        self.connected.set()

    async def see(self, name: str, key: str, value: str) -> Message:
        async with asyncio.timeout(10):
            while True:
                for event in self.events:
                    if event.event == name and value in event.get(key):
                        return event
                await asyncio.sleep(0.05)


@asynccontextmanager
async def engine(user: str = OBSERVER) -> AsyncIterator[Engine]:
    engine = Engine(user, SECRET)
    task = asyncio.ensure_future(engine.client.run())
    try:
        await asyncio.wait_for(engine.connected.wait(), 10)
        yield engine
    finally:
        task.cancel()
        await asyncio.wait((task,))


async def test_lists_end_and_refusals_are_told(lab: AsteriskLab) -> None:
    async with engine() as acd:
        assert await acd.client.ask_list("CoreShowChannels") == []
        states = await acd.client.ask_list("DeviceStateList")
        assert "PJSIP/1001" in [state.get("Device") for state in states]
        with pytest.raises(ActionRefused, match="does not exist"):
            await acd.client.action("Redirect", {"Channel": "no/such", "Context": "acd", "Exten": "1", "Priority": "1"})
        output = (await acd.client.action("Command", {"Command": "manager show connected"})).all("Output")
        assert any(OBSERVER in line for line in output)


# The observer may filter at run time; the engine's own user may not, but its file filters for it.
@pytest.mark.parametrize(("user", "unwanted"), [(OBSERVER, 0), ("acd", 5)])
async def test_only_wanted_events_are_sent_filtered_here_or_in_the_owners_file(
    lab: AsteriskLab, user: str, unwanted: int
) -> None:
    async with engine(user) as acd:
        ignored_before = acd.client.counts["ignored_events"]
        call = {"Channel": "Local/1@nowhere", "Application": "Wait", "Data": "1", "Async": "true"}
        await acd.client.action("Originate", {**call, "ActionID": f"attempt-{user}"})
        response = await acd.see("OriginateResponse", "ActionID", f"attempt-{user}")
        assert response.get("Response") == "Failure"
        assert acd.client.counts["ignored_events"] - ignored_before <= unwanted


@pytest.mark.parametrize(("user", "secret"), [(OBSERVER, "wrong"), ("nobody", SECRET)])
async def test_a_wrong_secret_or_user_is_refused_for_good(lab: AsteriskLab, user: str, secret: str) -> None:
    with pytest.raises(LoginRefused, match="Authentication failed"):
        await asyncio.wait_for(Engine(user, secret).client.run(), 10)


COMMANDS: dict[tuple[str, ...], AgiReply] = {
    ("ANSWER",): AgiReply(200, "0"),
    ("SET", "VARIABLE", "NAME", 'Жанна "Ё" \\ $ (x'): AgiReply(200, "1"),
    ("GET", "VARIABLE", "NAME"): AgiReply(200, "1", 'Жанна "Ё" \\ $ (x'),
    ("SET", "VARIABLE", "NAME", "hangup"): AgiReply(200, "1"),
    ("GET", "FULL", "VARIABLE", "(${NAME} (b))"): AgiReply(200, "1", "(hangup (b))"),
    ("GET", "VARIABLE", "NONE"): AgiReply(200, "0"),
    ("NOSUCH",): AgiReply(510, "Invalid or unknown command"),
    ("GET", "DATA", "beep", "100", "3"): AgiReply(200, "", "timeout"),
    ("EXEC", "NoSuchApplication"): AgiReply(200, "-2"),
    ("SET", "MUSIC", "ON"): AgiReply(200, "0"),
}


async def test_a_session_speaks_with_asterisk(lab: AsteriskLab) -> None:
    replies: dict[tuple[str, ...], AgiReply] = {}
    usage: asyncio.Future[AgiReply] = asyncio.get_running_loop().create_future()
    ended: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def lead(session: AgiSession) -> None:
        assert session.env["agi_calleridname"] == "Жанна"
        for words in COMMANDS:
            replies[words] = await session.command(*words, deadline_s=5)
        usage.set_result(await session.command("STREAM", "FILE", deadline_s=5))
        with suppress(SessionEnded):
            await session.command("EXEC", "Wait", "60")  # may say -1 before the session ends
        await session.ended.wait()
        ended.set_result(session.end_reason)

    server = AgiServer(lead, SECRET, ["127.0.0.0/8"])
    await server.start(HOST, AGI_PORT)
    async with engine() as acd:
        call = {"Channel": "Local/77@acd/n", "Application": "Wait", "Data": "60", "Async": "true"}
        await acd.client.action("Originate", {**call, "CallerID": '"Жанна" <77>'})
        shown = await asyncio.wait_for(usage, 15)
        assert replies == COMMANDS
        assert shown.code == 520
        assert shown.result.endswith("520 End of proper usage.")
        caller = await acd.see("Newchannel", "Channel", ";2")
        await acd.client.action("Hangup", {"Channel": caller.get("Channel")})
        assert await asyncio.wait_for(ended, 5) in ("hangup", "connection_closed")
        await acd.see("Hangup", "Channel", caller.get("Channel"))
    await server.stop()
    assert server.counts["malformed"] == 0


async def test_a_killed_asterisk_is_found_again(lab: AsteriskLab) -> None:
    async with engine() as acd:
        acd.connected.clear()
        lab.kill()
        await asyncio.to_thread(lab.restart)
        await asyncio.wait_for(acd.connected.wait(), 20)
        assert acd.lost == ["the PBX closed the connection"]
        assert await acd.client.ask_list("DeviceStateList")
