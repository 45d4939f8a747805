"""Agreeing with the PBX: its list of channels is compared with what the engine believes, and the PBX is right.

The list is a moment old when it is read. Events wait meanwhile, but sessions do not: what the engine learnt of a
call or an agent since the PBX was asked is newer than the list, and the list is not believed about it.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from acd.asterisk import truth
from acd.asterisk.ami_wire import Message
from acd.asterisk.events import DEVICES
from acd.asterisk.switchboard import Leg, Switchboard
from acd.core import Core
from acd.engine.calls import Call, CallState
from acd.engine.centre import Centre
from acd.engine.facts import (
    AnyFact,
    CallLeft,
    CallReleased,
    DeviceChanged,
    Miss,
    OfferAnswered,
    OfferMissed,
    RecordingChanged,
    TalkEnded,
)
from agents.roster import Agent
from agents.states import AgentState

AgentOf = Callable[[str], str | None]


class Beliefs(NamedTuple):
    """What the engine believed at one moment of calls and agents, as far as a list may contradict it."""

    calls: dict[str, tuple[object, ...]]
    agents: dict[str, tuple[object, ...]]


def beliefs(centre: Centre) -> Beliefs:
    """Write down what the engine believes now."""
    calls = centre.calls.values()
    return Beliefs(
        {call.call_id: (call.state, call.agent, call.also, call.offer, call.round, call.recording) for call in calls},
        {agent.name: (agent.state, agent.call, agent.offer) for agent in centre.roster},
    )


class Channel(NamedTuple):
    """One live channel of the PBX; ``bridge`` is empty while it talks to nobody."""

    uniqueid: str
    name: str
    context: str
    bridge: str
    truth: truth.Truth


class Found(NamedTuple):
    """What a look at the PBX shows: live channels, who talks to whom, and on which legs."""

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
    legs_in = {(each.bridge, agent_of(each.name)): each for each in channels.values() if each.bridge}
    for channel in channels.values():
        for agent in channel.truth.agents:
            leg = legs_in.get((channel.bridge, agent))
            if leg is not None and leg is not channel:
                talks[channel.uniqueid] = agent
                legs[leg.uniqueid] = Leg(channel.uniqueid, agent, answered=True)
    return Found(channels, talks, legs)


class Reconciliation:
    """Tells the engine what it missed; ``before`` is what it believed when the PBX was asked.

    ``told`` holds what was told. ``unsure`` is set when something was under way, so that another look is due.
    """

    def __init__(self, core: Core, switchboard: Switchboard, agent_of: AgentOf, before: Beliefs) -> None:
        self._core = core
        self._switchboard = switchboard
        self._agent_of = agent_of
        now = beliefs(core.centre)
        self._news = {
            *(call for call in now.calls.keys() | before.calls.keys() if now.calls.get(call) != before.calls.get(call)),
            *(agent for agent in now.agents if now.agents[agent] != before.agents.get(agent)),
        }
        self.told: list[AnyFact] = []
        self.unsure = False

    def run(self, status: Iterable[Message], devices: Iterable[Message], *, restore_waiting: bool) -> list[str]:
        """Compare and tell; return the calls that wait and are expected to come with a session of their own.

        ``restore_waiting`` is for the first look after a start.
        """
        found = find(read_channels(status), self._agent_of)
        self._switchboard.legs.update(found.legs)
        self._lost_calls(found)
        self._ended_talks(found)
        self._found_talks(found)
        self._recordings(found)
        self._devices(devices)
        return self._restore(found) if restore_waiting else []

    def _tell(self, fact: AnyFact) -> None:
        self.told.append(fact)
        self._core.tell(fact)

    def _lost_calls(self, found: Found) -> None:
        for call_id, call in list(self._core.centre.calls.items()):
            channel = found.channels.get(call_id)
            if call_id in self._news:
                continue
            if channel is None:
                self._switchboard.note_gone(call_id)
                self._tell(CallLeft(call_id))
            elif channel.context not in truth.OURS and call.state in truth.ROUTED:
                self._tell(CallReleased(call_id))

    def _ended_talks(self, found: Found) -> None:
        legs = self._switchboard.legs
        alive = {(leg.call, leg.agent) for uniqueid, leg in legs.items() if uniqueid in found.channels}
        for agent in self._core.centre.roster:
            if agent.state is not AgentState.TALKING or not agent.call or agent.name in self._news:
                continue
            # A leg that lives and is in no bridge was picked up this moment.
            if found.talks.get(agent.call) != agent.name and (agent.call, agent.name) not in alive:
                self._tell(TalkEnded(agent.call, agent.name))
        for uniqueid in [each for each in legs if each not in found.channels]:
            del legs[uniqueid]

    def _found_talks(self, found: Found) -> None:
        for call_id, name in found.talks.items():
            call, agent = self._core.centre.calls.get(call_id), self._core.centre.roster[name]
            if call is not None and call.agent == name and call.state is CallState.TALKING:
                continue
            if call_id in self._news or name in self._news:
                self.unsure = True
            elif call is not None and call.offer is not None and name in call.ringing:
                self._tell(OfferAnswered(call.offer, call_id, name))
            else:
                self._take_over_talk(found.channels[call_id], call, agent)

    def _take_over_talk(self, channel: Channel, call: Call | None, agent: Agent) -> None:
        """Two talk whom the engine holds for something else, or does not know: first end that, then believe it."""
        if agent.offer is not None and agent.call is not None:
            self._tell(OfferMissed(agent.offer, agent.call, agent.name, Miss.BUSY))
        if call is not None:
            if call.state in truth.ROUTED:
                self._tell(CallReleased(channel.uniqueid))  # it did not abandon
            self._tell(CallLeft(channel.uniqueid))
        now = self._core.clock.now()
        self._tell(truth.restored(channel.uniqueid, channel.truth, now, talking_to=agent.name))

    def _recordings(self, found: Found) -> None:
        for call_id, call in self._core.centre.calls.items():
            channel = found.channels.get(call_id)
            state = channel.truth.recording if channel is not None else None
            if state is not None and state is not call.recording and call_id not in self._news:
                self._tell(RecordingChanged(call_id, state))

    def _devices(self, devices: Iterable[Message]) -> None:
        by_endpoint = {agent.rules.endpoint: agent for agent in self._core.centre.roster}
        for event in devices:
            agent, device = by_endpoint.get(event.get("Device")), DEVICES.get(event.get("State"))
            if agent is not None and device is not None and agent.device is not device:
                self._tell(DeviceChanged(agent.name, device))

    def _restore(self, found: Found) -> list[str]:
        """Give the engine the callers who wait, and name everybody who will come back with a session."""
        expected = []
        # In their order, which so survives a clock that was set back and makes all their places "now".
        for channel in sorted(found.channels.values(), key=lambda each: each.truth.place):
            if channel.context not in truth.OURS or channel.uniqueid in found.talks:
                continue
            if channel.truth.state == "talking" and not channel.bridge:
                self.unsure = True  # picked up this moment
            if channel.truth.state in ("menu", "waiting") and channel.truth.arrived_at:
                expected.append(channel.uniqueid)
            if channel.truth.state == "waiting" and self._is_unknown(channel):
                self._tell(truth.restored(channel.uniqueid, channel.truth, self._core.clock.now()))
        return expected

    def _is_unknown(self, channel: Channel) -> bool:
        call_id = channel.uniqueid
        return channel.truth.arrived_at > 0 and call_id not in self._core.centre.calls and call_id not in self._news
