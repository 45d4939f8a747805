"""What is wrong with the day and the callers of a scenario is said in one sentence, at its line, in both languages."""

from pathlib import Path

import pytest

from simulator.scenario.load import load_scenario
from tests.simulator.scenario.kit import DAY, GROUPS, STEADY, TYPES, refused, says, small, write


def test_without_a_day_nobody_knows_when_calls_come(tmp_path: Path) -> None:
    says(refused(tmp_path, day=""), "nothing says when calls come", "не сказано, когда звонят")


def test_a_day_and_a_steady_state_exclude_each_other(tmp_path: Path) -> None:
    findings = refused(tmp_path, day=f"{DAY}\n{STEADY}  # <-")
    says(findings, "`day` and `steady` cannot both hold", "`day` и `steady` вместе не бывают")


def test_a_warm_up_is_no_longer_than_what_counts(tmp_path: Path) -> None:
    findings = refused(tmp_path, day="steady: {warm_up: 20 h, length: 10 h}  # <-")
    says(findings, "the warm-up, 20 h, is longer than the 10 h that count", "разогрев 20 h длиннее тех 10 h")


def test_a_steady_state_has_a_length(tmp_path: Path) -> None:
    findings = refused(tmp_path, day="steady: {warm_up: 0, length: 0}  # <-")
    says(findings, "needs a `length` that counts", "нужна длительность `length`")


def test_periods_fill_the_day(tmp_path: Path) -> None:
    findings = refused(tmp_path, day="day: {hours: 08:00-12:00, period: 25 min}  # <-")
    says(findings, "a day of 4 h is no whole number of periods of 25 min", "в дне длиной 4 h не целое число")


@pytest.mark.parametrize("period", ["1 s", "0"])
def test_there_are_not_too_many_periods(tmp_path: Path, period: str) -> None:
    findings = refused(tmp_path, day=f"day: {{hours: 08:00-12:00, period: {period}}}  # <-")
    says(findings, "is more than 400 periods", "это больше 400 периодов")


@pytest.mark.parametrize("period", ["-30 min", "half an hour"])
def test_a_period_is_a_duration(tmp_path: Path, period: str) -> None:
    (finding,) = refused(tmp_path, day=f"day: {{hours: 08:00-12:00, period: {period}}}")
    assert finding.problem.path == ("day", "period")
    assert period in finding.text() and period in finding.text("ru")


def test_a_time_below_zero_is_refused_where_it_stands(tmp_path: Path) -> None:
    findings = refused(tmp_path, types=TYPES.replace("3 min", "-3 min  # <-"))
    says(findings, "`-3 min` is below zero", "`-3 min` меньше нуля")


def test_a_probability_is_at_most_one(tmp_path: Path) -> None:
    findings = refused(tmp_path, types=f"{TYPES}    balking: 120 %  # <-")
    says(findings, "`120 %` is not within 0 and 1", "`120 %` не в пределах от 0 до 1")


def test_a_misspelt_word_is_answered_with_what_was_meant(tmp_path: Path) -> None:
    findings = refused(tmp_path, types=TYPES.replace("patience: 1 min", "patiense: 1 min  # <-"))
    says(findings, "`patiense` is not known here; known: patience", "слово `patiense` здесь неизвестно")


def test_there_is_a_type_of_call(tmp_path: Path) -> None:
    says(refused(tmp_path, types="types: {}  # <-"), "must not be empty", "не может быть пусто")


@pytest.mark.parametrize(
    "arrivals", ["[30, 40, 50]  # <-", "{rates: [1 per min]}  # <-", "{counts: [[1, 2, 3, 4], [1]]}  # <-"]
)
def test_there_is_a_number_of_calls_for_each_period(tmp_path: Path, arrivals: str) -> None:
    findings = refused(tmp_path, types=TYPES.replace("30 per h", arrivals))
    count = 3 if "30" in arrivals else 1
    says(findings, f"values here: {count}, periods of the day: 4", f"значений здесь: {count}, периодов в дне: 4")


def test_calls_come_in_one_way(tmp_path: Path) -> None:
    types = TYPES.replace("30 per h", "{rate: 1 per min, per_period: [1, 2, 3, 4]}  # <-")
    says(refused(tmp_path, types=types), "exactly one of rate, rates, per_period", "ровно одно из rate")


