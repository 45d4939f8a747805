"""A fact that cannot be true now changes nothing and is reported."""

import math
from typing import Any

import pytest

from acd.engine import call_facts
from acd.engine.engine import Engine
from acd.engine.facts import (
    AgentPaused,
    AgentRestored,
    AgentSignedIn,
    AgentSignedOut,
    AgentUnpaused,
    AlarmRang,
    AnyFact,
    CallArrived,
    CallLeft,
    CallQueued,
    CallReleased,
    CallRestored,
    DeviceChanged,
    Miss,
    OfferAnswered,
    OfferMissed,
    Settled,
    Started,
    TalkEnded,
)
from acd.engine.orders import Refused
from acd.engine.rules import CentreRules
from agents.states import Device
from tests.engine.centre_kit import CentreKit, agent, exit_to, queue
from tests.engine.dump import dump

NONSENSE: list[tuple[AnyFact, str]] = [
    (Settled(), "the engine has settled already"),
    (CallQueued(call="nobody", queue="billing"), "call nobody is not known"),
    (CallQueued(call="menu", queue="cellar"), "queue cellar is not configured"),
    (CallQueued(call="talking", queue="billing"), "call talking is talking: queue is not possible"),
    (CallLeft("nobody"), "call nobody is not known"),
    (CallReleased("talking"), "call talking is talking: send_away is not possible"),
    (OfferAnswered(7, "ringing", "boris"), "offer 7 of call ringing to boris is over"),
    (OfferAnswered(2, "ringing", "zoe"), "agent zoe is not on the roster"),
    (OfferMissed(1, "talking", "anna", Miss.BUSY), "offer 1 of call talking to anna is over"),
    (TalkEnded("ringing", "boris"), "agent boris is offered: leg_end is not possible"),
    (TalkEnded("talking", "boris"), "agent boris is not in call talking"),
    (TalkEnded("talking", "clara"), "agent clara is not in call talking"),
    (AgentSignedIn("zoe"), "agent zoe is not on the roster"),
    (AgentSignedOut("dora"), "agent dora is signed_out: sign_out is not possible"),
    (AgentPaused("dora", "lunch"), "agent dora is signed_out: pause is not possible"),
    (AgentSignedIn("clara"), "agent clara is paused: sign_in is not possible"),
    (AgentUnpaused("dora"), "agent dora is signed_out: unpause is not possible"),
    (DeviceChanged("zoe", Device.FREE), "agent zoe is not on the roster"),
    (AgentRestored(agent="clara", signed_in=True), "agent clara is paused already: too late to restore"),
    (CallRestored(call="menu", state="menu", arrived_at=0.0), "call menu is known already"),
    (
        CallRestored(call="new", state="waiting", arrived_at=0.0, queue="cellar"),
        "call new waits for queue 'cellar', which is not configured",
    ),
    (CallRestored(call="new", state="talking", arrived_at=0.0, agent="zoe"), "agent zoe is not on the roster"),
    (
        CallRestored(call="new", state="talking", arrived_at=0.0, agent="boris"),
        "agent boris is offered: found_talking is not possible",
    ),
]


def busy_kit() -> CentreKit:
    """Anna talks, Boris rings, Clara has lunch, Dora is at home; one caller is in the menu."""
    kit = CentreKit(agents=tuple(agent(name) for name in ("anna", "boris", "clara", "dora")))
    kit.sign_in("anna", "boris", "clara")
    kit.pause("clara")
    kit.call("talking")
    kit.answer("talking")
    kit.call("ringing")
    kit.tell(CallArrived("menu"))
    return kit


@pytest.mark.parametrize(("fact", "why"), NONSENSE, ids=lambda each: str(each)[:60])
def test_what_cannot_be_true_changes_nothing_and_is_reported(fact: AnyFact, why: str) -> None:
    kit = busy_kit()
    before = dump(kit.engine)
    kit.tell(fact)
    assert kit.why_refused() == why
    assert dump(kit.engine) == before


@pytest.mark.parametrize("at", [2.9, -1.0, math.nan, math.inf, -math.inf])
def test_time_that_runs_backwards_or_is_no_time_is_refused(at: float) -> None:
    kit = busy_kit()
    before = dump(kit.engine)
    kit.tell(AgentSignedIn("dora"), at=at)
    assert kit.why_refused().startswith(f"time ran backwards, or is no time: {at} after 3.0")
    assert dump(kit.engine) == before


@pytest.mark.parametrize("fact", [AlarmRang(), CallArrived("c1"), Settled()])
def test_before_it_has_started_the_engine_takes_nothing_else(fact: AnyFact) -> None:
    (order,) = Engine().handle(fact, 0.0)
    assert isinstance(order, Refused)
    assert order.why == "the engine has not started: the first fact is Started"


def test_it_starts_once() -> None:
    kit = CentreKit()
    kit.tell(Started(kit.rules))
    assert kit.why_refused() == "the engine has started already"


@pytest.mark.parametrize(
    ("rules", "why"),
    [
        ({"queues": (queue("a", nobody_exit=exit_to("queue", "b")),)}, "way out to 'b', which is no queue"),
        ({"queues": (queue("a", {"chess": 1}),)}, "queue a: chess:1 is no defined skill"),
        ({"queues": (queue("a"), queue("a"))}, "named twice: a"),
        ({"agents": (agent("anna", billing=11),)}, "agent anna: billing:11 is no defined skill"),
        ({"agents": (agent("anna"), agent("anna"))}, "named twice: anna"),
    ],
)
def test_rules_that_do_not_hold_together_are_refused_and_good_ones_may_follow(rules: dict[str, Any], why: str) -> None:
    engine = Engine()
    plain: dict[str, Any] = {"name": "test", "skills": {"billing": ""}, "queues": (queue("q"),), "agents": ()}
    (order,) = engine.handle(Started(CentreRules(**(plain | rules))), 0.0)
    assert isinstance(order, Refused)
    assert why in order.why
    assert engine.handle(Started(CentreRules(**plain)), 0.0) == ()


@pytest.mark.parametrize("fact", [CallArrived("c3"), CallRestored(call="c3", state="menu", arrived_at=0.0)])
def test_calls_beyond_the_limit_are_refused(fact: AnyFact, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call_facts, "LIVE_CALLS_LIMIT", 2)
    kit = CentreKit()
    kit.tell(CallArrived("c1"))
    kit.tell(CallArrived("c2"))
    kit.tell(fact)
    assert kit.why_refused() == "2 calls are live already"
    kit.hang_up("c1")
    kit.tell(fact)
    assert kit.state("c3") == "menu"
