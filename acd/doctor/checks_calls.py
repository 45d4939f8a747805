"""What only a call can tell: whether sessions come through, and whether prompts and music are there.

These calls are the doctor's own, between a channel and the dialplan's context ``acd-doctor``; no phone rings.
"""

from collections.abc import MutableMapping
from contextlib import suppress
from typing import Any

import structlog

from acd.asterisk.agi_server import AgiServer
from acd.asterisk.agi_session import answer_ping
from acd.asterisk.gate import DIALPLAN_MARKS
from acd.config.load import Centre
from acd.config.model import AgiPart
from acd.doctor.checks_manager import untried
from acd.doctor.finding import Finding, Mend, error, good, named, warning
from acd.doctor.looking import Look
from ivr.prompts import ENDINGS

MOST_NAMES = 700
"""Letters of one list of files: a line of AMI holds 1,024 bytes."""

FOLDER = "/usr/share/asterisk"


async def check_sessions(look: Look, centre: Centre) -> list[Finding]:
    """Whether a session from the dialplan reaches the service and is taken.

    Where no service listens, the doctor does for that moment.
    """
    agi = centre.part.pbx.agi
    peers: list[str] = []
    listener = await listening(agi, peers)
    try:
        said = await look.question("ping")
    finally:
        if listener is not None:
            await listener.stop()
    key = "sessions_good" if listener is None else "sessions_good_here"
    if said == "SUCCESS done":
        return [good("sessions", key, where=agi.listen)]
    if said is None:
        return await untried("sessions", look, centre)
    if said.startswith("FAILURE"):
        mend = Mend("globals_acd.conf", (f"ACD_ENGINE={agi.listen}",))
        return [error("sessions", "sessions_nowhere", mend, where=agi.listen)]
    return [not_taken(listener, peers, agi)]


def not_taken(listener: AgiServer | None, peers: list[str], agi: AgiPart) -> Finding:
    """Somebody took the connection and not the session; our own listener knows why, and who came."""
    allow = Mend("centre.yaml pbx: agi:", (f"allow: [{', '.join(dict.fromkeys((*agi.allow, *peers)))}]",))
    secret = Mend("globals_acd.conf", ("ACD_SECRET=********   ; = pbx: agi: secret",))
    if listener is not None and listener.counts["peer_not_allowed"]:
        return error("sessions", "sessions_stranger", allow, where=agi.listen)
    if listener is not None and listener.counts["wrong_secret"]:
        return error("sessions", "sessions_secret", secret, where=agi.listen)
    both = Mend("globals_acd.conf", (*secret.lines, f"ACD_ENGINE={agi.listen}"))
    return error("sessions", "sessions_not_taken", both, where=agi.listen)


async def listening(agi: AgiPart, peers: list[str]) -> AgiServer | None:
    """Listen where the service would, and note whom it turns away; None if somebody does already, or nobody can."""

    def note(_: object, __: str, event: MutableMapping[str, Any]) -> str:
        peers.append(str(event.get("peer", "")))
        return ""

    log = structlog.wrap_logger(structlog.ReturnLogger(), processors=[note])  # no log: what it saw is in the findings
    server = AgiServer(answer_ping, agi.secret, agi.allow, log=log)
    with suppress(OSError):
        await server.start(agi.listen.host, agi.listen.port)
        return server
    return None


async def check_prompts(look: Look, centre: Centre) -> list[Finding]:
    """Whether Asterisk has a file, in any format, for every recording that the centre knows."""
    folder = centre.part.pbx.sounds
    data = await look.value("ASTDATADIR") or FOLDER
    where = folder if folder.startswith("/") else f"{data}/sounds/{folder}"
    recorded = centre.sounds.by_language(centre.part.languages)
    names = sorted(f"{language}/{name}" for language, each in recorded.items() for name in each)
    names = [name for name in names if DIALPLAN_MARKS.isdisjoint(name) and ":" not in name]
    if not DIALPLAN_MARKS.isdisjoint(where):
        return [warning("prompts", "prompts_folder", Mend("centre.yaml pbx:", ("sounds: acd",)))]
    missing: list[str] | None = names
    for ending in sorted(ENDINGS, key=lambda each: (each != ".wav", each)):
        if missing:
            missing = await absent(look, where, missing, ending)
    if missing is None:
        return await untried("prompts", look, centre)
    if missing:
        mend = Mend("", (f"mkdir -p {where}", f"cp -r ivr/sounds/. {where}/"))
        found = error if len(missing) == len(names) else warning
        return [found("prompts", "prompts_missing", mend, count=len(missing), names=named(missing), where=where)]
    return [good("prompts", "prompts_good", count=len(names), where=where)]


async def absent(look: Look, folder: str, names: list[str], ending: str) -> list[str] | None:
    """Return which of the names have no file with this ending; None if that cannot be learnt."""
    missing: list[str] = []
    for group in in_groups([f"{name}{ending}" for name in names]):
        said = await look.question("files", ACD_FOLDER=folder, ACD_FILES=":".join(group))
        if said is None or not said.startswith("missing"):
            return None
        missing += [name.removesuffix(ending) for name in said.split(":")[1:]]
    return missing


def in_groups(names: list[str]) -> list[list[str]]:
    """Part names into groups that fit in one line of AMI each."""
    groups: list[list[str]] = []
    room = 0
    for name in names:
        if len(name) >= room:
            groups.append([])
            room = MOST_NAMES
        groups[-1].append(name)
        room -= len(name) + 1
    return groups


async def check_music(look: Look, centre: Centre) -> list[Finding]:
    """Whether callers who wait hear anything; where the class is missing Asterisk plays its default one."""
    music = centre.part.pbx.music
    said = await look.question("music", ACD_MUSIC=music)
    lines = (f"[{music}]", "mode = files", "directory = moh")
    if said is None or not said.isdigit():
        return await untried("music", look, centre)
    if said == "0":
        return [warning("music", "music_missing", Mend("musiconhold.conf", lines), music=music)]
    return [good("music", "music_good", music=music)]
