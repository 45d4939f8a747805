"""What acts about calls lead to: a person's hand on a call, before the rules. Each validates first and moves after."""

from acd.engine.acts import Act
from acd.engine.centre import Centre
from agents.states import Illegal


def not_yet(centre: Centre, fact: Act, at: float) -> None:
    """Refuse an act that has no handler yet."""
    raise Illegal(f"{type(fact).__name__} is not handled yet")
