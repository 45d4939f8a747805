"""Teams, and the queues that each of them serves."""

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from acd.engine.acts import SkillsChanged
from acd.engine.rules import QueueRules
from agents.roster import AgentRules
from api.access.rights import Person, Right, Role, Scope
from api.teams import AGENTS_A_PIECE, team_routes
from tests.api.kit import Client
from tests.core_kit import a_core

QUEUES = (
    QueueRules(name="billing", needs={"ru": 2}),
    QueueRules(name="sales", need="sales >= 5 or ru >= 9"),
    QueueRules(name="anything"),
)


def member(name: str, team: str, **skills: int) -> AgentRules:
    return AgentRules(name=name, endpoint=f"PJSIP/{name}", skills=skills, team=team)


CREW = (
    member("anna", "day", ru=2),
    member("boris", "day", sales=5),
    member("clara", "night", ru=1),
    member("david", ""),
)


def found(teams: list[dict[str, object]]) -> dict[object, object]:
    return {team["name"]: team["queues"] for team in teams}


async def test_a_team_serves_the_queues_that_any_of_its_agents_may_serve() -> None:
    client = Client(a_core(queues=QUEUES, agents=CREW))
    teams = await client.get("/teams")
    assert found(teams) == {"day": ["billing", "sales", "anything"], "night": ["anything"]}
    assert [(team["name"], team["title"], team["agents"]) for team in teams] == [
        ("day", "day", 2),
        ("night", "night", 1),
    ]


async def test_skills_that_change_live_change_what_a_team_serves() -> None:
    client = Client(a_core(queues=QUEUES, agents=CREW))
    await client.get("/teams")
    client.core.tell(SkillsChanged(agent="clara", skills={"ru": 9}, who="sonya", why="she has learnt it"))
    assert found(await client.get("/teams"))["night"] == ["billing", "sales", "anything"]


async def test_more_agents_than_are_looked_at_in_one_piece_are_all_counted() -> None:
    crowd = tuple(member(f"a{number}", "day", ru=number % 10 + 1) for number in range(AGENTS_A_PIECE * 2 + 1))
    (day,) = await Client(a_core(queues=QUEUES, agents=crowd)).get("/teams")
    assert (day["agents"], day["queues"]) == (2 * AGENTS_A_PIECE + 1, ["billing", "sales", "anything"])


async def test_who_sees_a_part_of_the_centre_is_told_of_that_part_with_its_titles() -> None:
    core = a_core(queues=QUEUES, agents=CREW)
    scope = Scope(frozenset({"sales", "billing"}), frozenset({"night", "day"}))
    sonya = Person("sonya", Role.SUPERVISOR, frozenset({Right.LOOK}), scope)
    narrow = sonya._replace(scope=Scope(frozenset({"sales"}), frozenset({"day"})))
    assert found(await asked(app_of(core), sonya)) == {"day": ["billing", "sales"], "night": []}
    assert await asked(app_of(core), narrow) == [{"name": "day", "title": "By day", "agents": 2, "queues": ["sales"]}]


def app_of(core: object) -> FastAPI:
    app = FastAPI()
    app.include_router(team_routes(core, lambda: {"day": "By day"}))  # type: ignore[arg-type]
    return app


async def asked(app: FastAPI, person: Person) -> list[dict[str, object]]:
    async def let_in(scope: object, receive: object, send: object) -> None:
        scope["state"] = {"person": person}  # type: ignore[index]
        await app(scope, receive, send)  # type: ignore[arg-type]

    async with AsyncClient(transport=ASGITransport(let_in), base_url="http://acd") as client:
        return (await client.get("/teams")).json()  # type: ignore[no-any-return]
