"""What the routes of sign-in, accounts and tokens take and answer, typed. Times are seconds since 1970."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StringConstraints

from api.access.accounts import Account, Names, Profile
from api.access.passwords import LONGEST
from api.access.rights import Right, Role
from api.access.tables import LONGEST_NAME
from api.access.tokens import Token
from api.access.visitors import Visitor
from api.views import printable

MOST_NAMES = 1000
"""Queues or teams of one scope: as many as a centre has."""

Called = Annotated[
    str, StringConstraints(strict=True, min_length=1, max_length=LONGEST_NAME), AfterValidator(printable)
]
Title = Annotated[str, StringConstraints(strict=True, max_length=100), AfterValidator(printable)]
Short = Annotated[str, StringConstraints(strict=True, max_length=128), AfterValidator(printable)]
Password = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=LONGEST)]
Tongue = Literal["", "en", "ru"]
Some = Annotated[
    Annotated[list[Called], Field(max_length=MOST_NAMES)] | None,
    Field(description="names of the centre's file; null is all there are, an empty list none"),
]


class Asked(BaseModel):
    """The base of what is sent: a misspelt word is refused."""

    model_config = ConfigDict(extra="forbid")


class Credentials(Asked):
    """Name and password of an account."""

    name: Called
    password: Password
    screen: StrictBool = Field(
        False, description="for a screen on a wall: a session that only looks, and lasts 400 days, 30 of them unused"
    )


class LanguageWish(Asked):
    """The language somebody wants to read: en, ru, or "" for their browser's."""

    language: Tongue


class PasswordChange(Asked):
    """The password there was and the one there is to be, of 10 to 200 characters."""

    old: Password
    new: Password


class NewPassword(Asked):
    """The password there is to be, of 10 to 200 characters."""

    password: Password


class AccountWish(Asked):
    """What an account is to be. Supervisors and planners see the queues and teams that are named, agents themselves."""

    title: Title = Field("", description="what people call them")
    role: Literal[Role.ADMIN, Role.SUPERVISOR, Role.AGENT, Role.PLANNER]
    queues: Some = Field([])
    teams: Some = Field([])
    agent: Short = Field("", description="the agent this person is; needed for the role agent")
    phone: Short = Field("", description="what rings when they listen in: PJSIP/1001")
    language: Tongue = Field("", description='what they read; "" is their browser\'s')

    def profile(self) -> Profile:
        """The same as it is kept."""
        scope = names_of(self.queues), names_of(self.teams)
        return Profile(self.title, Role(self.role), *scope, self.agent, self.phone, self.language)


class NewAccount(AccountWish):
    """An account that there is to be."""

    name: Called
    password: Password


class NewToken(Asked):
    """A token that there is to be: what it may, where, and until when (null: until it is removed)."""

    name: Called
    rights: Annotated[list[Right], Field(min_length=1, max_length=len(Right))]
    queues: Some = Field([])
    teams: Some = Field([])
    ends_at: Annotated[float, Field(ge=0, le=1e11, allow_inf_nan=False)] | None = None


class Me(BaseModel):
    """Who asks. Unsafe requests of a page send ``csrf`` as ``X-CSRF-Token``; for tokens it is "".

    ``screen``: the session is that of a screen on a wall, with no right but to look.
    """

    name: str
    title: str
    role: Role
    rights: list[Right]
    queues: list[str] | None
    teams: list[str] | None
    agent: str
    phone: str
    language: str
    csrf: str
    screen: bool


class AccountView(BaseModel):
    """An account. ``sessions`` is in how many browsers it is signed in now."""

    name: str
    title: str
    role: Role
    queues: list[str] | None
    teams: list[str] | None
    agent: str
    phone: str
    language: str
    made_at: float
    sessions: int


class AccountsView(BaseModel):
    """A part of the accounts; ``total`` is how many there are."""

    total: int
    accounts: list[AccountView]


class TokenView(BaseModel):
    """A token, without its secret. ``used_at`` is when it was shown last, to the minute after a restart."""

    name: str
    rights: list[Right]
    queues: list[str] | None
    teams: list[str] | None
    made_by: str
    made_at: float
    ends_at: float | None
    used_at: float | None


class TokenMade(TokenView):
    """A new token with its secret, which is shown this once."""

    token: str


def names_of(names: list[str] | None) -> Names:
    """Return names as they are kept."""
    return None if names is None else tuple(names)


def listed(names: frozenset[str] | tuple[str, ...] | None) -> list[str] | None:
    """Return names in order, as they are shown."""
    return None if names is None else sorted(names)


def me(visitor: Visitor, account: Account | None) -> Me:
    """Show who asks; programs have no account."""
    person = visitor.person
    return Me(
        name=person.name,
        title=account.profile.title if account else "",
        role=person.role,
        rights=sorted(person.rights),
        queues=listed(person.scope.queues),
        teams=listed(person.scope.teams),
        agent=person.agent,
        phone=person.phone,
        language=person.language,
        csrf=visitor.csrf,
        screen=visitor.screen,
    )


def account_view(account: Account, sessions: int) -> AccountView:
    """Show an account; of admins and agents the scope that their role gives."""
    profile, scope = account.profile, account.profile.scope
    shown = profile._asdict() | {"queues": listed(scope.queues), "teams": listed(scope.teams)}
    return AccountView(name=account.name, made_at=account.made_at, sessions=sessions, **shown)


def token_view(token: Token) -> TokenView:
    """Show a token."""
    grant = token.grant
    queues, teams = listed(grant.queues), listed(grant.teams)
    return TokenView(
        name=token.name,
        rights=sorted(grant.rights),
        queues=queues,
        teams=teams,
        made_by=token.made_by,
        made_at=token.made_at,
        ends_at=grant.ends_at,
        used_at=token.used_at,
    )
