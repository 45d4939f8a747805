"""The agents' phones: whether the PBX has them, whether they are registered, and how they are set up."""

from collections.abc import Callable

from acd.config.load import Centre
from acd.doctor.finding import Finding, Mend, error, good, named, warning
from acd.doctor.looking import Look

UNKNOWN = ("INVALID", "")
"""Device states of a phone that the PBX does not have."""

AWAY = "UNAVAILABLE"

SETTINGS: dict[str, tuple[Callable[[str], bool], str]] = {
    "direct_media": (lambda value: value == "false", "no"),
    "allow_transfer": (lambda value: value == "true", "yes"),
}
"""What the service expects of an endpoint, and what its owner writes for it."""


async def check_phones(look: Look, centre: Centre) -> list[Finding]:
    """Whether every agent's phone exists, and how many are there now."""
    phones = list(dict.fromkeys(agent.phone for agent in centre.part.agents.values() if agent.phone))
    if not phones:
        return []
    states = dict(zip(phones, await look.values([f"DEVICE_STATE({phone})" for phone in phones]), strict=True))
    if None in states.values():
        return []  # what the user may not see is said by its rights
    unknown = [phone for phone, state in states.items() if state in UNKNOWN]
    away = [phone for phone, state in states.items() if state == AWAY]
    found: list[Finding] = []
    if unknown:
        found.append(error("phones", "phones_unknown", endpoints(unknown), phones=named(unknown)))
    if away and len(away) + len(unknown) == len(phones):
        mend = Mend("", ('asterisk -rx "pjsip show contacts"',))
        found.append(warning("phones", "phones_away", mend, count=len(away)))
    return found or [good("phones", "phones_good", count=len(phones), away=len(away))]


async def check_endpoints(look: Look, centre: Centre) -> list[Finding]:
    """Whether the PJSIP endpoints among them are set up as transfers, codes and a vanished phone need it."""
    names = [(agent.phone or "") for agent in centre.part.agents.values()]
    names = [name.removeprefix("PJSIP/") for name in dict.fromkeys(names) if name.startswith("PJSIP/")]
    known = {name: context for name in names if (context := await look.value(f"PJSIP_ENDPOINT({name},context)"))}
    if not known:
        return []
    found = await check_codes_dialled(look, known, centre.part.desk.codes.state)
    for setting, (is_right, wanted) in SETTINGS.items():
        wrong = [name for name in known if not is_right(await look.value(f"PJSIP_ENDPOINT({name},{setting})") or "")]
        if wrong:
            mend = Mend(f"pjsip.conf [{wrong[0]}]", (f"{setting} = {wanted}",))
            found.append(warning("endpoints", "endpoint_setting", mend, setting=setting, phones=named(wrong)))
    unwatched = [name for name in known if await is_unwatched(look, name)]
    if unwatched:
        mend = Mend(f"pjsip.conf [{unwatched[0]}] type = aor", ("qualify_frequency = 15",))
        found.append(warning("endpoints", "endpoint_unwatched", mend, phones=named(unwatched)))
    return found or [good("endpoints", "endpoints_good", count=len(known))]


async def check_codes_dialled(look: Look, contexts: dict[str, str], code: str) -> list[Finding]:
    """Whether a keypad code dialled on each phone gets to the service."""
    deaf = {context for context in set(contexts.values()) if await look.has(context, code) is False}
    phones = [name for name, context in contexts.items() if context in deaf]
    if not phones:
        return []
    mend = Mend(f"extensions.conf [{contexts[phones[0]]}]", ("include => acd-codes",))
    return [warning("endpoints", "endpoint_codes", mend, code=code, phones=named(phones))]


async def is_unwatched(look: Look, endpoint: str) -> bool:
    """Whether nobody would notice that the phone has vanished."""
    area = ((await look.value(f"PJSIP_ENDPOINT({endpoint},aors)")) or "").partition(",")[0]
    return bool(area) and await look.value(f"PJSIP_AOR({area},qualify_frequency)") == "0"


def endpoints(phones: list[str]) -> Mend:
    """The sections that make a phone, for each; with other channels than PJSIP nothing was tried."""
    names = [phone.partition("/")[2] for phone in phones if phone.startswith("PJSIP/")]
    if not names:
        return Mend("centre.yaml agents:", ("phone: PJSIP/1001",))
    return Mend("pjsip_acd.conf", tuple(line for name in names for line in endpoint(name)))


def endpoint(name: str) -> tuple[str, ...]:
    """The sections of one phone, by the templates of our file."""
    setting_up = (f"[{name}](acd-agent)", f"aors = {name}", f"auth = {name}", f"[{name}](acd-phone)")
    return (*setting_up, f"[{name}](acd-password)", f"username = {name}", "password = ********")
