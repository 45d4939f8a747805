"""The modules that a call needs. IFMODULE tells, and needs no more than the right to ask for reports."""

from acd.config.load import Centre
from acd.doctor.finding import Finding, Mend, error, good, named, warning
from acd.doctor.looking import Look

NEEDED = (
    *("pbx_config", "res_agi", "app_dial", "app_stack", "app_exec", "app_playback"),  # sessions, offers, dialplan
    *("func_global", "func_channel", "func_devstate"),  # marks on the caller's channel, where it is, phones' states
    *("bridge_simple", "res_musiconhold", "format_wav"),  # conversations, the wait, shipped prompts
)
"""Without one of these calls fail."""

PJSIP = ("res_pjsip", "res_pjsip_session", "chan_pjsip", "res_rtp_asterisk", "res_pjsip_refer")
"""The same where agents' phones are PJSIP endpoints; the last is for transfers by the phone."""

RECORDING = ("app_mixmonitor",)
"""The same where a queue records its calls."""

USEFUL = (
    *("bridge_builtin_features", "codec_alaw", "codec_ulaw"),  # transfers, prompts in the phones' codecs
    "app_chanspy",  # supervisors who listen
    *("func_dialplan", "func_pjsip_endpoint", "func_pjsip_aor", "func_strings", "func_env", "func_logic"),  # doctor
)
"""Without one of these something is worse, or cannot be looked at."""

ITSELF = "func_module"
CODECS = {"alaw": "codec_alaw", "ulaw": "codec_ulaw", "gsm": "codec_gsm", "g722": "codec_g722", "opus": "codec_opus"}
CODECS |= {"g729": "codec_g729", "g726": "codec_g726", "ilbc": "codec_ilbc", "speex": "codec_speex"}
"""What translates the prompts into a phone's codec; a codec that is not here is not judged."""


async def check_modules(look: Look, centre: Centre) -> list[Finding]:
    """Whether everything that a call needs is loaded."""
    if not await loaded(look, ITSELF):
        return [warning("modules", "modules_unseen", loading([ITSELF]))]
    needed = [*NEEDED]
    if any((agent.phone or "").startswith("PJSIP/") for agent in centre.part.agents.values()):
        needed += PJSIP
    if any(queue.record != "never" for queue in centre.part.queues.values()):
        needed += RECORDING
    missing = [name for name in needed if not await loaded(look, name)]
    worse = [name for name in USEFUL if not await loaded(look, name)]
    found: list[Finding] = []
    if missing:
        found.append(error("modules", "modules_missing", loading(missing), modules=named(missing)))
    if worse:
        found.append(warning("modules", "modules_useful", loading(worse), modules=named(worse)))
    return found or [good("modules", "modules_good", count=len(needed) + len(USEFUL))]


async def check_codecs(look: Look, centre: Centre) -> list[Finding]:
    """Whether prompts can be translated into what the agents' phones speak; a phone that shares one codec will do."""
    mute: dict[str, list[str]] = {}
    seen: set[str] = set()
    for agent in centre.part.agents.values():
        endpoint = (agent.phone or "").removeprefix("PJSIP/")
        allowed = await look.value(f"PJSIP_ENDPOINT({endpoint},allow)") if endpoint != agent.phone else ""
        names = (allowed or "").strip("()").split("|")
        seen.update(name for name in names if name)
        modules = [CODECS[name] for name in names if name in CODECS]
        if len(modules) == len(names) and not [name for name in modules if await loaded(look, name)]:
            mute[endpoint] = modules
    if not seen:
        return []
    if not mute:
        return [good("codecs", "codecs_good", codecs=named(sorted(seen)))]
    modules = sorted({module for each in mute.values() for module in each})
    return [error("codecs", "codecs_missing", loading(modules), phones=named(list(mute)), modules=named(modules))]


async def loaded(look: Look, module: str) -> bool:
    """Whether a module runs."""
    return await look.value(f"IFMODULE({module}.so)") == "1"


def loading(modules: list[str]) -> Mend:
    """The lines that load modules, now and at every start."""
    lines = [f"load = {name}.so" for name in modules]
    return Mend("modules.conf [modules]", (*lines, *(f'asterisk -rx "module load {name}.so"' for name in modules)))
