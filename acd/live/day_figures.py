"""What the centre's day holds: of a queue, of an agent, and of a stretch of time. Durations are seconds, shares of 1.

Service level has the formula of :mod:`acd.engine.measures`: answered within T over (offered - abandoned within T), of
calls whose wait is over.
"""

import msgspec


def service_level(answered_in_time: float, over: float, abandoned_quick: float) -> float | None:
    """Answered within T over (calls whose wait is over - abandoned within T); None of no calls.

    A stretch of time may end waits that another one began, and take back a way out that did not help: it stays a share.
    """
    of = over - abandoned_quick
    return min(max(answered_in_time / of, 0.0), 1.0) if of > 0 else None


class QueueDay(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One queue since midnight: ``offered`` = answered + abandoned + sent away + those whose wait is not over.

    ``abandoned_quick`` left within the queue's ``answer_within_s``. ``service_level_now`` and ``abandoned_share_now``
    (abandoned over calls whose wait is over) are of the last 30 minutes, the day before included; None of no calls.
    """

    offered: int = 0
    answered: int = 0
    answered_in_time: int = 0
    abandoned: int = 0
    abandoned_quick: int = 0
    sent_away: int = 0
    wait_answered_sum_s: float = 0.0
    service_level_now: float | None = None
    abandoned_share_now: float | None = None

    @property
    def over(self) -> int:
        """Calls whose wait is over: answered + abandoned + sent away."""
        return self.answered + self.abandoned + self.sent_away

    @property
    def service_level(self) -> float | None:
        """Answered within T over (offered - abandoned within T), of calls whose wait is over; None without any."""
        return service_level(self.answered_in_time, self.over, self.abandoned_quick)

    @property
    def abandoned_share(self) -> float | None:
        """Abandoned over calls whose wait is over; None without any."""
        return self.abandoned / self.over if self.over > 0 else None

    @property
    def mean_wait_s(self) -> float | None:
        """Average speed of answer: the waits of answered calls over their number; None before the first."""
        return self.wait_answered_sum_s / self.answered if self.answered > 0 else None


class AgentDay(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One agent since midnight, the state of now included.

    ``answered`` are calls, ``missed`` offers, ``passed_on`` transfers. ``talk_s`` runs from the answer to the end of
    the agent's own part and includes ``hold_s``.
    """

    answered: int = 0
    missed: int = 0
    passed_on: int = 0
    talk_s: float = 0.0
    hold_s: float = 0.0
    wrap_up_s: float = 0.0
    ready_s: float = 0.0

    @property
    def handling_s(self) -> float:
        """What calls took: talk (hold included) + wrap-up."""
        return self.talk_s + self.wrap_up_s

    @property
    def occupancy(self) -> float | None:
        """Handling over (handling + ready); None before either."""
        busy_or_ready = self.handling_s + self.ready_s
        return self.handling_s / busy_or_ready if busy_or_ready > 0 else None

    @property
    def mean_handling_s(self) -> float | None:
        """AHT: handling over calls answered, which is mean talk + mean hold + mean wrap-up; None before the first."""
        return self._each(self.handling_s)

    @property
    def mean_talk_s(self) -> float | None:
        """Talk without hold over calls answered; None before the first."""
        return self._each(self.talk_s - self.hold_s)

    @property
    def mean_hold_s(self) -> float | None:
        """Hold over calls answered; None before the first."""
        return self._each(self.hold_s)

    @property
    def mean_wrap_up_s(self) -> float | None:
        """Wrap-up over calls answered; None before the first."""
        return self._each(self.wrap_up_s)

    def _each(self, seconds: float) -> float | None:
        return seconds / self.answered if self.answered > 0 else None


class CurvePoint(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A stretch of the day that begins ``at`` (seconds since 1970).

    Counts are of what happened in it: ``service_level`` and ``mean_wait_s`` are of waits that ended in it, None of
    none. Means of callers waiting, agents at work who may serve one of the queues, and calls in conversation are of
    samples, one a second; None while the service did not run.
    """

    at: float
    offered: int
    answered: int
    abandoned: int
    service_level: float | None
    mean_wait_s: float | None
    waiting_mean: float | None
    at_work_mean: float | None
    talking_mean: float | None
