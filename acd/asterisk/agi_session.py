"""One FastAGI session: the thread by which the engine leads one caller's channel through the dialplan."""

import asyncio
from collections.abc import Awaitable, Callable

from structlog.typing import FilteringBoundLogger

from acd.asterisk.agi_wire import AgiReply, encode_command

PING_S = 5.0
"""How long (seconds) Asterisk may take over the one command of a ping; it takes milliseconds."""


class SessionEnded(Exception):
    """The session is over, so the command has no answer and its outcome is unknown; says why.

    It never says that the caller left: a transfer and a redirect end the session too. Only the ``Hangup``
    event of the caller's channel ends a call.
    """


class CommandTimedOut(SessionEnded):
    """A command had no answer within its deadline; the session was closed, the dialplan goes on."""


class AgiSession:
    """A session that the server accepted; commands go one at a time.

    ``env`` holds the ``agi_*`` values by their full names, without the secret. ``ended`` is set when the
    session is over (hang-up line, end of file, closed by us) and ``end_reason`` then says in a word why.
    """

    def __init__(self, env: dict[str, str], transport: asyncio.WriteTransport, log: FilteringBoundLogger) -> None:
        self.env = env
        self.ended = asyncio.Event()
        self.end_reason = ""
        self._transport = transport
        self._log = log
        self._answer: asyncio.Future[AgiReply] | None = None
        self._deadline: asyncio.TimerHandle | None = None
        self._on_ended: list[Callable[[], None]] = []

    def command(self, *words: str, deadline_s: float | None = None) -> Awaitable[AgiReply]:
        """Send one command now, a word an argument, and return the future of its answer.

        Without ``deadline_s`` (seconds) the answer may take as long as a conversation. Whoever stops waiting
        for it does not stop the command: the session takes the next one only when the answer has come.

        Raises:
            RuntimeError: the command before has no answer yet (two at a time stall Asterisk).
            SessionEnded: the session is over, now or (from the future) before the answer came.
            CommandTimedOut: (from the future) no answer in time; the session was closed.
            Hostile: a word cannot travel in one line.
        """
        if self.ended.is_set():
            raise SessionEnded(self.end_reason)
        if self._answer is not None:
            raise RuntimeError(f"{words[0]} sent before the last command was answered; await that answer first")
        self._transport.write(encode_command(*words))
        loop = asyncio.get_running_loop()
        self._answer = loop.create_future()
        if deadline_s is not None:
            self._deadline = loop.call_later(deadline_s, self._time_out, words[0])
        return self._answer

    @property
    def is_busy(self) -> bool:
        """Whether a command has no answer yet."""
        return self._answer is not None

    def on_ended(self, callback: Callable[[], None]) -> None:
        """Have ``callback`` called once when the session is over; at once if it already is."""
        if self.ended.is_set():
            self._call(callback)
        else:
            self._on_ended.append(callback)

    def take_answer(self, reply: AgiReply) -> bool:
        """Hand the answer to whoever waits for it (the server calls this); False if nothing was asked."""
        answer = self._forget_command()
        if answer is None:
            return False
        if not answer.done():  # done: whoever waited was cancelled
            answer.set_result(reply)
        return True

    def end(self, reason: str, error: SessionEnded | None = None) -> None:
        """Mark the session as over, once: the open command fails, callbacks run, the connection closes."""
        if self.ended.is_set():
            return
        self.end_reason = reason
        self.ended.set()
        answer = self._forget_command()
        if answer is not None and not answer.done():
            answer.set_exception(error or SessionEnded(reason))
            answer.exception()  # nobody has to be waiting for it
        callbacks, self._on_ended = self._on_ended, []
        for callback in callbacks:
            self._call(callback)
        self._transport.close()

    def _time_out(self, word: str) -> None:
        self._log.warning("agi_command_timed_out", command=word)
        self.end("command_timed_out", CommandTimedOut(f"no answer to {word} in time"))

    def _forget_command(self) -> "asyncio.Future[AgiReply] | None":
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
        answer, self._answer = self._answer, None
        return answer

    def _call(self, callback: Callable[[], None]) -> None:
        try:
            callback()
        except Exception:
            self._log.exception("agi_on_ended_callback_failed")


async def answer_ping(session: AgiSession) -> None:
    """Answer the doctor's call: Asterisk takes a rejected session for a good one, so only a word set in it tells."""
    await session.command("SET", "VARIABLE", "ACD_STATE", "done", deadline_s=PING_S)
