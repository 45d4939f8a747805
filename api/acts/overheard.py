"""Who listens is watched: what they may not hear any more is ended, for a call goes on and rights change meanwhile."""

import asyncio
from collections.abc import Callable
from typing import NamedTuple, Protocol

import structlog

from acd.asterisk.ami_actions import AmiActionError
from acd.asterisk.listening import SpyRefused
from acd.core import Core
from acd.engine.facts import AnyFact
from acd.engine.orders import AnyOrder
from acd.live.views import ListenerLive
from api.access.asking import sees_call
from api.access.rights import NOTHING, Person, Right, Role
from api.access.visitors import Visitor

LEARN_S = 1.0
"""How long after a listening has begun it is looked whose it is: who asked for it here has told so by then."""

log = structlog.get_logger()


class Spies(Protocol):
    """Who listens to what (the PBX's side). ``touched`` hear the id of a call to which somebody else listens now."""

    touched: list[Callable[[str], None]]

    def of(self, call_id: str) -> tuple[ListenerLive, ...]:
        """Return who listens to a call."""

    async def listen(self, call_id: str, who: str, phone: str, mode: str) -> None:
        """Let ``who`` hear the call on ``phone``; who hears it there already does so in this mode."""

    async def stop(self, who: str) -> str:
        """End the listening of ``who``; return the call, "" if they listened to none."""


class LettingIn(Protocol):
    """Knows who is let in. ``changed`` are told the name of a person whose rights, scope or sessions have changed."""

    changed: list[Callable[[str], None]]

    def person_called(self, name: str) -> Person | None:
        """Return who has the account of this name, None if nobody has."""

    def still(self, visitor: Visitor) -> bool:
        """Whether somebody who was let in is still let in as the same person."""


NOBODY = Person("", Role.INTEGRATION, frozenset(), NOTHING)


class _Heard(NamedTuple):
    call: str
    person: Person
    visitor: Visitor | None


class Overheard:
    """Ends listenings: to a call that has left the scope of who listens, and of a person let in as such no more.

    One that has outlived a restart is its account's from then on, and ends if nobody has that account, or may not.

    A listener of the core; at each fact it looks at the calls that are listened to, which are a dozen at most.
    """

    def __init__(self, core: Core, spies: Spies, access: LettingIn | None = None) -> None:
        self._core, self._spies, self._access = core, spies, access
        self._heard: dict[str, _Heard] = {}
        self._ending: set[asyncio.Task[None]] = set()
        core.listeners.append(self)
        if access is not None:
            access.changed.append(self._person_changed)
            spies.touched.append(lambda call_id: self._learn_later(call_id, access))

    def begun(self, call_id: str, person: Person, visitor: Visitor | None) -> None:
        """``person`` listens to a call from now on."""
        self._heard[person.name] = _Heard(call_id, person, visitor)

    def __call__(self, at: float, fact: AnyFact, led_to: tuple[AnyOrder, ...]) -> None:
        """Look, after each fact, whether what is listened to is still in sight."""
        for who, heard in tuple(self._heard.items()):
            call = self._core.centre.calls.get(heard.call)
            if call is None:
                del self._heard[who]
            elif not sees_call(heard.person, self._core, call):
                self._end(who, "out of scope")

    def _learn_later(self, call_id: str, access: LettingIn) -> None:
        if any(each.who not in self._heard for each in self._spies.of(call_id)):
            self._core.clock.loop.call_later(LEARN_S, self._learn, call_id, access)

    def _learn(self, call_id: str, access: LettingIn) -> None:
        """Take listenings that nobody has asked for in this run for those of the accounts of that name."""
        call = self._core.centre.calls.get(call_id)
        for who in [each.who for each in self._spies.of(call_id) if each.who not in self._heard]:
            person = access.person_called(who)
            self._heard[who] = _Heard(call_id, person or NOBODY, None)
            if person is None or not person.may(Right.LISTEN):
                self._end(who, "not let in any more")
            elif call is not None and not sees_call(person, self._core, call):
                self._end(who, "out of scope")

    def _person_changed(self, name: str) -> None:
        heard = self._heard.get(name)
        if heard is None or self._access is None:
            return
        if heard.visitor is None or not self._access.still(heard.visitor):
            self._end(name, "not let in any more")

    def _end(self, who: str, why: str) -> None:
        heard = self._heard.pop(who)
        if any(each.who == who for each in self._spies.of(heard.call)):
            log.info("listening_ended", who=who, call=heard.call, why=why)
            task = asyncio.get_running_loop().create_task(self._stop(who))
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)

    async def _stop(self, who: str) -> None:
        try:
            await self._spies.stop(who)
        except (SpyRefused, AmiActionError) as fault:
            log.warning("listening_not_ended", who=who, why=str(fault))
