"""Answers reach those who wait for them, and nothing is kept of what nobody waits for."""

import asyncio
from collections import Counter

import pytest

from acd.asterisk.ami_actions import ActionTimedOut, AmiActionError, NotSent, PendingActions
from acd.asterisk.ami_wire import Message


def message(*lines: str) -> Message:
    return Message("\r\n".join(lines).encode())


ITEM = message("Event: Status", "ActionID: list")
COMPLETE = message("Event: StatusComplete", "ActionID: list", "EventList: Complete")


async def test_an_event_that_carries_the_id_of_a_plain_action_is_news() -> None:
    actions = PendingActions(Counter())
    actions.open("Status", "list", True, 5)
    actions.open("Originate", "attempt", False, 5)
    assert not actions.take_item(message("Event: OriginateResponse", "ActionID: attempt"))
    assert actions.take_item(ITEM)


async def test_the_count_of_lists_returns_to_nothing() -> None:
    actions = PendingActions(Counter())
    actions.open("Status", "list", True, 5)
    assert actions.lists == 1
    actions.take_item(COMPLETE)
    assert actions.lists == 0


async def test_a_list_that_nobody_waits_for_keeps_no_items_and_ends_with_its_end() -> None:
    actions = PendingActions(Counter())
    pending = actions.open("Status", "list", True, 5)
    actions.take_item(ITEM)
    await asyncio.sleep(6)
    with pytest.raises(ActionTimedOut):
        await pending.answer
    assert actions.take_item(ITEM)
    assert pending.items == []
    assert actions.take_item(COMPLETE)
    assert not actions.take_item(ITEM)


async def test_a_list_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("acd.asterisk.ami_actions.MAX_LIST_ITEMS", 3)
    actions = PendingActions(Counter())
    pending = actions.open("Status", "list", True, 5)
    for _ in range(5):
        assert actions.take_item(ITEM)
    with pytest.raises(AmiActionError, match="more than 3 items"):
        await pending.answer
    assert pending.items == []


async def test_the_deadline_of_an_answered_action_does_not_touch_the_next_with_its_id() -> None:
    actions = PendingActions(Counter())
    actions.open("Originate", "attempt", False, 5)
    with pytest.raises(NotSent):
        actions.open("Originate", "attempt", False, 5)
    actions.take_response(message("Response: Success", "ActionID: attempt"))
    await asyncio.sleep(4)
    second = actions.open("Originate", "attempt", False, 5)
    await asyncio.sleep(2)
    actions.take_response(message("Response: Success", "ActionID: attempt"))
    assert second.answer.done()
    assert not second.answer.exception()
