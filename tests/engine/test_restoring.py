"""After a restart: everybody is where they belong, and nothing is offered before the world is taken over."""

from typing import Any, Literal

from acd.engine.facts import AgentRestored, AgentSignedIn, CallQueued, CallRestored, DeviceChanged, Settled
from acd.engine.orders import Offer, SendAway, Wait
from agents.needs import parse_need
from agents.states import Device
from tests.engine.centre_kit import CentreKit, agent, queue

ANNA = (agent("anna", wrap_up_s=30.0), agent("boris"), agent("clara"))


def restarted(*queues: Any, at: float = 1000.0) -> CentreKit:
    """A new engine a while after the old one was lost."""
    kit = CentreKit(*queues, agents=ANNA, settled=False)
    kit.now = at
    return kit


def restore(kit: CentreKit, call_id: str, state: Literal["menu", "waiting", "talking"], **more: Any) -> None:
    queue = "" if state == "menu" else "billing"
    kit.tell(CallRestored(**{"call": call_id, "state": state, "arrived_at": 900.0, "queue": queue, **more}))


def test_waiting_calls_are_offered_in_their_old_order_whatever_order_they_are_found_in() -> None:
    kit = restarted()
    for name, since in (("anna", 500.0), ("boris", 300.0), ("clara", 400.0)):
        kit.tell(AgentRestored(agent=name, signed_in=True, idle_since=since))
    restore(kit, "third", "waiting", queued_at=930.0)
    restore(kit, "first", "waiting", queued_at=910.0)
    restore(kit, "urgent", "waiting", queued_at=940.0, priority=3)
    restore(kit, "second", "waiting", queued_at=920.0)
    assert kit.ordered(Offer) == []
    kit.tell(Settled())
    assert [(offer.call, offer.agent) for offer in kit.ordered(Offer)] == [
        ("urgent", "boris"),
        ("first", "clara"),
        ("second", "anna"),
    ]


def test_their_places_are_given_back_to_be_kept() -> None:
    kit = restarted()
    restore(kit, "c1", "waiting", queued_at=910.0)
    assert kit.ordered(Wait) == [Wait("c1", "billing", 910.0)]


def test_what_the_menu_collected_is_there_again_and_the_queues_own_priority_counts_once() -> None:
    kit = CentreKit(queue("billing", {"billing": 3}, priority=5), settled=False)
    restore(
        kit,
        "c1",
        "waiting",
        queued_at=0.0,
        needs={"english": 4, "gone": 1},
        priority=7,
        topic="refund",
        data={"a": "1"},
    )
    call = kit.the_call("c1")
    assert (call.priority, call.need) == (7, parse_need("billing >= 3 and english >= 4"))
    assert (call.topic, call.data) == ("refund", {"a": "1"})
    assert kit.notes() == ["c1: need_dropped need=gone:1"]


def test_who_missed_a_call_before_the_restart_does_not_get_it_after() -> None:
    kit = restarted()
    for name in ("anna", "boris"):
        kit.tell(AgentRestored(agent=name, signed_in=True, idle_since=1.0))
    restore(kit, "c1", "waiting", queued_at=910.0, refused=("anna", "who left the company"))
    kit.tell(Settled())
    assert kit.offered_to("c1") == "boris"


def test_a_call_refused_by_everybody_here_waits_on() -> None:
    kit = restarted()
    kit.tell(AgentRestored(agent="anna", signed_in=True))
    restore(kit, "c1", "waiting", queued_at=910.0, refused=("anna",))
    kit.tell(Settled())
    assert (kit.state("c1"), kit.state("anna")) == ("waiting", "ready")


def test_the_longest_wait_runs_on_over_the_restart() -> None:
    kit = restarted(queue("billing", longest_wait_s=120.0))
    kit.tell(AgentRestored(agent="anna", signed_in=True, pause_reason="lunch"))
    restore(kit, "c1", "waiting", queued_at=910.0)
    kit.tell(Settled())
    kit.pass_time(29)
    assert kit.state("c1") == "waiting"
    kit.pass_time(1)
    assert [away.why for away in kit.ordered(SendAway)] == ["longest_wait"]


def test_a_call_moved_between_queues_has_the_longest_wait_of_the_last_one() -> None:
    kit = restarted(queue("billing", longest_wait_s=120.0))
    kit.tell(AgentRestored(agent="anna", signed_in=True, pause_reason="lunch"))
    restore(kit, "c1", "waiting", queued_at=500.0, entered_at=950.0)
    kit.pass_time(69)
    assert kit.state("c1") == "waiting"
    kit.pass_time(1)
    assert kit.state("c1") == "leaving"


