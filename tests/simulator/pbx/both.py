"""A bench that is the same in front of both PBXs: bare sessions behind, the service's own AMI user beside."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from tests.lab.wires import BareAmi, BareSession, Event, serve_agi
from tests.scenarios.pbx import Caller, Phone
from tests.scenarios.places import SECRET, Place
from tests.simulator.pbx.bench import Script

LIMIT_S = 10.0
LOOK_EVERY_S = 0.02
QUIET_S = 0.3
"""What has not happened by then does not happen: events come within milliseconds."""

OFFER = 'EXEC Dial "PJSIP/1001,20,gmf(Label <555>)U(acd-answered)"'
WHERE = "${CHANNEL(name)}|${UNIQUEID}|${ACD_STATE}"


class Bench:
    """A PBX with phones and callers, and what its AMI tells the service."""

    def __init__(self, place: Place, ami: BareAmi) -> None:
        self.pbx = place.pbx
        self.ami = ami

    async def until(self, is_true: Callable[[], bool], what: str) -> None:
        """Wait until something is true; ``what`` says it in words."""
        for _ in range(round(LIMIT_S / LOOK_EVERY_S)):
            if is_true():
                return
            await asyncio.sleep(LOOK_EVERY_S)
        raise AssertionError(f"it did not come true that {what}; the PBX told {self.told()}")

    async def talk(self, dialled: str = "100") -> Caller:
        """Let a caller in and wait until the phone 1001 has answered."""
        caller = await self.pbx.call(dialled)
        await self.answered(self.pbx.phone("1001"))
        await self.ami.event("DialEnd", DialStatus="ANSWER")
        return caller

    async def answered(self, phone: Phone) -> None:
        await self.until(lambda: phone.in_call, "the phone has answered")

    def state_of(self, device: str) -> str:
        """The state of a device as told last, "" when nothing was told of it."""
        told = [event["State"] for event in self.ami.events if event.get("Device") == device]
        return told[-1] if told else ""

    def told(self, since: int = 0) -> list[str]:
        """The events after the first ``since`` ones in a word or two each: what, and of which phone."""
        return [short(event) for event in self.ami.events[since:] if event["Event"] in SHORT]


SHORT = {
    "AttendedTransfer": "OrigTransfererChannel",
    "BlindTransfer": "TransfererChannel",
    "DialBegin": "DestChannel",
    "DialEnd": "DestChannel",
    "Hangup": "Channel",
    "Hold": "Channel",
    "Unhold": "Channel",
    "MixMonitorMute": "Channel",
    "MixMonitorStart": "Channel",
    "MixMonitorStop": "Channel",
}


def short(event: Event) -> str:
    """``Hangup 1001``: an event and the phone that it is about; ``caller`` is the one outside."""
    name = event[SHORT[event["Event"]]].rpartition("-")[0].partition("/")[2].partition("@")[0]
    status = f" {event['DialStatus']}" if event["Event"] == "DialEnd" else ""
    return f"{event['Event']} {name.removeprefix('lab-')}{status}"


@asynccontextmanager
async def bench_at(place: Place, **scripts: Script) -> AsyncIterator[Bench]:
    """Open ``place`` with a server whose sessions run the script that the dialplan names."""
    await place.open()
    server = await serve_agi(place.agi.host, place.agi.port, by_name(scripts))
    place.engine_listens(server.sockets[0].getsockname()[1])
    ami = await BareAmi.login(*place.ami, "acd", SECRET)
    try:
        async with asyncio.timeout(3 * LIMIT_S):
            yield Bench(place, ami)
    finally:
        await ami.close()
        await place.close()
        server.close()


def by_name(scripts: Mapping[str, Script]) -> Script:
    async def run(session: BareSession) -> None:
        await scripts[session.env["agi_network_script"]](session)

    return run
