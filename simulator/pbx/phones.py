"""The phones on the agents' desks: each does out of habit what its owner would do."""

import asyncio
from collections.abc import Callable
from typing import Literal, NamedTuple

from simulator.pbx import causes
from simulator.pbx.channels import RINGING, UP, Channel
from simulator.pbx.switchboard import Switchboard
from simulator.pbx.transfers import Transfers

KEY_EVERY_S = 0.1

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
    how long it talks before it hangs up itself; None until somebody else ends it. ``keys`` are pressed when the phone
    has picked up and hears the first sound.
    """

    behaviour: Behaviour = "answers"
    after_s: float = 0.1
    talk_s: float | None = None
    keys: str = ""


class Ring:
    """One time a phone was called: what its display showed, and how it went."""

    __slots__ = ("answered", "at_s", "calling_name", "calling_number")

    def __init__(self, calling_name: str, calling_number: str, at_s: float) -> None:
        self.calling_name = calling_name
        self.calling_number = calling_number
        self.at_s = at_s
        self.answered = False


# Older rings and sounds are forgotten: a demo may run for days.
MAX_RINGS = 1000


class EmulatedPhone:
    """The phone of one extension, or of a number outside; a party of the switchboard.

    ``draw_habit``, if set, is asked at each ring instead of ``habit`` (for talk times drawn by chance).
    ``start`` begins a call of the phone's own; the PBX provides it. ``device`` is that of a phone outside.
    """

    def __init__(self, extension: str, start: Callable[["EmulatedPhone", str], Channel], device: str = "") -> None:
        self.extension = extension
        self.device = device or f"PJSIP/{extension}"
        self.habit = Habit()
        self.draw_habit: Callable[[], Habit] | None = None
        self.rings: list[Ring] = []
        self.heard: list[str] = []
        self._board: Switchboard
        self._transfers: Transfers
        self._keys: dict[Channel, str] = {}  # to be pressed at the first sound
        self._start = start
        self._lines: dict[Channel, asyncio.TimerHandle | None] = {}

    def plug_in(self, board: Switchboard, transfers: Transfers) -> None:
        """Belong to ``board`` from now on: the PBX's first, or its next after a restart."""
        self._board, self._transfers = board, transfers

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
            self._later(leg, habit.after_s, self._answer, leg, ring, habit)
        elif habit.behaviour != "silent":
            self._later(leg, habit.after_s, self._refuse, leg, CAUSE_OF[habit.behaviour])

    def hang_up(self) -> None:
        """End the conversations and own calls it is in; harmless when there are none."""
        for line in [line for line in self._lines if line.state == UP or line.dialled_by is None]:
            self._end(line)

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

    def hold(self) -> None:
        """Put the conversation on hold."""
        self._transfers.hold(self.conversation)

    def unhold(self) -> None:
        """Take the conversation back from hold."""
        self._transfers.unhold(self.conversation)

    def transfer(self, target: str) -> bool:
        """Send the other side of the conversation to ``target``; False if the PBX refuses."""
        return self._transfers.blind(self.conversation, target)

    def consult(self, number: str) -> Channel:
        """Hold the conversation and call ``number``; return the channel of that call."""
        self.hold()
        return self.dial(number)

    def complete(self) -> bool:
        """Give the conversation to whom the second call has reached; False if the PBX refuses."""
        return self._transfers.attended(self.conversation, self.second)

    def back(self) -> None:
        """End the second call and take the conversation back from hold."""
        self._end(self.second)
        self.unhold()

    def press(self, key: str) -> None:
        """Press one key in the call that was begun last; lost when it is not answered."""
        lines = list(self._lines)
        if lines and lines[-1].state == UP:
            self._board.press(lines[-1], key)

    @property
    def conversation(self) -> Channel:
        """The line of the oldest answered call."""
        line = next((line for line in self._lines if line.state == UP), None)
        assert line is not None, f"phone {self.extension} is in no conversation"
        return line

    @property
    def second(self) -> Channel:
        """The line of the call beside the conversation."""
        line = list(self._lines)[-1]
        assert line is not self.conversation, f"phone {self.extension} has no second call"
        return line

    def channel_answered(self, channel: Channel) -> None:
        """Nothing to do: a desk phone looks at its line's state."""

    def channel_hears(self, channel: Channel, sound: str) -> None:
        """Remember what plays, and press the habit's keys at the first sound."""
        if sound != "voice":
            self.heard = [*self.heard[1 - MAX_RINGS :], sound]
            if sound and channel.state == UP and (keys := self._keys.pop(channel, "")):
                self._later(channel, KEY_EVERY_S, self._press_one_by_one, channel, keys)

    def channel_gets_key(self, channel: Channel, digit: str) -> None:
        """Hear a beep and think nothing of it."""

    def channel_moved(self, old: Channel, new: Channel) -> None:
        """Go on with the line's new channel."""
        if old in self._lines:
            self._lines[new] = self._lines.pop(old)

    def channel_ended(self, channel: Channel, cause: int) -> None:
        """Forget a line that ended."""
        self._keys.pop(channel, None)
        timer = self._lines.pop(channel, None)
        if timer is not None:
            timer.cancel()

    def _later(self, leg: Channel, delay_s: float, do: Callable[..., None], *arguments: object) -> None:
        self._lines[leg] = asyncio.get_running_loop().call_later(delay_s, do, *arguments)

    def _answer(self, leg: Channel, ring: Ring, habit: Habit) -> None:
        if leg.gone:
            return
        ring.answered = True
        self._lines[leg] = None
        self._keys[leg] = habit.keys
        self._board.set_state(leg, UP)
        if habit.talk_s is not None:
            self._later(leg, habit.talk_s, self._board.request_hangup, leg, causes.NORMAL)

    def _press_one_by_one(self, line: Channel, keys: str) -> None:
        self._board.press(line, keys[0])
        if keys[1:]:
            self._later(line, KEY_EVERY_S, self._press_one_by_one, line, keys[1:])

    def _end(self, line: Channel) -> None:
        self._board.request_hangup(line, causes.NORMAL if line.bridge is not None else causes.UNKNOWN)

    def _refuse(self, leg: Channel, cause: int) -> None:
        self._board.request_hangup(leg, cause)
