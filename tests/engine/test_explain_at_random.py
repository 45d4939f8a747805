"""Every decision of a busy, random day is explained truly: the order worked out again is the engine's, term by term.

The explanation ranks agents and calls one by one from the rules as they are written; the engine searches by group and
line. Whatever the way to choose and the order of calls, both must name the same.
"""

from random import Random
from typing import Any, get_args

import pytest

from acd.engine.engine import Engine
from acd.engine.explain import Witness
from acd.engine.explain_parts import Explained, ServedFirst, Verdict
from acd.engine.explain_text import Teller
from acd.engine.explain_why_not import why_not
from acd.engine.facts import Miss
from acd.engine.orders import Offer, Refused
from acd.engine.routing_rules import (
    NEVER_S,
    Bounds,
    Choice,
    Credit,
    Deflection,
    Exit,
    LastAgent,
    MissRule,
    Overflow,
    Patience,
    Personal,
    Step,
    Turns,
)
from acd.engine.rules import QueueRules
from tests.engine.centre_kit import CentreKit, agent, queue
from tests.engine.explain_kit import watched

NAMES = ("anna", "boris", "clara", "dora", "egor", "fedor")
AGENTS = tuple(
    agent(name, wrap_up_s=number * 2.0, billing=number * 3 % 7, english=number * 5 % 8, russian=number % 4)
    for number, name in enumerate(NAMES)
)
PATIENCE = Patience(ready_s=5.0, busy_s=15.0, paused_s=8.0)
TURNS = (
    Turns(),
    Turns(priority_worth_s=30.0, redial_s=60.0),
    Turns(order="closest-to-target", priority_worth_s=5.0),
)


def queues(choice: Choice, seed: int) -> tuple[QueueRules, ...]:
    hopes = seed % 2 == 0
    steps = (
        Step(need="billing >= 2", when=Bounds(after_s=9.0)),
        Step(
            need="english >= 1 or russian >= 3",
            when=Bounds(after_s=40.0, waiting=4, signed_in=2, expected_wait_s=300.0),
        ),
    )
    return (
        queue(
            "billing",
            need="billing >= 4 or ({language})",
            steps=steps,
            choice=choice,
            weight=1.0 if hopes else 2.0,
            credits=(Credit(data={"tier": "gold"}, seconds=45.0),),
            personal=Personal(data="manager", patience=PATIENCE) if hopes else None,
            longest_wait_s=200.0,
        ),
        queue(
            "support",
            choice=choice,
            priority=1,
            last_agent=LastAgent(within_s=100.0, patience=PATIENCE) if hopes else None,
            ring_at_once=2,
            answer_within_s=60.0,
            overflow=(Overflow(when=Bounds(after_s=50.0), to=Exit(go="queue", target="billing")),),
            deflect=(Deflection(when=Bounds(waiting=6), to=Exit(go="callback")),),
        ),
    )


def a_random_day(choice: Choice, seed: int) -> CentreKit:
    """Six agents and some forty calls, told in any order."""
    chance = Random(seed)
    kit = CentreKit(
        *queues(choice, seed),
        agents=AGENTS,
        turns=TURNS[seed % 3],
        misses=MissRule(no_answer_s=4.0),
        seed=seed,
        misses_to_pause=2,
    )
    kit.sign_in(*NAMES[: 3 + seed % 4])
    for number in range(160):
        something_happens(kit, chance, number)
    return kit


