"""What is shown of queues, calls, agents and alerts, and what is sent when it changes."""

import asyncio
from typing import Any, cast

from msgspec.structs import replace

from acd.engine.acts import Door, QueueSteered, SkillsChanged
from acd.engine.facts import AgentPaused, AgentSignedOut, CallArrived, CallHandedOver, CallQueued, RulesChanged
from acd.live.day_figures import AgentDay, QueueDay
from acd.live.state import SLICE
from acd.live.views import ListenerLive, Severity, StepLive
from agents.roster import AgentRules
from tests.core_kit import NOON, a_core, answer, call, end_talk, hang_up, sign_in
from tests.live.kit import Shown


async def test_first_everything_is_new_and_then_nothing_changes() -> None:
    shown = Shown()
    assert await shown.look() == {"queues": {"billing", "sales"}, "agents": {"anna", "boris"}}
    assert await shown.look() is None
    await asyncio.sleep(5)
    assert await shown.look() is None, "what only time changes is not sent"


async def test_a_call_is_shown_from_the_menu_to_its_end() -> None:
    sara = AgentRules(name="sara", endpoint="PJSIP/1003", skills={"sales": 5, "ru": 5})
    shown = Shown(a_core(agents=(sara,)))
    sign_in(shown.core, "sara")
    shown.core.tell(AgentPaused("sara", "tea"))
    await shown.look()
    shown.core.tell(CallArrived("c1", number="+7495", name="Ivan", dialled="100"))
    assert await shown.look() == {"calls": {"c1"}}
    assert (shown.call("c1").state, shown.call("c1").place, shown.call("c1").need) == ("menu", None, "")
    shown.paths.add("c1", StepLive(step="main", at=NOON, pressed="2"))
    assert await shown.look() == {"calls": {"c1"}}
    assert [step.pressed for step in shown.call("c1").path] == ["2"]
    call(shown.core, "c1", "sales", needs={"ru": 3}, topic="boats", data={"tier": "gold"})
    await shown.look()
    view = shown.call("c1")
    assert (view.state, view.queue, view.place, view.topic, view.data) == (
        "waiting", "sales", NOON, "boats", {"tier": "gold"}
    )  # fmt: skip
    assert set(view.need.split(" and ")) == {"ru >= 3", "sales"}
    hang_up(shown.core, "c1")
    assert await shown.look() == {"queues": {"sales"}, "gone": {"calls": {"c1"}}}


async def test_a_queue_shows_who_waits_longest_who_could_serve_and_its_day() -> None:
    shown = Shown()
    shown.day.queues["billing"] = QueueDay(offered=9, answered=6, answered_in_time=4, abandoned=2, sent_away=1,
                                           wait_answered_sum_s=60.0, service_level_now=2 / 3)  # fmt: skip
    sign_in(shown.core, "anna", "boris")
    await shown.look()
    queue = shown.queue("billing")
    assert (queue.ready, queue.at_work, queue.oldest_since, queue.waiting) == (2, 2, None, 0)
    assert (queue.offered_today, queue.answered_today, queue.abandoned_today, queue.sent_away_today) == (9, 6, 2, 1)
    assert (queue.service_level_now, queue.mean_wait_today_s, queue.service_level_today) == (0.667, 10.0, 0.444)
    assert shown.queue("sales").expected_wait_s is None, "nobody sells"
    call(shown.core, "c1")
    await asyncio.sleep(3)
    call(shown.core, "c2")
    call(shown.core, "c3")
    await shown.look()
    queue = shown.queue("billing")
    assert (queue.waiting, queue.oldest_since, queue.ready) == (3, NOON, 0), "a phone that rings is no answer yet"
    answer(shown.core, "c1")
    await shown.look()
    assert shown.queue("billing").oldest_since == NOON + 3


async def test_an_agent_whose_wrap_up_ends_by_itself_is_seen_ready() -> None:
    shown = Shown()
    sign_in(shown.core, "anna")
    call(shown.core, "c1")
    answer(shown.core, "c1")
    end_talk(shown.core, "c1")
    await shown.look()
    assert (shown.agent("anna").state, shown.agent("anna").until) == ("wrap_up", NOON + 5)
    await asyncio.sleep(5.1)
    changed = await shown.look()
    assert changed is not None and changed["agents"] == {"anna"}
    assert (shown.agent("anna").state, shown.agent("anna").until) == ("ready", None)


