"""Asking, at a route, who it is and whether they may: ``person: Annotated[Person, needs(Right.LOOK)]``.

The gate has found out who asks and written it into the request's state; a route without :func:`needs` is closed to
everybody by a test.
"""

from typing import Any

from fastapi import Depends
from starlette.requests import HTTPConnection

from acd.core import Core
from acd.engine.calls import Call
from agents.roster import Agent
from api.access.rights import Person, Right
from api.refusals import Refusal


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
