"""Agreeing with the PBX: its list of channels is compared with what the engine believes, and the PBX is right."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from acd.asterisk import truth
from acd.asterisk.ami_wire import Message
from acd.asterisk.events import DEVICES
from acd.asterisk.switchboard import Leg, Switchboard
from acd.core import Core
from acd.engine.calls import CallState
from acd.engine.facts import AnyFact, CallLeft, CallReleased, DeviceChanged, OfferAnswered, TalkEnded
from agents.states import AgentState

AgentOf = Callable[[str], str | None]


class Channel(NamedTuple):
    """One live channel of the PBX; ``bridge`` is empty while it talks to nobody."""

    uniqueid: str
    name: str
    context: str
    bridge: str
    truth: truth.Truth


class Found(NamedTuple):
    """What a look at the PBX shows: live channels, who talks to whom, and who still rings."""

    channels: dict[str, Channel]
    talks: dict[str, str]
    legs: dict[str, Leg]


def read_channels(status: Iterable[Message]) -> dict[str, Channel]:
    """Read the answer to ``Status`` with our variables."""
    channels = {}
    for event in status:
        pairs = (value.partition("=") for value in event.all("Variable"))
        variables = {name: value for name, _, value in pairs if value != "(null)"}
        uniqueid = event.get("Uniqueid")
        channels[uniqueid] = Channel(
            uniqueid, event.get("Channel"), event.get("Context"), event.get("BridgeID"), truth.read_truth(variables)
        )
    return channels


def find(channels: dict[str, Channel], agent_of: AgentOf) -> Found:
    """Work out which callers talk with which of our agents: both channels are in one bridge."""
    talks: dict[str, str] = {}
    legs: dict[str, Leg] = {}
    agents_by_bridge = {each.bridge: each for each in channels.values() if each.bridge and agent_of(each.name)}
    for channel in channels.values():
        leg = agents_by_bridge.get(channel.bridge)
        agent = agent_of(leg.name) if leg is not None else None
        if leg is not None and agent is not None and channel.truth.agent == agent:
            talks[channel.uniqueid] = agent
            legs[leg.uniqueid] = Leg(channel.uniqueid, agent, answered=True)
    return Found(channels, talks, legs)


class Reconciliation:
    """Tells the engine what it missed. ``restore_waiting`` is for the first look after a start."""

    def __init__(self, core: Core, switchboard: Switchboard, agent_of: AgentOf) -> None:
        self._core = core
        self._switchboard = switchboard
        self._agent_of = agent_of
        self.told: list[AnyFact] = []

    def run(self, status: Iterable[Message], devices: Iterable[Message], *, restore_waiting: bool) -> list[str]:
        """Compare and tell; return the calls that wait and are expected to come with a session of their own."""
        found = find(read_channels(status), self._agent_of)
        self._switchboard.legs.update(found.legs)
        self._lost_calls(found)
        self._ended_talks(found)
        self._found_talks(found)
        self._devices(devices)
        return self._restore(found) if restore_waiting else []

    def _tell(self, fact: AnyFact) -> None:
        self.told.append(fact)
        self._core.tell(fact)

    def _lost_calls(self, found: Found) -> None:
        for call_id, call in list(self._core.centre.calls.items()):
            channel = found.channels.get(call_id)
            if channel is None:
                self._switchboard.note_gone(call_id)
                self._tell(CallLeft(call_id))
            elif channel.context not in truth.OURS and call.state in (CallState.MENU, CallState.WAITING):
                self._tell(CallReleased(call_id))

    def _ended_talks(self, found: Found) -> None:
        for agent in self._core.centre.roster:
            if agent.state is AgentState.TALKING and agent.call and found.talks.get(agent.call) != agent.name:
                self._tell(TalkEnded(agent.call, agent.name))
        for uniqueid in [each for each in self._switchboard.legs if each not in found.channels]:
            del self._switchboard.legs[uniqueid]

    def _found_talks(self, found: Found) -> None:
        for call_id, agent in found.talks.items():
            call = self._core.centre.calls.get(call_id)
            if call is not None and call.agent == agent and call.state is CallState.TALKING:
                continue
            if call is not None and call.agent == agent and call.offer is not None:
                self._tell(OfferAnswered(call.offer, call_id, agent))
                continue
            if call is not None:
                self._tell(CallLeft(call_id))
            known = found.channels[call_id].truth
            self._tell(truth.restored(call_id, known, self._core.clock.now(), talking_to=agent))

    def _devices(self, devices: Iterable[Message]) -> None:
        by_endpoint = {agent.rules.endpoint: agent for agent in self._core.centre.roster}
        for event in devices:
            agent, device = by_endpoint.get(event.get("Device")), DEVICES.get(event.get("State"))
            if agent is not None and device is not None and agent.device is not device:
                self._tell(DeviceChanged(agent.name, device))

    def _restore(self, found: Found) -> list[str]:
        """Give the engine the callers who wait, and name everybody who will come back with a session."""
        expected = []
        for channel in found.channels.values():
            ours = channel.context in truth.OURS and channel.uniqueid not in found.talks
            if ours and channel.truth.state in ("menu", "waiting", "offered") and channel.truth.arrived_at:
                expected.append(channel.uniqueid)
                if channel.truth.state == "waiting" and channel.uniqueid not in self._core.centre.calls:
                    self._tell(truth.restored(channel.uniqueid, channel.truth, self._core.clock.now()))
        return expected
