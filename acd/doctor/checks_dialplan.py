"""The dialplan: its pieces, the hang-up setting, the globals, and where ways out, codes and numbers outside lead."""

from acd.config.load import Centre
from acd.doctor.checks_manager import INCLUDE, writing
from acd.doctor.finding import Finding, Mend, error, good, named, warning
from acd.doctor.looking import Look
from ivr.model import LeaveStep

OURS = ("acd", "acd-offer", "acd-answered", "acd-recordable", "acd-confirm", "acd-transfer", "acd-desk", "acd-fallback")
"""Contexts without which a call ends in the middle of its story."""

HELPERS = ("acd-agents", "acd-codes", "acd-colleagues", "acd-listen", "acd-doctor")
"""Contexts of which an owner may have others, or without which calls go on: only nobody can listen to them."""

OUR_FILE = "configs/asterisk/extensions_acd.conf"
SETTING = "AGIEXITONHANGUP=yes"
ANYWHERE = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 - a host that is compared, not bound


async def check_contexts(look: Look, centre: Centre) -> list[Finding]:
    """Whether the pieces are there, and whether sessions are told to end with their callers."""
    pbx = centre.part.pbx
    needed, helpers = dict.fromkeys((*OURS, pbx.exits, pbx.outside)), HELPERS
    rows: list[dict[str, str]] = []
    absent: list[str] = []
    for context in (*needed, *helpers):
        answer = await look.ask_list("ShowDialPlan", Context=context)
        if not answer.good and "did not find" not in answer.message.lower():
            return [warning("dialplan", "dialplan_unseen", writing(centre))]
        rows += answer.rows
        # A context that is there and empty is refused like one that is not there: then the function is asked.
        if not answer.good and not await look.has(context):
            absent.append(context)
    lost = [context for context in needed if context in absent]
    found: list[Finding] = []
    if lost:
        found.append(error("dialplan", "dialplan_missing", including(absent), contexts=named(lost)))
    elif absent:
        found.append(warning("dialplan", "dialplan_helpers", including(absent), contexts=named(absent)))
    else:
        found.append(good("dialplan", "dialplan_good", count=len(needed) + len(helpers)))
    return [*found, *check_hangup(rows)]


def including(contexts: list[str]) -> Mend:
    """The line that brings our file in; or, of a file that is there and not whole, what to take from ours."""
    if set(OURS) <= set(contexts):
        return INCLUDE
    lines = (f"[{name}]" + (f"   ; = {OUR_FILE}" if name.startswith("acd") else "") for name in contexts)
    return Mend("extensions_acd.conf", tuple(lines))


def check_hangup(rows: list[dict[str, str]]) -> list[Finding]:
    """Whether every session of ours is begun after ``AGIEXITONHANGUP`` was set, in the same extension."""
    told: set[tuple[str, str]] = set()
    untold: dict[str, str] = {}
    for row in rows:
        place = (row.get("context", ""), row.get("extension", ""))
        application, data = row.get("application", "").lower(), row.get("appdata", "")
        if application in ("set", "mset") and SETTING in data:
            told.add(place)
        elif application == "agi" and "${ACD_ENGINE}" in data and place not in told:
            untold.setdefault(place[0], data.partition(",")[0])  # what follows may be a secret
    if not untold:
        return [good("hangup", "hangup_good")] if told else []
    context, url = next(iter(untold.items()))
    mend = Mend(f"extensions_acd.conf [{context}]", (f" same => n,Set({SETTING})", f" same => n,AGI({url},...)"))
    return [error("hangup", "hangup_missing", mend, contexts=named(list(untold)))]


async def check_globals(look: Look, centre: Centre) -> list[Finding]:
    """Whether the dialplan knows the engine, its secret, and how long to wait for it. A secret is never shown."""
    agi = centre.part.pbx.agi
    engine, secret, patience = await look.values(("ACD_ENGINE", "ACD_SECRET", "ACD_PATIENCE"))
    if engine is None:
        return []  # what the user may not see is said by its rights
    found: list[Finding] = []
    host, _, port = engine.rpartition(":")
    if port != str(agi.listen.port):
        found.append(error("globals", "engine_differs", setting("ACD_ENGINE", agi.listen), got=engine or "-"))
    elif host.strip("[]") != agi.listen.host and agi.listen.host not in ANYWHERE:
        found.append(warning("globals", "engine_elsewhere", setting("ACD_ENGINE", agi.listen), got=engine))
    if secret != agi.secret:
        key = "secret_differs" if secret else "secret_missing"
        found.append(error("globals", key, setting("ACD_SECRET", "********   ; = pbx: agi: secret")))
    if not (patience or "").isdigit():
        found.append(error("globals", "patience_wrong", setting("ACD_PATIENCE", 60), got=patience or "-"))
    return found or [good("globals", "globals_good", engine=engine, patience=patience)]


def setting(name: str, value: object) -> Mend:
    """The line that sets a global variable."""
    return Mend("globals_acd.conf", (f"{name}={value}",))


async def check_ways(look: Look, centre: Centre) -> list[Finding]:
    """Whether extensions to which calls are sent are there: ways out, numbers outside, keypad codes."""
    pbx, part = centre.part.pbx, centre.part
    exits = [way.then for queue in part.queues.values() for _, way in queue.ways()]
    ways = [way.target for way in exits if way.go == "extension"]
    ways += [step.leave for step in centre.tree.steps.values() if isinstance(step, LeaveStep) and step.leave]
    numbers = [agent.number for agent in part.agents.values() if agent.number]
    numbers += [way.target for way in exits if way.go == "number"]
    found = await check_numbers(look, pbx.exits, list(dict.fromkeys(ways)), "exits_missing")
    found += await check_numbers(look, pbx.outside, list(dict.fromkeys(numbers)), "outside_missing")
    codes = list(part.desk.codes.model_dump().values())
    there = await look.has("acd-codes")
    unknown = [code for code in codes if there and await look.has("acd-codes", code) is False]
    if unknown:
        lines = tuple(f"exten => {code},1,Goto(acd-desk,${{EXTEN}},1)" for code in unknown)
        found.append(
            warning("ways", "codes_missing", Mend("extensions_acd.conf [acd-codes]", lines), codes=named(unknown))
        )
    return found or [good("ways", "ways_good", count=len(ways) + len(numbers) + len(codes))]


async def check_numbers(look: Look, context: str, numbers: list[str], key: str) -> list[Finding]:
    """Whether a context has these numbers."""
    unknown = [number for number in numbers if await look.has(context, number) is False]
    if not unknown:
        return []
    lines = tuple(f"exten => {number},1,Dial(PJSIP/{number})" for number in unknown)
    return [
        error("ways", key, Mend(f"extensions_acd.conf [{context}]", lines), context=context, numbers=named(unknown))
    ]
