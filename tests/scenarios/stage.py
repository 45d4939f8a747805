"""A stage for stories: the real service in front of a PBX, and the words that stories are told in.

Nothing here sleeps for a guess. Every ``await`` waits for something to be true, for a bounded time, and a story
that does not come true says what was waited for and what had happened until then.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import httpx
import msgspec

from acd.asterisk import truth
from acd.asterisk.gate import decode_fields
from acd.clock import Clock
from acd.config.load import Centre, load_centre
from acd.engine.calls import Call, CallState
from acd.engine.facts import (
    AgentRestored,
    AgentSignedIn,
    AgentUnpaused,
    AnyFact,
    CallArrived,
    Fact,
    OfferMissed,
)
from acd.engine.orders import AnyOrder, Offer, Order
from acd.service import Service
from acd.store.journal import Entry, MemoryJournal
from agents.roster import Agent
from agents.states import AgentState
from api.acts.routes import shared
from api.app import create_app
from api.transfers import Passing
from tests.scenarios.pbx import Caller, Phone
from tests.scenarios.places import Place

LIMIT_S = 10.0
"""How long anything that a story waits for may take; the longest by design is a longest wait of six seconds."""

LOOK_EVERY_S = 0.02
TOKEN = "only-for-tests"
HAND_S = 0.1
"""How long after a question begins a caller presses a key."""

CENTRE = Path(__file__).with_name("centre.yaml")

F = TypeVar("F", bound=Fact)
D = TypeVar("D", bound=Order)


class Stage:
    """One scenario's service on ``place``: ``async with Stage(place) as stage``."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.pbx = place.pbx
        self.on_asterisk = place.name == "asterisk"
        self._journal = MemoryJournal()
        self.restarts = 0
        self.callers: list[Caller] = []
        self.outside: dict[str, Phone] = {}

    async def __aenter__(self) -> "Stage":
        await self.place.open()
        self._clock = Clock(asyncio.get_running_loop(), self.place.epoch_s)
        await self._start([])
        for number in (agent.number for agent in self.service.centre.part.agents.values() if agent.number):
            self.outside[number] = await self.pbx.outside(number)
        return self

    async def __aexit__(self, *details: object) -> None:
        try:
            await self.everybody_hangs_up()
        finally:
            await self._stop()
            await self.place.close()

    async def _start(self, remembered: list[AgentRestored]) -> None:
        self.service = Service(centre_at(self.place), self._clock, self._journal, remembered)
        self.core = self.service.core
        self.place.engine_listens(await self.service.start())
        self._running = asyncio.ensure_future(self.service.run())
        await self.until(lambda: self.core.centre.settled, "the service has agreed with the PBX")

    async def _stop(self) -> None:
        self._running.cancel()
        await asyncio.gather(self._running, return_exceptions=True)
        await self.service.stop()

    async def restart(self, *signed_in: str) -> None:
        """Stop the service and start it again, with these agents at work; from here on the story is the new one's."""
        await self._stop()
        self.restarts += 1
        self._journal = MemoryJournal()
        await self._start([AgentRestored(agent=agent, signed_in=True) for agent in signed_in])

    # ---- who does what ----

    async def everybody_hangs_up(self) -> None:
        """Let callers and agents put their receivers down."""
        for caller in self.callers:
            await caller.hang_up()
        for agent in self.core.centre.roster:
            await self.phone(agent.name).hang_up()

    async def sign_in(self, *names: str) -> None:
        """Let agents come to work one after another: the first has been idle for the longest."""
        for name in names:
            self.tell(AgentSignedIn(name))
            await asyncio.sleep(LOOK_EVERY_S)

    def come_back(self, agent: str) -> None:
        """Let an agent who was paused for missing calls work again."""
        if self.agent(agent).state is AgentState.PAUSED:
            self.tell(AgentUnpaused(agent))

    def tell(self, fact: AnyFact) -> None:
        """Tell the engine something that the API or an alarm would."""
        self.core.tell(fact)

    async def call(self, dialled: str, *, name: str = "", number: str = "+74951234567") -> Caller:
        """Let somebody dial; returns when the service has the call."""
        caller = await self.pbx.call(dialled, number=number, name=name)
        self.callers.append(caller)
        await self.until(
            lambda: caller.call_id != "" and any(fact.call == caller.call_id for fact in self.facts(CallArrived)),
            f"the caller of {dialled} has arrived",
        )
        return caller

    async def press(self, caller: Caller, keys: str, *, at: str, tries: int = 0) -> None:
        """Press keys once the menu asks at the step ``at``, after so many tries that failed."""
        await self.comes_to(caller, at, tries)
        await asyncio.sleep(HAND_S)
        await caller.press(keys)

    def phone(self, agent: str) -> Phone:
        """The phone of an agent, on a desk or elsewhere."""
        technology, _, reached = self.agent(agent).rules.endpoint.partition("/")
        return self.outside[reached.partition("@")[0]] if technology == "Local" else self.pbx.phone(reached)

    async def ask(self, method: str, path: str, body: object = None) -> Any:
        """Ask the API for something that it must grant."""
        link = self.service.link
        passing = Passing(self.service.targets, lambda: link.ami.is_connected)
        acts = shared(self.core, connected=passing.connected)
        app = create_app(self.core, TOKEN, None, passing, link.recordings.ask, acts=acts, spies=link.spies)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://acd/api") as client:
            answer = await client.request(method, path, json=body, headers={"Authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def hands_over(self, agent: str) -> None:
        """Let the agent give the caller to whom they asked, once their phone knows that somebody has answered."""
        for _ in range(round(LIMIT_S / LOOK_EVERY_S)):
            if await self.phone(agent).complete():
                return
            await asyncio.sleep(LOOK_EVERY_S)
        raise AssertionError(f"{agent}'s phone could not hand the caller over.\n{self.account()}")

    # ---- what is true now ----

    def agent(self, name: str) -> Agent:
        """An agent as the engine sees them."""
        return self.core.centre.roster[name]

    def call_of(self, caller: Caller) -> Call | None:
        """A caller's call as the engine sees it; None when it is over."""
        return self.core.centre.calls.get(caller.call_id)

    def state(self, caller: Caller) -> CallState:
        """Where a call is; done when it is over."""
        call = self.call_of(caller)
        return call.state if call is not None else CallState.DONE

    # ---- what has happened ----

    @property
    def story(self) -> list[Entry]:
        """Every fact with its time and its orders; those of this very moment too."""
        self.core.catch_up()
        return self._journal.entries

    def facts(self, kind: type[F]) -> list[F]:
        """The facts of one kind, oldest first."""
        return [entry.fact for entry in self.story if isinstance(entry.fact, kind)]

    def orders(self, kind: type[D]) -> list[D]:
        """The orders of one kind, oldest first."""
        return [order for entry in self.story for order in entry.orders if isinstance(order, kind)]

    def offered_to(self, caller: Caller) -> list[str]:
        """Whom the call was offered to, in order."""
        offers = [offer for offer in self.orders(Offer) if offer.call == caller.call_id]
        return [agent for offer in offers for agent in (offer.agent, *offer.also)]

    def misses(self, caller: Caller) -> list[tuple[str, str]]:
        """Who missed the call and why, in order."""
        return [(miss.agent, str(miss.why)) for miss in self.facts(OfferMissed) if miss.call == caller.call_id]

    def when(self, kind: type[Fact]) -> float:
        """When the last fact of a kind was true, in seconds."""
        return max(entry.at for entry in self.story if isinstance(entry.fact, kind))

    # ---- what a story waits for ----

    async def until(self, is_true: Callable[[], bool], what: str, within_s: float = LIMIT_S) -> None:
        """Wait until something is true; ``what`` says it in words."""
        loop = asyncio.get_running_loop()
        give_up = loop.time() + within_s
        while not is_true():
            assert loop.time() < give_up, f"in {within_s} s it did not come true that {what}.\n{self.account()}"
            await asyncio.sleep(LOOK_EVERY_S)

    async def comes_to(self, caller: Caller, step: str, tries: int = 0) -> None:
        """Wait until the menu asks the caller at ``step``, after so many tries that failed."""
        for _ in range(round(LIMIT_S / LOOK_EVERY_S)):
            menu = decode_fields(await self.pbx.variable(caller.call_id, truth.MENU))
            if (menu.get("step"), menu.get("tries")) == (step, str(tries)):
                return
            await asyncio.sleep(LOOK_EVERY_S)
        raise AssertionError(f"the caller did not come to {step!r}.\n{self.account()}")

    async def waits(self, caller: Caller, queue: str) -> None:
        """Wait until the caller waits in ``queue`` and no phone rings for them."""

        def waiting() -> bool:
            call = self.call_of(caller)
            return call is not None and call.state is CallState.WAITING and call.queue == queue

        await self.until(waiting, f"{caller.call_id} waits in {queue}")

    async def waits_after_a_miss(self, caller: Caller, agent: str) -> None:
        """Wait until the agent has missed the call, and it waits for another."""

        def waiting() -> bool:
            missed = agent in [name for name, _ in self.misses(caller)]
            return missed and self.state(caller) is CallState.WAITING

        await self.until(waiting, f"{caller.call_id} waits after {agent} missed it")

    async def hears(self, caller: Caller, sound: str) -> None:
        """Wait until the caller has begun to hear a prompt; music must play now."""
        music = sound == "music"
        await self.until(
            lambda: caller.heard[-1:] == ["music"] if music else sound in caller.heard,
            f"{caller.call_id} hears {sound}",
        )

    async def rings(self, agent: str, caller: Caller) -> None:
        """Wait until the agent's phone rings for the caller, in the engine and on the desk."""
        before = len(self.phone(agent).rings)

        def ringing() -> bool:
            call = self.call_of(caller)
            offered = call is not None and agent in call.ringing
            rung = self.offered_to(caller).count(agent)
            return offered and len(self.phone(agent).rings) >= max(1, rung, before)

        await self.until(ringing, f"{agent}'s phone rings for {caller.call_id}")

    async def talks(self, agent: str, caller: Caller) -> None:
        """Wait until agent and caller talk: in the engine, and on the phone."""

        def talking() -> bool:
            call = self.call_of(caller)
            if call is None or call.agent != agent or call.state is not CallState.TALKING:
                return False
            return self.agent(agent).state is AgentState.TALKING and self.phone(agent).in_call

        await self.until(talking, f"{agent} talks with {caller.call_id}")

    async def rests(self, agent: str, state: AgentState) -> None:
        """Wait until the agent is in a state."""
        await self.until(lambda: self.agent(agent).state is state, f"{agent} is {state}")

    async def gone(self, caller: Caller) -> None:
        """Wait until the call is over for the caller and for the engine."""
        await self.until(lambda: caller.ended and self.call_of(caller) is None, f"{caller.call_id} is over")

    def account(self) -> str:
        """The story so far, a line a fact."""
        began = self.story[0].at if self.story else 0.0
        return "\n".join(f"{e.at - began:8.3f} {e.fact} -> {words(e.orders)}" for e in self.story[1:])


def words(orders: tuple[AnyOrder, ...]) -> str:
    return " ".join(str(order) for order in orders) or "nothing"


def centre_at(place: Place, file: Path = CENTRE) -> Centre:
    """The scenarios' centre, at the addresses of ``place``."""
    centre = load_centre(file)
    pbx = centre.part.pbx
    ami = pbx.ami.model_copy(update={"address": place.ami})
    agi = pbx.agi.model_copy(update={"listen": place.agi, "allow": ["127.0.0.0/8"]})
    changed: dict[str, Any] = {"pbx": pbx.model_copy(update={"ami": ami, "agi": agi})}
    return msgspec.structs.replace(centre, part=centre.part.model_copy(update=changed))
