"""What was done, by whom and why: the record of acts, as far as who asks may see what they were about."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import AfterValidator
from sqlalchemy.exc import SQLAlchemyError

from acd.store.acts import ActBook, Acted, Sought
from acd.store.database import DatabaseBusy
from api.access.asking import needs
from api.access.rights import Person, Right
from api.acts.models import AboutView, ActLine, ActsView
from api.acts.words import changed_said, engine_said, said
from api.refusals import Refusal, language_in
from api.views import printable
from api.words import sentence
from ivr.words import Language

Reading = Annotated[Person, needs(Right.ACTS)]
Most = Annotated[int, Query(ge=1, le=1000, description="at most so many")]
About = Annotated[
    str, Query(max_length=64, description="the call, agent or queue that they are about"), AfterValidator(printable)
]
Who = Annotated[str, Query(max_length=64, description="who did them"), AfterValidator(printable)]
Before = Annotated[int | None, Query(ge=1, le=2**53, description="those before this, from the page before")]

OF_THE_ENGINE = frozenset({"act_refused", "not_passed_on"})
"""Refusals whose reason is the engine's sentence."""

OF_CHANGES = frozenset({"meanwhile", "meanwhile_by"})
"""Refusals because something is not as it was shown."""


def record_routes(book: ActBook) -> APIRouter:
    """Make the routes."""
    routes = APIRouter(tags=["acts"])

    @routes.get("/acts")
    async def acts(
        request: Request, person: Reading, about: About = "", who: Who = "", limit: Most = 100, before: Before = None
    ) -> ActsView:
        """Who did what to which call, agent or queue, and why; the latest first, and what was refused too."""
        scope = person.scope
        sought = Sought(about, who, limit, before, scope.queues, scope.teams, own=person.name)
        try:
            found = await book.read(sought)
        except (SQLAlchemyError, DatabaseBusy):
            raise Refusal(503, "book_away") from None
        language = language_in(request.scope)
        more = found[-1].number if len(found) == limit else None
        return ActsView(acts=[act_line(each, language) for each in found], before=more)

    return routes


def act_line(acted: Acted, language: Language) -> ActLine:
    """Show an act as it is kept."""
    say = refusal_said if acted.outcome == "refused" else said
    return ActLine(
        id=acted.id, at=acted.at, who=acted.who, role=acted.role, why=acted.why, act=acted.act,
        about=AboutView(kind=acted.kind, name=acted.name), changed=acted.changed, outcome=acted.outcome,
        code=acted.code, led_to=[say(code, values, language) for code, values in acted.led_to],
    )  # fmt: skip


def refusal_said(code: str, values: dict[str, str], language: Language) -> str:
    """Say why an act was refused."""
    if "why" in values and code in OF_THE_ENGINE:
        values = values | {"why": engine_said(values["why"], language)}
    if code in OF_CHANGES:
        values = values | changed_said(values["field"], values["now"], language)
    return sentence(code, language, **values)
