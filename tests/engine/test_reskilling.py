"""Skills that change while agents are at work: groups, ladders and lines follow, and so do those who wait."""

from typing import Any

import pytest

from acd.engine import reskilling
from acd.engine.acts import SkillsChanged
from acd.engine.facts import RulesChanged
from acd.engine.orders import SendAway
from acd.engine.routing_rules import Bounds, Step
from acd.engine.rules import CentreRules
from agents.roster import AgentRules
from tests.engine.centre_kit import CentreKit, agent, exit_to, queue

PEOPLE = (agent("anna", billing=3, english=5), agent("boris", billing=3, english=5), agent("clara", english=5))


def a_kit(*here: str, agents: tuple[AgentRules, ...] = PEOPLE, **rules: Any) -> CentreKit:
    queues = (
        queue("billing", {"billing": 2}, nobody_s=600.0),
        queue("russian", {"russian": 1}, nobody_s=60.0, nobody_exit=exit_to("extension", "9")),
    )
    kit = CentreKit(*queues, agents=agents, **rules)
    kit.sign_in(*here)
    return kit


def skill(kit: CentreKit, name: str, **skills: int) -> None:
    kit.tell(SkillsChanged(agent=name, skills=skills, who="sue", why="trained"))


def with_agents(kit: CentreKit, *agents: AgentRules, **more: Any) -> CentreRules:
    return CentreRules(name="t", skills=more.get("skills", kit.rules.skills), queues=kit.rules.queues, agents=agents)


@pytest.mark.parametrize(
    ("name", "skills", "why"),
    [
        ("zoe", {"billing": 1}, "agent zoe is not on the roster"),
        ("anna", {"chess": 1}, "skill chess is not defined"),
        ("anna", {"billing": 0}, "skill billing: level 0 is not within 1 to 10"),
        ("anna", {"english": 5, "billing": 11}, "skill billing: level 11 is not within 1 to 10"),
    ],
)
def test_skills_that_make_no_sense_are_refused(name: str, skills: dict[str, int], why: str) -> None:
    kit = a_kit("anna")
    skill(kit, name, **skills)
    assert (kit.why_refused(), kit.the_agent("anna").rules.skills) == (why, {"billing": 3, "english": 5})


def test_who_is_named_no_more_is_not_taught_any_more() -> None:
    kit = a_kit("anna")
    kit.call("c1")
    kit.answer("c1")
    kit.tell(RulesChanged(with_agents(kit, PEOPLE[1])))
    skill(kit, "anna", billing=1)
    assert kit.why_refused() == "agent anna is on the roster no more"


def test_who_is_ready_takes_a_call_that_waited_for_just_that() -> None:
    kit = a_kit("clara")
    kit.call("c1")
    skill(kit, "clara", english=5, billing=2)
    assert (kit.offered_to("c1"), kit.the_agent("clara").rules.skills) == ("clara", {"english": 5, "billing": 2})


def test_a_profile_that_nobody_had_is_let_into_lines_that_were_there_before() -> None:
    kit = a_kit("anna")
    kit.calls("c1", "c2")
    skill(kit, "anna", billing=10, russian=10)
    kit.call("c3", queue="russian")
    assert kit.serve_all() == ["c1", "c2", "c3"]


def test_who_can_do_it_no_more_is_not_offered_the_next() -> None:
    kit = a_kit("anna", "boris")
    skill(kit, "anna", english=5)
    kit.call("c1")
    kit.call("c2")
    assert (kit.offered_to("c1"), kit.offered_to("c2")) == ("boris", None)


def test_the_call_at_the_phone_and_the_call_in_hand_stay_theirs() -> None:
    kit = a_kit("anna")
    kit.call("c1")
    skill(kit, "anna", english=1)
    kit.answer("c1")
    skill(kit, "anna", russian=1)
    kit.end_talk("c1")
    kit.call("c2", queue="russian")
    assert kit.offered_to("c2") == "anna"


def test_the_turn_among_the_idle_goes_with_the_agent() -> None:
    kit = a_kit("clara", "anna", "boris")
    skill(kit, "clara", billing=3, english=5)
    kit.call("c1")
    assert kit.offered_to("c1") == "clara", "who has been idle longest"


def test_better_levels_count_at_once() -> None:
    kit = CentreKit(queue("billing", {"billing": 1}, choice="best-level"), agents=PEOPLE)
    kit.sign_in("anna", "boris")
    skill(kit, "boris", billing=8)
    kit.call("c1")
    assert kit.offered_to("c1") == "boris"


