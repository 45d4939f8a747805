"""What an act has led to, in sentences: where the call, the agent or the queue is now, read off the engine's state."""

from collections.abc import Mapping

from acd.engine.acts import Door
from acd.engine.calls import Call, CallState
from acd.engine.centre import Centre
from acd.store.acts import Sentences
from agents.needs import joined, meets, of_levels, parse_need, resolved
from agents.roster import Agent
from agents.states import AgentState
from api.acts.models import Value
from api.acts.seen import wanted_after

AFTER = {"paused": "paused_after", "signed_out": "out_after"}


def of_call(centre: Centre, call: Call) -> Sentences:
    """Say where a call is now."""
    queue = queue_title(centre, call.queue) if call.queue in centre.queues else call.queue
    match call.state:
        case CallState.WAITING:
            count = str(centre.counts[call.queue].waiting)
            wanted = {"agent": agent_title(centre, call.wanted)} if call.wanted else {}
            return (("waits_for" if wanted else "waits", {"queue": queue, "count": count} | wanted),)
        case CallState.OFFERED:
            return (("offered_to", {"agents": ", ".join(agent_title(centre, each) for each in call.ringing)}),)
        case CallState.TALKING:
            return (("talks_to", {"agent": agent_title(centre, call.agent or "")}),)
        case CallState.LEAVING:
            return (("leaves", {"queue": queue}),)
        case CallState.MENU:
            return (("in_menu", {}),)
        case _:
            return (("is_over", {}),)


def of_transfer(centre: Centre, call: Call, number: str | None) -> Sentences:
    """Say where a call is that was passed on: to a ``number`` outside, or where the engine has put it."""
    return (("put_through", {"number": number}),) if number is not None else of_call(centre, call)


def of_cut(call: Call) -> Sentences:
    """Say what becomes of a call that was cut: the PBX is told, and its word is the end."""
    return (("is_over" if call.state is CallState.DONE else "is_ended", {}),)


def of_state(agent: Agent, before: Mapping[str, Value]) -> Sentences:
    """Say what an agent does now, and what after the call in hand."""
    then = wanted_after(agent)
    if then:
        return ((AFTER[then], {}),)
    if before["then"]:
        return (("ready_after", {}),)
    return (("now_state", {"state": agent.state}), *offered(agent))


def offered(agent: Agent) -> Sentences:
    """Say that a call is offered to an agent, if one is."""
    return (("is_offered", {"call": agent.call or ""}),) if agent.state is AgentState.OFFERED else ()


def of_skills(centre: Centre, agent: Agent) -> Sentences:
    """Say which queues' calls an agent may be offered by their skills, and which call they are offered at once."""
    names = [queue_title(centre, each) for each in centre.queues if may_serve(centre, agent, each)]
    serves = ("serves", {"queues": ", ".join(names)}) if names else ("serves_none", {})
    return (serves, *offered(agent))


def may_serve(centre: Centre, agent: Agent, queue: str) -> bool:
    """Whether an agent meets what the queue itself asks, by its last step at the latest; values of calls left out."""
    rules, known = centre.queues[queue], centre.roster.matrix.skills
    needs = (joined(of_levels(rules.needs), parse_need(rules.need)), *(parse_need(step.need) for step in rules.steps))
    return any(meets(resolved(need, {}, known)[0], agent.rules.skills) for need in needs)


def of_door(centre: Centre, queue: str, before: Mapping[str, Value], after: Mapping[str, Value]) -> Sentences:
    """Say how a queue's door stands, and what became of those who waited."""
    door, waiting = centre.door_of(queue), int(str(after["waiting"]))
    code = f"door_{door}"
    if door is Door.HOURS:
        code = "door_hours_open" if after["open"] else "door_hours_closed"
    left = int(str(before["waiting"])) - waiting
    gone: Sentences = (("shown_out", {"count": str(left)}),) if left > 0 else ()
    return ((code, {"count": str(waiting)}), *gone)


def of_message(centre: Centre, queue: str) -> Sentences:
    """Say what is said to who waits in a queue."""
    say = centre.message_of(queue)
    return (("says", {"say": say, "count": str(centre.counts[queue].waiting)}),) if say else (("says_nothing", {}),)


def queue_title(centre: Centre, queue: str) -> str:
    """Return what people call a queue."""
    return centre.queues[queue].title or queue


def agent_title(centre: Centre, agent: str) -> str:
    """Return what people call an agent."""
    known = centre.roster.get(agent)
    return (known.rules.title if known is not None else "") or agent
