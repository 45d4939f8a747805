"""Whether the rules of alerts mean something: their bounds, whom they watch, and where they are told."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from acd.alerts.measures import MEASURES, About, Measure
from acd.config.alerts_model import AlertRulePart, Bound
from acd.config.desk_checks import LOOPBACK
from acd.config.model import CentrePart
from ivr.problems import Path as Place
from ivr.problems import Problem, closest

OF_QUEUES = ("queue", "call")
UNITS = {"seconds": ("", "seconds"), "share": ("", "share")}
"""How a bound may be written; one that counts something is a bare number."""


def check_alerts(part: CentrePart) -> Iterator[Problem]:
    """Return what is wrong with the rules of alerts, and what deserves a warning."""
    for name, rule in part.alerts.rules.items():
        for problem in check_rule(rule, part):
            yield Problem(("alerts", "rules", name, *problem.path), problem.key, problem.values, problem.severity)
    hook = part.alerts.webhook
    if hook is not None and hook.url.startswith("http:") and urlsplit(hook.url).hostname not in LOOPBACK:
        yield Problem(("alerts", "webhook", "url"), "webhook_open", {}, "warning")


def check_rule(rule: AlertRulePart, part: CentrePart) -> Iterator[Problem]:
    """Return what is wrong with one rule; places begin within it."""
    about = MEASURES[rule.measure]
    yield from bounds(rule, about)
    yield from watched(rule, about, part)
    if (rule.measure is Measure.AGENT_IN_STATE) is (rule.state is None):
        key = "state_missing" if rule.state is None else "word_of_other_measure"
        yield Problem(("state",), key, {"word": "state", "measure": rule.measure})
    if rule.measure is Measure.MISSES and rule.above is not None and rule.above.value >= part.misses_to_pause:
        values = {"bound": f"{rule.above.value:g}", "limit": str(part.misses_to_pause)}
        yield Problem(("above",), "misses_never", values, "warning")
    if part.alerts.webhook is None and rule.webhook and "webhook" in rule.model_fields_set:
        yield Problem(("webhook",), "no_webhook", {}, "warning")


def bounds(rule: AlertRulePart, about: About) -> Iterator[Problem]:
    """Exactly one bound, in the measure's unit."""
    if (rule.above is None) is (rule.below is None):
        yield Problem((), "one_bound", {"measure": rule.measure})
        return
    word, bound = ("above", rule.above) if rule.above is not None else ("below", rule.below)
    if bound is not None and not fits(bound, about):
        key = {"seconds": "bound_of_seconds", "share": "bound_of_share"}.get(about.unit, "bound_of_count")
        yield Problem((word,), key, {"measure": rule.measure})


def fits(bound: Bound, about: About) -> bool:
    """Whether a bound is written in the unit of a measure."""
    return bound.unit in UNITS.get(about.unit, ("",)) and not (about.unit == "share" and bound.value > 1)


def watched(rule: AlertRulePart, about: About, part: CentrePart) -> Iterator[Problem]:
    """Queues and teams that are there, and that the measure can be asked of."""
    allowed = {"queue": about.kind in OF_QUEUES, "team": about.kind == "agent" or about.of_teams}
    if rule.queue is not None and rule.team is not None and all(allowed.values()):
        yield Problem(("team",), "queue_or_team", {"measure": rule.measure})
    known: dict[str, list[str]] = {"queue": [*part.queues], "team": [*part.teams]}
    for word, names in (("queue", rule.queue), ("team", rule.team)):
        if names is not None and not allowed[word]:
            yield Problem((word,), "word_of_other_measure", {"word": word, "measure": rule.measure})
            continue
        for name in names or ():
            if name not in known[word]:
                place: Place = (word,)
                yield Problem(place, f"unknown_{word}", {word: name, "known": closest(name, known[word])})
