"""The AMI actions of a client that has logged in: a table of name and method."""

from collections.abc import Callable
from datetime import UTC, datetime

from acd.asterisk.ami_wire import Message
from simulator.pbx import ami_lists, variables
from simulator.pbx.agi_session import VERSION
from simulator.pbx.ami_session import AmiSession
from simulator.pbx.channels import Channel, Place
from simulator.pbx.equipment import Equipment
from simulator.pbx.originate import DEFAULT_TIMEOUT_S, Origination

AMI_VERSION = "11.0.0"


class AmiActions:
    """Carries out actions on the PBX; ``start_originating`` begins a call of the PBX's own."""

    def __init__(self, tools: Equipment, start_originating: Callable[[Origination], None]) -> None:
        self._tools = tools
        self._board = tools.board
        self._start_originating = start_originating
        self._table: dict[str, Callable[[AmiSession, Message], None]] = {
            "Command": self._command,
            "ControlPlayback": self._control_playback,
            "CoreSettings": self._core_settings,
            "CoreShowChannels": lambda to, asked: ami_lists.core_show_channels(self._board, to, asked),
            "CoreStatus": self._core_status,
            "DeviceStateList": lambda to, asked: ami_lists.device_state_list(self._board, to, asked),
            "Events": self._events,
            "Filter": self._filter,
            "GetVar": self._getvar,
            "Hangup": self._hangup,
            "ListCommands": self._list_commands,
            "MixMonitorMute": self._mix_monitor_mute,
            "Originate": self._originate,
            "Ping": self._ping,
            "PlayDTMF": self._play_dtmf,
            "Redirect": self._redirect,
            "SetVar": self._setvar,
            "StopMixMonitor": self._stop_mix_monitor,
            "Status": lambda to, asked: ami_lists.status(self._board, to, asked),
        }
        self._by_name = {name.lower(): run for name, run in self._table.items()}

    def do(self, session: AmiSession, message: Message) -> None:
        """Carry out one action and answer it; an unknown one gets Asterisk's error."""
        name = message.get("Action")
        run = self._by_name.get(name.lower())
        if run is None:
            advice = "Use Action: ListCommands to show available commands."
            session.error(message, f"Invalid/unknown command: {name}. {advice}")
            return
        run(session, message)

    def _channel(self, session: AmiSession, message: Message) -> Channel | None:
        """Find the action's channel, or answer that there is none."""
        name = message.get("Channel")
        channel = self._board.find(name)
        if channel is None:
            session.error(message, "No such channel" if name else "No channel specified")
        return channel

    def _ping(self, session: AmiSession, message: Message) -> None:
        stamp = f"{self._board.unix_time():.6f}"
        session.success(message, "", ("Ping", "Pong"), ("Timestamp", stamp))

    def _events(self, session: AmiSession, message: Message) -> None:
        session.set_classes(message.get("EventMask"))
        session.success(message, "", ("Events", "On" if session.classes else "Off"))

    def _filter(self, session: AmiSession, message: Message) -> None:
        if message.get("Operation").lower() != "add":
            session.error(message, "Unknown operation")
            return
        try:
            session.filters.add(message)
        except ValueError:
            session.error(message, "Filter did not compile.  Check the syntax of the filter given.")
            return
        session.success(message, "Filter added successfully")

    def _core_settings(self, session: AmiSession, message: Message) -> None:
        settings = {
            "AMIversion": AMI_VERSION,
            "AsteriskVersion": VERSION,
            "SystemName": "",
            "CoreMaxCalls": "0",
            "CoreMaxLoadAvg": "0.000000",
            "CoreRunUser": "",
            "CoreRunGroup": "",
            "CoreMaxFilehandles": "0",
            "CoreRealTimeEnabled": "No",
            "CoreCDRenabled": "Yes",
            "CoreHTTPenabled": "No",
            "SoundsSearchCustomDir": "No",
        }
        session.success(message, "", *settings.items())

    def _core_status(self, session: AmiSession, message: Message) -> None:
        began = datetime.fromtimestamp(self._board.began_s, UTC)
        date, time = f"{began:%Y-%m-%d}", f"{began:%H:%M:%S}"
        status = {
            "CoreStartupDate": date,
            "CoreStartupTime": time,
            "CoreReloadDate": date,
            "CoreReloadTime": time,
            "CoreCurrentCalls": str(len(self._board.channels)),
            "CoreProcessedCalls": str(self._board.made),
        }
        session.success(message, "", *status.items())

    def _command(self, session: AmiSession, message: Message) -> None:
        command = message.get("Command")
        if command != "core show version":
            told = f"No such command '{command}' (type 'core show help {command}' for other possible commands)"
            session.respond(message, "Error", "Command output follows", ("Output", told))
            return
        told = f"Asterisk {VERSION} built by emulation"
        session.success(message, "Command output follows", ("Output", told))

    def _list_commands(self, session: AmiSession, message: Message) -> None:
        session.success(message, "", *((name, "(Priv: <none>)") for name in self._table))

    def _getvar(self, session: AmiSession, message: Message) -> None:
        name = message.get("Variable")
        if not message.get("Channel") and name.startswith("DEVICE_STATE("):
            state = self._board.devices.states().get(name[len("DEVICE_STATE(") : -1], "INVALID")
            session.success(message, "", ("Variable", name), ("Value", state))
            return
        channel = self._channel(session, message)
        if channel is not None:
            value = variables.read(self._board, channel, name) or ""
            session.success(message, "", ("Variable", name), ("Value", value))

    def _setvar(self, session: AmiSession, message: Message) -> None:
        channel = self._channel(session, message)
        if channel is not None:
            variables.write(self._board, channel, message.get("Variable"), message.get("Value"))
            session.success(message, "Variable Set")

    def _hangup(self, session: AmiSession, message: Message) -> None:
        channel = self._channel(session, message)
        if channel is not None:
            cause = message.get("Cause")
            session.success(message, "Channel Hungup")
            self._board.request_hangup(channel, int(cause) if cause.isdigit() else 0)

    def _redirect(self, session: AmiSession, message: Message) -> None:
        channel = self._board.find(message.get("Channel"))
        if channel is None:
            session.error(message, f"Channel does not exist: {message.get('Channel')}")
            return
        priority = message.get("Priority", "1")
        if not priority.isdigit() or not message.get("Exten"):
            session.error(message, "Invalid priority")
            return
        session.success(message, "Redirect successful")
        place = Place(message.get("Context") or channel.place.context, message.get("Exten"), int(priority))
        self._board.send_elsewhere(channel, place)

    def _play_dtmf(self, session: AmiSession, message: Message) -> None:
        channel = self._channel(session, message)
        if channel is None:
            return
        digit = message.get("Digit")
        if len(digit) != 1 or digit not in "0123456789*#ABCD":
            session.error(message, "Invalid digit")
            return
        session.success(message, "DTMF successfully queued")
        # Without Receive the digit is played to the other side, and nobody there listens to keys.
        if message.get("Receive").lower() in ("true", "yes", "1"):
            self._board.press(channel, digit)

    def _mix_monitor_mute(self, session: AmiSession, message: Message) -> None:
        channel = self._channel(session, message)
        if channel is None:
            return
        if self._tools.recorder.mute(channel, message.get("Direction") or "both", message.get("State") == "1"):
            session.success(message)
        else:
            session.error(message, "Cannot set mute flag")

    def _stop_mix_monitor(self, session: AmiSession, message: Message) -> None:
        channel = self._channel(session, message)
        if channel is None:
            return
        if self._tools.recorder.stop(channel):
            session.success(message)
        else:
            session.error(message, "Could not stop monitoring channel")

    def _control_playback(self, session: AmiSession, message: Message) -> None:
        channel = self._channel(session, message)
        if channel is None:
            return
        if message.get("Control").lower() != "stop":
            session.error(message, f"Unknown control type '{message.get('Control')}'")
            return
        channel.stop_playback = True
        channel.nudge()
        session.success(message)

    def _originate(self, session: AmiSession, message: Message) -> None:
        target, context = message.get("Channel"), message.get("Context")
        if not target:
            session.error(message, "Channel not specified")
            return
        if message.get("Async").lower() not in ("true", "yes", "1"):
            session.error(message, "The emulated PBX originates with Async: true only")
            return
        timeout, priority = message.get("Timeout"), message.get("Priority", "1")
        name, _, number = message.get("CallerID").partition("<")
        session.success(message, "Originate successfully queued")
        self._start_originating(
            Origination(
                target=target,
                place=Place(context, message.get("Exten"), int(priority) if priority.isdigit() else 1),
                application=message.get("Application"),
                data=message.get("Data"),
                caller_number=number.rstrip("> ") or (name.strip() if "<" not in message.get("CallerID") else ""),
                caller_name=name.strip(' "') if number else "",
                variables=tuple(message.all("Variable")),
                channel_id=message.get("ChannelId"),
                action_id=message.action_id,
                timeout_s=int(timeout) / 1000 if timeout.isdigit() else DEFAULT_TIMEOUT_S,
            )
        )
