"""One call of a scripted phone: the SIP dialog, how far it is, and the requests it sends."""

import asyncio
import re
import secrets
from collections.abc import Sequence
from typing import Literal

from tests.sip_message import SipMessage, build, replaces, tag, target

Stage = Literal["calling", "ringing", "talking", "ended"]

_SOUND = b"\x80\x08" + bytes(10) + b"\xd5" * 160
"""One RTP packet: 20 ms of silence in A-law."""


class Leg:
    """A dialog seen from the phone; ``over`` is set when the call has ended for it."""

    def __init__(self, call_id: str, *, outgoing: bool) -> None:
        self.call_id = call_id
        self.outgoing = outgoing
        self.stage: Stage = "calling"
        self.local = ""
        self.remote = ""
        self.remote_uri = ""
        self.cseq = 1
        self.invite_cseq = 1
        self.branch = token()
        self.invite: SipMessage | None = None
        self.last_answer = b""
        self.hang_up_wanted = False
        self.keys_pressed = False
        self.final_status = 0
        self.talking = asyncio.Event()
        self.over = asyncio.Event()

    @property
    def replaces(self) -> str:
        """How a Refer-To names this call."""
        return replaces(self.call_id, tag(self.remote), tag(self.local))

    def talk(self) -> None:
        self.stage = "talking"
        self.talking.set()

    def end(self) -> None:
        self.stage = "ended"
        self.over.set()

    def accepted(self, response: SipMessage) -> None:
        """The other side took the call; its ACK is a transaction of its own."""
        self.remote_uri = target(response.get("contact"))
        self.branch = token()

    def request(
        self, method: str, contact: str, body: str = "", kind: str = "", *, more: Sequence[tuple[str, str]] = ()
    ) -> bytes:
        """A request of this dialog; ACK and CANCEL belong to the INVITE sent last."""
        if method not in ("ACK", "CANCEL") and not (method == "INVITE" and self.stage == "calling"):
            self.cseq += 1
            self.branch = token()
        if method == "INVITE":
            self.invite_cseq = self.cseq
        number = self.invite_cseq if method in ("ACK", "CANCEL") else self.cseq
        headers = [
            ("Via", f"SIP/2.0/UDP {contact.partition('@')[2]};rport;branch=z9hG4bK{self.branch}"),
            ("Max-Forwards", "70"),
            ("From", self.local),
            ("To", self.remote),
            ("Call-ID", self.call_id),
            ("CSeq", f"{number} {method}"),
            ("Contact", f"<{contact}>"),
            *more,
        ]
        if kind:
            headers.append(("Content-Type", kind))
        return build(f"{method} {self.remote_uri} SIP/2.0", headers, body)

    def answer(self, request: SipMessage, words: str, contact: str, body: str = "") -> bytes:
        first = request is self.invite
        datagram = answer(request, words, contact, to=self.local if first else "", body=body)
        if request.method == "INVITE":
            self.last_answer = datagram
        return datagram


def answer(request: SipMessage, words: str, contact: str, *, to: str = "", body: str = "") -> bytes:
    headers = [("Via", via) for via in request.all("via")]
    headers += [
        ("From", request.get("from")),
        ("To", to or request.get("to")),
        ("Call-ID", request.call_id),
        ("CSeq", request.get("cseq")),
        ("Contact", f"<{contact}>"),
    ]
    if body:
        headers.append(("Content-Type", "application/sdp"))
    return build(f"SIP/2.0 {words}", headers, body)


def first_sound(sdp: str) -> tuple[bytes, tuple[str, int]] | None:
    """A packet of silence and where ``sdp`` wants it: without any, Asterisk's ``Answer`` waits half a second."""
    found = re.search(r"c=IN IP4 (\S+)[\s\S]*m=audio (\d+)", sdp)
    return (_SOUND, (found.group(1), int(found.group(2)))) if found else None


def token() -> str:
    return secrets.token_hex(6)
