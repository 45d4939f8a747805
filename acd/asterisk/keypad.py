"""Keypad codes: an agent signs in with a PIN, pauses, comes back and goes home by their own phone, and hears it.

Whatever comes of a code, its session ends with the agent's state of now. A session is bounded, and it is no call:
nobody waits in it, and nothing of it is kept.
"""

import asyncio

import structlog

from acd.asterisk.agi_session import AgiSession
from acd.asterisk.caller import Caller, House
from acd.asterisk.codes import Wish
from acd.asterisk.gate import plain_text
from acd.asterisk.pins import Verdict
from acd.core import Core
from acd.engine.facts import AgentPaused, AgentSignedIn, AgentSignedOut, AgentUnpaused, AnyFact, DeviceChanged
from agents.pauses import read_missed
from agents.roster import Agent
from agents.states import WORKING, AgentState, Device
from ivr.actions import Ask, Failed, Keys, Prompt, Result, Say

LONGEST_S = 60.0
"""How long a session may take; a whole sign-in takes ten seconds."""

FIRST_KEY_S, NEXT_KEY_S = 5.0, 3.0

LONGEST_PIN = 12

REASON_TRIES = 3
"""How often an agent may name a reason that there is not, dialled with the code or pressed."""

A_BREAK = "break"
"""The reason for a pause where the centre has no list of them."""

STANDING = {
    AgentState.SIGNED_OUT: "state-signed-out",
    AgentState.READY: "state-ready",
    AgentState.OFFERED: "state-ringing",
    AgentState.TALKING: "state-talking",
    AgentState.WRAP_UP: "state-wrap-up",
    AgentState.PAUSED: "state-paused",
    AgentState.AFTER_MISS: "state-after-miss",
    AgentState.BUSY_ELSEWHERE: "state-ready",  # the conversation of its own that the phone is in is this very one
    AgentState.UNREACHABLE: "state-unreachable",
}

log = structlog.get_logger()


