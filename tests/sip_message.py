"""As much of SIP's text as a scripted phone needs: messages taken apart and put together, no sockets."""

import re
from typing import NamedTuple
from urllib.parse import quote, unquote

_DISPLAY_NAME = re.compile(r'^\s*(?:"((?:[^"\\]|\\.)*)"|([^<"]*?))\s*<?sips?:([^@>;]*)')


class SipMessage(NamedTuple):
    """A request or a response; header names are in lower case and may repeat."""

    first_line: str
    headers: list[tuple[str, str]]
    body: str = ""

    @property
    def method(self) -> str:
        """What a request asks; for a response, what it answers."""
        return self.get("cseq").split()[-1] if self.status else self.first_line.split()[0]

    @property
    def status(self) -> int:
        """The code of a response, 0 for a request."""
        words = self.first_line.split()
        return int(words[1]) if words[0] == "SIP/2.0" else 0

    def get(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name), "")

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key == name]

    @property
    def call_id(self) -> str:
        return self.get("call-id")


def parse(datagram: bytes) -> SipMessage:
    head, _, body = datagram.decode("utf-8", "replace").partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return SipMessage(first, [(key.strip().lower(), value.strip()) for key, _, value in pairs], body)


def build(first_line: str, headers: list[tuple[str, str]], body: str = "") -> bytes:
    text = "".join(f"{key}: {value}\r\n" for key, value in headers)
    length = len(body.encode())
    return f"{first_line}\r\n{text}Content-Length: {length}\r\n\r\n{body}".encode()


def who(address: str) -> tuple[str, str]:
    """Name and number of a From header, as a phone shows them."""
    found = _DISPLAY_NAME.match(address)
    if not found:
        return "", ""
    quoted, plain, number = found.groups()
    name = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else plain.strip()
    return name, unquote(number)


def target(address: str) -> str:
    """The bare URI of a Contact header."""
    inside = re.search(r"<([^>]*)>", address)
    return inside.group(1) if inside else address.split(";")[0]


def quoted(name: str) -> str:
    """A display name as it stands in a From header; nothing in it can end the header."""
    return '"' + re.sub(r'(["\\])', r"\\\1", re.sub(r"[\r\n\0]", " ", name)) + '" ' if name else ""


def sdp(host: str, direction: str = "sendrecv", version: int = 1, port: int = 9) -> str:
    """An offer of one audio stream and telephone events; nobody listens on port 9. ``sendonly`` is hold."""
    return (
        f"v=0\r\no=phone 1 {version} IN IP4 {host}\r\ns=-\r\nc=IN IP4 {host}\r\nt=0 0\r\n"
        f"m=audio {port} RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
        f"a={direction}\r\n"
    )


def replaces(call_id: str, to_tag: str, from_tag: str) -> str:
    """What a Refer-To carries to name the dialog that the new call takes the place of."""
    return quote(f"{call_id};to-tag={to_tag};from-tag={from_tag}", safe="")


def tag(address: str) -> str:
    """The tag of a From or To header."""
    found = re.search(r";tag=([^;>\s]+)", address)
    return found.group(1) if found else ""


def fragment_status(body: str) -> int:
    """The status that a NOTIFY about a transfer carries, 0 if none."""
    words = body.split()
    return int(words[1]) if len(words) > 1 and words[0] == "SIP/2.0" and words[1].isdigit() else 0
