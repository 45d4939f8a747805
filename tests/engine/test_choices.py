"""Which agent: every way to choose among those who are free."""

from collections import Counter
from typing import Any, get_args

import pytest

from acd.engine import floor
from acd.engine.choices import CHOICES
from acd.engine.engine import Engine
from acd.engine.routing_rules import Bounds, Choice, Step
from agents.roster import AgentRules
from tests.engine.centre_kit import CentreKit, agent, queue

FOUR = tuple(agent(name, billing=3) for name in ("anna", "boris", "clara", "dora"))


def kit_of(choice: Choice, *agents: AgentRules, need: str = "", **rules: Any) -> CentreKit:
    """Agents who came one second after the other, and a queue that chooses among them in one way."""
    agents = agents or FOUR
    kit = CentreKit(queue("billing", choice=choice, need=need, **rules), queue("other"), agents=agents)
    kit.sign_in(*(each.name for each in agents))
    return kit


def work(kit: CentreKit, name: str, seconds: float) -> None:
    """One agent has had a call so long."""
    kit.call("work", queue="other")
    while kit.offered_to("work") != name:
        kit.miss("work")
    kit.answer("work")
    kit.pass_time(seconds)
    kit.end_talk("work")
    kit.hang_up("work")


def chosen(kit: CentreKit, calls: int, **asked: Any) -> list[str | None]:
    """Who is offered so many calls, one after the other, that are all served at once."""
    names = []
    for number in range(calls):
        kit.call(f"c{number}", **asked)
        names.append(kit.offered_to(f"c{number}"))
        kit.pass_time(1)
        kit.answer(f"c{number}")
        kit.end_talk(f"c{number}")
        kit.hang_up(f"c{number}")
    return names


def test_every_name_of_a_way_has_its_function() -> None:
    assert set(CHOICES) == set(get_args(Choice))


@pytest.mark.parametrize("choice", list(CHOICES))
def test_every_way_finds_the_only_one_who_is_free_and_has_not_refused(choice: Choice) -> None:
    kit = kit_of(choice, need="billing")
    kit.call("c1")
    refused = [str(kit.offered_to("c1"))]
    for _ in range(2):
        kit.miss("c1")
        refused.append(str(kit.offered_to("c1")))
    assert len(set(refused)) == 3
    last = next(each.name for each in FOUR if each.name not in refused)
    kit.pause(last)
    kit.miss("c1")
    assert kit.offered_to("c1") is None
    kit.unpause(last)
    assert kit.offered_to("c1") == last


def test_longest_idle_goes_round_as_long_as_calls_are_alike() -> None:
    kit = kit_of("longest-idle")
    assert chosen(kit, 5) == ["anna", "boris", "clara", "dora", "anna"]


def test_best_level_takes_who_knows_most_of_what_is_asked_and_among_equals_the_longest_idle() -> None:
    people = (agent("low", billing=3), agent("old", billing=7), agent("new", billing=7), agent("linguist", english=9))
    kit = kit_of("best-level", *people, need="billing or english >= 10")
    for name in ("old", "new", "low", None):
        kit.call(f"for {name}")
        assert kit.offered_to(f"for {name}") == name


def test_best_level_adds_up_the_levels_of_all_skills_that_are_asked_and_no_others() -> None:
    people = (
        agent("one", billing=9, english=1),
        agent("two", billing=6, english=6),
        agent("x", billing=1, english=1, russian=10),
    )
    kit = kit_of("best-level", *people, need="billing and english")
    assert chosen(kit, 2) == ["two", "two"]


def test_fewest_calls_takes_who_has_answered_least() -> None:
    kit = kit_of("fewest-calls")
    work(kit, "anna", 1.0)
    kit.pause("dora")
    kit.pass_time(500)
    assert chosen(kit, 3) == ["boris", "clara", "anna"]


def test_round_robin_takes_whose_phone_rang_longest_ago_answered_or_not() -> None:
    kit = kit_of("round-robin")
    kit.call("c1")
    kit.pass_time(1)
    kit.miss("c1")
    assert kit.offered_to("c1") == "boris"
    kit.serve("c1")
    assert chosen(kit, 3) == ["clara", "dora", "anna"]


def test_round_robin_is_not_upset_by_a_pause_as_longest_idle_is() -> None:
    kit = kit_of("round-robin")
    kit.pause("anna")
    kit.unpause("anna")
    assert chosen(kit, 1) == ["anna"]


def test_least_occupied_takes_who_worked_least_of_late_and_not_who_is_idle_longest() -> None:
    kit = kit_of("least-occupied", *FOUR[:2])
    work(kit, "anna", 600.0)
    work(kit, "boris", 60.0)
    assert chosen(kit, 1) == ["boris"]  # idle for no time at all
    assert chosen(kit, 1) == ["boris"]


def test_what_was_long_before_the_window_counts_for_little() -> None:
    kit = kit_of("least-occupied", *FOUR[:2])
    work(kit, "anna", 3000.0)
    kit.pass_time(6 * 1800)
    work(kit, "boris", 60.0)
    assert chosen(kit, 1) == ["anna"]


# ---- random ----


def test_random_is_the_same_in_every_replay_of_a_seed_and_another_with_another() -> None:
    def day(seed: int) -> list[str | None]:
        kit = CentreKit(queue("billing", choice="random"), agents=FOUR, seed=seed)
        kit.sign_in(*(each.name for each in FOUR))
        names = chosen(kit, 30)
        fresh = Engine()
        for at, fact, orders in kit.journal:
            assert fresh.handle(fact, at) == orders
        return names

    assert day(1) == day(1)
    assert len({tuple(day(seed)) for seed in range(5)}) == 5


