"""What acts take and answer, typed. Times are seconds since 1970.

An act that hurts asks for its reason: ``why``, 1 to 200 printable characters. With ``was`` a page says what it showed
when the act was asked for; if that is so no more, because somebody else was quicker, nothing is done.
"""

import re
from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from acd.asterisk.gate import Hostile, check_phone
from acd.engine.acts import Door
from acd.engine.call_facts import MOST_PRIORITY
from api.queue_views import QueueView
from api.views import AgentView, CallView, Reason, printable

LONGEST_WHY = 200
"""Characters of a reason: two sentences, kept in the journal and with the acts."""

PROMPT = re.compile(r"([a-z]{2}/)?[a-z0-9][a-z0-9_-]*", re.ASCII)

MOST_SKILLS = 64
"""Skills given to one agent; the largest centres have some dozens."""

Word = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=64), AfterValidator(printable)]
Before = Annotated[str, StringConstraints(strict=True, max_length=64), AfterValidator(printable)]
Why = Annotated[
    str,
    StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=LONGEST_WHY),
    AfterValidator(printable),
]
PerhapsWhy = Annotated[
    str, StringConstraints(strict=True, strip_whitespace=True, max_length=LONGEST_WHY), AfterValidator(printable)
]
Level = Annotated[int, Field(strict=True, ge=1, le=10)]
Skills = Annotated[dict[Word, Level], Field(max_length=MOST_SKILLS)]
Priority = Annotated[int, Field(strict=True, ge=-MOST_PRIORITY, le=MOST_PRIORITY)]


def phone_in_the_house(text: str) -> str:
    """Let a phone of the PBX pass (``PJSIP/1009``), and nothing that costs money."""
    try:
        return check_phone(text)
    except Hostile:
        raise PydanticCustomError("bad_phone", "not a phone") from None


def prompt_name(text: str) -> str:
    """Let the name of a prompt pass, or "" for none."""
    if text and not PROMPT.fullmatch(text):
        raise PydanticCustomError("bad_prompt", "not a prompt")
    return text


Phone = Annotated[str, StringConstraints(strict=True, max_length=96), AfterValidator(phone_in_the_house)]
Prompt = Annotated[str, StringConstraints(strict=True, max_length=64), AfterValidator(prompt_name)]

Value: TypeAlias = str | int | bool | dict[str, int] | None
"""What a field of a call, an agent or a queue holds."""


class Mode(StrEnum):
    """How somebody listens: to both unheard, heard by the agent only, or by both."""

    LISTEN = "listen"
    WHISPER = "whisper"
    BARGE = "barge"


class Wish(BaseModel):
    """The base of what is asked for: nothing but the fields that are known."""

    model_config = ConfigDict(extra="forbid")


class MoveWish(Wish):
    """A waiting call is to wait in ``queue``; ``was`` is the queue it was seen in."""

    queue: Word
    why: Why
    was: Word | None = None


class PriorityWish(Wish):
    """A waiting call is to have this priority; more is sooner. ``was`` is the priority that was seen."""

    priority: Priority
    why: PerhapsWhy = ""
    was: Priority | None = None


class AssignWish(Wish):
    """A waiting call is for ``agent``; ``was`` is for whom it was seen to wait, "" for anybody."""

    agent: Word
    why: PerhapsWhy = ""
    was: Before | None = None


class PullWish(Wish):
    """Who asks wants the waiting call for themselves."""

    why: PerhapsWhy = ""


class CutWish(Wish):
    """A call is to be ended."""

    why: Why


class ListenWish(Wish):
    """Who asks wants to hear a call on ``phone``, their own if it is left out; or, hearing it, in another mode."""

    mode: Mode
    why: Why
    phone: Phone | None = None


class StateWish(Wish):
    """An agent is to be ready, paused (for ``reason``) or signed out; ``was`` is the state that was seen."""

    state: Literal["ready", "paused", "signed_out"]
    why: Why
    reason: Reason | None = None
    was: Before | None = None


class SkillsWish(Wish):
    """An agent is to have these skills, and no others; ``was`` are those that were seen."""

    skills: Skills
    why: Why
    was: Skills | None = None


class DoorWish(Wish):
    """A queue's door is to stand so; ``was`` is how it was seen to stand."""

    door: Door
    why: Why
    was: Door | None = None


class MessageWish(Wish):
    """A prompt for who waits in a queue and who enters, "" for none; ``was`` is the one that was seen."""

    say: Prompt
    why: PerhapsWhy = ""
    was: Prompt | None = None


class AboutView(BaseModel):
    """What an act is about: a call (by its id), an agent or a queue (by name)."""

    kind: Literal["call", "agent", "queue"]
    name: str


class ActLine(BaseModel):
    """An act as it is kept. ``changed`` has what each field was and is; ``led_to`` are sentences.

    ``code`` says why it was refused, "" if it was done.
    """

    id: str
    at: float
    who: str
    role: str
    why: str
    act: str
    about: AboutView
    changed: dict[str, tuple[Value, Value]]
    outcome: Literal["done", "refused"]
    code: str
    led_to: list[str]


class ActView(BaseModel):
    """What an act has done. The call, agent or queue that it was about is shown as it is now.

    ``changed`` has what each field was and is; ``led_to`` says in sentences what came of it.
    """

    id: str
    at: float
    who: str
    why: str
    act: str
    about: AboutView
    changed: dict[str, tuple[Value, Value]]
    led_to: list[str]
    call: CallView | None = None
    agent: AgentView | None = None
    queue: QueueView | None = None


class ActsView(BaseModel):
    """Acts, the latest first. ``before`` is what asks for the next page, None when there is none."""

    acts: list[ActLine]
    before: int | None
