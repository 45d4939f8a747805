"""One offer on the PBX: an agent's phone rings for a caller, and what came of it is told in the engine's words."""

from collections.abc import Awaitable
from typing import Protocol

from acd.asterisk import truth
from acd.asterisk.agi_session import AgiSession
from acd.asterisk.agi_wire import AgiReply
from acd.asterisk.caller import DIAL_STATUS, Caller, House
from acd.asterisk.gate import check_number, plain_text
from acd.asterisk.outcomes import miss_of, who_answered
from acd.asterisk.recording import record_as_ruled
from acd.core import Core
from acd.engine.calls import Call, RecordingState
from acd.engine.facts import Miss
from acd.engine.orders import Offer
from acd.engine.rules import QueueRules, announced, asks_key
from agents.roster import AgentRules
from ivr.actions import Prompt

OVERDUE_S = 2.0
"""What lasts so much longer than the ringing may is a conversation; less than the slack of the engine's leases."""

TALK_S = 24 * 3600.0
"""How long an offer and the conversation after it may last; what is longer is no conversation."""

OUTSIDE_RINGS_S = 45
"""How long a number outside is rung for a caller who was passed on to it."""

LONGEST_MESSAGE = 1_800
"""Bytes of an offer that carries its truth; FastAGI takes 2,000. What is longer writes the truth down first."""

LABEL_LENGTH, NUMBER_LENGTH = 80, 40

OUTCOME = f"${{DIALSTATUS}}|${{HANGUPCAUSE}}|${{{truth.STATE}}}|${{DIALEDPEERNAME}}"
"""What is asked of the PBX when a ``Dial`` has returned."""


class Desk(Protocol):
    """What an offer needs of the one who sees the whole PBX."""

    def overdue(self, offer: Offer) -> None:
        """The phone should have rung out by now, and the PBX has not said what came of it."""


