"""SIPp's scenarios of callers and phones, put together from the few pieces of SIP that they consist of."""

from collections.abc import Sequence
from typing import NamedTuple
from xml.sax.saxutils import quoteattr


class Pause(NamedTuple):
    """A time drawn evenly between two limits, in seconds."""

    shortest_s: float
    longest_s: float


class Press(NamedTuple):
    """Keys pressed one after another, 0.3 s apart."""

    keys: str


Step = Pause | Press


class CallerScript(NamedTuple):
    """What a caller does once connected: ``steps``, then waits ``patience_s`` for the other side to hang up.

    ``dials_after`` is a pause before dialling: SIPp spaces its calls evenly, and people do not.
    """

    steps: Sequence[Step]
    patience_s: float
    dials_after: Pause | None = None


class PhoneManners(NamedTuple):
    """How the agents' phones treat calls; the shares are probabilities, and what is left over is answered."""

    ring_s: float = 0.1
    talk: Pause = Pause(20.0, 60.0)
    rejects: float = 0.0
    busy: float = 0.0
    silent: float = 0.0


KEY_GAP = Pause(0.3, 0.3)

_SDP = """v=0
o=sipp 1 1 IN IP[local_ip_type] [local_ip]
s=-
c=IN IP[media_ip_type] [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 8 101
a=rtpmap:8 PCMA/8000
a=rtpmap:101 telephone-event/8000
"""

_ASKED = """Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
Max-Forwards: 70
From: "[field1]" <sip:[field0]@[local_ip]>;tag=[pid]x[call_number]
To: <sip:[service]@[remote_ip]>[peer_tag_param]
Call-ID: [call_id]
CSeq: [cseq] {method}
Contact: <sip:[field0]@[local_ip]:[local_port]>
"""

_ANSWERED = """[last_Via:]
[last_From:]
[last_To:]{tag}
[last_Call-ID:]
{cseq}
Contact: <sip:[local_ip]:[local_port]>
"""


def caller_xml(script: CallerScript) -> str:
    """A caller who dials, does the script's steps, and leaves when patience is over."""
    steps = "".join(_step(step) for step in script.steps)
    return _scenario(
        "caller",
        _step(script.dials_after) if script.dials_after else "",
        _ask("INVITE [service]", _SDP),
        *(f'<recv response="{code}" optional="true"/>' for code in (100, 180, 183)),
        '<recv response="200" rrs="true"/>',
        _ask("ACK [next_url]", retransmit=False),
        steps,
        f'<recv request="BYE" timeout="{_ms(script.patience_s)}" ontimeout="leave"/>',
        _answer("200 OK", next_label="over"),
        '<label id="leave"/>',
        _ask("BYE [next_url]"),
        '<recv response="200"/>',
        '<label id="over"/>',
    )


def phone_xml(manners: PhoneManners) -> str:
    """A phone that rings, and answers, refuses or stays silent; a caller who gives up is let go."""
    manners_left, branches = 1.0, []
    for label in ("rejects", "busy", "silent"):
        share = getattr(manners, label)
        if share > 0:  # the chance among those not branched off before
            branches.append(f'<nop chance="{min(1.0, share / manners_left):.4f}" next="{label}"/>')
            manners_left -= share
    return _scenario(
        "phone",
        _recv_and_keep("INVITE", {"CSeq:": "cseq"}),
        _answer("180 Ringing", tag=True),
        *branches,
        _ring(manners.ring_s, on_timeout="answers"),
        '<label id="answers"/>',
        _answer("200 OK", tag=True, cseq=True, body=_SDP, retransmit=True),
        _recv_and_keep("ACK", {"From:": "them", "To:": "me"}),
        _step(manners.talk),
        _hang_up(),
        *_refusal("rejects", "603 Decline"),
        *_refusal("busy", "486 Busy Here"),
        '<label id="silent"/>',
        _ring(120.0, on_timeout="over"),  # longer than any offer rings
        '<label id="over"/>',
    )


def _scenario(name: str, *pieces: str) -> str:
    body = "\n".join(piece for piece in pieces if piece)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<scenario name={quoteattr(name)}>\n{body}\n</scenario>\n'


def _ask(line: str, body: str = "", *, retransmit: bool = True, kind: str = "application/sdp") -> str:
    """A request of the caller; ``line`` is its method and target."""
    method, _, where = line.partition(" ")
    uri = where if where == "[next_url]" else f"sip:{where}@[remote_ip]:[remote_port]"
    head = f"{method} {uri} SIP/2.0\n{_ASKED.format(method=method)}"
    return _send(head, body, kind, retransmit=retransmit)


def _answer(
    words: str,
    *,
    tag: bool = False,
    cseq: bool = False,
    body: str = "",
    retransmit: bool = False,
    next_label: str = "",
) -> str:
    """A response; with ``cseq`` to the INVITE although another request came after it."""
    own_tag = ";tag=[pid]y[call_number]" if tag else ""
    head = _ANSWERED.format(tag=own_tag, cseq="CSeq:[$cseq]" if cseq else "[last_CSeq:]")
    return _send(f"SIP/2.0 {words}\n{head}", body, retransmit=retransmit, next_label=next_label)


def _send(
    head: str, body: str, kind: str = "application/sdp", *, retransmit: bool = False, next_label: str = ""
) -> str:
    described = f"Content-Type: {kind}\n" if body else ""
    attributes = (' retrans="500"' if retransmit else "") + (f' next="{next_label}"' if next_label else "")
    text = f"{head}{described}Content-Length: [len]\n\n{body}"
    return f"<send{attributes}><![CDATA[\n{text}\n]]></send>"


def _recv_and_keep(request: str, headers: dict[str, str]) -> str:
    """Receive, and keep the values of ``headers`` in variables for later messages."""
    kept = "".join(
        f'<ereg regexp=".*" search_in="hdr" header="{header}" assign_to="{variable}"/>'
        for header, variable in headers.items()
    )
    return f'<recv request="{request}" rrs="true"><action>{kept}</action></recv>'


def _ring(limit_s: float, *, on_timeout: str) -> str:
    """Ring until ``limit_s``; a CANCEL before that ends the call as SIP wants it."""
    return "\n".join(
        (
            f'<recv request="CANCEL" timeout="{_ms(limit_s)}" ontimeout="{on_timeout}"/>',
            _answer("200 OK"),
            _answer("487 Request Terminated", tag=True, cseq=True, retransmit=True),
            '<recv request="ACK" next="over"/>',
        )
    )


def _refusal(label: str, words: str) -> tuple[str, ...]:
    return (
        f'<label id="{label}"/>',
        _answer(words, tag=True, cseq=True, retransmit=True),
        '<recv request="ACK" next="over"/>',
    )


def _hang_up() -> str:
    """BYE from a phone that was called: who was From is To now."""
    head = """BYE [next_url] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
Max-Forwards: 70
From:[$me]
To:[$them]
Call-ID: [call_id]
CSeq: 1 BYE
"""
    return _send(head, "", retransmit=True) + '\n<recv response="200" next="over"/>'


def _step(step: Step) -> str:
    if isinstance(step, Pause):
        shortest, longest = _ms(step.shortest_s), _ms(step.longest_s)
        if shortest == longest:
            return f'<pause milliseconds="{shortest}"/>'
        return f'<pause distribution="uniform" min="{shortest}" max="{longest}"/>'
    return _step(KEY_GAP).join(_key(key) for key in step.keys)


def _key(key: str) -> str:
    body = f"Signal={key}\nDuration=100\n"
    return _ask("INFO [next_url]", body, kind="application/dtmf-relay") + '\n<recv response="200"/>\n'


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
