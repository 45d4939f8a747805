"""Making, changing and ending accounts, by who has the right to."""

from collections.abc import Callable
from itertools import islice
from typing import Annotated, TypeAlias

import structlog
from fastapi import APIRouter, Query

from api.access.access import Access
from api.access.accounts import MOST_ACCOUNTS, Account
from api.access.asking import needs
from api.access.checks import Known, checked_name, checked_profile
from api.access.models import AccountsView, AccountView, AccountWish, NewAccount, NewPassword, account_view
from api.access.passwords import check_new
from api.access.rights import Person, Right

Keeper: TypeAlias = Annotated[Person, needs(Right.ACCOUNTS)]

Limit = Annotated[int, Query(ge=1, le=1000, description="at most so many")]
Offset = Annotated[int, Query(ge=0, le=MOST_ACCOUNTS, description="after so many")]

log = structlog.get_logger()


def account_routes(access: Access, known: Callable[[], Known]) -> APIRouter:
    """Routes of accounts; ``known`` gives the names there are in the centre now."""
    routes = APIRouter(prefix="/accounts", tags=["access"])

    def view(account: Account) -> AccountView:
        return account_view(account, access.book.sessions_of(account))

    @routes.get("")
    async def accounts(person: Keeper, limit: Limit = 200, offset: Offset = 0) -> AccountsView:
        """The accounts, in the order in which they were made."""
        known_ones = access.book.accounts
        page = islice(known_ones.values(), offset, offset + limit)
        return AccountsView(total=len(known_ones), accounts=[view(account) for account in page])

    @routes.post("", status_code=201)
    async def add_account(wish: NewAccount, person: Keeper) -> AccountView:
        """Make an account. Its name and the names of tokens are all different."""
        name = checked_name(wish.name)
        profile = checked_profile(wish.profile(), known())
        check_new(wish.password, name)
        account = await access.add_account(name, profile, wish.password)
        log.info("account_added", who=person.name, name=name, role=profile.role)
        return view(account)

    @routes.get("/{name}")
    async def account(name: str, person: Keeper) -> AccountView:
        """One account."""
        return view(access.known(name))

    @routes.put("/{name}")
    async def change_account(name: str, wish: AccountWish, person: Keeper) -> AccountView:
        """Give an account another role, scope, agent, phone, title and language: what is left out is as for a new one.

        Its sessions go on, with what it may now. The last admin stays one.
        """
        profile = checked_profile(wish.profile(), known())
        changed = await access.change_account(access.known(name).name, profile)
        log.info("account_changed", who=person.name, name=changed.name, role=profile.role)
        return view(changed)

    @routes.put("/{name}/password")
    async def account_password(name: str, wish: NewPassword, person: Keeper) -> AccountView:
        """Give an account another password; all its sessions are over."""
        check_new(wish.password, name)
        changed = await access.set_password(access.known(name).name, wish.password)
        log.info("account_password_set", who=person.name, name=changed.name)
        return view(changed)

    @routes.delete("/{name}", status_code=204)
    async def remove_account(name: str, person: Keeper) -> None:
        """Remove an account; its sessions are over at once. The last admin stays."""
        account = access.known(name)
        await access.remove_account(account.name)
        log.info("account_removed", who=person.name, name=account.name)

    return routes
