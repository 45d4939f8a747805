"""Agents' phones, played by a test: they dial codes, hear prompts, and keys are pressed when they are asked for."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, cast

import msgspec
import structlog

from acd.asterisk.agi_session import AgiSession, SessionEnded
from acd.asterisk.agi_wire import AgiReply
from acd.asterisk.caller import House
from acd.asterisk.codes import Codes, Wish
from acd.asterisk.keypad import KeypadSession
from acd.asterisk.pins import Pins
from acd.config.desk_checks import KEYPAD_PROMPTS
from acd.engine.facts import DeviceChanged, Fact
from agents.states import AgentState, Device
from tests.core_kit import AGENTS, a_core
from tests.ivr.trees import tree_of

PROMPT_S = 0.5
ANNA, BORIS, STRANGER = "PJSIP/1001-0000002a", "PJSIP/1002-00000001", "PJSIP/1099-00000001"
WISHES = {
    "*40": Wish.SIGN_IN,
    "*41": Wish.SIGN_OUT,
    "*42": Wish.PAUSE,
    "*43": Wish.UNPAUSE,
    "*44": Wish.STATE,
}
PAUSES = {"1": "lunch", "2": "training"}
PHONES = {"PJSIP/1001": "anna", "PJSIP/1002": "boris"}


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
        """End, as the transport of the session: nothing is left to do."""

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


class Desks:
    """A centre's phones: agents dial, and each session runs to its end."""

    def __init__(self, pauses: dict[str, str] | None = None, **rules: Any) -> None:
        ru = msgspec.structs.replace(AGENTS[1], language="ru")
        self.core = a_core(agents=(AGENTS[0], ru), **rules)
        self.pins = Pins({"anna": "4711"}, tries=3, lock_s=300.0)
        codes = Codes(WISHES, PAUSES if pauses is None else pauses, self.pins)
        self.house = House(tree_of({}), {}, "acd", "default", "acd-exits", codes=codes)
        self._told: list[Fact] = []
        self.core.catch_up()  # what is told from here on
        self.core.listeners.append(lambda at, fact, led_to: self._told.append(fact))

    async def dial(self, channel: str, dialled: str, keys: str = "", **more: Any) -> list[str]:
        """Dial; return what was said."""
        said = (await self.dialled(DeskPhone(channel, dialled, keys, **more))).said
        assert set(said) <= KEYPAD_PROMPTS, "what is said is not what `acd check` looks for"
        return said

    async def dialled(self, phone: DeskPhone) -> DeskPhone:
        """Lead a phone's session to its end."""
        env = phone.session.env
        agent = PHONES.get(env["agi_channel"].rpartition("-")[0])
        with suppress(SessionEnded):
            await KeypadSession(phone.session, self.core, self.house, agent).run(env["agi_extension"])
        return phone

    def state(self, agent: str = "anna") -> AgentState:
        return self.core.centre.roster[agent].state

    def hang_up(self, agent: str = "anna") -> None:
        """The phone is put down, and the PBX says so."""
        self.core.tell(DeviceChanged(agent, Device.FREE))

    @property
    def told(self) -> list[Fact]:
        """What the engine was told so far."""
        self.core.catch_up()
        return self._told

    @property
    def wishes(self) -> list[Fact]:
        """What the engine was told of agents, without what it was told of phones."""
        return [fact for fact in self.told if not isinstance(fact, DeviceChanged)]
