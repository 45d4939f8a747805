"""Where a condition turns from false to true: for whole numbers and for real ones."""

from collections.abc import Callable
from typing import Final

HALVINGS: Final = 200
"""More than there are bits in a number, so the search ends by itself."""


def least_whole(meets: Callable[[int], bool], below: int, most: int) -> int | None:
    """Return the least whole number above ``below`` that meets the condition, None if not even ``most`` does.

    The condition stays true once it is true.
    """
    fails, step = below, 1
    while fails < most and not meets(min(below + step, most)):
        fails, step = min(below + step, most), step * 2
    if fails >= most:
        return None
    holds = min(below + step, most)
    while holds - fails > 1:
        middle = (holds + fails) // 2
        fails, holds = (fails, middle) if meets(middle) else (middle, holds)
    return holds


def border(meets: Callable[[float], bool], holds: float, fails: float) -> float:
    """Return the last number, going from ``holds`` to ``fails``, that meets the condition, to rounding."""
    for _ in range(HALVINGS):
        middle = holds + (fails - holds) / 2
        if middle in (holds, fails):
            break
        holds, fails = (middle, fails) if meets(middle) else (holds, middle)
    return holds
