"""The rules that random worlds run under: plain ones, and one centre in which everything is mixed."""

from acd.engine.routing_rules import (
    Bounds,
    Credit,
    Deflection,
    LastAgent,
    MissRule,
    Overflow,
    Patience,
    Personal,
    Schedule,
    Step,
    Turns,
)
from acd.engine.rules import CentreRules
from tests.engine.centre_kit import agent, exit_to, queue

SKILLS = {"billing": "", "english": "", "russian": ""}

PLAIN = CentreRules(
    name="random",
    skills=SKILLS,
    queues=(
        queue("billing", {"billing": 2}, longest_wait_s=90.0, longest_wait_exit=exit_to("queue", "overflow")),
        queue("vip", priority=2, most_waiting=2, full_exit=exit_to("queue", "overflow"), nobody_s=15.0),
        queue("overflow", most_waiting=2, full_exit=exit_to("queue", "vip"), nobody_exit=exit_to("extension", "9")),
    ),
    agents=(
        agent("anna", wrap_up_s=10.0, billing=3, english=5),
        agent("boris", billing=3, english=5),
        agent("clara", wrap_up_s=7.5, billing=1, russian=5),
        agent("dora", wrap_up_s=3.0, english=2, russian=2, billing=9),
    ),
    misses_to_pause=2,
)

PATIENCE = Patience(busy_s=30.0, wrap_up_s=10.0, paused_s=5.0, away_s=3.0)

MIXED = CentreRules(
    name="mixed",
    skills=SKILLS,
    queues=(
        queue(
            "billing",
            need="billing >= 2 and not russian >= 5",
            steps=(
                Step(need="billing >= 1", when=Bounds(after_s=20.0, waiting=2)),
                Step(need="{language} >= 1 or billing", when=Bounds(expected_wait_s=200.0, signed_in=1)),
                Step(need="", when=Bounds(after_s=45.0)),
            ),
            choice="best-level",
            ring_at_once=3,
            tiers={"1": "", "2": "billing >= 5"},
            transfer_place="front",
            longest_wait_s=90.0,
            longest_wait_exit=exit_to("queue", "overflow"),
        ),
        queue(
            "vip",
            priority=2,
            weight=2.0,
            longest_wait_s=120.0,
            credits=(Credit(data={"language": "english"}, seconds=40.0),),
            choice="random",
            personal=Personal(data="manager", patience=PATIENCE),
            last_agent=LastAgent(within_s=300.0, patience=PATIENCE),
            overflow=(Overflow(when=Bounds(after_s=25.0, waiting=3), to=exit_to("queue", "overflow")),),
            most_waiting=2,
            full_exit=exit_to("queue", "overflow"),
            nobody_s=15.0,
        ),
        queue(
            "overflow",
            choice="specialists-first",
            longest_wait_s=120.0,
            deflect=(Deflection(when=Bounds(waiting=1), to=exit_to("callback")),),
            hours="short",
            closed_exit=exit_to("number", "1234"),
            at_closing="exit",
            transfer_place="back",
            most_waiting=2,
            full_exit=exit_to("queue", "vip"),
            overflow=(Overflow(when=Bounds(after_s=15.0), to=exit_to("queue", "vip")),),
            nobody_exit=exit_to("callback"),
            nobody_s=3.0,
        ),
    ),
    agents=(
        agent("anna", wrap_up_s=10.0, deputy="boris", billing=3, english=5),
        agent("boris", deputy="anna", billing=3, english=5),
        agent("clara", wrap_up_s=7.5, billing=1, russian=5),
        agent("dora", wrap_up_s=3.0, english=2, russian=2, billing=9),
    ),
    turns=Turns(priority_worth_s=15.0, redial_s=60.0),
    misses=MissRule(rejected_s=5.0, no_answer_s=12.0, unreachable_s=40.0),
    misses_to_pause=2,
    hours={"short": Schedule(zone="UTC", week=(((0, 4),),) * 7)},
    seed=7,
)

CHANGED = CentreRules(
    name="changed",
    skills={"billing": "", "english": ""},
    queues=(
        queue("billing", need="billing", choice="least-occupied", longest_wait_s=120.0, weight=0.5),
        queue("overflow", choice="round-robin", ring_at_once=2, priority=1),
    ),
    agents=(
        agent("anna", billing=9),
        agent("clara", english=5),
        agent("dora", deputy="clara", billing=2),
        agent("eve", billing=1),
    ),
    turns=Turns(order="closest-to-target", priority_worth_s=15.0),
)

LITTLE = CentreRules(
    name="little",
    skills={"billing": "", "russian": ""},
    queues=(queue("billing", longest_wait_s=100.0),),
    agents=(agent("anna", billing=1), agent("boris", billing=3)),
)
"""What remains when nearly everything is named no more."""
