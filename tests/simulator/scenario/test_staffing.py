"""Who is at work when, by head counts and by shifts; and what cannot be staffed is said at its line."""

from math import inf
from pathlib import Path

import pytest

from simulator.days.simulation import records_of_day
from simulator.days.world import Duty, Spell
from tests.simulator.scenario.kit import STEADY, refused, says, small

H = 3600.0


def duties(folder: Path, group: str, day: str = "day: {hours: 08:00-12:00, period: 1 h}") -> tuple[Duty, ...]:
    return small(folder, day=day, groups=f"groups:\n  agents: {group}\n  others: {{agents: 1}}").world.duties[:-1]


def hours(spells: tuple[Spell, ...]) -> list[tuple[float, float]]:
    return [(begin / H, end / H) for begin, end in spells]


def test_of_head_counts_the_first_come_first_and_adjoining_periods_are_one_spell(tmp_path: Path) -> None:
    first, second, third = duties(tmp_path, "{agents: [1, 3, 1, 2]}")
    assert hours(first.spells) == [(0, inf)]
    assert hours(second.spells) == [(1, 2), (3, inf)]
    assert hours(third.spells) == [(1, 2)]


def test_who_is_there_at_the_end_stays_until_all_calls_have_ended(tmp_path: Path) -> None:
    one, other = duties(tmp_path, "{shifts: [{hours: 09:00-12:00}, {hours: 08:00-11:30}]}")
    assert hours(one.spells) == [(1, inf)]
    assert hours(other.spells) == [(0, 3.5)]


def test_shifts_have_agents_and_breaks(tmp_path: Path) -> None:
    shift = "{hours: [08:00-09:30, 10:00-12:00], agents: 2, breaks: [08:30-08:45, 11:00-11:15]}"
    one, other = duties(tmp_path, f"{{shifts: [{shift}]}}")
    assert (one.agent, other.agent, one.spells) == ("agents-1", "agents-2", other.spells)
    assert hours(one.spells) == [(0, 1.5), (2, inf)]
    assert hours(one.breaks) == [(0.5, 0.75), (3, 3.25)]


def test_a_shift_that_began_before_the_day_is_there_from_the_start(tmp_path: Path) -> None:
    (one,) = duties(tmp_path, "{shifts: [{hours: 06:00-09:00}]}")
    assert hours(one.spells) == [(0, 1)]


def test_a_day_may_run_past_midnight(tmp_path: Path) -> None:
    group = "{shifts: [{hours: 21:00-23:00}, {hours: 23:00-03:00}, {hours: 01:00-07:00}]}"
    one, two, three = duties(tmp_path, group, "day: {hours: 22:00-06:00, period: 1 h}")
    assert [hours(each.spells) for each in (one, two, three)] == [[(0, 1)], [(1, 5)], [(3, inf)]]


def test_a_day_may_be_round_the_clock(tmp_path: Path) -> None:
    early, late = duties(
        tmp_path, "{shifts: [{hours: 00:00-12:00}, {hours: 12:00-24:00}]}", "day: {hours: open, period: 1 h}"
    )
    assert (hours(early.spells), hours(late.spells)) == ([(0, 12)], [(12, inf)])


def test_nobody_is_called_before_the_shift_or_in_the_break(tmp_path: Path) -> None:
    groups = "groups:\n  agents: {shifts: [{hours: 09:00-12:00, breaks: 10:00-11:00}]}"
    world = small(tmp_path, "types.calls.patience=2 h", "queues={calls: {nobody: {after: 4h}}}", groups=groups).world
    (records,) = records_of_day(world, seed=1, day=0)
    answered = records.wait_ended_at[records.agent == 0] / H
    assert answered.min() == pytest.approx(1.0)
    assert not ((answered > 2.1) & (answered < 3.0)).any()
    assert ((answered >= 1.0) & (answered <= 2.0)).any() and (answered >= 3.0).any()


@pytest.mark.parametrize(
    ("group", "english", "russian"),
    [
        ("{agents: [1, 2]}", "values here: 2, periods of the day: 4", "периодов в дне: 4"),
        ("{agents: -1}", "`-1` is too small: at least 0", "`-1` слишком мало"),
        ("{agents: 0}", "nobody is ever at work", "на работе никогда никого нет"),
        ("{agents: 30000}", "`30000` is too large: at most 20000", "`30000` слишком много"),
        ("{agents: [20000, 1, 1, 1], shifts: [{hours: 08:00-09:00}]}", "cannot both hold", "вместе не"),
        ("{shifts: [{hours: 08:00-12:00, agents: 20000}, {hours: 08:00-12:00}]}", "20001 agents", "агентов 20001"),
        ("{skills: {en: 1}}", "nothing says how many agents", "не сказано, сколько агентов"),
        ("{shifts: [{hours: 12:00-18:00}]}", "the shift 12:00-18:00 is within", "от смены 12:00-18:00"),
        ("{shifts: [{hours: 8-12}]}", "`8-12` is not a period", "`8-12` не промежуток"),
        ("{shifts: [{hours: [08:00-10:00, 09:30-12:00]}]}", "10:00 and 09:30-12:00 of one", "пересекаются"),
        ("{shifts: [{hours: 08:00-10:00, breaks: 09:50-10:05}]}", "09:50-10:05 is not within", "не внутри смены"),
        ("{shifts: [{hours: 08:00-10:00, breaks: [09:00-09:10, 09:05-09:15]}]}", "09:00-09:10 and 09:05", "перерывы"),
        ("{shifts: [{hours: 08:00-10:00, who: [anna]}]}", "names agents only where", "смена называет"),
        ("{who: all}", "`who` names agents of a production file", "`who` называет агентов из файла центра"),
        ("{like: anna, agents: 2}", "`like` names agents of a production file", "`like` называет агентов"),
        ("{skills: {en: 11}, agents: 2}", "`11` is too large: at most 10", "`11` слишком много"),
    ],
)  # fmt: skip
def test_a_group_that_cannot_be_staffed_is_refused(tmp_path: Path, group: str, english: str, russian: str) -> None:
    says(refused(tmp_path, groups=f"groups: {{agents: {group}}}  # <-"), english, russian)


def test_a_steady_state_has_no_shifts(tmp_path: Path) -> None:
    findings = refused(tmp_path, day=STEADY, groups="groups:\n  agents: {shifts: [{hours: 08:00-12:00}]}  # <-")
    says(findings, "in a steady state nothing changes with time", "в установившемся режиме ничего")


def test_too_many_groups_are_refused(tmp_path: Path) -> None:
    groups = "groups:  # <-\n" + "\n".join(f"  g{number}: {{agents: 1}}" for number in range(501))
    says(refused(tmp_path, groups=groups), "too many here: at most 500", "слишком много: не больше 500")
