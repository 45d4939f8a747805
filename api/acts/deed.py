"""One act from its asking to its end: who asks, what it is about, what it changed, what it led to, its record.

A route opens a deed, finds through it what the request names (and sees there whether that is in the person's scope),
tells the engine a fact, and shows the deed. Whatever is refused meanwhile is recorded as refused.
"""

import secrets
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import NamedTuple

from fastapi import Request

from acd.core import Core
from acd.engine import facts
from acd.engine.calls import Call
from acd.store.acts import ActBook, Acted, Kind, Sentences
from agents.roster import Agent
from api.access.rights import Person
from api.acts.models import AboutView, ActView, Value
from api.acts.once import Answers
from api.acts.recent import Recent
from api.acts.seen import agent_seen, call_seen, differences, queue_seen
from api.acts.words import changed_said, engine_said, said
from api.asking import shown
from api.finding import agent_in_scope, call_in_scope, queue_in_scope
from api.queue_views import one_queue
from api.refusals import Refusal, language_in
from api.views import agent_view, call_view

Seen = dict[str, Value]


class Acts(NamedTuple):
    """What all acts share: the core, the ``book`` that keeps them (None keeps nothing), and whether the PBX is
    ``connected`` and can be told anything now; ``answers`` by their clients' keys, and what was done just now.
    """

    core: Core
    book: ActBook | None
    connected: Callable[[], bool]
    answers: Answers
    recent: Recent

    def deed(self, request: Request, person: Person, act: str, name: str, why: str) -> "Deed":
        """Open an act about what is called ``name``."""
        return Deed(self, request, person, act, name, why)


class Deed:
    """An act under way; use it with ``with``, and :meth:`view` it after that."""

    def __init__(self, acts: Acts, request: Request, person: Person, act: str, name: str, why: str) -> None:
        self.core, self.person, self.language = acts.core, person, language_in(request.scope)
        self.id, self.at, self.act, self.why = secrets.token_hex(8), acts.core.clock.now(), act, why
        self.name = name
        self.kind: Kind = "call"
        self.changed: dict[str, tuple[Value, Value]] = {}
        self.led_to: Sentences = ()
        self.thing: Call | Agent | str = name
        self.before: Seen = {}
        self._acts = acts
        self._look: Callable[[], Seen] = dict
        self._said: dict[str, object] = {}  # of a refusal: as it is, so that each reader has it in their language

    # -- what it is about ------------------------------------------------------------------------------------

    def call(self) -> Call:
        """Find the call that the act is about.

        Raises:
            Refusal: it is not known, or not in the person's scope (404).
        """
        call = call_in_scope(self.core, self.person, self.name)
        self._about("call", call, lambda: call_seen(call))
        return call

    def agent(self) -> Agent:
        """Find the agent that the act is about.

        Raises:
            Refusal: nobody in the person's scope is called that (404).
        """
        self.kind = "agent"
        agent = agent_in_scope(self.core, self.person, self.name, self.language)
        self._about("agent", agent, lambda: agent_seen(agent))
        return agent

    def queue(self) -> str:
        """Find the queue that the act is about.

        Raises:
            Refusal: no queue in the person's scope is called that (404).
        """
        self.kind = "queue"
        queue = queue_in_scope(self.core, self.person, self.name).name
        self._about("queue", queue, lambda: queue_seen(self.core.centre, queue, self.core.clock.now()))
        return queue

    def watch(self, look: Callable[[], Seen]) -> None:
        """Compare what ``look`` sees, too, before and after."""
        first = self._look
        self._look = lambda: first() | look()
        self.before = self._look()

    def _about(self, kind: Kind, thing: Call | Agent | str, look: Callable[[], Seen]) -> None:
        self.kind, self.thing, self._look, self.before = kind, thing, look, look()

    # -- what is done ----------------------------------------------------------------------------------------

    def still(self, field: str, was: Value) -> None:
        """See that ``field`` is what the page showed, if it said so.

        Raises:
            Refusal: it is something else by now (409); names who has changed it, if anybody has.
        """
        now = self.before[field]
        if was is None or was == now:
            return
        last = self._acts.recent.about(self.kind, self.name, self.at)
        self._said = {"field": field, "now": shown_value(now)}
        told = {"name": self.name, **changed_said(field, shown_value(now), self.language)}
        if last is None:
            raise Refusal(409, "meanwhile", **told)
        raise Refusal(409, "meanwhile_by", **told, who=last.who, why=last.why or "-")

    def tell(self, fact: facts.AnyFact, code: str = "act_refused") -> None:
        """Tell the engine the fact of the act; ``code`` is that of its refusal.

        Raises:
            Refusal: it cannot be true now (409).
        """
        if (why := self.core.ask(fact)) is not None:
            self._said = {"why": why}
            raise Refusal(409, code, why=engine_said(why, self.language))

    def now(self) -> Seen:
        """What it is about is like now."""
        return self._look()

    # -- its end ---------------------------------------------------------------------------------------------

    def __enter__(self) -> "Deed":
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, _: TracebackType | None) -> None:
        if isinstance(fault, Refusal):
            told = {name: str(value) for name, value in (fault.values | self._said).items()}
            self._record(fault.code, ((fault.code, told),))
        elif fault is None:
            self.changed = differences(self.before, self._look())
            self._record("", self.led_to)
            self._acts.recent.note(self.kind, self.name, self.at, self.person.name, self.why)

    def _record(self, code: str, led_to: Sentences) -> None:
        if self._acts.book is None:
            return
        thing, places = self.thing, self.before | {"next": self._look().get("queue", "")}
        acted = Acted(
            id=self.id, at=self.at, who=self.person.name, role=self.person.role, why=self.why, act=self.act,
            kind=self.kind, name=shown(self.name), outcome="refused" if code else "done", code=code,
            queue=self.name if self.kind == "queue" and self.before else str(places.get("queue", "")),
            next_queue=str(places["next"]), team=thing.rules.team if isinstance(thing, Agent) else "",
            changed=self.changed, led_to=led_to,
        )  # fmt: skip
        self._acts.book.put(acted)

    def view(self) -> ActView:
        """Show the act, and what it is about as it is now."""
        thing, now = self.thing, self.core.clock.now()
        led_to = [said(code, values, self.language) for code, values in self.led_to]
        return ActView(
            id=self.id, at=self.at, who=self.person.name, why=self.why, act=self.act, changed=self.changed,
            about=AboutView(kind=self.kind, name=self.name), led_to=led_to,
            call=call_view(thing) if isinstance(thing, Call) else None,
            agent=agent_view(thing, now) if isinstance(thing, Agent) else None,
            queue=one_queue(self.core.centre, thing, now) if isinstance(thing, str) else None,
        )  # fmt: skip


def shown_value(value: Value) -> str:
    """Write what a field holds."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name}:{level}" for name, level in value.items()) or "-"
    return "-" if value in ("", None) else str(value)
