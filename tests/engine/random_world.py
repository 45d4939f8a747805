"""A world that says anything: facts, legal and not, in any order, late or twice."""

import msgspec
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from acd.engine.acts import CallAssigned, CallCut, CallMoved, CallPrioritised, Door, QueueSteered, SkillsChanged
from acd.engine.calls import Call
from acd.engine.centre import Centre, Trigger
from acd.engine.engine import Engine
from acd.engine.facts import (
    AgentPaused,
    AgentRestored,
    AgentSignedIn,
    AgentSignedOut,
    AgentUnpaused,
    AlarmRang,
    AnyFact,
    CallArrived,
    CallbackAnswered,
    CallHandedOver,
    CallHeld,
    CallLeft,
    CallPutThrough,
    CallQueued,
    CallReleased,
    CallRestored,
    CallResumed,
    CallTransferred,
    DeviceChanged,
    Miss,
    OfferAnswered,
    OfferMissed,
    RulesChanged,
    Settled,
    Started,
    TalkEnded,
)
from acd.engine.orders import AnyOrder, Offer, Refused, WakeAt
from acd.engine.rules import CentreRules
from agents.roster import Agent
from agents.states import Device
from tests.engine.dump import dump
from tests.engine.random_rules import CHANGED, LITTLE, MIXED, PLAIN

NAMES = [each.name for each in MIXED.agents]
AGENTS = st.sampled_from(NAMES)
CALLS = st.sampled_from([f"c{number}" for number in range(9)])
QUEUES = st.sampled_from(["billing", "vip", "overflow"])
NEEDS = st.dictionaries(st.sampled_from(["billing", "english", "russian", "chess"]), st.integers(0, 6), max_size=2)
SKILLS = st.dictionaries(st.sampled_from(["billing", "billing", "english", "russian"]), st.integers(1, 10), max_size=3)
EXPRESSIONS = st.sampled_from(
    ["", "english >= 2", "not billing", "russian or {manager} >= 3", "chess >= 2", "billing >="]
)
DATA = st.dictionaries(
    st.sampled_from(["manager", "language"]), st.sampled_from([*NAMES, "english", "russian"]), max_size=2
)
SECONDS = st.sampled_from([0.0, 0.0, 0.1, 1.0, 4.9, 10.0, 20.0, 25.0, 60.1, 90.0])


