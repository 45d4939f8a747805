"""Needs relax in steps: by time and by load, chosen by who is free, and never narrower than before."""

from typing import Any

import pytest

from acd.engine.facts import CallbackAnswered, CallRestored, Settled
from acd.engine.routing_rules import Bounds, Overflow, Patience, Personal, Step
from tests.engine.centre_kit import CentreKit, agent, exit_to, queue

PEOPLE = (
    agent("expert", billing=9),
    agent("clerk", billing=3),
    agent("tess", billing=9),
    agent("novice", english=1),
)


def step(need: str, **when: float) -> Step:
    return Step(need=need, when=Bounds(**when))  # type: ignore[arg-type]


def kit_of(*steps: Step, at_work: tuple[str, ...] = (), **rules: Any) -> CentreKit:
    """Billing needs experts; these steps relax that."""
    patient = {"nobody_s": 600.0, "longest_wait_s": 900.0} | rules
    kit = CentreKit(queue("billing", need="billing >= 5", steps=steps, **patient), agents=PEOPLE)
    kit.sign_in(*at_work)
    return kit


BY_TIME = (step("billing >= 2", after_s=20.0), step("", after_s=40.0))


def relaxed(kit: CentreKit) -> list[str]:
    return [note for note in kit.notes() if ": relaxed" in note]


def busy_kit(*steps: Step, **rules: Any) -> CentreKit:
    """The expert talks, the clerk and the novice are idle: c1 waits since now."""
    kit = kit_of(*steps, at_work=("expert", "clerk", "novice"), **rules)
    kit.call("c0")
    kit.answer("c0")
    kit.call("c1")
    return kit


# ---- by time ----


def test_a_need_relaxes_when_its_seconds_are_over_and_not_before() -> None:
    kit = busy_kit(*BY_TIME)
    kit.pass_time(19.9)
    assert kit.offered_to("c1") is None
    kit.pass_time(0.1)
    assert kit.offered_to("c1") == "clerk"
    assert relaxed(kit) == ["c1: relaxed step=1 need=billing >= 2 why=time"]


def test_step_after_step_opens_until_somebody_is_free() -> None:
    kit = busy_kit(*BY_TIME)
    kit.pause("clerk")
    kit.pass_time(39)
    assert kit.offered_to("c1") is None
    kit.pass_time(1)
    assert kit.offered_to("c1") == "novice"


def test_what_the_menu_asked_holds_on_every_step() -> None:
    kit = kit_of(*BY_TIME, at_work=("clerk", "novice"))
    kit.call("c1", needs={"english": 1})
    kit.pass_time(39)
    assert kit.offered_to("c1") is None
    kit.pass_time(1)
    assert kit.offered_to("c1") == "novice"


def test_a_step_is_chosen_by_who_is_free_and_not_by_who_merely_exists() -> None:
    kit = kit_of(*BY_TIME, at_work=("novice", "clerk", "expert"))
    kit.call("c0")
    kit.answer("c0")  # the expert
    kit.call("c1")
    kit.pass_time(40)
    assert kit.offered_to("c1") == "clerk"  # both steps are open, and the first of them has somebody
    kit.end_talk("c0")
    kit.miss("c1")
    assert kit.offered_to("c1") == "expert"  # idle shorter than the novice, and asked for first
    kit.miss("c1")
    assert kit.offered_to("c1") == "novice"


def test_a_call_that_rings_relaxes_when_it_waits_again() -> None:
    kit = kit_of(*BY_TIME, ring_s=100.0, at_work=("expert", "clerk"))
    kit.call("c1")
    kit.pass_time(30)
    assert relaxed(kit) == []
    kit.miss("c1")
    assert kit.offered_to("c1") == "clerk"


def test_the_next_step_opens_in_time_also_when_the_phone_rang_at_the_step_before() -> None:
    kit = kit_of(*BY_TIME, ring_s=100.0, at_work=("expert", "novice"))
    kit.call("c1")
    kit.pass_time(30)
    kit.miss("c1")
    assert kit.state("c1") == "waiting"
    kit.pass_time(10)
    assert kit.offered_to("c1") == "novice"


def test_who_relaxed_stands_among_others_by_turn_and_not_behind_them() -> None:
    kit = busy_kit(step("billing >= 2", after_s=20.0))
    kit.pause("clerk")
    kit.pass_time(15)
    kit.call("c2", need="billing < 9")  # only the clerk, and only after a step
    kit.pass_time(20)
    kit.unpause("clerk")
    assert kit.offered_to("c1") == "clerk"


# ---- by load ----


def test_a_line_that_grows_too_long_relaxes_the_needs_of_all_who_wait_in_it() -> None:
    kit = busy_kit(step("billing >= 2", waiting=2))
    kit.call("c2")
    kit.pass_time(60)
    assert relaxed(kit) == []
    kit.call("c3")
    assert kit.offered_to("c3") == "clerk"  # it made the line too long, and is looked at first
    kit.pass_time(1)
    assert relaxed(kit) == [f"{call}: relaxed step=1 need=billing >= 2 why=line" for call in ("c3", "c1", "c2")]
    kit.serve("c3")
    assert kit.offered_to("c1") == "clerk"


def test_a_relaxed_need_is_not_narrower_again_when_the_line_is_shorter() -> None:
    kit = busy_kit(step("billing >= 2", waiting=1))
    kit.pause("clerk")
    kit.call("c2")
    kit.pass_time(1)
    kit.hang_up("c2")
    kit.pass_time(10)
    kit.unpause("clerk")
    assert kit.offered_to("c1") == "clerk"


