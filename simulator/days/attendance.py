"""Agents come, pause and go by their duty, as far as the call in hand lets them; the engine is told.

A duty says where an agent is to be (:class:`~simulator.days.staff.Wish`), and only that is kept: whatever happens in
between, after a call and its wrap-up the agent does what the duty says then. So a break that is over by then is none.
"""

from collections.abc import Callable
from typing import Final, TypeAlias

from acd.engine.engine import Engine
from acd.engine.facts import AgentPaused, AgentSignedIn, AgentSignedOut, AgentUnpaused, AnyFact
from agents.roster import Agent
from agents.states import AgentState
from simulator.days.clock import Clock, Happening
from simulator.days.staff import Staff, Turn, Wish, Worker

Tell: TypeAlias = Callable[[AnyFact], None]

WRAP_UP: Final = AgentState.WRAP_UP
AWAY: Final = Wish.AWAY
ON_BREAK: Final = Wish.BREAK

BREAK: Final = "break"
"""The reason of a pause by the duty."""

HAIR_S: Final = 1e-6
"""So much before the engine ends a wrap-up, who is not to go on says so, or would be offered the next call first."""


def unheard(fact: AnyFact) -> None:
    """Tell nobody: the day is over."""


class Attendance:
    """Keeps the engine told of who is there."""

    def __init__(self, staff: Staff, clock: Clock, engine: Engine, tell: Tell) -> None:
        self._staff = staff
        self._clock = clock
        self._engine = engine
        self._tell = tell

    def let_go(self) -> None:
        """Nobody is told anything any more."""
        self._tell = unheard

    def begin(self) -> None:
        """Let everybody come who is there from the beginning, and expect the others."""
        for turn in self._staff.turns:
            if turn.at <= 0.0:
                turn.worker.wish = turn.wish
        for worker in self._staff.workers:
            self._comply(worker)
        for turn in self._staff.turns:
            if turn.at > 0.0:
                self._clock.after(turn.at, self._turn_comes, turn)

    def wraps_up(self, worker: Worker, seconds: float) -> None:
        """The talk is over; where the engine does not know how long wrap-up takes, it is told the end."""
        if not self._staff.wraps_up:
            return
        if seconds > 0.0:
            self._clock.after(seconds, self._wrap_up_ends, worker)
        else:
            self._end_wrap_up(worker)

    def _wrap_up_ends(self, happening: Happening) -> None:
        self._end_wrap_up(self._clock.comes(happening))

    def _end_wrap_up(self, worker: Worker) -> None:
        agent = self._engine.centre.roster[worker.name]
        self._do(worker, agent)
        if agent.state is WRAP_UP:
            reason = agent.pause_reason
            self._tell(AgentUnpaused(worker.name) if reason is None else AgentPaused(worker.name, reason))

    def _turn_comes(self, happening: Happening) -> None:
        turn: Turn = self._clock.comes(happening)
        turn.worker.wish = turn.wish
        self._comply(turn.worker)

    def _later(self, happening: Happening) -> None:
        worker: Worker = self._clock.comes(happening)
        self._do(worker, self._engine.centre.roster[worker.name])

    def _comply(self, worker: Worker) -> None:
        """Do what the duty says, after the wrap-up if there is one."""
        agent = self._engine.centre.roster[worker.name]
        left_s = worker.free_at - self._clock.now - HAIR_S if agent.state is WRAP_UP else 0.0
        if left_s <= 0.0:
            self._do(worker, agent)
        elif not self._staff.wraps_up:
            self._clock.after(left_s, self._later, worker)

    def _do(self, worker: Worker, agent: Agent) -> None:
        """Tell what is not yet as the duty says; during a call the engine keeps it in mind."""
        name, wish = worker.name, worker.wish
        is_going = agent.leaving or not agent.signed_in
        if wish is AWAY:
            if not is_going:
                self._tell(AgentSignedOut(name))
        elif wish is ON_BREAK:
            if is_going and agent.signed_in:
                self._tell(AgentSignedIn(name))
            if agent.signed_in and agent.pause_reason != BREAK:
                self._tell(AgentPaused(name, BREAK))
        elif is_going:
            self._tell(AgentSignedIn(name))
        elif agent.pause_reason is not None:
            self._tell(AgentUnpaused(name))
