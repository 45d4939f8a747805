"""The story of the centre, one line an event, for people without a terminal."""

from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import Protocol

from acd import story_acts
from acd.differences import between_rules, said
from acd.engine import acts, facts, orders
from acd.engine.centre import Centre
from acd.engine.rules import CentreRules
from acd.stages import Stage, Stages, refused
from acd.story_words import reason, seconds, words
from acd.summary import Summary
from agents.roster import Agent
from agents.states import WORKING, AgentState
from ivr.words import Language

AWAY = frozenset({AgentState.BUSY_ELSEWHERE, AgentState.UNREACHABLE})
"""States that an agent's phone brings about; only these make a change of the phone worth a line."""

WAYS_OUT = {"extension": "sent_to", "number": "sent_outside", "callback": "asked_back"}
"""The sentence for each way out of the centre; all others end the call."""

NOTES = {orders.Note.PAUSED: "paused_for"}
"""The sentence for a note; for all others it is called like the note."""

WHYS = {orders.Note.RELAXED: "because_", orders.Note.WAITS_FOR: "as_"}
"""How the words for the reasons of a note begin; those of all others are called like the reason."""

OF_AGENTS = frozenset({orders.Note.PAUSED, orders.Note.LEFT_ALONE, orders.Note.LEG_LOST})
"""Notes about an agent; all others are about a call."""

__all__ = ["Story", "Summary"]


class Running(Protocol):
    """Whatever runs a centre: the service's core, or an engine alone."""

    @property
    def centre(self) -> Centre:
        """Its state, to read and never to change."""


