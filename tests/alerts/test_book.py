"""The book of alerts: what is active, who acknowledged, what needs attention, what is remembered."""

from itertools import count

import pytest

from acd.alerts import book
from acd.alerts.book import Alerts, UnknownAlert
from acd.alerts.evaluate import Happened
from acd.alerts.measures import Measure
from acd.alerts.rules import AlertRule, Reading
from acd.live.views import AlertLive, Severity

LINE = AlertRule(name="line", measure=Measure.WAITING, bound=5.0)
WAIT = AlertRule(name="wait", measure=Measure.LONGEST_WAIT, bound=60.0, severity=Severity.CRITICAL)


def a_book() -> Alerts:
    """A book whose alerts are called 1, 2, 3."""
    numbers = count(1)
    return Alerts(lambda: str(next(numbers)))


def raised(rule: AlertRule, queue: str = "sales", value: float = 6.0) -> Happened:
    return Happened("raised", rule, ("queue", queue), Reading(kind="queue", name=queue, value=value, queue=queue))


def cleared(rule: AlertRule, queue: str = "sales") -> Happened:
    return Happened("cleared", rule, ("queue", queue))


def test_what_is_raised_is_active_until_it_is_cleared_and_history_then() -> None:
    alerts = a_book()
    alerts.take([raised(LINE), raised(LINE, "tech")], 100.0)
    assert [(each.id, each.name, each.since, each.value) for each in alerts.active()] == [
        ("1", "sales", 100.0, 6.0), ("2", "tech", 100.0, 6.0),
    ]  # fmt: skip
    (gone,) = alerts.take([cleared(LINE)], 130.0)
    assert (gone.id, gone.cleared_at) == ("1", 130.0)
    assert [each.id for each in alerts.active()] == ["2"]
    assert {noted.alert.id: noted.alert.cleared_at for noted in alerts.history()} == {"2": None, "1": 130.0}
    assert alerts.noted("1").queue == "sales"


def test_raised_again_it_is_another_alert() -> None:
    alerts = a_book()
    for at in (0.0, 50.0):
        alerts.take([raised(LINE)], at)
        alerts.take([cleared(LINE)], at + 10)
    assert [noted.alert.id for noted in alerts.history()] == ["2", "1"]


def test_attention_is_the_worst_of_what_is_raised() -> None:
    alerts = a_book()
    assert alerts.attention("queue", "sales") is Severity.NONE
    alerts.take([raised(LINE), raised(WAIT)], 0.0)
    assert alerts.attention("queue", "sales") is Severity.CRITICAL
    assert alerts.attention("queue", "tech") is alerts.attention("agent", "sales") is Severity.NONE
    alerts.take([cleared(WAIT)], 1.0)
    assert alerts.attention("queue", "sales") is Severity.WARNING
    alerts.take([cleared(LINE)], 1.0)
    assert alerts.attention("queue", "sales") is Severity.NONE


def test_the_first_who_acknowledges_stays() -> None:
    alerts = a_book()
    alerts.take([raised(LINE)], 0.0)
    assert alerts.acknowledge("1", "olga", 5.0).acknowledged_by == "olga"
    again = alerts.acknowledge("1", "peter", 9.0)
    assert (again.acknowledged_by, again.acknowledged_at) == ("olga", 5.0)
    (gone,) = alerts.take([cleared(LINE)], 10.0)
    assert gone.acknowledged_by == "olga"


def test_what_is_over_can_still_be_acknowledged() -> None:
    alerts = a_book()
    alerts.take([raised(LINE)], 0.0)
    alerts.take([cleared(LINE)], 1.0)
    assert alerts.acknowledge("1", "olga", 5.0).cleared_at == 1.0
    assert alerts.noted("1").alert.acknowledged_by == "olga"
    assert alerts.active() == []


def test_nobody_acknowledges_what_there_is_not() -> None:
    with pytest.raises(UnknownAlert):
        a_book().acknowledge("1", "olga", 5.0)


def test_who_listens_hears_of_each_change_once_and_one_that_fails_harms_nobody() -> None:
    alerts, heard = a_book(), list[AlertLive]()
    alerts.changed.append(lambda _: 1 / 0)  # type: ignore[arg-type]
    alerts.changed.append(heard.append)
    alerts.take([raised(LINE)], 0.0)
    alerts.acknowledge("1", "olga", 5.0)
    alerts.acknowledge("1", "olga", 6.0)
    alerts.take([cleared(LINE)], 7.0)
    assert [(each.acknowledged_by, each.cleared_at) for each in heard] == [("", None), ("olga", None), ("olga", 7.0)]


def test_no_more_than_the_last_thousand_are_remembered() -> None:
    alerts = a_book()
    for number in range(book.MOST_REMEMBERED + 3):
        alerts.take([raised(LINE)], float(number))
        alerts.take([cleared(LINE)], number + 0.5)
    assert len(alerts.history()) == book.MOST_REMEMBERED
    with pytest.raises(UnknownAlert):
        alerts.noted("3")
    assert alerts.noted("4").alert.since == 3.0
