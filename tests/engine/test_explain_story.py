"""The rest of a call's story: steps that opened, agents who were waited for, ways out, queues it was moved through."""

from acd.engine.explain_parts import Explained
from acd.engine.facts import (
    CallbackAnswered,
    CallHandedOver,
    CallPutThrough,
    CallRestored,
    CallTransferred,
    Miss,
    RulesChanged,
)
from acd.engine.routing_rules import (
    Bounds,
    Deflection,
    Exit,
    LastAgent,
    Overflow,
    Patience,
    Personal,
    Schedule,
    Step,
)
from agents.roster import AgentRules
from tests.engine.centre_kit import CentreKit, agent, queue
from tests.engine.explain_kit import decisions, last_told, story, the_last, verdict, watched

TO_SUPPORT = Exit(go="queue", target="support")
NEVER_OPEN = Schedule(zone="UTC", week=((),) * 7)


def test_steps_say_since_when_and_why_they_are_open_or_when_they_open() -> None:
    steps = (
        Step(need="billing >= 2", when=Bounds(after_s=10.0)),
        Step(need="billing >= 1", when=Bounds(after_s=60.0, waiting=5, signed_in=1, expected_wait_s=900.0)),
        Step(need="", when=Bounds(signed_in=0)),
    )
    kit = CentreKit(
        queue("billing", need="billing >= 3", steps=steps, nobody_s=999.0),
        agents=(agent("anna", billing=2), agent("boris", billing=3)),
    )
    kit.call("c1")
    kit.pass_time(11)
    kit.sign_in("anna")
    assert [line.strip() for line in last_told(kit, "c1") if "Step" in line] == [
        "Step 1 is open since 0.0 (too few were signed in): billing >= 2.",
        "Step 2 is open since 0.0 (too few were signed in): billing.",
        "Step 3 opens when fewer than 0 are signed in: anybody.",
    ]
    assert "0.0: step 2 opened for call c1: too few were signed in." in story(kit, "c1")


def test_a_step_that_a_later_one_overtakes_opens_with_it() -> None:
    steps = (Step(need="billing >= 2", when=Bounds(after_s=90.0)), Step(need="", when=Bounds(after_s=30.0)))
    kit = CentreKit(queue("billing", need="billing >= 3", steps=steps, nobody_s=999.0))
    kit.call("c1")
    (decision,) = decisions(kit, "c1")
    assert [step.opens_at for step in decision.steps] == [30.0, 30.0]
    kit.pass_time(30)
    assert [step.opened_at for step in the_last(kit, "c1").steps] == [30.0, 30.0]
    assert "  Шаг 1 открыт с 30.0 (он ждёт уже достаточно): billing >= 2." in last_told(kit, "c1", "ru")


def test_steps_that_opened_before_a_restart_are_open() -> None:
    steps = (Step(need="", when=Bounds(after_s=600.0)),)
    kit = CentreKit(queue("billing", need="billing >= 3", steps=steps), settled=True)
    kit.sign_in("anna")
    kit.tell(CallRestored(call="c1", state="waiting", arrived_at=0.0, queue="billing", opened=1, refused=("anna",)))
    assert [line.strip() for line in last_told(kit, "c1") if "Step" in line or "anna" in line] == [
        "Step 1 is open: anybody.",
        "anna: did not take this call before the restart",
    ]
    assert story(kit, "c1")[0] == "1.0: call c1 was found in queue billing after a restart."


def test_a_value_that_nobody_knows_is_named() -> None:
    kit = CentreKit(queue("billing", need="billing >= 1 and {language} >= 3"))
    kit.sign_in("anna")
    kit.call("c1")
    assert the_last(kit, "c1").absent == ("language",)
    assert "  Not known of the call, and so not asked: language." in last_told(kit, "c1")
    kit.call("c2", language="russian")
    assert (the_last(kit, "c2").absent, the_last(kit, "c2").needs) == ((), ("billing and russian >= 3",))


PEOPLE: tuple[AgentRules, ...] = (
    agent("anna", billing=3),
    AgentRules(name="boris", endpoint="PJSIP/boris", skills={"billing": 3}, deputy="clara"),
    agent("clara", billing=3),
)
MANAGED = queue("billing", personal=Personal(data="manager", patience=Patience(ready_s=9.0, busy_s=25.0)))


