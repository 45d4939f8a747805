"""Acts about calls: what each does, says and refuses."""

from typing import Any

import pytest

from acd.engine.facts import AgentPaused, CallArrived
from agents.states import AgentState
from api.access.rights import Scope
from tests.api.acts.kit import OF_BILLING, OLGA, Desk, person
from tests.core_kit import sign_in


async def test_a_call_is_moved_and_waits_in_the_other_queue() -> None:
    desk = Desk()
    desk.waits("c1")
    status, act = await desk.post("/calls/c1/move", {"queue": "support", "why": "asked twice"})
    assert status == 200, act
    assert (act["act"], act["who"], act["why"]) == ("move", "olga", "asked twice")
    assert act["about"] == {"kind": "call", "name": "c1"}
    assert act["changed"] == {"queue": ["billing", "support"]}
    assert act["led_to"] == ["waits in Support, 1 in line"]
    assert (act["call"]["queue"], act["call"]["state"]) == ("support", "waiting")
    assert (act["agent"], act["queue"]) == (None, None)


async def test_a_call_is_moved_to_where_somebody_is_free_and_is_offered_at_once() -> None:
    desk = Desk()
    sign_in(desk.core, "anna")
    desk.core.tell(AgentPaused("anna", "lunch"))
    desk.waits("c1", needs={"sales": 3})
    sign_in(desk.core, "boris")
    status, act = await desk.post("/calls/c1/assign", {"agent": "boris"}, language="ru")
    assert (status, act["led_to"]) == (200, ["вызов идёт: Boris Ivanov"])
    assert act["changed"]["state"] == ["waiting", "offered"]
    assert act["changed"]["agent"] == ["", "boris"]
    assert act["call"]["agent"] == "boris"


async def test_a_call_that_is_for_somebody_busy_waits_for_them() -> None:
    desk = Desk()
    desk.talks("c0", "anna")
    desk.waits("c1")
    _, act = await desk.post("/calls/c1/assign", {"agent": "anna", "why": "knows the case"})
    assert act["changed"] == {"wanted": ["", "anna"]}
    assert act["led_to"] == ["waits in Billing for Anna Petrova, 1 in line"]


async def test_a_call_gets_another_priority() -> None:
    desk = Desk()
    desk.waits("c1")
    _, act = await desk.post("/calls/c1/priority", {"priority": 7})
    assert (act["changed"], act["call"]["priority"], act["why"]) == ({"priority": [0, 7]}, 7, "")
    _, act = await desk.post("/calls/c1/priority", {"priority": -1000})
    assert act["changed"] == {"priority": [7, -1000]}


async def test_who_pulls_a_call_is_offered_it() -> None:
    desk = Desk()
    desk.waits("c1", needs={"sales": 1})
    sign_in(desk.core, "anna")
    _, act = await desk.post("/calls/c1/pull", {}, who=person(agent="anna"))
    assert (act["act"], act["led_to"]) == ("pull", ["offered to Anna Petrova"])
    assert desk.core.centre.roster["anna"].state is AgentState.OFFERED


@pytest.mark.parametrize(
    ("agent", "code"),
    [("", "you_are_no_agent"), ("gone", "you_are_no_agent"), ("anna", "you_are_not_ready")],
)
async def test_who_is_no_agent_or_not_ready_pulls_nothing(agent: str, code: str) -> None:
    desk = Desk()
    desk.waits("c1")
    status, said = await desk.post("/calls/c1/pull", {}, who=person(agent=agent))
    assert (status, said["code"]) == (409, code)


async def test_a_call_that_waits_is_hung_up() -> None:
    desk = Desk()
    desk.waits("c1")
    status, act = await desk.post("/calls/c1/hang-up", {"why": "abuse"})
    assert (status, act["act"], act["led_to"]) == (200, "hang_up", ["is being hung up"])
    assert act["changed"]["state"] == ["waiting", "leaving"]


async def test_a_call_in_conversation_is_hung_up_by_the_pbx() -> None:
    desk = Desk()
    desk.talks("c1")
    status, act = await desk.post("/calls/c1/hang-up", {"why": "abuse"})
    assert (status, act["changed"], act["call"]["state"]) == (200, {}, "talking")


async def test_nothing_is_hung_up_while_the_pbx_is_away() -> None:
    desk = Desk()
    desk.waits("c1")
    desk.connected = False
    status, said = await desk.post("/calls/c1/hang-up", {"why": "abuse"})
    assert (status, said["code"]) == (503, "pbx_away")
    assert desk.core.centre.calls["c1"].state == "waiting"


ACTS: list[tuple[str, dict[str, Any]]] = [
    ("move", {"queue": "support", "why": "w"}),
    ("priority", {"priority": 5}),
    ("assign", {"agent": "boris"}),
]


@pytest.mark.parametrize(("act", "body"), ACTS)
async def test_a_call_that_does_not_wait_is_left_as_it_is(act: str, body: dict[str, Any]) -> None:
    desk = Desk()
    desk.talks("c1")
    status, said = await desk.post(f"/calls/c1/{act}", body)
    assert (status, said["code"]) == (409, "act_refused")
    assert said["detail"].startswith("call c1 is talking: only a call that waits can be")
    _, said = await desk.post(f"/calls/c1/{act}", body, language="ru")
    assert said["detail"] == "звонок c1 сейчас «говорит», это невозможно"


