"""The small API: agents come, pause and go; agents, queues and calls can be looked at. One token opens it all.

The handlers run in the engine's own loop and tell facts to the core directly; nothing here changes state itself.
"""

from fastapi import FastAPI

from acd.core import Core
from acd.live_change import LiveChange
from api.acts.deed import Acts
from api.acts.listening import Spies
from api.acts.queues import Recorded
from api.acts.routes import act_routes, shared
from api.agents import agent_routes
from api.centre_rules import centre_routes
from api.gate import Gate
from api.looking import Explain, look_routes
from api.recordings import AskRecording, recording_routes
from api.refusals import answer_all
from api.transfers import Passing, transfer_routes

ROOT = "/api"
"""Where all routes are; pages are beside it."""


def create_app(
    core: Core,
    token: str,
    explain: Explain | None = None,
    passing: Passing | None = None,
    recording: AskRecording | None = None,
    change: LiveChange | None = None,
    acts: Acts | None = None,
    spies: Spies | None = None,
    recorded: Recorded | None = None,
) -> FastAPI:
    """Make the application for ``core``, opened by ``token``.

    Without ``passing`` no call can be passed on, without ``recording`` none be recorded on demand, without ``change``
    the centre cannot be changed; without ``acts`` they are not on record, without ``spies`` nobody can listen, and
    without ``recorded`` any prompt may be put on a queue.
    """
    acts = acts or shared(core)
    # The interactive pages load scripts from elsewhere; the description itself is there, behind the token.
    app = FastAPI(title="acd", docs_url=None, redoc_url=None, openapi_url=f"{ROOT}/openapi.json")
    answer_all(app)
    app.include_router(agent_routes(core), prefix=ROOT)
    app.include_router(look_routes(core, explain), prefix=ROOT)
    app.include_router(act_routes(acts, spies, recorded), prefix=ROOT)
    if passing is not None:
        app.include_router(transfer_routes(acts, passing), prefix=ROOT)
    if recording is not None:
        app.include_router(recording_routes(acts, recording), prefix=ROOT)
    if change is not None:
        app.include_router(centre_routes(core, change), prefix=ROOT)
    app.add_middleware(Gate, token=token)
    return app
