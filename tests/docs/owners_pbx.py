"""Two Asterisks as owners have them: a plain one, and one whose files look as FreePBX writes them.

Both take callers on a number of their own into an old queue, whose member sits at phone 1009.
"""

from collections.abc import Mapping
from typing import NamedTuple

HOST = "127.0.0.81"
OLD_MEMBER, PHONES = "1009", ("1001", "1002", "1009")


class OwnersPbx(NamedTuple):
    """``files`` by name; ``dialled`` is what callers dial; ``patience_s`` is short, for a test."""

    files: Mapping[str, str]
    dialled: str


def pjsip_conf(phones: str, callers: str) -> str:
    """Phones in the context ``phones``, and everybody else from the loopback in ``callers``."""
    endpoints = "".join(
        f"[{number}]\ntype = endpoint\ncontext = {phones}\naors = {number}\nallow = alaw\ndirect_media = no\n"
        f"dtmf_mode = auto_info\n[{number}]\ntype = aor\nmax_contacts = 1\nremove_existing = yes\n"
        for number in PHONES
    )
    return f"""[udp]
type = transport
protocol = udp
bind = {HOST}:5060
[global]
type = global
endpoint_identifier_order = username,ip
[trunk]
type = endpoint
context = {callers}
allow = alaw
direct_media = no
[trunk]
type = identify
endpoint = trunk
match = 127.0.0.0/8
{endpoints}"""


def manager_conf(more: str) -> str:
    """The manager interface of both; the user is the test's own."""
    return f"""[general]
enabled = yes
port = 5038
bindaddr = {HOST}
[lab]
secret = lab-secret
read = all
write = all
{more}"""


def queues_conf(queue: str) -> str:
    """The owner's old queue."""
    return f"[{queue}]\nstrategy = leastrecent\ntimeout = 10\nretry = 1\nmember => PJSIP/{OLD_MEMBER}\n"


PLAIN = OwnersPbx(
    {
        "extensions.conf": """[general]
static = yes

[globals]

[incoming]
exten => 100,1,Answer()
 same => n,Queue(support)
 same => n,Hangup()

[phones]
exten => _10XX,1,Dial(PJSIP/${EXTEN},20)
""",
        "manager.conf": manager_conf(""),
        "queues.conf": queues_conf("support"),
        "pjsip.conf": pjsip_conf("phones", "incoming"),
    },
    "100",
)

FREEPBX = OwnersPbx(
    {
        "extensions.conf": """#include extensions_additional.conf
#include extensions_custom.conf

[from-trunk]
include => from-pstn

[from-pstn]
include => from-pstn-custom
include => ext-did

[from-internal]
include => from-internal-xfer

[from-internal-xfer]
include => from-internal-custom
include => from-internal-additional
""",
        "extensions_additional.conf": """[globals]
#include globals_custom.conf
ASTETCDIR = /etc/asterisk

[from-internal-additional]
include => ext-queues
include => ext-local

[ext-did]
exten => 74951230000,1,Set(__FROM_DID=${EXTEN})
 same => n,Goto(ext-queues,600,1)

[ext-queues]
exten => 600,1,Answer()
 same => n,Queue(600,t)
 same => n,Hangup()

[ext-local]
exten => _10XX,1,Dial(PJSIP/${EXTEN},20)
 same => n,Hangup()
""",
        "extensions_custom.conf": "[from-internal-custom]\nexten => 1234,1,Playback(demo-congrats)\n",
        "globals_custom.conf": "",
        "manager.conf": manager_conf("#include manager_custom.conf\n"),
        "manager_custom.conf": "",
        "queues.conf": queues_conf("600"),
        "pjsip.conf": pjsip_conf("from-internal", "from-trunk"),
    },
    "74951230000",
)