def test_whom_a_call_waits_for_is_told_with_why_and_until_when() -> None:
    kit = CentreKit(MANAGED, agents=PEOPLE)
    kit.sign_in("boris", "anna")
    kit.call("c0")
    kit.answer("c0")
    assert kit.talks_to("c0") == "boris"
    kit.call("c1", data={"manager": "boris"})
    told = story(kit, "c1")
    assert "2.0: call c1 waits for boris (their personal agent), for 25 s as they are." in told
    assert "  It waits for boris (their personal agent) until 27.0." in told
    assert "    anna, clara: the call waited for boris" in told
    kit.pass_time(26)
    assert "27.0: call c1 waits for boris no longer." in story(kit, "c1")
    assert the_last(kit, "c1").waits_for is None


def test_who_is_not_waited_for_is_named_and_the_deputy_takes_their_place() -> None:
    kit = CentreKit(MANAGED, agents=PEOPLE)
    kit.sign_in("boris", "clara")
    kit.pause("boris", "lunch")
    kit.call("c1", data={"manager": "boris"})
    decision = the_last(kit, "c1")
    assert decision.waits_for is not None
    assert (decision.waits_for.agent, decision.waits_for.why) == ("clara", "deputy")
    assert (decision.agent, decision.not_awaited) == ("clara", ("boris",))
    assert "  It does not wait for boris: paused: lunch." in last_told(kit, "c1")


def test_the_last_agent_is_waited_for() -> None:
    kit = CentreKit(queue("billing", last_agent=LastAgent(within_s=600.0)), agents=PEOPLE)
    kit.sign_in("anna", "clara")
    kit.call("c1")
    kit.answer("c1")
    kit.end_talk("c1")
    kit.hang_up("c1")
    kit.call("c2")
    assert "  It waits for anna (the agent of their last call) until 22.0." in last_told(kit, "c2")
    assert "    boris, clara: the call waited for anna" in last_told(kit, "c2")


def test_overflow_is_told_with_its_rule_and_the_wait_goes_on() -> None:
    rule = Overflow(when=Bounds(after_s=15.0), to=TO_SUPPORT)
    kit = CentreKit(queue("billing", overflow=(rule,), nobody_s=99.0), queue("support", nobody_s=99.0))
    kit.call("c1")
    kit.pass_time(15)
    assert "15.0: call c1 was moved from queue billing to support: overflow after 15 s." in story(kit, "c1")
    assert (the_last(kit, "c1").queue, the_last(kit, "c1").standing.waited_s) == ("support", 15.0)


def test_a_deflection_on_entry_is_the_whole_story_of_a_call_that_nobody_decided_about() -> None:
    rule = Deflection(when=Bounds(waiting=1), to=Exit(go="callback"))
    kit = CentreKit(queue("billing", deflect=(rule,), nobody_s=99.0))
    kit.calls("c1", "c2")
    assert story(kit, "c2") == [
        "1.0: call c2 asked for an agent of queue billing.",
        "1.0: the caller of c2 was offered to be called back by queue billing: "
        "deflected on entry when more than 1 wait.",
    ]
    kit.tell(CallbackAnswered("c2", wanted=False))
    assert "2.0: call c2 waits on instead of being called back." in story(kit, "c2")


def test_a_callback_that_was_taken_is_told() -> None:
    rule = Deflection(when=Bounds(waiting=0), to=Exit(go="callback"))
    kit = CentreKit(queue("billing", deflect=(rule,)))
    kit.call("c1")
    kit.tell(CallbackAnswered("c1", wanted=True))
    assert story(kit, "c1", "ru")[-1] == "0.0: абоненту звонка c1 перезвонит очередь billing."


