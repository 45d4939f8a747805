"""Acts about queues: doors and messages."""

from typing import Any

import pytest

from acd.engine.facts import AgentPaused
from acd.engine.orders import AnyOrder, Wait
from tests.api.acts.kit import OF_BILLING, Desk, person
from tests.core_kit import sign_in


async def test_a_queue_is_drained_and_who_waits_stays() -> None:
    desk = Desk()
    desk.waits("c1")
    _, act = await desk.put("/queues/billing/door", {"door": "draining", "why": "fire drill"})
    assert act["changed"] == {"door": ["hours", "draining"], "open": [True, False]}
    assert act["led_to"] == ["nobody enters; who waits is served (1)"]
    assert (act["queue"]["door"], act["queue"]["open"], act["queue"]["waiting"]) == ("draining", False, 1)


async def test_a_queue_is_closed_and_who_waits_leaves() -> None:
    desk = Desk()
    desk.waits("c1")
    desk.waits("c2")
    _, act = await desk.put("/queues/billing/door", {"door": "closed", "why": "fire"}, language="ru")
    assert act["led_to"] == ["никто не входит", "ушли по выходу из тех, кто ждал: 2"]
    assert act["changed"]["waiting"] == [2, 0]
    _, act = await desk.put("/queues/billing/door", {"door": "hours", "why": "over"})
    assert act["led_to"] == ["open by its hours now"]
    _, act = await desk.put("/queues/billing/door", {"door": "open", "why": "over"})
    assert act["led_to"] == ["open, whatever its hours say"]


async def test_a_message_is_put_on_a_queue_and_its_door_stays() -> None:
    desk = Desk()
    heard: list[AnyOrder] = []
    desk.core.hands[Wait] = heard.append
    await desk.put("/queues/billing/door", {"door": "open", "why": "long day"})
    sign_in(desk.core, "anna")
    desk.core.tell(AgentPaused("anna", "lunch"))
    desk.waits("c1")
    heard.clear()
    _, act = await desk.put("/queues/billing/message", {"say": "delay"})
    assert (act["changed"], act["led_to"]) == ({"message": ["", "delay"]}, ["1 who wait and all who enter hear delay"])
    assert [each.say for each in heard if isinstance(each, Wait)] == ["delay"]
    assert (act["queue"]["door"], act["queue"]["message"]) == ("open", "delay")
    await desk.put("/queues/billing/door", {"door": "draining", "why": "long day"})
    _, act = await desk.put("/queues/billing/message", {"say": ""})
    assert (act["led_to"], act["queue"]["door"]) == (["nothing is said to who waits and enters"], "draining")


async def test_a_prompt_that_nobody_has_recorded_is_refused() -> None:
    desk = Desk()
    status, said = await desk.put("/queues/billing/message", {"say": "delai"})
    assert (status, said["code"], said["fields"][0]["field"]) == (422, "unknown_prompt", "say")
    assert (await desk.put("/queues/billing/message", {"say": "ru/delay"}))[0] == 200


async def test_of_two_who_steer_a_queue_at_once_one_is_told_what_happened() -> None:
    desk = Desk()
    await desk.put("/queues/billing/door", {"door": "closed", "why": "fire", "was": "hours"})
    body = {"door": "open", "why": "many calls", "was": "hours"}
    status, said = await desk.put("/queues/billing/door", body, who=person("petr"))
    assert (status, said["detail"]) == (409, "olga was quicker: door of billing is closed now (fire); look again")
    assert desk.core.centre.door_of("billing") == "closed"


@pytest.mark.parametrize(
    ("what", "body"), [("door", {"door": "closed", "why": "w"}), ("message", {"say": "delay", "why": "w"})]
)
async def test_a_queue_out_of_scope_is_as_unknown_as_none(what: str, body: dict[str, Any]) -> None:
    desk = Desk()
    for queue in ("sales", "chess"):
        status, said = await desk.put(f"/queues/{queue}/{what}", body, who=OF_BILLING)
        assert (status, said) == (404, {"code": "unknown_queue", "detail": f"no queue is called {queue}"})
    assert desk.core.centre.door_of("sales") == "hours"
    assert (await desk.put(f"/queues/billing/{what}", body, who=OF_BILLING))[0] == 200
