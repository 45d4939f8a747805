"""Every route there is, and what it asks for: the table that a new route must be entered into; and a whole app."""

import inspect
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from fastapi import FastAPI

from acd.asterisk.recording import Wish
from acd.asterisk.targets import Targets
from acd.core import Core
from acd.engine.calls import Call, RecordingState
from acd.store.acts import ActBook
from acd.store.database import Database
from agents.roster import AgentRules
from api.access.access import Access
from api.access.asking import Needs, NeedsOwn
from api.access.checks import Known
from api.access.rights import Right
from api.acts.routes import shared
from api.app import create_app
from api.description import _Absent
from api.transfers import Passing
from ivr.model import RouteStep, Tree
from tests import core_kit
from tests.api.acts.kit import QUEUES, FakeSpies

OPEN, ANYBODY, SESSION = "open", "anybody", "session"
"""What a route may ask for instead of a right: nothing, to be known, to have signed in on a page."""

R = Right
OWN_STATE, SEE_OWN = (R.OWN_STATE, R.STEER_AGENTS), (R.OWN_STATE, R.LOOK)

TABLE: dict[str, Any] = {
    "GET /api/health": OPEN, "POST /api/sign-in": OPEN,
    "GET /api/openapi.json": ANYBODY, "GET /api/me": ANYBODY,
    "POST /api/sign-out": SESSION, "PUT /api/me/language": SESSION, "PUT /api/me/password": SESSION,
    "POST /api/agents/{name}/sign-in": OWN_STATE, "POST /api/agents/{name}/sign-out": OWN_STATE,
    "POST /api/agents/{name}/pause": OWN_STATE, "POST /api/agents/{name}/unpause": OWN_STATE,
    "GET /api/agents": R.LOOK, "GET /api/agents/{name}": SEE_OWN, "GET /api/queues": R.LOOK,
    "GET /api/calls": R.LOOK, "GET /api/calls/{call}": (R.OWN_CALLS, R.LOOK),
    "GET /api/calls/{call}/explain": R.EXPLAIN, "GET /api/callbacks": R.LOOK, "GET /api/status": R.LOOK,
    "GET /api/teams": R.LOOK,
    "POST /api/calls/{call}/move": R.STEER_CALLS, "POST /api/calls/{call}/priority": R.STEER_CALLS,
    "POST /api/calls/{call}/assign": R.STEER_CALLS, "POST /api/calls/{call}/pull": R.STEER_CALLS,
    "POST /api/calls/{call}/hang-up": R.STEER_CALLS,
    "POST /api/calls/{call}/transfer": (R.OWN_CALLS, R.STEER_CALLS),
    "POST /api/calls/{call}/recording": (R.OWN_CALLS, R.RECORD),
    "POST /api/calls/{call}/listen": R.LISTEN, "DELETE /api/calls/{call}/listen": R.LISTEN,
    "POST /api/agents/{agent}/state": R.STEER_AGENTS, "PUT /api/agents/{agent}/skills": R.STEER_AGENTS,
    "PUT /api/queues/{queue}/door": R.STEER_QUEUES, "PUT /api/queues/{queue}/message": R.STEER_QUEUES,
    "GET /api/acts": R.ACTS,
    "GET /api/live/snapshot": R.LOOK, "GET /api/live/events": R.LOOK, "WS /api/live": R.LOOK,
    "GET /api/curve": R.LOOK, "GET /api/alerts": R.LOOK, "GET /api/alerts/history": R.LOOK,
    "POST /api/alerts/{alert}/acknowledge": R.ALERTS,
    "GET /api/centre": R.CHANGE_CENTRE, "POST /api/centre/reload": R.CHANGE_CENTRE,
    "POST /api/centre/put-back": R.CHANGE_CENTRE,
    "GET /api/accounts": R.ACCOUNTS, "POST /api/accounts": R.ACCOUNTS, "GET /api/accounts/{name}": R.ACCOUNTS,
    "PUT /api/accounts/{name}": R.ACCOUNTS, "PUT /api/accounts/{name}/password": R.ACCOUNTS,
    "DELETE /api/accounts/{name}": R.ACCOUNTS, "GET /api/tokens": R.ACCOUNTS, "POST /api/tokens": R.ACCOUNTS,
    "DELETE /api/tokens/{name}": R.ACCOUNTS,
}  # fmt: skip
"""What each route asks for; of two rights the first is enough for what is one's own."""

