"""The barest AMI client and FastAGI server: they show what Asterisk says, apart from the project's own ones."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Self

Event = dict[str, str]
ANSWER_LIMIT_S = 20.0


class BareAmi:
    """Logs in, keeps every event, answers actions by their ActionID."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._waiting: dict[str, asyncio.Future[Event]] = {}
        self._sent = 0
        self.events: list[Event] = []
        self.on_event: Callable[[Event], None] = lambda event: None
        self._task = asyncio.create_task(self._read())

    @classmethod
    async def login(cls, host: str, port: int, user: str, secret: str) -> Self:
        reader, writer = await asyncio.open_connection(host, port)
        await reader.readline()
        ami = cls(reader, writer)
        answer = await ami.act("Login", Username=user, Secret=secret)
        assert answer["Response"] == "Success", answer
        return ami

    async def close(self) -> None:
        self._task.cancel()
        self._writer.close()
        await asyncio.wait([self._task])

    async def act(self, action: str, **headers: str) -> Event:
        self._sent += 1
        number = f"bare-{self._sent}"
        answer: asyncio.Future[Event] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        lines = {"Action": action, "ActionID": number, **headers}
        self._writer.write(("".join(f"{k}: {v}\r\n" for k, v in lines.items()) + "\r\n").encode())
        async with asyncio.timeout(ANSWER_LIMIT_S):
            return await answer

    async def event(self, name: str, within_s: float = 10.0, **wanted: str) -> Event:
        """The first event of that name and content, past or to come."""
        async with asyncio.timeout(within_s):
            while True:
                for event in self.events:
                    if event.get("Event") == name and wanted.items() <= event.items():
                        return event
                await asyncio.sleep(0.005)

    async def _read(self) -> None:
        while block := await self._block():
            pairs = (line.partition(": ") for line in block.decode(errors="replace").split("\r\n") if line)
            message: Event = {}
            for key, _, value in pairs:
                message[key] = f"{message[key]}\n{value}" if key in message else value
            future = self._waiting.get(message.get("ActionID", ""))
            if "Response" in message and future and not future.done():
                future.set_result(message)
            elif "Event" in message:
                self.events.append(message)
                self.on_event(message)

    async def _block(self) -> bytes:
        try:
            return await self._reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            return b""  # Asterisk has gone


class BareSession:
    """One FastAGI session: what Asterisk sent first, and commands with their answers."""

    def __init__(self, env: Event, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.env, self._reader, self._writer = env, reader, writer

    async def do(self, command: str) -> str:
        """Send a command and return its answer; "" when the session is over."""
        self._writer.write(command.encode() + b"\n")
        while (line := await self._reader.readline()).startswith((b"HANGUP", b"100 ")):
            pass  # neither is an answer: "100 result=0 Trying..." comes before what GOSUB returns
        return line.decode(errors="replace").strip()

    async def get(self, expression: str) -> str:
        """Evaluate an expression of the dialplan on the caller's channel."""
        answer = await self.do(f'GET FULL VARIABLE "{expression}"')
        return answer.partition("(")[2].removesuffix(")")

    def drop(self) -> None:
        """Reset the connection, as the end of a killed process does."""
        self._writer.transport.abort()

    async def ended(self) -> None:
        """Wait until Asterisk closes the session."""
        while await self._reader.readline():
            pass


async def serve_agi(host: str, port: int, script: Callable[[BareSession], Awaitable[None]]) -> asyncio.Server:
    """Run ``script`` for every session; the session ends when it returns."""

    async def session(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\n\n")).decode(errors="replace")
            pairs = (line.partition(": ") for line in head.splitlines() if line)
            env = {key: value for key, _, value in pairs}
            await script(BareSession(env, reader, writer))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the caller left, or a test dropped the session on purpose
        finally:
            writer.close()

    return await asyncio.start_server(session, host, port)