class RandomWorld(RuleBasedStateMachine):
    """Facts as hypothesis draws them; who uses it says what must be true."""

    def __init__(self) -> None:
        super().__init__()
        self.engine = Engine(self.watch)
        self.now = 0.0
        self.wake_at: float | None = None
        self.journal: list[tuple[float, AnyFact, tuple[AnyOrder, ...]]] = []
        self.live: set[str] = set()
        self.lost_offers: dict[str, set[str]] = {}
        self.opened: dict[str, int] = {}
        self.stays: dict[str, tuple[str, float, int]] = {}
        self.changes = 0

    def tell(self, fact: AnyFact, at: float | None = None) -> bool:
        """Tell a fact; return whether it was taken. A refused one must have changed nothing."""
        before = dump(self.engine)
        time = self.now if at is None else at
        orders = self.engine.handle(fact, time)
        self.journal.append((time, fact, orders))
        refused = any(isinstance(order, Refused) for order in orders)
        if refused:
            assert len(orders) == 1
            assert dump(self.engine) == before, f"refused, and yet something changed: {orders}"
        elif isinstance(fact, AlarmRang):
            self.wake_at = None
        elif isinstance(fact, CallTransferred | CallQueued | CallMoved):
            self.asks_anew(fact)
        elif isinstance(fact, CallbackAnswered):
            self.waits_on(fact.call)
        for order in orders:
            if isinstance(order, WakeAt):
                assert self.wake_at is None or order.at < self.wake_at
                self.wake_at = order.at
            elif isinstance(order, Offer):
                lost = self.lost_offers.get(order.call, set())
                assert lost.isdisjoint({order.agent, *order.also}), "offered again to who refused it"
        return not refused

    def asks_anew(self, fact: CallTransferred | CallQueued | CallMoved) -> None:
        """What was true of its waiting so far is no more."""
        self.stays.pop(fact.call, None)
        if isinstance(fact, CallTransferred):
            self.lost_offers[fact.call] = set()

    def waits_on(self, call_id: str) -> None:
        """In the same queue it must not be narrower than before, though it enters anew."""
        call = self.engine.centre.calls[call_id]
        if call_id in self.stays and self.stays[call_id][0] == call.queue:
            self.stays[call_id] = (call.queue, call.queued_at, self.changes)

    def watch(self, centre: Centre, trigger: Trigger, call: Call, agent: Agent | None) -> None:
        """Sees every decision."""

    def calls(self) -> list[Call]:
        return list(self.engine.centre.calls.values())

    def agents(self) -> list[Agent]:
        return list(self.engine.centre.roster)

    def call_of(self, name: str) -> str | None:
        agent = self.engine.centre.roster.get(name)
        return None if agent is None else agent.call

    # What the world can say.

    @initialize(
        mixed=st.booleans(), found=st.lists(st.tuples(CALLS, QUEUES, st.floats(-200, 0), st.sets(AGENTS)), max_size=4)
    )
    def take_over(self, mixed: bool, found: list[tuple[str, str, float, set[str]]]) -> None:
        self.tell(Started(MIXED if mixed else PLAIN))
        self.tell(AgentRestored(agent="anna", signed_in=True, idle_since=-9.0, misses=1))
        self.tell(AgentRestored(agent="boris", signed_in=True, wrap_up_until=12.0))
        for call, where, since, refused in found:
            fact = CallRestored(
                call=call, state="waiting", arrived_at=since, queue=where, queued_at=since, refused=tuple(refused)
            )
            if self.tell(fact):
                self.live.add(call)
                self.lost_offers[call] = set(refused)
        if self.tell(CallRestored(call="c8", state="talking", arrived_at=-5.0, agent="clara")):
            self.live.add("c8")

    @rule(seconds=SECONDS)
    def time_passes(self, seconds: float) -> None:
        until = self.now + seconds
        while self.wake_at is not None and self.wake_at <= until:
            self.now = max(self.now, self.wake_at)
            self.ring()
        self.now = until

    @rule(seconds=SECONDS)
    def time_passes_and_the_alarm_is_late(self, seconds: float) -> None:
        self.now += seconds

    @rule()
    def ring(self) -> None:
        self.tell(AlarmRang())

    @precondition(lambda self: not self.engine.centre.settled)
    @rule()
    def settle(self) -> None:
        self.tell(Settled())

    @rule(call=CALLS)
    def a_caller_comes(self, call: str) -> None:
        if self.tell(CallArrived(call, number=f"+7{call[1:]}" if call < "c6" else "")):
            self.live.add(call)
            self.lost_offers[call] = set()

    @rule(call=CALLS, queue=QUEUES, needs=NEEDS, priority=st.integers(0, 2))
    def a_caller_asks(self, call: str, queue: str, needs: dict[str, int], priority: int) -> None:
        self.tell(CallQueued(call=call, queue=queue, needs=needs, priority=priority))

    @rule(call=CALLS, queue=QUEUES, needs=NEEDS, priority=st.integers(0, 2))
    def a_caller_comes_and_asks(self, call: str, queue: str, needs: dict[str, int], priority: int) -> None:
        self.a_caller_comes(call)
        self.a_caller_asks(call, queue, needs, priority)

    @rule(call=CALLS, queue=QUEUES, need=EXPRESSIONS, data=DATA, credit_s=st.sampled_from([0.0, 0.0, 30.0]))
    def a_caller_is_known_and_asks(
        self, call: str, queue: str, need: str, data: dict[str, str], credit_s: float
    ) -> None:
        self.a_caller_comes(call)
        self.tell(CallQueued(call=call, queue=queue, need=need, data=data, credit_s=credit_s))

    @rule(call=CALLS, wanted=st.booleans())
    def a_caller_wants_to_be_called_back_or_not(self, call: str, wanted: bool) -> None:
        self.tell(CallbackAnswered(call, wanted))

    @precondition(lambda self: self.engine.centre.rules.name != "random")
    @rule(rules=st.sampled_from([MIXED, CHANGED, LITTLE]))
    def other_rules_hold(self, rules: CentreRules) -> None:
        self.changes += 1
        self.tell(RulesChanged(rules))

    @rule(call=CALLS)
    def a_caller_hangs_up(self, call: str) -> None:
        if self.tell(CallLeft(call)):
            self.live.remove(call)
            self.lost_offers.pop(call, None)

    @rule(call=CALLS)
    def a_caller_is_taken_elsewhere(self, call: str) -> None:
        self.tell(CallReleased(call))

    @rule(call=CALLS, name=AGENTS, offer=st.integers(1, 5), stale=st.integers(0, 9), why=st.sampled_from([None, *Miss]))
    def a_phone_answers_or_not(self, call: str, name: str, offer: int, stale: int, why: Miss | None) -> None:
        known = self.engine.centre.calls.get(call)
        if stale and known is not None and known.offer is not None and known.agent is not None:
            offer, name = known.offer, known.ringing[stale % len(known.ringing)]
        fact = OfferAnswered(offer, call, name) if why is None else OfferMissed(offer, call, name, why)
        if self.tell(fact) and why is Miss.REJECTED:
            self.lost_offers.setdefault(call, set()).add(name)

    @rule(name=AGENTS, call=CALLS, stale=st.integers(0, 4))
    def an_agent_hangs_up(self, name: str, call: str, stale: int) -> None:
        self.tell(TalkEnded((self.call_of(name) or call) if stale else call, name))

    @rule(call=CALLS, by=AGENTS, queue=QUEUES, needs=NEEDS, wanted=st.sampled_from(["", *NAMES]), fetched=st.booleans())
    def an_agent_passes_a_call_on(
        self, call: str, by: str, queue: str, needs: dict[str, int], wanted: str, fetched: bool
    ) -> None:
        known = self.engine.centre.calls.get(call)
        by = known.agent if known is not None and known.agent is not None else by
        fact = CallTransferred(call=call, queue=queue, by=by, agent=wanted, needs=needs, fetched=fetched)
        if self.tell(fact):
            self.lost_offers[call] = set(self.engine.centre.calls[call].rejected)

    @rule(call=CALLS, tier=st.sampled_from(["1", "2", "9"]), need=EXPRESSIONS)
    def an_agent_passes_a_call_on_to_a_tier(self, call: str, tier: str, need: str) -> None:
        known = self.engine.centre.calls.get(call)
        by = (known.agent if known is not None else None) or "anna"
        if self.tell(CallTransferred(call=call, queue="billing", by=by, tier=tier, need=need, note="knows all")):
            self.lost_offers[call] = set(self.engine.centre.calls[call].rejected)

    @rule(call=CALLS, by=AGENTS)
    def an_agent_puts_a_call_through(self, call: str, by: str) -> None:
        self.tell(CallPutThrough(call=call, number="+79990000000", by=by))

    @rule(call=CALLS, to=st.sampled_from(["", *NAMES]), consult=CALLS)
    def an_agent_hands_a_call_over(self, call: str, to: str, consult: str) -> None:
        known = self.engine.centre.calls.get(call)
        by = known.agent if known is not None and known.agent is not None else "anna"
        other = self.engine.centre.calls.get(consult)
        joined = consult if other is not None and other.agent == to and other.state == "talking" else ""
        if self.tell(CallHandedOver(call=call, by=by, to=to, consult=joined)) and joined:
            self.live.remove(joined)

    @rule(name=AGENTS, call=CALLS, back=st.booleans())
    def an_agent_holds_a_call_or_is_back(self, name: str, call: str, back: bool) -> None:
        call = self.call_of(name) or call
        self.tell(CallResumed(call, name) if back else CallHeld(call, name))

    @rule(name=AGENTS)
    def an_agent_comes(self, name: str) -> None:
        self.tell(AgentSignedIn(name))

    @rule(name=AGENTS)
    def an_agent_goes_home(self, name: str) -> None:
        self.tell(AgentSignedOut(name))

    @rule(name=AGENTS)
    def an_agent_pauses(self, name: str) -> None:
        self.tell(AgentPaused(name, "tea"))

    @rule(name=AGENTS)
    def an_agent_is_back(self, name: str) -> None:
        self.tell(AgentUnpaused(name))

    @rule(name=AGENTS, device=st.sampled_from([Device.FREE, *Device]))
    def a_phone_changes(self, name: str, device: Device) -> None:
        self.tell(DeviceChanged(name, device))

    @rule(call=CALLS, name=AGENTS, state=st.sampled_from(["menu", "waiting", "talking"]))
    def a_call_is_found(self, call: str, name: str, state: str) -> None:
        fact = msgspec.convert(
            {"type": "CallRestored", "call": call, "state": state, "arrived_at": 0.0, "queue": "vip", "agent": name},
            CallRestored,
        )
        if self.tell(fact):
            self.live.add(call)
            self.lost_offers[call] = set()

    @rule(name=AGENTS)
    def an_agent_is_restored_late(self, name: str) -> None:
        self.tell(AgentRestored(agent=name, signed_in=True, idle_since=1.0))

    @rule(call=CALLS, queue=QUEUES)
    def a_person_moves_a_call(self, call: str, queue: str) -> None:
        self.tell(CallMoved(call=call, queue=queue, who="sue", why="a regular"))

    @rule(call=CALLS, priority=st.sampled_from([0, 1, 4, 1001]))
    def a_person_gives_a_call_another_priority(self, call: str, priority: int) -> None:
        self.tell(CallPrioritised(call=call, priority=priority))

    @rule(call=CALLS, name=AGENTS)
    def a_person_assigns_a_call(self, call: str, name: str) -> None:
        lost = self.lost_offers.pop(call, None)
        if not self.tell(CallAssigned(call=call, agent=name, who="sue")) and lost is not None:
            self.lost_offers[call] = lost
        elif lost is not None:
            self.lost_offers[call] = lost - {name}

    @rule(call=CALLS)
    def a_person_cuts_a_call(self, call: str) -> None:
        self.tell(CallCut(call=call, why="a prank"))

    @rule(name=AGENTS, skills=SKILLS)
    def an_agent_is_given_other_skills(self, name: str, skills: dict[str, int]) -> None:
        self.tell(SkillsChanged(agent=name, skills=skills))

    @rule(queue=QUEUES, door=st.sampled_from(Door), say=st.sampled_from(["", "", "a-fire", "a-strike"]))
    def a_queue_is_steered(self, queue: str, door: Door, say: str) -> None:
        self.tell(QueueSteered(queue=queue, door=door, say=say))

    @rule(call=CALLS, back=st.sampled_from([0.1, 50.0]))
    def a_fact_comes_from_the_past(self, call: str, back: float) -> None:
        at = self.engine.now - back
        assert not self.tell(CallArrived(call), at=at)
