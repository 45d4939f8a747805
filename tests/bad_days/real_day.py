"""A bad day on a real Asterisk: its callers and phones, and the service in a process of its own."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from acd.asterisk import truth
from acd.asterisk.gate import decode_fields
from acd.engine.orders import Offer
from simulator.lab.asterisk_lab import AsteriskLab
from tests.bad_days.live_service import LiveService
from tests.bad_days.replay import check_replay
from tests.scenarios.pbx import Caller, Habit
from tests.scenarios.real_pbx import RealPbx, RealPhone

PHONES = {name: str(1001 + n) for n, name in enumerate(("anna", "boris", "clara", "david", "elena", "fedor", "grace"))}
NUMBER = "+4416329600{:02}"
LOOK_EVERY_S = 0.02


class RealDay:
    """``service`` may be killed, frozen and started again; everybody else only sees what comes of it."""

    def __init__(self, pbx: RealPbx, service: LiveService) -> None:
        self.pbx = pbx
        self.service = service
        self._callers = 0

    def phone(self, agent: str) -> RealPhone:
        return self.pbx.phone(PHONES[agent])

    def habits(self, habit: Habit, *agents: str) -> None:
        for agent in agents:
            self.phone(agent).habit = habit

    async def call(self, dialled: str) -> Caller:
        """Let a caller with a number of their own dial; returns when the engine knows the call."""
        self._callers += 1
        caller = await self.pbx.call(dialled, number=NUMBER.format(self._callers))
        await self.pbx.wait_known(caller)
        await self.service.until(lambda state: caller.call_id in state.calls)
        return caller

    async def call_and_be(self, call_state: str, dialled: str = "102") -> Caller:
        """Let a caller dial and come into a state."""
        caller = await self.call(dialled)
        await self.service.until(lambda state: state.state_of(caller.call_id) == call_state)
        return caller

    async def talk(self, caller: Caller, agent: str) -> None:
        """Wait until the two talk, for the engine and on the phone."""
        await self.service.until(lambda state: (caller.call_id, agent) in state.talks())
        await self.until(lambda: self.phone(agent).in_call)

    async def comes_to(self, caller: Caller, step: str) -> None:
        """Wait until the menu asks the caller at ``step``."""
        for _ in range(500):  # ten seconds
            if decode_fields(await self.pbx.variable(caller.call_id, truth.MENU)).get("step") == step:
                return
            await asyncio.sleep(LOOK_EVERY_S)
        raise AssertionError(f"{caller.call_id} did not come to {step!r}\n{self.service.log_tail()}")

    async def queues_with_account(self, account: str) -> Caller:
        """Let a caller give an account number to the menu, and wait for the billing agent."""
        caller = await self.call("106")
        await self.comes_to(caller, "account")
        await caller.press(account + "#")
        await self.service.until(lambda state: state.state_of(caller.call_id) in ("waiting", "offered"))
        return caller

    async def gone_from_pbx(self, caller: Caller, within_s: float) -> None:
        """Wait until Asterisk itself has no channel of the caller's any more."""
        loop = asyncio.get_running_loop()
        give_up = loop.time() + within_s
        while await self.pbx.variable(caller.call_id, "CHANNEL(state)"):
            assert loop.time() < give_up, f"{caller.call_id} is still on the PBX after {within_s} s"
            await asyncio.sleep(LOOK_EVERY_S)

    async def until(self, is_true: Callable[[], bool], within_s: float = 5.0) -> None:
        """Wait for something that is seen from outside of the service."""
        loop = asyncio.get_running_loop()
        give_up = loop.time() + within_s
        while not is_true():
            assert loop.time() < give_up, f"not so after {within_s} s\n{self.service.log_tail()}"
            await asyncio.sleep(LOOK_EVERY_S)

    def offered_calls(self) -> list[str]:
        """The calls that the service started last has offered, in order."""
        return [order.call for entry in self.service.entries() for order in entry.orders if isinstance(order, Offer)]


@asynccontextmanager
async def real_day(lab: AsteriskLab, folder: Path, **centre: str) -> AsyncIterator[RealDay]:
    """Begin a day with an empty PBX and phones that answer; at its end every journal replays to the same orders."""
    pbx, service = RealPbx(lab), LiveService(lab, folder, **centre)
    await pbx.start()
    try:
        yield RealDay(pbx, service)
    finally:
        await service.stop()
        await pbx.stop()
    check_replay(service.journals)
