"""What is compared: our routing, and app_queue in every strategy and with several uses of penalties."""

from typing import Final, NamedTuple

from acd.engine.rules import CentreRules
from benchmarks.waits.centre import Penalties, queues_of_demo
from simulator.app_queue import Queues, Strategy
from simulator.app_queue.settings import LOOK_EVERY_S, STRATEGIES

PENALTIES: Final[tuple[Penalties, ...]] = ("none", "order", "steps")


class Variant(NamedTuple):
    """One way to configure app_queue; one that looks at once is better than it can be."""

    strategy: Strategy
    penalties: Penalties
    look_every_s: float = LOOK_EVERY_S

    @property
    def is_real(self) -> bool:
        """Whether an owner of app_queue could have it."""
        return self.look_every_s >= LOOK_EVERY_S

    @property
    def name(self) -> str:
        """Its name in the JSON object."""
        return f"{self.strategy}, penalties: {self.penalties}" + ("" if self.is_real else ", looks at once")

    def queues(self, rules: CentreRules) -> Queues:
        """Return the demo's queues so configured."""
        return queues_of_demo(rules, self.strategy, self.penalties, self.look_every_s)


VARIANTS: Final = (
    *(Variant(strategy, penalties) for penalties in PENALTIES for strategy in STRATEGIES),
    Variant("leastrecent", "order", 0.0),
)
