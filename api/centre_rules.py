"""The centre's file through the API: which one holds and since when, read anew, put back.

No request names a file: the service reads the one it was started with, and nothing else.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict

from acd.config.load import BadCentre, Finding
from acd.core import Core
from acd.live_change import Change, LiveChange, NothingOlder
from api.access.asking import needs
from api.access.rights import Person, Right
from api.refusals import Refusal, language_in
from ivr.words import Language

Changing = Annotated[Person, needs(Right.CHANGE_CENTRE)]


class Nothing(BaseModel):
    """An empty body: there is nothing to be said."""

    model_config = ConfigDict(extra="forbid")


class CentreView(BaseModel):
    """The centre that holds now, since when, and whether there is one before it that can be put back."""

    centre: str
    file: str
    since: float
    queues: int
    agents: int
    older: bool


class FindingView(BaseModel):
    """A finding about the file: where it is, and in words what was expected."""

    file: str
    line: int
    place: str
    text: str


class NamesView(BaseModel):
    """What has come, what has gone, and what is still there and not the same."""

    added: list[str]
    removed: list[str]
    changed: list[str]


class ChangeView(BaseModel):
    """What has changed: the sections of the file, queues and agents. Nothing if the file held what held already."""

    file: str
    since: float
    sections: list[str]
    queues: NamesView
    agents: NamesView
    warnings: list[FindingView]


class CentreRefused(Refusal):
    """The file is not good, or cannot hold without a restart: nothing of it holds."""

    def __init__(self, refused: BadCentre, language: Language) -> None:
        super().__init__(422, "centre_refused", count=len(refused.findings))
        self.more = {"findings": [finding_view(each, language).model_dump() for each in refused.findings]}


def centre_routes(core: Core, change: LiveChange) -> APIRouter:
    """Make the routes."""
    routes = APIRouter(tags=["centre"])

    @routes.get("/centre")
    async def centre(person: Changing) -> CentreView:
        """Which centre holds now."""
        rules = core.centre.rules
        return CentreView(
            centre=rules.name, file=str(change.file), since=change.since,
            queues=len(rules.queues), agents=len(rules.agents), older=change.older is not None,
        )  # fmt: skip

    @routes.post("/centre/reload")
    async def reload_centre(request: Request, person: Changing, body: Nothing | None = None) -> ChangeView:
        """Let what is in the service's file now hold from now on; a file that is not good changes nothing."""
        language = language_in(request.scope)
        try:
            return change_view(change, await change.reload(), language)
        except BadCentre as refused:
            raise CentreRefused(refused, language) from None

    @routes.post("/centre/put-back")
    async def put_centre_back(request: Request, person: Changing, body: Nothing | None = None) -> ChangeView:
        """Let the centre hold again that held before the last change; the file stays as it is."""
        language = language_in(request.scope)
        try:
            return change_view(change, await change.put_back(), language)
        except NothingOlder:
            raise Refusal(409, "nothing_older") from None
        except BadCentre as refused:
            raise CentreRefused(refused, language) from None

    return routes


def change_view(change: LiveChange, done: Change, language: Language) -> ChangeView:
    """Show what a change has come to."""
    return ChangeView(
        file=str(change.file), since=change.since, sections=list(done.differences.sections),
        queues=NamesView(**lists(done.differences.queues)), agents=NamesView(**lists(done.differences.agents)),
        warnings=[finding_view(each, language) for each in done.warnings],
    )  # fmt: skip


def lists(names: Any) -> dict[str, list[str]]:
    """The fields of a tuple of tuples."""
    return {field: list(found) for field, found in names._asdict().items()}


def finding_view(finding: Finding, language: Language) -> FindingView:
    """Show one finding."""
    place = ".".join(str(part) for part in finding.problem.path)
    return FindingView(file=finding.file, line=finding.line, place=place, text=finding.text(language))