def something_happens(kit: CentreKit, chance: Random, number: int) -> None:
    kit.pass_time(chance.choice([0.0, 0.5, 1.0, 3.0]))
    offered = [call.call_id for call in kit.engine.centre.calls.values() if call.state == "offered"]
    talking = [call.call_id for call in kit.engine.centre.calls.values() if call.state == "talking"]
    name, what = chance.choice(NAMES), chance.random()
    if what < 0.35:
        data = {"tier": chance.choice(["gold", ""]), "manager": chance.choice(["", "", "anna", "clara"])}
        asked: dict[str, Any] = {
            "data": data,
            "priority": chance.randint(0, 2),
            "language": chance.choice(["english", ""]),
        }
        kit.call(f"c{number}", chance.choice(["billing", "support"]), **asked)
    elif what < 0.55 and offered:
        kit.answer(chance.choice(offered))
    elif what < 0.65 and offered:
        kit.miss(chance.choice(offered), chance.choice(list(Miss)))
    elif what < 0.85 and talking:
        kit.end_talk(chance.choice(talking))
    elif what < 0.9:
        kit.sign_in(name)
    elif what < 0.95:
        (kit.pause if chance.random() < 0.5 else kit.unpause)(name)
    else:
        kit.sign_out(name)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("choice", get_args(Choice))
def test_what_is_told_of_a_random_day_is_what_the_engine_did(choice: Choice, seed: int) -> None:
    kit = a_random_day(choice, seed)
    calls = {order.call for order in kit.ordered(Offer)}
    assert len(calls) > 10
    for call_id in calls:
        for told in watched(kit, call_id).told:
            if isinstance(told, Explained):
                the_order_of_agents_is_the_engines(told)
                the_terms_make_the_moment(told)
                whoever_was_passed_over_has_a_reason(told)
            elif isinstance(told, ServedFirst):
                assert told.other_standing.rank <= told.standing.rank
            for name in NAMES:
                why_not(told, name, Teller("ru"))


def the_order_of_agents_is_the_engines(told: Explained) -> None:
    able = [each for each in told.agents if each.rank is not None]
    assert [each.rank for each in able] == list(range(1, len(able) + 1))
    assert {each.agent for each in told.agents} == set(NAMES)
    assert told.agent == next((each.agent for each in able), None)
    assert all((each.verdict is Verdict.CHOSEN) == (each.agent == told.agent) for each in told.agents)
    assert all(each.verdict is Verdict.IDLE for each in able[1:])
    if told.drawn is not None:
        first_rung = [each for each in able if each.rung == able[0].rung]
        assert told.drawn[1] == len(first_rung)
        assert 1 <= told.drawn[0] <= len(first_rung)


def the_terms_make_the_moment(told: Explained) -> None:
    seen = told.standing
    # Strict priority goes before all waiting, so it is not multiplied with it where queues have weights.
    strict = seen.priority_worth_s >= NEVER_S
    worth_s = seen.priority_worth_s / ((seen.weight or 1.0) if strict else 1.0)
    moment = seen.place - seen.credit_s - seen.priority * worth_s + (seen.target_s or 0.0)
    assert moment == pytest.approx(seen.moment)


def whoever_was_passed_over_has_a_reason(told: Explained) -> None:
    for each in told.passed_over:
        assert each.standing.rank <= told.standing.rank
        assert each.wanted or each.lacks or each.later or each.refusal, f"{each.call} was first, and nothing kept it"


def test_a_witness_changes_no_order() -> None:
    kit = a_random_day("random", 1)
    for call_id in ("c1", "c30"):
        seen = Witness(call_id)
        engine = Engine(seen.watch)
        for at, fact, orders in kit.journal:
            assert seen.tell(engine, fact, at) == orders


def test_the_random_day_has_something_of_everything() -> None:
    days = [a_random_day("longest-idle", seed) for seed in range(4)]
    told = [
        each
        for day in days
        for call in {order.call for order in day.ordered(Offer)}
        for each in watched(day, call).told
    ]
    seen = [each for each in told if isinstance(each, Explained)]
    assert any(each.passed_over for each in seen)
    assert any(each.waits_for for each in seen)
    assert any(step.is_open for each in seen for step in each.steps)
    assert any(each.also for each in seen)
    assert any(isinstance(each, ServedFirst) for each in told)
    assert {Verdict.LACKS, Verdict.LATER, Verdict.REFUSED, Verdict.NOT_WANTED, Verdict.AFTER_MISS} <= {
        verdict.verdict for each in seen for verdict in each.agents
    }
    assert not any(isinstance(order, Refused) for day in days for order in day.journal[0][2])