STREAMS = frozenset({"GET /api/live/events"})
"""Routes that never end answering: tried only as who may not."""

STOOD_IN = ("/api/live", "/api/alerts", "/api/curve")
"""Routes before parts that only stand in here: whoever may ask is let through to them, and no further."""

AGENTS = (
    AgentRules(name="anna", endpoint="PJSIP/1001", title="Anna Petrova", skills={"ru": 5}, team="day"),
    AgentRules(name="boris", endpoint="PJSIP/1002", title="Boris Ivanov", skills={"ru": 3}, team="night"),
)
TREE = Tree(entries={"100": "person"}, person=RouteStep(route="support"), steps={})


class Found(NamedTuple):
    """A route: method and path, and what its dependencies ask for."""

    name: str
    asks: Any


def routes_of(app: FastAPI) -> Iterator[Found]:
    """Yield every route of ``app``, those of included routers too."""
    for route in flat(app.routes):
        asked = [each.call for each in route.dependant.dependencies] if hasattr(route, "dependant") else []
        rights = [asked_by(each) for each in asked if isinstance(each, Needs)]
        methods = getattr(route, "methods", None)
        for method in sorted((set(methods) - {"HEAD"}) if methods else {"WS"}):
            asks = rights[0] if len(rights) == 1 else None if not rights else tuple(rights)
            yield Found(f"{method} {route.path}", asks)


def flat(routes: Iterable[Any]) -> Iterator[Any]:
    """Yield routes, and those within routers among them."""
    for route in routes:
        if hasattr(route, "effective_candidates"):
            yield from flat(route.effective_candidates())
        else:
            yield getattr(route, "starlette_route", None) or route  # sockets have all of theirs there


def asked_by(needs: Needs) -> Any:
    """The right, or both, that a dependency asks for."""
    return (needs.own, needs.right) if isinstance(needs, NeedsOwn) else needs.right


class World:
    """A core with calls, and the whole application over it, whose people ``access`` knows.

    In sales ``mine`` talks to Anna, of the day; in billing ``other`` talks to Boris, of the night. ``waits`` and
    ``hidden`` wait there.
    """

    def __init__(self, access: Access) -> None:
        self.core = core_kit.a_core(queues=QUEUES, agents=AGENTS)
        self.spies = FakeSpies()
        for call, agent, queue in (("mine", "anna", "sales"), ("other", "boris", "billing")):
            core_kit.sign_in(self.core, agent)
            core_kit.call(self.core, call, queue)
            core_kit.answer(self.core, call)
        core_kit.call(self.core, "waits", "sales")
        core_kit.call(self.core, "hidden", "billing")
        parts: dict[str, Any] = {name: _Absent() for name in inspect.signature(create_app).parameters}
        self.app = create_app(**parts | self.parts(access))

    def parts(self, access: Access) -> dict[str, Any]:
        """The parts that are real here, or as good as that."""
        passing = Passing(Targets(self.core, TREE, {}), lambda: True)
        acts = shared(self.core, ActBook(Database("sqlite://")))
        known = Known([queue.name for queue in QUEUES], {"day", "night"}, [agent.name for agent in AGENTS])
        return {
            "core": self.core, "token": "", "explain": explained, "passing": passing, "recording": recorded,
            "acts": acts, "spies": self.spies, "recorded": None, "access": access, "known": lambda: known,
            "https": False, "change": StandingChange(self.core), "team_titles": lambda: {"day": "By day"},
        }  # fmt: skip


async def recorded(call: Call, wish: Wish) -> RecordingState:
    """A recording that begins, whatever it is told."""
    call.recording = RecordingState.ON
    return call.recording


async def explained(call: str, language: str, not_agent: str = "", queues: frozenset[str] | None = None) -> str | None:
    """An explanation of each call, that was in sales if it is over."""
    return f"{call} went its way" if queues is None or "sales" in queues else None


class StandingChange:
    """A centre's file that never has anything new."""

    def __init__(self, core: Core) -> None:
        self.file = "centre.yaml"
        self.since = core.clock.now()
        self.older = None

    async def reload(self) -> Any:
        return NOTHING_NEW

    put_back = reload


class _Names(NamedTuple):
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


class _Differences(NamedTuple):
    sections: tuple[str, ...] = ()
    queues: _Names = _Names()
    agents: _Names = _Names()


class _Change(NamedTuple):
    differences: _Differences = _Differences()
    warnings: tuple[str, ...] = ()


NOTHING_NEW = _Change()
