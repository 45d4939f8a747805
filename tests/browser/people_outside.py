"""The people beside the page: callers who dial in, and agents at their phones, on the emulated PBX of the run."""

import contextlib
import time

from simulator.pbx import EmulatedCaller, EmulatedPbx, EmulatedPhone, Habit, PbxSettings
from tests.browser.aside import Aside

SILENT = Habit("silent")
SHORT_S = 0.3
PROMPTS = ("main-menu", "connecting", "one-moment-person", "nothing-heard", "wrong-key")


class Caller:
    """Somebody outside who called."""

    def __init__(self, aside: Aside, caller: EmulatedCaller) -> None:
        self._aside, self._caller = aside, caller

    @property
    def call_id(self) -> str:
        return self._caller.call_id

    @property
    def ended(self) -> bool:
        return self._caller.ended

    def presses(self, keys: str) -> None:
        self._aside.wait_for(self._caller.press(keys))

    def hangs_up(self) -> None:
        self._aside.do(self._caller.hang_up)

    def is_gone(self) -> bool:
        return self._aside.wait_for(self._caller.wait_ended(10.0))


class Outside:
    """The emulated PBX in a thread. Phones ring until :meth:`answers` says otherwise: nothing happens by itself."""

    def __init__(self, extensions: tuple[str, ...], engine_port: int) -> None:
        self._aside = Aside()
        lengths = {f"acd/{language}/{name}": SHORT_S for language in ("en", "ru") for name in PROMPTS}
        settings = PbxSettings(extensions=extensions, epoch_s=time.time() - time.monotonic(), sound_lengths_s=lengths)
        self._pbx = EmulatedPbx(settings)
        self._pbx.engine_address = ("127.0.0.1", engine_port)
        self._extensions = extensions
        self._callers: list[Caller] = []
        self._aside.wait_for(self._pbx.start())
        self.rest()

    @property
    def ami_port(self) -> int:
        return self._pbx.ami_address[1]

    def calls(self, dialled: str, *, number: str = "+74951234567", name: str = "") -> Caller:
        """Let somebody dial; the call is on its way when this returns."""
        self._callers.append(Caller(self._aside, self._aside.do(self._pbx.call, dialled, number, name)))
        return self._callers[-1]

    def answers(self, extension: str, *, after_s: float = 0.1) -> None:
        """From its next ring on this phone is picked up."""
        self._set(extension, Habit("answers", after_s))

    def rejects(self, extension: str) -> None:
        """From its next ring on this phone rejects."""
        self._set(extension, Habit("rejects", 0.05))

    def phone(self, extension: str) -> EmulatedPhone:
        """The phone, to be looked at."""
        return self._pbx.phone(extension)

    def rest(self) -> None:
        """Let everybody hang up, and every phone just ring from now on."""
        for caller in self._callers:
            caller.hangs_up()
        self._callers.clear()
        for extension in self._extensions:
            self._set(extension, SILENT)
            self._aside.do(self._pbx.phone(extension).hang_up)

    def close(self) -> None:
        """Stop the PBX; one that takes too long ends with the process, and fails no story that is over."""
        with contextlib.suppress(TimeoutError):
            self._aside.wait_for(self._pbx.stop())
        self._aside.close()

    def _set(self, extension: str, habit: Habit) -> None:
        self._pbx.phone(extension).habit = habit
