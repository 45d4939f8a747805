"""The application ``Dial``: rings phones for a channel, joins it with the first that answers, and returns."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from simulator.pbx import causes, events
from simulator.pbx.channels import UP, Channel, Conversation, Party, Place
from simulator.pbx.media import Media
from simulator.pbx.switchboard import Switchboard

# A forgotten conversation ends after this long, in seconds: no bench and no demo talks for a day.
LONGEST_TALK_S = 86_400.0
# How long after the phone picked up ``Dial`` was seen to notice it, in seconds.
EARLIEST_ANSWER_S = 0.0015
LATEST_ANSWER_S = 0.011
# When the caller ends a conversation, the agent's channel ends this much later, in seconds.
LEG_AFTER_CALLER_S = 0.0003


class Ringable(Party, Protocol):
    """What can be dialled: a phone on a desk."""

    def ring(self, leg: Channel) -> None:
        """Start to ring for ``leg``; the phone answers or refuses it later through the switchboard."""


class DialOptions(NamedTuple):
    """The options of ``Dial`` that matter here.

    ``go_on`` is ``g``: a conversation that the called side ended does not end the dialplan. ``music`` is
    ``m``. ``shown`` is ``f``: the name and number that the phone shows, None for the caller's own. When a phone has
    answered, and before the two hear each other, ``announcement`` (``A``) is played to it and ``subroutine`` (``U``)
    runs on its leg.
    """

    go_on: bool = False
    music: bool = False
    shown: tuple[str, str] | None = None
    announcement: str = ""
    subroutine: Callable[[Channel], Awaitable[None]] | None = None


@dataclass
class Dial:
    """One run of ``Dial`` for ``caller``; ``phones`` finds the phone of a device."""

    board: Switchboard
    caller: Channel
    phones: Callable[[str], Ringable | None]
    options: DialOptions
    media: Media

    async def run(self, targets: str, timeout_s: float | None) -> int:
        """Dial ``A&B`` for up to ``timeout_s`` seconds and return when everything is over.

        Sets DIALSTATUS, HANGUPCAUSE and what else Dial sets. Returns 0 if the dialplan goes on, else -1.
        """
        self.began_s = self.board.now()
        self._set(DIALSTATUS="", DIALEDPEERNAME="", DIALEDPEERNUMBER="", DIALEDTIME="", ANSWEREDTIME="")
        self._refusals: list[str] = []
        legs = [leg for target in targets.split("&") if (leg := self._begin(target)) is not None]
        if not legs:
            self._set(HANGUPCAUSE=str(causes.NO_ROUTE))
        winner = await self._wait_for_answer(legs, timeout_s)
        if winner is not None:
            return await self._answered(winner)
        if self.caller.interrupted:
            self._set(DIALSTATUS="CANCEL")
            return -1
        self._set(DIALSTATUS=causes.status_of_all(self._refusals))
        return 0

    def _begin(self, target: str) -> Channel | None:
        """Start ringing one phone; None if it cannot be reached, and then there is no channel of it at all."""
        phone = self.phones(target)
        if phone is None:
            self._refusals.append("CHANUNAVAIL")
            return None
        caller = self.caller
        leg = self.board.new_channel(endpoint_of(target), phone, Place("acd-agents", "s", 1), dialled_by=caller)
        leg.language = caller.language
        self.board.announce(leg)
        # The called side is named by the extension that dials it.
        leg.caller_number = caller.place.extension
        leg.connected_name, leg.connected_number = self.options.shown or (caller.caller_name, caller.caller_number)
        self.board.emit("DialBegin", events.dial_headers(caller, leg, ("DialString", target.partition("/")[2])))
        caller.connected_number = leg.caller_number
        # Without m the music of before stops at the first ring.
        self.media.set_music(caller, self.options.music)
        phone.ring(leg)
        self.board.emit("DialState", events.dial_headers(caller, leg, ("DialStatus", "RINGING")))
        return leg

    async def _wait_for_answer(self, legs: list[Channel], timeout_s: float | None) -> Channel | None:
        """Wait until a leg is up; every other leg is over when this returns."""
        deadline = None if timeout_s is None else self.began_s + timeout_s
        while legs and not self.caller.interrupted:
            for leg in [leg for leg in legs if leg.gone]:
                legs.remove(leg)
                self._refused(leg)
            winner = next((leg for leg in legs if leg.state == UP), None)
            if winner is not None:
                self._give_up([leg for leg in legs if leg is not winner], "CANCEL", causes.ANSWERED_ELSEWHERE)
                await sleep_interruptibly(self.board, self.caller, self._answer_delay_s())
                winner.place = Place("acd-agents", "")
                return winner
            if deadline is not None and self.board.now() >= deadline:
                self._refusals.append("NOANSWER")
                self._give_up(legs, "NOANSWER", 0)
                return None
            if legs:
                await self.caller.wait(deadline)
        self._give_up(legs, "CANCEL", causes.NORMAL)
        return None

    def _answer_delay_s(self) -> float:
        return self.board.draws.uniform(EARLIEST_ANSWER_S, LATEST_ANSWER_S)

    def _refused(self, leg: Channel) -> None:
        refusal = causes.refusal(leg.hangup_cause or 0)
        self._refusals.append(refusal.dial_status)
        # A phone that rings out leaves the cause of an older one: nobody sent one.
        if refusal.cause:
            self._set(HANGUPCAUSE=str(refusal.cause))
        self._end_dialling(leg, refusal.dial_end)
        self.board.end(leg, refusal.cause)

    def _give_up(self, legs: list[Channel], dial_end: str, cause: int) -> None:
        for leg in legs:
            self._end_dialling(leg, dial_end)
        for leg in legs:
            self.board.end(leg, cause)

    def _end_dialling(self, leg: Channel, status: str) -> None:
        self.board.emit("DialEnd", events.dial_headers(self.caller, leg, ("DialStatus", status)))

    async def _answered(self, leg: Channel) -> int:
        """Prepare the called side, and connect it unless its subroutine says otherwise."""
        number = leg.name.rpartition("-")[0].partition("/")[2]
        self._set(DIALSTATUS="ANSWER", DIALEDPEERNAME=leg.name, DIALEDPEERNUMBER=number)
        self._set(DIALEDTIME=str(int(self.board.now() - self.began_s)))
        if self.options.announcement:
            await self.media.play(leg, self.options.announcement)
        if self.options.subroutine is not None:
            await self.options.subroutine(leg)
        if leg.variables.get("GOSUB_RESULT") == "CONTINUE":
            self._end_dialling(leg, "CONTINUE")
            self.board.end(leg)
            self._set(HANGUPCAUSE=str(causes.NORMAL))
            return -1 if self.caller.gone else 0
        self._end_dialling(leg, "ANSWER")
        return await self._talk(leg)

    async def _talk(self, leg: Channel) -> int:
        """Join the two until one of them ends it; a transfer may exchange the leg meanwhile."""
        caller, answered_s = self.caller, self.board.now()
        self.media.set_music(caller, False)
        if caller.state != UP:
            self.board.set_state(caller, UP)  # a caller nobody picked up for is picked up by the agent
        talk = caller.conversation = Conversation(leg)
        self.board.join(caller, leg)
        latest_s = answered_s + LONGEST_TALK_S
        while talk.leg is not None and not talk.leg.gone and not caller.interrupted and self.board.now() < latest_s:
            await caller.wait(latest_s)
        caller.conversation = None
        if talk.leg is None:
            return -1  # given away by an attended transfer, and this channel with it
        caller_hung_up = caller.gone
        self._part(talk.leg)
        self._set(ANSWEREDTIME=str(int(self.board.now() - answered_s)), HANGUPCAUSE=str(causes.NORMAL))
        # One who was redirected goes on too, elsewhere.
        return 0 if self.options.go_on and not caller_hung_up else -1

    def _part(self, leg: Channel) -> None:
        self.board.leave_bridge(leg)
        self.board.leave_bridge(self.caller)
        if self.caller.gone:
            # The caller's own end is told first, as on a real Asterisk, where two threads end the two.
            asyncio.get_running_loop().call_later(LEG_AFTER_CALLER_S, self.board.end, leg, causes.NORMAL)
        else:
            self.board.end(leg)

    def _set(self, **variables: str) -> None:
        for name, value in variables.items():
            self.board.set_variable(self.caller, name, value)


def endpoint_of(target: str) -> str:
    """Return the endpoint of what is dialled: ``PJSIP/trunk`` of ``PJSIP/trunk/+74951234567``."""
    return target if target.startswith("Local/") else "/".join(target.split("/")[:2])


def parse_dial(arguments: str) -> tuple[str, float | None, str]:
    """Split ``PJSIP/1001,20,m`` into targets, seconds (None for no limit) and options."""
    targets, _, rest = arguments.partition(",")
    timeout, _, options = rest.partition(",")
    try:
        return targets, float(timeout) if timeout.strip() else None, options
    except ValueError:
        return targets, None, options


def parse_options(text: str) -> tuple[str, dict[str, str]]:
    """Split ``gmf(Name <1>)U(sub)`` into the letters ``gmfU`` and what stands in the parentheses of some."""
    letters, arguments = "", {}
    while text:
        letter, text = text[0], text[1:]
        letters += letter
        if text.startswith("("):
            end = closing(text)
            arguments[letter], text = text[1:end], text[end + 1 :]
    return letters, arguments


def closing(text: str) -> int:
    """Return where the parenthesis that ``text`` begins with is closed; its end if nowhere."""
    depth = 0
    for place, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return place
    return len(text)


def parse_shown(text: str) -> tuple[str, str]:
    """Split ``Name <number>`` into the two."""
    name, _, number = text.rpartition(" <")
    return name, number.removesuffix(">")


async def sleep_interruptibly(board: Switchboard, channel: Channel, seconds: float) -> bool:
    """Let a channel wait ``seconds``; False if it was interrupted."""
    until = board.now() + seconds
    while not channel.interrupted and board.now() < until:
        await channel.wait(until)
    return not channel.interrupted
