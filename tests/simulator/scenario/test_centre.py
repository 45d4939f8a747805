"""A scenario over a production file: its queues, rules and agents as they are, and what the scenario says over them."""

from math import inf
from pathlib import Path

import numpy as np
import pytest

from acd.config.load import load_centre
from acd.engine.routing_rules import NEVER_S
from simulator.days.records import SERVED
from simulator.days.simulation import records_of_day
from simulator.scenario.load import BadScenario, Finding, Scenario, load_scenario
from tests.config import kit as centre_kit
from tests.simulator.scenario.kit import HERE, says

SCENARIO = """\
scenario: Small, as it is
centre: centre.yaml
day: {hours: 09:00-11:00, period: 1 h}
types:
  first: {arrivals: 20 per h, handling: 2 min, patience: 3 min}
  cards: {queue: second, arrivals: 20 per h, handling: 2 min, patience: 3 min}
"""


def write(folder: Path, more: str = "", first: str = "", **parts: str) -> Path:
    centre_kit.write(folder, first, **parts)
    path = folder / "scenario.yaml"
    path.write_text(SCENARIO + more)
    return path


def good(folder: Path, more: str = "", first: str = "", **parts: str) -> Scenario:
    try:
        return load_scenario(write(folder, more, first, **parts))
    except BadScenario as refused:
        raise AssertionError(str(refused)) from None


def refused(folder: Path, more: str) -> list[Finding]:
    with pytest.raises(BadScenario) as bad:
        load_scenario(write(folder, more))
    return bad.value.findings


def test_its_rules_are_those_of_production(tmp_path: Path) -> None:
    world = good(tmp_path, first="choose: best-level\nneeds: {ru: 3}", centre="wrap_up: 7s").world
    rules = load_centre(tmp_path / "centre.yaml").rules
    assert world.rules.queues == rules.queues
    assert world.rules.agents == rules.agents
    assert {agent.wrap_up_s for agent in world.rules.agents} == {7.0}


def test_its_agents_are_grouped_by_the_queues_they_serve(tmp_path: Path) -> None:
    world = good(tmp_path).world
    assert {duty.agent: duty.group for duty in world.duties} == {
        "anna": "first", "boris": "first-and-second", "clara": "first-and-second",
    }  # fmt: skip
    assert {duty.spells for duty in world.duties} == {((0.0, inf),)}


def test_who_serves_nothing_that_comes_is_not_at_work(tmp_path: Path) -> None:
    world = load_scenario(write(tmp_path), overrides=["types.first.queue=second"]).world
    assert [duty.agent for duty in world.duties] == ["boris", "clara"]


def test_groups_are_made_of_its_agents_with_head_counts_and_shifts(tmp_path: Path) -> None:
    groups = """\
groups:
  cards:
    who: [clara, boris]
    shifts: [{hours: 09:00-10:00, who: [boris]}, {hours: 10:00-11:00, agents: 1}]
  others: {who: all, agents: [0, 1]}
"""
    duties = {duty.agent: (duty.group, duty.spells) for duty in good(tmp_path, groups).world.duties}
    assert duties == {
        "clara": ("cards", ((3600.0, inf),)),
        "boris": ("cards", ((0.0, 3600.0),)),
        "anna": ("others", ((3600.0, inf),)),
    }


def test_two_more_like_one_who_is_there(tmp_path: Path) -> None:
    groups = "groups:\n  all: {who: all}\n  more: {like: boris, agents: 2}\n"
    world = good(tmp_path, groups, centre="wrap_up: 7s").world
    boris = next(agent for agent in world.rules.agents if agent.name == "boris")
    new = [agent for agent in world.rules.agents if agent.name.startswith("more-")]
    assert [agent.name for agent in new] == ["more-1", "more-2"]
    assert all((agent.skills, agent.wrap_up_s, agent.deputy) == (boris.skills, 7.0, "") for agent in new)
    assert [duty.agent for duty in world.duties] == ["anna", "boris", "clara", "more-1", "more-2"]


def test_what_the_scenario_writes_holds_over_the_centres_file(tmp_path: Path) -> None:
    more = "queues:\n  first: {choose: random}\nturns: {order: closest-to-target}\nmisses_to_pause: 9\n"
    rules = good(tmp_path, more, first="ring: 33s", centre="turns: {priority_worth: 2m}").world.rules
    first = rules.queues[0]
    assert (first.choice, first.ring_s, first.most_waiting) == ("random", 33.0, 40)
    assert (rules.turns.order, rules.turns.priority_worth_s, rules.misses_to_pause) == ("closest-to-target", 120.0, 9)


def test_nobody_is_paused_for_misses_unless_the_scenario_says_so(tmp_path: Path) -> None:
    never = good(tmp_path, "ring: exponential, mean 12 s\n", first="ring: 15s", centre="misses_to_pause: 1").world
    records = [each for day in range(3) for each in records_of_day(never, seed=1, day=day)]
    late = [each.arrived_at > 1.5 * 3600 for each in records]
    assert never.rules.misses_to_pause > 1_000_000
    assert sum(int((each.outcome[there] == SERVED).sum()) for each, there in zip(records, late, strict=True)) > 10


