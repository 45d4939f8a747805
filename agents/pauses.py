"""Why an agent is paused: in a person's own words, or by the engine after offers were missed.

The engine's reason is written as ``missed:3:no_answer``, so that each reader can say it in their own language.
"""

from typing import NamedTuple


class Missed(NamedTuple):
    """A pause set by the engine: how many ``offers`` were missed in a row, and why the last one was."""

    offers: int
    why: str


def after_misses(offers: int, why: str) -> str:
    """Write the reason of a pause after so many missed ``offers``, the last because of ``why``."""
    return f"missed:{offers}:{why}"


def read_missed(reason: str) -> Missed | None:
    """Read the engine's reason; None for a person's own words."""
    kind, _, rest = reason.partition(":")
    offers, _, why = rest.partition(":")
    if kind != "missed" or not (offers.isascii() and offers.isdigit()) or len(offers) > 3:
        return None
    return Missed(int(offers), why)
