"""Actions that wait for their answers: who asked, until when, and what came so far."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping

from acd.asterisk.ami_wire import Message

Fields = Mapping[str, str] | Iterable[tuple[str, str]]

# A busy engine has tens of actions under way; this many means that the PBX has stopped answering.
MAX_PENDING = 2_000
# The longest list asked for is the channels of a PBX; ten thousand calls have twenty thousand of them.
MAX_LIST_ITEMS = 100_000


class AmiActionError(Exception):
    """An action did not succeed; the subclasses say whether it may have happened."""


class ActionRefused(AmiActionError):
    """Asterisk said no: the action did not happen. ``message`` is what it said."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}")
        self.message = message


class NotSent(AmiActionError):
    """The action never left: there is no connection, or too many actions wait already."""


class ActionTimedOut(AmiActionError):
    """No answer within the deadline: the action may have happened."""


class OutcomeUnknown(AmiActionError):
    """The connection went before the answer came: the action may have happened. Reconcile, do not repeat."""


class Pending:
    """One action under way: the future of its answer and, for a list, the items so far."""

    __slots__ = ("action_id", "answer", "deadline", "is_list", "items", "name")

    def __init__(self, name: str, action_id: str, is_list: bool) -> None:
        self.name = name
        self.action_id = action_id
        self.is_list = is_list
        self.items: list[Message] = []
        # The response of a plain action; for a list the response too, once all its items are here.
        self.answer: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self.deadline: asyncio.TimerHandle | None = None

    def succeed(self, message: Message) -> None:
        """Give the answer to whoever still waits."""
        if not self.answer.done():
            self.answer.set_result(message)

    def fail(self, error: AmiActionError) -> None:
        """Let whoever still waits know that there is none."""
        self.items.clear()
        if not self.answer.done():
            self.answer.set_exception(error)
            self.answer.exception()  # nobody has to be waiting for it


class PendingActions:
    """The actions of one connection that have no answer yet, by ``ActionID``.

    ``lists`` counts the lists among them: while it is 0 no event needs to be looked at here. A list that
    nobody waits for any more stays until it is complete, so that its items are not taken for news.
    """

    def __init__(self, counts: Counter[str]) -> None:
        self.lists = 0
        self._counts = counts
        self._pending: dict[str, Pending] = {}

    def open(self, name: str, action_id: str, is_list: bool, deadline_s: float) -> Pending:
        """Start waiting for the answer to action ``name``, at most ``deadline_s`` seconds.

        Raises:
            NotSent: too many actions wait, or one with this ``action_id`` does.
        """
        if len(self._pending) >= MAX_PENDING:
            raise NotSent(f"{name}: {MAX_PENDING} actions wait for answers already")
        if action_id in self._pending:
            raise NotSent(f"{name}: an action with ActionID {action_id} waits for its answer already")
        pending = self._pending[action_id] = Pending(name, action_id, is_list)
        self.lists += is_list
        pending.deadline = asyncio.get_running_loop().call_later(deadline_s, self._time_out, pending, deadline_s)
        return pending

    def take_response(self, response: Message) -> None:
        """Hand a response to its action; one that nobody waits for (too late) is counted."""
        pending = self._pending.get(response.action_id)
        if pending is None:
            self._counts["late_responses"] += 1
        elif response.get("Response").lower() == "error":
            self._close(pending)
            pending.fail(ActionRefused(pending.name, response.get("Message")))
        elif not pending.is_list:
            self._close(pending)
            pending.succeed(response)

    def take_item(self, event: Message) -> bool:
        """Take ``event`` if it belongs to a list that was asked for; say whether it did."""
        pending = self._pending.get(event.action_id)
        if pending is None or not pending.is_list:
            return False
        state = event.get("EventList").lower()
        if state == "complete":
            self._close(pending)
            pending.succeed(event)
        elif state == "cancelled":
            self._close(pending)
            pending.fail(ActionRefused(pending.name, "Asterisk cancelled the list before its end"))
        elif len(pending.items) >= MAX_LIST_ITEMS:
            pending.fail(AmiActionError(f"{pending.name}: a list of more than {MAX_LIST_ITEMS} items"))
        elif not pending.answer.done():
            pending.items.append(event)
        return True

    def fail_all(self, error: AmiActionError) -> None:
        """Fail every action: the connection is gone."""
        for pending in list(self._pending.values()):
            self._close(pending)
            pending.fail(error)

    def _time_out(self, pending: Pending, deadline_s: float) -> None:
        if not pending.is_list:
            self._close(pending)
        pending.fail(ActionTimedOut(f"{pending.name}: no answer within {deadline_s} s"))

    def _close(self, pending: Pending) -> None:
        if self._pending.pop(pending.action_id, None) is None:
            return
        self.lists -= pending.is_list
        if pending.deadline is not None:
            pending.deadline.cancel()
