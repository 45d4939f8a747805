"""Makes the views of calls and agents from the engine's state, which is only read."""

from typing import Final

from acd.engine.calls import Call, CallState
from acd.engine.ladders import Rung
from acd.engine.routing_rules import NEVER_S
from acd.live.day_figures import AgentDay
from acd.live.offers import Offers
from acd.live.parts import Paths, Spies
from acd.live.views import AgentLive, CallLive, Severity, TalkLive
from acd.waiting import IN_LINE
from agents.needs import text_of
from agents.roster import Agent
from agents.states import WORKING, AgentState

WRAP_UP: Final = AgentState.WRAP_UP
AFTER_MISS: Final = AgentState.AFTER_MISS
OFFERED: Final = CallState.OFFERED

MOST_TEXTS: Final = 4096
"""Texts of needs kept: as many as the engine keeps lines."""


class NeedTexts:
    """Needs as texts, each written once."""

    def __init__(self) -> None:
        self._of: dict[Rung, str] = {}

    def of(self, call: Call) -> str:
        """Write what ``call`` asks of an agent now; "" for nothing."""
        rung = call.ladder.rungs[call.opened]
        if (text := self._of.get(rung)) is None:
            if len(self._of) >= MOST_TEXTS:
                self._of.clear()
            text = self._of[rung] = text_of(rung.need)
        return text


class CallViews:
    """Makes views of calls, with what others know of them."""

    def __init__(self, offers: Offers, paths: Paths, spies: Spies) -> None:
        self._offers = offers
        self._paths = paths
        self._spies = spies
        self._needs = NeedTexts()

    def view(self, call: Call, attention: Severity) -> CallLive:
        """Show ``call``."""
        name = call.call_id
        return CallLive(
            call=name, number=call.number, name=call.name, dialled=call.dialled, state=call.state,
            since=round(call.since, 3), arrived_at=round(call.arrived_at, 3),
            place=round(call.place, 3) if call.queue else None, queue=call.queue, need=self._needs.of(call),
            steps=call.opened, priority=call.priority, topic=call.topic, language=call.language, data=call.data,
            agent=call.agent or "", also=list(call.also), wanted=call.wanted, note=call.note,
            path=list(self._paths.of(name)), offers=list(self._offers.of(name)), talks=talks(call),
            recording=call.recording, listeners=list(self._spies.of(name)), attention=attention,
        )  # fmt: skip


def talks(call: Call) -> list[TalkLive]:
    """Show the parts of agents in ``call``."""
    return [
        TalkLive(
            agent=talk.agent, queue=talk.queue, since=round(talk.since, 3),
            until=None if talk.until is None else round(talk.until, 3),
        )
        for talk in call.talks
    ]  # fmt: skip


def waits(call: Call) -> bool:
    """Whether the caller hears music; a phone that rings is no answer yet."""
    return call.state in IN_LINE


def until(agent: Agent) -> float | None:
    """Return when the agent's state ends by itself, None if it does not."""
    if agent.state is WRAP_UP:
        return None if agent.rules.wrap_up_s >= NEVER_S else round(agent.wrap_up_until, 3)
    return round(agent.left_alone_until, 3) if agent.state is AFTER_MISS else None


def then(agent: Agent) -> str:
    """Return the state that is wanted after the call in hand, "" for none."""
    if agent.state not in WORKING:
        return ""
    if agent.leaving:
        return AgentState.SIGNED_OUT.value
    return AgentState.PAUSED.value if agent.pause_reason is not None else ""


def reason(agent: Agent) -> str:
    """Return the reason of a pause, "" for none; who has signed out since is not paused any more."""
    return agent.pause_reason or "" if agent.signed_in else ""


def agent_view(agent: Agent, day: AgentDay, skills: dict[str, int], attention: Severity) -> AgentLive:
    """Show ``agent``; shares to the hundredth and seconds whole, so that what hardly changes is not sent."""
    rules, occupancy = agent.rules, day.occupancy
    return AgentLive(
        name=agent.name, title=rules.title or agent.name, team=rules.team, phone=rules.endpoint, state=agent.state,
        since=round(agent.since, 3), until=until(agent), reason=reason(agent), then=then(agent),
        device=agent.device, skills=skills, call=agent.call or "", answered_today=day.answered,
        missed_today=day.missed, talk_today_s=float(round(day.talk_s)),
        occupancy=None if occupancy is None else round(occupancy, 2), attention=attention,
    )  # fmt: skip
