"""Facts of taking over: what is found on the PBX and in the last journal, when the engine begins."""

from typing import Literal

import msgspec

from acd.engine.calls import RecordingState, Talk


class Fact(msgspec.Struct, frozen=True, tag=True, omit_defaults=True, gc=False):
    """The base of all facts."""


class CallRestored(Fact, frozen=True, kw_only=True):
    """A live call found on the PBX, with what its channel variables say; times are the engine's seconds.

    ``queued_at`` is the call's place in its line, ``entered_at`` when it entered the queue it is in, from which its
    longest wait runs, ``waits_since`` from when its wait is measured; the place, if it is not known. ``priority`` is
    the whole of it, the queue's and what the menu asked. ``opened`` steps had relaxed the need, who ``stays`` is
    deflected no more, who is at the ``front`` was put there. ``agent`` goes with ``talking``, ``talks`` are those
    before. ``recording`` is what its recording does.
    """

    call: str
    state: Literal["menu", "waiting", "talking"]
    arrived_at: float
    number: str = ""
    name: str = ""
    dialled: str = ""
    queue: str = ""
    queued_at: float = 0.0
    entered_at: float | None = None
    waits_since: float | None = None
    talks: tuple[Talk, ...] = ()
    needs: dict[str, int] = {}
    need: str = ""
    opened: int = 0
    stays: bool = False
    front: bool = False
    priority: int = 0
    credit_s: float = 0.0
    note: str = ""
    topic: str = ""
    language: str = ""
    data: dict[str, str] = {}
    refused: tuple[str, ...] = ()
    agent: str = ""
    by_agent: str = ""
    recording: RecordingState = RecordingState.OFF


class AgentRestored(Fact, frozen=True, kw_only=True):
    """An agent as the last journal left them; told before a call that they are found talking in."""

    agent: str
    signed_in: bool
    pause_reason: str | None = None
    misses: int = 0
    idle_since: float = 0.0
    wrap_up_until: float = 0.0


class CallbackSlot(msgspec.Struct, frozen=True, kw_only=True):
    """A caller who wants to be called back: the place in ``queue`` is kept for them. Times are engine seconds."""

    call: str
    number: str
    queue: str
    place: float
    asked_at: float
    topic: str = ""


class CallersRestored(Fact, frozen=True):
    """Callers as the last journal left them: who talked to them last, who hung up while waiting, who is called back.

    ``talked`` holds (number, agent, when), ``left`` (number, queue, place, when); times are the engine's seconds.
    """

    talked: tuple[tuple[str, str, float], ...] = ()
    left: tuple[tuple[str, str, float, float], ...] = ()
    callbacks: tuple[CallbackSlot, ...] = ()
