"""The engine: facts go in with their time, orders come out.

How it works. One method, :meth:`Engine.handle`, takes one fact at a time. The table ``HANDLERS`` names the
function for each kind of fact; it validates the fact against the transition tables of calls and agents, and only
then moves anything. A fact that cannot be true changes nothing and comes back as a ``Refused`` order.

There is no clock, no IO and no randomness here. Time is the second argument, in seconds; it never runs
backwards. Things that must happen by themselves are deadlines in a heap: the engine asks to be woken for the
earliest (``WakeAt``), and the waking is a fact like any other (``AlarmRang``). So production, the simulator and
the replay of a journal drive the very same code, and the same facts give the same orders to the letter.

The story of a call by files: ``call_facts`` (arrives, asks for an agent) -> ``ladders`` (what it needs, and how that
relaxes) -> ``moves`` (joins its line, looks for an agent) -> ``floor`` (the two searches), ``turns`` (whose turn),
``choices`` (which agent) -> ``offers`` -> ``talks`` -> ``transfers`` (passed on) -> ``deadlines`` (what happens when
nothing happens), ``ways_out``, ``change`` (other rules).
"""

from collections.abc import Callable
from math import inf
from typing import Any, Final

from acd.engine import (
    acts,
    agent_facts,
    call_facts,
    change,
    deadlines,
    doors,
    facts,
    moves,
    reskilling,
    steering,
    taking_over,
    transfers,
)
from acd.engine.centre import Centre, Watcher
from acd.engine.orders import AnyOrder, Refused, WakeAt
from acd.engine.rules import CentreRules, check_rules
from agents.states import Illegal


def settled(centre: Centre, fact: facts.Settled, at: float) -> None:
    """Begin to offer: every waiting call, in the order of the lines, looks for an agent."""
    if centre.settled:
        raise Illegal("the engine has settled already")
    centre.settled = True
    for call in centre.floor.everybody_waiting(at):
        moves.look_for_agent(centre, call, at)


def alarm_rang(centre: Centre, fact: facts.AlarmRang, at: float) -> None:
    """Carry out what is due; an alarm that comes early or twice finds nothing to do."""
    deadlines.ring(centre, at)


ALARM_RANG: Final = facts.AlarmRang
STARTED: Final = facts.Started
INF: Final = inf

HANDLERS: Final[dict[type[facts.Fact], Callable[[Centre, Any, float], None]]] = {
    facts.Settled: settled,
    facts.CallArrived: call_facts.arrived,
    facts.CallQueued: call_facts.queued,
    facts.CallLeft: call_facts.left,
    facts.CallReleased: call_facts.released,
    facts.CallRestored: taking_over.restored,
    facts.OfferAnswered: call_facts.answered,
    facts.OfferMissed: call_facts.missed,
    facts.TalkEnded: call_facts.talk_ended,
    facts.CallTransferred: transfers.transferred,
    facts.CallPutThrough: transfers.put_through,
    facts.CallHandedOver: transfers.handed_over,
    facts.CallbackAnswered: call_facts.callback_answered,
    facts.CallHeld: transfers.held,
    facts.CallResumed: transfers.resumed,
    facts.RecordingChanged: call_facts.recording_changed,
    facts.AgentSignedIn: agent_facts.signed_in,
    facts.AgentSignedOut: agent_facts.signed_out,
    facts.AgentPaused: agent_facts.paused,
    facts.AgentUnpaused: agent_facts.unpaused,
    facts.AgentRestored: agent_facts.restored,
    facts.CallersRestored: taking_over.callers_restored,
    facts.RulesChanged: change.rules_changed,
    facts.DeviceChanged: agent_facts.device_changed,
    facts.AlarmRang: alarm_rang,
    acts.CallMoved: steering.moved,
    acts.CallPrioritised: steering.prioritised,
    acts.CallAssigned: steering.assigned,
    acts.CallCut: steering.cut,
    acts.SkillsChanged: reskilling.skills_changed,
    acts.QueueSteered: doors.steered,
}


class Engine:
    """The one writer of a centre's state. Others may read ``centre`` between facts, and never change it."""

    def __init__(self, watch: Watcher | None = None) -> None:
        self.centre = Centre(CentreRules(name="", skills={}, queues=(), agents=()))
        self.now = float("-inf")
        self._started = False
        self._wake_at: float | None = None
        self._watch = watch

    def handle(self, fact: facts.AnyFact, at: float) -> tuple[AnyOrder, ...]:
        """Take one fact, true at ``at`` (seconds, not before the last), and return what is to be done.

        A fact that cannot be true now changes nothing and gives one ``Refused``.
        """
        if type(fact) is ALARM_RANG:
            self._wake_at = None  # whatever becomes of it, the alarm that was set is no more
        orders = self.centre.orders
        if orders:
            orders.clear()  # of a fact that failed, nothing is left for the next
        try:
            self._validate_and_apply(fact, at)
        except Illegal as why:
            return (Refused(type(fact).__name__, str(why)),)
        orders = self.centre.orders  # of a centre that has just begun
        self._ask_to_be_woken(orders)
        if not orders:
            return ()
        given = tuple(orders)
        orders.clear()
        return given

    def _validate_and_apply(self, fact: facts.AnyFact, at: float) -> None:
        if not (self.now <= at < INF and at > -INF):
            raise Illegal(f"time ran backwards, or is no time: {at} after {self.now}")
        if self._started:
            handler = HANDLERS.get(type(fact))
            if handler is None:
                raise Illegal("the engine has started already")
            handler(self.centre, fact, at)
        elif isinstance(fact, STARTED):
            self._start(fact)
        else:
            raise Illegal("the engine has not started: the first fact is Started")
        self.now = at

    def _start(self, fact: facts.Started) -> None:
        check_rules(fact.rules)
        self._started = True
        self.centre = Centre(fact.rules)
        self.centre.watch = self._watch

    def _ask_to_be_woken(self, orders: list[AnyOrder]) -> None:
        alarms = self.centre.alarms
        if not alarms.is_new and self._wake_at is not None:
            return
        alarms.is_new = False
        next_at = alarms.next_at()
        if next_at is not None and (self._wake_at is None or next_at < self._wake_at):
            self._wake_at = next_at
            orders.append(WakeAt(next_at))
