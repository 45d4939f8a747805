"""The manager interface: which Asterisk it is, what its user may do, and what time it is there."""

import re
import time
from collections.abc import Awaitable, Callable

from acd.config.load import Centre
from acd.doctor.finding import Finding, Mend, error, good, warning
from acd.doctor.looking import Look, NotReached, Refused

Check = Callable[[Look, Centre], Awaitable[list[Finding]]]

OLDEST, OLDEST_TRIED = 18, 20
"""Asterisk's versions: with an older one nothing was ever tried; older than the second is kept up by nobody."""

WRITE = {"call": ("Redirect", "ControlPlayback"), "originate": ("Originate",), "reporting": ("CoreSettings",)}
"""The rights that the service needs, and actions that nobody without them is shown."""

DANGEROUS = {"command": "Command", "config": "UpdateConfig", "system": "ModuleLoad"}
"""Rights with which a stolen secret is more than a nuisance, and an action that only they bring."""

INCLUDE = Mend("extensions.conf", ("#include extensions_acd.conf",))
GOOD_WRITE = "write = call,originate,reporting"
CLOCK_S = 1.0
"""Seconds between two clocks before the service misjudges how long a call has waited when it comes back."""


def not_reached(fault: NotReached, centre: Centre) -> Finding:
    """Nobody speaks AMI where the centre's file says."""
    address = centre.part.pbx.ami.address
    if fault.key == "ami_other":
        mend = Mend("centre.yaml pbx: ami:", ("address: 127.0.0.1:5038",))
    else:
        lines = ("enabled = yes", f"port = {address.port}", f"bindaddr = {address.host}")
        mend = Mend("manager.conf [general]", lines)
    return error("manager", fault.key, mend, where=address, why=fault.why or "-")


def refused(fault: Refused, centre: Centre) -> Finding:
    """The PBX does not take the user, the secret or our address: it never says which."""
    user = centre.part.pbx.ami.user
    lines = ("secret = ********   ; = pbx: ami: secret", f"permit = {fault.own}/255.255.255.255")
    return error("manager", "ami_refused", Mend(f"manager_acd.conf [{user}]", lines), user=user, why=fault)


async def check_version(look: Look, centre: Centre) -> list[Finding]:
    """Which Asterisk it is."""
    said = (await look.ask("CoreSettings")).headers.get("asteriskversion", "")
    newer = Mend("", ("apt install asterisk",))
    number = re.search(r"\d+", said)
    if number is None:
        return [warning("version", "version_unknown", writing(centre))]
    if int(number[0]) < OLDEST:
        return [error("version", "version_too_old", newer, version=said, oldest=OLDEST)]
    if int(number[0]) < OLDEST_TRIED:
        return [warning("version", "version_old", newer, version=said, oldest=OLDEST_TRIED)]
    return [good("version", "version_good", version=said)]


async def check_rights(look: Look, centre: Centre) -> list[Finding]:
    """What the user may do, by the actions that it is shown: exactly those that it may use."""
    answer = await look.ask("ListCommands")
    shown = answer.headers.keys()
    if not answer.good:
        return [warning("rights", "rights_unknown", writing(centre))]
    missing = [right for right, actions in WRITE.items() if any(name.lower() not in shown for name in actions)]
    needless = [right for right, action in DANGEROUS.items() if action.lower() in shown]
    found: list[Finding] = []
    if missing:
        found.append(error("rights", "rights_missing", writing(centre), rights=", ".join(missing)))
    if needless:
        found.append(warning("rights", "rights_needless", writing(centre), rights=", ".join(needless)))
    return found or [good("rights", "rights_good", rights=", ".join(WRITE))]


def writing(centre: Centre) -> Mend:
    """The line that gives the user its rights."""
    return Mend(f"manager_acd.conf [{centre.part.pbx.ami.user}]", (GOOD_WRITE,))


async def untried(check: str, look: Look, centre: Centre) -> list[Finding]:
    """Say why something that only a call of the doctor's own can tell was not learnt."""
    if look.may_call is False:
        return [warning(check, "untried_right", writing(centre))]
    if await look.has("acd-doctor", "ping") is False:
        return [warning(check, "untried_context", INCLUDE)]
    return [warning(check, "untried_silent", Mend("", ('asterisk -rx "core show channels verbose"',)))]


async def check_clock(look: Look, centre: Centre) -> list[Finding]:
    """How far the PBX's clock is from ours, judged from the middle of question and answer."""
    before = time.time()
    answer = await look.ask("Ping")
    after = time.time()
    try:
        theirs = float(answer.headers.get("timestamp", ""))
    except ValueError:
        return [warning("clock", "clock_unknown", Mend("", ("timedatectl status",)))]
    off = theirs - (before + after) / 2
    if abs(off) > CLOCK_S:
        return [warning("clock", "clock_off", Mend("", ("timedatectl set-ntp true",)), seconds=f"{off:+.1f}")]
    return [good("clock", "clock_good", seconds=f"{abs(off):.3f}")]
