"""When an alert is raised and when it is cleared; times are given, nothing waits."""

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from acd.alerts import evaluate
from acd.alerts.evaluate import Evaluation, Happened
from acd.alerts.measures import Measure
from acd.alerts.rules import AlertRule, Reading

LINE = AlertRule(name="line", measure=Measure.WAITING, bound=5.0, lasting_s=10.0, calm_s=20.0)


def waiting(value: float | None, queue: str = "sales") -> Reading:
    return Reading(kind="queue", name=queue, value=value, queue=queue)


def a_call(value: float, name: str = "1") -> Reading:
    return Reading(kind="call", name=name, value=value, queue="sales")


class Watched:
    """One rule, told values as time goes on."""

    def __init__(self, rule: AlertRule = LINE) -> None:
        self.rule = rule
        self.evaluation = Evaluation()
        assert self.evaluation.change([rule]) == []

    def at(self, at: float, *readings: Reading) -> list[str]:
        """What happens then, about what."""
        return [f"{each.what} {each.subject[1]}" for each in self.evaluation.step(self.rule, readings, at)]


def test_an_alert_is_raised_when_its_bound_has_been_crossed_for_long_enough() -> None:
    watched = Watched()
    assert watched.at(0, waiting(6)) == []
    assert watched.at(9.9, waiting(7)) == []
    assert watched.at(10, waiting(6)) == ["raised sales"]
    assert watched.at(11, waiting(60)) == [], "once is enough"


def test_a_bound_that_is_just_reached_is_not_crossed() -> None:
    watched = Watched()
    assert [watched.at(at, waiting(5)) for at in range(60)] == [[]] * 60


def test_a_moment_below_the_bound_begins_the_time_anew() -> None:
    watched = Watched()
    watched.at(0, waiting(6))
    watched.at(9, waiting(5))
    assert watched.at(10, waiting(6)) == []
    assert watched.at(19, waiting(6)) == []
    assert watched.at(20, waiting(6)) == ["raised sales"]


def test_it_is_cleared_when_that_has_not_been_so_for_long_enough() -> None:
    watched = raised()
    assert watched.at(11, waiting(0)) == []
    assert watched.at(30, waiting(6)) == [], "a moment of it, and the calm begins anew"
    assert watched.at(31, waiting(0)) == []
    assert watched.at(50.9, waiting(0)) == []
    assert watched.at(51, waiting(0)) == ["cleared sales"]


def test_no_value_is_calm() -> None:
    watched = raised()
    assert watched.at(11, waiting(None)) == []
    assert watched.at(31, waiting(None)) == ["cleared sales"]


def test_what_is_gone_is_cleared_at_once_and_not_raised_again_too_soon() -> None:
    rule = AlertRule(name="long", measure=Measure.CALL_WAITS, bound=60.0, calm_s=20.0)
    watched = Watched(rule)
    assert watched.at(0, a_call(61)) == ["raised 1"]
    assert watched.at(1) == ["cleared 1"]
    assert watched.at(2, a_call(63)) == []
    assert watched.at(20.9, a_call(80)) == []
    assert watched.at(21, a_call(81)) == ["raised 1"]


def test_a_bound_from_below_is_crossed_from_below() -> None:
    watched = Watched(AlertRule(name="goal", measure=Measure.SERVICE_LEVEL, bound=0.8, is_above=False))
    assert watched.at(0, waiting(0.8)) == []
    assert watched.at(1, waiting(0.79)) == ["raised sales"]


def test_each_is_watched_by_itself_and_only_those_that_are_named() -> None:
    rule = AlertRule(name="line", measure=Measure.WAITING, bound=5.0, queues=frozenset({"sales", "tech"}))
    watched = Watched(rule)
    assert watched.at(0, waiting(6), waiting(6, "billing"), waiting(1, "tech")) == ["raised sales"]
    assert watched.at(1, waiting(6), waiting(6, "billing"), waiting(7, "tech")) == ["raised tech"]


