"""``acd reload`` and ``acd put-back``: ask the running service over its own API to change its centre."""

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from acd.config.located import Unreadable, read_yaml
from acd.config.model import ApiPart
from acd.differences import Differences, Names, said
from acd.status import Answers, ask
from acd.words import Language, say

RELOAD_S = 60.0
"""How long the service may take; a file of a thousand agents takes a few seconds."""


class OtherFile(Exception):
    """The service that answers was started with another file."""


def api_of(file: Path) -> ApiPart | None:
    """Read where the service of ``file`` is, even if something else in the file is wrong; None if it cannot be read."""
    try:
        raw = read_yaml(file).data
        return ApiPart.model_validate(raw.get("api"))
    except (Unreadable, ValidationError, AttributeError):
        return None


def change(part: ApiPart, file: Path, what: str, language: Language) -> Answers:
    """Have the service of ``file`` do ``what`` (``reload``, ``put-back``); return what is different.

    Raises:
        OtherFile: names the file that the service runs with.
        NotRunning, TokenRefused, Refused: as :func:`acd.status.ask` says.
    """
    running = str(ask(part, "centre")["file"])
    if Path(running).resolve() != file.resolve():
        raise OtherFile(running)
    answer: Answers = ask(part, f"centre/{what}", "POST", language, RELOAD_S)
    return answer


def change_text(answer: Answers, file: Path, what: str, language: Language) -> str:
    """Say what is different now that the service has done ``what``."""
    sections = tuple(map(str, answer["sections"]))
    if not sections:
        return say("change_nothing", language, file=file)
    differences = Differences(sections, names_of(answer["queues"]), names_of(answer["agents"]))
    parts = (say("changed_sections", language, names=", ".join(sections)), said(differences, language))
    key = "change_put_back" if what == "put-back" else "change_differs"
    return say(key, language, file=file, what="; ".join(filter(None, parts)))


def names_of(answer: Any) -> Names:
    """Read names as the API shows them."""
    return Names(**{field: tuple(map(str, answer[field])) for field in Names._fields})
