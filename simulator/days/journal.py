"""What was told to the engine on a simulated day. Told again, it gives every decision again, with its reasons."""

from acd.engine.facts import AnyFact


class Journal:
    """Facts, and when each was true (seconds of the day)."""

    __slots__ = ("facts", "times")

    def __init__(self) -> None:
        self.facts: list[AnyFact] = []
        self.times: list[float] = []

    def add(self, fact: AnyFact, at: float) -> None:
        """Keep a fact."""
        self.facts.append(fact)
        self.times.append(at)