def test_in_a_steady_state_nothing_depends_on_the_period(tmp_path: Path) -> None:
    findings = refused(tmp_path, day=STEADY, types=TYPES.replace("30 per h", "[30, 40]  # <-"))
    says(findings, "in a steady state nothing changes with time", "в установившемся режиме ничего")


def test_handling_by_period_has_a_value_for_each(tmp_path: Path) -> None:
    types = TYPES.replace("3 min", "{by_period: [3 min, 4 min]}  # <-")
    says(
        refused(tmp_path, types=types), "values here: 2, periods of the day: 4", "значений здесь: 2, периодов в дне: 4"
    )


def test_handling_by_group_knows_the_groups(tmp_path: Path) -> None:
    types = TYPES.replace("handling: 3 min", "handling: {otherwise: 3 min, by_group: {agent: 2 min}}  # <-")
    says(refused(tmp_path, types=types), "no group `agent`; known: agents", "группы `agent` нет; есть: agents")


def test_handling_by_group_forgets_none(tmp_path: Path) -> None:
    types = TYPES.replace("handling: 3 min", "handling: {by_group: {agents: 2 min}}  # <-")
    findings = refused(tmp_path, types=types, groups=f"{GROUPS}  others: {{agents: 1}}")
    says(findings, "nothing is said of the group others", "о группе others ничего не сказано")


def test_who_never_waits_is_no_patient_caller(tmp_path: Path) -> None:
    findings = refused(tmp_path, types=TYPES.replace("1 min", "0  # <-"))
    says(findings, "write `balking: 100 %`", "напишите `balking: 100 %`")


def test_a_run_has_an_end(tmp_path: Path) -> None:
    findings = refused(tmp_path, types=TYPES.replace("30 per h", "100000 per s  # <-"))
    says(findings, "more than 100 000 000 calls", "больше 100 000 000 звонков")


def test_a_service_level_is_one_of_those_there_are(tmp_path: Path) -> None:
    findings = refused(tmp_path, more="service_level: answred  # <-")
    says(findings, "no service level called `answred`; known: answered", "уровня обслуживания `answred` нет")


def test_agents_pick_up_before_phones_stop_ringing(tmp_path: Path) -> None:
    findings = refused(tmp_path, more="ring: 30 s  # <-")
    says(findings, "phones ring for 30 s and the queue `calls` stops after 20 s", "телефоны звонят 30 s")


def test_a_queue_is_one_of_those_there_are(tmp_path: Path) -> None:
    findings = refused(tmp_path, types=f"{TYPES}    queue: help  # <-", more="queues: {helpdesk: {}}")
    says(findings, "there is no queue `help`; known: helpdesk", "очереди `help` нет")


def test_a_type_needs_skills_that_there_are(tmp_path: Path) -> None:
    groups = "groups:\n  agents: {skills: {en: 5}, agents: 3}\n"
    findings = refused(tmp_path, types=f"{TYPES}    needs: {{es: 1}}  # <-", groups=groups)
    says(findings, "there is no skill `es`; known: en", "навыка `es` нет; есть: en")


def test_opening_hours_are_the_day(tmp_path: Path) -> None:
    findings = refused(tmp_path, more="queues:\n  calls: {hours: office}  # <-")
    says(findings, "`hours` means nothing here", "`hours` здесь ничего не значит")


def test_rules_of_queues_are_checked_as_in_production(tmp_path: Path) -> None:
    findings = refused(tmp_path, more="queues:\n  calls:\n    overflow: [{after: 1m, then: queue nowhere}]  # <-")
    says(findings, "there is no queue `nowhere`", "очереди `nowhere` нет")


def test_who_never_abandons_never_calls_again(tmp_path: Path) -> None:
    types = TYPES.replace("    patience: 1 min\n", "    retrials: {probability: 50 %, after: 1 min}  # <-\n")
    says(small(tmp_path, types=types).warnings, "nobody of `calls` abandons", "никто из `calls` не бросает")