def test_a_step_to_come_lets_the_new_profile_in_when_it_opens() -> None:
    steps = (Step(need="english >= 7", when=Bounds(after_s=10.0)),)
    kit = CentreKit(queue("billing", need="billing >= 9", steps=steps, nobody_s=99.0), agents=PEOPLE)
    kit.sign_in("clara")
    kit.call("c1")
    skill(kit, "clara", english=7)
    assert kit.state("c1") == "waiting"
    kit.pass_time(10)
    assert kit.offered_to("c1") == "clara"


def test_specialists_are_kept_free_by_what_they_can_do_now() -> None:
    everybody = queue("any", choice="specialists-first", nobody_s=99.0)
    kit = CentreKit(everybody, queue("russian", {"russian": 1}, nobody_s=99.0), agents=PEOPLE)
    kit.sign_in("anna", "boris")
    skill(kit, "anna", billing=3, russian=5)
    for number in range(3):
        kit.call(f"r{number}", queue="russian")
        kit.hang_up(f"r{number}")
    kit.call("c1", queue="any")
    assert kit.offered_to("c1") == "boris", "Russian is needed of Anna"


def test_calls_that_nobody_can_serve_any_more_get_their_way_out() -> None:
    kit = a_kit("anna", "boris")
    skill(kit, "anna", russian=1)
    kit.pause("anna")
    kit.call("c1", queue="russian")
    assert kit.the_call("c1").alone_since is None
    skill(kit, "anna", english=1)
    assert kit.the_call("c1").alone_since == kit.now
    kit.pass_time(60)
    assert [order.why for order in kit.ordered(SendAway)] == ["nobody"]


def test_calls_that_somebody_can_serve_again_wait_on() -> None:
    kit = a_kit("anna")
    kit.pause("anna")
    kit.call("c1", queue="russian")
    assert kit.the_call("c1").alone_since is not None
    skill(kit, "anna", russian=1)
    kit.pass_time(60)
    assert (kit.the_call("c1").alone_since, kit.state("c1")) == (None, "waiting")


def test_who_is_away_can_do_it_when_they_come() -> None:
    kit = a_kit()
    kit.call("c1", queue="russian")
    skill(kit, "anna", russian=1)
    kit.sign_in("anna")
    assert kit.offered_to("c1") == "anna"


# -- other rules -------------------------------------------------------------------------------------------


def test_a_file_that_says_what_it_said_leaves_them() -> None:
    kit = a_kit("anna")
    skill(kit, "anna", russian=9)
    kit.tell(RulesChanged(with_agents(kit, *reversed(PEOPLE))))
    assert kit.the_agent("anna").rules.skills == {"russian": 9}
    kit.call("c1", queue="russian")
    assert kit.offered_to("c1") == "anna"


def test_a_file_that_says_something_else_means_it() -> None:
    kit = a_kit("anna")
    skill(kit, "anna", russian=9)
    skill(kit, "boris", russian=8)
    kit.tell(RulesChanged(with_agents(kit, agent("anna", billing=4), *PEOPLE[1:])))
    assert kit.the_agent("anna").rules.skills == {"billing": 4}
    assert kit.the_agent("boris").rules.skills == {"russian": 8}
    assert list(kit.engine.centre.skilled) == ["boris"]


def test_a_skill_that_the_file_defines_no_more_is_lost() -> None:
    kit = a_kit("anna")
    skill(kit, "anna", russian=9, english=2)
    without = {"billing": "", "english": ""}
    rules = CentreRules(name="t", skills=without, queues=kit.rules.queues[:1], agents=PEOPLE)
    kit.tell(RulesChanged(rules))
    assert kit.the_agent("anna").rules.skills == {"english": 2}


def test_who_has_what_the_file_gives_again_has_nothing_of_their_own() -> None:
    kit = a_kit("anna")
    skill(kit, "anna", russian=9)
    skill(kit, "anna", billing=3, english=5)
    assert kit.engine.centre.skilled == {}
    assert kit.the_agent("anna").profile == kit.the_agent("boris").profile


# -- many --------------------------------------------------------------------------------------------------


def test_groups_of_profiles_that_nobody_has_any_more_do_not_pile_up() -> None:
    kit = a_kit("clara")
    for level in range(400):
        skill(kit, "anna", billing=1 + level % 10, english=1 + level // 10 % 10, russian=1 + level // 100)
    assert len(kit.engine.centre.floor.groups) <= len(PEOPLE) + reskilling.SPARE_GROUPS + 1
    assert kit.the_agent("anna").rules.skills == {"billing": 10, "english": 10, "russian": 4}
    kit.call("c1")
    kit.sign_in("anna")
    assert kit.offered_to("c1") == "anna"
