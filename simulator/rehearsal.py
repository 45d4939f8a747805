"""A centre's rules tried by hand: these agents are here, this caller comes, that much time passes; what happens?

Engine, file and lines are the service's own. Only the clock stands still until it is moved, and no phone rings.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from acd.config.load import load_centre
from acd.engine import facts
from acd.engine.calls import Call
from acd.engine.engine import Engine
from acd.engine.facts import Miss
from acd.engine.orders import AnyOrder, Refused, WakeAt
from acd.story import Story
from acd.words import Language, language_of_environment

MIDNIGHT = datetime(1970, 1, 1, tzinfo=UTC)


class Rehearsal:
    """A centre in which nothing happens by itself but what time brings; a line is written for each thing.

    ``begins`` is when, in the zone in which the lines are; ``language`` is theirs, the terminal's if None.
    """

    def __init__(
        self,
        file: str | Path,
        begins: datetime = MIDNIGHT,
        language: Language | None = None,
        write: Callable[[str], object] = print,
    ) -> None:
        self.engine = Engine()
        self.now = begins.timestamp()
        self._wake_at: float | None = None
        self._write = write
        self._story = Story(self.engine, language or language_of_environment(), self._line, begins.tzinfo)
        self._quiet = True
        self.tell(facts.Started(load_centre(Path(file)).rules))
        self.tell(facts.Settled())
        self._quiet = False

    def tell(self, fact: facts.AnyFact) -> tuple[AnyOrder, ...]:
        """Tell the engine a fact, write what it means, and return the orders.

        Raises:
            ValueError: the fact cannot be true now.
        """
        orders = self.engine.handle(fact, self.now)
        for order in orders:
            if isinstance(order, Refused):
                raise ValueError(f"{order.fact}: {order.why}")
            if isinstance(order, WakeAt):
                self._wake_at = order.at
        self._story(self.now, fact, orders)
        return orders

    def after(self, seconds: float) -> None:
        """Let time pass, with everything that it brings."""
        until = self.now + seconds
        while self._wake_at is not None and self._wake_at <= until:
            self.now, self._wake_at = max(self.now, self._wake_at), None
            self.tell(facts.AlarmRang())
        self.now = until

    # What agents do.

    def sign_in(self, *agents: str) -> None:
        """Agents come, a second after each other: the first is idle longest."""
        for agent in agents:
            self.tell(facts.AgentSignedIn(agent))
            self.after(1)

    def answer(self, call: str, agent: str = "") -> None:
        """Whoever's phone rings for the call takes it; of several, ``agent``."""
        offered, ringing = self._offered(call)
        self.tell(facts.OfferAnswered(offered, call, agent or ringing))

    def miss(self, call: str, why: Miss = Miss.NO_ANSWER) -> None:
        """Whoever's phone rings for the call does not take it."""
        offered, ringing = self._offered(call)
        self.tell(facts.OfferMissed(offered, call, ringing, why))

    def end(self, call: str) -> None:
        """The conversation is over, and the caller is gone."""
        agent = self._call(call).agent or ""
        self.tell(facts.TalkEnded(call, agent))
        self.hang_up(call)

    # What callers do.

    def call(self, call: str, queue: str, number: str = "", **asked: Any) -> None:
        """A caller asks for an agent of ``queue``; ``asked`` is what the menu knows, see ``facts.CallQueued``."""
        self._quiet = True
        self.tell(facts.CallArrived(call, number))
        self._quiet = False
        self.tell(facts.CallQueued(call=call, queue=queue, **asked))

    def hang_up(self, call: str) -> None:
        """The caller hangs up."""
        self.tell(facts.CallLeft(call))

    def _line(self, line: str) -> None:
        if not self._quiet:
            self._write(line)

    def _call(self, call: str) -> Call:
        if (found := self.engine.centre.calls.get(call)) is None:
            raise ValueError(f"there is no call {call}")
        return found

    def _offered(self, call: str) -> tuple[int, str]:
        found = self._call(call)
        if found.offer is None:
            raise ValueError(f"no phone rings for call {call}")
        return found.offer, found.ringing[0]