def test_a_call_that_was_let_in_is_not_turned_away_as_one_too_many() -> None:
    kit = restarted(queue("billing", most_waiting=1))
    kit.tell(AgentRestored(agent="anna", signed_in=True, pause_reason="lunch"))
    restore(kit, "c1", "waiting", queued_at=910.0)
    restore(kit, "c2", "waiting", queued_at=911.0)
    kit.tell(Settled())
    assert (kit.state("c1"), kit.state("c2")) == ("waiting", "waiting")


def test_nobody_here_gives_the_way_out_only_once_the_world_is_taken_over() -> None:
    kit = restarted()
    restore(kit, "c1", "waiting", queued_at=910.0)
    assert kit.state("c1") == "waiting"
    kit.tell(Settled())
    assert [away.why for away in kit.ordered(SendAway)] == ["nobody"]


def test_a_conversation_goes_on_and_ends_as_ever() -> None:
    kit = restarted()
    kit.tell(AgentRestored(agent="anna", signed_in=True, idle_since=3.0))
    kit.tell(DeviceChanged("anna", Device.BUSY))
    restore(kit, "c1", "talking", agent="anna")
    kit.tell(Settled())
    assert (kit.talks_to("c1"), kit.state("anna")) == ("anna", "talking")
    kit.end_talk("c1")
    kit.pass_time(30)
    assert (kit.state("c1"), kit.state("anna")) == ("leaving", "ready")


def test_an_agent_found_talking_without_a_journal_goes_home_afterwards() -> None:
    kit = restarted()
    restore(kit, "c1", "talking", agent="boris")
    assert kit.state("boris") == "talking"
    kit.end_talk("c1")
    assert kit.state("boris") == "signed_out"


def test_a_call_found_in_the_menu_asks_for_an_agent_later() -> None:
    kit = restarted()
    kit.tell(AgentRestored(agent="boris", signed_in=True))
    restore(kit, "c1", "menu")
    kit.tell(Settled())
    kit.tell(CallQueued(call="c1", queue="billing"))
    assert kit.offered_to("c1") == "boris"


def test_wrap_up_runs_on_and_ends_by_itself() -> None:
    kit = restarted()
    kit.tell(AgentRestored(agent="anna", signed_in=True, wrap_up_until=1012.0))
    restore(kit, "c1", "waiting", queued_at=910.0)
    kit.tell(Settled())
    kit.pass_time(11)
    assert (kit.state("anna"), kit.state("c1")) == ("wrap_up", "waiting")
    kit.pass_time(1)
    assert kit.offered_to("c1") == "anna"


def test_the_old_wrap_up_does_not_end_that_of_a_conversation_found_later() -> None:
    kit = restarted()
    kit.tell(AgentRestored(agent="anna", signed_in=True, wrap_up_until=1012.0))
    restore(kit, "c1", "talking", agent="anna")
    kit.tell(Settled())
    kit.pass_time(5)
    kit.end_talk("c1")
    kit.pass_time(7)  # the wrap-up from before the restart would have ended now
    assert kit.state("anna") == "wrap_up"


def test_a_pause_with_its_reason_and_the_misses_are_kept() -> None:
    kit = restarted()
    kit.tell(AgentRestored(agent="anna", signed_in=True, pause_reason="lunch", misses=2))
    assert (kit.state("anna"), kit.the_agent("anna").pause_reason) == ("paused", "lunch")
    assert kit.the_agent("anna").misses == 2


def test_who_was_signed_out_stays_so() -> None:
    kit = restarted()
    kit.tell(AgentRestored(agent="anna", signed_in=False))
    assert kit.state("anna") == "signed_out"


def test_times_from_the_future_are_taken_as_now() -> None:
    kit = restarted()
    kit.tell(AgentRestored(agent="anna", signed_in=True, idle_since=5000.0))
    restore(kit, "c1", "waiting", arrived_at=5000.0, queued_at=5000.0, entered_at=5000.0)
    call = kit.the_call("c1")
    assert (kit.the_agent("anna").idle_since, call.arrived_at, call.place, call.queued_at) == (1000.0,) * 4


def test_before_it_is_settled_nothing_is_offered_and_after_it_everything() -> None:
    kit = restarted()
    kit.call("c1")
    kit.tell(AgentSignedIn("anna"))
    assert kit.offered_to("c1") is None
    kit.tell(Settled())
    assert kit.offered_to("c1") == "anna"
