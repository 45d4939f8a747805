"""What a call, an agent or a queue is like before and after an act, and which of it has changed."""

from collections.abc import Mapping

from acd.engine import ways_out
from acd.engine.calls import Call
from acd.engine.centre import Centre
from agents.roster import Agent
from agents.states import WORKING
from api.acts.models import Value


def call_seen(call: Call) -> dict[str, Value]:
    """What of a call an act can change."""
    return {
        "state": call.state, "queue": call.queue, "priority": call.priority, "agent": call.agent or "",
        "wanted": call.wanted, "note": call.note, "recording": call.recording,
    }  # fmt: skip


def agent_seen(agent: Agent) -> dict[str, Value]:
    """What of an agent an act can change; ``then`` is the state wanted after the call in hand, "" for none."""
    return {
        "state": agent.state, "then": wanted_after(agent),
        "reason": agent.pause_reason or "" if agent.signed_in else "",
        "skills": dict(agent.rules.skills), "call": agent.call or "",
    }  # fmt: skip


def wanted_after(agent: Agent) -> str:
    """Name the state that an agent in a call wants after it, "" for none."""
    if agent.state not in WORKING:
        return ""
    return "signed_out" if agent.leaving else "paused" if agent.pause_reason is not None else ""


def queue_seen(centre: Centre, queue: str, now: float) -> dict[str, Value]:
    """What of a queue an act can change."""
    return {
        "door": centre.door_of(queue), "open": not ways_out.is_closed(centre, centre.queues[queue], now),
        "message": centre.message_of(queue), "waiting": centre.counts[queue].waiting,
    }  # fmt: skip


def differences(before: Mapping[str, Value], after: Mapping[str, Value]) -> dict[str, tuple[Value, Value]]:
    """Return what is different, as it was and as it is."""
    names = dict.fromkeys((*before, *after))
    return {each: (before.get(each), after.get(each)) for each in names if before.get(each) != after.get(each)}
