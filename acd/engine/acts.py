"""Acts: what a person does to calls, agents and queues at this moment, as facts. Handled in ``steering``.

Each says ``who`` did it (an account's name) and ``why`` (their words); the journal keeps both, and so does every
explanation of a call they touched.
"""

from enum import StrEnum
from typing import TypeAlias

from acd.engine.restored import Fact


class Door(StrEnum):
    """Who may enter a queue, and what becomes of those who wait.

    ``hours``: by its opening hours. ``open``: outside of them too. ``draining``: nobody enters, who waits is served.
    ``closed``: nobody enters, and who waits leaves by the way out for closed.
    """

    HOURS = "hours"
    OPEN = "open"
    DRAINING = "draining"
    CLOSED = "closed"


class Act(Fact, frozen=True, kw_only=True):
    """The base of all acts."""

    who: str = ""
    why: str = ""


class CallMoved(Act, frozen=True, kw_only=True):
    """A call that waits is to wait in another queue, at its old place; its wait goes on."""

    call: str
    queue: str


class CallPrioritised(Act, frozen=True, kw_only=True):
    """A call that waits has another priority from now on, in the units of the configuration."""

    call: str
    priority: int


class CallAssigned(Act, frozen=True, kw_only=True):
    """A call that waits is for this agent, whatever their skills: at once when they are ready, else when they are.

    After ``personal_wait_s`` of the rules it waits for anybody again. Who pulls a call assigns it to themselves.
    """

    call: str
    agent: str


class CallCut(Act, frozen=True, kw_only=True):
    """A call is to be ended, wherever it is."""

    call: str


class SkillsChanged(Act, frozen=True, kw_only=True):
    """An agent has these skills from now on (skill to level, 1 to 10), until the centre's file gives others."""

    agent: str
    skills: dict[str, int]


class QueueSteered(Act, frozen=True, kw_only=True):
    """The queue's door stands so from now on; ``say`` is a prompt for who waits there and who enters, "" for none."""

    queue: str
    door: Door = Door.HOURS
    say: str = ""


AnyAct: TypeAlias = CallMoved | CallPrioritised | CallAssigned | CallCut | SkillsChanged | QueueSteered
