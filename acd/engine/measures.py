"""Counts of each queue, kept by the engine as things happen."""


class QueueCounts:
    """What a queue has seen since the engine began.

    ``offered`` = ``answered`` + ``abandoned`` + ``sent_away`` + those still waiting. Waits are in seconds and run
    from first asking for an agent, whatever queues the call was moved through, to the answer or the hang-up.
    ``abandoned_quick`` left within the queue's ``answer_within_s``; ``sent_away`` took a way out, went back to
    the menu or was taken elsewhere. ``handling_s`` is what a call takes of an agent, of late, from answer to end
    of wrap-up; until the first has ended, a guess.
    """

    __slots__ = (
        "abandoned", "abandoned_quick", "answered", "answered_in_time", "handling_s", "missed_offers", "offered",
        "sent_away", "wait_answered_most_s", "wait_answered_sum_s", "waiting",
    )  # fmt: skip

    def __init__(self) -> None:
        self.offered = 0
        self.answered = 0
        self.answered_in_time = 0
        self.abandoned = 0
        self.abandoned_quick = 0
        self.sent_away = 0
        self.missed_offers = 0
        self.waiting = 0
        self.wait_answered_sum_s = 0.0
        self.wait_answered_most_s = 0.0
        self.handling_s = 180.0

    def answer(self, wait_s: float, within_s: float) -> None:
        """Count a call that reached an agent after ``wait_s``."""
        self.answered += 1
        self.answered_in_time += wait_s <= within_s
        self.wait_answered_sum_s += wait_s
        self.wait_answered_most_s = max(self.wait_answered_most_s, wait_s)

    def abandon(self, wait_s: float, within_s: float) -> None:
        """Count a caller who left the line after ``wait_s``."""
        self.abandoned += 1
        self.abandoned_quick += wait_s <= within_s

    def wait_goes_on(self) -> None:
        """A call is back from a way out that did not help: it is counted once."""
        self.offered -= 1
        self.sent_away -= 1

    def handled(self, handling_s: float) -> None:
        """Learn from a call that has taken ``handling_s`` of an agent: each counts for a tenth of what is known."""
        self.handling_s += (handling_s - self.handling_s) / 10

    def service_level(self) -> float | None:
        """Answered within T over (offered - abandoned within T), of calls whose wait is over; None without any."""
        over = self.answered + self.abandoned + self.sent_away - self.abandoned_quick
        return self.answered_in_time / over if over else None

    def mean_wait_s(self) -> float | None:
        """Average speed of answer in seconds; None before the first answer."""
        return self.wait_answered_sum_s / self.answered if self.answered else None