def test_random_is_fair_to_agents_and_not_to_groups_of_equal_skills() -> None:
    people = (agent("alone", billing=9), *(agent(f"one of three {number}", billing=3) for number in range(3)))
    kit = CentreKit(queue("billing", choice="random"), agents=people, seed=3)
    kit.sign_in(*(each.name for each in people))
    counts = Counter(chosen(kit, 4000))
    assert set(counts) == {each.name for each in people}
    # Of 4000 draws each gets 1000; five standard deviations are 137.
    assert all(abs(count - 1000) < 137 for count in counts.values())


def test_random_is_as_fair_to_those_who_are_left_after_a_miss() -> None:
    kit = CentreKit(queue("billing", choice="random"), agents=FOUR, misses_to_pause=10**6)
    kit.sign_in(*(each.name for each in FOUR))
    second: Counter[str | None] = Counter()
    for number in range(1200):
        kit.call(f"c{number}")
        first = kit.offered_to(f"c{number}")
        kit.miss(f"c{number}")
        assert kit.offered_to(f"c{number}") != first
        second[kit.offered_to(f"c{number}")] += 1
        kit.serve(f"c{number}")
    assert all(abs(count - 300) < 75 for count in second.values())


# ---- specialists first: the rare skill stays free ----

ALL_ROUND = agent("all round", billing=5, russian=5)
CLERK = agent("clerk", billing=5)
POLYGLOT = agent("polyglot", billing=5, russian=5, english=5)


def specialist_kit(*agents: AgentRules) -> CentreKit:
    """A queue for billing that keeps rare skills free, and one for Russian that others wait in."""
    queues = (
        queue("billing", {"billing": 1}, choice="specialists-first"),
        queue("russian", {"russian": 1}, nobody_s=9e3),
    )
    kit = CentreKit(*queues, agents=agents)
    kit.sign_in(*(each.name for each in agents))
    return kit


def test_who_can_do_only_this_goes_first_when_the_other_skill_is_asked_for_of_late() -> None:
    kit = specialist_kit(ALL_ROUND, CLERK)
    kit.call("before", queue="russian")
    kit.serve("before")
    kit.pass_time(60)
    kit.pause("clerk")
    kit.unpause("clerk")  # idle for no time at all
    kit.call("c1")
    assert kit.offered_to("c1") == "clerk"


def test_of_two_who_can_do_more_the_one_goes_first_whose_skills_are_asked_for_less() -> None:
    kit = specialist_kit(POLYGLOT, ALL_ROUND)
    kit.call("before", needs={"english": 1})
    kit.serve("before")
    kit.pause("all round")
    kit.unpause("all round")
    kit.call("c1")
    assert kit.offered_to("c1") == "all round"


def test_while_nothing_else_is_asked_for_the_longest_idle_goes_first() -> None:
    kit = specialist_kit(ALL_ROUND, CLERK)
    kit.call("c1")
    assert kit.offered_to("c1") == "all round"


def test_what_was_asked_for_long_ago_weighs_less_than_what_is_asked_for_now() -> None:
    people = (agent("russian", billing=5, russian=5), agent("english", billing=5, english=5))
    queues = [queue(name, {name: 1}) for name in ("russian", "english")]
    kit = CentreKit(queue("billing", {"billing": 1}, choice="specialists-first"), *queues, agents=people)
    kit.sign_in("russian", "english")
    for number in range(3):
        kit.call(f"r{number}", queue="russian")
        kit.serve(f"r{number}")
    kit.call("c1")
    assert kit.offered_to("c1") == "english"
    kit.serve("c1")
    kit.pass_time(4 * 1800)  # three of then are a twentieth of one of now
    kit.call("e1", queue="english")
    kit.serve("e1")
    kit.call("c2")
    assert kit.offered_to("c2") == "russian"


def test_what_waits_counts_beside_what_is_to_be_expected() -> None:
    people = (agent("russian", billing=5, russian=5), agent("english", billing=5, english=5))
    later = queue(
        "later", need="russian >= 9", steps=(Step(need="russian", when=Bounds(after_s=1e6)),), longest_wait_s=2e6
    )
    queues = (queue("billing", {"billing": 1}, choice="specialists-first"), later, queue("english", {"english": 1}))
    kit = CentreKit(*queues, agents=people)
    kit.sign_in("english", "russian")
    kit.call("w1", queue="later")
    kit.call("w2", queue="later")
    kit.pass_time(20 * 1800)  # their arrival is forgotten, and they are not
    kit.call("e1", queue="english")
    kit.serve("e1")
    kit.call("c1")
    assert kit.offered_to("c1") == "english"  # two who wait for Russian, one English call to be expected


def test_a_hostile_feed_of_needs_leaves_neither_memory_nor_wrong_counts_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floor, "MOST_LINES", 20)
    kit = specialist_kit(ALL_ROUND, CLERK)
    kit.call("rings", queue="russian")
    kit.call("waits", queue="russian")
    for number in range(100):
        kit.call("hostile", need=f"billing != {number % 10} or english > {number // 10}")
        kit.hang_up("hostile")
    demand = kit.engine.centre.floor.demand
    assert demand._serves.shape[1] == len(demand._waiting) <= 25
    assert demand._waiting.sum() == 1
    kit.hang_up("waits")
    assert (demand._waiting.min(), demand._waiting.sum()) == (0, 0)