def test_an_expected_wait_beyond_the_bound_relaxes_the_need() -> None:
    kit = busy_kit(step("billing >= 2", expected_wait_s=400.0))
    kit.call("c2")  # 180 s a call, one agent: the last of two waits for 360 s
    kit.pass_time(30)
    assert relaxed(kit) == []
    kit.call("c3")
    assert kit.offered_to("c3") == "clerk"
    assert relaxed(kit) == ["c3: relaxed step=1 need=billing >= 2 why=wait"]


def test_when_everybody_pauses_the_wait_is_without_end_and_the_need_relaxes_within_a_second() -> None:
    kit = busy_kit(step("billing >= 2", expected_wait_s=400.0))
    kit.end_talk("c0")
    kit.miss("c1")
    kit.pass_time(30)
    assert relaxed(kit) == []
    kit.pause("expert")
    kit.pass_time(1)
    assert kit.offered_to("c1") == "clerk"


def test_too_few_signed_in_relax_the_need_and_enough_do_not() -> None:
    kit = kit_of(step("billing >= 2", signed_in=2), at_work=("clerk", "expert", "tess"))
    kit.pause("expert")
    kit.pause("tess")
    kit.call("c1")
    kit.pass_time(10)
    assert relaxed(kit) == []  # paused is signed in
    kit.sign_out("tess")
    kit.pass_time(1)
    assert kit.offered_to("c1") == "clerk"
    assert relaxed(kit) == ["c1: relaxed step=1 need=billing >= 2 why=signed_in"]


def test_the_load_is_looked_at_again_after_a_call_that_was_alone_in_the_line_rang() -> None:
    kit = kit_of(step("billing >= 2", expected_wait_s=400.0), ring_s=20.0, at_work=("expert", "tess", "clerk"))
    kit.pause("tess")
    kit.call("c1")
    kit.pass_time(10)  # the line was looked at while the phone rang
    kit.miss("c1")
    kit.pass_time(5)
    assert relaxed(kit) == []
    kit.pause("expert")
    kit.pass_time(1)
    assert kit.offered_to("c1") == "clerk"


# ---- waiting for a certain agent, being asked, restarts ----


def personal_kit(*steps: Step, busy_s: float) -> CentreKit:
    """The expert, whom c1 wants first, talks; the clerk, the novice and tess are idle."""
    personal = Personal(data="manager", patience=Patience(busy_s=busy_s))
    kit = kit_of(*steps, personal=personal, at_work=("expert", "clerk", "novice", "tess"))
    kit.call("c0")
    kit.answer("c0")
    kit.call("c1", data={"manager": "expert"})
    return kit


def test_a_call_that_waits_for_a_certain_agent_relaxes_when_it_waits_for_anybody() -> None:
    kit = personal_kit(*BY_TIME, busy_s=30.0)
    kit.pause("tess")
    kit.pass_time(29)
    assert relaxed(kit) == []
    kit.pass_time(1)
    assert kit.offered_to("c1") == "clerk"


def test_and_its_later_steps_open_in_time() -> None:
    kit = personal_kit(*BY_TIME, busy_s=30.0)
    for name in ("tess", "clerk"):
        kit.pause(name)
    kit.pass_time(39)
    assert kit.offered_to("c1") is None
    kit.pass_time(1)
    assert kit.offered_to("c1") == "novice"


def test_that_one_agent_is_wanted_does_not_make_too_few_signed_in() -> None:
    kit = personal_kit(step("", signed_in=2), busy_s=30.0)
    kit.pause("tess")
    kit.pass_time(31)
    assert (relaxed(kit), kit.offered_to("c1")) == ([], None)


def test_the_need_stays_as_wide_for_who_was_offered_a_callback_meanwhile() -> None:
    overflow = Overflow(when=Bounds(after_s=50.0), to=exit_to("callback"))
    kit = busy_kit(*BY_TIME, overflow=(overflow,))
    for name in ("clerk", "novice"):
        kit.pause(name)
    kit.pass_time(50)
    assert kit.state("c1") == "leaving"
    kit.tell(CallbackAnswered("c1", wanted=False))
    kit.unpause("novice")
    assert kit.offered_to("c1") == "novice"


@pytest.mark.parametrize(("opened", "offered_to"), [(0, None), (1, "clerk"), (2, "clerk"), (9, "clerk"), (-1, None)])
def test_a_step_that_was_open_before_a_restart_is_open_after_it(opened: int, offered_to: str | None) -> None:
    kit = CentreKit(
        queue("billing", need="billing >= 5", steps=(step("billing >= 2", waiting=5), step("", waiting=9))),
        agents=PEOPLE,
        settled=False,
    )
    kit.sign_in("novice", "clerk", "expert")
    kit.pause("expert")
    kit.tell(CallRestored(call="c1", state="waiting", arrived_at=0.0, queue="billing", opened=opened))
    kit.tell(Settled())
    assert kit.offered_to("c1") == offered_to


def test_the_seconds_of_a_step_run_on_over_a_restart() -> None:
    kit = kit_of(*BY_TIME, at_work=("clerk",))
    kit.pass_time(99)
    kit.tell(CallRestored(call="c1", state="waiting", arrived_at=70.0, queue="billing", queued_at=81.0))
    assert kit.offered_to("c1") is None
    kit.pass_time(1)
    assert kit.offered_to("c1") == "clerk"
