"""For tests of scripts: small programs in a folder, and a session whose PBX answers at once or keeps silent."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

import structlog

from acd.asterisk.agi_session import AgiSession
from acd.asterisk.agi_wire import AgiReader, AgiReply
from acd.asterisk.script import Scripts
from ivr.actions import Failed, Ran, RunScript

ENVIRONMENT = {
    "agi_network": "yes",
    "agi_network_script": "call",
    "agi_request": "agi://127.0.0.1:4573/call",
    "agi_channel": "PJSIP/7-01",
    "agi_callerid": "4711",
    "agi_calleridname": "Ann",
    "agi_uniqueid": "1.1",
    "agi_arg_2": "of our own session",
}

Answers = Callable[[str], str | None]


class Pbx(asyncio.WriteTransport):
    """The PBX behind a session: ``heard`` are its commands, ``answers`` says what it answers, None for nothing."""

    def __init__(self, answers: Answers | None = None) -> None:
        self.heard: list[str] = []
        self.answers = answers or (lambda command: "200 result=1")
        self.spoken_to = asyncio.Event()
        self.closed = False
        self.session = AgiSession(dict(ENVIRONMENT), self, structlog.get_logger())
        self._reader = AgiReader()
        self._reader.feed(b"agi_network: yes\n\n")

    def write(self, data: bytes | bytearray | memoryview) -> None:
        command = bytes(data).decode("utf-8", "surrogateescape").removesuffix("\n")
        self.heard.append(command)
        self.spoken_to.set()
        said = self.answers(command)
        if said is not None:
            asyncio.get_running_loop().call_soon(self.answer, said)

    def answer(self, said: str) -> None:
        [reply] = self._reader.feed(f"{said}\n".encode())
        assert isinstance(reply, AgiReply)
        self.session.take_answer(reply)

    def close(self) -> None:
        self.closed = True


class Workshop:
    """A folder in which scripts are written and run."""

    def __init__(self, folder: Path, answers: Answers | None = None) -> None:
        self.folder = folder
        self.scripts = Scripts(folder)
        self.pbx_answers = answers

    async def run(self, text: str, *words: str, limit_s: float = 10.0, pbx: Pbx | None = None) -> Ran | Failed:
        """Run a script of sh (or of what its first line says) by its own name."""
        path = self.folder / "script"
        path.write_text(text if text.startswith("#!") else f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)
        action = RunScript(("./script", *words), limit_s, {"account": "123456"}, ("lookup",))
        return await self.scripts.run(action, (pbx or Pbx()).session)

    def noted(self, name: str = "noted") -> str:
        """What a script wrote into a file."""
        return (self.folder / name).read_text()


def is_alive(pid: int) -> bool:
    """Whether a process is there, even as a zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
