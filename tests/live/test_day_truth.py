"""The day's figures are those that anybody works out from the facts of a run, one by one, whatever happens in it."""

import asyncio
from collections import defaultdict
from typing import Any, NamedTuple

from hypothesis import example, given, settings
from hypothesis import strategies as st

from acd.clock import Clock
from acd.engine import facts, orders
from acd.engine.calls import CallState
from acd.engine.rules import QueueRules
from acd.live.day_figures import service_level
from acd.store.journal import MemoryJournal
from acd.waiting import IN_LINE
from agents.roster import AgentRules
from agents.states import AgentState
from simulator.virtual_time import run_virtual
from tests.core_kit import NOON, PromptCore, start
from tests.live.day_kit import a_day

BEGINS = NOON + 11 * 3600 + 40 * 60
MIDNIGHT = NOON + 12 * 3600
T = {"billing": 20.0, "sales": 45.0}
QUEUES = tuple(
    QueueRules(name=name, needs=needs, answer_within_s=T[name], longest_wait_s=9e4, nobody_s=9e4, ring_s=9e4)
    for name, needs in (("billing", {}), ("sales", {"sales": 1}))
)
AGENTS = tuple(
    AgentRules(name=name, endpoint=f"PJSIP/{name}", skills=skills, wrap_up_s=wrap_up_s)
    for name, skills, wrap_up_s in (
        ("anna", {"ru": 5}, 7.0),
        ("boris", {"sales": 5}, 0.0),
        ("clara", {"sales": 1}, 30.0),
    )
)
STRETCH_S = 300.0
ACTS = (
    "call",
    "call",
    "answer",
    "answer",
    "hang_up",
    "release",
    "end",
    "miss",
    "sign_in",
    "sign_in",
    "pause",
    "sign_out",
)


class Ended(NamedTuple):
    """How the wait of a call ended, or "offered" for its beginning."""

    at: float
    queue: str
    how: str
    wait_s: float = 0.0


class Truth(PromptCore):
    """A core beside which everything is written down as it happens."""

    def __init__(self) -> None:
        super().__init__(Clock(asyncio.get_running_loop(), BEGINS), MemoryJournal())
        self.ended: list[Ended] = []
        self.spent: dict[tuple[str, bool, str], float] = defaultdict(float)
        self.done: dict[tuple[str, bool, str], int] = defaultdict(int)
        self._asked: dict[str, tuple[str, float]] = {}
        self._states: dict[str, AgentState] = {}
        self._until = BEGINS

    def _handle(self, fact: facts.AnyFact, at: float) -> None:
        self.pass_time(at)
        before = {call.call_id: call.state for call in self.centre.calls.values()} if self.engine.now else {}
        super()._handle(fact, at)
        self._states = {agent.name: agent.state for agent in self.centre.roster}
        led_to = self._untold[-1][2]
        if not any(isinstance(order, orders.Refused) for order in led_to):
            self._note(fact, at, before.get(getattr(fact, "call", "")) in IN_LINE)

    def pass_time(self, at: float) -> None:
        """Write down who was in which state up to now, before and after midnight."""
        for name, state in self._states.items():
            for is_today, first, last in ((False, BEGINS, MIDNIGHT), (True, MIDNIGHT, 9e18)):
                self.spent[name, is_today, state] += max(0.0, min(at, last) - max(self._until, first))
        self._until = at

    def _note(self, fact: Any, at: float, waited: bool) -> None:
        match fact:
            case facts.CallQueued(call=call, queue=queue):
                self._asked[call] = queue, at
                self.ended.append(Ended(at, queue, "offered"))
            case facts.OfferAnswered(call=call, agent=agent):
                self._end(call, at, "answered")
                self.done[agent, at >= MIDNIGHT, "answered"] += 1
            case facts.OfferMissed(agent=agent):
                self.done[agent, at >= MIDNIGHT, "missed"] += 1
            case facts.CallLeft(call=call) if waited:
                self._end(call, at, "abandoned")
            case facts.CallReleased(call=call) if waited:
                self._end(call, at, "sent_away")

    def _end(self, call: str, at: float, how: str) -> None:
        queue, since = self._asked[call]
        self.ended.append(Ended(at, queue, how, at - since))

    def of(self, queue: str | None, begin: float, end: float) -> dict[str, Any]:
        """What happened in a stretch of time, worked out from the list."""
        mine = [each for each in self.ended if begin <= each.at < end and queue in (None, each.queue)]
        answered = [each for each in mine if each.how == "answered"]
        in_time = sum(each.wait_s <= T[each.queue] for each in answered)
        abandoned = [each for each in mine if each.how == "abandoned"]
        quick = sum(each.wait_s <= T[each.queue] for each in abandoned)
        over = sum(each.how != "offered" for each in mine)
        return {
            "offered": len(mine) - over,
            "answered": len(answered),
            "abandoned": len(abandoned),
            "service_level": service_level(in_time, over, quick),
            "mean_wait_s": sum(each.wait_s for each in answered) / len(answered) if answered else None,
        }


