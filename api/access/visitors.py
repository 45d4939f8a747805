"""Who is at the gate: read off the headers of a request, a token in one of them or a session's cookie."""

import hmac
import re
from typing import Literal, NamedTuple, Protocol

from starlette.types import Scope

from api.access.rights import Person, Right, Role
from api.refusals import Refusal

COOKIE = "acd_session"

LONGEST_COOKIES = 4096
"""Bytes of a Cookie header; ours takes 60, others of the same host are few."""

CONFIGURATION = Person("configuration", Role.INTEGRATION, frozenset(Right))
"""Who shows the token of the centre's file."""

_SECRET = re.compile(r"[A-Za-z0-9_-]{20,64}", re.ASCII)


class Visitor(NamedTuple):
    """Who asks, and how we know: by a token, or by a session of a page with its ``csrf`` text.

    ``digest`` names the session or token; "" is the token of the centre's file. ``screen``: the session is a screen's.
    """

    person: Person
    how: Literal["token", "session"]
    digest: str = ""
    csrf: str = ""
    screen: bool = False


class Keeper(Protocol):
    """Knows who is let in."""

    def by_token(self, token: str) -> Visitor | None:
        """Return who shows this token."""

    def by_session(self, secret: str) -> Visitor | None:
        """Return whose session's cookie holds this."""


class OneToken:
    """Knows the token of the centre's file alone; None lets nobody in."""

    def __init__(self, token: str | None) -> None:
        self._token = token.encode() if token else None

    def by_token(self, token: str) -> Visitor | None:
        """Return the person of the configuration, if this is the token."""
        if self._token is None or not hmac.compare_digest(token.encode("latin-1", "replace"), self._token):
            return None
        return Visitor(CONFIGURATION, "token")

    def by_session(self, secret: str) -> Visitor | None:
        """Return nobody."""
        return None


def visitor_of(keeper: Keeper, scope: Scope) -> Visitor:
    """Return who makes this request.

    Raises:
        Refusal: it shows nothing, or what we do not know (401); or a header twice (400).
    """
    if (shown := header(scope, b"authorization")) is not None:
        scheme, _, token = shown.partition(" ")
        if scheme.lower() != "bearer":
            raise Refusal(401, "no_token")
        visitor = keeper.by_token(token.strip())
        if visitor is None:
            raise Refusal(401, "wrong_token")
        return visitor
    secret = session_secret(scope)
    if not secret:
        raise Refusal(401, "no_token")
    visitor = keeper.by_session(secret)
    if visitor is None:
        raise Refusal(401, "session_over")
    return visitor


def session_secret(scope: Scope) -> str:
    """Return what the session's cookie holds, "" if there is none, or more than one.

    Raises:
        Refusal: the cookies are too large, or come twice (400).
    """
    text = header(scope, b"cookie") or ""
    if len(text) > LONGEST_COOKIES:
        raise Refusal(400, "cookies_too_large", limit=LONGEST_COOKIES)
    pairs = (pair.strip().partition("=") for pair in text.split(";"))
    found = [value for name, _, value in pairs if name == COOKIE]
    return found[0] if len(found) == 1 and _SECRET.fullmatch(found[0]) else ""


def header(scope: Scope, name: bytes) -> str | None:
    """Return the header called ``name``, None if there is none.

    Raises:
        Refusal: it comes twice (400): two readers might choose differently.
    """
    found = [value for each, value in scope["headers"] if each == name]
    if len(found) > 1:
        raise Refusal(400, "header_twice", header=name.decode())
    return found[0].decode("latin-1") if found else None
