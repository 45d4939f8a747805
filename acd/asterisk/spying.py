"""Supervisors listen to a conversation, whisper to its agent or join in, each on a phone of their own.

The PBX calls the supervisor's phone and puts it (``ChanSpy`` in the dialplan's ``acd-listen``) beside the *agent's*
leg: beside the caller's channel the caller would hear what is whispered. So when the call has another agent, the
phone is sent on to the new leg, and between two agents it rests. The mode is the extension in which the phone's
channel is. So the PBX itself knows it, and a new mode, a new agent and a new call are one and the same redirect, which
takes 0.2 s and ends in an event; ``ChanSpy``'s own keys for modes are no quicker and tell nobody.

When the service is lost listening goes on, and the next start learns of it from the channel's variables.
"""

import secrets
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from typing import Any

import structlog

from acd.asterisk.ami_actions import ActionRefused, Fields
from acd.asterisk.ami_wire import Message
from acd.asterisk.gate import Hostile, check_phone, decode_fields
from acd.asterisk.listening import BEGINS_S, CONTEXT, LISTEN, MODES, RINGS_S, SPIED, Aim, Listening, SpyRefused
from acd.asterisk.spy_phones import SpyPhones
from acd.asterisk.switchboard import Switchboard
from acd.core import Core
from acd.engine.facts import AnyFact
from acd.engine.orders import AnyOrder
from acd.live.views import ListenerLive

MOST_AT_A_CALL = 3
"""Each is one more who hears what a caller says in confidence; a supervisor, a trainer and an auditor are enough."""

MOST_IN_ALL = 50
"""Each is a channel of the PBX that mixes all the time; a centre of a thousand agents has some fifty supervisors."""

KEYS = {"4": "listen", "5": "whisper", "6": "barge"}
"""What supervisors may press while they listen, the keys of ``ChanSpy``; ``END_KEY`` ends it."""
END_KEY = "*"

log = structlog.get_logger()


