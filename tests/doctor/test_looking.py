"""A look ends, whatever the other side does: panoramisk alone would wait, retry or send for ever."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from acd.asterisk.gate import Hostile
from acd.config.load import Centre
from acd.doctor import looking as looking_module
from acd.doctor.examine import examine
from acd.doctor.looking import ANSWER_S, CONNECT_S, Look, NotReached, Refused, Silent, looking
from simulator.pbx import EmulatedPbx
from tests.doctor.kit import AMI_SECRET, centre_with, not_good
from tests.simulator.pbx.bench import SETTINGS

GREETING = b"Asterisk Call Manager/11.0.0\r\n"
Reply = Callable[[dict[str, str]], str | None]


class ScriptedPbx:
    """Reads actions and answers as a test says; None is silence. ``connections`` counts who came."""

    def __init__(self, greeting: bytes, reply: Reply) -> None:
        self.greeting = greeting
        self.reply = reply
        self.connections = 0
        self.actions: list[dict[str, str]] = []
        self.writers: list[asyncio.StreamWriter] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.writers.append(writer)
        writer.write(self.greeting)
        try:
            while True:
                block = (await reader.readuntil(b"\r\n\r\n")).decode()
                action = dict(line.split(": ", 1) for line in block.split("\r\n") if ": " in line)
                self.actions.append(action)
                if (answer := self.reply(action)) is not None:
                    writer.write(f"{answer}\r\nActionID: {action['ActionID']}\r\n\r\n".encode())
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


def friendly(action: dict[str, str]) -> str | None:
    """An Asterisk that lets everybody in and says yes."""
    if action["Action"] == "Challenge":
        return "Response: Success\r\nChallenge: 12345"
    return "Response: Success\r\nValue: yes"


def silent_on(name: str) -> Reply:
    return lambda action: None if action["Action"] == name else friendly(action)


@asynccontextmanager
async def scripted(reply: Reply = friendly, greeting: bytes = GREETING) -> AsyncIterator[tuple[ScriptedPbx, Centre]]:
    pbx = ScriptedPbx(greeting, reply)
    server = await asyncio.start_server(pbx.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield pbx, centre_at(port)
    finally:
        server.close()
        for writer in pbx.writers:
            writer.close()


def centre_at(port: int) -> Centre:
    return centre_with(lambda raw: raw["pbx"]["ami"].update(address=f"127.0.0.1:{port}"))


@asynccontextmanager
async def look_at(centre: Centre) -> AsyncIterator[Look]:
    async with looking(centre.part.pbx.ami) as look:
        yield look


def now() -> float:
    return asyncio.get_running_loop().time()


async def test_it_logs_in_without_sending_the_secret_and_asks() -> None:
    async with scripted() as (pbx, centre), look_at(centre) as look:
        assert await look.value("ACD_ENGINE") == "yes"
        assert [action["Action"] for action in pbx.actions] == ["Challenge", "Login", "Getvar"]
        assert AMI_SECRET not in repr(pbx.actions)


async def test_where_nobody_listens_it_says_why_at_once() -> None:
    async with scripted() as (pbx, centre):
        pass
    with pytest.raises(NotReached, match=r"ami_unreachable: .*refused"):
        async with look_at(centre):
            pass
    assert pbx.connections == 0


@pytest.mark.parametrize(("greeting", "key"), [(b"", "ami_silent"), (b"SSH-2.0-OpenSSH\r\n", "ami_other")])
async def test_who_does_not_greet_as_ami_is_left_in_time(greeting: bytes, key: str) -> None:
    async with scripted(greeting=greeting) as (_, centre):
        began = now()
        with pytest.raises(NotReached, match=key):
            async with look_at(centre):
                pass
        assert now() - began <= CONNECT_S + 1


async def test_a_refused_login_is_told_and_not_tried_again() -> None:
    def refusing(action: dict[str, str]) -> str | None:
        refused = "Response: Error\r\nMessage: Authentication failed"
        return refused if action["Action"] == "Login" else friendly(action)

    async with scripted(refusing) as (pbx, centre):
        with pytest.raises(Refused, match="Authentication failed") as refused:
            async with look_at(centre):
                pass
        assert refused.value.own == "127.0.0.1"
        await asyncio.sleep(60)
        assert pbx.connections == 1


@pytest.mark.parametrize("action", ["Challenge", "Login"])
async def test_a_login_without_an_answer_ends(action: str) -> None:
    async with scripted(silent_on(action)) as (_, centre):
        with pytest.raises(NotReached, match="ami_silent"):
            async with look_at(centre):
                pass


async def test_a_question_without_an_answer_ends_and_the_next_is_asked() -> None:
    async with scripted(silent_on("Ping")) as (_, centre), look_at(centre) as look:
        began = now()
        with pytest.raises(Silent):
            await look.ask("Ping")
        assert now() - began == pytest.approx(ANSWER_S, abs=0.5)
        assert await look.value("ACD_ENGINE") == "yes"


async def test_a_lost_connection_is_noticed_at_once_and_nothing_is_sent_again() -> None:
    async with scripted(silent_on("Ping")) as (pbx, centre), look_at(centre) as look:
        asked = asyncio.ensure_future(look.ask("Ping"))
        await asyncio.sleep(0.1)
        pbx.writers[0].close()
        began = now()
        with pytest.raises(Silent):
            await asked
        assert now() - began < 1
        with pytest.raises(Silent):
            await look.ask("Ping")
        await asyncio.sleep(60)
        assert pbx.connections == 1


async def test_a_shutdown_is_the_end_of_the_look() -> None:
    async with scripted() as (pbx, centre), look_at(centre) as look:
        pbx.writers[0].write(b"Event: Shutdown\r\nShutdown: Cleanly\r\n\r\n")
        await asyncio.sleep(1)
        assert look.is_gone


async def test_a_flood_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking_module, "MOST_BYTES", 10_000)
    async with scripted(silent_on("Ping")) as (pbx, centre), look_at(centre) as look:
        pbx.writers[0].write(b"Event: VarSet\r\nValue: " + b"x" * 20_000)
        with pytest.raises(Silent):
            await look.ask("Ping")
        assert look.is_gone


async def test_a_value_with_a_line_break_is_never_sent() -> None:
    async with scripted() as (pbx, centre), look_at(centre) as look:
        with pytest.raises(Hostile):
            await look.value("X)\r\nAction: Originate")
        assert "Getvar" not in [action["Action"] for action in pbx.actions]


async def test_the_examination_of_a_pbx_that_answers_nothing_ends_and_says_what_was_not_answered() -> None:
    def deaf(action: dict[str, str]) -> str | None:
        return friendly(action) if action["Action"] in ("Challenge", "Login") else None

    async with scripted(deaf) as (_, centre):
        found = await examine(centre)
    assert {finding.key for finding in found} >= {"ami_entered", "ami_unanswered"}
    assert {finding.values["action"] for finding in found if finding.key == "ami_unanswered"} >= {"Ping", "Getvar"}


async def test_the_examination_of_a_pbx_that_goes_away_ends_there() -> None:
    async with scripted() as (pbx, centre):

        def leaving(action: dict[str, str]) -> str | None:
            if action["Action"] == "Ping":
                pbx.writers[0].close()
            return friendly(action)

        pbx.reply = leaving
        found = await examine(centre)
    assert found[-1].key == "ami_lost"


async def test_the_emulated_pbx_is_looked_at_too_and_what_it_does_not_tell_is_said() -> None:
    async with EmulatedPbx(SETTINGS) as pbx:
        host, port = pbx.ami_address
        ami = {"address": f"{host}:{port}", "secret": "emulated"}
        found = not_good(await examine(centre_with(lambda raw: raw["pbx"]["ami"].update(ami))))
    assert "1002" not in found["phones_unknown"].values["phones"]  # it has this one
    assert "PJSIP/1003" in found["phones_unknown"].values["phones"]
    assert {"modules_unseen", "dialplan_unseen", "untried_silent"} <= set(found)
