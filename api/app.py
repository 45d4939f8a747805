"""The API and the pages: every route there is, behind one gate.

The handlers run in the engine's own loop and tell facts to the core directly; nothing here changes state itself.
"""

from collections.abc import Callable

from fastapi import FastAPI

from acd.alerts.book import Alerts
from acd.core import Core
from acd.live.day import Day
from acd.live_change import LiveChange
from api.access.access import Access
from api.access.accounts_routes import account_routes
from api.access.checks import Known
from api.access.routes import access_routes
from api.access.token_routes import token_routes
from api.acts.deed import Acts
from api.acts.overheard import Spies
from api.acts.queues import Recorded
from api.acts.routes import act_routes, shared
from api.agents import agent_routes
from api.alerts import alert_routes
from api.centre_rules import centre_routes
from api.curve import curve_routes
from api.gate import Gate
from api.live.described import describe
from api.live.routes import live_routes
from api.live.streams import Streams
from api.looking import Explain, look_routes
from api.page_files import is_page_path, page_routes
from api.recordings import AskRecording, recording_routes
from api.refusals import answer_all
from api.teams import Titles
from api.transfers import Passing, transfer_routes

ROOT = "/api"
"""Where all routes are; pages are beside it."""


def create_app(
    core: Core,
    token: str = "",
    explain: Explain | None = None,
    passing: Passing | None = None,
    recording: AskRecording | None = None,
    change: LiveChange | None = None,
    acts: Acts | None = None,
    spies: Spies | None = None,
    recorded: Recorded | None = None,
    access: Access | None = None,
    known: Callable[[], Known] | None = None,
    streams: Streams | None = None,
    day: Day | None = None,
    alerts: Alerts | None = None,
    team_titles: Titles = dict,
    https: bool = False,
) -> FastAPI:
    """Make the application for ``core``, opened by ``access`` to who is known there, without it by ``token`` alone.

    Without ``passing`` no call can be passed on, without ``recording`` none be recorded on demand, without ``change``
    the centre cannot be changed; without ``acts`` they are not on record, without ``spies`` nobody can listen, and
    without ``recorded`` any prompt may be put on a queue. Without ``streams``, ``day`` or ``alerts`` their routes are
    not there. ``known`` are the names that accounts may be given, ``team_titles`` what people read of teams, and with
    ``https`` browsers come by a proxy that speaks it.
    """
    acts = acts or shared(core)
    known = known or (lambda: names_in(core))
    # The interactive pages load scripts from elsewhere; the description itself is there, behind the token.
    app = FastAPI(title="acd", docs_url=None, redoc_url=None, openapi_url=f"{ROOT}/openapi.json")
    answer_all(app)
    app.include_router(agent_routes(acts), prefix=ROOT)
    app.include_router(look_routes(core, explain, team_titles), prefix=ROOT)
    app.include_router(act_routes(acts, spies, recorded, access), prefix=ROOT)
    if passing is not None:
        app.include_router(transfer_routes(acts, passing), prefix=ROOT)
    if recording is not None:
        app.include_router(recording_routes(acts, recording), prefix=ROOT)
    if change is not None:
        app.include_router(centre_routes(core, change), prefix=ROOT)
    if access is not None:
        for routes in (access_routes(access, https), account_routes(access, known), token_routes(access, known)):
            app.include_router(routes, prefix=ROOT)
    if streams is not None:
        app.include_router(live_routes(streams), prefix=ROOT)
    if day is not None:
        app.include_router(curve_routes(core, day), prefix=ROOT)
    if alerts is not None:
        app.include_router(alert_routes(core, alerts), prefix=ROOT)
    app.include_router(page_routes())
    describe(app)
    app.add_middleware(Gate, keeper=access, is_page=is_page_path, token=token)
    return app


def names_in(core: Core) -> Known:
    """Return the names of queues, teams and agents; of teams those that have agents."""
    centre = core.centre
    return Known(centre.queues, {agent.rules.team for agent in centre.roster}, centre.roster)
