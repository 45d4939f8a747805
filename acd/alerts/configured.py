"""From the checked file to the rules of alerts that are watched."""

from acd.alerts.measures import MEASURES
from acd.alerts.rules import BUILT_IN, AlertRule
from acd.config.alerts_model import AlertRulePart, AlertsPart
from acd.live.views import Severity


def rules_of(part: AlertsPart) -> list[AlertRule]:
    """Return the rules of the file, and those that are built in and not replaced by one of the same name."""
    built_in = [rule for rule in BUILT_IN if part.built_in and rule.name not in part.rules]
    return [*built_in, *(rule_of(name, rule) for name, rule in part.rules.items())]


def rule_of(name: str, rule: AlertRulePart) -> AlertRule:
    """One rule as it is watched.

    Raises:
        ValueError: it has no bound; the file was not checked.
    """
    if (bound := rule.bound) is None:
        raise ValueError(f"a rule with a bound was expected, {name} has none")
    return AlertRule(
        name=name,
        measure=rule.measure,
        severity=Severity(rule.severity),
        bound=bound.value,
        is_above=rule.above is not None,
        lasting_s=MEASURES[rule.measure].lasting_s if rule.lasting is None else rule.lasting,
        calm_s=rule.calm,
        queues=None if rule.queue is None else frozenset(rule.queue),
        teams=None if rule.team is None else frozenset(rule.team),
        state=rule.state or "",
        webhook=rule.webhook,
    )
