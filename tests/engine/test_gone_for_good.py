"""Other rules while calls are live: who is named no more ends what they do, is gone, and is explained all the same."""

from typing import Any

import msgspec

from acd.engine.calls import CallState
from acd.engine.facts import AgentSignedIn, CallTransferred, RulesChanged, TalkEnded
from acd.engine.orders import Refused
from agents.states import AgentState
from tests.engine.centre_kit import CentreKit, agent, queue
from tests.engine.explain_kit import decisions, watched

ANNA, BORIS, CLARA = agent("anna", billing=3), agent("boris", billing=3), agent("clara", billing=1)
DORA = agent("dora", billing=3)


def a_centre(**rules: Any) -> CentreKit:
    return CentreKit(queue("billing", {"billing": 2}, nobody_s=60.0), agents=(ANNA, BORIS, CLARA, DORA), **rules)


def change(centre: CentreKit, **rules: Any) -> bool:
    """Let other rules hold; False if they are refused."""
    orders = centre.tell(RulesChanged(msgspec.structs.replace(centre.rules, **rules)))
    return not any(isinstance(order, Refused) for order in orders)


def why_not_in(centre: CentreKit, name: str) -> str:
    """Why an agent cannot come to work."""
    (refused,) = (order for order in centre.tell(AgentSignedIn(name)) if isinstance(order, Refused))
    return refused.why


def test_who_is_named_no_more_and_talks_is_here_until_the_end_of_the_talk_and_then_gone() -> None:
    centre = a_centre()
    centre.sign_in("anna")
    centre.call("c1", "billing")
    centre.answer("c1")
    assert change(centre, agents=(BORIS, CLARA))
    roster = centre.engine.centre.roster
    assert (roster["anna"].state, len(roster), "anna" in roster) == (AgentState.TALKING, 3, True)
    assert why_not_in(centre, "anna") == "agent anna is on the roster no more"
    centre.end_talk("c1")
    assert (roster.get("anna"), len(roster), "anna" in roster) == (None, 2, False)
    assert [each.name for each in roster] == ["boris", "clara"]
    assert why_not_in(centre, "anna") == "agent anna is not on the roster"


def test_who_is_named_no_more_and_rings_may_still_answer() -> None:
    centre = a_centre()
    centre.sign_in("anna")
    centre.call("c1", "billing")
    assert change(centre, agents=(BORIS, CLARA))
    centre.answer("c1")
    assert centre.engine.centre.calls["c1"].state is CallState.TALKING


def test_who_is_named_no_more_and_is_free_is_gone_at_once_and_gets_no_call() -> None:
    centre = a_centre()
    centre.sign_in("anna")
    assert change(centre, agents=(BORIS, CLARA))
    assert centre.engine.centre.roster.get("anna") is None
    centre.call("c1", "billing")
    assert "c1" not in centre.engine.centre.calls or centre.engine.centre.calls["c1"].offer is None


def test_who_is_named_again_while_talking_stays_at_work() -> None:
    centre = a_centre()
    centre.sign_in("anna")
    centre.call("c1", "billing")
    centre.answer("c1")
    assert change(centre, agents=(BORIS, CLARA))
    assert change(centre, agents=(ANNA, BORIS, CLARA))
    centre.end_talk("c1")
    assert centre.engine.centre.roster["anna"].state is AgentState.READY


def test_who_meant_to_go_and_is_named_again_goes() -> None:
    centre = a_centre()
    centre.sign_in("anna")
    centre.call("c1", "billing")
    centre.answer("c1")
    centre.sign_out("anna")
    assert change(centre, agents=(BORIS,))
    assert change(centre, agents=(ANNA, BORIS))
    centre.end_talk("c1")
    assert centre.engine.centre.roster["anna"].state is AgentState.SIGNED_OUT


def test_who_is_named_again_after_going_home_may_come_again() -> None:
    centre = a_centre()
    centre.sign_in("anna")
    assert change(centre, agents=(BORIS,))
    assert change(centre, agents=(ANNA, BORIS))
    centre.sign_in("anna")
    assert centre.engine.centre.roster["anna"].state is AgentState.READY


def test_a_queue_that_is_named_no_more_stays_while_a_call_is_in_it() -> None:
    centre = a_centre()
    centre.sign_in("clara")
    centre.call("c1", "billing")
    assert change(centre, queues=(queue("support"),))
    assert list(centre.engine.centre.queues) == ["support", "billing"]
    centre.sign_in("anna")
    assert centre.engine.centre.calls["c1"].agent == "anna"


def test_who_waits_for_somebody_who_goes_home_for_good_is_served_by_others() -> None:
    centre = a_centre()
    centre.sign_in("boris", "anna", "dora")
    centre.pause("dora")
    for call_id in ("c1", "c2"):
        centre.call(call_id, "billing")
        centre.answer(call_id)
    centre.tell(CallTransferred(call="c2", queue="billing", by="anna", agent="boris", fetched=True))
    assert centre.the_call("c2").wanted == "boris"
    assert change(centre, agents=(ANNA, CLARA, DORA))
    centre.end_talk("c1")
    assert centre.engine.centre.roster.get("boris") is None
    centre.tell(TalkEnded("c2", "anna"))
    centre.unpause("dora")
    assert (centre.the_call("c2").wanted, centre.offered_to("c2")) == ("", "dora")


def test_decisions_before_and_after_are_explained_each_by_its_rules() -> None:
    centre = a_centre()
    centre.sign_in("boris")
    centre.pause("boris")
    centre.call("c1", "billing")
    assert change(centre, agents=(ANNA, CLARA))
    centre.sign_in("anna")
    assert [each.agent for each in decisions(centre, "c1")][-1] == "anna"
    assert list(watched(centre, "c1").agents) == ["anna", "boris", "clara", "dora"]
