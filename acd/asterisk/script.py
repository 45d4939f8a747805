"""Runs an owner's AGI script as a step of a call: it speaks to us, and we to the PBX.

Whatever the script does, the caller goes on: a script that hangs, dies, prints rubbish or cannot be started has
failed, and the tree has a way for that. A caller who hangs up ends the script.
"""

import asyncio
import signal
from pathlib import Path

import structlog

from acd.asterisk import script_wire
from acd.asterisk.agi_session import AgiSession, CommandTimedOut, SessionEnded
from acd.asterisk.agi_wire import AgiReply
from acd.asterisk.gate import Hostile, plain_text
from acd.asterisk.script_process import OutOfStep, ScriptProcess, start
from ivr.actions import Failed, Ran, RunScript
from ivr.fields import LONGEST_TEXT
from ivr.scripts import data_name, program_at

MOST_SCRIPTS = 50
"""Scripts at a time; each is a process, and more of them than a machine bears would stop the calls of all."""

MOST_REFUSED = 20
"""Lines of one script that may be refused before it is held for one that prints rubbish."""

MOST_VARIABLES = 256
"""Variables of one script that are remembered; more than become data by far."""

OVERHANG_S = 2.0
"""How long a command of a script that is over may go on, a prompt for one, before the session is closed over it."""

REFUSED = b"510 Invalid or unknown command\n"

log = structlog.get_logger()


class ScriptFailed(Exception):
    """The script did not do what was asked of it; says why."""


class Scripts:
    """Runs scripts in ``folder``; ``running`` says how many there are now."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.running = 0

    async def run(self, action: RunScript, session: AgiSession) -> Ran | Failed:
        """Run a script on a caller's session, to its end or to its limit.

        Raises:
            SessionEnded: the session is over; so is the script.
        """
        if self.running >= MOST_SCRIPTS:
            return self._failed(action, f"{MOST_SCRIPTS} scripts are running already", ())
        self.running += 1
        try:
            return await self._run(action, session)
        finally:
            self.running -= 1

    async def _run(self, action: RunScript, session: AgiSession) -> Ran | Failed:
        program, *arguments = action.command
        try:
            process = await start(program_at(program, self.folder) or program, arguments, self.folder)
        except OSError as fault:
            return self._failed(action, f"it cannot be started: {fault.strerror}", ())
        conversation = Conversation(process, session, action)
        try:
            return Ran(await conversation.lead())
        except ScriptFailed as why:
            return self._failed(action, str(why), tuple(process.complaints))

    def _failed(self, action: RunScript, why: str, complaints: tuple[str, ...]) -> Failed:
        log.warning("script_failed", script=action.command, step=action.path[-1:], why=why, stderr=complaints)
        return Failed(why)


class Conversation:
    """One script and one session, from the first ``agi_`` line to the end of the process."""

    def __init__(self, process: ScriptProcess, session: AgiSession, action: RunScript) -> None:
        self._process = process
        self._session = session
        self._action = action
        self._known = dict(action.data)
        self._set: dict[str, str] = {}
        self._refused = 0
        self._asked: asyncio.Future[AgiReply] | None = None

    async def lead(self) -> dict[str, str]:
        """Serve the script until it is over; return the variables that it has set.

        Raises:
            ScriptFailed: it took too long, died, or wrote what is no command.
            SessionEnded: the session is over.
        """
        self._session.on_ended(self._process.wake)
        try:
            async with asyncio.timeout(self._action.limit_s):
                self._process.write(script_wire.environment(self._session.env, self._action.command))
                await self._serve()
        except TimeoutError:
            raise ScriptFailed(f"it took longer than {self._action.limit_s:g} s") from None
        except OutOfStep:
            raise ScriptFailed("it writes without end or without waiting for answers") from None
        finally:
            await self._finish()
        if self._process.exit_code != 0:
            raise ScriptFailed(f"it ended with {self._process.exit_code}")
        return self._set

    async def _serve(self) -> None:
        while not self._session.ended.is_set():
            line = await self._process.next_line()
            if line is not None:
                await self._obey(line)
            elif self._process.is_over:
                return
        raise SessionEnded(self._session.end_reason)

    async def _obey(self, line: str) -> None:
        """Carry out one line, or refuse it."""
        words = script_wire.split_words(line)
        if not words:
            return
        why = script_wire.refusal(words)
        if why is not None:
            self._refuse(words, why)
            return
        asked = script_wire.variable_asked(words)
        if asked is not None and data_name(asked) in self._known:
            self._process.write(script_wire.answer(AgiReply(200, "1", self._known[data_name(asked)])))
            return
        try:
            reply = await self._pass_on(words)
        except Hostile as fault:
            self._refuse(words, str(fault))
            return
        self._note(words, reply)
        self._process.write(script_wire.answer(reply))

    async def _pass_on(self, words: list[str]) -> AgiReply:
        """Give a command to the PBX. When our time is over it goes on there; see :meth:`_finish`."""
        self._asked = asyncio.ensure_future(self._session.command(*words))
        return await asyncio.shield(self._asked)

    def _note(self, words: list[str], reply: AgiReply) -> None:
        """Remember a variable that was set."""
        variable = script_wire.variable_set(words)
        if variable is None or reply.code != 200:
            return
        value = plain_text(variable.value, LONGEST_TEXT)
        if variable.name in self._set or len(self._set) < MOST_VARIABLES:
            self._set[variable.name] = value
        if data_name(variable.name) in self._known:
            self._known[data_name(variable.name)] = value

    def _refuse(self, words: list[str], why: str) -> None:
        """Answer 510 to a line, and give a script up that goes on like this.

        Raises:
            ScriptFailed: it does.
        """
        self._refused += 1
        command = plain_text(" ".join(words[:2]), LONGEST_TEXT)  # the rest may be what a caller has entered
        log.warning("script_command_refused", script=self._action.command, command=command, why=why)
        if self._refused >= MOST_REFUSED:
            raise ScriptFailed(f"{self._refused} of its lines were refused")
        self._process.write(REFUSED)

    # -- the end -----------------------------------------------------------------------------------------

    async def _finish(self) -> None:
        """End the process, and have the session free for the next command.

        A script whose caller has left is told so as Asterisk tells it: by a line, and by SIGHUP.
        """
        is_over = self._session.ended.is_set()
        if is_over:
            self._process.write(b"HANGUP\n")
        await self._process.end(signal.SIGHUP if is_over else signal.SIGTERM)
        if self._asked is not None:
            _, going_on = await asyncio.wait({self._asked}, timeout=OVERHANG_S)
            if going_on:
                why = "a command of a script went on after the script's end"
                self._session.end("script_command_overdue", CommandTimedOut(why))
