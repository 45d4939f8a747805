"""A supervisor's afternoon through the API: each act is asked for over HTTP, and callers and phones meet with it."""

from acd.engine.facts import AgentPaused
from tests.scenarios.stage import Stage

WHY = {"why": "a long afternoon"}
CHIEF = "1009"
"""The extension of the supervisor's phone."""


async def test_a_call_is_moved_given_to_an_agent_listened_to_and_ended(stage: Stage) -> None:
    await stage.pbx.give_voices("1001", CHIEF)
    await stage.sign_in("anna")
    stage.tell(AgentPaused("anna", "lunch"))
    caller = await stage.call("139")
    await stage.hears(caller, "music")
    act = await stage.ask("POST", f"/calls/{caller.call_id}/move", {"queue": "support"} | WHY)
    assert act["changed"] == {"queue": ["patient", "support"]}
    await stage.ask("POST", "/agents/anna/state", {"state": "ready"} | WHY)
    await stage.talks("anna", caller)
    act = await stage.ask(
        "POST", f"/calls/{caller.call_id}/listen", {"mode": "listen", "phone": f"PJSIP/{CHIEF}"} | WHY
    )
    assert act["changed"] == {"listening": ["", "listen"]}
    chief = stage.pbx.phone(CHIEF)
    await stage.until(lambda: stage.pbx.heard_by(chief) == {"+74951234567", "1001"}, "the supervisor hears both")
    act = await stage.ask("DELETE", f"/calls/{caller.call_id}/listen")
    assert act["changed"] == {"listening": ["listen", ""]}
    await stage.until(lambda: not chief.in_call, "the supervisor's phone is free")
    await stage.ask("POST", f"/calls/{caller.call_id}/hang-up", WHY)
    await stage.gone(caller)


async def test_a_queue_is_closed_on_who_waits_there(stage: Stage) -> None:
    await stage.sign_in("anna")
    stage.tell(AgentPaused("anna", "lunch"))
    caller = await stage.call("139")
    await stage.hears(caller, "music")
    act = await stage.ask("PUT", "/queues/patient/door", {"door": "closed"} | WHY)
    assert act["changed"]["waiting"] == [1, 0]
    await stage.gone(caller)
