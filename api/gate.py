"""The gate before every route: who asks, from which page, and a limit on what a request may bring.

Nothing is open but health, signing in and the files of the pages. Whoever gets further is in the request's state, as
``person`` (who), and as ``visitor`` (how we know).
"""

import asyncio
import hmac
import re
from collections.abc import Callable
from typing import Any

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access.visitors import Keeper, OneToken, Visitor, header, visitor_of
from api.headers import guarded
from api.refusals import Refusal, answer

OPEN = frozenset({("GET", "/api/health"), ("POST", "/api/sign-in")})
"""What needs nobody, besides the files of the pages."""

READING = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing."""

LARGEST_BODY = 16 * 1024
"""Bytes of a request's body; the largest that means anything here is an account with its queues."""

SLOWEST_BODY_S = 10.0
"""How long a body may take to arrive, so that slow senders do not pile up."""

_HOST = re.compile(r"([A-Za-z0-9_.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?", re.ASCII)

log = structlog.get_logger()


def no_pages(path: str) -> bool:
    """There are no pages."""
    return False


class Gate:
    """Lets a request through to ``app`` if ``keeper`` knows who makes it, and it is small.

    ``is_page`` says whether a path is a file of the pages, which anybody may read. With ``token`` instead of
    ``keeper`` that token alone opens everything.
    """

    def __init__(
        self, app: ASGIApp, keeper: Keeper | None = None, is_page: Callable[[str], bool] = no_pages, token: str = ""
    ) -> None:
        self._app = app
        self._keeper = keeper or OneToken(token)
        self._is_page = is_page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check one request or connection; refuse it, or pass it on."""
        if scope["type"] == "http":
            await self._request(scope, receive, guarded(scope, send))
        elif scope["type"] == "websocket":
            await self._connection(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def sent(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            self._check(scope)
            body = await whole_body(receive)
            await self._app(scope, replayed(body, receive), sent)
        except Refusal as refusal:
            log.info("api_refused", code=refusal.code, path=scope["path"])
            await answer(scope, refusal)(scope, receive, send)
        except Exception:  # the server logs it; what is said of it has our headers too
            if not begun:
                await answer(scope, Refusal(500, "fault"))(scope, receive, send)
            raise

    async def _connection(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            self._check(scope)
        except Refusal as refusal:
            log.info("api_refused", code=refusal.code, path=scope["path"])
            await receive()  # the wish to connect
            if "websocket.http.response" in scope.get("extensions", {}):
                await answer(scope, refusal)(scope, receive, guarded(scope, send))
            else:
                await send({"type": "websocket.close", "code": 1008, "reason": refusal.code})
            return
        await self._app(scope, receive, send)

    def _check(self, scope: Scope) -> None:
        """Check who asks, and from where.

        Raises:
            Refusal: nobody we know (401), from a page that is not ours (403), or headers nobody honest sends (400).
        """
        host = header(scope, b"host") or ""
        if not _HOST.fullmatch(host):
            raise Refusal(400, "bad_host")
        if self._is_open(scope):
            if scope["method"] not in READING:
                check_origin(scope, host)
            return
        visitor = visitor_of(self._keeper, scope)
        if visitor.how == "session":
            check_page(scope, host, visitor)
        scope["state"] = {**scope.get("state", {}), "person": visitor.person, "visitor": visitor}

    def _is_open(self, scope: Scope) -> bool:
        if scope["type"] == "websocket":
            return False
        if (scope["method"], scope["path"]) in OPEN:
            return True
        return scope["method"] in ("GET", "HEAD") and self._is_page(scope["path"])


def check_page(scope: Scope, host: str, visitor: Visitor) -> None:
    """Check that a request with a session's cookie comes from our own page: browsers send cookies by themselves.

    Raises:
        Refusal: it does not (403).
    """
    if scope["type"] == "websocket":
        check_origin(scope, host, must=True)
    elif scope["method"] not in READING:
        check_origin(scope, host)
        shown = header(scope, b"x-csrf-token") or ""
        if not hmac.compare_digest(shown.encode("latin-1"), visitor.csrf.encode()):
            raise Refusal(403, "wrong_csrf")


def check_origin(scope: Scope, host: str, must: bool = False) -> None:
    """Check that the page that asks is of this host; programs say nothing of a page, unless they ``must``.

    Raises:
        Refusal: it is another's page (403).
    """
    origin = header(scope, b"origin")
    if origin is None and not must:
        return
    scheme, _, where = (origin or "").partition("://")
    if scheme not in ("http", "https") or where.lower() != host.lower():
        raise Refusal(403, "wrong_origin")


async def whole_body(receive: Receive) -> bytes:
    """Read a request's body, whatever length it claims.

    Raises:
        Refusal: it is too large (413) or too slow (408).
    """
    body = bytearray()
    more = True
    try:
        async with asyncio.timeout(SLOWEST_BODY_S):
            while more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    break
                body += message.get("body", b"")
                more = message.get("more_body", False)
                if len(body) > LARGEST_BODY:
                    raise Refusal(413, "body_too_large", limit=LARGEST_BODY)
    except TimeoutError:
        raise Refusal(408, "body_too_slow", limit=int(SLOWEST_BODY_S)) from None
    return bytes(body)


def replayed(body: bytes, receive: Receive) -> Receive:
    """Return a ``receive`` that gives ``body`` first."""
    given = False

    async def receive_again() -> Any:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_again
