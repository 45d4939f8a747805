"""Acts about agents: states forced, skills changed."""

from typing import Any

import pytest

from acd.engine.facts import AgentPaused, AgentSignedOut, TalkEnded
from tests.api.acts.kit import OF_BILLING, Desk
from tests.core_kit import sign_in

BECAUSE = {"why": "shift plan"}


async def test_an_agent_is_paused_comes_back_and_goes() -> None:
    desk = Desk()
    sign_in(desk.core, "anna")
    _, act = await desk.post("/agents/anna/state", {"state": "paused", "reason": "training"} | BECAUSE)
    assert act["changed"] == {"state": ["ready", "paused"], "reason": ["", "training"]}
    assert (act["led_to"], act["agent"]["state"]) == (["paused now"], "paused")
    _, act = await desk.post("/agents/anna/state", {"state": "ready"} | BECAUSE, language="ru")
    assert (act["led_to"], act["agent"]["reason"]) == (["сейчас: свободен"], None)
    _, act = await desk.post("/agents/anna/state", {"state": "signed_out"} | BECAUSE)
    assert act["changed"] == {"state": ["ready", "signed_out"]}
    _, act = await desk.post("/agents/anna/state", {"state": "ready"} | BECAUSE)
    assert act["changed"] == {"state": ["signed_out", "ready"]}


async def test_who_is_ready_already_stays_so_and_nothing_is_different() -> None:
    desk = Desk()
    sign_in(desk.core, "anna")
    status, act = await desk.post("/agents/anna/state", {"state": "ready"} | BECAUSE)
    assert (status, act["changed"], act["led_to"]) == (200, {}, ["ready now"])


async def test_who_goes_is_not_paused_any_more() -> None:
    desk = Desk()
    sign_in(desk.core, "anna")
    await desk.post("/agents/anna/state", {"state": "paused", "reason": "training"} | BECAUSE)
    _, act = await desk.post("/agents/anna/state", {"state": "signed_out"} | BECAUSE)
    assert (act["changed"]["reason"], act["agent"]["reason"]) == (["training", ""], None)


async def test_a_pause_without_a_reason_is_called_by_the_why() -> None:
    desk = Desk()
    sign_in(desk.core, "anna")
    _, act = await desk.post("/agents/anna/state", {"state": "paused", "why": "x" * 200})
    assert act["agent"]["reason"] == "x" * 64


@pytest.mark.parametrize(
    ("state", "sentence", "after"),
    [
        ("paused", "paused after the call in hand", "paused"),
        ("signed_out", "signed out after the call in hand", "signed_out"),
    ],
)
async def test_who_is_in_a_call_changes_after_it(state: str, sentence: str, after: str) -> None:
    desk = Desk()
    desk.talks("c1")
    _, act = await desk.post("/agents/anna/state", {"state": state} | BECAUSE)
    assert act["led_to"] == [sentence]
    assert (act["agent"]["state"], act["agent"]["then"]) == ("talking", after)
    desk.core.tell(TalkEnded("c1", "anna"))
    assert desk.core.centre.roster["anna"].state == after


async def test_a_wish_for_after_the_call_is_taken_back() -> None:
    desk = Desk()
    desk.talks("c1")
    await desk.post("/agents/anna/state", {"state": "signed_out"} | BECAUSE)
    _, act = await desk.post("/agents/anna/state", {"state": "ready"} | BECAUSE)
    assert (act["led_to"], act["changed"]) == (["stays after the call in hand"], {"then": ["signed_out", ""]})
    await desk.post("/agents/anna/state", {"state": "signed_out"} | BECAUSE)
    _, act = await desk.post("/agents/anna/state", {"state": "paused"} | BECAUSE)
    assert act["agent"]["then"] == "paused", "and not signed out after all"


async def test_who_comes_back_to_a_waiting_call_is_offered_it() -> None:
    desk = Desk()
    sign_in(desk.core, "anna")
    desk.core.tell(AgentPaused("anna", "lunch"))
    desk.waits("c1")
    _, act = await desk.post("/agents/anna/state", {"state": "ready"} | BECAUSE)
    assert act["led_to"] == ["ringing now", "is offered call c1"]


@pytest.mark.parametrize("state", ["paused", "signed_out"])
async def test_who_is_away_cannot_be_paused_or_sent_home(state: str) -> None:
    desk = Desk()
    status, said = await desk.post("/agents/anna/state", {"state": state} | BECAUSE)
    assert (status, said["code"]) == (409, "act_refused")
    assert said["detail"].startswith("agent anna is signed_out: ")
    _, said = await desk.post("/agents/anna/state", {"state": state} | BECAUSE, language="ru")
    assert said["detail"] == "агент anna: «не здесь», сейчас это невозможно"


