"""A listening ends with what allowed it: the call's way out of the scope, or the right itself."""

import asyncio

import pytest
from structlog.testing import capture_logs

from acd.asterisk.ami_actions import NotSent
from acd.engine.facts import CallTransferred
from api.access.rights import Person, Role, Scope
from tests.api.acts.kit import Desk, person

LISTEN = {"mode": "listen", "why": "a new colleague"}
OF_BILLING = person("vera", scope=Scope(frozenset({"billing"}), frozenset()), phone="PJSIP/2001")
OF_ALL = person("olga", phone="PJSIP/2002")


async def passed_on(desk: Desk, queue: str) -> None:
    desk.core.tell(CallTransferred(call="c1", queue=queue))
    desk.core.catch_up()
    await asyncio.sleep(0)


async def test_who_listens_hears_nothing_of_a_call_that_was_passed_out_of_their_scope() -> None:
    desk = Desk()
    desk.talks("c1")
    for who in (OF_BILLING, OF_ALL):
        await desk.post("/calls/c1/listen", LISTEN, who=who)
    with capture_logs() as logged:
        await passed_on(desk, "support")
    assert desk.spies.heard.keys() == {"olga"}, "who sees both queues goes on listening"
    assert [(line["event"], line["who"]) for line in logged if "who" in line] == [("listening_ended", "vera")]


async def test_a_call_that_stays_in_scope_is_heard_on() -> None:
    desk = Desk()
    desk.talks("c1")
    await desk.post("/calls/c1/listen", LISTEN, who=OF_BILLING)
    await passed_on(desk, "billing")
    assert desk.spies.heard.keys() == {"vera"}


@pytest.mark.parametrize("name", ["vera", "olga"])
async def test_who_is_let_in_no_more_listens_no_more_and_others_do(name: str) -> None:
    desk = Desk()
    desk.talks("c1")
    for who in (OF_BILLING, OF_ALL):
        await desk.post("/calls/c1/listen", LISTEN, who=who)
    for tell in desk.doors.changed:
        tell("somebody else")
        tell(name)
    await asyncio.sleep(0)
    assert desk.spies.heard.keys() == {"vera", "olga"} - {name}


async def test_a_pbx_that_is_away_is_no_fault() -> None:
    desk = Desk()
    desk.talks("c1")
    await desk.post("/calls/c1/listen", LISTEN, who=OF_BILLING)
    desk.spies.fault = NotSent("away")
    with capture_logs() as logged:
        await passed_on(desk, "support")
    assert logged[-1]["event"] == "listening_not_ended"


def outlived(desk: Desk, *names: str) -> None:
    """Phones still hear a call, and nobody has asked for it since the service began."""
    desk.spies.heard |= dict.fromkeys(names, ("c1", "PJSIP/2009", "listen"))
    for tell in desk.spies.touched:
        tell("c1")


async def test_a_listening_that_outlived_a_restart_is_bound_to_its_account() -> None:
    desk = Desk()
    desk.talks("c1")
    desk.doors.people = {"vera": OF_BILLING, "olga": OF_ALL}
    outlived(desk, "vera", "olga")
    await asyncio.sleep(2)
    assert desk.spies.heard.keys() == {"vera", "olga"}
    await passed_on(desk, "support")
    assert desk.spies.heard.keys() == {"olga"}


@pytest.mark.parametrize(
    "found",
    [None, person("vera", role=Role.PLANNER), person("vera", scope=Scope(frozenset({"support"}), frozenset()))],
    ids=["nobody", "may not listen", "out of scope"],
)
async def test_a_listening_that_nobody_may_have_ends_after_a_restart(found: Person | None) -> None:
    desk = Desk()
    desk.talks("c1")
    desk.doors.people = {"olga": OF_ALL} | ({"vera": found} if found is not None else {})
    outlived(desk, "vera", "olga")
    await asyncio.sleep(2)
    assert desk.spies.heard.keys() == {"olga"}


async def test_who_has_just_asked_to_listen_is_not_asked_for_an_account() -> None:
    desk = Desk()
    desk.talks("c1")
    await desk.post("/calls/c1/listen", LISTEN, who=OF_ALL)
    for tell in desk.spies.touched:
        tell("c1")
    await asyncio.sleep(2)
    assert desk.spies.heard.keys() == {"olga"}
