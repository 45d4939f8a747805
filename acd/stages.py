"""What each live call was doing before the fact in hand: watchers are told after the engine has moved on.

Follows accepted facts and their orders alone, so a watcher needs no engine. Calls are forgotten when they leave,
so it holds no more of them than the engine does.
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeAlias

from acd.engine import facts, orders
from acd.engine.calls import Call, CallState

StageName: TypeAlias = Literal["menu", "waiting", "talking", "leaving"]

NAMES: dict[CallState, StageName] = {
    CallState.MENU: "menu",
    CallState.WAITING: "waiting",
    CallState.OFFERED: "waiting",
    CallState.TALKING: "talking",
    CallState.LEAVING: "leaving",
}
"""The stage for each state of a live call; who is rung for still waits."""


MOVES: dict[type[facts.Fact], StageName] = {
    facts.CallArrived: "menu",
    facts.CallReleased: "leaving",
    facts.CallPutThrough: "leaving",
}
"""The stage that follows facts which say nothing more."""


class Stage(NamedTuple):
    """What a call is doing; times in seconds since 1970.

    ``since`` is when the stage began, ``place`` when the call last asked for an agent (None: never).
    """

    name: StageName
    since: float
    place: float | None = None
    agent: str = ""


class Stages:
    """The stage of each live call by its id; :meth:`follow` is called once a fact, after it was looked at."""

    def __init__(self, live: Iterable[Call] = ()) -> None:
        self.of: dict[str, Stage] = {call.call_id: found(call) for call in live}

    def follow(self, at: float, fact: facts.AnyFact, led_to: tuple[orders.AnyOrder, ...]) -> None:
        """Take in a fact and its orders; a refused one changes nothing."""
        if refused(led_to):
            return
        self._take(at, fact)
        for order in led_to:
            if isinstance(order, orders.SendAway):
                self._move(order.call, "leaving", at)

    def _take(self, at: float, fact: facts.AnyFact) -> None:
        match fact:
            case facts.CallArrived() | facts.CallReleased() | facts.CallPutThrough():
                self._move(fact.call, MOVES[type(fact)], at)
            case facts.CallQueued(call=call) | facts.CallTransferred(call=call):
                self.of[call] = Stage("waiting", at, at)
            case facts.CallbackAnswered(call=call, wanted=False):
                self._move(call, "waiting", at)
            case facts.OfferAnswered(call=call, agent=agent):
                self._move(call, "talking", at, agent)
            case facts.TalkEnded(call=call, agent=agent):
                if self._talks(call, agent):
                    self._move(call, "leaving", at)
            case facts.CallHandedOver():
                self._move(fact.call, "talking" if fact.to else "leaving", at, fact.to)
                self.of.pop(fact.consult, None)
            case facts.CallRestored():
                place = min(fact.queued_at or fact.arrived_at, at) if fact.state == "waiting" else None
                self.of[fact.call] = Stage(fact.state, at, place, fact.agent)
            case facts.CallLeft(call=call):
                self.of.pop(call, None)

    def _talks(self, call: str, agent: str) -> bool:
        stage = self.of.get(call)
        return stage is not None and stage.name == "talking" and stage.agent == agent

    def _move(self, call: str, name: StageName, at: float, agent: str = "") -> None:
        stage = self.of.get(call)
        self.of[call] = Stage(name, at, stage.place if stage else None, agent)


def found(call: Call) -> Stage:
    """Return the stage of a call that was there before anybody watched."""
    name = NAMES[call.state]
    return Stage(name, call.since, call.place if call.queue else None, call.agent or "")


def refused(led_to: tuple[orders.AnyOrder, ...]) -> bool:
    """Whether the engine did not take the fact."""
    return len(led_to) == 1 and isinstance(led_to[0], orders.Refused)
