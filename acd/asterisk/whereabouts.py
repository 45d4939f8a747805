"""Where a caller is whose session ended: on the way back, elsewhere on the PBX, or gone."""

from collections.abc import Callable, Coroutine
from typing import Any

from acd.asterisk import truth
from acd.asterisk.ami_actions import ActionRefused, AmiActionError
from acd.asterisk.ami_client import AmiClient
from acd.asterisk.switchboard import Switchboard
from acd.core import Core
from acd.engine.facts import CallLeft, CallReleased

LOOKS_S = (0.1, 1.0, 1.0, 1.0, 1.0)
"""When the PBX is asked about a caller whose session ended, after that and after each look. Soon first, because one
who was sent elsewhere must not be offered; a hang-up has told of itself by then. One who is not back after the last
cannot come: no agent is kept for them, and when they do come, the variables of the channel bring everything back."""


class Whereabouts:
    """Asks the PBX about single callers, and tells the engine; ``spawn`` runs what has to wait for answers."""

    def __init__(
        self,
        core: Core,
        switchboard: Switchboard,
        ami: AmiClient,
        spawn: Callable[[Coroutine[Any, Any, None]], None],
    ) -> None:
        self._core = core
        self._switchboard = switchboard
        self._ami = ami
        self._spawn = spawn

    def session_over(self, call_id: str, looks: int = 0) -> None:
        """Note that a session is over: if neither the call's end nor a new session follows, the PBX is asked."""
        if call_id not in self._core.centre.calls:
            return
        if looks < len(LOOKS_S):
            self._core.clock.loop.call_later(LOOKS_S[looks], self._check, call_id, looks)
        elif not self._switchboard.is_led(call_id) and not self._rings(call_id):
            self._release(call_id)

    def _rings(self, call_id: str) -> bool:
        """Whether a phone rings for the call: that goes on without a session, and the caller comes back after it."""
        return self._switchboard.rings(self._core.centre.calls[call_id])

    def _check(self, call_id: str, looks: int) -> None:
        call = self._core.centre.calls.get(call_id)
        if call is not None and not self._switchboard.is_led(call_id):
            self._spawn(self._find_caller(call_id, looks))

    async def _find_caller(self, call_id: str, looks: int) -> None:
        """Learn whether a caller has left, went elsewhere on the PBX, or is on the way back to a session."""
        try:
            reply = await self._ami.action("Getvar", {"Channel": call_id, "Variable": "CHANNEL(context)"})
        except ActionRefused:
            self._lose(call_id)
            return
        except AmiActionError:
            self._miss_caller(call_id, looks)
            return
        if reply.get("Value", "") in ("", *truth.OURS):
            self.session_over(call_id, looks + 1)
        else:
            self._release(call_id)

    def _miss_caller(self, call_id: str, looks: int) -> None:
        """The PBX does not say where a caller is. One who waits is back in 0.2 s, so one who is not has left.

        Else phones would ring for nobody until the connection is back. If the caller comes after all, the
        variables of the channel bring everything back.
        """
        if looks == 0 or self._ami.is_connected:
            self.session_over(call_id, looks + 1)
        elif not self._switchboard.is_led(call_id):
            self._lose(call_id)

    def _lose(self, call_id: str) -> None:
        """A caller has left, and the event that says so may never come: nothing is kept."""
        if call_id in self._core.centre.calls:
            self._core.tell(CallLeft(call_id))
        self._switchboard.forget(call_id)

    def _release(self, call_id: str) -> None:
        """A caller is elsewhere on the PBX. One who talked there is released by the end of the agent's leg."""
        call = self._core.centre.calls.get(call_id)
        if call is not None and call.state in truth.ROUTED:
            self._core.tell(CallReleased(call_id))
