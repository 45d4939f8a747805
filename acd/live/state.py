"""The centre as it is shown this second: kept up by what the engine is told, and encoded once for all.

How it works. A listener of the core notes the names of the calls and agents that each fact and its orders are about.
Every eighth of a second a tick makes the views of those anew, puts them on the :class:`~acd.live.shelf.Shelf`, which
finds out whether they have changed at all, and gives what has to the :mod:`~acd.live.channels`. Two things change
without being named: agents whose wrap-up ends or who are left alone no longer (an alarm does that), who are looked at
when their time has come; and queues, whose counts are compared at every tick.

The tick works in pieces with the loop's other work between them, so that no call waits for a picture of it.
"""

import asyncio
from collections.abc import Callable, Collection, Iterator
from math import ceil, inf
from typing import Final

from acd.core import Core, attempt
from acd.engine import facts, orders
from acd.live.offers import Offers
from acd.live.parts import ActiveAlerts, DayFigures, Paths, Spies
from acd.live.queues import Mark, QueueViews
from acd.live.shelf import Delta, Shelf
from acd.live.shown import CallViews, agent_view, until, waits
from acd.live.sight import EVERYWHERE, NOWHERE, Place
from acd.live.touched import Touched
from acd.live.views import AlertLive

SLICE: Final = 8
"""Views made in a piece, in about a fifth of a millisecond; calls go on between two pieces."""

QUEUES_SLICE: Final = 1
"""Of queues one: their last half hour is summed up anew each second."""

LOOK_S: Final = 1.0
"""How often queues are looked at for what only time changes: the expected wait, the service level of now."""

ROUND_S: Final = 30.0
"""In this time every agent's view is made once anyway: the occupancy of who rests changes, and nothing is told."""


