"""What the PBX's events mean: each becomes a fact about a call, a leg or a phone, or nothing."""

from collections.abc import Callable, Mapping

from acd.asterisk.ami_wire import Message
from acd.asterisk.outcomes import miss_of_leg
from acd.asterisk.switchboard import Leg, Switchboard
from acd.asterisk.transfer_events import Follow, TransferEvents
from acd.asterisk.truth import OURS
from acd.core import Core
from acd.engine.facts import CallLeft, DeviceChanged, OfferAnswered, OfferMissed, TalkEnded
from agents.states import Device

WANTED = ("DialBegin", "DialEnd", "Hangup", "DeviceStateChange", "AttendedTransfer", "Hold", "Unhold")

DEVICES = {
    "NOT_INUSE": Device.FREE,
    "INUSE": Device.BUSY,
    "BUSY": Device.BUSY,
    "RINGING": Device.BUSY,
    "RINGINUSE": Device.BUSY,
    "ONHOLD": Device.BUSY,
    "UNAVAILABLE": Device.GONE,
    "INVALID": Device.GONE,
}
"""Asterisk's device states; one that says nothing (UNKNOWN) changes nothing."""


class Events:
    """Translates events. ``unsure`` is called when one tells of something that the engine should know and does not.

    ``follow`` carries out on the PBX what an attended transfer asks for.
    """

    def __init__(self, core: Core, switchboard: Switchboard, unsure: Callable[[str], None], follow: Follow) -> None:
        self._core = core
        self._switchboard = switchboard
        self._unsure = unsure
        self._agents: dict[str, str] = {}
        self._former: dict[str, tuple[str, str]] = {}
        self._transfers = TransferEvents(core, switchboard, self.agent_of, follow)
        self._handlers: dict[str, list[Callable[[Message], None]]] = {
            "DialBegin": [self._dial_began],
            "DialEnd": [self._dial_ended],
            "Hangup": [self._hung_up],
            "DeviceStateChange": [self._device_changed],
            "AttendedTransfer": [self._transfers.attended],
            "Hold": [self._transfers.held],
            "Unhold": [self._transfers.resumed],
        }

    def also(self, handlers: Mapping[str, Callable[[Message], None]]) -> None:
        """Hand events of these names to others too, after whoever takes them already."""
        for name, handler in handlers.items():
            self._handlers.setdefault(name, []).append(handler)

    def learn_roster(self) -> bool:
        """Learn which endpoint is whose, after the engine has its rules; return whether phones are new.

        A phone that is an agent's no more stays known for the call that it is in.
        """
        agents = {agent.rules.endpoint: agent for agent in self._core.centre.roster}
        before, self._agents = self._agents, {endpoint: agent.name for endpoint, agent in agents.items()}
        for endpoint, name in before.items():
            agent = self._core.centre.roster.get(name)
            if agent is not None and agent.call is not None and endpoint not in agents:
                self._former[endpoint] = (name, agent.call)
        self._former = {each: whose for each, whose in self._former.items() if self._in_call(*whose)}
        return any(before.get(endpoint) != name for endpoint, name in self._agents.items())

    def _in_call(self, name: str, call: str) -> bool:
        agent = self._core.centre.roster.get(name)
        return agent is not None and agent.call == call

    def take(self, event: Message) -> None:
        """Take one event."""
        for handler in self._handlers.get(event.event, ()):
            handler(event)

    def agent_of(self, channel: str) -> str | None:
        """Return the agent whose phone ``channel`` belongs to: ``PJSIP/1001-0000002a`` is that of ``PJSIP/1001``."""
        endpoint = channel.rpartition("-")[0]
        if endpoint in self._former and self._in_call(*self._former[endpoint]):
            return self._former[endpoint][0]
        return self._agents.get(endpoint)

    def _dial_began(self, event: Message) -> None:
        call, agent = event.get("Uniqueid"), self.agent_of(event.get("DestChannel"))
        known = self._core.centre.calls.get(call)
        if agent is not None and known is not None and agent in (known.agent, *known.also):
            self._switchboard.legs.setdefault(event.get("DestUniqueid"), Leg(call, agent, offer=known.offer))
            self._switchboard.note_rung(call, agent)

    def _dial_ended(self, event: Message) -> None:
        leg = self._switchboard.legs.get(event.get("DestUniqueid"))
        if leg is not None and event.get("DialStatus") == "CANCEL":
            leg.cancelled = True
        if event.get("DialStatus") != "ANSWER":
            return
        if leg is not None:
            call = self._core.centre.calls.get(leg.call)
            leg.answered = True
            if call is not None and leg.agent in (call.agent, *call.also):
                if call.offer is not None:
                    self._core.tell(OfferAnswered(call.offer, leg.call, leg.agent))
                return
        # A colleague who was dialled directly is no business of ours.
        if event.get("Context") in OURS and self.agent_of(event.get("DestChannel")) is not None:
            self._unsure("an agent answered a call that the engine does not offer")

    def _hung_up(self, event: Message) -> None:
        channel = event.get("Uniqueid")
        leg = self._switchboard.legs.pop(channel, None)
        if leg is not None:
            agent = self._core.centre.roster.get(leg.agent)
            if leg.answered and agent is not None and agent.call == leg.call and agent.offer is None:
                self._core.tell(TalkEnded(leg.call, leg.agent))
            elif not leg.answered:
                self._not_taken(leg, event.get("Cause"))
            return
        self._switchboard.note_gone(channel)
        if channel in self._core.centre.calls:
            self._core.tell(CallLeft(channel))

    def _not_taken(self, leg: Leg, cause: str) -> None:
        """A phone that rang has stopped. While others ring on, that is told at once; the session tells of the last."""
        call, miss = self._core.centre.calls.get(leg.call), miss_of_leg(leg, cause)
        if call is None or miss is None or call.offer != leg.offer or leg.agent not in call.ringing:
            return
        self._switchboard.note_rung(leg.call, leg.agent, miss)
        if call.offer is not None and len(call.ringing) > 1:
            self._core.tell(OfferMissed(call.offer, leg.call, leg.agent, miss))

    def _device_changed(self, event: Message) -> None:
        agent = self._core.centre.roster.get(self._agents.get(event.get("Device"), ""))
        device = DEVICES.get(event.get("State"))
        if agent is not None and device is not None:
            self._core.tell(DeviceChanged(agent.name, device))