async def test_a_call_in_which_a_colleague_was_asked_is_gone_when_they_have_the_caller() -> None:
    shown = Shown()
    sign_in(shown.core, "anna")
    call(shown.core, "c1")
    answer(shown.core, "c1")
    sign_in(shown.core, "boris")
    shown.core.tell(CallArrived("c2", by_agent="anna"))
    shown.core.tell(CallQueued(call="c2", queue="billing"))
    answer(shown.core, "c2")
    await shown.look()
    shown.core.tell(CallHandedOver(call="c1", by="anna", to="boris", consult="c2"))
    changed = await shown.look()
    assert changed is not None
    assert (changed["gone"], changed["calls"], changed["agents"]) == ({"calls": {"c2"}}, {"c1"}, {"boris"})
    assert (shown.call("c1").agent, shown.agent("boris").call) == ("boris", "c1")


async def test_what_an_agent_wants_after_the_call_is_shown() -> None:
    shown = Shown()
    sign_in(shown.core, "anna")
    call(shown.core, "c1")
    answer(shown.core, "c1")
    shown.core.tell(AgentPaused("anna", "tea"))
    await shown.look()
    view = shown.agent("anna")
    assert (view.state, view.then, view.reason, view.call) == ("talking", "paused", "tea", "c1")


async def test_who_signed_out_amid_a_pause_is_shown_without_its_reason() -> None:
    shown = Shown()
    sign_in(shown.core, "anna")
    shown.core.tell(AgentPaused("anna", "tea"))
    shown.core.tell(AgentSignedOut("anna"))
    await shown.look()
    assert (shown.agent("anna").state, shown.agent("anna").reason) == ("signed_out", "")


async def test_each_agent_is_looked_at_once_in_a_round_because_occupancy_changes_by_itself() -> None:
    shown = Shown(round_s=10.0)
    await shown.look()
    shown.day.agents["boris"] = AgentDay(answered=3, talk_s=30.4, wrap_up_s=29.6, ready_s=60.0)
    for _ in range(3):
        await asyncio.sleep(5)
        await shown.look()
    assert (shown.agent("boris").occupancy, shown.agent("boris").talk_today_s) == (0.5, 30.0)


async def test_alerts_come_and_go_and_say_what_needs_attention() -> None:
    shown = Shown()
    call(shown.core, "c1")
    await shown.look()
    alert = shown.alerts.raise_one("queue", "billing", Severity.CRITICAL)
    assert await shown.look() == {"queues": {"billing"}, "alerts": {alert.id}}
    assert shown.queue("billing").attention is Severity.CRITICAL
    of_call = shown.alerts.raise_one("call", "c1")
    await shown.look()
    assert shown.call("c1").attention is Severity.WARNING
    assert shown.state.shelf.of("alerts")[of_call.id].place.queue == "billing"
    shown.alerts.clear(alert)
    assert await shown.look() == {"queues": {"billing"}, "gone": {"alerts": {alert.id}}}


async def test_who_listens_is_shown() -> None:
    shown = Shown()
    call(shown.core, "c1")
    await shown.look()
    shown.spies.add("c1", ListenerLive(who="vera", mode="whisper"))
    assert await shown.look() == {"calls": {"c1"}}
    assert shown.call("c1").listeners == [ListenerLive(who="vera", mode="whisper")]


async def test_acts_on_queues_and_skills_are_shown() -> None:
    shown = Shown()
    await shown.look()
    shown.core.tell(QueueSteered(queue="sales", door=Door.DRAINING, say="delay", who="vera"))
    shown.core.tell(SkillsChanged(agent="anna", skills={"sales": 7}, who="vera"))
    await shown.look()
    queue = shown.queue("sales")
    assert (queue.door, queue.open, queue.message) == (Door.DRAINING, False, "delay")
    assert shown.agent("anna").skills == {"sales": 7}
    sign_in(shown.core, "anna")
    await shown.look()
    assert shown.queue("sales").at_work == 1


async def test_queues_of_other_rules_come_and_go() -> None:
    shown = Shown()
    await shown.look()
    rules = shown.core.centre.rules
    shown.core.tell(RulesChanged(replace(rules, queues=rules.queues[:1], agents=rules.agents[:1])))
    changed = await shown.look()
    assert changed is not None
    assert changed["gone"] == {"queues": {"sales"}, "agents": {"boris"}}


async def test_between_two_pieces_of_work_the_loop_does_other_things() -> None:
    shown = Shown()
    for number in range(SLICE * 3):
        shown.core.tell(CallArrived(f"c{number}"))
    shown.core.catch_up()
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    counting = asyncio.create_task(count())
    await shown.state.refresh()
    counting.cancel()
    assert turns >= 3


async def test_what_cannot_be_shown_hides_nothing_else() -> None:
    shown = Shown()
    await shown.look()

    class Broken:
        def __iter__(self) -> None:
            raise RuntimeError("broken")

    call(shown.core, "c1")
    call(shown.core, "c2")
    shown.paths["c1"] = cast(Any, Broken())
    changed = await shown.look()
    assert changed is not None and changed["calls"] == {"c2"}
