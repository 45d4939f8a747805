"""Which agent: for every way to choose, what was compared, who stood where, and what would have had to be different."""

from typing import Any

import pytest

from acd.engine.explain_parts import Verdict
from acd.engine.routing_rules import Bounds, Choice, Step
from agents.roster import AgentRules
from tests.engine.centre_kit import CentreKit, agent, queue
from tests.engine.explain_kit import last_told, musts, ranked, the_last, verdict

PEOPLE = (agent("anna", billing=3), agent("boris", billing=5), agent("clara", billing=4))


def a_centre(choice: Choice, people: tuple[AgentRules, ...] = PEOPLE, **rules: Any) -> CentreKit:
    """Anna, Boris and Clara, who came a second after another, and one queue."""
    kit = CentreKit(queue("billing", {"billing": 1}, choice=choice), agents=people, **rules)
    kit.sign_in("anna", "boris", "clara")
    return kit


def serve(kit: CentreKit, call_id: str, talk_s: float) -> None:
    """Whoever is chosen talks so long."""
    kit.call(call_id)
    kit.answer(call_id)
    kit.pass_time(talk_s)
    kit.end_talk(call_id)


def test_longest_idle_says_how_much_longer_another_would_have_had_to_be_idle() -> None:
    kit = a_centre("longest-idle")
    kit.call("c1")
    assert ranked(the_last(kit, "c1")) == ["anna", "boris", "clara"]
    assert "    anna: chosen: ready, idle for 3 s, rank 1" in last_told(kit, "c1")
    assert musts(kit, "c1", "clara") == ["be idle for more than 2 s longer: rank 3, anna was idle for 3 s"]


def test_best_level_says_how_many_levels_are_missing() -> None:
    kit = a_centre("best-level")
    kit.call("c1")
    assert ranked(the_last(kit, "c1")) == ["boris", "clara", "anna"]
    assert "    boris: chosen: ready, idle for 2 s, levels 5, rank 1" in last_told(kit, "c1")
    assert musts(kit, "c1", "anna") == ["have more levels in what is asked, by 2 at least: rank 3, boris is first"]


def test_equal_levels_are_decided_by_who_is_idle_longer() -> None:
    kit = a_centre("best-level", (agent("anna", billing=5), agent("boris", billing=5), agent("clara", billing=4)))
    kit.call("c1")
    assert musts(kit, "c1", "boris") == ["be idle for more than 1 s longer: rank 2, anna was idle for 3 s"]


def test_least_occupied_says_both_shares() -> None:
    kit = a_centre("least-occupied", occupancy_window_s=100)
    serve(kit, "c1", talk_s=60.0)
    kit.call("c2")
    decision = the_last(kit, "c2")
    assert ranked(decision) == ["boris", "clara", "anna"]
    share = verdict(decision, "anna").measure
    assert share is not None and 0.4 < share < 0.5
    assert verdict(decision, "boris").measure == 0.0
    assert musts(kit, "c2", "anna") == [f"be less occupied than boris: {share * 100:.1f} % is more than 0 %, rank 3"]


def test_fewest_calls_says_how_many_fewer() -> None:
    kit = a_centre("fewest-calls")
    for number in range(4):
        serve(kit, f"t{number}", talk_s=1.0)
    kit.call("c1")
    decision = the_last(kit, "c1")
    assert [(each, verdict(decision, each).measure) for each in ranked(decision)] == [
        ("boris", 1.0), ("clara", 1.0), ("anna", 2.0),
    ]  # fmt: skip
    assert musts(kit, "c1", "anna") == ["have answered fewer calls, by 1 at least: rank 3, boris is first"]
    assert musts(kit, "c1", "clara") == ["stand before boris on the roster, which decides between equals: rank 2"]