class KeypadSession:
    """One session of one code, dialled by the phone of ``agent`` (a name; None: the phone is nobody's)."""

    def __init__(self, agi: AgiSession, core: Core, house: House, agent: str | None) -> None:
        self._agi = agi
        self._core = core
        self._codes = house.codes
        self._channel = Caller(agi, core, house)
        self._agent = core.centre.roster.get(agent) if agent is not None else None
        self._language = self._agent.rules.language if self._agent is not None else ""
        self._language = self._language or house.tree.language

    async def run(self, dialled: str) -> None:
        """Do what the code says, and tell the agent.

        Raises:
            SessionEnded: the agent has hung up.
        """
        try:
            async with asyncio.timeout(LONGEST_S):
                await self._channel.answer()
                await self._take(dialled)
        except TimeoutError:
            log.info("keypad_took_too_long", agent=self._agent and self._agent.name, limit_s=LONGEST_S)

    async def _take(self, dialled: str) -> None:
        if self._agent is None:
            channel = plain_text(self._agi.env.get("agi_channel", ""), 80)
            log.warning("keypad_phone_of_nobody", channel=channel)
            await self._say("nobodys-phone", "nothing-changed")
            return
        self._notice_phone(self._agent)
        understood = self._codes.understand(dialled)
        if understood is None:
            # The code itself is not logged: a PIN may have been dialled behind it.
            log.info("keypad_code_unknown", agent=self._agent.name, keys=len(dialled))
            await self._say("code-unknown", "nothing-changed")
        elif understood.wish is not Wish.STATE:
            await self._tell(self._agent, await self._fact(self._agent, understood.wish, understood.key))
        await self._say(standing(self._agent))

    def _notice_phone(self, agent: Agent) -> None:
        """The phone is in this call. If AMI says so a moment later, who comes to work would be rung in between."""
        if agent.device is Device.FREE:
            self._core.tell(DeviceChanged(agent.name, Device.BUSY))

    async def _tell(self, agent: Agent, fact: AnyFact | None) -> None:
        """Tell the engine what the agent wants, and the agent if nothing came of it."""
        why = self._core.ask(fact) if fact is not None else "not asked"
        log.info("keypad", agent=agent.name, fact=type(fact).__name__ if fact else None, state=agent.state, refused=why)
        if why is not None:
            await self._say("nothing-changed")

    async def _fact(self, agent: Agent, wish: Wish, key: str) -> AnyFact | None:
        """Return what the engine is to be told, None if the agent has not shown a PIN or named a reason."""
        if wish is Wish.SIGN_IN:
            return AgentSignedIn(agent.name) if await self._shows_pin(agent) else None
        if wish is Wish.PAUSE:
            reason = await self._reason(key)
            return AgentPaused(agent.name, reason) if reason is not None else None
        return AgentSignedOut(agent.name) if wish is Wish.SIGN_OUT else AgentUnpaused(agent.name)

    # -- what is asked -----------------------------------------------------------------------------------

    async def _shows_pin(self, agent: Agent) -> bool:
        """Ask for the PIN until it is right, or there were too many wrong ones."""
        pins, clock = self._codes.pins, self._core.clock
        if not pins.has(agent.name):
            await self._say("pin-missing")
            return False
        why = ""
        for _ in range(pins.tries):
            if pins.locked(agent.name, clock.now()):
                break
            entered = await self._keys(why, "enter-pin", most=LONGEST_PIN, finish="#")
            verdict = pins.check(agent.name, entered, clock.now()) if entered else None
            if verdict is Verdict.RIGHT:
                return True
            if verdict is Verdict.LOCKED:
                log.warning("keypad_locked", agent=agent.name, wrong_pins=pins.tries, for_s=pins.lock_s)
            why = "pin-wrong" if entered else "nothing-heard"
        await self._say("pin-locked" if pins.locked(agent.name, clock.now()) else why)
        return False

    async def _reason(self, key: str) -> str | None:
        """Return the reason that ``key`` stands for; ask for the key if there is none, or it stands for nothing."""
        pauses = self._codes.pauses
        if not pauses:
            return A_BREAK
        why = "pause-unknown" if key else ""
        for _ in range(REASON_TRIES - len(key)):
            if key in pauses:
                break
            key = await self._keys(why, "choose-pause", most=1)
            why = "pause-unknown" if key else "nothing-heard"
        if key not in pauses:
            await self._say(why)
        return pauses.get(key)

    # -- what is said ------------------------------------------------------------------------------------

    async def _say(self, *names: str) -> None:
        self._check(await self._channel.telephone.perform(Say(self._prompts(*names))))

    async def _keys(self, *names: str, most: int, finish: str = "") -> str:
        """Ask for keys; return those pressed, "" for silence."""
        asked = Ask(self._prompts(*names), most, finish, FIRST_KEY_S, NEXT_KEY_S)
        result = self._check(await self._channel.telephone.perform(asked))
        return result.digits if isinstance(result, Keys) else ""

    def _prompts(self, *names: str) -> tuple[Prompt, ...]:
        return tuple(Prompt(self._language, name) for name in names if name)

    def _check(self, result: Result) -> Result:
        if isinstance(result, Failed):
            log.warning("keypad_not_heard", agent=self._agent and self._agent.name, why=result.reason)
        return result


def standing(agent: Agent) -> str:
    """Name the prompt that says where the agent is now, or will be after the call in hand."""
    if agent.state in WORKING and (agent.leaving or agent.pause_reason is not None):
        return "then-signed-out" if agent.leaving else "then-paused"
    if agent.state is AgentState.PAUSED and read_missed(agent.pause_reason or "") is not None:
        return "state-paused-missed"
    if agent.state is AgentState.BUSY_ELSEWHERE and agent.left_alone:
        return STANDING[AgentState.AFTER_MISS]
    return STANDING[agent.state]
