"""What there is to see in each picture of a simulation, in a sentence or two made of its figures."""

import numpy as np

from acd.printable import printable
from acd.words import Language
from simulator.report import series
from simulator.report.numbers import factor, number, per_cent, seconds, seen, show, span, spans, with_sign
from simulator.report.series import Flags, Series, by_period
from simulator.report.words import say
from simulator.statistics.results import Figure, Results


def value(found: Figure | None, name: str, language: Language) -> str:
    """Return a figure for a sentence: with its per cent sign and its interval."""
    shown = show(found, name, language)
    mean = with_sign(shown.mean, language) if factor(name) != 1 else shown.mean
    return f"{mean}\u00a0±\u00a0{shown.half_width}" if shown.half_width else mean


def plain(count: float, language: Language) -> str:
    """Return a count, a whole one without decimals."""
    return number(count, 0 if abs(count - round(count)) < 0.05 else 1, language)


def at(measured: Series, place: int, name: str, language: Language) -> str:
    """Return a measure of one period for a sentence."""
    return value(Figure(float(measured.mean[place]), float(measured.half[place])), name, language)


def missed(level: Series, target: float) -> Flags:
    """Return in which periods the target is missed by more than chance."""
    return np.asarray(level.mean + level.half < target)


def judged(results: Results) -> str:
    """Return ``met``, ``missed``, ``open`` (chance may have done it), ``bare`` (one day: no interval) or ``none``."""
    level = seen(results.total, "service_level")
    if level is None:
        return "none"
    if results.days < 2:
        return "bare"
    if level.mean - level.half_width >= results.target:
        return "met"
    return "missed" if level.mean + level.half_width < results.target else "open"


def verdict(results: Results, language: Language) -> str:
    """Return whether the target is met, and on how many days."""
    level, share = (seen(results.total, name) for name in ("service_level", "p_day_meets_target"))
    figures = {"target": per_cent(results.target, language), "level": value(level, "service_level", language)}
    text = say(f"verdict_{judged(results)}", language, **figures)
    if level is None or share is None or results.steady or results.days < 2:
        return text
    return f"{text} {say('verdict_days', language, share=value(share, 'p_day_meets_target', language))}"


def load(results: Results, language: Language) -> str:
    """Return when most calls come, and when agents are scarce."""
    edges, offered = series.borders(results).tolist(), by_period(results.periods, "offered")
    if not np.nansum(offered.mean) > 0:
        return say("load_none", language)
    most = int(np.nanargmax(offered.mean))
    told = [
        say("load_most", language, span=span(*edges[most : most + 2]), calls=at(offered, most, "offered", language))
    ]
    erlangs, agents = series.load(results)
    spare = agents - erlangs
    if np.isfinite(spare).any():
        tight = int(np.nanargmin(np.where(erlangs > 0, spare, np.inf)))
        figures = {"erlangs": number(erlangs[tight], 1, language), "agents": plain(agents[tight], language)}
        told.append(say("load_tight", language, span=span(*edges[tight : tight + 2]), **figures))
        if above := offered.where(spare < 0):
            told.append(say("load_above", language, spans=spans(above, edges, language)))
    return " ".join(told)


def service_level(results: Results, language: Language) -> str:
    """Return in which periods the target is missed, and where chance leaves that open."""
    edges, level = series.borders(results).tolist(), by_period(results.periods, "service_level")
    if not level.known:
        return say("verdict_none", language)
    lowest = int(np.nanargmin(level.mean))
    bad = level.where(missed(level, results.target))
    unsure = level.where((np.abs(level.mean - results.target) <= level.half) & (level.half > 0))
    told = say(
        "level_missed" if bad else "level_not_missed" if unsure else "level_met",
        language,
        target=per_cent(results.target, language),
        spans=spans(bad, edges, language),
        level=at(level, lowest, "service_level", language),
        span=span(*edges[lowest : lowest + 2]),
    )
    return f"{told} {say('level_open', language, spans=spans(unsure, edges, language))}" if unsure else told


def waits(results: Results, language: Language) -> str:
    """Return when callers wait longest, and how long the unlucky ones."""
    edges = series.borders(results).tolist()
    mean, tenth = (by_period(results.periods, name) for name in ("wait_mean_s", "wait_p90_s"))
    if not mean.known or not np.nanmax(mean.mean) > 0:
        return say("waits_none", language)
    longest = int(np.nanargmax(mean.mean))
    where = span(*edges[longest : longest + 2])
    told = say("waits_longest", language, span=where, wait=at(mean, longest, "wait_mean_s", language))
    if not np.isfinite(tenth.mean[longest]):
        return told
    return f"{told} {say('waits_tenth', language, wait=at(tenth, longest, 'wait_p90_s', language))}"


def waits_distribution(results: Results, language: Language) -> str:
    """Return how many wait no longer than T, how many not at all, and how long the unlucky ones."""
    told = []
    within = series.share_within(results, results.threshold_s)
    if within is not None:
        threshold = seconds(results.threshold_s, language)
        told.append(say("distribution_within", language, share=per_cent(within, language), threshold=threshold))
    delayed = seen(results.total, "p_wait")
    if delayed is not None:
        told.append(say("distribution_none", language, share=per_cent(1 - delayed.mean, language)))
    tenth, hundredth = (seen(results.total, name) for name in ("wait_p90_s", "wait_p99_s"))
    if tenth is not None and hundredth is not None:
        waits = {"tenth": seconds(tenth.mean, language), "hundredth": seconds(hundredth.mean, language)}
        told.append(say("distribution_tail", language, **waits))
    return " ".join(told)


def days(results: Results, language: Language) -> str:
    """Return on how many days the target is reached, and how bad the bad days are."""
    levels = series.day_levels(results)
    target = per_cent(results.target, language)
    key = "batches_met" if results.steady else "days_met"
    met = int(series.day_bars(results).met @ series.day_bars(results).days)
    told = say(key, language, target=target, met=met, days=len(levels))
    if results.steady or len(levels) < 10:
        return told
    bad = float(np.quantile(levels, 0.1, method="lower"))
    return f"{told} {say('days_tenth', language, level=per_cent(bad, language))}"


def occupancy(results: Results, language: Language) -> str:
    """Return which group is busiest, and when."""
    names = series.largest_groups(results)
    found = {name: figure for name in names if (figure := seen(results.groups[name].all, "occupancy"))}
    if not found:
        return say("load_none", language)
    busiest = max(found, key=lambda name: found[name].mean)
    told = [
        say(
            "occupancy_busiest",
            language,
            group=printable(busiest),
            occupancy=value(found[busiest], "occupancy", language),
        )
    ]
    of_periods, edges = by_period(results.groups[busiest].periods, "occupancy"), series.borders(results).tolist()
    if of_periods.known and len(of_periods.mean) == len(edges) - 1:
        peak = int(np.nanargmax(of_periods.mean))
        at_peak = at(of_periods, peak, "occupancy", language)
        told.append(say("occupancy_peak", language, span=span(*edges[peak : peak + 2]), occupancy=at_peak))
    if len(names) < len(results.groups):
        told.append(say("occupancy_some", language, drawn=len(names), groups=len(results.groups)))
    return " ".join(told)
