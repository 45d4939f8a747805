"""What is shown live of queues, calls, agents and alerts: the one shape for REST, the stream and the pages.

Times are seconds since 1970 to the millisecond, durations seconds, shares of 1. What only time changes (how long
somebody waits) is given as the moment since when, so that nothing has to be sent for it.
"""

from enum import StrEnum

import msgspec

from acd.engine.acts import Door
from acd.engine.calls import CallState, RecordingState
from agents.states import AgentState, Device


class Severity(StrEnum):
    """How much something needs attention; in this order."""

    NONE = "none"
    INFORMATION = "information"
    WARNING = "warning"
    CRITICAL = "critical"


class View(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The base of everything shown."""


class QueueLive(View, frozen=True, kw_only=True):
    """One queue. ``door`` is what a supervisor has set, ``open`` what holds now, ``message`` the prompt put on it.

    ``oldest_since`` is when the call that waits longest asked, None if none waits. ``expected_wait_s`` is for a call
    that enters now, None if nobody at work could serve it. ``ready`` and ``at_work`` are agents who may serve its plain
    need. ``_now`` is of the last 30 minutes, ``_today`` since midnight of the centre's day; None of no calls.
    """

    name: str
    title: str
    door: Door
    open: bool
    message: str
    waiting: int
    oldest_since: float | None
    expected_wait_s: float | None
    ready: int
    at_work: int
    answer_within_s: float
    service_level_now: float | None
    service_level_today: float | None
    mean_wait_today_s: float | None
    offered_today: int
    answered_today: int
    abandoned_today: int
    sent_away_today: int
    callbacks: int
    attention: Severity


class StepLive(View, frozen=True, kw_only=True):
    """A step of the menu through which a call went, when, and what the caller pressed there ("" for nothing)."""

    step: str
    at: float
    pressed: str = ""


class OfferLive(View, frozen=True, kw_only=True):
    """An offer of a call: to whom, when, and what came of it ("" while it rings; answered, withdrawn, or the miss)."""

    agent: str
    at: float
    result: str = ""


class TalkLive(View, frozen=True, kw_only=True):
    """One agent's part of a call; ``until`` is None while it goes on."""

    agent: str
    queue: str
    since: float
    until: float | None


class ListenerLive(View, frozen=True, kw_only=True):
    """Who listens to a call, and how: listen, whisper or barge."""

    who: str
    mode: str


class CallLive(View, frozen=True, kw_only=True):
    """One live call. ``place`` is when it first asked for an agent, None before; ``since`` when its state began.

    ``path`` are its steps through the menu and ``offers`` its offers, the last 20 of each, oldest first. ``need`` is
    all it asks of an agent now, relaxed by ``steps``. ``wanted`` is the agent it waits for, "" for anybody.
    """

    call: str
    number: str
    name: str
    dialled: str
    state: CallState
    since: float
    arrived_at: float
    place: float | None
    queue: str
    need: str
    steps: int
    priority: int
    topic: str
    language: str
    data: dict[str, str]
    agent: str
    also: list[str]
    wanted: str
    note: str
    path: list[StepLive]
    offers: list[OfferLive]
    talks: list[TalkLive]
    recording: RecordingState
    listeners: list[ListenerLive]
    attention: Severity


class AgentLive(View, frozen=True, kw_only=True):
    """One agent. ``until`` is when the state ends by itself (wrap-up, left alone), None if it does not.

    ``then`` is the state wanted after the call in hand, "" for none. ``occupancy`` is handling over handling and ready,
    of today; None before either.
    """

    name: str
    title: str
    team: str
    phone: str
    state: AgentState
    since: float
    until: float | None
    reason: str
    then: str
    device: Device
    skills: dict[str, int]
    call: str
    answered_today: int
    missed_today: int
    talk_today_s: float
    occupancy: float | None
    attention: Severity


class AlertLive(View, frozen=True, kw_only=True):
    """An alert: ``rule`` is its name in the configuration, ``measure`` what crossed ``bound``, ``value`` by how much.

    ``kind`` and ``name`` say what it is about: queue, agent, call, team, or centre. ``text`` is a sentence by language.
    ``cleared_at`` is None while it lasts; ``acknowledged_by`` is "" until somebody has.
    """

    id: str
    rule: str
    severity: Severity
    kind: str
    name: str
    measure: str
    bound: float
    value: float
    text: dict[str, str]
    since: float
    cleared_at: float | None
    acknowledged_by: str
    acknowledged_at: float | None


class Gone(View, frozen=True, kw_only=True, omit_defaults=True):
    """Names of what is there no more."""

    queues: list[str] = []
    calls: list[str] = []
    agents: list[str] = []
    alerts: list[str] = []


class Snapshot(View, frozen=True, kw_only=True, tag_field="type", tag="snapshot"):
    """Everything there is for this client. ``run`` names the service's start: numbers of another run mean nothing."""

    run: str
    seq: int
    at: float
    centre: str
    queues: list[QueueLive]
    calls: list[CallLive]
    agents: list[AgentLive]
    alerts: list[AlertLive]


class Change(View, frozen=True, kw_only=True, tag_field="type", tag="change", omit_defaults=True):
    """What is different since the number before; each view replaces the one of the same name.

    ``at`` is when it was sent, ``since`` when the first of its changes happened.
    """

    seq: int
    at: float
    since: float
    queues: list[QueueLive] = []
    calls: list[CallLive] = []
    agents: list[AgentLive] = []
    alerts: list[AlertLive] = []
    gone: Gone = Gone()


class Beat(View, frozen=True, kw_only=True, tag_field="type", tag="beat"):
    """Nothing is different, and the line is alive; sent after 2 s without a change."""

    seq: int
    at: float


Message = Snapshot | Change | Beat
