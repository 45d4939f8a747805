"""The people of the demo: callers who use the menu and lose patience, agents who answer, mostly.

Every draw comes from one seeded generator, so a demo with the same seed and the same speed is the same demo.
"""

import asyncio
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from simulator.pbx import EmulatedCaller, EmulatedPbx, Habit

CALLS_PER_S = 0.6
"""With talks of 25 s on average and 5 s of wrap-up this keeps some 18 of 24 agents at work."""

TALK_MEAN_S, TALK_SPREAD = 25.0, 0.6
PATIENCE_MEAN_S = 45.0
THINK_S = (0.5, 2.0)
LEAVES_EARLY = 0.04
CALLER_ENDS_FIRST = 0.35


class Habits(NamedTuple):
    """How often, of all rings, a phone is not answered, by the way it is not."""

    silent: float = 0.03
    rejects: float = 0.02
    busy: float = 0.01


class Wish(NamedTuple):
    """What a kind of caller dials and presses, key by key group, and how frequent it is."""

    share: float
    dialled: str
    keys: tuple[str, ...]


WISHES = (
    Wish(0.12, "100", ("1", "1")),
    Wish(0.14, "100", ("2", "1")),
    Wish(0.16, "100", ("2", "3")),
    Wish(0.16, "100", ("1", "2", "1234567#")),
    Wish(0.06, "100", ("2", "2", "91234567#")),
    Wish(0.12, "101", ("1",)),
    Wish(0.12, "102", ()),
    Wish(0.06, "100", ("2", "0")),
    Wish(0.03, "100", ("7", "7", "7")),
    Wish(0.03, "100", ()),
)
"""The last two press what is no choice, or nothing: they too reach a person."""

NAMES = (
    "Иван Петров", "Мария Соколова", "Олег Новиков", "Анна Кузнецова", "Дмитрий Орлов", "Ольга Морозова",
    "John Miller", "Emma Stone", "Noah Reed", "Olivia Hart", "Liam Novak", "Sophie Lane",
)  # fmt: skip
"""Invented people."""


class Crowd:
    """Lets callers in on an emulated PBX until cancelled, and gives its phones their habits."""

    def __init__(self, pbx: EmulatedPbx, seed: int, calls_per_s: float = CALLS_PER_S) -> None:
        self._pbx = pbx
        self._draws = np.random.default_rng(seed)
        self._calls_per_s = calls_per_s
        self._tasks: set[asyncio.Task[None]] = set()
        self.habits = Habits()

    def settle_in(self, extensions: Iterator[str]) -> None:
        """Give each phone the habits of a person."""
        for extension in extensions:
            self._pbx.phone(extension).draw_habit = self._draw_habit

    async def run(self) -> None:
        """Let callers in, at random moments, until cancelled; those who are in are let go then."""
        try:
            while True:
                await asyncio.sleep(self._draws.exponential(1 / self._calls_per_s))
                task = asyncio.ensure_future(self._live(self._draw_wish()))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
        finally:
            for task in self._tasks:
                task.cancel()

    async def _live(self, wish: Wish) -> None:
        """One caller, from dialling to hanging up."""
        number = f"+7495{self._draws.integers(1_000_000, 9_999_999)}"
        caller = self._pbx.call(wish.dialled, number, str(self._draws.choice(NAMES)))
        patience_s = self._draws.exponential(PATIENCE_MEAN_S)
        if self._draws.random() < LEAVES_EARLY:
            patience_s = self._draws.uniform(1, 6)
        try:
            async with asyncio.timeout(patience_s + 60):
                await self._use_menu(caller, wish)
                await self._wait_for_agent(caller, patience_s)
            await self._talk(caller)
        except TimeoutError:
            caller.hang_up()

    async def _use_menu(self, caller: EmulatedCaller, wish: Wish) -> None:
        for keys in wish.keys:
            await self._until_asked(caller)
            await asyncio.sleep(self._draws.uniform(*THINK_S))
            await caller.press(keys)

    async def _until_asked(self, caller: EmulatedCaller) -> None:
        """Listen until the greetings are over; a person knows a question when they hear one."""
        heard = len(caller.heard)
        while not caller.ended and (len(caller.heard) == heard or "welcome" in caller.heard[-1].sound):  # noqa: ASYNC110
            await asyncio.sleep(0.2)

    async def _wait_for_agent(self, caller: EmulatedCaller, patience_s: float) -> None:
        waited_s = 0.0
        while not caller.ended and not self._hears_agent(caller):
            if self._on_hold(caller):
                waited_s += 0.2
            if waited_s > patience_s:
                caller.hang_up()
                return
            await asyncio.sleep(0.2)

    async def _talk(self, caller: EmulatedCaller) -> None:
        if self._draws.random() < CALLER_ENDS_FIRST:
            await caller.wait_ended(self._draws.uniform(5, 30))
            caller.hang_up()
        await caller.wait_ended(600)

    def _hears_agent(self, caller: EmulatedCaller) -> bool:
        return bool(caller.heard) and caller.heard[-1].sound == "voice"

    def _on_hold(self, caller: EmulatedCaller) -> bool:
        return bool(caller.heard) and caller.heard[-1].sound in ("music", "")

    def _draw_wish(self) -> Wish:
        shares = np.array([wish.share for wish in WISHES])
        return WISHES[int(self._draws.choice(len(WISHES), p=shares / shares.sum()))]

    def _draw_habit(self) -> Habit:
        chance = self._draws.random()
        if chance < self.habits.silent:
            return Habit("silent")
        if chance < self.habits.silent + self.habits.rejects:
            return Habit("rejects", self._draws.uniform(1, 4))
        if chance < sum(self.habits):
            return Habit("busy", 0.1)
        talk_s = self._draws.lognormal(np.log(TALK_MEAN_S) - TALK_SPREAD**2 / 2, TALK_SPREAD)
        return Habit("answers", self._draws.uniform(1, 4), float(talk_s))
