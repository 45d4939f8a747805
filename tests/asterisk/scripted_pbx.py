"""The AMI side of a PBX that does what a test tells it to, on a loopback port, and remembers what it heard."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from acd.asterisk.ami_wire import AmiReader, Message, encode_message

SECRET = "s3cret"
Answer = Callable[["ScriptedPbx", Message], None]


class ScriptedPbx:
    """Answers logins, filters and pings by itself; ``answers`` tells what to do with other actions."""

    def __init__(self) -> None:
        self.heard: list[Message] = []
        self.answers: dict[str, Answer] = {}
        self.greeting = b"Asterisk Call Manager/11.0.0\r\n"
        self.writers: list[asyncio.StreamWriter] = []
        self.connections = 0
        self.open_connections = 0
        self.boots = True
        self.port = 0
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
        self.drop()
        await asyncio.sleep(0.01)

    def drop(self) -> None:
        for writer in self.writers:
            writer.close()
        self.writers.clear()

    def say(self, *headers: tuple[str, str]) -> None:
        self.say_bytes(encode_message(headers))

    def say_bytes(self, data: bytes) -> None:
        for writer in self.writers:
            writer.write(data)

    def respond(self, action: Message, text: str = "Success", *headers: tuple[str, str]) -> None:
        self.say(("Response", text), ("ActionID", action.action_id), *headers)

    def names_heard(self) -> list[str]:
        return [action.get("Action") for action in self.heard]

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.open_connections += 1
        self.writers.append(writer)
        writer.write(self.greeting)
        actions = AmiReader()
        with suppress(ConnectionError):
            while data := await reader.read(65536):
                for action in actions.feed(data):
                    self.heard.append(action)
                    self._answer(action)
        self.open_connections -= 1
        writer.close()

    def _answer(self, action: Message) -> None:
        name = action.get("Action")
        if name in self.answers:
            self.answers[name](self, action)
        elif name == "Challenge":
            self.respond(action, "Success", ("Challenge", "12345"))
        elif name == "Login" and action.get("Key") != hashlib.md5(f"12345{SECRET}".encode()).hexdigest():
            self.respond(action, "Error", ("Message", "Authentication failed"))
        else:
            self.respond(action)
            if name == "Login" and self.boots:
                self.say(("Event", "FullyBooted"), ("Status", "Fully Booted"))


def silent(_pbx: ScriptedPbx, _action: Message) -> None:
    """Never answer."""


def refuse(message: str) -> Answer:
    return lambda pbx, action: pbx.respond(action, "Error", ("Message", message))


@asynccontextmanager
async def scripted_pbx() -> AsyncIterator[ScriptedPbx]:
    pbx = ScriptedPbx()
    await pbx.start()
    try:
        yield pbx
    finally:
        await pbx.stop()
