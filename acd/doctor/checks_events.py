"""Which events reach the service. The doctor makes a call between two channels of its own and sees what comes of it."""

import asyncio
import secrets

from acd.asterisk.listening import CONTEXT, MODES, SPIED
from acd.config.load import Centre
from acd.doctor.checks_manager import untried
from acd.doctor.checks_modules import loaded
from acd.doctor.finding import Finding, Mend, error, good, named, warning
from acd.doctor.looking import POLL_S, Look

CAUSED = ("DialBegin", "DialEnd", "Hangup", "DeviceStateChange", "DTMFEnd", "BlindTransfer", "OriginateResponse")
"""Needed events that the doctor's own call brings about."""

LISTENING = ("ChanSpyStart", "ChanSpyStop")
"""Those that it brings about where the dialplan lets supervisors listen."""

AT_LOGIN = "FullyBooted"
"""Sent to who logs in and may read ``system``, whatever the filters say."""

RECORDING = ("MixMonitorStart", "MixMonitorStop", "MixMonitorMute")
UNTRIED = ("Hold", "Unhold", "AttendedTransfer", *RECORDING, "Shutdown")
"""Needed events that only a phone, a recording, or the end of Asterisk brings about."""

NEEDED = (*CAUSED, *LISTENING, AT_LOGIN, *UNTRIED)
NOISE = ("Newchannel", "Newexten", "Newstate", "VarSet", "BridgeEnter", "BridgeLeave", "BridgeCreate", "LocalBridge")
"""Some of the eighty events of a call that nothing here acts on."""

GOOD_READ = "read = call,dtmf,system"
UP_S = 3.0
QUIET_S = 1.5
"""Seconds for the doctor's channels to be in conversation, and for the events of its end; milliseconds are usual."""

FIRST_NAMED_FILTERS = {18: 26, 20: 11, 21: 6, 22: 1}
"""Since which release of each version filters may name an event; before, they are patterns."""


async def check_events(look: Look, centre: Centre) -> list[Finding]:
    """Which needed events come and which needless ones do."""
    user = f"manager_acd.conf [{centre.part.pbx.ami.user}]"
    caused = await converse(look)
    if not caused:
        return await untried("events", look, centre)
    named_filters = knows_names((await look.ask("CoreSettings")).headers.get("asteriskversion", ""))
    came = {event.get("event", "") for event in look.events}
    missing = [name for name in (*caused, AT_LOGIN) if name not in came]
    noise = [name for name in NOISE if name in came]
    found: list[Finding] = []
    if missing:
        mend = Mend(user, (GOOD_READ, *(filter_line(name, named_filters) for name in missing)))
        found.append(error("events", "events_missing", mend, events=named(missing)))
    if noise:
        mend = Mend(user, tuple(filter_line(name, named_filters) for name in NEEDED))
        found.append(warning("events", "events_noise", mend, events=named(noise)))
    found = found or [good("events", "events_good", count=len(caused) + 1, untried=named(UNTRIED))]
    return [*found, *timestamps(look)]


def timestamps(look: Look) -> list[Finding]:
    """Whether events carry Asterisk's own clock."""
    if any("timestamp" in event for event in look.events):
        return [good("timestamps", "timestamps_good")]
    return [warning("timestamps", "timestamps_missing", Mend("manager_acd.conf [general]", ("timestampevents = yes",)))]


async def converse(look: Look) -> tuple[str, ...]:
    """Make a call between two channels of the doctor's own, press a key in it, transfer it, and let it end.

    Returns the events that must come of it, none if it was not to be made.
    """
    name = f"acd-doctor-{secrets.token_hex(4)}"
    caller, other = f"{name}-1", f"{name}-2"
    if not await look.has("acd-doctor", "events") or not (await look.call("events", {}, name)).good:
        return ()
    try:
        if not await until_in_conversation(look, other):
            return ()
        await look.ask("PlayDTMF", Channel=caller, Digit="5", Receive="true")
        await until_came(look, ("DTMFEnd",))
        listened = await listen(look, other)
        await look.ask("BlindTransfer", Channel=other, Context="acd-doctor", Exten="end")
        await until_came(look, CAUSED)
    finally:
        await look.ask("Hangup", Channel=caller)
    return (*CAUSED, *LISTENING) if listened else CAUSED


async def listen(look: Look, spied: str) -> bool:
    """Listen to one of the two by a third channel of the doctor's own; False where that cannot be."""
    if not await look.has(CONTEXT, MODES[0]) or not await loaded(look, "app_chanspy"):
        return False
    spy = f"{spied}-spy"
    place = {"Context": CONTEXT, "Exten": MODES[0], "Priority": "1", "Async": "true", "Timeout": "3000"}
    await look.ask(
        "Originate", Channel="Local/answer@acd-doctor/n", ChannelId=spy, Variable=f"{SPIED}={spied}", **place
    )
    await until_came(look, LISTENING[:1])
    await look.ask("Hangup", Channel=spy)
    return True


async def until_in_conversation(look: Look, channel: str) -> bool:
    """Wait until a channel has somebody to speak with."""
    for _ in range(round(UP_S / POLL_S)):
        answer = await look.ask("Getvar", Channel=channel, Variable="BRIDGEPEER")
        if answer.headers.get("value"):
            return True
        await asyncio.sleep(POLL_S)
    return False


async def until_came(look: Look, names: tuple[str, ...]) -> None:
    """Wait until these have come, or will not."""
    for _ in range(round(QUIET_S / POLL_S)):
        if set(names) <= {event.get("event", "") for event in look.events}:
            return
        await asyncio.sleep(POLL_S)


def knows_names(version: str) -> bool:
    """Whether this Asterisk's filters may name an event."""
    parts = version.split(".")
    if len(parts) < 2 or not (parts[0].isdigit() and parts[1].isdigit()):
        return True
    major, minor = int(parts[0]), int(parts[1])
    return major > max(FIRST_NAMED_FILTERS) or minor >= FIRST_NAMED_FILTERS.get(major, minor + 1)


def filter_line(event: str, by_name: bool = True) -> str:
    """The line of manager.conf that lets an event through."""
    return f"eventfilter(action(include),name({event})) =" if by_name else f"eventfilter = Event: {event}"