class Offering:
    """Rings agents for one caller."""

    def __init__(self, agi: AgiSession, caller: Caller, core: Core, house: House, desk: Desk) -> None:
        self._agi = agi
        self._house = house
        self._caller = caller
        self._core = core
        self._desk = desk
        self._begun: tuple[int, Awaitable[AgiReply]] | None = None
        self.answered_by = ""
        """Who had the conversation of the offer before."""

    async def ring(self, offer: Offer, call: Call) -> Miss | None:
        """Ring the agents; return when nobody took the call, and why, or None after a conversation.

        Raises:
            SessionEnded: the session is over.
        """
        if self.is_withdrawn:
            await self.let_ring_out()
        if call.offer != offer.offer or not (
            self.has_begun(offer) or self.begin(offer, call) or await self._begin_slowly(offer, call)
        ):
            return Miss.NO_ANSWER  # withdrawn meanwhile, and the phone has not rung
        assert self._begun is not None
        latest_s = offer.ring_s + offer.listen_s + OVERDUE_S
        watch = self._core.clock.loop.call_later(latest_s, self._outlasts_ringing, offer)
        try:
            await self._begun[1]
        finally:
            watch.cancel()
            self._begun = None
        reply = await self._caller.command("GET", "FULL", "VARIABLE", OUTCOME)
        status, cause, state, channel = [*(reply.value or "").split("|"), "", "", ""][:4]
        self.answered_by = who_answered(offer, channel, self._core.centre.roster)
        return miss_of(status, cause, state)

    @property
    def is_withdrawn(self) -> bool:
        """Whether a phone rings for an offer that is no more."""
        call = self._caller.call
        return self._begun is not None and (call is None or call.offer != self._begun[0])

    async def let_ring_out(self) -> None:
        """Wait until the phone of a withdrawn offer has stopped; whoever withdrew it has it hung up.

        Raises:
            SessionEnded: the session is over.
        """
        begun, self._begun = self._begun, None
        if begun is not None:
            await begun[1]

    @property
    def is_at_it(self) -> bool:
        """Whether an offer is under way."""
        return self._begun is not None

    def has_begun(self, offer: Offer) -> bool:
        """Whether the phone rings for this offer already."""
        return self._begun is not None and self._begun[0] == offer.offer

    def begin(self, offer: Offer, call: Call) -> bool:
        """Ring in one message, which carries the truth to be written first; False if the offer asks for more."""
        agent, queue = self._rules_of(offer, call)
        if self._agi.is_busy or self._agi.ended.is_set() or asks_key(queue, agent) or concerns_recording(queue, call):
            return False
        words = f"{self._dialled(offer, call, queue)}B(acd-offer^s^1({truth.write_call(call)}))"
        if len(words.encode()) > LONGEST_MESSAGE:
            return False
        self._dial(offer, words)
        return True

    async def _begin_slowly(self, offer: Offer, call: Call) -> bool:
        """Do what goes before the ringing in the session itself; False if the offer was withdrawn meanwhile."""
        agent, queue = self._rules_of(offer, call)
        recorded: dict[str, str] = {}
        if concerns_recording(queue, call):
            recorded = await record_as_ruled(self._caller, self._core, call, self._house.recordings)
        state = truth.CONFIRMING if asks_key(queue, agent) else truth.OFFERED
        await self._caller.write_offered(call, state, recorded)
        if call.offer == offer.offer:
            self._dial(offer, self._dialled(offer, call, queue))
        return call.offer == offer.offer

    def _rules_of(self, offer: Offer, call: Call) -> tuple[AgentRules, QueueRules]:
        return self._core.centre.roster[offer.agent].rules, self._core.centre.queues[call.queue]

    def _dial(self, offer: Offer, words: str) -> None:
        longest_s = offer.ring_s + offer.listen_s + OVERDUE_S + TALK_S
        self._begun = offer.offer, self._agi.command("EXEC", "Dial", words, deadline_s=longest_s)

    def _dialled(self, offer: Offer, call: Call, queue: QueueRules) -> str:
        """Say how the phones are to be rung, and what an agent is to hear and do before the caller is connected."""
        agents = [self._core.centre.roster[name].rules for name in (offer.agent, *offer.also)]
        if asks_key(queue, agents[0]):  # who rings alone then
            answered = f"U(acd-confirm^{call.call_id}^{offer.offer})"
        else:
            answered = "U(acd-recordable)" if queue.record == "on-demand" else "U(acd-answered)"
            answered = self._announcement(queue, agents) + answered
        phones = "&".join(dialled_as(agent.endpoint) for agent in agents)
        seconds = max(1, round(offer.ring_s))
        return f"{phones},{seconds},gmf({shown(offer.label, call.number)}){answered}"

    def _announcement(self, queue: QueueRules, agents: list[AgentRules]) -> str:
        """What is said of the queue to whoever answers: in the centre's language, unless all have another."""
        prompt = next((prompt for agent in agents if (prompt := announced(queue, agent))), "")
        languages = {agent.language for agent in agents}
        language = languages.pop() if len(languages) == 1 else ""
        spoken = Prompt(language or self._house.tree.language, prompt)
        return f"A({self._house.sounds}/{spoken.file})" if prompt else ""

    async def ring_outside(self, number: str) -> bool:
        """Ring a number outside, past all offers; return whether somebody talked to the caller.

        Raises:
            Hostile: it is no number.
            SessionEnded: the session is over.
        """
        words = f"Local/{check_number(number)}@{self._house.outside}/n,{OUTSIDE_RINGS_S},gm"
        await self._agi.command("EXEC", "Dial", words, deadline_s=OUTSIDE_RINGS_S + TALK_S)
        reply = await self._caller.command("GET", "VARIABLE", DIAL_STATUS)
        return reply.value == "ANSWER"

    def _outlasts_ringing(self, offer: Offer) -> None:
        call = self._caller.call
        if call is not None and call.offer == offer.offer and self._agi.is_busy:
            self._desk.overdue(offer)


def concerns_recording(queue: QueueRules, call: Call) -> bool:
    """Whether a recording may have to be begun, ended or made possible before the phone rings."""
    return queue.record != "never" or call.recording is not RecordingState.OFF


def shown(label: str, number: str) -> str:
    """What the agent's phone shows, as ``Dial`` takes it: nothing of it can end the option or be evaluated."""
    digits = "".join(char for char in plain_text(number, NUMBER_LENGTH) if char.isascii() and char not in " '%")
    return f"{plain_text(label, LABEL_LENGTH)} <{digits}>"


def dialled_as(endpoint: str) -> str:
    """Name a phone for ``Dial``: a Local channel that took itself out of the call would leave a leg nobody knows."""
    return f"{endpoint}/n" if endpoint.startswith("Local/") else endpoint