async def test_a_call_of_the_menu_cannot_be_moved() -> None:
    desk = Desk()
    desk.core.tell(CallArrived("c1"))
    status, said = await desk.post("/calls/c1/move", {"queue": "support", "why": "w"})
    assert (status, said["detail"]) == (409, "call c1 is menu: only a call that waits can be moved")


async def test_an_agent_who_is_away_is_assigned_nothing() -> None:
    desk = Desk()
    desk.waits("c1")
    status, said = await desk.post("/calls/c1/assign", {"agent": "boris"})
    assert (status, said["detail"]) == (409, "agent boris is signed out")
    _, said = await desk.post("/calls/c1/assign", {"agent": "boris"}, language="ru")
    assert said["detail"] == "агент boris не на смене"


BODIES: dict[str, dict[str, Any]] = dict(ACTS) | {"pull": {}, "hang-up": {"why": "w"}}


@pytest.mark.parametrize("act", BODIES)
async def test_a_call_that_is_not_there_is_unknown(act: str) -> None:
    status, said = await Desk().post(f"/calls/c9/{act}", BODIES[act])
    assert (status, said["code"], said["detail"]) == (404, "unknown_call", "no call c9 is known")


# -- scopes ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("act", "body"), [*ACTS, ("pull", {}), ("hang-up", {"why": "w"})])
async def test_a_call_out_of_scope_is_as_unknown_as_none(act: str, body: dict[str, Any]) -> None:
    desk = Desk()
    desk.waits("c1", "sales")
    _, there = await desk.post(f"/calls/c1/{act}", body, who=OF_BILLING)
    status, none = await desk.post(f"/calls/c2/{act}", body, who=OF_BILLING)
    assert (status, there["code"]) == (404, "unknown_call")
    assert {**there, "detail": there["detail"].replace("c1", "c2")} == none
    assert desk.core.centre.calls["c1"].queue == "sales"


async def test_a_call_is_moved_only_to_a_queue_in_scope() -> None:
    desk = Desk()
    desk.waits("c1")
    for queue in ("sales", "chess"):
        status, said = await desk.post("/calls/c1/move", {"queue": queue, "why": "w"}, who=OF_BILLING)
        assert (status, said["detail"]) == (404, f"no queue is called {queue}")
    wide = person("vera", scope=Scope(frozenset({"billing", "sales"}), frozenset()))
    assert (await desk.post("/calls/c1/move", {"queue": "sales", "why": "w"}, who=wide))[0] == 200


async def test_a_call_is_assigned_only_to_an_agent_in_scope() -> None:
    desk = Desk()
    desk.waits("c1")
    sign_in(desk.core, "boris")
    for agent in ("boris", "borris"):
        status, said = await desk.post("/calls/c1/assign", {"agent": agent}, who=OF_BILLING)
        assert (status, said["detail"]) == (404, f"no agent is called {agent}"), "no hint at who is there"


# -- two at once -----------------------------------------------------------------------------------------------


async def test_of_two_who_move_a_call_at_once_one_does_and_the_other_is_told() -> None:
    desk = Desk()
    desk.waits("c1")
    first = await desk.post("/calls/c1/move", {"queue": "support", "why": "invoice", "was": "billing"}, who=OLGA)
    second = await desk.post("/calls/c1/move", {"queue": "sales", "why": "wants more", "was": "billing"}, who=OF_ALL)
    assert first[0] == 200
    assert (second[0], second[1]["code"]) == (409, "meanwhile_by")
    assert second[1]["detail"] == "olga was quicker: queue of c1 is support now (invoice); look again"
    assert desk.core.centre.calls["c1"].queue == "support"


OF_ALL = person("petr")


async def test_who_moves_a_call_to_where_it_is_already_is_told_so() -> None:
    desk = Desk()
    desk.waits("c1")
    await desk.post("/calls/c1/move", {"queue": "support", "why": "invoice"})
    status, said = await desk.post("/calls/c1/move", {"queue": "support", "why": "invoice"}, who=OF_ALL)
    assert (status, said["detail"]) == (409, "call c1 waits in queue support already")
    _, said = await desk.post("/calls/c1/move", {"queue": "support", "why": "invoice"}, who=OF_ALL, language="ru")
    assert said["detail"] == "звонок c1 уже ждёт в очереди support"


async def test_what_has_changed_by_itself_is_said_without_a_name() -> None:
    desk = Desk()
    desk.waits("c1")
    status, said = await desk.post("/calls/c1/priority", {"priority": 3, "was": 2})
    assert (status, said["code"], said["detail"]) == (
        409, "meanwhile", "c1 is no longer as it was shown: priority is 0 now; look again",
    )  # fmt: skip


async def test_of_two_who_pull_a_call_one_has_it() -> None:
    desk = Desk()
    desk.waits("c1", needs={"sales": 1})
    sign_in(desk.core, "anna", "boris")
    first = await desk.post("/calls/c1/assign", {"agent": "anna", "was": ""}, who=OLGA)
    second = await desk.post("/calls/c1/assign", {"agent": "boris", "was": ""}, who=OF_ALL)
    assert (first[0], second[0]) == (200, 409)
    assert desk.core.centre.calls["c1"].agent == "anna"
