"""What there is to see in each picture of a comparison, in sentences made of its figures: one for each variant."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from acd.printable import printable
from acd.words import Language
from simulator.report import series
from simulator.report.findings import at, missed, value
from simulator.report.numbers import SHARES, Shown, per_cent, seconds, seen, show, span, spans
from simulator.report.series import by_period
from simulator.report.words import measure, say
from simulator.statistics.paired import Comparison, Difference
from simulator.statistics.results import Figure, Results

MOST_DRAWN: Final = 6
"""More lines in one picture could not be told apart; and so many sentences are enough."""

MEASURES: Final = ("service_level", "p_day_meets_target", "wait_mean_s", "occupancy")
"""Of all measures those that are drawn for every variant; the tables have more."""


def of_each(
    variants: Sequence[Results],
    language: Language,
    sentence: Callable[[Results, str, Language], str],
    rest: str = "variants_some",
) -> str:
    """Return a sentence for each of the first variants, a line each; of the others the key ``rest`` tells."""
    told = [sentence(each, printable(each.scenario), language) for each in variants[:MOST_DRAWN]]
    if len(variants) > MOST_DRAWN:
        told.append(say(rest, language, drawn=MOST_DRAWN, variants=len(variants)))
    return "\n".join(told)


def service_level(results: Results, name: str, language: Language) -> str:
    """Return in which periods a variant misses the target."""
    level = by_period(results.periods, "service_level")
    if not level.known:
        return say("variant_none", language, variant=name)
    bad = level.where(missed(level, results.target))
    key = "variant_missed" if bad else "variant_not_missed"
    where = spans(bad, series.borders(results).tolist(), language)
    return say(key, language, variant=name, spans=where, target=per_cent(results.target, language))


def waits(results: Results, name: str, language: Language) -> str:
    """Return when callers of a variant wait longest."""
    mean, edges = by_period(results.periods, "wait_mean_s"), series.borders(results).tolist()
    if not mean.known:
        return say("variant_none", language, variant=name)
    longest = int(np.nanargmax(mean.mean))
    where = span(*edges[longest : longest + 2])
    return say("variant_longest", language, variant=name, span=where, wait=at(mean, longest, "wait_mean_s", language))


def waits_distribution(results: Results, name: str, language: Language) -> str:
    """Return how many callers of a variant wait no longer than T."""
    within = series.share_within(results, results.threshold_s)
    if within is None:
        return say("variant_none", language, variant=name)
    threshold, share = seconds(results.threshold_s, language), per_cent(within, language)
    return say("variant_within", language, variant=name, threshold=threshold, share=share)


def days(results: Results, name: str, language: Language) -> str:
    """Return on how many days a variant reaches the target."""
    levels, bars = series.day_levels(results), series.day_bars(results)
    if not len(levels):
        return say("variant_none", language, variant=name)
    key = "variant_batches" if results.steady else "variant_days"
    return say(key, language, variant=name, met=int(bars.met @ bars.days), days=len(levels))


def overview(results: Results, name: str, language: Language) -> str:
    """Return a variant's service level."""
    level = seen(results.total, "service_level")
    if level is None:
        return say("variant_none", language, variant=name)
    return say("variant_level", language, variant=name, level=value(level, "service_level", language))


def shown_difference(difference: Difference | None, name: str, language: Language) -> Shown:
    """Return a difference as it is shown: with its sign, of shares in points."""
    if difference is None:
        return Shown()
    found = show(seen({name: Figure(difference.difference, difference.half_width)}, name), name, language)
    plus = "+" if difference.difference > 0 and any(digit in "123456789" for digit in found.mean) else ""
    return Shown(f"{plus}{found.mean}", found.half_width, difference.significant)


def measures_of(variants: Sequence[Results]) -> list[str]:
    """Return the measures that at least one variant has and that are drawn."""
    return [name for name in MEASURES if any(name in each.total for each in variants)]


def differences(comparisons: Sequence[Comparison], measures: Sequence[str], language: Language) -> str:
    """Return for each variant what differs from the first by more than chance."""
    told = []
    for each in comparisons[:MOST_DRAWN]:
        certain = [
            say("differs_one", language, measure=measure(name, language), difference=with_unit(each, name, language))
            for name in measures
            if name in each.total and each.total[name].significant
        ]
        names = {"base": printable(each.base), "other": printable(each.other)}
        told.append(say("differs" if certain else "same", language, measures=", ".join(certain), **names))
    if len(comparisons) > MOST_DRAWN:
        told.append(say("variants_more", language))
    return "\n".join(told)


def with_unit(comparison: Comparison, name: str, language: Language) -> str:
    """Return a difference of one of ``MEASURES`` for a sentence."""
    shown = shown_difference(comparison.total[name], name, language)
    unit = say("unit_points" if name in SHARES else "unit_s", language)
    return f"{shown}\u00a0{unit}"
