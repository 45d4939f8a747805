"""The beginning of an AMI connection: the greeting, the login, and the filter that keeps unwanted events away."""

import asyncio
import hashlib
from collections.abc import Iterable

from acd.asterisk.ami_actions import ActionRefused
from acd.asterisk.ami_connection import AmiConnection, AmiLimits, ConnectionFailed

# Leaves room in a line of MAX_ACTION_LINE bytes for what is around the names.
MAX_FILTER_NAMES = 800


class LoginRefused(Exception):
    """The PBX does not accept the user and secret; trying again would only fill its security log."""


async def enter(connection: AmiConnection, user: str, secret: str, filters: list[str], limits: AmiLimits) -> None:
    """Read the greeting, log in, set the ``filters`` and wait until the PBX has fully started.

    AMI opens before the channels and their lists are there. A user without the right to read ``system`` is
    not told of the start; after ``boot_s`` it goes on, and if the news comes later the connection is begun
    anew. A refused filter is logged and no more: manager.conf filters, or the connection drops the unwanted.

    Raises:
        LoginRefused: for good.
        ConnectionFailed: this is not AMI.
        AmiActionError: anything that may go better the next time.
    """
    try:
        greeting = await asyncio.wait_for(asyncio.shield(connection.greeting), limits.login_s)
    except TimeoutError:
        raise ConnectionFailed("no greeting; is this the AMI port?") from None
    if not greeting.startswith("Asterisk Call Manager"):
        raise ConnectionFailed(f"greeted with {greeting[:40]!r}; is this the AMI port?")
    await log_in(connection, user, secret, limits.login_s)
    await narrow_events(connection, filters, limits.login_s)
    try:
        await asyncio.wait_for(connection.booted, limits.boot_s)
    except TimeoutError:
        connection.log.warning("ami_start_not_confirmed", waited_s=limits.boot_s, needs="read = system")


async def narrow_events(connection: AmiConnection, filters: list[str], limit_s: float) -> None:
    """Have the PBX send only what ``filters`` let through; it needs the right to write ``system``."""
    for pattern in filters:
        try:
            await connection.action("Filter", {"Operation": "Add", "Filter": pattern}, limit_s)
        except ActionRefused as refusal:
            connection.log.info("ami_filter_refused", answer=refusal.message, instead="eventfilter in manager.conf")
            return


async def log_in(connection: AmiConnection, user: str, secret: str, limit_s: float) -> None:
    """Log in by challenge, so that the secret does not travel; in plain where no challenge is offered.

    Raises:
        LoginRefused, AmiActionError: as :func:`enter`.
    """
    try:
        offer = await connection.action("Challenge", {"AuthType": "MD5"}, limit_s)
    except ActionRefused:
        proof = {"Secret": secret}
    else:
        digest = hashlib.md5((offer.get("Challenge") + secret).encode(), usedforsecurity=False)
        proof = {"AuthType": "MD5", "Key": digest.hexdigest()}
    try:
        await connection.action("Login", {"Username": user, **proof}, limit_s)
    except ActionRefused as refusal:
        if not is_final(refusal.message):
            raise
        raise LoginRefused(
            f"the PBX answered {refusal.message!r} to user {user!r}; "
            "check the user and the secret in manager.conf and in the engine's configuration"
        ) from None


def is_final(answer: str) -> bool:
    """Whether a refused login would be refused again; "shutting down" and the like pass."""
    return any(word in answer.lower() for word in ("authentication", "permission", "denied"))


def event_filters(names: Iterable[str]) -> list[str]:
    r"""Write regular expressions by which Asterisk sends only the named events, in the form all versions know.

    Each is tried on the whole event, which begins ``Event: Hangup\r\n``; anchored, it fails fast.

    Raises:
        ValueError: a name is not that of an event.
    """
    return [f"^Event: ({'|'.join(group)})[^A-Za-z0-9]" for group in in_lines({*names, "FullyBooted"})]


def in_lines(names: Iterable[str]) -> list[list[str]]:
    """Part event names into groups that fit in one line of AMI each."""
    groups: list[list[str]] = []
    room = 0
    for name in sorted(names):
        if not (name.isascii() and name.isalnum()):
            raise ValueError(f"{name!r} is not the name of an AMI event; use names like 'Hangup'")
        if len(name) >= room:
            groups.append([])
            room = MAX_FILTER_NAMES
        groups[-1].append(name)
        room -= len(name) + 1
    return groups
