"""Confirmation: an agent hears which queue calls, and takes the call by a key.

It runs on the agent's leg while the caller hears music. Whoever picks up and does not press the key (a voicemail, a
child) is never connected: unless this session says otherwise, the dialplan hangs up the leg when it ends.
"""

import asyncio
from collections.abc import Callable

import structlog

from acd.asterisk.agi_session import AgiSession
from acd.asterisk.caller import Caller, House
from acd.asterisk.switchboard import Switchboard
from acd.core import Core
from acd.engine.calls import Call
from acd.engine.facts import OfferAnswered
from acd.engine.rules import announced
from agents.roster import Agent
from ivr.actions import Prompt

KEY = "1"

WHICH_QUEUE, PRESS_THE_KEY = "queue-call", "confirm-call"
"""What an agent hears: the first where the queue has no announcement of its own."""

BETWEEN_S = 2.0
"""How long the key is waited for before everything is said again."""

CALLER_GONE = "${MASTER_CHANNEL(CHANNEL(hangupsource))}"
"""Who hung up the caller's channel. Its ``Hangup`` event comes only after this session, whose end it waits for."""

TALKING = "GOSUB_RESULT=,MASTER_CHANNEL(ACD_STATE)=talking"
RECORDABLE = "DYNAMIC_FEATURES=acd-record"
"""What lets an agent start a recording: see ``features_acd.conf``."""

log = structlog.get_logger()


class Confirmation:
    """One session on the leg of an agent who was offered what the dialplan says; ``agent_of`` knows whose it is."""

    def __init__(
        self,
        agi: AgiSession,
        core: Core,
        switchboard: Switchboard,
        house: House,
        agent_of: Callable[[str], str | None],
    ) -> None:
        self._agi = agi
        self._core = core
        self._switchboard = switchboard
        self._leg = Caller(agi, core, house)
        self._agent = core.centre.roster.get(agent_of(agi.env.get("agi_channel", "")) or "")
        self._language = (self._agent.rules.language if self._agent is not None else "") or house.tree.language

    async def run(self) -> None:
        """Ask for the key for as long as the offer allows, and connect whoever presses it.

        Raises:
            SessionEnded: the leg is over.
        """
        call, agent = self._core.centre.calls.get(self._agi.env.get("agi_arg_2", "")), self._agent
        if call is None or agent is None or not self._is_offered(call, agent):
            log.info("confirmation_of_nothing", agent=agent and agent.name)
            return
        queue = self._core.centre.queues[call.queue]
        try:
            async with asyncio.timeout(self._core.centre.rules.listening_s(queue, agent.rules)):
                taken = await self._ask(call, agent, announced(queue, agent.rules) or WHICH_QUEUE)
        except TimeoutError:
            return
        if taken:
            await self._connect(call, agent, recordable=queue.record == "on-demand")

    def _is_offered(self, call: Call, agent: Agent) -> bool:
        """Whether the offer that this leg rang for still stands."""
        offer = call.offer if agent.name in call.ringing else None
        return offer is not None and str(offer) == self._agi.env.get("agi_arg_3", "")

    async def _ask(self, call: Call, agent: Agent, announcement: str) -> bool:
        """Say it all again and again; return whether the key was pressed, or False when nobody waits any more."""
        while True:
            for prompt in (announcement, PRESS_THE_KEY):
                if not self._is_offered(call, agent) or await self._caller_has_left():
                    return False
                if await self._leg.telephone.play(Prompt(self._language, prompt), KEY) == KEY:
                    return True
            if await self._leg.telephone.wait_for_key(BETWEEN_S) == KEY:
                return True

    async def _caller_has_left(self) -> bool:
        return bool((await self._leg.command("GET", "FULL", "VARIABLE", CALLER_GONE)).value)

    async def _connect(self, call: Call, agent: Agent, *, recordable: bool) -> None:
        """Let the dialplan connect the two, unless the offer was withdrawn while the key was pressed."""
        if not self._is_offered(call, agent):
            return
        if (leg := self._switchboard.legs.get(self._agi.env.get("agi_uniqueid", ""))) is not None:
            leg.answered = True  # from here on it is a conversation, and nobody hangs it up as a phone that rings
        await self._leg.command("EXEC", "MSet", f"{TALKING},{RECORDABLE}" if recordable else TALKING)
        if self._is_offered(call, agent) and call.offer is not None:
            self._core.tell(OfferAnswered(call.offer, call.call_id, agent.name))
