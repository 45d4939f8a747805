"""The AMI events of channels, bridges and devices: their headers in Asterisk's order."""

from simulator.pbx.channels import STATE_TEXTS, Bridge, Channel

Headers = list[tuple[str, str]]

UNKNOWN = "<unknown>"


def escaped(text: str) -> str:
    """Write a text as Asterisk does in events: quotes and backslashes get a backslash."""
    return text.replace("\\", "\\\\").replace('"', '\\"') if '"' in text or "\\" in text else text


def channel_headers(channel: Channel, prefix: str = "") -> Headers:
    """Return the headers that describe ``channel``; the called side of a ``Dial...`` event has ``Dest``."""
    return [
        (f"{prefix}Channel", channel.name),
        (f"{prefix}ChannelState", str(channel.state)),
        (f"{prefix}ChannelStateDesc", STATE_TEXTS[channel.state]),
        (f"{prefix}CallerIDNum", channel.caller_number or UNKNOWN),
        (f"{prefix}CallerIDName", escaped(channel.caller_name) or UNKNOWN),
        (f"{prefix}ConnectedLineNum", channel.connected_number or UNKNOWN),
        (f"{prefix}ConnectedLineName", escaped(channel.connected_name) or UNKNOWN),
        (f"{prefix}Language", channel.language),
        (f"{prefix}AccountCode", ""),
        (f"{prefix}Context", channel.place.context),
        (f"{prefix}Exten", channel.place.extension),
        (f"{prefix}Priority", str(channel.place.priority)),
        (f"{prefix}Uniqueid", channel.uniqueid),
        (f"{prefix}Linkedid", channel.linkedid),
    ]


def bridge_headers(bridge: Bridge) -> Headers:
    """Return the headers that describe ``bridge``."""
    return [
        ("BridgeUniqueid", bridge.uniqueid),
        ("BridgeType", "basic"),
        ("BridgeTechnology", "simple_bridge"),
        ("BridgeCreator", UNKNOWN),
        ("BridgeName", UNKNOWN),
        ("BridgeNumChannels", str(len(bridge.members))),
        ("BridgeVideoSourceMode", "none"),
    ]


def dial_headers(caller: Channel | None, leg: Channel, *extra: tuple[str, str]) -> Headers:
    """Return the headers of a ``DialBegin``, ``DialState`` or ``DialEnd`` of ``leg``."""
    calling = channel_headers(caller) if caller is not None else []
    return [*calling, *channel_headers(leg, "Dest"), *extra]
