"""Random draws that are the same in every replay: a counter and a seed through a mixing function, no hidden state.

The mixing is SplitMix64 (Steele, Lea, Flood, 2014): every counter gives an independent-looking 64-bit number.
"""

_MASK = (1 << 64) - 1


def mixed(seed: int, counter: int) -> int:
    """Return the 64-bit number of this counter under this seed."""
    word = (seed * 0xD1342543DE82EF95 + counter * 0x9E3779B97F4A7C15) & _MASK
    word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & _MASK
    return word ^ (word >> 31)


def draw(seed: int, counter: int, among: int) -> int:
    """Draw one of ``among`` things, by number from 0; each is as likely, but for one part in 2**40 at most."""
    return mixed(seed, counter) * among >> 64
