"""The rules by which a queue routes: who may serve, whose turn it is, which agent, and where else a call can go.

Plain data, compiled from the checked configuration; every time is in seconds. Needs are texts of the language of
:mod:`agents.needs` (``ru >= 5 and not trainee``), with ``{name}`` for a value that is known of the call.
"""

from typing import Final, Literal, TypeAlias

import msgspec


class Exit(msgspec.Struct, frozen=True, kw_only=True):
    """A configured way out of waiting.

    ``go`` says where: ``queue``, ``extension`` and ``number`` (outside) name a ``target``; ``callback`` offers to call
    back, and who does not want that waits; ``hangup`` ends the call. ``say`` is a prompt that the caller hears first
    ("" for none).
    """

    go: Literal["queue", "extension", "number", "callback", "hangup"]
    target: str = ""
    say: str = ""


class Bounds(msgspec.Struct, frozen=True, kw_only=True):
    """When something applies: as soon as one of the bounds that are set is crossed.

    ``after_s`` is time in the queue, ``expected_wait_s`` and ``waiting`` are crossed from above (more than this),
    ``signed_in`` from below: fewer agents are signed in who may serve the call.
    """

    after_s: float | None = None
    expected_wait_s: float | None = None
    waiting: int | None = None
    signed_in: int | None = None

    @property
    def by_load(self) -> bool:
        """Whether anything but time can cross a bound."""
        return any(bound is not None for bound in (self.expected_wait_s, self.waiting, self.signed_in))


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A step by which a need relaxes: from ``when`` on also agents who meet ``need`` may serve ("" for anybody)."""

    need: str
    when: Bounds


class Credit(msgspec.Struct, frozen=True, kw_only=True):
    """A call whose data holds all of ``data`` is served as if it had waited ``seconds`` longer."""

    data: dict[str, str]
    seconds: float


class Overflow(msgspec.Struct, frozen=True, kw_only=True):
    """A waiting call takes the way ``to`` when one of the bounds is crossed; in a queue it keeps its place."""

    when: Bounds
    to: Exit


class Deflection(msgspec.Struct, frozen=True, kw_only=True):
    """A call that enters takes the way ``to`` when one of the bounds is crossed, unless somebody is free for it."""

    when: Bounds
    to: Exit


class Patience(msgspec.Struct, frozen=True, kw_only=True):
    """How long a call waits for one certain agent, by what that agent does; 0 does not wait for them."""

    ready_s: float = 20.0
    busy_s: float = 60.0
    """offered or talking, here or on a call of their own"""
    wrap_up_s: float = 60.0
    paused_s: float = 0.0
    away_s: float = 0.0
    """signed out, or the phone cannot be reached"""


class Personal(msgspec.Struct, frozen=True, kw_only=True):
    """A call waits first for the agent whose name its data holds under ``data`` ("" for none)."""

    data: str = ""
    patience: Patience = Patience()


class LastAgent(msgspec.Struct, frozen=True, kw_only=True):
    """A call waits first for the agent who talked to this number last, if that is not longer ago than ``within_s``."""

    within_s: float = 0.0
    patience: Patience = Patience()


Choice: TypeAlias = Literal[
    "longest-idle", "best-level", "least-occupied", "fewest-calls", "round-robin", "random", "specialists-first"
]
"""Which of the free agents who may serve a call is offered it."""

Place: TypeAlias = Literal["front", "original", "back"]
"""Where a call that was transferred stands in its new line."""


class MissRule(msgspec.Struct, frozen=True, kw_only=True):
    """How long agents are left alone after an offer that came to nothing, by what became of it."""

    rejected_s: float = 0.0
    busy_s: float = 0.0
    no_answer_s: float = 0.0
    unreachable_s: float = 0.0
    not_confirmed_s: float = 0.0

    def delay_s(self, miss: str) -> float:
        """Return the delay after a miss of this kind (a value of :class:`~acd.engine.facts.Miss`)."""
        delay: float = getattr(self, f"{miss}_s")
        return delay


NEVER_S: Final = 1e8
"""More than three years of waiting: what one priority is worth where no wait makes up for it."""


class Turns(msgspec.Struct, frozen=True, kw_only=True):
    """Whose turn it is, over all queues.

    ``order``: who has waited longest, or who is closest to missing the queue's ``answer_within_s``. A point of
    priority is worth ``priority_worth_s`` of waiting, so that nobody starves; :data:`NEVER_S` makes it strict. A caller
    who hangs up and comes back to the queue within ``redial_s`` gets the old place.
    """

    order: Literal["longest-waiting", "closest-to-target"] = "longest-waiting"
    priority_worth_s: float = NEVER_S
    redial_s: float = 0.0


class Schedule(msgspec.Struct, frozen=True, kw_only=True):
    """Opening hours: periods of minutes after midnight for each day, in the wall-clock time of ``zone``.

    ``week`` has seven days from Monday; ``dates`` are days that are different (``2026-12-25``, or ``12-25`` of every
    year). A period that ends at or before its beginning runs into the next day.
    """

    zone: str
    week: tuple[tuple[tuple[int, int], ...], ...]
    dates: dict[str, tuple[tuple[int, int], ...]] = {}
