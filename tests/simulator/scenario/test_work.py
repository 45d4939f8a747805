"""Whether somebody can do the work that comes is said before anything is simulated."""

from pathlib import Path

import numpy as np
import pytest

from simulator.scenario.capacity import bottleneck
from tests.simulator.scenario.kit import DAY, STEADY, refused, says, small

INF = float("inf")

TWO = """\
types:
  english: {{arrivals: {english}, handling: 1 min, needs: {{en: 1}}}}{here}
  spanish: {{arrivals: {spanish}, handling: 1 min, needs: {{es: 1}}}}
"""
SKILLED = """\
groups:
  english: {skills: {en: 1}, agents: 2}
  spanish: {skills: {es: 1}, agents: 2}
  both: {skills: {en: 1, es: 1}, agents: 2}
"""


def two(english: str, spanish: str, here: str = "") -> str:
    return TWO.format(english=english, spanish=spanish, here=here)


def test_a_type_that_nobody_can_serve_is_refused(tmp_path: Path) -> None:
    groups = SKILLED.replace("es: 1", "fr: 1").replace("both: {skills: {en: 1, fr: 1}", "both: {skills: {es: 1, en: 1}")
    types = two("1 per h", "1 per h").replace("{es: 1}}", '"es and fr"}  # <-')
    findings = refused(tmp_path, types=types, groups=groups)
    says(findings, "nobody can serve `spanish`: no agent at work ever meets es and fr", "нет es and fr")


def test_who_is_never_at_work_serves_nobody(tmp_path: Path) -> None:
    types = two("1 per h", "1 per h", "  # <-")
    findings = refused(
        tmp_path, "groups.english.agents=0", "groups.both.agents=[0, 0, 0, 0]", types=types, groups=SKILLED
    )
    says(findings, "nobody can serve `english`", "`english` никто не обслужит")


def test_a_need_that_relaxes_can_be_met_at_a_later_step(tmp_path: Path) -> None:
    queues = 'queues:\n  calls: {needs: ["en >= 9", {needs: {en: 1}, after: 10s}]}'
    types = "types:\n  calls: {arrivals: 1 per h, handling: 1 min, patience: 1 min}"
    groups = "groups:\n  agents: {skills: {en: 5}, agents: 1}"
    assert small(tmp_path, types=types, groups=groups, more=queues).warnings == ()


def test_a_group_that_can_serve_nobody_is_warned_of(tmp_path: Path) -> None:
    groups = f"{SKILLED}  french: {{skills: {{fr: 1}}, agents: 2}}  # <-"
    warnings = small(tmp_path, types=two("1 per h", "1 per h"), groups=groups).warnings
    says(warnings, "nobody of the group `french` can serve any type", "никто из группы `french` не обслуживает")


def test_values_of_the_call_are_put_into_the_need(tmp_path: Path) -> None:
    queues = 'queues:\n  calls: {needs: "{language} >= 5 and {product}"}'
    types = "types:\n  calls: {arrivals: 1 per h, handling: 1 min, language: es, data: {product: tv}}  # <-"
    groups = "groups:\n  one: {skills: {es: 5, en: 5}, agents: 1}\n  two: {skills: {tv: 1, en: 5}, agents: 1}"
    findings = refused(tmp_path, types=types, groups=groups, more=queues)
    says(findings, "no agent at work ever meets es >= 5 and tv", "нет es >= 5 and tv")


def test_a_value_that_needs_ask_for_and_nobody_gives_is_warned_of(tmp_path: Path) -> None:
    queues = 'queues:\n  calls: {needs: "{language} >= 5"}'
    types = 'types:\n  calls: {arrivals: 1 per h, handling: 1 min, needs: "{tier} or en", data: {tier: en}}  # <-'
    warnings = small(tmp_path, types=types, groups="groups: {one: {skills: {en: 5}, agents: 1}}", more=queues).warnings
    says(warnings, "needs of `calls` ask for {language}", "требования `calls` спрашивают {language}")


def test_a_period_in_which_nobody_is_there_deserves_a_warning(tmp_path: Path) -> None:
    groups = SKILLED.replace("agents: 2", "agents: [2, 2, 0, 0]")
    types = two("60 per h", "[1, 1, 1, 0]", "  # <-")
    english, spanish = small(tmp_path, types=types, groups=groups).warnings
    says(
        [english],
        "nobody who can serve `english` is at work 10:00-11:00 (periods like this: 2)",
        "10:00-11:00 на работе нет",
    )
    assert "`spanish` is at work 10:00-11:00 (periods like this: 1)" in spanish.text()


