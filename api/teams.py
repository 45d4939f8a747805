"""The teams of the centre, and the queues that each serves: what a wallboard is chosen by."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Annotated, TypeAlias

from fastapi import APIRouter
from pydantic import BaseModel

from acd.core import Core
from acd.live.day_crews import Crews
from api.access.asking import needs
from api.access.rights import Person, Right

Titles: TypeAlias = Callable[[], Mapping[str, str]]
"""What teams are called, by name."""

AGENTS_A_PIECE = 1000
"""Agents looked at between two turns of the engine's loop: a fraction of a millisecond."""


class TeamView(BaseModel):
    """A team: how many agents are of it, and the queues whose plain need at least one of them meets."""

    name: str
    title: str
    agents: int
    queues: list[str]


def team_routes(core: Core, titles: Titles = dict) -> APIRouter:
    """Make the route."""
    routes = APIRouter(tags=["looking"])
    crews = Crews(core)

    @routes.get("/teams")
    async def teams(person: Annotated[Person, needs(Right.LOOK)]) -> list[TeamView]:
        """The teams that have agents, with the queues that each serves."""
        members, groups = await members_of_teams(core)
        queues = [name for name in core.centre.queues if person.scope.has_queue(name)]
        served = {name: {group.number for group in crews.groups(name)} for name in queues}
        called = titles()
        return [
            TeamView(
                name=team,
                title=called.get(team, team),
                agents=count,
                queues=[name for name in queues if not served[name].isdisjoint(groups[team])],
            )
            for team, count in sorted(members.items())
            if person.scope.has_team(team)
        ]

    return routes


async def members_of_teams(core: Core) -> tuple[dict[str, int], dict[str, set[int]]]:
    """Count the agents of each team, and name the groups of equal skills that they are in."""
    members: dict[str, int] = {}
    groups: dict[str, set[int]] = {}
    for number, agent in enumerate(list(core.centre.roster), 1):
        if team := agent.rules.team:
            members[team] = members.get(team, 0) + 1
            groups.setdefault(team, set()).add(core.centre.floor.group_of(agent).number)
        if number % AGENTS_A_PIECE == 0:
            await asyncio.sleep(0)
    return members, groups