class Story:
    """A listener of the core that writes a line for each thing that happens to a call or to an agent.

    ``write`` takes one line without its end; ``zone`` is the time zone of the lines, the machine's if None.
    """

    def __init__(
        self, running: Running, language: Language, write: Callable[[str], None], zone: tzinfo | None = None
    ) -> None:
        self._running = running
        self._language = language
        self._write = write
        self._zone = zone
        self._rules = running.centre.rules
        self._stages = Stages(running.centre.calls.values())
        self._away: dict[str, AgentState] = {}

    def __call__(self, at: float, fact: facts.AnyFact, led_to: tuple[orders.AnyOrder, ...]) -> None:
        """Tell what ``fact`` and its orders mean to people; a refused fact means nothing."""
        if refused(led_to):
            return
        lines = self._of_fact(at, fact)
        lines += [line for order in without_vain_waits(led_to) for line in self._of_order(fact, order)]
        for line in lines:
            clock = datetime.fromtimestamp(at, self._zone).strftime("%H:%M:%S")
            self._write(f"{clock} {line}")
        self._stages.follow(at, fact, led_to)

    def _of_fact(self, at: float, fact: facts.AnyFact) -> list[str]:
        match fact:
            case facts.Started(rules=rules):
                self._rules = rules
                return [self._say("started", centre=rules.name, agents=len(rules.agents), queues=len(rules.queues))]
            case facts.Settled():
                return [self._say("settled", calls=len(self._running.centre.calls))]
            case facts.RulesChanged(rules=rules):
                return [self._of_rules(rules)]
            case facts.AgentSignedIn() | facts.AgentSignedOut() | facts.AgentPaused() | facts.AgentUnpaused():
                agent = self._running.centre.roster.get(fact.agent)
                by = story_acts.by_whom(self._say, fact)
                return [self._agent(fact.agent, self._of_agent(agent, fact) + by)] if agent else []
            case facts.DeviceChanged(agent=name):
                agent = self._running.centre.roster.get(name)
                return self._of_device(agent) if agent else []
            case facts.AlarmRang() | facts.AgentRestored() | facts.CallersRestored() | facts.CallQueued():
                return []  # what they lead to is in the orders
            case acts.SkillsChanged(agent=name):
                return [self._agent(name, story_acts.of_agent(self._say, fact))]
            case acts.QueueSteered(queue=queue):
                title = self._say("queue_is", queue=self._queue(queue))
                return [title + story_acts.of_queue(self._say, fact)]
        what = self._of_call(at, fact, self._stages.of.get(fact.call)) + story_acts.by_whom(self._say, fact)
        return [self._call(fact.call, what)] if what else []

    def _of_rules(self, rules: CentreRules) -> str:
        """Say what is different from what held when this was heard last."""
        before, self._rules = self._rules, rules
        line = self._say("rules_changed", agents=len(rules.agents), queues=len(rules.queues))
        return "; ".join(filter(None, (line, said(between_rules(before, rules), self._language))))

    def _of_call(self, at: float, fact: facts.AnyFact, before: Stage | None) -> str:
        match fact:
            case facts.CallArrived():
                return self._arrival(fact, before)
            case facts.CallRestored(state=state):
                return self._say("restored", state=self._say(state))
            case facts.OfferAnswered(agent=agent):
                wait_s = at - (before.place if before is not None and before.place is not None else at)
                return self._say("answered", agent=self._title(agent), wait=self._seconds(wait_s))
            case facts.OfferMissed(agent=agent, why=why):
                return self._say("missed", agent=self._title(agent), why=self._say(why))
            case facts.TalkEnded(agent=agent) if before and before.name == "talking" and before.agent == agent:
                return self._say("talk_over", agent=self._title(agent), talk=self._seconds(at - before.since))
            case facts.CallReleased():
                return self._say("released")
            case facts.CallLeft():
                return self._departure(at, before)
        return self._of_more(fact)

    def _of_more(self, fact: facts.AnyFact) -> str:
        match fact:
            case facts.CallTransferred(by=by, agent=agent, queue=queue, tier=tier):
                to = self._title(agent) if agent else ", ".join(filter(None, (self._queue(queue), tier)))
                return self._say("transferred" if by or fact.who else "came_back_to", agent=self._title(by), to=to)
            case facts.CallPutThrough(by=by, number=number):
                return self._say("transferred", agent=self._title(by), to=number)
            case facts.CallHandedOver(by=by, to=to):
                to = self._title(to) if to else self._say("outside")
                return self._say("handed_over", agent=self._title(by), to=to)
            case facts.CallbackAnswered(wanted=False):
                return self._say("waits_on")
            case facts.RecordingChanged(recording=recording):
                return self._say(f"recording_{recording}")
        return story_acts.of_call(self._say, fact, self._queue, self._title)

    def _arrival(self, fact: facts.CallArrived, before: Stage | None) -> str:
        dialled = fact.dialled or self._say("no_number")
        if before is not None:
            return self._say("came_back", dialled=dialled)
        name = f" ({fact.name})" if fact.name else ""
        return self._say("arrived", number=fact.number or self._say("nameless"), name=name, dialled=dialled)

    def _departure(self, at: float, before: Stage | None) -> str:
        if before is None or before.name == "leaving":
            return self._say("left")
        if before.name == "menu":
            return self._say("left_menu")
        if before.name == "talking":
            return self._say("hung_up", agent=self._title(before.agent), talk=self._seconds(at - before.since))
        return self._say("abandoned", wait=self._seconds(at - (before.place or at)))

    def _of_agent(self, agent: Agent, fact: facts.AnyFact) -> str:
        match fact:
            case facts.AgentSignedIn():
                return self._say("signed_in", state=self._say(agent.state))
            case facts.AgentSignedOut():
                return self._say("signs_out_after" if agent.signed_in else "went")
            case facts.AgentPaused():
                key = "pauses_after" if agent.state in WORKING else "paused_for"
                return self._say(key, reason=reason(fact.reason, self._language))
        return self._say("unpaused", state=self._say(agent.state))

    def _of_device(self, agent: Agent) -> list[str]:
        before = self._away.pop(agent.name, None)
        if agent.state in AWAY:
            self._away[agent.name] = agent.state
        comes_back = before is not None and agent.state is AgentState.READY
        if comes_back or (agent.state in AWAY and agent.state is not before):
            return [self._agent(agent.name, self._say("now", state=self._say(agent.state)))]
        return []

    def _of_order(self, fact: facts.AnyFact, order: orders.AnyOrder) -> list[str]:
        match order:
            case orders.Wait(call=call, queue=queue) if not isinstance(fact, acts.QueueSteered):
                waiting = self._running.centre.counts[queue].waiting
                return [self._call(call, self._say("waits", queue=self._queue(queue), waiting=waiting))]
            case orders.Offer(call=call, agent=agent, also=also, ring_s=ring_s):
                ringing, ring = ", ".join(map(self._title, (agent, *also))), seconds(ring_s, self._language, 0)
                return [self._call(call, self._say("offered_to", agent=ringing, ring=ring))]
            case orders.SendAway(call=call, exit=way, why=why):
                key = WAYS_OUT.get(way.go, "sent_out")
                return [self._call(call, self._say(key, target=way.target, why=self._say(why)))]
            case orders.Withdraw(call=call, agent=agent) if isinstance(fact, facts.AlarmRang):
                return [self._call(call, self._say("lease_over", agent=self._title(agent)))]
            case orders.Noted():
                return self._note(order)
        return []

    def _note(self, note: orders.Noted) -> list[str]:
        """Say a note of the engine, unless another line says it already."""
        if note.what in (orders.Note.LEASE_OVER, orders.Note.PRIORITISED):
            return []  # its Withdraw says it, or the act
        values = {name: self._value(note.what, name, value) for name, value in note.values.items()}
        what = self._say(NOTES.get(note.what, note.what), **values)
        return [(self._agent if note.what in OF_AGENTS else self._call)(note.about, what)]

    def _value(self, note: orders.Note, name: str, value: str) -> str:
        match name:
            case "agent":
                return self._title(value)
            case "queue" | "before":
                return self._queue(value)
            case "why":
                return self._say(WHYS.get(note, "") + value)
            case "reason":
                return reason(value, self._language)
            case "seconds" | "waited":
                return value.replace(".", ",") if self._language == "ru" else value
        return value or self._say("anybody")

    def _say(self, key: str, **values: object) -> str:
        return words(key, self._language, **values)

    def _seconds(self, value_s: float) -> str:
        return seconds(value_s, self._language)

    def _queue(self, name: str) -> str:
        queue = self._running.centre.queues.get(name)
        return (queue.title or name) if queue else name

    def _title(self, name: str) -> str:
        agent = self._running.centre.roster.record(name)  # of who has gone for good too: a line comes a moment later
        return (agent.rules.title or name) if agent else name

    def _call(self, call_id: str, what: str) -> str:
        return self._say("call_is", call=call_id) + what

    def _agent(self, name: str, what: str) -> str:
        return self._say("agent_is", agent=self._title(name)) + what


def without_vain_waits(led_to: tuple[orders.AnyOrder, ...]) -> list[orders.AnyOrder]:
    """Leave out the waiting of calls that are sent away in the same breath."""
    sent = {order.call for order in led_to if isinstance(order, orders.SendAway)}
    return [order for order in led_to if not (isinstance(order, orders.Wait) and order.call in sent)]
