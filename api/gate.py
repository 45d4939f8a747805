"""The gate before every route: the bearer token, and a limit on what a request may bring."""

import asyncio
import hmac

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.refusals import Refusal, answer

OPEN_PATHS = frozenset({"/api/health"})

LARGEST_BODY = 16 * 1024
"""Bytes of a request's body; the largest that means anything here is a pause reason."""

SLOWEST_BODY_S = 10.0
"""How long a body may take to arrive, so that slow senders do not pile up."""

log = structlog.get_logger()


class Gate:
    """Lets a request through to ``app`` if it shows ``token`` and is small."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._token = token.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check one request; refuse it, or pass it on with its whole body read."""
        if scope["type"] != "http":
            return  # no web sockets here, and nothing to do at start and end
        try:
            if scope["path"] not in OPEN_PATHS:
                self._check_token(scope)
            body = await whole_body(receive)
        except Refusal as refusal:
            log.info("api_refused", code=refusal.code, path=scope["path"])
            await answer(scope, refusal)(scope, receive, send)
            return
        await self._app(scope, replayed(body, receive), send)

    def _check_token(self, scope: Scope) -> None:
        shown = [value for name, value in scope["headers"] if name == b"authorization"]
        if len(shown) != 1:
            raise Refusal(401, "no_token")
        scheme, _, token = shown[0].partition(b" ")
        if scheme.lower() != b"bearer":
            raise Refusal(401, "no_token")
        if not hmac.compare_digest(token.strip(), self._token):
            raise Refusal(401, "wrong_token")


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

    async def receive_again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_again
