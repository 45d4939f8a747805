"""The phones on the agents' desks: each does out of habit what its owner would do."""

import asyncio
from collections.abc import Callable
from typing import Literal, NamedTuple

from simulator.pbx import causes
from simulator.pbx.channels import RINGING, UP, Channel
from simulator.pbx.switchboard import Switchboard

Behaviour = Literal["answers", "rejects", "busy", "unavailable", "silent"]

CAUSE_OF: dict[Behaviour, int] = {
    "rejects": causes.REJECTED,
    "busy": causes.BUSY,
    "unavailable": causes.NO_ANSWER,
}


class Habit(NamedTuple):
    """What a phone does when it is called.

    ``answers`` rings for ``after_s`` seconds and picks up; ``rejects`` sends 603, ``busy`` 486 and
    ``unavailable`` 480, each after ``after_s``; ``silent`` rings until the other side gives up. ``talk_s`` is
    how long it talks before it hangs up itself; None until somebody else ends it.
    """

    behaviour: Behaviour = "answers"
    after_s: float = 0.1
    talk_s: float | None = None


class Ring:
    """One time a phone was called: what its display showed, and how it went."""

    __slots__ = ("answered", "at_s", "calling_name", "calling_number")

    def __init__(self, calling_name: str, calling_number: str, at_s: float) -> None:
        self.calling_name = calling_name
        self.calling_number = calling_number
        self.at_s = at_s
        self.answered = False


# Older rings are forgotten: a demo may run for days.
MAX_RINGS = 1000


class EmulatedPhone:
    """The phone of one extension; a party of the switchboard.

    ``draw_habit``, if set, is asked at each ring instead of ``habit`` (for talk times drawn by chance).
    ``start`` begins a call of the phone's own; the PBX provides it.
    """

    def __init__(self, extension: str, start: Callable[["EmulatedPhone", str], Channel]) -> None:
        self.extension = extension
        self.device = f"PJSIP/{extension}"
        self.habit = Habit()
        self.draw_habit: Callable[[], Habit] | None = None
        self.rings: list[Ring] = []
        self._board: Switchboard
        self._start = start
        self._lines: dict[Channel, asyncio.TimerHandle | None] = {}

    def plug_in(self, board: Switchboard) -> None:
        """Belong to ``board`` from now on: the PBX's first, or its next after a restart."""
        self._board = board

    @property
    def in_call(self) -> bool:
        """Whether it is in an answered conversation now."""
        return any(line.state == UP for line in self._lines)

    @property
    def ringing(self) -> bool:
        """Whether it rings now."""
        return any(line.state == RINGING for line in self._lines)

    def ring(self, leg: Channel) -> None:
        """Ring for ``leg`` and do what the habit says."""
        ring = Ring(leg.connected_name, leg.connected_number, self._board.now())
        self.rings = [*self.rings[1 - MAX_RINGS :], ring]
        habit = self.draw_habit() if self.draw_habit is not None else self.habit
        self._lines[leg] = None
        self._board.set_state(leg, RINGING)
        if habit.behaviour == "answers":
            self._later(leg, habit.after_s, self._answer, leg, ring, habit.talk_s)
        elif habit.behaviour != "silent":
            self._later(leg, habit.after_s, self._refuse, leg, CAUSE_OF[habit.behaviour])

    def hang_up(self) -> None:
        """End the conversations it is in; harmless when there is none."""
        for line in [line for line in self._lines if line.state == UP]:
            cause = causes.NORMAL if line.bridge is not None else causes.UNKNOWN
            self._board.request_hangup(line, cause)

    def register(self) -> None:
        """Make it reachable."""
        self._board.devices.set_registered(self.device, True)

    def unregister(self) -> None:
        """Make it vanish: its device becomes UNAVAILABLE, and nobody can call it."""
        self._board.devices.set_registered(self.device, False)

    def dial(self, number: str) -> Channel:
        """Start a call of its own, to a colleague's extension or to somebody outside; return its channel."""
        line = self._start(self, number)
        self._lines[line] = None
        return line

    def channel_answered(self, channel: Channel) -> None:
        """Nothing to do: a desk phone looks at its line's state."""

    def channel_hears(self, channel: Channel, sound: str) -> None:
        """Nobody listens at a desk."""

    def channel_ended(self, channel: Channel, cause: int) -> None:
        """Forget a line that ended."""
        timer = self._lines.pop(channel, None)
        if timer is not None:
            timer.cancel()

    def _later(self, leg: Channel, delay_s: float, do: Callable[..., None], *arguments: object) -> None:
        self._lines[leg] = asyncio.get_running_loop().call_later(delay_s, do, *arguments)

    def _answer(self, leg: Channel, ring: Ring, talk_s: float | None) -> None:
        if leg.gone:
            return
        ring.answered = True
        self._board.set_state(leg, UP)
        self._lines[leg] = None
        if talk_s is not None:
            self._later(leg, talk_s, self._board.request_hangup, leg, causes.NORMAL)

    def _refuse(self, leg: Channel, cause: int) -> None:
        self._board.request_hangup(leg, cause)
