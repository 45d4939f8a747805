"""What accounts and tokens may be: names, roles with what belongs to them, scopes that there are in the centre."""

import re
import unicodedata
from collections.abc import Container
from typing import Final, NamedTuple

from pydantic_core import PydanticCustomError

from acd.config.fields import phone_from
from api.access.accounts import Names, Profile
from api.access.rights import Role
from api.access.tables import LONGEST_NAME
from api.access.tokens import Grant
from api.asking import shown
from api.refusals import Refusal

_NAME = re.compile(r"[^\W_](?:[\w.@+-]| (?! ))*", re.UNICODE)

SCOPED: Final = frozenset({Role.SUPERVISOR, Role.PLANNER})
"""Roles that see what their account names; the others see everything, or themselves."""


class Known(NamedTuple):
    """The names there are in the centre."""

    queues: Container[str]
    teams: Container[str]
    agents: Container[str]


def checked_name(name: str) -> str:
    """Return ``name`` as it is kept: with one character for a letter and its accents.

    Raises:
        Refusal: it is empty, too long, or has characters that people do not tell apart or see (422).
    """
    name = unicodedata.normalize("NFC", name)
    if len(name) > LONGEST_NAME or not _NAME.fullmatch(name) or name.endswith(" "):
        raise Refusal(422, "bad_name").at("name")
    return name


def checked_profile(profile: Profile, known: Known) -> Profile:
    """Return ``profile`` as it is kept.

    Raises:
        Refusal: something does not belong to the role, or is not in the centre (422).
    """
    if profile.role is Role.INTEGRATION:
        raise Refusal(422, "integration_account").at("role")
    if profile.agent and profile.agent not in known.agents:
        raise Refusal(422, "unknown_agent", name=shown(profile.agent), meant="").at("agent")
    if profile.role is Role.AGENT and not profile.agent:
        raise Refusal(422, "role_needs_agent").at("agent")
    if profile.role not in SCOPED and (profile.queues or profile.teams):
        raise Refusal(422, "role_has_scope").at("queues" if profile.queues else "teams")
    if profile.role in SCOPED:
        check_scope(profile.queues, profile.teams, known)
    if profile.phone:
        check_phone(profile.phone)
    return profile._replace(queues=in_order(profile.queues), teams=in_order(profile.teams))


def checked_grant(grant: Grant, known: Known, now: float) -> Grant:
    """Return what a token may as it is kept.

    Raises:
        Refusal: its time is over already, or its scope is empty or not in the centre (422).
    """
    if grant.ends_at is not None and grant.ends_at <= now:
        raise Refusal(422, "over_already").at("ends_at")
    check_scope(grant.queues, grant.teams, known)
    return grant._replace(queues=in_order(grant.queues), teams=in_order(grant.teams))


def check_scope(queues: Names, teams: Names, known: Known) -> None:
    """Check that a scope names something, and only what there is.

    Raises:
        Refusal: it does not (422).
    """
    if queues == () and teams == ():
        raise Refusal(422, "role_needs_scope").at("queues")
    for queue in queues or ():
        if queue not in known.queues:
            raise Refusal(422, "unknown_queue", queue=shown(queue)).at("queues")
    for team in teams or ():
        if team not in known.teams:
            raise Refusal(422, "unknown_team", team=shown(team)).at("teams")


def check_phone(phone: str) -> None:
    """Check that a phone is one as the PBX names it.

    Raises:
        Refusal: it is not (422).
    """
    try:
        phone_from(phone)
    except PydanticCustomError:
        raise Refusal(422, "bad_phone").at("phone") from None


def in_order(names: Names) -> Names:
    """Return names once each, in order."""
    return None if names is None else tuple(sorted(set(names)))
