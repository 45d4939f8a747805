"""An agent's phone in a session, played by a test: it hears prompts, and keys are pressed when it is asked to."""

import asyncio
from collections.abc import Callable, Iterable
from typing import cast

import structlog

from acd.asterisk.agi_session import AgiSession
from acd.asterisk.agi_wire import AgiReply

PROMPT_S = 0.5


class DeskPhone:
    """The PBX's side of one session that ``channel`` opened by dialling.

    ``keys`` are pressed one after another, each as soon as somebody listens; a space lets one prompt play to its
    end, or one wait for a key pass. ``heard`` are the prompts that began to play, ``sent`` the words of every
    command. Prompts in ``missing`` are not recorded. With ``leaves_at`` the agent hangs up when that prompt begins.
    """

    def __init__(
        self, channel: str, dialled: str, keys: str = "", *, missing: Iterable[str] = (), leaves_at: str = ""
    ) -> None:
        env = {"agi_channel": channel, "agi_extension": dialled, "agi_uniqueid": "17.1"}
        self.session = AgiSession(env, cast(asyncio.WriteTransport, self), structlog.get_logger())
        self.heard: list[str] = []
        self.sent: list[str] = []
        self.closed = False
        self.when: dict[str, Callable[[], None]] = {}
        self._keys = list(keys)
        self._missing = set(missing)
        self._leaves_at = leaves_at

    @property
    def said(self) -> list[str]:
        """The prompts that were heard, without the folder of sounds and the language."""
        return [sound.rpartition("/")[2] for sound in self.heard]

    def write(self, data: bytes) -> None:
        """Take a command, as the transport of the session."""
        line = data.decode().rstrip("\n")
        self.sent.append(line)
        asyncio.get_running_loop().create_task(self._carry_out(line.split()))

    def close(self) -> None:
        """Note the end, as the transport of the session."""
        self.closed = True

    async def _carry_out(self, words: list[str]) -> None:
        if words[0] == "STREAM":
            await self._stream(words[2], words[3].strip('"'))
        elif words[0] == "WAIT":
            await self._wait(int(words[3]) / 1000)
        else:
            self._reply("0")

    async def _stream(self, sound: str, keys: str) -> None:
        name = sound.rpartition("/")[2]
        if name in self._missing:
            self._reply("0", 0)
            return
        self.heard.append(sound)
        if name == self._leaves_at:
            self.session.end("hangup")
            return
        self.when.get(name, lambda: None)()
        key = self._keys.pop(0) if self._keys and (keys or self._keys[0] == " ") else " "
        if key == " ":
            await asyncio.sleep(PROMPT_S)
        self._reply("0" if key == " " else str(ord(key)), 4000)

    async def _wait(self, seconds: float) -> None:
        key = self._keys.pop(0) if self._keys else " "
        if key == " ":
            await asyncio.sleep(seconds)
        self._reply("0" if key == " " else str(ord(key)))

    def _reply(self, result: str, end_position: int | None = None) -> None:
        if not self.session.ended.is_set():
            self.session.take_answer(AgiReply(200, result, None, end_position))
