"""Asking, at a route, who it is and whether they may: ``person: Annotated[Person, needs(Right.LOOK)]``.

The gate has found out who asks and written it into the request's state; a route without :func:`needs` is closed to
everybody by a test.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from fastapi import Depends
from starlette.requests import HTTPConnection

from acd.core import Core
from acd.engine.calls import Call
from agents.roster import Agent
from api.access.rights import Person, Right
from api.refusals import Refusal

IsOwn: TypeAlias = Callable[[Person, Mapping[str, Any]], bool]
"""Says whether what a request names in its path is the person's own."""


class Needs:
    """A dependency that lets through who has ``right`` and gives the route the person."""

    def __init__(self, right: Right) -> None:
        self.right = right

    async def __call__(self, connection: HTTPConnection) -> Person:
        """Return who asks.

        Raises:
            Refusal: they may not (403).
        """
        person: Person = connection.state.person
        if not person.may(self.right):
            raise Refusal(403, "not_allowed_to", right=self.right)
        return person


class NeedsOwn(Needs):
    """The same, where ``own`` is enough if ``is_own`` says that it is about what is the person's own."""

    def __init__(self, own: Right, right: Right, is_own: IsOwn) -> None:
        super().__init__(right)
        self.own = own
        self._is_own = is_own

    async def __call__(self, connection: HTTPConnection) -> Person:
        """Return who asks.

        Raises:
            Refusal: they may not (403).
        """
        person: Person = connection.state.person
        if person.may(self.own) and self._is_own(person, connection.path_params):
            return person
        return await super().__call__(connection)


def needs_own(own: Right, right: Right, is_own: IsOwn) -> Any:
    """Ask for ``own`` of what is the person's own, else for ``right``; for ``Annotated[Person, needs_own(...)]``."""
    return Depends(NeedsOwn(own, right, is_own))


def is_own_agent(person: Person, named: Mapping[str, Any]) -> bool:
    """Whether the agent of the path (``name``) is the person."""
    return bool(person.agent) and named.get("name") == person.agent


def is_own_call(core: Core) -> IsOwn:
    """Whether the person is the agent who has the call of the path (``call``), by what ``core`` knows."""

    def is_own(person: Person, named: Mapping[str, Any]) -> bool:
        call = core.centre.calls.get(str(named.get("call")))
        return call is not None and bool(person.agent) and call.agent == person.agent

    return is_own


def needs(right: Right) -> Any:
    """Ask for ``right``; for ``Annotated[Person, needs(...)]``."""
    return Depends(Needs(right))


def sees_agent(person: Person, agent: Agent) -> bool:
    """Whether ``agent`` is of a team in the person's scope, or themselves."""
    return person.scope.has_team(agent.rules.team) or agent.name == person.agent


def sees_call(person: Person, core: Core, call: Call) -> bool:
    """Whether ``call`` is in a queue of the person's scope, or with an agent they see; of the menu: who sees all."""
    if person.scope.is_all or (call.queue and person.scope.has_queue(call.queue)):
        return True
    agent = core.centre.roster.get(call.agent) if call.agent else None
    return agent is not None and sees_agent(person, agent)
