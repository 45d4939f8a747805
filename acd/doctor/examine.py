"""The whole examination, in the order in which an owner mends: first the door, then what is behind it."""

import asyncio

from acd.asterisk.gate import Hostile
from acd.config.load import Centre
from acd.doctor.checks_calls import check_music, check_prompts, check_sessions
from acd.doctor.checks_dialplan import check_contexts, check_globals, check_ways
from acd.doctor.checks_events import check_events
from acd.doctor.checks_manager import (
    Check,
    check_clock,
    check_rights,
    check_version,
    not_reached,
    refused,
)
from acd.doctor.checks_modules import check_codecs, check_modules
from acd.doctor.checks_phones import check_endpoints, check_phones
from acd.doctor.finding import Finding, Mend, error, good
from acd.doctor.looking import Look, NotReached, Refused, Silent, looking

CHECKS: tuple[Check, ...] = (
    check_version,
    check_rights,
    check_clock,
    check_modules,
    check_codecs,
    check_contexts,
    check_globals,
    check_ways,
    check_phones,
    check_endpoints,
    check_events,
    check_sessions,
    check_prompts,
    check_music,
)

LONGEST_S = 300.0
"""The whole examination: 20,000 phones are looked up in less, and a PBX that answers each question late is ill."""

LOG = Mend("", ('asterisk -rx "core show uptime"', 'asterisk -rx "manager show connected"'))


async def examine(centre: Centre) -> list[Finding]:
    """Look at the PBX of a centre; nothing there is changed but the global variable ``ACD_PING``."""
    found: list[Finding] = []
    try:
        async with asyncio.timeout(LONGEST_S), looking(centre.part.pbx.ami) as look:
            ami = centre.part.pbx.ami
            found.append(good("manager", "ami_entered", where=ami.address, user=ami.user))
            for check in CHECKS:
                found += await look_at(check, look, centre)
    except NotReached as fault:
        found.append(not_reached(fault, centre))
    except Refused as fault:
        found.append(refused(fault, centre))
    except TimeoutError:
        found.append(error("manager", "ami_slow", LOG, seconds=round(LONGEST_S)))
    except Silent as fault:
        found.append(error("manager", "ami_lost", LOG, action=fault))
    return found


async def look_at(check: Check, look: Look, centre: Centre) -> list[Finding]:
    """Make one check; what has no answer is a finding of its own, and the next check is made.

    Raises:
        Silent: the connection is gone, so nothing more can be asked.
    """
    try:
        return await check(look, centre)
    except Silent as fault:
        if look.is_gone:
            raise
        return [error("manager", "ami_unanswered", LOG, action=fault)]
    except Hostile as fault:
        # Names pass the centre's own checks, so this is one that no PBX should ever be given.
        return [error("manager", "ami_hostile", Mend("centre.yaml", (fault.field,)), why=fault)]
