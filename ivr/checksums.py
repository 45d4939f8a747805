"""Check digits by which a mistyped number is known at once, before anybody looks it up."""

from collections.abc import Callable
from itertools import cycle
from typing import Literal

Checksum = Literal["luhn", "mod11", "mod97"]


def luhn(digits: str) -> bool:
    """Payment and loyalty cards: every second digit from the right doubled, the sum a multiple of ten."""
    doubled = (sum(divmod(int(digit) * (1 + place % 2), 10)) for place, digit in enumerate(reversed(digits)))
    return sum(doubled) % 10 == 0


def mod11(digits: str) -> bool:
    """Account and health numbers: weights 1, then 2-7 round and round from the right, a multiple of eleven."""
    weights = cycle(range(2, 8))
    body = sum(int(digit) * weight for digit, weight in zip(reversed(digits[:-1]), weights, strict=False))
    return (body + int(digits[-1])) % 11 == 0


def mod97(digits: str) -> bool:
    """References with two check digits (ISO 7064): the whole number leaves one when divided by 97."""
    return int(digits) % 97 == 1


CHECKSUMS: dict[Checksum, Callable[[str], bool]] = {"luhn": luhn, "mod11": mod11, "mod97": mod97}


def passes(digits: str, checksum: Checksum | None) -> bool:
    """Say whether ``digits`` (0-9, at least one) pass ``checksum``; without one everything passes."""
    return checksum is None or CHECKSUMS[checksum](digits)