class Spies:
    """Who listens to which call. ``touched`` are told the call of whoever begins, changes or ends.

    Acts through AMI (``act``); ``spawn`` runs what nobody waits for, ``unsure`` asks for a look at the PBX.
    """

    def __init__(
        self,
        core: Core,
        switchboard: Switchboard,
        act: Callable[[str, Fields], Awaitable[Message]],
        spawn: Callable[[Coroutine[Any, Any, None]], None],
        unsure: Callable[[str], None],
    ) -> None:
        self.touched: list[Callable[[str], None]] = []
        self._core = core
        self._act = act
        self._phones = SpyPhones(core, switchboard, act)
        self._spawn = spawn
        self._unsure = unsure
        self._listenings: dict[str, Listening] = {}
        self.handlers: Mapping[str, Callable[[Message], None]] = {
            "ChanSpyStart": self._began,
            "ChanSpyStop": self._rests,
            "DTMFEnd": self._pressed,
            "Hangup": self._hung_up,
            "OriginateResponse": self._called,
        }
        core.listeners.append(self._told)

    # -- what is asked -------------------------------------------------------------------------------------

    def of(self, call_id: str) -> tuple[ListenerLive, ...]:
        """Who listens to a call, in the order in which they came, and how."""
        here = (each for each in self._listenings.values() if each.call == call_id and each.begun)
        return tuple(ListenerLive(who=each.who, mode=each.shown) for each in here)

    async def listen(self, call_id: str, who: str, phone: str, mode: str) -> None:
        """Let ``who`` hear the call on ``phone`` (``PJSIP/1009``), which rings for it; return when they do.

        Who listens already hears this call instead, on the same phone without being called again.

        Raises:
            SpyRefused: it cannot be, or the phone did not answer in ``RINGS_S`` seconds.
            AmiActionError: the PBX did not do it, or did not say.
        """
        self._check(call_id, who, phone, mode)
        listening = self._listenings.get(who)
        if listening is not None and listening.phone == phone:
            await self._move(listening, call_id, mode)
            return
        await self.stop(who)
        await self._begin(Listening(who, phone, f"{CONTEXT}-{secrets.token_hex(8)}", call_id, mode))

    async def change(self, who: str, mode: str) -> None:
        """Let ``who`` go on listening in another mode.

        Raises:
            SpyRefused: unknown_mode, not_listening, or not_begun.
            AmiActionError: the PBX did not do it, or did not say.
        """
        listening = self._listenings.get(who)
        if mode not in MODES:
            raise SpyRefused("unknown_mode")
        if listening is None:
            raise SpyRefused("not_listening")
        await self._move(listening, listening.call, mode)

    async def stop(self, who: str) -> str:
        """End the listening of ``who``; return the call, "" if they listened to none.

        Raises:
            AmiActionError: the PBX did not do it, or did not say.
        """
        listening = self._listenings.get(who)
        if listening is None:
            return ""
        try:
            await self._act("Hangup", {"Channel": listening.channel})
        except ActionRefused:
            log.info("listening_was_over", who=who)
        self._forget(listening)
        return listening.call

    def _check(self, call_id: str, who: str, phone: str, mode: str) -> None:
        if mode not in MODES:
            raise SpyRefused("unknown_mode")
        try:
            check_phone(phone)
        except Hostile:
            raise SpyRefused("no_phone") from None
        if self._phones.leg(call_id) is None:
            raise SpyRefused("nobody_talks")
        others = [each for each in self._listenings.values() if each.who != who]
        if any(each.phone == phone for each in others):
            raise SpyRefused("busy")
        if len(others) >= MOST_IN_ALL or [each.call for each in others].count(call_id) >= MOST_AT_A_CALL:
            raise SpyRefused("too_many")

    async def _begin(self, listening: Listening) -> None:
        if listening.who in self._listenings:
            raise SpyRefused("busy")  # they asked twice at once
        self._listenings[listening.who] = listening  # before anything is waited for, so that nobody is called twice
        try:
            await self._phones.check(listening.phone)
            await self._phones.call(listening)
            await listening.until_heard(RINGS_S + BEGINS_S)
        except BaseException:  # also when nobody wants to know any more
            self._forget(listening)
            if listening.aim.leg:  # it may have been called
                self._spawn(self._phones.hang_up(listening))
            raise

    async def _move(self, listening: Listening, call_id: str, mode: str) -> None:
        before, listening.call, listening.mode = listening.call, call_id, mode
        if before != call_id:
            self._touch(before)
        await self._phones.send_on(listening)
        if self._phones.leg(call_id) is not None:  # else it rests until somebody talks to the caller again
            await listening.until_heard(BEGINS_S if listening.is_up else RINGS_S + BEGINS_S)

    # -- what the PBX and the engine tell -------------------------------------------------------------------

    def _at(self, channel: str) -> Listening | None:
        return next((each for each in self._listenings.values() if each.channel == channel), None)

    def _called(self, event: Message) -> None:
        if (listening := self._at(event.get("ActionID"))) is None:
            return
        if event.get("Response") == "Success":
            listening.is_up = True
            self._follow(listening)
        else:
            self._forget(listening)

    def _began(self, event: Message) -> None:
        listening = self._at(event.get("SpyerUniqueid"))
        if listening is None:
            if event.get("SpyerContext") == CONTEXT:
                self._unsure("somebody listens of whom nothing is known")
            return
        listening.hears(event.get("SpyeeUniqueid"), event.get("SpyerExten"))
        self._touch(listening.call)

    def _rests(self, event: Message) -> None:
        if (listening := self._at(event.get("SpyerUniqueid"))) is not None:
            listening.heard = None

    def _hung_up(self, event: Message) -> None:
        if (listening := self._at(event.get("Uniqueid"))) is not None:
            self._forget(listening)

    def _pressed(self, event: Message) -> None:
        listening = self._at(event.get("Uniqueid"))
        if listening is None or event.get("Direction") != "Received":
            return
        if event.get("Digit") == END_KEY:
            self._spawn(self._phones.hang_up(listening))
        elif (mode := KEYS.get(event.get("Digit"))) is not None:
            listening.mode = mode
            self._follow(listening)

    def _told(self, at: float, fact: AnyFact, led_to: tuple[AnyOrder, ...]) -> None:
        for each in list(self._listenings.values()):
            if each.call == getattr(fact, "call", "") or each.call not in self._core.centre.calls:
                self._follow(each)

    def _follow(self, listening: Listening) -> None:
        """Go with the call: to its next agent, or to its end."""
        if listening.call in self._core.centre.calls:
            self._spawn(self._phones.send_on_quietly(listening))
        elif not listening.is_ending:  # once, until the next look: facts are many where the PBX is away
            listening.is_ending = True
            self._spawn(self._phones.hang_up(listening))

    def agree(self, status: Iterable[Message]) -> None:
        """Learn from the PBX's list of channels who listens: who began before we did, and who has ended unseen."""
        found = {event.get("Uniqueid"): event for event in status if event.get("Context") == CONTEXT}
        for each in [each for each in self._listenings.values() if each.is_up and each.channel not in found]:
            self._forget(each)
        for channel, event in found.items():
            if (known := self._at(channel)) is None:
                self._learn(channel, event)
            else:
                known.is_up, known.is_ending = True, False
                self._follow(known)  # its call may have another agent, or none, since we were blind

    def _learn(self, channel: str, event: Message) -> None:
        variables = dict(value.split("=", 1) for value in event.all("Variable") if "=" in value)
        fields = decode_fields(variables.get(LISTEN, ""))
        who, call, phone = fields.get("who", ""), fields.get("call", ""), event.get("Channel").rpartition("-")[0]
        mode = event.get("Exten") if event.get("Exten") in MODES else fields.get("mode", "listen")
        if not who or who in self._listenings or mode not in MODES:
            return  # somebody else's, or a second phone of the same: it ends with the conversation
        listening = self._listenings[who] = Listening(who, phone, channel, call, mode)
        listening.is_up = True
        listening.aim = Aim(call, variables.get(SPIED, ""), mode)
        listening.hears(listening.aim.leg, mode)
        self._touch(call)
        self._follow(listening)

    def _forget(self, listening: Listening) -> None:
        if self._listenings.get(listening.who) is listening:
            del self._listenings[listening.who]
            listening.end()
            self._touch(listening.call)

    def _touch(self, call_id: str) -> None:
        for tell in self.touched:
            tell(call_id)
