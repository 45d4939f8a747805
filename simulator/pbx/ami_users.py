"""Who may use AMI: the service's own user as ``configs/asterisk/manager_acd.conf`` sets it up, and others."""

from typing import NamedTuple

ALL_CLASSES = frozenset({"all"})

SERVICE_EVENTS = frozenset(
    {
        "Hangup",
        "DialBegin",
        "DialEnd",
        "DeviceStateChange",
        "DTMFEnd",
        "Hold",
        "Unhold",
        "AttendedTransfer",
        "BlindTransfer",
        "MixMonitorStart",
        "MixMonitorStop",
        "MixMonitorMute",
        "ChanSpyStart",
        "ChanSpyStop",
        "OriginateResponse",
        "FullyBooted",
        "Shutdown",
    }
)


class AmiUser(NamedTuple):
    """One user: what it may read and write (AMI's classes), and the only events it gets (None for any)."""

    name: str
    secret: str
    read: frozenset[str] = ALL_CLASSES
    write: frozenset[str] = ALL_CLASSES
    events: frozenset[str] | None = None

    def may(self, action: str) -> bool:
        """Whether this user may do ``action`` (a name in small letters)."""
        wanted = WRITE_CLASSES.get(action, frozenset())
        return not wanted or not self.write.isdisjoint({"all", *wanted})


def service_user(name: str, secret: str) -> AmiUser:
    """Return the user that the service logs in as."""
    read, write = frozenset({"call", "dtmf", "system"}), frozenset({"call", "originate", "reporting"})
    return AmiUser(name, secret, read, write, SERVICE_EVENTS)


# Any one of the classes suffices; actions that are not named here need none.
WRITE_CLASSES = {
    "command": frozenset({"command"}),
    "controlplayback": frozenset({"call"}),
    "coresettings": frozenset({"system", "reporting"}),
    "coreshowchannels": frozenset({"system", "reporting"}),
    "corestatus": frozenset({"system", "reporting"}),
    "devicestatelist": frozenset({"call", "reporting"}),
    "filter": frozenset({"system"}),
    "getvar": frozenset({"call", "reporting"}),
    "hangup": frozenset({"system", "call"}),
    "mixmonitormute": frozenset({"system", "call"}),
    "originate": frozenset({"originate"}),
    "playdtmf": frozenset({"call"}),
    "redirect": frozenset({"call"}),
    "setvar": frozenset({"call"}),
    "status": frozenset({"system", "call", "reporting"}),
    "stopmixmonitor": frozenset({"system", "call"}),
}
