"""An act that is asked for twice with one key is done once: the second request has the answer of the first.

A client that does not know whether its request arrived sends it again with the same ``Idempotency-Key``. Answers are
kept for a day in memory, so that also two requests at once are one act; and with a store beside the record of acts, so
that a restart does not forget them.
"""

import asyncio
import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Sequence
from typing import Annotated, Any, Final, Protocol

from fastapi import Depends, Header, Request, Response
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute

from acd.clock import Clock
from acd.store.answers import KEPT_S, MOST_KEPT, Kept
from api.access.rights import Person
from api.refusals import Refusal, answer

HEADER: Final = "Idempotency-Key"
KEY: Final = re.compile(r"[\x20-\x7e]{1,64}")
TRIED_AGAIN: Final = frozenset({401, 403, 404, 422})
"""Refusals after which nothing was asked of the engine: the same key may be used again, with another request too."""

Handle = Callable[[Request], Coroutine[Any, Any, Response]]


class Store(Protocol):
    """Keeps answers over a restart."""

    def put(self, kept: Kept) -> None:
        """Keep an answer; returns at once."""


class Answers:
    """The answers of a day, and those that are being worked out."""

    def __init__(self, clock: Clock, store: Store | None = None, kept: Sequence[Kept] = ()) -> None:
        self._clock = clock
        self._store = store
        self._kept: OrderedDict[tuple[str, str], Kept] = OrderedDict(((each.owner, each.key), each) for each in kept)
        self._under_way: dict[tuple[str, str], tuple[str, asyncio.Future[Kept | None]]] = {}

    async def once(self, name: tuple[str, str], digest: str, work: Callable[[], Coroutine[Any, Any, Response]]) -> Kept:
        """Do ``work`` unless the request of this ``name`` (whose, key) was answered or is being answered.

        Raises:
            Refusal: the key was used with another request (422).
        """
        while (under_way := self._under_way.get(name)) is not None:
            same(under_way[0], digest)
            if (done := await asyncio.shield(under_way[1])) is not None:
                return done
        if (kept := self._known(name)) is not None:
            same(kept.digest, digest)
            return kept
        future = asyncio.get_running_loop().create_future()
        self._under_way[name] = digest, future
        done = None
        try:
            response = await work()
            done = Kept(*name, digest, self._clock.now(), response.status_code, bytes(response.body))
        finally:
            del self._under_way[name]
            future.set_result(done if done is not None and is_final(done.status) else None)
        if is_final(done.status):
            self._keep(done)
        return done

    def _known(self, name: tuple[str, str]) -> Kept | None:
        now = self._clock.now()
        while self._kept and now - next(iter(self._kept.values())).at > KEPT_S:
            self._kept.popitem(last=False)
        return self._kept.get(name)

    def _keep(self, kept: Kept) -> None:
        self._kept[kept.owner, kept.key] = kept
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        if self._store is not None:
            self._store.put(kept)


def same(known: str, digest: str) -> None:
    """See that a key comes with the request that it came with first.

    Raises:
        Refusal: it does not (422).
    """
    if known != digest:
        raise Refusal(422, "key_used", header=HEADER)


def is_final(status: int) -> bool:
    """Whether an answer is given again: what was done, or refused by how things were."""
    return status < 500 and status not in TRIED_AGAIN


def once_only(answers: Answers) -> type[APIRoute]:
    """Make the kind of route that honours the header ``Idempotency-Key``."""

    class OnceRoute(APIRoute):
        """A route of acts."""

        def get_route_handler(self) -> Handle:
            handle = super().get_route_handler()

            async def once(request: Request) -> Response:
                key = key_of(request)
                if key is None:
                    return await handle(request)
                person: Person = request.state.person
                digest = await digest_of(request)

                async def work() -> Response:
                    try:
                        return await handle(request)
                    except Refusal as refusal:
                        if not is_final(refusal.status):
                            raise
                        return answer(request.scope, refusal, **refusal.more)

                done = await answers.once((f"{person.role}:{person.name}", key), digest, work)
                return Response(done.body, done.status, media_type=JSONResponse.media_type)

            return once

    return OnceRoute


def key_of(request: Request) -> str | None:
    """Return the key of a request, None if it has none.

    Raises:
        Refusal: it is not 1 to 64 printable characters, or there are several (422).
    """
    keys = request.headers.getlist(HEADER)
    if not keys:
        return None
    if len(keys) > 1 or not KEY.fullmatch(keys[0]):
        raise Refusal(422, "bad_key", header=HEADER)
    return keys[0]


async def digest_of(request: Request) -> str:
    """Return what tells this request from others: its method, its address and its body."""
    digest = hashlib.sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode())
    digest.update(await request.body())
    return digest.hexdigest()


async def documented(
    idempotency_key: Annotated[
        str | None, Header(description="the same key with the same request: done once, answered twice", max_length=64)
    ] = None,
) -> None:
    """Show the header in the description; the route itself reads it."""


ONCE = Depends(documented)
"""For ``dependencies=[...]`` of a router whose routes are done once."""
