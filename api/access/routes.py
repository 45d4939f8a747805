"""Signing in and out of pages, and what people may change about themselves."""

import ipaddress
from typing import Annotated, TypeAlias

from fastapi import APIRouter, Depends, Request, Response
from starlette.requests import HTTPConnection
from starlette.types import Scope

from api.access.access import Access, SignedIn
from api.access.models import Credentials, LanguageWish, Me, PasswordChange, me
from api.access.passwords import check_new
from api.access.sessions import BOUNDS
from api.access.visitors import COOKIE, Visitor, header, session_secret
from api.refusals import Refusal


async def visitor_in(connection: HTTPConnection) -> Visitor:
    """Return who the gate has let in, whatever they may."""
    visitor: Visitor = connection.state.visitor
    return visitor


async def signed_in(visitor: Annotated[Visitor, Depends(visitor_in)]) -> Visitor:
    """Return who has signed in.

    Raises:
        Refusal: it is a program with a token (403).
    """
    if visitor.how != "session":
        raise Refusal(403, "sessions_only")
    return visitor


async def at_a_desk(visitor: Annotated[Visitor, Depends(signed_in)]) -> Visitor:
    """Return who has signed in as themselves.

    Raises:
        Refusal: it is a program with a token, or a screen on a wall, which anybody may walk up to (403).
    """
    if visitor.screen:
        raise Refusal(403, "not_on_a_screen")
    return visitor


Anybody: TypeAlias = Annotated[Visitor, Depends(visitor_in)]
"""Whoever the gate let in: for routes that need no right, because they are about who asks."""

SignedInOnly: TypeAlias = Annotated[Visitor, Depends(signed_in)]
"""Whoever signed in on a page."""

AtADesk: TypeAlias = Annotated[Visitor, Depends(at_a_desk)]
"""The same, but for screens: for what people change about themselves."""


def access_routes(access: Access, https: bool = False) -> APIRouter:
    """Routes of who asks. ``https``: browsers come by a proxy that speaks https, and names them in X-Forwarded-For."""
    routes = APIRouter(tags=["access"])

    def begin(request: Request, response: Response, begun: SignedIn) -> Me:
        set_cookie(response, begun, https or request.url.scheme == "https")
        return shown(begun.visitor)

    def shown(visitor: Visitor) -> Me:
        return me(visitor, access.book.account(visitor.person.name) if visitor.how == "session" else None)

    @routes.post("/sign-in")
    async def begin_session(wish: Credentials, request: Request, response: Response) -> Me:
        """Sign in with name and password: begins a session, whose secret is in a cookie. Needs nobody."""
        begun = await access.sign_in(wish.name, wish.password, address_of(request.scope, https), wish.screen)
        before = access.by_session(session_secret(request.scope))
        if before is not None:
            await access.sign_out(before)
        return begin(request, response, begun)

    @routes.post("/sign-out", status_code=204)
    async def end_session(visitor: SignedInOnly, request: Request, response: Response) -> None:
        """Sign out: this session is over at once, wherever its cookie is."""
        await access.sign_out(visitor)
        secure = https or request.url.scheme == "https"
        response.delete_cookie(COOKIE, path="/", secure=secure, httponly=True, samesite="strict")

    @routes.get("/me")
    async def who_am_i(visitor: Anybody) -> Me:
        """Who asks, what they may, and the text that a page sends with whatever changes something."""
        return shown(visitor)

    @routes.put("/me/language")
    async def my_language(wish: LanguageWish, visitor: AtADesk) -> Me:
        """Choose the language one reads; it is kept with the account."""
        profile = access.known(visitor.person.name).profile
        account = await access.change_account(visitor.person.name, profile._replace(language=wish.language))
        return shown(visitor._replace(person=account.person))

    @routes.put("/me/password")
    async def my_password(wish: PasswordChange, visitor: AtADesk, request: Request, response: Response) -> Me:
        """Change one's password. All one's sessions are over, and a new one begins for this page."""
        check_new(wish.new, visitor.person.name, "new")
        address = address_of(request.scope, https)
        begun = await access.change_own_password(visitor, wish.old, wish.new, address)
        return begin(request, response, begun)

    return routes


def set_cookie(response: Response, begun: SignedIn, secure: bool) -> None:
    """Give a browser its session, for as long as it lasts; no script can read it, no other site make use of it."""
    max_age = int(BOUNDS[begun.visitor.screen].longest_s)
    response.set_cookie(
        COOKIE, begun.secret, max_age=max_age, path="/", secure=secure, httponly=True, samesite="strict"
    )


def address_of(scope: Scope, behind_proxy: bool) -> str:
    """Return the address that guesses are counted by: of IPv6 the network, of which one person has all addresses.

    Behind a proxy it is the last one that the proxy names; whoever reaches us beside it is counted by name alone.
    """
    forwarded = header(scope, b"x-forwarded-for") if behind_proxy else None
    text = forwarded.rpartition(",")[2].strip() if forwarded else (scope.get("client") or ("",))[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return "unknown"
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((int(address), 64), strict=False))