def test_a_break_of_everybody_is_no_empty_period(tmp_path: Path) -> None:
    groups = "groups:\n  agents: {shifts: [{hours: 08:00-12:00, agents: 2, breaks: 09:00-09:50}]}"
    assert small(tmp_path, groups=groups).warnings == ()


def test_a_steady_state_above_capacity_is_refused(tmp_path: Path) -> None:
    types = "types:\n  calls: {arrivals: 4 per min, handling: 45 s, wrap_up: 15 s}  # <-"
    findings = refused(tmp_path, day=STEADY, types=types, groups="groups: {agents: {agents: 4}}")
    says(findings, "`calls` bring 4 erlangs of work for 4 agents, who would be busy 100 % of the time",
         "`calls` приносят 4 эрланга работы на 4 агентов, занятых 100 % времени")  # fmt: skip


def test_a_set_of_types_above_the_agents_who_serve_any_of_it_is_refused(tmp_path: Path) -> None:
    """All six agents could do 5 erlangs; the four of them who speak English cannot do 4.5."""
    findings = refused(tmp_path, day=STEADY, types=two("4.5 per min", "0.5 per min", "  # <-"), groups=SKILLED)
    says(
        findings,
        "`english` bring 4.5 erlangs of work for 4 agents, who would be busy 112.5 %",
        "`english` приносят 4.5",
    )


def test_each_place_that_is_too_narrow_is_named(tmp_path: Path) -> None:
    types = two("5 per min", "3 per min", "  # <-")
    english, spanish = refused(tmp_path, "groups.both.agents=0", day=STEADY, types=types, groups=SKILLED)
    says([english], "`english` bring 5 erlangs of work for 2 agents", "`english` приносят 5 эрланга")
    assert "`spanish` bring 3 erlangs of work for 2 agents" in spanish.text()


def test_only_the_worst_sets_of_types_are_told(tmp_path: Path) -> None:
    types = "types:\n" + "\n".join(
        f"  t{n}: {{arrivals: {n} per min, handling: 1 min, needs: {{s{n}: 1}}}}" for n in range(2, 9)
    )
    groups = "groups:\n" + "\n".join(f"  g{n}: {{skills: {{s{n}: 1}}, agents: 1}}" for n in range(2, 9))
    told = [each.problem.values["types"] for each in small(tmp_path, types=types, groups=groups).warnings]
    assert told == ["t4", "t5", "t6", "t7", "t8"]


def test_what_can_just_be_done_is_simulated(tmp_path: Path) -> None:
    assert small(tmp_path, day=STEADY, types=two("3.9 per min", "2 per min"), groups=SKILLED).warnings == ()


@pytest.mark.parametrize(
    ("change", "more"),
    [
        ("types.calls.patience=1 min", ""),
        ("types.calls.balking=50 %", ""),
        ("lines=20", ""),
        ("seed=2", "queues: {calls: {full: {at: 5}}}"),
        ("seed=2", "queues: {calls: {longest_wait: {after: 5m}}}"),
    ],
)
def test_whoever_does_not_wait_for_ever_is_welcome_above_capacity(tmp_path: Path, change: str, more: str) -> None:
    types = "types:\n  calls: {arrivals: 5 per min, handling: 1 min}"
    assert small(tmp_path, change, day=STEADY, types=types, groups="groups: {agents: {agents: 4}}", more=more)


def test_callers_of_patience_leave_capacity_to_the_others(tmp_path: Path) -> None:
    types = two("3 per min", "9 per min").replace("es: 1}}", "es: 1}, patience: 1 min}")
    assert small(tmp_path, day=STEADY, types=types, groups=SKILLED)


def test_faster_agents_do_more(tmp_path: Path) -> None:
    types = """\
types:
  calls:  # <-
    arrivals: {rate} per min
    handling: {{by_group: {{fast: 30 s, slow: 1 min}}}}
"""
    groups = "groups:\n  fast: {agents: 2}\n  slow: {agents: 2}"
    assert small(tmp_path, day=STEADY, types=types.format(rate=5.9), groups=groups)
    says(refused(tmp_path, day=STEADY, types=types.format(rate=6.6), groups=groups), "busy 110 %", "занятых 110 %")