class LiveState:
    """What is shown of ``core``'s centre; a listener of the core. :meth:`refresh` brings the shelf up to date."""

    def __init__(
        self, core: Core, day: DayFigures, alerts: ActiveAlerts, paths: Paths, spies: Spies, round_s: float = ROUND_S
    ) -> None:
        self.shelf = Shelf()
        self._core = core
        self._day = day
        self._alerts = alerts
        self._offers = Offers()
        self._calls = CallViews(self._offers, paths, spies)
        self._queues = QueueViews()
        self._marks: dict[str, Mark] = {}
        self._touched = Touched()
        self.look_again()
        self._resting: dict[str, float] = {}
        self._queues_about: set[str] = set()
        self._looked_at = -inf
        self._round_s = round_s
        self._round: Iterator[str] = iter(())
        self._refreshed_at = core.clock.now()
        paths.touched.append(self._touch_call)
        spies.touched.append(self._touch_call)
        alerts.changed.append(self._alert_changed)

    def __call__(self, at: float, fact: facts.AnyFact, led_to: tuple[orders.AnyOrder, ...]) -> None:
        """Hear a fact and what it led to."""
        if led_to and isinstance(led_to[0], orders.Refused):
            return
        self._offers.hear(at, fact, led_to)
        self._touched.hear(at, fact, led_to)

    def look_again(self) -> None:
        """Look at everything anew with the next refresh."""
        self._touched.everything = True

    @property
    def centre_name(self) -> str:
        """The name of the centre."""
        return self._core.centre.rules.name

    async def refresh(self) -> Delta | None:
        """Bring the shelf up to date, in pieces; return what has changed since the last time, None if nothing has."""
        now = self._core.clock.now()
        touched, self._touched = self._touched, Touched()
        if touched.everything:
            touched.calls |= self._core.centre.calls.keys() | self.shelf.of("calls").keys()
            touched.agents |= {agent.name for agent in self._core.centre.roster} | self.shelf.of("agents").keys()
        touched.agents |= self._rested(now)
        touched.agents.update(self._whose_turn_it_is(now))
        await in_pieces(self._show_call, touched.calls)
        await in_pieces(self._show_agent, touched.agents)
        await self._show_queues(now, touched.everything)
        return self.shelf.delta(now, now if touched.since is None else touched.since)

    # -- what changes without being named ------------------------------------------------------------------

    def _rested(self, now: float) -> set[str]:
        """Name the agents whose wrap-up, or being left alone, should be over."""
        return {name for name, ends_at in self._resting.items() if ends_at <= now}

    def _whose_turn_it_is(self, now: float) -> Iterator[str]:
        """Name some agents, so that in a round of all each is looked at once."""
        passed_s, self._refreshed_at = now - self._refreshed_at, now
        roster = self._core.centre.roster
        for _ in range(min(ceil(len(roster) * passed_s / self._round_s), len(roster))):
            name = next(self._round, None)
            if name is None:
                self._round = iter([agent.name for agent in roster])
                return
            yield name

    async def _show_queues(self, now: float, all_of_them: bool) -> None:
        centre = self._core.centre
        is_time = all_of_them or now - self._looked_at >= LOOK_S
        if is_time:
            self._looked_at = now
            self._queues.look(centre, now)
            self._show_alerts()
            await asyncio.sleep(0)
        marks, before, about = self._queues.marks(centre), self._marks, self._queues_about
        self._marks, self._queues_about = marks, set()
        for name in before.keys() - marks.keys():
            self.shelf.take("queues", name)
        await in_pieces(
            self._show_queue,
            [name for name in marks if is_time or name in about or marks[name] != before.get(name)],
            QUEUES_SLICE,
        )

    # -- one thing -----------------------------------------------------------------------------------------

    def _show_queue(self, name: str) -> None:
        centre = self._core.centre
        if name in centre.queues:  # a piece later its rules may have changed, and the next tick sees that
            day, attention = self._day.of_queue(name), self._alerts.attention("queue", name)
            self.shelf.put("queues", name, self._queues.view(centre, self._marks[name], day, attention), Place(name))

    def _show_call(self, name: str) -> None:
        centre = self._core.centre
        if (call := centre.calls.get(name)) is None:
            self._queues.note(name, "", None)
            self._offers.forget(name)
            self.shelf.take("calls", name)
            return
        self._queues.note(name, call.queue, call.place if waits(call) else None)
        agent = centre.roster.get(call.agent) if call.agent else None
        place = Place(call.queue, agent.name, agent.rules.team) if agent is not None else Place(call.queue)
        self.shelf.put("calls", name, self._calls.view(call, self._alerts.attention("call", name)), place)

    def _show_agent(self, name: str) -> None:
        centre = self._core.centre
        self._resting.pop(name, None)
        if (agent := centre.roster.get(name)) is None:
            self.shelf.take("agents", name)
            return
        if (ends_at := until(agent)) is not None:
            self._resting[name] = ends_at
        skilled = centre.skilled.get(name)
        skills = agent.rules.skills if skilled is None else skilled.skills
        view = agent_view(agent, self._day.of_agent(name), skills, self._alerts.attention("agent", name))
        self.shelf.put("agents", name, view, Place("", name, agent.rules.team))

    # -- what others know ----------------------------------------------------------------------------------

    def _touch_call(self, call_id: str) -> None:
        self._touched.calls.add(call_id)

    def _show_alerts(self) -> None:
        """Show all alerts that are raised: who sees them changes when a call that they are about goes on."""
        active = {alert.id: alert for alert in self._alerts.active()}
        for name in self.shelf.of("alerts").keys() - active.keys():
            self.shelf.take("alerts", name)
        for name, alert in active.items():
            self.shelf.put("alerts", name, alert, self._place_of(alert))

    def _alert_changed(self, alert: AlertLive) -> None:
        if alert.cleared_at is None:
            self.shelf.put("alerts", alert.id, alert, self._place_of(alert))
        else:
            self.shelf.take("alerts", alert.id)
        about = {"call": self._touched.calls, "agent": self._touched.agents, "queue": self._queues_about}
        about.get(alert.kind, set()).add(alert.name)

    def _place_of(self, alert: AlertLive) -> Place:
        """Return who sees an alert: as what it is about, while that is there."""
        if alert.kind == "queue":
            return Place(queue=alert.name)
        if alert.kind == "team":
            return Place(agent="*", team=alert.name)
        if alert.kind in ("agent", "call"):
            shown = self.shelf.of("agents" if alert.kind == "agent" else "calls").get(alert.name)
            return NOWHERE if shown is None else shown.place
        return EVERYWHERE


async def in_pieces(show: Callable[[str], None], names: Collection[str], size: int = SLICE) -> None:
    """Show each of ``names``, some at a time."""
    for done, name in enumerate(names, 1):
        attempt("live", show, name)  # what cannot be shown hides nothing else
        if done % size == 0:
            await asyncio.sleep(0)
    await asyncio.sleep(0)