def test_its_limits_hold_and_those_of_a_scenario_are_none_unless_written(tmp_path: Path) -> None:
    in_production = good(tmp_path).world.rules.queues
    assert [(queue.longest_wait_s, queue.most_waiting) for queue in in_production] == [(600.0, 40), (3600.0, 1000)]
    alone = SCENARIO.replace("centre: centre.yaml\n", "groups: {agents: {agents: 1}}\n").replace("queue: second, ", "")
    (tmp_path / "alone.yaml").write_text(alone + "queues: {cards: {full: {at: 5}}}")
    first, cards = sorted(load_scenario(tmp_path / "alone.yaml").world.rules.queues, key=lambda queue: queue.name)[::-1]
    assert (first.longest_wait_s, first.most_waiting) == (NEVER_S, 1_000_000)
    assert (cards.longest_wait_s, cards.most_waiting) == (NEVER_S, 5)


def test_what_is_only_heard_and_opening_hours_are_left_out(tmp_path: Path) -> None:
    first = "hours: office\nconfirm: true\nrecord: always"
    world = good(tmp_path, first=first, anna=", confirm: true").world
    queue = world.rules.queues[0]
    assert (queue.hours, queue.confirm, queue.record) == ("", False, "never")
    assert not any(agent.confirm for agent in world.rules.agents)
    assert any((records.outcome == SERVED).any() for records in records_of_day(world, seed=1, day=0))


def test_a_threshold_is_the_queues_unless_the_scenario_says_one(tmp_path: Path) -> None:
    first, cards = good(tmp_path, first="answer_within: 45s").world.types
    assert (first.threshold_s, first.quick_s, cards.threshold_s) == (45.0, 45.0, 20.0)
    assert {each.threshold_s for each in good(tmp_path, "threshold: 30 s").world.types} == {30.0}


def test_a_wrap_up_of_the_centre_keeps_agents_from_calls(tmp_path: Path) -> None:
    world = good(tmp_path, centre="wrap_up: 1m").world
    (records,) = records_of_day(world, seed=1, day=0)
    served = records.outcome == SERVED
    assert np.allclose((records.free_at - records.wait_ended_at)[served], 180.0)


@pytest.mark.parametrize(
    ("more", "english", "russian"),
    [
        ("groups:\n  a: {who: [ana]}  # <-", "there is no agent `ana`; known: anna", "агента `ana` нет"),
        ("groups:\n  a: {like: ana, agents: 1}  # <-", "there is no agent `ana`; known: anna", "агента `ana` нет"),
        ("groups:\n  a: {who: [anna]}\n  b: {who: [anna]}  # <-", "`anna` is in the group `a` already", "в группе `a`"),
        ("groups:\n  a: {who: all}\n  b: {who: all}  # <-", "`all` is in the group `a` already", "в группе `a`"),
        ("groups:\n  a: {who: all, skills: {en: 1}}  # <-", "`skills` and `who` cannot both hold", "вместе не бывают"),
        ("groups:\n  a: {who: [anna], agents: 2}  # <-", "2 agents are asked for, and the centre has 1", "агентов 2"),
        ("groups:\n  a: {skills: {fr: 1}, agents: 2}  # <-", "there is no skill `fr`", "навыка `fr` нет"),
        ("groups:\n  a: {who: [anna], shifts: [{hours: 09:00-10:00, who: [boris]}]}  # <-",
         "`boris` is not one of this group; known: anna", "`boris` не из этой группы"),
        ("groups:\n  a: {who: [anna], shifts: [{hours: 09:00-10:00, who: [anna]}, {hours: 09:30-11:00, who: [anna]}]}"
         "  # <-", "the shifts 09:00-10:00 and 09:30-11:00 of anna overlap", "агента anna пересекаются"),
        ("groups:\n  a: {who: all, shifts: [{hours: 09:00-10:00, who: [anna], agents: 1}]}  # <-",
         "`who` and `agents` cannot both hold", "вместе не бывают"),
        ("queues:\n  third: {}\n  first: {hours: office}  # <-", "`hours` means nothing here", "ничего не значит"),
    ],
)  # fmt: skip
def test_what_does_not_fit_the_centre_is_refused(tmp_path: Path, more: str, english: str, russian: str) -> None:
    says(refused(tmp_path, more), english, russian)


def test_a_type_without_a_queue_is_that_of_a_queue_of_its_name(tmp_path: Path) -> None:
    path = write(tmp_path)
    path.write_text(path.read_text().replace("first: {arrivals", f"frst: {HERE}\n    {{arrivals"))
    with pytest.raises(BadScenario) as bad:
        load_scenario(path)
    says(bad.value.findings, "there is no queue `frst`; known: first", "очереди `frst` нет")


def test_a_new_agent_takes_nobodys_name(tmp_path: Path) -> None:
    with pytest.raises(BadScenario) as bad:
        load_scenario(
            write(
                tmp_path,
                "groups:\n  anna: {like: anna, agents: 1}  # <-",
                agents="anna-1: {phone: PJSIP/1, skills: {en: 1}}",
            )
        )
    says(bad.value.findings, "has an agent called `anna-1` already", "уже есть агент `anna-1`")


def test_two_more_agents_shorten_the_waits_of_the_same_callers(tmp_path: Path) -> None:
    def waits(more: str) -> float:
        days = [records for day in range(3) for records in records_of_day(good(tmp_path, more).world, seed=1, day=day)]
        return float(np.concatenate([each.wait_ended_at - each.arrived_at for each in days]).mean())

    assert waits("groups: {all: {who: all}, more: {like: boris, agents: 2}}") < 0.5 * waits("groups: {all: {who: all}}")
