"""Figures as people read them: with as many digits as they bear, in the signs of the language, and never NaN."""

from collections.abc import Iterable, Sequence
from math import isfinite
from typing import Final, NamedTuple

from acd.words import Language
from simulator.statistics.results import Figure, Figures

SHARES: Final = frozenset({"p_wait", "service_level", "p_day_meets_target", "occupancy"})
"""Measures from 0 to 1, shown in per cent."""

ENTERED: Final = ("served", "abandoned", "sent_away")
BASES: Final = {
    "wait_mean_s": ENTERED,
    "wait_mean_served_s": ("served",),
    "wait_mean_delayed_s": ("p_wait",),
    "p_wait": ENTERED,
    "service_level": ("offered",),
    "p_day_meets_target": ("offered",),
    "wait_p50_s": ENTERED,
    "wait_p90_s": ENTERED,
    "wait_p95_s": ENTERED,
    "wait_p99_s": ENTERED,
    "aht_s": ("served",),
}
"""What a measure is a mean or a share of: where there was none of it, the measure is no 0 but unknown."""

NOTHING: Final = "–"
MOST_DECIMALS: Final = 3
MOST_SPANS: Final = 6
RUSSIAN_SIGNS: Final = str.maketrans({",": "\u202f", ".": ",", "-": "−"})
ENGLISH_SIGNS: Final = str.maketrans({"-": "−"})
DAY_S: Final = 86_400


class Shown(NamedTuple):
    """A figure as it is shown: the mean, and half its interval ("" where there is none).

    ``certain`` is said of a difference that is more than chance.
    """

    mean: str = NOTHING
    half_width: str = ""
    certain: bool = False

    def __str__(self) -> str:
        return f"{self.mean} ± {self.half_width}" if self.half_width else self.mean


def seen(figures: Figures, name: str) -> Figure | None:
    """Return a measure, or None where it is not there, or where there was nothing to measure."""
    found = figures.get(name)
    if found is None or not (isfinite(found.mean) and isfinite(found.half_width)):
        return None
    basis = [figures[each].mean for each in BASES.get(name, ()) if each in figures]
    if basis and not any(mean > 0 for mean in basis):
        return None
    if name == "occupancy" and hours(figures) == 0:
        return None
    return found


def hours(figures: Figures) -> float | None:
    """Return the agents' hours of work a day, ready or handling; None where they are not known."""
    both = [figures.get(name) for name in ("handling_h", "ready_h")]
    found = [each.mean for each in both if each is not None and isfinite(each.mean)]
    return sum(found) if len(found) == 2 else None


def factor(name: str) -> float:
    """Return by what a measure is multiplied to be shown."""
    return 100.0 if name in SHARES else 1.0


def number(value: float, decimals: int, language: Language) -> str:
    """Return a number in the signs of the language, without a minus before nothing."""
    text = f"{value:,.{decimals}f}"
    if not any(digit in "123456789" for digit in text):
        text = text.removeprefix("-")
    return text.translate(RUSSIAN_SIGNS if language == "ru" else ENGLISH_SIGNS)


def show(figure: Figure | None, name: str, language: Language) -> Shown:
    """Return a measure as it is shown, in per cent where it is a share; a small interval has more digits."""
    if figure is None:
        return Shown()
    mean, half = figure.mean * factor(name), figure.half_width * factor(name)
    decimals = 0 if half >= 10 else 1
    while 0 < half < 0.5 * 10**-decimals and decimals < MOST_DECIMALS:
        decimals += 1
    return Shown(number(mean, decimals, language), number(half, decimals, language) if half > 0 else "")


def per_cent(share: float, language: Language, decimals: int = 1) -> str:
    """Return a share in per cent; a whole one without decimals."""
    value = share * 100
    return with_sign(number(value, 0 if abs(value - round(value)) < 1e-9 else decimals, language), language)


def with_sign(text: str, language: Language) -> str:
    """Return a number with its per cent sign, which in Russian stands apart."""
    return f"{text}\u00a0%" if language == "ru" else f"{text}%"


def seconds(value: float, language: Language) -> str:
    """Return seconds with their unit; whole ones, and those above 100, without decimals."""
    whole = abs(value) >= 100 or abs(value - round(value)) < 1e-9
    return f"{number(value, 0 if whole else 1, language)}\u00a0{'с' if language == 'ru' else 's'}"


def clock(at_s: float, *, end: bool = False) -> str:
    """Return seconds after midnight as the wall clock shows them; of the next day with ``+1``.

    At the ``end`` of something midnight is 24:00 of the day before.
    """
    day, rest = divmod(round(at_s), DAY_S)
    if end and day and not rest:
        day, rest = day - 1, DAY_S
    text = f"{rest // 3600:02}:{rest % 3600 // 60:02}" + (f":{rest % 60:02}" if rest % 60 else "")
    return f"{text} +{day}" if day else text


def span(begin_s: float, end_s: float) -> str:
    """Return from when to when."""
    return f"{clock(begin_s)}–{clock(end_s, end=True)}"


def spans(periods: Iterable[int], edges_s: Sequence[float], language: Language) -> str:
    """Return periods as spans of the clock, those side by side as one; after the first six only how many more."""
    runs: list[list[int]] = []
    for period in periods:
        if runs and runs[-1][1] == period:
            runs[-1][1] = period + 1
        else:
            runs.append([period, period + 1])
    named = [span(edges_s[begin], edges_s[end]) for begin, end in runs[:MOST_SPANS]]
    if more := len(runs) - len(named):
        named.append(f"{'ещё' if language == 'ru' else 'and'} {more}{'' if language == 'ru' else ' more'}")
    return ", ".join(named)
