"""The words a scenario is written in: a PBX with callers outside and phones on desks.

The emulated PBX and the real Asterisk both offer exactly this, so one scenario text runs on both and the
emulator is held to the real thing. Times are seconds of the loop's clock (virtual on the emulator).
"""

from typing import Literal, NamedTuple, Protocol

Behaviour = Literal["answers", "rejects", "busy", "silent"]


class Habit(NamedTuple):
    """What a phone does when it is called.

    ``answers`` rings for ``after_s`` and picks up; ``rejects`` sends 603 and ``busy`` sends 486, both after
    ``after_s``; ``silent`` rings until the caller's side gives up. ``talk_s`` is how long the phone stays
    in a conversation before it hangs up itself; None means until someone else ends it. ``keys`` are pressed when
    the phone has picked up and hears the first sound; who never presses any is voicemail, or a child.
    """

    behaviour: Behaviour = "answers"
    after_s: float = 0.1
    talk_s: float | None = None
    keys: str = ""


class Ring(NamedTuple):
    """One time a phone was called: what its display showed, and how it went."""

    calling_name: str
    calling_number: str
    answered: bool


class Caller(Protocol):
    """A person outside who dialled a number."""

    @property
    def call_id(self) -> str:
        """The Uniqueid that the PBX gave the caller's channel; waits for nothing, "" until it is known."""

    async def press(self, keys: str) -> None:
        """Press ``keys`` one after another, about 0.1 s each."""

    async def hang_up(self) -> None:
        """Put the receiver down; harmless when the call is over already."""

    async def wait_ended(self, within_s: float) -> bool:
        """Wait until the call is over for the caller; False if it is not after ``within_s``."""

    @property
    def ended(self) -> bool:
        """Whether the call is over for the caller."""

    @property
    def heard(self) -> list[str]:
        """What began to play, oldest first: names of prompts, ``music``, and "" for each silence."""


class Phone(Protocol):
    """A phone on an agent's desk, known by its extension (the endpoint ``PJSIP/<extension>``), or one outside.

    It has two lines: a conversation, and a second call beside it (a consultation). The words of a transfer fail
    with an AssertionError when there is no call that they could be about.
    """

    habit: Habit

    @property
    def rings(self) -> list[Ring]:
        """Each time it was called, oldest first."""

    @property
    def in_call(self) -> bool:
        """Whether it is in an answered conversation now."""

    @property
    def heard(self) -> list[str]:
        """What was played to it, oldest first, as of ``Caller.heard``."""

    async def hang_up(self) -> None:
        """End every call it is in; harmless when there is none."""

    async def register(self) -> None:
        """Make it reachable (phones of a fresh PBX are)."""

    async def unregister(self) -> None:
        """Make it vanish: its device state becomes UNAVAILABLE."""

    async def dial(self, number: str) -> None:
        """Start a call of its own that has nothing to do with a queue: its device becomes INUSE."""

    async def press(self, keys: str) -> None:
        """Press ``keys``, about 0.1 s each, in the call that was begun last, once it is answered."""

    async def hold(self) -> None:
        """Put the conversation on hold."""

    async def unhold(self) -> None:
        """Take the conversation back from hold."""

    async def transfer(self, target: str) -> bool:
        """Send the other side of the conversation to ``target`` and hang up; False, and no change, if refused."""

    async def consult(self, number: str) -> None:
        """Hold the conversation and call ``number``; returns as soon as that call is on its way."""

    async def complete(self) -> bool:
        """Give the conversation to whom the second call has reached, and hang up; False, and no change, if refused."""

    async def back(self) -> None:
        """End the second call and take the conversation back from hold."""


class Pbx(Protocol):
    """A running PBX with the project's dialplan, an AMI and FastAGI towards the service under test."""

    async def call(self, dialled: str, *, number: str = "+74951234567", name: str = "") -> Caller:
        """Let a new caller dial ``dialled``; returns as soon as the call is on its way."""

    def phone(self, extension: str) -> Phone:
        """The phone on a desk."""

    async def outside(self, number: str) -> Phone:
        """A phone outside, reached by dialling ``number`` (``+7999`` and seven digits); it cannot unregister."""

    async def redirect(self, caller: Caller, extension: str, context: str = "acd-colleagues") -> None:
        """Send a caller elsewhere, past the service, as an administrator would (AMI ``Redirect``)."""

    async def variable(self, call_id: str, name: str) -> str:
        """Return a variable of a live channel, "" when it is unset or the channel is gone."""

    async def give_voices(self, *extensions: str) -> None:
        """Let these phones (extensions, numbers outside) speak, and whoever calls from now on."""

    def heard_by(self, who: Caller | Phone) -> set[str]:
        """Whose voices arrive at a caller or a phone just now: extensions and numbers of those who were given one."""

    async def channels(self) -> list[str]:
        """Return the names of all live channels."""
