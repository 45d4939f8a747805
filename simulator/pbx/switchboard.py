"""The switchboard: makes and ends channels, joins them in bridges, and tells AMI of everything it does.

It knows nothing of the dialplan, of AGI or of sockets. ``emit`` is called once for each AMI event.
"""

import asyncio
from collections.abc import Callable
from random import Random
from uuid import UUID

from simulator.pbx import causes, events
from simulator.pbx.channels import DOWN, UP, Bridge, Channel, Party, Place
from simulator.pbx.devices import DeviceStates
from simulator.pbx.events import Headers

Emit = Callable[[str, Headers], None]

# A key comes as one message that says how long it lasted (SIP INFO), in milliseconds.
KEY_MS = "100"
KEY_S = 0.1
# Nobody types further ahead than this; Asterisk's own digit queue is of this order.
MAX_KEYS_AHEAD = 64

# What a channel takes along when it takes another's place.
IDENTITY = (
    "name",
    "uniqueid",
    "linkedid",
    "party",
    "born_s",
    "device",
    "language",
    "state",
    "caller_number",
    "caller_name",
    "dialled",
    "recordings",
)


class Switchboard:
    """Every live channel by name, and what can be done to it.

    ``epoch_s`` is the Unix time at which the loop's clock shows 0; Uniqueids are made of it.
    """

    def __init__(self, emit: Emit, epoch_s: float, draws: Random, with_varset: bool = False) -> None:
        self.emit = emit
        self.epoch_s = epoch_s
        self.began_s = epoch_s  # Unix time of the PBX's start; ``start`` sets it
        self.made = 0  # channels made since then
        self.channels: dict[str, Channel] = {}
        self.devices = DeviceStates(self._device_changed, draws)
        # What of a key pressed in a conversation the other side is to hear: features keep theirs.
        self.heard_in_talk: Callable[[Channel, Channel, str], str] = lambda channel, other, key: key
        self._with_varset = with_varset
        self.draws = draws
        self._uniques = 0

    def now(self) -> float:
        """Return the loop's clock, in seconds."""
        return asyncio.get_running_loop().time()

    def unix_time(self) -> float:
        """Return the time of day that the PBX writes on its events, in seconds since 1970."""
        return self.epoch_s + self.now()

    def new_channel(
        self,
        endpoint: str,
        party: Party,
        place: Place,
        *,
        dialled_by: Channel | None = None,
        uniqueid: str = "",
        half: str = ";1",
    ) -> Channel:
        """Make a channel of ``endpoint`` (``PJSIP/1001``), which is also its device, and announce nothing yet.

        ``half`` says which half of a ``Local/...`` channel it is.
        """
        local = endpoint.startswith("Local/")
        endpoint = endpoint.removesuffix("/n") if local else endpoint
        serial, self.made = self.made, self.made + 1
        uniqueid = uniqueid or self._new_uniqueid()
        channel = Channel(
            name=f"{endpoint}-{serial:08x}{half if local else ''}",
            uniqueid=uniqueid,
            linkedid=dialled_by.linkedid if dialled_by is not None else uniqueid,
            party=party,
            born_s=self.now(),
            place=place,
            device=endpoint,
            dialled_by=dialled_by,
        )
        self.channels[channel.name] = channel
        self.devices.attach(channel)
        return channel

    def announce(self, channel: Channel) -> None:
        """Tell AMI of a new channel, once its state and its names are set."""
        self.emit("Newchannel", events.channel_headers(channel))

    def find(self, name_or_uniqueid: str) -> Channel | None:
        """Return the live channel of that name or Uniqueid."""
        found = self.channels.get(name_or_uniqueid)
        if found is not None:
            return found
        return next((each for each in self.channels.values() if each.uniqueid == name_or_uniqueid), None)

    def set_state(self, channel: Channel, state: int) -> None:
        """Change a channel's state, tell AMI, and wake whoever waits for it."""
        if channel.state == state or channel.ended:
            return
        channel.state = state
        self.emit("Newstate", events.channel_headers(channel))
        self.devices.refresh(channel.device)
        if state == UP:
            channel.party.channel_answered(channel)
        channel.nudge()

    def set_variable(self, channel: Channel, name: str, value: str) -> None:
        """Set a channel variable; leading underscores (inheritance) are not part of its name."""
        name = name.lstrip("_")
        channel.variables[name] = value
        if self._with_varset:
            about = [("Variable", name), ("Value", events.escaped(value))]
            self.emit("VarSet", [*events.channel_headers(channel), *about])

    def request_hangup(self, channel: Channel, cause: int = causes.NORMAL) -> None:
        """Ask for the end of a channel; the task that drives it ends it at once, as its place demands."""
        if channel.ended or channel.gone:
            return
        channel.hangup_cause = cause
        self.emit("HangupRequest", [*events.channel_headers(channel), ("Cause", str(cause)), *tech_cause(cause)])
        channel.nudge()
        if channel.task is None and channel.dialled_by is None:
            self.end(channel)

    def send_elsewhere(self, channel: Channel, place: Place) -> None:
        """Take a channel out of whatever it does and let it go on at ``place`` (AMI ``Redirect``)."""
        channel.redirect = place
        channel.nudge()

    def end(self, channel: Channel, otherwise: int = causes.NORMAL) -> None:
        """End a channel with the cause it was asked to end with, ``otherwise`` if nobody asked.

        It leaves its bridge, AMI hears of it, and its party too.
        """
        if channel.ended:
            return
        self.leave_bridge(channel)
        channel.ended = True
        for recording in channel.recordings:
            recording.end(self.now())
        cause = otherwise if channel.hangup_cause is None else channel.hangup_cause
        channel.hangup_cause = cause
        del self.channels[channel.name]
        about = [("Cause", str(cause)), ("Cause-txt", causes.cause_text(cause)), *tech_cause(cause)]
        self.emit("Hangup", [*events.channel_headers(channel), *about])
        channel.state = DOWN
        self.devices.detach(channel)
        channel.party.channel_ended(channel, cause)
        for each in (channel, *channel.spies):
            each.nudge()

    def join(self, caller: Channel, leg: Channel) -> None:
        """Put two channels into a bridge of their own."""
        bridge = Bridge(str(UUID(int=self.draws.getrandbits(128), version=4)))
        self.emit("BridgeCreate", events.bridge_headers(bridge))
        for channel in (leg, caller):
            self.set_state(channel, UP)
            self.enter_bridge(channel, bridge)
        for channel in (caller, leg):
            channel.party.channel_hears(channel, "voice")

    def enter_bridge(self, channel: Channel, bridge: Bridge) -> None:
        """Let a channel into a bridge."""
        bridge.members.append(channel)
        channel.bridge = bridge
        self.emit("BridgeEnter", [*events.bridge_headers(bridge), *events.channel_headers(channel)])

    def leave_bridge(self, channel: Channel) -> None:
        """Take a channel out of its bridge, if it is in one; the last one out destroys it."""
        bridge, channel.bridge = channel.bridge, None
        if bridge is None:
            return
        bridge.members.remove(channel)
        self.emit("BridgeLeave", [*events.bridge_headers(bridge), *events.channel_headers(channel)])
        channel.party.channel_hears(channel, "")
        if not bridge.members:
            self.emit("BridgeDestroy", events.bridge_headers(bridge))

    def press(self, channel: Channel, digit: str) -> None:
        """Let the party press one key: AMI hears of it, and a command that reads keys gets it."""
        if channel.ended:
            return
        about, direction = [*events.channel_headers(channel), ("Digit", digit)], ("Direction", "Received")
        self.emit("DTMFBegin", [*about, direction])
        self.emit("DTMFEnd", [*about, ("DurationMs", KEY_MS), direction])
        if channel.reads_keys and len(channel.keys) < MAX_KEYS_AHEAD:
            channel.keys.append(digit)
            channel.nudge()
        other = other_side(channel)
        if other is not None:
            for key in self.heard_in_talk(channel, other, digit):
                asyncio.get_running_loop().call_later(KEY_S, self._pass_key, other, key)

    def take_place(self, channel: Channel, there: Channel) -> None:
        """Let ``channel`` go on where ``there`` is in the dialplan: the two exchange who they are.

        What drives ``there`` drives ``channel`` from now on, and the other way round. Variables come together, and
        where both have one that of the place holds.
        """
        for each in (channel, there):
            self.devices.detach(each)
        variables = {**channel.variables, **there.variables}
        for name in IDENTITY:
            mine, other = getattr(channel, name), getattr(there, name)
            setattr(channel, name, other)
            setattr(there, name, mine)
        there.variables = variables
        for each in (channel, there):
            self.channels[each.name] = each
            self.devices.attach(each)
        there.party.channel_moved(channel, there)
        channel.party.channel_moved(there, channel)

    def _pass_key(self, channel: Channel, digit: str) -> None:
        if channel.ended:
            return
        about, direction = [*events.channel_headers(channel), ("Digit", digit)], ("Direction", "Sent")
        self.emit("DTMFBegin", [*about, direction])
        self.emit("DTMFEnd", [*about, ("DurationMs", KEY_MS), direction])
        channel.party.channel_gets_key(channel, digit)

    def _new_uniqueid(self) -> str:
        serial, self._uniques = self._uniques, self._uniques + 1
        return f"{int(self.unix_time())}.{serial}"

    def _device_changed(self, device: str, state: str) -> None:
        self.emit("DeviceStateChange", [("Device", device), ("State", state)])


def other_side(channel: Channel) -> Channel | None:
    """Return whom a channel talks to, None if it is in no conversation."""
    members = channel.bridge.members if channel.bridge is not None else []
    return next((each for each in members if each is not channel), None)


def tech_cause(cause: int) -> Headers:
    """Return the header that says which SIP answer a refusal was, if it was one."""
    code = causes.TECH_CAUSES.get(cause)
    return [("TechCause", code)] if code else []
