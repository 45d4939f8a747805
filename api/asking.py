"""Finding what a request names."""

from difflib import get_close_matches
from typing import Annotated

from fastapi import Query

from acd.core import Core
from acd.engine.calls import Call
from agents.roster import Agent
from api.refusals import LONGEST_SHOWN, Refusal
from api.words import sentence
from ivr.words import Language

MOST_COMPARED = 2000
"""Agents among whom a close name is looked for; with more it would hold up the loop."""

Limit = Annotated[int, Query(ge=1, le=5000, description="at most so many")]
Offset = Annotated[int, Query(ge=0, le=100_000, description="after so many")]


def agent_called(core: Core, name: str, language: Language) -> Agent:
    """Return the agent called ``name``.

    Raises:
        Refusal: nobody is called that (404); names who may have been meant.
    """
    roster = core.centre.roster
    if (agent := roster.get(name)) is not None:
        return agent
    close: list[str] = []
    if len(roster) <= MOST_COMPARED and len(name) <= LONGEST_SHOWN:
        close = get_close_matches(name.lower(), [each.name for each in roster], n=1)
    meant = sentence("meant", language, name=close[0]) if close else ""
    raise Refusal(404, "unknown_agent", name=shown(name), meant=meant)


def live_call(core: Core, call_id: str) -> Call:
    """Return the live call of this id.

    Raises:
        Refusal: there is none (404).
    """
    if (call := core.centre.calls.get(call_id)) is None:
        raise Refusal(404, "unknown_call", call=shown(call_id))
    return call


def shown(text: str) -> str:
    """Return the beginning of what was sent, fit to be read."""
    text = text[:LONGEST_SHOWN]
    return text if text.isprintable() else ascii(text)