def test_round_robin_says_whose_last_offer_is_how_long_ago() -> None:
    kit = a_centre("round-robin")
    serve(kit, "t1", talk_s=10.0)
    kit.call("c1")
    assert ranked(the_last(kit, "c1")) == ["boris", "clara", "anna"]
    assert "    clara: ready, idle for 11 s, never offered a call yet, rank 2" in last_told(kit, "c1")
    assert "    anna: ready, idle for 0 s, last offered a call 10 s ago, rank 3" in last_told(kit, "c1")
    assert musts(kit, "c1", "anna") == [
        "have had the last offer longer ago: it was 10 s ago, that of boris never, rank 3"
    ]


@pytest.mark.parametrize("seed", range(5))
def test_a_lot_is_told_as_it_was_drawn(seed: int) -> None:
    kit = a_centre("random", seed=seed)
    kit.call("c1")
    decision = the_last(kit, "c1")
    chosen = kit.offered_to("c1")
    assert decision.drawn is not None and decision.drawn[1] == 3
    assert ("anna", "boris", "clara")[decision.drawn[0] - 1] == chosen == ranked(decision)[0]
    other = ranked(decision)[2]
    assert musts(kit, "c1", other) == [f"be drawn: lot {decision.drawn[0]} of 3 fell on {chosen}; rank 3"]


def test_lots_fall_differently_for_different_seeds() -> None:
    drawn = set()
    for seed in range(9):
        kit = a_centre("random", seed=seed)
        kit.call("c1")
        drawn.add(the_last(kit, "c1").drawn)
    assert drawn == {(1, 3), (2, 3), (3, 3)}


def test_specialists_first_says_how_much_others_need_whom() -> None:
    people = (agent("anna", billing=3, russian=5), agent("boris", billing=3))
    kit = CentreKit(
        queue("billing", {"billing": 1}, choice="specialists-first"), queue("russian", {"russian": 1}), agents=people
    )
    kit.sign_in("anna", "boris")
    kit.call("r1", queue="russian")
    kit.hang_up("r1")  # a Russian caller came of late, so another is to be expected
    kit.call("c1")
    decision = the_last(kit, "c1")
    assert ranked(decision) == ["boris", "anna"]
    assert verdict(decision, "boris").measure == 0.0
    needed = verdict(decision, "anna").measure
    assert needed is not None and needed > 0.4
    assert musts(kit, "c1", "anna") == [
        f"be needed less by other calls than boris: {needed:.1f} is more than 0, rank 2"
    ]


def test_who_meets_an_earlier_step_goes_first_whatever_the_choice() -> None:
    steps = (Step(need="billing >= 1", when=Bounds(waiting=0)),)
    kit = CentreKit(
        queue("billing", need="billing >= 3", steps=steps),
        agents=(agent("clara", billing=1), agent("anna", billing=3)),
    )
    kit.sign_in("clara", "anna")
    kit.pass_time(1)
    kit.call("c1")
    decision = the_last(kit, "c1")
    assert [(each.agent, each.rung, each.verdict) for each in decision.agents] == [
        ("anna", 0, Verdict.CHOSEN), ("clara", 1, Verdict.IDLE),
    ]  # fmt: skip
    assert "    clara: ready by step 1, idle for 3 s, rank 2" in last_told(kit, "c1")
    assert musts(kit, "c1", "clara") == [
        "meet billing >= 3 as anna does, for an earlier step goes first: have billing >= 3 (has 1); rank 2"
    ]


def test_who_rings_at_the_same_time_is_told() -> None:
    kit = CentreKit(queue("billing", ring_at_once=2), agents=PEOPLE)
    kit.sign_in("anna", "boris", "clara")
    kit.call("c1")
    decision = the_last(kit, "c1")
    assert (decision.agent, decision.also) == ("anna", ("boris",))
    assert "  Rings at the same time: boris." in last_told(kit, "c1")


@pytest.mark.parametrize("choice", ["longest-idle", "best-level", "fewest-calls", "round-robin", "random"])
def test_the_way_to_choose_is_named_in_russian_too(choice: Choice) -> None:
    kit = a_centre(choice)
    kit.call("c1")
    line = next(line for line in last_told(kit, "c1", "ru") if line.startswith("  Из свободных"))
    assert choice not in line
