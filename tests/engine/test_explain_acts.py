"""A call's story names the people who had a hand in it, and why they did, in both languages."""

from acd.engine.acts import CallAssigned, CallCut, CallMoved, CallPrioritised, Door, QueueSteered, SkillsChanged
from acd.engine.explain_parts import Verdict
from acd.engine.facts import CallTransferred, Miss
from acd.engine.orders import Wait
from acd.engine.routing_rules import Bounds, Step
from tests.engine.centre_kit import CentreKit, agent, exit_to, queue
from tests.engine.explain_kit import decisions, story, the_last, verdicts, why_not_told

STEPS = (Step(need="", when=Bounds(after_s=10.0)),)


def a_kit(*here: str) -> CentreKit:
    kit = CentreKit(
        queue("billing", {"billing": 9}, steps=STEPS, nobody_s=600.0),
        queue("support", {"russian": 1}, nobody_s=600.0),
        agents=(agent("anna", billing=3), agent("boris", billing=9)),
    )
    kit.sign_in(*here)
    return kit


def test_every_act_on_a_call_is_told_with_who_and_why() -> None:
    kit = a_kit("anna")
    kit.call("c1")
    kit.tell(CallPrioritised(call="c1", priority=5, who="sue", why="a regular"))
    kit.tell(CallMoved(call="c1", queue="support", who="sue", why="asks for it"))
    kit.tell(CallCut(call="c1", who="max"))
    told = [line for line in story(kit, "c1") if "sue" in line or "max" in line or "ended in" in line]
    assert told == [
        "1.0: sue gave call c1 priority 5: a regular.",
        "1.0: sue moved call c1 to queue support: asks for it.",
        "1.0: max ended call c1.",
        "1.0: call c1 was ended in queue support: a person's act.",
    ]
    assert "1.0: sue переводит звонок c1 в очередь support: asks for it." in story(kit, "c1", "ru")


def test_who_did_not_say_who_they_are_is_somebody() -> None:
    kit = a_kit()
    kit.call("c1")
    kit.tell(CallPrioritised(call="c1", priority=5))
    assert "0.0: somebody gave call c1 priority 5." in story(kit, "c1")
    assert "0.0: кто-то даёт звонку c1 приоритет 5." in story(kit, "c1", "ru")


def test_an_act_that_was_refused_is_not_told() -> None:
    kit = a_kit()
    kit.call("c1")
    kit.tell(CallMoved(call="c1", queue="none", who="sue"))
    assert not [line for line in story(kit, "c1") if "sue" in line]


def test_an_assigned_call_waits_for_its_agent_and_for_nobody_else() -> None:
    kit = a_kit("anna")
    kit.call("other")
    kit.pass_time(10)
    kit.answer("other")
    kit.call("c1")
    kit.tell(CallAssigned(call="c1", agent="anna", who="sue", why="knows it"))
    kit.sign_in("boris")
    lines = story(kit, "c1")
    assert "11.0: sue assigned call c1 to anna: knows it." in lines
    assert "11.0: call c1 waits for anna (assigned to them), for 45 s as they are." in lines
    assert the_last(kit, "c1").waits_for is not None
    kit.end_talk("other")
    assert verdicts(the_last(kit, "c1")) == {"anna": Verdict.CHOSEN, "boris": Verdict.NOT_WANTED}
    assert any("assigned to them" in line for line in why_not_told(kit, "c1", "boris"))


def test_a_refusal_that_a_person_overruled_is_forgotten() -> None:
    kit = a_kit("anna")
    kit.call("c1")
    kit.pass_time(10)
    kit.miss("c1", Miss.REJECTED)
    kit.tell(CallAssigned(call="c1", agent="anna", who="sue"))
    assert verdicts(the_last(kit, "c1"))["anna"] is Verdict.CHOSEN
    kit.miss("c1")
    assert the_last(kit, "c1").verdict_of("anna").refusal == "no_answer"  # type: ignore[union-attr]


def test_a_queue_that_a_person_closed_is_not_told_as_closed_by_hours() -> None:
    kit = CentreKit(queue("billing", closed_exit=exit_to("queue", "support")), queue("support", nobody_s=60.0))
    kit.pause("anna")
    kit.tell(QueueSteered(queue="billing", door=Door.CLOSED, who="sue", why="a drill"))
    kit.tell(QueueSteered(queue="support", door=Door.DRAINING))
    kit.call("c1")
    told = [line for line in story(kit, "c1") if "closed" in line]
    assert told == [
        "0.0: call c1 was moved from queue billing to support: the queue was closed by sue: a drill.",
        "0.0: call c1 was ended in queue support: the queue was closed by ?.",
    ]


def test_steps_that_are_open_stay_open_in_the_story_when_a_message_is_played() -> None:
    kit = a_kit()
    kit.call("c1")
    kit.pass_time(10)
    assert kit.tell(QueueSteered(queue="billing", say="a-fire")) == (Wait("c1", "billing", 0.0, "a-fire"),)
    kit.sign_in("anna")
    (step,) = the_last(kit, "c1").steps
    assert (step.is_open, step.opened_at, step.why) == (True, 10.0, "time")


def test_a_call_that_somebody_pulled_away_is_told_by_who_did_it() -> None:
    kit = a_kit("boris")
    kit.call("c1")
    kit.answer("c1")
    kit.tell(CallTransferred(call="c1", queue="support", by="boris", who="sue", why="mine"))
    assert "1.0: sue passed call c1 on to support: mine." in story(kit, "c1")


def test_decisions_see_the_skills_that_hold_at_that_moment() -> None:
    kit = a_kit("anna")
    kit.call("c1")
    kit.tell(SkillsChanged(agent="anna", skills={"billing": 9}))
    before, after = decisions(kit, "c1")
    assert (verdicts(before)["anna"], verdicts(after)["anna"]) == (Verdict.LATER, Verdict.CHOSEN)