def test_each_way_out_says_by_which_limit() -> None:
    out = Exit(go="extension", target="600")
    kit = CentreKit(
        queue("billing", hours="office", closed_exit=TO_SUPPORT),
        queue("support", most_waiting=1, full_exit=out, longest_wait_s=30.0, nobody_s=99.0),
        hours={"office": NEVER_OPEN},
    )
    kit.calls("c1", "c2")
    kit.pass_time(40)
    closed = "{}: call {} was moved from queue billing to support: closed by the hours office."
    assert story(kit, "c2")[1:] == [
        closed.format("1.0", "c2"),
        "1.0: call c2 left queue support for extension 600: full: more than 1 wait.",
    ]
    assert story(kit, "c1")[1] == closed.format("0.0", "c1")
    assert story(kit, "c1")[-1] == "30.0: call c1 was ended in queue support: waited for 30 s, the longest there."


def test_nobody_being_here_is_told() -> None:
    kit = CentreKit(queue("billing", nobody_exit=Exit(go="number", target="+74950000000")))
    kit.call("c1")
    assert story(kit, "c1")[-1] == (
        "0.0: call c1 left queue billing for the number +74950000000: nobody signed in can serve it."
    )


def test_a_need_that_means_nothing_here_is_told() -> None:
    kit = CentreKit()
    kit.sign_in("anna")
    kit.call("c1", needs={"chess": 3})
    assert "1.0: chess:3 means nothing here and was not asked of the agent of c1." in story(kit, "c1")


def test_a_call_is_followed_through_talk_transfer_and_its_end() -> None:
    kit = CentreKit(agents=PEOPLE)
    kit.sign_in("anna", "boris", "clara")
    kit.call("c1")
    kit.miss("c1", Miss.BUSY)
    kit.answer("c1")
    kit.tell(CallTransferred(call="c1", queue="support", by="boris", agent="clara"))
    assert verdict(the_last(kit, "c1"), "boris").refusal == "passed_on"
    kit.answer("c1")
    kit.tell(CallHandedOver(call="c1", by="clara", to="anna"))
    kit.tell(CallPutThrough(call="c1", number="+35315550100", by="anna"))
    kit.hang_up("c1")
    after_first = [line for line in story(kit, "c1") if not line.startswith(" ")]
    assert after_first == [
        "3.0: call c1 asked for an agent of queue billing.",
        "3.0: call c1 looked for an agent and was offered to anna.",
        "3.0: anna did not take call c1: busy.",
        "3.0: call c1 looked for an agent and was offered to boris.",
        "3.0: boris answered call c1.",
        "3.0: boris passed call c1 on to clara.",
        "3.0: call c1 waits for clara (passed on to them), for 45 s as they are.",
        "3.0: call c1 looked for an agent and was offered to clara.",
        "3.0: clara answered call c1.",
        "3.0: clara handed call c1 over to anna.",
        "3.0: anna passed call c1 on to the number +35315550100.",
        "3.0: the caller of c1 was gone.",
    ]


def test_an_offer_of_which_the_pbx_said_nothing_is_told() -> None:
    kit = CentreKit()
    kit.sign_in("anna")
    kit.call("c1")
    kit.pass_time(30)
    assert "26.0: anna did not take call c1: the PBX did not say what became of the offer." in story(kit, "c1")
    assert verdict(the_last(kit, "c1"), "anna").refusal == "lease_over"


def test_a_fact_that_was_refused_is_no_part_of_the_story() -> None:
    kit = CentreKit()
    kit.sign_in("anna")
    kit.call("c1")
    kit.tell(CallTransferred(call="c1", queue="nowhere", by="anna"))
    assert not [line for line in story(kit, "c1") if "passed" in line]


def test_a_call_that_only_came_and_went_has_no_story() -> None:
    kit = CentreKit()
    kit.hang_up("c1")
    assert story(kit, "c1") == []


def test_decisions_follow_the_rules_that_were_swapped_in() -> None:
    kit = CentreKit(queue("billing", need="billing >= 5", nobody_s=999.0))
    kit.sign_in("anna")
    kit.call("c1")
    rules = CentreKit(queue("billing", need="billing >= 2"), agents=PEOPLE).rules
    kit.tell(RulesChanged(rules))
    first, second = (told for told in watched(kit, "c1").told if isinstance(told, Explained))
    assert (first.needs, first.agent) == (("billing >= 5",), None)
    assert (second.needs, second.agent) == (("billing >= 2",), "anna")
    assert {"anna", "boris", "clara"} <= set(watched(kit, "c1").agents)