def test_a_day_above_capacity_deserves_a_warning_with_its_worst_period(tmp_path: Path) -> None:
    types = "types:\n  calls: {arrivals: [60, 150, 180, 60], handling: 2 min}  # <-"
    warnings = small(tmp_path, types=types, groups="groups: {agents: {agents: 4}}").warnings
    says(warnings, "10:00-11:00 `calls` bring 6 erlangs of work for 4 agents, 150 % of their time", "150 % их времени")
    says(warnings, "(periods like this: 2)", "(таких периодов: 2)")
    says(warnings, "without `patience` or a limit the queue grows", "без `patience` и предела очередь растёт")


def test_a_period_that_is_a_break_for_all_is_warned_of_as_one_to_wait_out(tmp_path: Path) -> None:
    groups = "groups: {agents: {shifts: [{hours: 08:00-12:00, agents: 3, breaks: 09:00-10:00}]}}"
    types = "types:\n  calls: {arrivals: 1 per min, handling: 1 min}  # <-"
    warnings = small(tmp_path, types=types, groups=groups).warnings
    says(warnings, "is at work 09:00-10:00", "или ждут конца перерыва")
    says(warnings, "its callers find nobody then, or wait for the end of a break", "09:00-10:00 на работе нет")


def test_a_skill_that_nobody_has_is_named_where_no_skill_is_known(tmp_path: Path) -> None:
    types = "types:\n  calls: {arrivals: 1 per h, handling: 1 min, needs: {fr: 1}}  # <-"
    findings = refused(tmp_path, types=types, groups="groups: {agents: {agents: 1}}")
    says(findings, "there is no skill `fr`; known: -", "навыка `fr` нет; есть: -")


def test_a_day_with_patience_may_be_above_capacity(tmp_path: Path) -> None:
    assert small(tmp_path, "types.calls.arrivals=300 per h").warnings == ()


def test_breaks_are_no_work(tmp_path: Path) -> None:
    types = "types:\n  calls: {arrivals: 150 per h, handling: 1 min}  # <-"
    groups = "groups:\n  agents: {shifts: [{hours: 08:00-12:00, agents: 3, breaks: 10:00-10:15}]}"
    assert small(tmp_path, types=types, groups=groups).warnings[0].problem.values["agents"] == "2.25"


def test_work_is_shared_out_as_well_as_can_be() -> None:
    """Types AB, BC and CA of a circle: no type is too much alone, no two are, all three are."""
    means = np.array([[1.0, INF, 1.0], [1.0, 1.0, INF], [INF, 1.0, 1.0]])
    found = bottleneck(np.array([1.6, 1.6, 1.6]), means, np.array([1.0, 2.0, 1.0]))
    assert found is not None
    assert found.busy == pytest.approx(1.2)
    assert (found.types, found.kinds) == ((0, 1, 2), (0, 1, 2))


def test_the_narrowest_set_of_types_is_found_as_by_trying_all() -> None:
    generator = np.random.default_rng(3)
    for _ in range(30):
        able = generator.random((4, 5)) < 0.5
        able[np.arange(4), generator.integers(0, 5, 4)] = True
        rates, agents = generator.uniform(0.1, 3.0, 4), generator.integers(1, 5, 5).astype(float)
        sets = [[bool(bits >> number & 1) for number in range(4)] for bits in range(1, 16)]
        busiest = max(rates[chosen].sum() / agents[able[chosen].any(axis=0)].sum() for chosen in sets)
        found = bottleneck(rates, np.where(able, 1.0, INF), agents)
        assert found is not None
        assert found.busy == pytest.approx(busiest)


def test_without_work_nothing_is_narrow() -> None:
    assert bottleneck(np.zeros(2), np.ones((2, 1)), np.ones(1)) is None


def test_a_day_has_no_empty_period_where_nobody_calls(tmp_path: Path) -> None:
    groups = "groups: {agents: {agents: [1, 1, 0, 1]}}"
    types = "types:\n  calls: {arrivals: [1, 1, 0, 1], handling: 1 min}"
    assert small(tmp_path, day=DAY, types=types, groups=groups).warnings == ()