def test_a_queue_without_calls_is_warned_of(tmp_path: Path) -> None:
    warnings = small(tmp_path, more="queues:\n  cals: {choose: random}  # <-").warnings
    says(warnings, "leads to the queue `cals`", "не ведёт в очередь `cals`")


def test_a_queue_to_which_only_another_leads_has_calls(tmp_path: Path) -> None:
    queues = "queues: {calls: {overflow: [{after: 1m, then: queue other}]}, other: {}}"
    assert small(tmp_path, more=queues).warnings == ()


@pytest.mark.parametrize(
    "types", [f"{TYPES}    busyness: gamma, sd 0.1  # <-", f"{TYPES}busyness: gamma, sd 0.1  # <-"]
)
def test_a_steady_state_has_no_busy_days(tmp_path: Path, types: str) -> None:
    findings = refused(tmp_path, day=STEADY, types=types)
    says(findings, "in a steady state no day is busier", "нет дней занятее других")


def test_there_are_only_so_many_days(tmp_path: Path) -> None:
    findings = refused(tmp_path, more="days: 1000001  # <-")
    says(findings, "`1000001` is too large: at most 1000000", "`1000001` слишком много")


def test_calls_outside_the_day_are_refused(tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text("id,at\n1,08:30\n2,12:00:01\n")
    types = TYPES.replace("30 per h", "{calls: {file: calls.csv, column: at}}  # <-")
    says(
        refused(tmp_path, types=types),
        "calls in `calls.csv` that are not within the day: 1, the first at 12:00:01",
        "вне дня",
    )


def test_a_missing_file_of_calls_is_named(tmp_path: Path) -> None:
    types = TYPES.replace("30 per h", "{calls: {file: calls.csv, column: at}}  # <-")
    says(refused(tmp_path, types=types), "`calls.csv` cannot be read", "`calls.csv` не читается")


def test_groups_are_missed(tmp_path: Path) -> None:
    says(refused(tmp_path, groups=""), "`groups` is missing here", "не хватает `groups`")


@pytest.mark.parametrize(
    ("setting", "english", "russian"),
    [
        ("agents", "`agents` is no change", "`agents` не изменение"),
        ("a..b=1", "`a..b=1` is no change", "не изменение"),
        ("groups.agents.agents=[1", "is no value in YAML", "не значение YAML"),
        ("grps.agents.agents=3", "`grps` is not known here; known: groups", "слово `grps` здесь неизвестно"),
        ("scenario.name=3", "no place for `name` in `scenario`", "для `name` нет места"),
        ("groups.agents.agents=-1", "`-1` is too small: at least 0", "`-1` слишком мало"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused(tmp_path: Path, setting: str, english: str, russian: str) -> None:
    says(refused(tmp_path, setting), english, russian)


def test_there_are_only_so_many_changes(tmp_path: Path) -> None:
    says(refused(tmp_path, *["seed=1"] * 101), "more than 100 changes", "изменений больше 100")


def test_a_bad_production_file_is_named_with_its_own_lines(tmp_path: Path) -> None:
    (tmp_path / "centre.yaml").write_text("centre: Small\n")
    findings = refused(tmp_path, more="centre: centre.yaml")
    assert findings[0].file.endswith("centre.yaml")
    says(findings[-1:], "the centre's file centre.yaml is refused", "файл центра centre.yaml не принят")


def test_everything_is_said_at_once(tmp_path: Path) -> None:
    types = TYPES.replace("30 per h", "[1, 2]").replace("1 min", "0")
    found = refused(tmp_path, types=types, more="service_level: none-such\nring: 1 h")
    assert [each.problem.key for each in found] == ["wrong_periods", "no_patience", "unknown_definition", "rings_out"]


def test_a_file_is_not_too_large(tmp_path: Path) -> None:
    findings = refused(tmp_path, more="#" * 1_000_000)
    says(findings, "put observed calls into a CSV file", "вынесите звонки в файл CSV")


def test_no_limit_of_size_is_passed(tmp_path: Path) -> None:
    path = write(
        tmp_path, types="types:\n" + "\n".join(f"  t{n}: {{arrivals: 1 per h, handling: 1 min}}" for n in range(201))
    )
    with pytest.raises(ValueError, match="at most 200"):
        load_scenario(path)
