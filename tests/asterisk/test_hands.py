"""Orders that are carried out through AMI: who is hung up, what is cut short, and what is said when it fails."""

import asyncio
from collections.abc import Coroutine
from typing import Any, cast

import pytest
from structlog.testing import capture_logs

from acd.asterisk.ami_actions import NotSent
from acd.asterisk.ami_client import AmiClient
from acd.asterisk.hands import Hands
from acd.asterisk.switchboard import Leg, Switchboard
from acd.engine.orders import AnyOrder, HangUp, Offer, SendAway, Wait, Withdraw
from acd.engine.routing_rules import Exit
from tests.core_kit import a_core

CALL, LEG = "17.1", "17.2"


class Pbx:
    """Takes down what it is asked, and has one channel: Anna's leg, which rings unless it ``is_up``."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.is_away = False
        self.is_up = False
        self.doubts: list[str] = []
        self.board = Switchboard()
        self.work: list[asyncio.Task[None]] = []
        ami = cast(AmiClient, self)
        self.hands = Hands(a_core(), self.board, ami, self._spawn, self.doubts.append)

    async def action(self, name: str, fields: dict[str, str]) -> None:
        self.asked.append((name, fields["Channel"]))
        if self.is_away:
            raise NotSent(f"{name}: there is no connection to the PBX")

    async def ask_list(self, name: str, fields: dict[str, str]) -> list[dict[str, str]]:
        return [{"ChannelState": "6" if self.is_up else "5"}]

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        self.work.append(asyncio.ensure_future(work))

    async def carries_out(self, order: AnyOrder) -> list[tuple[str, str]]:
        """What is asked of the PBX for an order."""
        self.asked.clear()
        self.hands.table[type(order)](order)
        await asyncio.gather(*self.work)
        return self.asked


async def test_a_call_is_hung_up_by_its_own_channel() -> None:
    assert await Pbx().carries_out(HangUp(CALL, "threats")) == [("Hangup", CALL)]


async def test_a_hang_up_that_fails_is_logged_with_the_call() -> None:
    pbx = Pbx()
    pbx.is_away = True
    with capture_logs() as logs:
        await pbx.carries_out(HangUp(CALL, "threats"))
    assert [(entry["event"], entry["log_level"], entry["call"]) for entry in logs] == [
        ("call_not_hung_up", "warning", CALL)
    ]


OFFER = Offer(offer=1, call=CALL, agent="anna", ring_s=15.0, until=99.0, label="Billing")
CUT = [("ControlPlayback", CALL)]


@pytest.mark.parametrize(
    ("order", "asked"),
    [
        (OFFER, CUT),
        (SendAway(CALL, Exit(go="hangup"), "act"), CUT),
        (SendAway(CALL, Exit(go="hangup"), "longest_wait"), []),
        (Wait(CALL, "billing", 1.0, "news"), []),
    ],
)
async def test_an_announcement_is_cut_short_for_a_phone_and_a_persons_word_only(
    order: Offer | SendAway | Wait, asked: list[tuple[str, str]]
) -> None:
    pbx = Pbx()
    pbx.board.box(CALL).announcing = True
    assert await pbx.carries_out(order) == asked
    pbx.board.box(CALL).announcing = False
    assert await pbx.carries_out(order) == []
    assert list(pbx.board.box(CALL).orders) == [order, order]


async def test_a_withdrawn_phone_stops_ringing_unless_it_was_picked_up() -> None:
    pbx = Pbx()
    pbx.board.legs[LEG] = Leg(CALL, "anna", offer=1)
    withdraw = Withdraw(1, CALL, "anna")
    assert await pbx.carries_out(withdraw) == [("Hangup", LEG)]
    pbx.is_up = True
    assert await pbx.carries_out(withdraw) == []
    assert pbx.doubts == ["a phone was picked up that the engine had given up"]
