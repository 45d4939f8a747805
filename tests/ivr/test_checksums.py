"""Checksums against numbers that were computed elsewhere."""

import pytest

from ivr.checksums import CHECKSUMS, Checksum, passes

RIGHT: list[tuple[Checksum, str]] = [
    ("luhn", "4111111111111111"),
    ("luhn", "79927398713"),
    ("mod97", "98"),
    ("mod97", "3214282912345698765432161182"),
]


@pytest.mark.parametrize(("checksum", "digits"), RIGHT)
def test_known_numbers_pass(checksum: Checksum, digits: str) -> None:
    assert passes(digits, checksum)


def test_mod11_weighs_two_to_seven_from_the_right() -> None:
    # 2*2 + 3*3 + 5*4 + 6*5 + 3*6 + 1*7 = 88, a multiple of eleven, so the check digit is 0
    assert passes("1365320", "mod11")
    assert not passes("1365321", "mod11")
    # 8*2 + 7*3 + 6*4 + 5*5 + 4*6 + 3*7, then from two again 2*2 + 1*3: 138, five short of 143
    assert passes("123456785", "mod11")


@pytest.mark.parametrize("checksum", CHECKSUMS)
def test_one_wrong_digit_never_passes(checksum: Checksum) -> None:
    right = next(str(number) for number in range(10_000_000, 10_001_000) if passes(str(number), checksum))
    for place, digit in enumerate(right):
        for other in "0123456789".replace(digit, ""):
            assert not passes(right[:place] + other + right[place + 1 :], checksum)


def test_without_a_checksum_everything_passes() -> None:
    assert passes("123456", None)
