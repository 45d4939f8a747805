"""The words of each distribution, what is made of them, and the shape that an editor is told."""

from collections.abc import Callable, Iterable, Mapping
from math import sqrt
from typing import Any

from simulator.days.world import Durations
from simulator.scenario import draws
from simulator.scenario.notation_words import refuse
from simulator.scenario.units import A_DURATION, A_RATE, LONGEST_S, duration_s, figure, rate_per_s, whole_number

Reader = Callable[[object], float]
Ways = Mapping[tuple[str, ...], Callable[..., Durations]]


def _above_zero(raw: object) -> float:
    seconds = duration_s(raw)
    if seconds <= 0:
        raise refuse("not_above_zero", raw)
    return seconds


def _rate_above_zero(raw: object) -> float:
    rate = rate_per_s(raw)
    if rate * LONGEST_S < 1:
        raise refuse("never_ends", raw)
    return rate


def plain(raw: object) -> float:
    """Read a number without a dimension."""
    return figure(raw, 0, draws.MOST_SHAPE)


WORDS: dict[str, Reader] = {
    "mean": _above_zero,
    "median": _above_zero,
    "scale": _above_zero,
    "rate": _rate_above_zero,
    "sd": duration_s,
    "from": duration_s,
    "to": duration_s,
    "shape": lambda raw: figure(raw, draws.LEAST_SHAPE, draws.MOST_SHAPE),
    "weibull shape": lambda raw: figure(raw, draws.LEAST_WEIBULL, draws.MOST_WEIBULL),
    "phases": lambda raw: whole_number(raw, 1, draws.MOST_PHASES),
}
"""How each word of a distribution is read, and one of them in one distribution."""

KINDS: dict[str, Ways] = {
    "exponential": {("mean",): draws.Exponential, ("rate",): lambda rate: draws.Exponential(1 / rate)},
    "lognormal": {
        ("mean", "sd"): draws.Lognormal,
        ("mean", "median"): draws.Lognormal.by_mean_and_median,
        ("median", "sd"): draws.Lognormal.by_median_and_sd,
    },
    "erlang": {("mean", "phases"): draws.Erlang},
    "gamma": {("mean", "sd"): draws.Gamma, ("mean", "shape"): draws.Gamma.by_shape},
    "weibull": {("mean", "shape"): draws.Weibull, ("scale", "shape"): draws.Weibull.by_scale},
    "uniform": {("from", "to"): draws.Uniform},
}
"""What each distribution may be written with, and what is made of these words, in this order."""

ALL = ("fixed", "empirical", *KINDS)
IN_A_FILE = ("file", "column", "unit")


def _factor(sd: float) -> Durations:
    if sd > MOST_SD_OF_A_FACTOR:
        raise refuse("too_busy", f"sd {sd:g}", limit=f"{MOST_SD_OF_A_FACTOR:g}")
    return draws.Gamma(1.0, sd)


FACTOR_WORDS: dict[str, Reader] = {"sd": plain, "variance": plain, "shape": WORDS["shape"]}
FACTORS: dict[str, Ways] = {
    "gamma": {
        ("sd",): _factor,
        ("variance",): lambda variance: _factor(sqrt(variance)),
        ("shape",): lambda shape: _factor(1 / sqrt(shape)),
    }
}
"""The same of the factor of a day, whose mean is 1."""

LONGEST_LINE = 1000
MOST_SD_OF_A_FACTOR = 3.0
"""With more, nearly all days have no calls, and a rare one has more than a simulation could hold."""

_A_FIGURE = {"type": "number", "minimum": 0}
_SHAPES = {"rate": A_RATE, "phases": {"type": "integer", "minimum": 1}, "shape": _A_FIGURE, "variance": _A_FIGURE}


def a_distribution() -> dict[str, Any]:
    """Tell an editor the forms of a distribution."""
    forms = {"fixed": A_DURATION, "empirical": _empirical()}
    forms |= {kind: _one_of(ways, _SHAPES) for kind, ways in KINDS.items()}
    return {"anyOf": [A_DURATION, _one_line(ALL), _one_key(forms)]}


def a_factor() -> dict[str, Any]:
    """Tell an editor the forms of a day's factor."""
    forms = {kind: _one_of(ways, {**_SHAPES, "sd": _A_FIGURE}) for kind, ways in FACTORS.items()}
    return {"anyOf": [_one_line(FACTORS), _one_key(forms)]}


def _one_line(kinds: Iterable[str]) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^({'|'.join(kinds)})( *,.+)$", "maxLength": LONGEST_LINE}


def _one_key(forms: Mapping[str, Any]) -> dict[str, Any]:
    closed = {"additionalProperties": False, "minProperties": 1, "maxProperties": 1}
    return {"type": "object", "properties": dict(forms), **closed}


def _one_of(ways: Ways, shapes: Mapping[str, Any]) -> dict[str, Any]:
    return {"anyOf": [_mapping({word: shapes.get(word, A_DURATION) for word in way}) for way in ways]}


def _mapping(words: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": dict(words), "required": [*words], "additionalProperties": False}


def _empirical() -> dict[str, Any]:
    a_list = {"type": "array", "items": A_DURATION, "minItems": 1}
    return {"anyOf": [a_list, _mapping({word: {"type": "string"} for word in IN_A_FILE})]}