async def act(core: Truth, what: str, pick: int) -> None:
    """Do one thing to something, if there is anything to do it to."""
    agent = AGENTS[pick % len(AGENTS)].name
    calls = core.centre.calls.values()
    offered = [call for call in calls if call.state is CallState.OFFERED]
    chosen = {
        "answer": offered, "miss": offered, "hang_up": [*calls],
        "release": [call for call in calls if call.state in IN_LINE],
        "end": [call for call in calls if call.state is CallState.TALKING],
    }.get(what, [])  # fmt: skip
    call = chosen[pick % len(chosen)] if chosen else None
    match what:
        case "call":
            name = f"{len(core.ended)}-{core.clock.now():.0f}"
            core.tell(facts.CallArrived(name))
            core.tell(facts.CallQueued(call=name, queue=("billing", "sales")[pick % 2]))
        case "sign_in":
            core.tell(facts.AgentSignedIn(agent))
        case "pause":
            core.tell(facts.AgentPaused(agent, "lunch"))
        case "sign_out":
            core.tell(facts.AgentSignedOut(agent))
        case "answer" if call and call.offer is not None and call.agent:
            core.tell(facts.OfferAnswered(call.offer, call.call_id, call.agent))
        case "miss" if call and call.offer is not None and call.agent:
            core.tell(facts.OfferMissed(call.offer, call.call_id, call.agent, facts.Miss.NO_ANSWER))
        case "end" if call and call.agent:
            core.tell(facts.TalkEnded(call.call_id, call.agent))
        case "hang_up" if call:
            core.tell(facts.CallLeft(call.call_id))
        case "release" if call:
            core.tell(facts.CallReleased(call.call_id))


async def run(steps: list[tuple[str, int, int]]) -> None:
    """Do all this, and compare."""
    core = Truth()
    start(core, QUEUES, AGENTS)
    async with a_day(core) as day:
        for what, pick, passed_s in steps:
            await asyncio.sleep(passed_s)
            if not 3 <= core.clock.now() % 60 <= 55:  # the curve may count a second late; these are the minutes' edges
                await asyncio.sleep(10)
            await act(core, what, pick)
        await asyncio.sleep(max(MIDNIGHT + 65 - core.clock.now(), 5))
        now = core.clock.now()
        core.pass_time(now)
        for name in T:
            mine, truth = day.of_queue(name), core.of(name, MIDNIGHT, now)
            assert {each: getattr(mine, each) for each in truth} == truth
            late = core.of(name, now // 60 * 60 - 29 * 60, now)
            assert mine.service_level_now == approx(late["service_level"])
        for queue in (None, *T):
            wanted = None if queue is None else {queue}
            for yesterday, points in ((True, day.curve(wanted, 5, yesterday=True)), (False, day.curve(wanted, 5))):
                for point in points:
                    truth = core.of(queue, point.at, point.at + STRETCH_S)
                    assert {each: approx(getattr(point, each)) for each in truth} == {
                        each: approx(value) for each, value in truth.items()
                    }, (yesterday, point)
        for agent in AGENTS:
            for is_today, done in ((True, day.of_agent(agent.name)), (False, day.yesterday.agent(agent.name))):
                assert (done.answered, done.missed) == (
                    core.done[agent.name, is_today, "answered"], core.done[agent.name, is_today, "missed"],
                )  # fmt: skip
                for state in ("talk", "wrap_up", "ready"):
                    truth_s = core.spent[agent.name, is_today, AgentState("talking" if state == "talk" else state)]
                    assert abs(getattr(done, f"{state}_s") - truth_s) < 1.1, "the day turns within a second"


def approx(value: float | None) -> float | None:
    """As precise as the curve is kept."""
    return None if value is None else round(value, 2)


STEPS = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 20), st.integers(0, 90)), min_size=12, max_size=40
)  # fmt: skip


@given(STEPS)
@settings(max_examples=15)
@example([("sign_in", 0, 1), ("call", 0, 5), ("answer", 0, 9), ("call", 0, 9), ("hang_up", 1, 8), ("call", 1, 1)])
@example([("sign_in", 0, 1), ("call", 0, 5), ("answer", 0, 9), ("call", 1, 1130), ("hang_up", 1, 50), ("end", 0, 60)])
def test_the_day_is_what_its_facts_say(steps: list[tuple[str, int, int]]) -> None:
    run_virtual(run(steps))
