"""Every word by which a queue or a centre routes reaches the engine, in seconds and plain texts."""

from pathlib import Path

import pytest

from acd.engine.routing_rules import (
    NEVER_S,
    Bounds,
    Credit,
    Deflection,
    Exit,
    LastAgent,
    MissRule,
    Overflow,
    Patience,
    Personal,
    Schedule,
    Step,
    Turns,
)
from acd.engine.rules import CentreRules, QueueRules, check_rules
from agents.needs import parse_need
from tests.config.kit import small


def first(rules: CentreRules) -> QueueRules:
    check_rules(rules)
    return rules.queues[0]


def test_what_is_not_written_is_what_the_engine_has_by_itself(tmp_path: Path) -> None:
    rules = small(tmp_path).rules
    plain = QueueRules(name="first", title="first", longest_wait_s=600.0, most_waiting=40)
    assert first(rules) == plain
    assert (rules.misses, rules.hours, rules.seed, rules.occupancy_window_s) == (MissRule(), {}, 0, 1800.0)


def test_a_point_of_priority_is_worth_a_minute_unless_the_file_says_else_so_nobody_starves(tmp_path: Path) -> None:
    assert small(tmp_path).rules.turns == Turns(priority_worth_s=60.0)
    turns = "turns: {order: closest-to-target, priority_worth: never, redial: 5m}"
    expected = Turns(order="closest-to-target", priority_worth_s=NEVER_S, redial_s=300.0)
    assert small(tmp_path, centre=turns).rules.turns == expected


@pytest.mark.parametrize(
    ("written", "needs", "need", "steps"),
    [
        ("needs: {billing: 2}", {"billing": 2}, "", ()),
        ('needs: "ru >= 5 and (billing or cards >= 3)"', {}, "ru >= 5 and (billing or cards >= 3)", ()),
        (
            "needs:\n  - {billing: 5}\n  - {needs: {billing: 3}, after: 30s}\n"
            '  - {needs: "billing or cards", after: 1m, expected_wait: 2m, waiting: 10, signed_in: 2}\n'
            "  - {needs: {}, after: 5m}",
            {"billing": 5},
            "",
            (
                Step(need="billing >= 3", when=Bounds(after_s=30.0)),
                Step(
                    need="billing or cards",
                    when=Bounds(after_s=60.0, expected_wait_s=120.0, waiting=10, signed_in=2),
                ),
                Step(need="", when=Bounds(after_s=300.0)),
            ),
        ),
        ('needs: ["ru", {needs: "", waiting: 0}]', {}, "ru", (Step(need="", when=Bounds(waiting=0)),)),
    ],
)
def test_needs_are_levels_a_text_or_a_list_that_relaxes(
    tmp_path: Path, written: str, needs: dict[str, int], need: str, steps: tuple[Step, ...]
) -> None:
    queue = first(small(tmp_path, written).rules)
    assert (queue.needs, queue.need, queue.steps) == (needs, need, steps)


def test_every_word_of_a_queue_reaches_the_engine(tmp_path: Path) -> None:
    queue = first(
        small(
            tmp_path,
            """\
priority: 7
weight: 1.5
credits: [{data: {tier: vip}, worth: 2m}]
choose: best-level
ring_at_once: 3
personal: {data: tier, wait: {ready: 10s, busy: 2m, wrap_up: 30s, paused: 5s, away: 0}}
last_agent: {within: 7d, wait: {busy: 90s}}
overflow:
  - {after: 2m, say: please-wait, then: queue second}
  - {waiting: 20, then: callback}
deflect: [{expected_wait: 10m, say: all-busy-goodbye, then: number +49301234567}]
hours: office
closed: {say: closed, then: extension 600}
at_closing: exit
tiers: {1: "billing", 2: "billing >= 3", 3: {billing: 5, ru: 1}}
transfer_place: front
""",
        ).rules
    )
    assert (queue.priority, queue.weight, queue.choice, queue.ring_at_once) == (7, 1.5, "best-level", 3)
    assert queue.credits == (Credit(data={"tier": "vip"}, seconds=120.0),)
    assert queue.personal == Personal(
        data="tier", patience=Patience(ready_s=10.0, busy_s=120.0, wrap_up_s=30.0, paused_s=5.0, away_s=0.0)
    )
    assert queue.last_agent == LastAgent(within_s=604800.0, patience=Patience(busy_s=90.0))
    assert queue.overflow == (
        Overflow(when=Bounds(after_s=120.0), to=Exit(go="queue", target="second", say="please-wait")),
        Overflow(when=Bounds(waiting=20), to=Exit(go="callback")),
    )
    outside = Exit(go="number", target="+49301234567", say="all-busy-goodbye")
    assert queue.deflect == (Deflection(when=Bounds(expected_wait_s=600.0), to=outside),)
    closed = Exit(go="extension", target="600", say="closed")
    assert (queue.hours, queue.closed_exit, queue.at_closing) == ("office", closed, "exit")
    assert {tier: parse_need(need) for tier, need in queue.tiers.items()} == {
        "1": parse_need("billing"),
        "2": parse_need("billing >= 3"),
        "3": parse_need("ru and billing >= 5"),
    }
    assert queue.transfer_place == "front"


def test_every_word_of_a_centre_reaches_the_engine(tmp_path: Path) -> None:
    centre = "misses: {rejected: 30s, busy: 20s, no_answer: 10s, unreachable: 1m, not_confirmed: 5s}\n"
    rules = small(tmp_path, centre=centre + "seed: 7\noccupancy_window: 1h", anna=", deputy: boris").rules
    assert rules.misses == MissRule(
        rejected_s=30.0, busy_s=20.0, no_answer_s=10.0, unreachable_s=60.0, not_confirmed_s=5.0
    )
    assert (rules.seed, rules.occupancy_window_s) == (7, 3600.0)
    assert [agent.deputy for agent in rules.agents] == ["boris", "", ""]


def test_the_engine_gets_the_hours_that_a_queue_keeps(tmp_path: Path) -> None:
    week = (((540, 1080),),) * 5 + ((), ())
    assert small(tmp_path, "hours: office").rules.hours == {"office": Schedule(zone="Europe/Berlin", week=week)}


def test_every_field_of_the_engines_rules_can_be_written(tmp_path: Path) -> None:
    """What a queue has in the engine and no word in the file would be a rule that nobody can use."""
    unwritten = {"name", "title", "needs", "need", "steps"} | {"longest_wait_s", "most_waiting"}
    rich = first(
        small(
            tmp_path,
            "title: T\npriority: 1\nweight: 2\ncredits: [{data: {tier: vip}, worth: 1s}]\nchoose: random\n"
            "ring_at_once: 2\npersonal: {data: tier}\nlast_agent: {within: 1d}\nring: 1s\nanswer_within: 1s\n"
            "nobody: {after: 1s, then: callback}\noverflow: [{after: 1s, then: callback}]\n"
            "deflect: [{waiting: 1, then: callback}]\nhours: office\nclosed: {then: extension 600}\n"
            "at_closing: exit\ntiers: {1: ru}\ntransfer_place: back\nannounce: queue-sales\nconfirm: true\n"
            "record: always",
        ).rules
    )
    plain = QueueRules(name="first", title="first")
    same = {field for field in QueueRules.__struct_fields__ if getattr(rich, field) == getattr(plain, field)}
    assert same - unwritten == {"longest_wait_exit", "full_exit"}  # which older tests write
