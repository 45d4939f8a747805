"""Alerts in a centre's file: what is taken, and what is said of what is not."""

from pathlib import Path

import pytest

from acd.alerts.configured import rules_of
from acd.alerts.measures import MEASURES, Measure
from acd.alerts.rules import BUILT_IN, AlertRule
from acd.config.alerts_model import AlertsPart
from acd.live.views import Severity
from tests.config.kit import HERE, refused, says, small

TEAMS = "teams: {north: The north}\n"


def alerts(rules: str, more: str = "") -> str:
    """The section of alerts with one rule called `r`, and what else stands in it."""
    return f"{TEAMS}alerts:\n  rules:\n    r: {rules}\n{more}"


def rules(tmp_path: Path, text: str) -> list[AlertRule]:
    """The rules of a good centre that the file itself gives."""
    return rules_of(small(tmp_path, centre=alerts(text)).part.alerts)[len(BUILT_IN) :]


def test_without_a_section_the_built_in_alerts_hold(tmp_path: Path) -> None:
    assert tuple(rules_of(small(tmp_path).part.alerts)) == BUILT_IN
    assert rules_of(AlertsPart(built_in=False)) == []


def test_a_rule_is_read_as_it_is_written(tmp_path: Path) -> None:
    (rule,) = rules(tmp_path, "{measure: waiting, queue: first, above: 5, lasting: 30s, calm: 1m, severity: critical}")
    assert rule == AlertRule(
        name="r", measure=Measure.WAITING, severity=Severity.CRITICAL, bound=5, lasting_s=30, calm_s=60,
        queues=frozenset({"first"}),
    )  # fmt: skip


def test_bounds_are_written_in_the_unit_of_what_is_measured(tmp_path: Path) -> None:
    assert rules(tmp_path, "{measure: longest_wait, above: 2m}")[0].bound == 120
    assert rules(tmp_path, "{measure: longest_wait, above: 90}")[0].bound == 90
    (rule,) = rules(tmp_path, "{measure: service_level, queue: [first, second], below: 80%}")
    assert (rule.bound, rule.is_above, rule.queues) == (0.8, False, frozenset({"first", "second"}))
    assert rules(tmp_path, "{measure: abandoned_share, above: 7.5%}")[0].bound == 0.075
    (rule,) = rules(tmp_path, "{measure: ready, team: north, below: 2}")
    assert (rule.teams, rule.kind) == (frozenset({"north"}), "team")
    (rule,) = rules(tmp_path, "{measure: agent_in_state, state: paused, team: [north], above: 20m, webhook: false}")
    assert (rule.state, rule.kind, rule.webhook) == ("paused", "agent", False)


def test_what_is_not_said_is_that_of_the_measure(tmp_path: Path) -> None:
    for measure in Measure:
        state = ", state: talking" if measure is Measure.AGENT_IN_STATE else ""
        (rule,) = rules(tmp_path, f"{{measure: {measure}, above: 1{state}}}")
        about = MEASURES[measure]
        assert (rule.lasting_s, rule.kind, rule.severity, rule.calm_s) == (
            about.lasting_s, about.kind, Severity.WARNING, 10.0,
        )  # fmt: skip


def test_a_rule_called_like_a_built_in_one_takes_its_place(tmp_path: Path) -> None:
    text = f"{TEAMS}alerts: {{rules: {{pbx-away: {{measure: pbx_away, above: 1m}}}}}}\n"
    held = rules_of(small(tmp_path, centre=text).part.alerts)
    assert [(rule.name, rule.bound) for rule in held if rule.name == "pbx-away"] == [("pbx-away", 60.0)]
    assert len(held) == len(BUILT_IN)


