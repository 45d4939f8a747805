"""Telling alerts to another program: one POST for each that is raised, acknowledged or cleared.

The body is JSON: ``{"event", "at", "centre", "alert": AlertLive}``. Headers: ``X-ACD-Delivery`` is the same for every
attempt of one event, so that a repeat is known as one; ``X-ACD-Timestamp`` is the second in which this attempt was
made; ``X-ACD-Signature`` is ``v1=`` and HMAC-SHA256 in hexadecimal, under the secret, of the time stamp, a point and
the body. A receiver that checks both refuses what is forged and what is old.

Any 2xx is taken for received. Everything else, a redirection too, is tried again with growing waits, then given up.
"""

import asyncio
import hashlib
import hmac
import logging
import secrets
from collections import deque
from collections.abc import Callable
from typing import Literal, NamedTuple, TypeAlias
from urllib.parse import urlsplit

import httpx
import msgspec
import structlog

from acd.live.views import AlertLive

Event: TypeAlias = Literal["raised", "acknowledged", "cleared"]

WAITS_S = (1.0, 5.0, 20.0, 60.0, 120.0)
"""Between attempts: a receiver that restarts is there again, and three minutes later an alert is no news."""

TIMEOUT_S = 5.0
"""For a whole attempt; whoever needs longer should take it and work afterwards."""

MOST_WAITING = 200
"""Events that wait to be sent; beyond it the oldest are dropped, for the newest say how it is."""

log = structlog.get_logger()
logging.getLogger("httpx").setLevel(logging.WARNING)  # its lines hold the whole address, and that may hold a token


class Target(NamedTuple):
    """Where events go, and the secret they are signed with."""

    url: str
    secret: str

    @property
    def host(self) -> str:
        """What of the address may be in a log."""
        return urlsplit(self.url).hostname or ""


class Delivery(NamedTuple):
    """An event to be sent; ``id`` stays the same when it is sent again."""

    id: str
    body: bytes


class Webhook:
    """Sends events in their order while :meth:`run` runs; ``dropped`` and ``given_up`` count what was not received.

    ``now`` tells the time in seconds since 1970. Without a ``target`` nothing is kept to be sent.
    """

    def __init__(self, now: Callable[[], float], transport: httpx.AsyncBaseTransport | None = None) -> None:
        self.target: Target | None = None
        self.sent = self.dropped = self.given_up = 0
        self._now = now
        self._transport = transport
        self._waiting: deque[Delivery] = deque()
        self._something = asyncio.Event()

    def put(self, event: Event, alert: AlertLive, centre: str, at: float) -> None:
        """Send an event as soon as it is its turn; returns at once."""
        if self.target is None:
            return
        if len(self._waiting) >= MOST_WAITING:
            lost = self._waiting.popleft()
            self.dropped += 1
            log.error("webhook_dropped", delivery=lost.id, host=self.target.host, dropped=self.dropped)
        body = msgspec.json.encode({"event": event, "at": at, "centre": centre, "alert": alert})
        self._waiting.append(Delivery(secrets.token_hex(16), body))
        self._something.set()

    async def run(self) -> None:
        """Send until cancelled."""
        # Redirections and the environment's proxies could lead signed alerts elsewhere than the owner wrote.
        async with httpx.AsyncClient(
            transport=self._transport, follow_redirects=False, timeout=TIMEOUT_S, trust_env=False
        ) as client:
            while True:
                while self._waiting:
                    await self._deliver(client, self._waiting.popleft())
                self._something.clear()
                await self._something.wait()

    async def _deliver(self, client: httpx.AsyncClient, delivery: Delivery) -> None:
        for number, wait_s in enumerate((*WAITS_S, None), 1):
            if (target := self.target) is None:
                return
            why = await self._attempt(client, target, delivery)
            if why is None:
                self.sent += 1
                return
            log.warning("webhook_failed", delivery=delivery.id, host=target.host, attempt=number, why=why)
            if wait_s is not None:
                await asyncio.sleep(wait_s)
        self.given_up += 1
        log.error("webhook_given_up", delivery=delivery.id, given_up=self.given_up)

    async def _attempt(self, client: httpx.AsyncClient, target: Target, delivery: Delivery) -> str | None:
        """Send it once; return why it was not received, None if it was."""
        stamp = str(int(self._now()))
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "acd",
            "X-ACD-Delivery": delivery.id,
            "X-ACD-Timestamp": stamp,
            "X-ACD-Signature": signature(target.secret, stamp, delivery.body),
        }
        try:
            async with (
                asyncio.timeout(TIMEOUT_S),
                client.stream("POST", target.url, content=delivery.body, headers=headers) as answer,
            ):
                return None if answer.is_success else f"status {answer.status_code}"  # its body is not read
        except TimeoutError:
            return "timeout"
        except Exception as fault:  # whatever is wrong with one event or one receiver, the next one is sent
            return type(fault).__name__


def signature(secret: str, stamp: str, body: bytes) -> str:
    """Sign a time stamp (seconds since 1970) and a body."""
    return "v1=" + hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
