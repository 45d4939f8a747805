"""What became of the calls since the start, in numbers and in one last line."""

from collections import Counter
from math import ceil

from acd.engine import facts, orders
from acd.stages import Stage, Stages, refused
from acd.story_words import seconds, words
from ivr.words import Language

LONGEST_COUNTED = 36_000
"""Tenths of a second: waits beyond an hour count as an hour for p90, so that there is an end to what is kept."""

FOUND_TALKING = "found_talking"


class Summary:
    """A listener that counts calls, each once, by how its last wait for an agent ended.

    So ``offered`` = ``answered`` + ``abandoned`` + ``sent_away`` + ``waiting`` at any time. A call found talking at
    the start was offered before it, and is in ``talking`` only. ``left_in_menu`` never asked for an agent.
    """

    def __init__(self) -> None:
        self._stages = Stages()
        self._outcome: dict[str, str] = {}
        self._counts: Counter[str] = Counter()
        self._waits: Counter[int] = Counter()
        self._wait_sum_s = 0.0
        self._longest_s = 0.0

    def __call__(self, at: float, fact: facts.AnyFact, led_to: tuple[orders.AnyOrder, ...]) -> None:
        """Count what ``fact`` and its orders change."""
        if refused(led_to):
            return
        self._take(at, fact, self._stages.of.get(getattr(fact, "call", "")))
        for order in led_to:
            if isinstance(order, orders.SendAway):
                self._count(order.call, "sent_away")
        self._stages.follow(at, fact, led_to)

    def _take(self, at: float, fact: facts.AnyFact, before: Stage | None) -> None:
        waited = before is not None and before.name == "waiting"
        match fact:
            case facts.CallQueued(call=call) | facts.CallRestored(call=call, state="waiting"):
                self._count(call, "waiting")
            case facts.CallbackAnswered(call=call, wanted=False):
                self._count(call, "waiting")
            case facts.CallTransferred(call=call):
                self._count_again(call, waited)
            case facts.CallHandedOver(consult=consult):
                self._outcome.pop(consult, None)
            case facts.CallRestored(call=call, state="talking"):
                self._outcome[call] = FOUND_TALKING
            case facts.OfferAnswered(call=call):
                self._count(call, "answered")
                self._count_wait(at - before.place if before and before.place is not None else 0.0)
            case facts.CallArrived(call=call) | facts.CallReleased(call=call) if waited:
                self._count(call, "sent_away")
            case facts.CallLeft(call=call):
                self._leave(call, waited)

    def _leave(self, call: str, waited: bool) -> None:
        if waited:
            self._count(call, "abandoned")
        if self._outcome.pop(call, None) is None:
            self._counts["left_in_menu"] += 1

    def _count_again(self, call: str, waited: bool) -> None:
        """A call that was passed on is one more for the queue that it comes to."""
        if waited:
            self._count(call, "sent_away")
        self._outcome[call] = FOUND_TALKING
        self._count(call, "waiting")

    def _count(self, call: str, outcome: str) -> None:
        before = self._outcome.get(call, FOUND_TALKING)
        if before == FOUND_TALKING:
            self._counts["offered"] += 1
        else:
            self._counts[before] -= 1
        self._counts[outcome] += 1
        self._outcome[call] = outcome

    def _count_wait(self, wait_s: float) -> None:
        self._waits[min(round(wait_s * 10), LONGEST_COUNTED)] += 1
        self._wait_sum_s += wait_s
        self._longest_s = max(self._longest_s, wait_s)

    def numbers(self) -> dict[str, float | None]:
        """Return the counts, and the waits of answered calls in seconds (None before the first answer)."""
        names = ("offered", "answered", "abandoned", "sent_away", "left_in_menu", "waiting")
        answers = self._waits.total()
        return {
            **{name: self._counts[name] for name in names},
            "talking": sum(stage.name == "talking" for stage in self._stages.of.values()),
            "mean_wait_s": self._wait_sum_s / answers if answers else None,
            "p90_wait_s": self._quantile_s(0.9) if answers else None,
            "longest_wait_s": self._longest_s if answers else None,
        }

    def _quantile_s(self, share: float) -> float:
        """Return the least wait, to a tenth of a second, that ``share`` of the answered did not exceed."""
        left = ceil(self._waits.total() * share)
        for tenths in sorted(self._waits):
            left -= self._waits[tenths]
            if left <= 0:
                return tenths / 10
        return 0.0

    def line(self, language: Language) -> str:
        """Return the last line; scripts read its beginning, so that is the same in every language."""
        found = self.numbers()
        start = f"offered {found['offered']} answered {found['answered']} abandoned {found['abandoned']}"
        waits = {
            name: seconds(value, language)
            for name in ("mean", "p90", "longest")
            if (value := found[f"{name}_wait_s"]) is not None
        }
        return (
            start + words("totals", language, **found) + words("waits_were" if waits else "no_waits", language, **waits)
        )