def test_a_rule_of_teams_is_about_teams() -> None:
    rule = AlertRule(
        name="thin", measure=Measure.AT_WORK, bound=2.0, is_above=False, teams=frozenset({"north"})
    )  # fmt: skip
    north, south = (Reading(kind="team", name=team, value=1, team=team) for team in ("north", "south"))
    assert Watched(rule).at(0, north, south, waiting(0)) == ["raised north"]
    no_teams = AlertRule(name="thin", measure=Measure.AT_WORK, bound=2.0, is_above=False)
    assert Watched(no_teams).at(0, north, waiting(0)) == ["raised sales"]


def test_a_rule_raises_no_more_than_anybody_reads() -> None:
    rule = AlertRule(name="long", measure=Measure.CALL_WAITS, bound=60.0)
    watched = Watched(rule)
    calls = [a_call(100, str(number)) for number in range(evaluate.MOST_OF_A_RULE + 5)]
    assert len(watched.at(0, *calls)) == evaluate.MOST_OF_A_RULE
    assert watched.evaluation.held_back == 5
    assert watched.at(1, *calls[1:]) == ["cleared 0"]
    assert watched.at(2, *calls[1:]) == ["raised 100"], "there is room for one more"


def test_of_rules_that_are_gone_or_different_alerts_are_cleared() -> None:
    watched = raised()
    other = AlertRule(name="other", measure=Measure.MISSES, bound=2.0)
    assert watched.evaluation.change([LINE, other]) == [], "what is the same goes on"
    harder = AlertRule(name="line", measure=Measure.WAITING, bound=3.0, lasting_s=10.0, calm_s=20.0)
    (cleared,) = watched.evaluation.change([harder, other])
    assert (cleared.what, cleared.rule, cleared.subject) == ("cleared", LINE, ("queue", "sales"))
    assert watched.evaluation.change([]) == [], "it is cleared once"


def test_nothing_is_remembered_of_what_is_calm() -> None:
    watched = raised()
    watched.at(11, waiting(0))
    assert watched.at(31, waiting(0)) == ["cleared sales"]
    watched.at(51, waiting(0))
    assert watched.evaluation._standings == {"line": {}}


@given(
    st.lists(
        st.tuples(
            st.floats(0.1, 15.0),
            st.dictionaries(st.sampled_from(("a", "b", "c")), st.one_of(st.none(), st.floats(0, 10))),
        ),
        max_size=80,
    ),
    st.floats(0, 30),
    st.floats(1, 30),
)
def test_no_alert_flaps_faster_than_it_may_and_every_alert_ends(
    steps: list[tuple[float, dict[str, float | None]]], lasting_s: float, calm_s: float
) -> None:
    rule = AlertRule(name="r", measure=Measure.WAITING, bound=5.0, lasting_s=lasting_s, calm_s=calm_s)
    evaluation, at, crossed_since = Evaluation(), 0.0, dict[str, float]()
    evaluation.change([rule])
    raised_at: dict[str, float] = {}
    cleared_at: dict[str, float] = defaultdict(lambda: float("-inf"))
    for passed_s, values in steps:
        at += passed_s
        for name in ("a", "b", "c"):
            if (values.get(name) or 0.0) > 5.0:
                crossed_since.setdefault(name, at)
            else:
                crossed_since.pop(name, None)
        for each in evaluation.step(rule, [waiting(value, name) for name, value in values.items()], at):
            name = each.subject[1]
            if each.what == "raised":
                assert name not in raised_at
                assert at - crossed_since[name] >= lasting_s
                assert at - cleared_at[name] >= calm_s, "it was cleared a moment ago"
                raised_at[name] = at
            else:
                assert name not in values or at - raised_at[name] >= calm_s
                del raised_at[name]
                cleared_at[name] = at
    assert {each.subject[1] for each in evaluation.step(rule, [], at + 1)} == set(raised_at), "all end when all is gone"
    assert evaluation.change([]) == []


def raised() -> Watched:
    """A rule whose alert has been raised at 10."""
    watched = Watched()
    watched.at(0, waiting(6))
    assert watched.at(10, waiting(6)) == ["raised sales"]
    return watched


def test_what_happened_names_its_rule() -> None:
    evaluation = Evaluation()
    evaluation.change([LINE])
    evaluation.step(LINE, [waiting(6)], 0)
    assert evaluation.step(LINE, [waiting(6)], 10) == [Happened("raised", LINE, ("queue", "sales"), waiting(6))]
