"""The configuration directory of one lab Asterisk: the owner's files of ``configs/asterisk`` and lab-only pieces."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).resolve().parents[2]
OWNERS_FILES = PROJECT / "configs" / "asterisk"

AGENT_EXTENSIONS = tuple(str(1000 + n) for n in range(1, 25))
"""The desks of the demo centre."""

SUPERVISOR_EXTENSION = "1901"
"""A supervisor's desk in the demo: the phone on which they listen, PJSIP/1901."""

OBSERVER = "lab"
"""An AMI user that may do and sees everything, for tests and diagnosis; its secret is the lab's."""


class LabSettings(NamedTuple):
    """What distinguishes one lab Asterisk from another.

    ``host`` is the loopback address for SIP, AMI and RTP; labs that run side by side need one each.
    ``engine`` is host:port of the FastAGI server under test; ``patience_s`` is the dialplan's ACD_PATIENCE.
    ``secret`` is that of the AMI users, ``agi_secret`` the dialplan's ACD_SECRET (empty: the same).
    ``agents`` are the extensions of the agents' phones; ``contacts`` gives some of them a fixed ``host:port``, and
    all others wait for a REGISTER. ``logs_calls``: the log has every step of every call, which costs Asterisk work.
    ``extra`` is more text for configuration files, by name, put at the end of those there are.
    """

    host: str = "127.0.0.1"
    engine: str = "127.0.0.1:4573"
    secret: str = "lab-secret"  # noqa: S105 - a loopback-only throwaway
    agi_secret: str = ""
    patience_s: int = 60
    sip_port: int = 5060
    ami_port: int = 5038
    agents: Sequence[str] = AGENT_EXTENSIONS
    contacts: Mapping[str, str] = {}
    logs_calls: bool = True
    extra: Mapping[str, str] = {}


def write_config(folder: Path, settings: LabSettings) -> None:
    """Write every configuration file of a lab into ``folder`` (which exists)."""
    for name, text in _files(settings).items():
        (folder / name).write_text(text, encoding="utf-8")


def _files(settings: LabSettings) -> dict[str, str]:
    files = {
        **{path.name: _with_secret(path, settings) for path in OWNERS_FILES.glob("*.conf")},
        "asterisk.conf": _ASTERISK + ("verbose = 3\n" if settings.logs_calls else ""),
        "modules.conf": _MODULES,
        "logger.conf": _LOGGER + ("full => verbose(4),dtmf\n" if settings.logs_calls else ""),
        "rtp.conf": "[general]\nrtpstart=20000\nrtpend=28000\nstrictrtp=no\nicesupport=no\n",
        "musiconhold.conf": "[default]\nmode=files\ndirectory=/usr/share/asterisk/moh\n",
        "manager.conf": _manager(settings),
        "globals_acd.conf": _globals(settings),
        "features.conf": "[general]\n#include features_acd.conf\n",
        "extensions.conf": _extensions(),
        "pjsip.conf": _pjsip(settings),
    }
    return files | {name: f"{files.get(name, '')}\n{text}" for name, text in settings.extra.items()}


def _with_secret(path: Path, settings: LabSettings) -> str:
    return path.read_text(encoding="utf-8").replace("secret = change-me", f"secret = {settings.secret}")


_ASTERISK = """[directories]
astetcdir => /lab/etc
astmoddir => /lab/modules
astvarlibdir => /var/lib/asterisk
astdbdir => /lab/db
astkeydir => /lab/db
astdatadir => /usr/share/asterisk
astspooldir => /lab/spool
astrundir => /lab/run
astlogdir => /lab/log
[options]
nocolor = yes
"""

_LOGGER = "[general]\n[logfiles]\nmessages => notice,warning,error\n"

# Those that would open ports of their own or load slowly; the lab needs none of them.
_UNWANTED = """chan_iax2 chan_unistim chan_console chan_motif pbx_dundi pbx_lua pbx_ael res_snmp res_hep res_xmpp
res_prometheus res_phoneprov res_calendar cdr_csv cdr_sqlite3_custom cel_sqlite3_custom app_voicemail_odbc
app_voicemail app_minivm app_festival res_stir_shaken res_config_ldap res_config_odbc"""
_MODULES = "[modules]\nautoload=yes\n" + "".join(f"noload = {name}.so\n" for name in _UNWANTED.split())


def _manager(settings: LabSettings) -> str:
    return f"""[general]
enabled = yes
bindaddr = {settings.host}
port = {settings.ami_port}

[{OBSERVER}]
secret = {settings.secret}
read = all
write = all

#include manager_acd.conf
"""


def _globals(settings: LabSettings) -> str:
    secret = settings.agi_secret or settings.secret
    return f"ACD_ENGINE={settings.engine}\nACD_SECRET={secret}\nACD_PATIENCE={settings.patience_s}\n"


def _extensions() -> str:
    return """[globals]

[lab-outside]
; Whom agents reach when they dial out, and where callers go who are redirected past the service.
exten => _[+0-9]!,1,Answer()
 same => n,MusicOnHold(,3600)
 same => n,Hangup()
; Numbers that a test answers itself: LAB_<number> says at which host:port.
exten => _+7999XXXXXXX,1,Dial(PJSIP/lab-outside/sip:${EXTEN}@${LAB_${EXTEN:1}},60)
 same => n,Hangup()

#include extensions_acd.conf

[acd-agents]
include => lab-outside

[acd-colleagues]
include => lab-outside

[acd-outside]
include => lab-outside
"""


def _pjsip(settings: LabSettings) -> str:
    head = f"""[lab-transport]
type = transport
protocol = udp
bind = {settings.host}:{settings.sip_port}

[global]
type = global
endpoint_identifier_order = username,ip

; Whoever comes from the loopback and is no agent's phone is a caller from outside.
[lab-caller]
type = endpoint
context = acd
disallow = all
allow = alaw,ulaw
dtmf_mode = auto_info
direct_media = no
trust_id_inbound = yes

; The trunk to numbers outside.
[lab-outside]
type = endpoint
context = lab-outside
disallow = all
allow = alaw,ulaw
dtmf_mode = auto_info
direct_media = no

[lab-caller]
type = identify
endpoint = lab-caller
match = 127.0.0.0/8

#include pjsip_acd.conf
"""
    return head + "".join(_agent(extension, settings) for extension in settings.agents)


def _agent(extension: str, settings: LabSettings) -> str:
    contact = settings.contacts.get(extension)
    reached = f"contact = sip:{extension}@{contact}\nqualify_frequency = 0\n" if contact else ""
    return f"""
[{extension}](acd-agent)
aors = {extension}

[{extension}](acd-phone)
{reached}"""