async def test_of_two_who_force_a_state_at_once_one_is_told_what_happened() -> None:
    desk = Desk()
    sign_in(desk.core, "anna")
    first = await desk.post("/agents/anna/state", {"state": "paused", "why": "training", "was": "ready"})
    second = await desk.post("/agents/anna/state", {"state": "signed_out", "why": "late", "was": "ready"})
    assert (first[0], second[0], second[1]["code"]) == (200, 409, "meanwhile_by")
    assert second[1]["detail"] == "olga was quicker: state of anna is paused now (training); look again"
    late = {"state": "signed_out", "why": "late", "was": "ready"}
    _, said = await desk.post("/agents/anna/state", late, language="ru")
    assert said["detail"] == "olga — раньше вас: anna, состояние: сейчас пауза (training); посмотрите ещё раз"
    for language, told in (("ru", said["detail"]), ("en", second[1]["detail"])):
        assert (await desk.recorded(language=language))[0]["led_to"] == [told]


async def test_a_reason_without_a_pause_is_refused_with_its_field() -> None:
    desk = Desk()
    status, said = await desk.post("/agents/anna/state", {"state": "ready", "reason": "lunch"} | BECAUSE)
    assert (status, said["code"], said["fields"][0]["field"]) == (422, "reason_for_nothing", "reason")


async def test_skills_are_changed_and_a_waiting_call_comes_at_once() -> None:
    desk = Desk()
    sign_in(desk.core, "anna")
    desk.waits("c1", needs={"sales": 3})
    _, act = await desk.put("/agents/anna/skills", {"skills": {"ru": 5, "sales": 4}} | BECAUSE)
    assert act["changed"]["skills"] == [{"ru": 5}, {"ru": 5, "sales": 4}]
    assert act["changed"]["state"] == ["ready", "offered"]
    assert act["led_to"] == ["calls of Billing, Support, Sales can be offered now", "is offered call c1"]
    assert act["agent"]["skills"] == {"ru": 5, "sales": 4}


async def test_of_two_who_change_skills_at_once_one_is_told_what_they_are() -> None:
    desk = Desk()
    await desk.put("/agents/anna/skills", {"skills": {}, "why": "leaves"})
    status, said = await desk.put("/agents/anna/skills", {"skills": {"ru": 9}, "why": "exam", "was": {"ru": 5}})
    assert (status, said["detail"]) == (409, "olga was quicker: skills of anna is - now (leaves); look again")


@pytest.mark.parametrize(
    ("skills", "status", "code"),
    [
        ({"chess": 3}, 404, "unknown_skill"),
        ({"ru": 11}, 422, "bad_input"),
        ({"ru": 0}, 422, "bad_input"),
        ({"ru": "5"}, 422, "bad_input"),
        ({"ru": 2.5}, 422, "bad_input"),
        ({"": 2}, 422, "bad_input"),
        ({f"s{each}": 1 for each in range(65)}, 422, "bad_input"),
    ],
)
async def test_skills_that_cannot_be_are_refused(skills: dict[str, Any], status: int, code: str) -> None:
    desk = Desk()
    found, said = await desk.put("/agents/anna/skills", {"skills": skills} | BECAUSE)
    assert (found, said["code"]) == (status, code)
    assert said["fields"][0]["field"].startswith("skills")
    assert desk.core.centre.roster["anna"].rules.skills == {"ru": 5}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/agents/{}/state", {"state": "ready"} | BECAUSE),
        ("PUT", "/agents/{}/skills", {"skills": {"ru": 1}} | BECAUSE),
    ],
)
async def test_an_agent_out_of_scope_is_as_unknown_as_none(method: str, path: str, body: Any) -> None:
    desk = Desk()
    status, said = await desk.ask(method, path.format("boris"), body, who=OF_BILLING)
    assert (status, said) == (404, {"code": "unknown_agent", "detail": "no agent is called boris"})
    assert desk.core.centre.roster["boris"].rules.skills == {"ru": 3}
    assert (await desk.ask(method, path.format("nobody"), body, who=OF_BILLING))[1]["code"] == "unknown_agent"
    assert (await desk.ask(method, path.format("anna"), body, who=OF_BILLING))[0] == 200


async def test_who_is_gone_since_cannot_be_signed_out_twice() -> None:
    desk = Desk()
    sign_in(desk.core, "anna")
    desk.core.tell(AgentSignedOut("anna"))
    assert (await desk.post("/agents/anna/state", {"state": "signed_out"} | BECAUSE))[0] == 409