def test_the_secret_and_the_address_of_a_web_hook_may_be_kept_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOOK", "https://example.org:8443/alerts?to=acd")
    monkeypatch.setenv("HOOK_SECRET", "known-to-two")
    text = "alerts: {webhook: {url: 'env:HOOK', secret: 'env:HOOK_SECRET'}}\n"
    hook = small(tmp_path, centre=text).part.alerts.webhook
    assert hook is not None
    assert (hook.url, hook.secret) == ("https://example.org:8443/alerts?to=acd", "known-to-two")


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("{measure: waiting}", "needs one bound"),
        ("{measure: waiting, above: 1, below: 2}", "needs one bound"),
        ("{measure: waiting, above: 5m}", "write its bound as a bare number"),
        ("{measure: waiting, above: 5%}", "write its bound as a bare number"),
        ("{measure: longest_wait, above: 5%}", "write its bound like 90s"),
        ("{measure: service_level, below: 80}", "write its bound like 80%"),
        ("{measure: service_level, below: 120%}", "write its bound like 80%"),
        ("{measure: service_level, below: 5m}", "write its bound like 80%"),
        ("{measure: waiting, above: many}", "`many` is no bound"),
        ("{measure: waiting, above: yes}", "`True` is no bound"),
        ("{measure: waiting, above: .inf}", "`inf` is no bound"),
        ("{measure: waiting, above: -1}", "`-1` is no bound"),
        ("{measure: wait, above: 1}", "did you mean `waiting`"),
        ("{measure: waiting, queue: frist, above: 1}", "there is no queue `frist`"),
        ("{measure: misses, team: nroth, above: 1}", "there is no team `nroth`"),
        ("{measure: misses, queue: first, above: 1}", "`queue` means nothing for `misses`"),
        ("{measure: waiting, team: north, above: 1}", "`team` means nothing for `waiting`"),
        ("{measure: pbx_away, queue: first, above: 1}", "`queue` means nothing"),
        ("{measure: ready, queue: first, team: north, below: 1}", "is that of queues or of teams"),
        ("{measure: agent_in_state, above: 1m}", "needs the `state`"),
        ("{measure: misses, state: paused, above: 1}", "`state` means nothing for `misses`"),
        ("{measure: agent_in_state, state: signed_out, above: 1m}", "state"),
        ("{measure: waiting, above: 1, queue: []}", "one name or a list"),
        ("{measure: waiting, above: 1, calm: 0s}", "is too short here"),
        ("{measure: waiting, above: 1, severity: bad}", "severity"),
        ("{measure: waiting, above: 1, sevrity: critical}", "severity"),
    ],
)
def test_a_rule_that_means_nothing_is_refused_in_its_line(tmp_path: Path, rule: str, said: str) -> None:
    (found,) = refused(tmp_path, centre=alerts(f"{rule} {HERE}"))
    says(found, said, tmp_path / "centre.yaml")


@pytest.mark.parametrize(
    "url",
    ["hooks.test", "ftp://hooks.test", "https:///x", "https://u:p@hooks.test/", "https://e.org:99999/", "http://a b/"],
)
def test_an_address_that_is_none_is_refused_and_not_shown(tmp_path: Path, url: str) -> None:
    (found,) = refused(tmp_path, centre=f"alerts: {{webhook: {{url: '{url}', secret: known-to-two}}}} {HERE}\n")
    says(found, "gives no address", tmp_path / "centre.yaml")
    assert url not in found.text()


def test_what_deserves_a_warning_gets_one(tmp_path: Path) -> None:
    hook = "  webhook: {url: 'http://example.org/', secret: known-to-two}\n"
    assert warned(tmp_path, alerts("{measure: waiting, above: 1}", hook)) == ["webhook_open"]
    assert warned(tmp_path, alerts("{measure: waiting, above: 1}", hook.replace("example.org", "127.0.0.1"))) == []
    assert warned(tmp_path, alerts("{measure: waiting, above: 1, webhook: true}")) == ["no_webhook"]
    assert warned(tmp_path, alerts("{measure: misses, above: 3}")) == ["misses_never"]
    assert warned(tmp_path, alerts("{measure: misses, above: 2}")) == []


def warned(tmp_path: Path, text: str) -> list[str]:
    """The warnings about alerts."""
    found = small(tmp_path, centre=text).warnings
    return [finding.problem.key for finding in found if finding.problem.path[:1] == ("alerts",)]
