"""A bad day on the emulated PBX and virtual time: exact to the millisecond, so that a blow can fall at any moment."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from acd.clock import Clock
from acd.config.load import load_centre
from acd.engine.facts import AgentSignedIn, AnyFact
from acd.memory import Remembered, centre_as_left
from acd.service import Service
from acd.store.journal import MemoryJournal
from simulator.pbx import EmulatedCaller, EmulatedPbx, EmulatedPhone, Habit, PbxSettings
from tests.bad_days.centre import write_centre
from tests.bad_days.replay import check_entries
from tests.bad_days.state import State, state_of

SECRET = "lab-secret"
PHONES = {name: str(1001 + n) for n, name in enumerate(("anna", "boris", "clara", "david", "elena", "fedor", "grace"))}
LOOK_EVERY_S = 0.05


class EmulatedDay:
    """One PBX and one service after another on it; ``pbx`` can do to it whatever a PBX can.

    ``set_back_s`` is by how much the clock of services that start from now on was set back.
    """

    def __init__(self, folder: Path) -> None:
        self._config = folder / "centre.yaml"
        self.pbx = EmulatedPbx(
            PbxSettings(extensions=tuple(PHONES.values()), ami_secret=SECRET, agi_secret=SECRET, patience_s=60)
        )
        self.journals: list[MemoryJournal] = []
        self.set_back_s = 0.0

    async def open(self, wrap_up: str, ami_secret: str) -> None:
        await self.pbx.start()
        host, port = self.pbx.ami_address
        write_centre(
            self._config,
            ami=f"{host}:{port}",
            ami_secret=ami_secret,
            agi="127.0.0.1:0",
            api="127.0.0.1:0",
            journal="none",
            wrap_up=wrap_up,
        )

    async def start(self, *memory: Remembered) -> None:
        """Start a service; it is at work when this returns, and has perhaps not yet agreed with the PBX."""
        self.journals.append(MemoryJournal())
        loop = asyncio.get_running_loop()
        clock = Clock(loop, self.pbx.settings.epoch_s + loop.time() - self.set_back_s)
        self.service = Service(load_centre(self._config), clock, self.journals[-1], memory)
        self.pbx.engine_address = ("127.0.0.1", await self.service.start())
        self.running = asyncio.ensure_future(self.service.run())

    async def crash(self) -> list[Remembered]:
        """Let the service end as by ``kill -9``: its sockets are cut, nothing is said. Return what it remembered."""
        core = self.service.core
        memory = centre_as_left(core.centre, core.clock.now(), core.centre.rules)
        self.journals[-1].write = lambda at, fact, orders: None  # type: ignore[method-assign]
        for connection in list(self.service.link.agi.connections):
            if connection._transport is not None:
                connection._transport.abort()
        await self.end_service()
        return memory

    async def end_service(self) -> None:
        self.running.cancel()
        await asyncio.gather(self.running, return_exceptions=True)
        await self.service.stop()

    def phone(self, agent: str) -> EmulatedPhone:
        return self.pbx.phone(PHONES[agent])

    def habits(self, habit: Habit, *agents: str) -> None:
        for agent in agents or PHONES:
            self.phone(agent).habit = habit

    async def sign_in(self, *agents: str) -> None:
        for agent in agents:
            self.tell(AgentSignedIn(agent))
            await asyncio.sleep(LOOK_EVERY_S)

    def tell(self, fact: AnyFact) -> None:
        self.service.core.tell(fact)

    def state(self) -> State:
        return state_of(self.service)

    def state_of(self, caller: EmulatedCaller) -> str:
        return self.state().state_of(caller.call_id)

    async def call_and_be(self, call_state: str, dialled: str = "102", number: str = "+79991230000") -> EmulatedCaller:
        """Let a caller dial and come into a state."""
        caller = self.pbx.call(dialled, number)
        await self.until(lambda: self.state_of(caller) == call_state)
        return caller

    async def until(self, is_true: Callable[[], bool], within_s: float = 10.0) -> None:
        loop = asyncio.get_running_loop()
        give_up = loop.time() + within_s
        while not is_true():
            assert loop.time() < give_up, f"not so after {within_s} s\n{self.account()}"
            await asyncio.sleep(LOOK_EVERY_S)

    def account(self) -> str:
        """What the services lived through, a line a fact."""
        began, lines = self.pbx.settings.epoch_s, []
        for journal in self.journals:
            for entry in journal.entries[1:]:
                lines.append(f"{entry.at - began:9.3f} {entry.fact} -> {' '.join(map(str, entry.orders))}")
            lines.append("---")
        return "\n".join(lines)


@asynccontextmanager
async def emulated_day(
    folder: Path, *signed_in: str, wrap_up: str = "2s", ami_secret: str = SECRET
) -> AsyncIterator[EmulatedDay]:
    """Begin a day with a service at work; at its end every journal replays to the same orders."""
    day = EmulatedDay(folder)
    await day.open(wrap_up, ami_secret)
    await day.start()
    try:
        if ami_secret == SECRET:
            await day.until(lambda: day.state().settled)
        await day.sign_in(*signed_in)
        yield day
    finally:
        await day.end_service()
        await day.pbx.stop()
    for journal in day.journals:
        check_entries(journal.entries)
