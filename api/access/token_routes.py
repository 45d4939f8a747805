"""Making and ending tokens for programs, by who has the right to."""

from collections.abc import Callable
from typing import Annotated, TypeAlias

import structlog
from fastapi import APIRouter

from api.access.access import Access
from api.access.asking import needs
from api.access.checks import Known, checked_grant, checked_name
from api.access.models import NewToken, TokenMade, TokenView, names_of, token_view
from api.access.rights import Person, Right
from api.access.tokens import Grant

Keeper: TypeAlias = Annotated[Person, needs(Right.ACCOUNTS)]

log = structlog.get_logger()


def token_routes(access: Access, known: Callable[[], Known]) -> APIRouter:
    """Routes of tokens; ``known`` gives the names there are in the centre now."""
    routes = APIRouter(prefix="/tokens", tags=["access"])

    @routes.get("")
    async def tokens(person: Keeper) -> list[TokenView]:
        """All tokens, by name, without their secrets; also those whose time is over."""
        return [token_view(token) for token in sorted(access.book.tokens.values(), key=lambda each: each.name)]

    @routes.post("", status_code=201)
    async def add_token(wish: NewToken, person: Keeper) -> TokenMade:
        """Make a token for a program; the answer shows it, and nobody can see it again."""
        name = checked_name(wish.name)
        grant = Grant(frozenset(wish.rights), names_of(wish.queues), names_of(wish.teams), wish.ends_at)
        token, secret = await access.add_token(name, checked_grant(grant, known(), access.now()), person.name)
        log.info("token_added", who=person.name, name=name, rights=sorted(grant.rights))
        return TokenMade(**token_view(token).model_dump(), token=secret)

    @routes.delete("/{name}", status_code=204)
    async def remove_token(name: str, person: Keeper) -> None:
        """Remove a token; from now on it opens nothing."""
        token = access.known_token(name)
        await access.remove_token(token.name)
        log.info("token_removed", who=person.name, name=token.name)

    return routes
