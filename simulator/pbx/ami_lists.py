"""AMI actions that answer with a list: ``Status``, ``CoreShowChannels``, ``DeviceStateList``, ..."""

from collections.abc import Iterable

from acd.asterisk.ami_wire import Message
from simulator.pbx import variables
from simulator.pbx.ami_session import AmiSession
from simulator.pbx.channels import Channel
from simulator.pbx.events import UNKNOWN, Headers, channel_headers
from simulator.pbx.switchboard import Switchboard


def send_list(session: AmiSession, message: Message, opening: str, items: Iterable[Headers], complete: str) -> None:
    """Answer with ``opening``, one event per item (``ActionID`` last or second, as given), and the end."""
    session.success(message, "", ("EventList", "start"), ("Message", opening))
    action_id = [("ActionID", message.action_id)] if message.action_id else []
    count = 0
    for item in items:
        session.send([item[0], *action_id, *item[1:]])
        count += 1
    closing = [("EventList", "Complete"), ("ListItems", str(count))]
    session.send([("Event", complete), *action_id, *closing])


def status(board: Switchboard, session: AmiSession, message: Message) -> None:
    """``Status``: every channel, or the one named, with the ``Variables`` asked for."""
    wanted = message.get("Channel")
    channels = list(reversed(board.channels.values()))  # the newest channel comes first
    if wanted:
        found = board.find(wanted)
        if found is None:
            session.error(message, "No such channel")
            return
        channels = [found]
    names = [name for name in message.get("Variables").split(",") if name]
    all_variables = message.get("AllVariables").lower() in ("true", "yes", "1", "on")
    items = [status_item(board, channel, names, all_variables) for channel in channels]
    action_id = [("ActionID", message.action_id)] if message.action_id else []
    session.success(message, "", ("EventList", "start"), ("Message", "Channel status will follow"))
    for item in items:
        session.send([*item, *action_id])
    count = str(len(items))
    closing = [("EventList", "Complete"), ("ListItems", count), ("Items", count)]
    session.send([("Event", "StatusComplete"), *action_id, *closing])


def status_item(board: Switchboard, channel: Channel, names: list[str], all_variables: bool) -> Headers:
    """Return one ``Status`` event."""
    asked = [("Variable", f"{name}={unset_shown(variables.read(board, channel, name))}") for name in names]
    if all_variables:
        asked += [("Variable", f"{name}={value}") for name, value in channel.variables.items()]
    return [
        ("Event", "Status"),
        ("Privilege", "Call"),
        *channel_headers(channel),
        ("Type", channel.name.partition("/")[0]),
        ("DNID", channel.dialled),
        ("EffectiveConnectedLineNum", channel.connected_number or UNKNOWN),
        ("EffectiveConnectedLineName", channel.connected_name or UNKNOWN),
        ("TimeToHangup", "0"),
        ("BridgeID", channel.bridge.uniqueid if channel.bridge is not None else ""),
        ("Application", channel.application),
        ("Data", channel.data),
        ("Nativeformats", "(alaw)"),
        ("Readformat", "alaw"),
        ("Readtrans", ""),
        ("Writeformat", "alaw"),
        ("Writetrans", ""),
        ("Callgroup", "0"),
        ("Pickupgroup", "0"),
        ("Seconds", str(int(board.now() - channel.born_s))),
        *asked,
    ]


def unset_shown(value: str | None) -> str:
    """Return a variable's value as ``Status`` shows it."""
    return "(null)" if value is None else value


def core_show_channels(board: Switchboard, session: AmiSession, message: Message) -> None:
    """``CoreShowChannels``."""
    items = [shown_channel(board, channel) for channel in reversed(board.channels.values())]
    send_list(session, message, "Channels will follow", items, "CoreShowChannelsComplete")


def shown_channel(board: Switchboard, channel: Channel) -> Headers:
    """Return one ``CoreShowChannel`` event."""
    seconds = int(board.now() - channel.born_s)
    duration = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return [
        ("Event", "CoreShowChannel"),
        *channel_headers(channel),
        ("Application", channel.application),
        ("ApplicationData", channel.data),
        ("Duration", duration),
        ("BridgeId", channel.bridge.uniqueid if channel.bridge is not None else ""),
    ]


def device_state_list(board: Switchboard, session: AmiSession, message: Message) -> None:
    """``DeviceStateList``."""
    items: list[Headers] = [
        [("Event", "DeviceStateChange"), ("Device", device), ("State", state)]
        for device, state in board.devices.states().items()
    ]
    send_list(session, message, "Device State Changes will follow", items, "DeviceStateListComplete")
