"""All routes of acts, put together."""

from collections.abc import Callable

from fastapi import APIRouter

from acd.core import Core
from acd.store.acts import ActBook
from api.acts.agents import agent_act_routes
from api.acts.calls import call_act_routes
from api.acts.deed import Acts
from api.acts.listening import listening_routes
from api.acts.once import Answers
from api.acts.overheard import LettingIn, Spies
from api.acts.queues import Recorded, queue_act_routes
from api.acts.recent import Recent
from api.acts.record import record_routes


def shared(
    core: Core,
    book: ActBook | None = None,
    connected: Callable[[], bool] = lambda: True,
    answers: Answers | None = None,
) -> Acts:
    """Make what all acts share; also those of other modules, which pass calls on and record them."""
    return Acts(core, book, connected, answers or Answers(core.clock), Recent())


def act_routes(
    acts: Acts, spies: Spies | None = None, recorded: Recorded | None = None, access: LettingIn | None = None
) -> APIRouter:
    """Make the routes: without ``spies`` nobody can listen, without a book there is no record to read."""
    routes = APIRouter()
    routes.include_router(call_act_routes(acts))
    routes.include_router(agent_act_routes(acts))
    routes.include_router(queue_act_routes(acts, recorded))
    if spies is not None:
        routes.include_router(listening_routes(acts, spies, access))
    if acts.book is not None:
        routes.include_router(record_routes(acts.book))
    return routes
