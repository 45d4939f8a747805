"""What becomes of a call beside the decisions about it: from facts and orders to what people are told."""

from acd.engine import acts, facts
from acd.engine.acts import Door
from acd.engine.centre import Centre
from acd.engine.explain_parts import Happened
from acd.engine.orders import Note, Noted, SendAway
from acd.engine.routing_rules import Bounds, Deflection, Overflow
from acd.engine.rules import QueueRules

TOLD_NOTES = {
    Note.NEED_DROPPED: "need_dropped",
    Note.ALONE_AGAIN: "alone_again",
    Note.MOVED: "moved",
    Note.RELAXED: "relaxed",
    Note.WAITS_FOR: "waits_for",
    Note.PLACE_REGAINED: "place_regained",
    Note.LEASE_OVER: "lease_over",
    Note.CALLBACK: "callback",
}
"""Notes about a call that belong to its story; an absent value is told with the decision."""


def happened(fact: facts.AnyFact, at: float) -> list[Happened]:
    """Say what a fact about a call means in its story; nothing for most."""
    what, values = "", {}
    match fact:
        case facts.CallQueued(queue=queue):
            what, values = "asked", {"queue": queue}
        case facts.CallRestored(state=state, queue=queue) if state != "menu":
            what, values = "restored", {"queue": queue}
        case facts.OfferAnswered(agent=agent):
            what, values = "answered", {"agent": agent}
        case facts.OfferMissed(agent=agent, why=why):
            what, values = "missed", {"agent": agent, "why": str(why)}
        case facts.TalkEnded(agent=agent):
            what, values = "talk_over", {"agent": agent}
        case facts.CallbackAnswered(wanted=False):
            what = "stays"
        case facts.CallLeft():
            what = "left"
        case facts.CallReleased():
            what = "released"
        case _:
            what, values = passed_on(fact)
    return [Happened(at=at, call=getattr(fact, "call", ""), what=what, values=values)] if what else []


def passed_on(fact: facts.AnyFact) -> tuple[str, dict[str, str]]:
    """Say to whom a call was passed on."""
    match fact:
        case facts.CallTransferred(by=by, agent=agent, queue=queue, who=who):
            what = "transferred" if by or who else "came_back"
            return what, {"by": who or by, "to": agent or queue, "because": because(fact.why)}
        case facts.CallPutThrough(by=by, number=number, who=who):
            return "put_through", {"by": who or by, "to": number, "because": because(fact.why)}
        case facts.CallHandedOver(by=by, to=to):
            return "handed_over" if to else "handed_out", {"by": by, "to": to}
    return acted(fact)


def acted(fact: facts.AnyFact) -> tuple[str, dict[str, str]]:
    """Say what a person did to a call."""
    match fact:
        case acts.CallMoved(queue=queue):
            what, values = "act_moved", {"queue": queue}
        case acts.CallPrioritised(priority=priority):
            what, values = "act_prioritised", {"priority": str(priority)}
        case acts.CallAssigned(agent=agent):
            what, values = "act_assigned", {"agent": agent}
        case acts.CallCut():
            what, values = "act_cut", {}
        case _:
            return "", {}
    return what, {"who": fact.who, "because": because(fact.why)} | values


def because(why: str) -> str:
    """Return a person's reason as the end of a sentence, "" if they gave none."""
    return f": {why}" if why else ""


def noted(centre: Centre, note: Noted, at: float) -> list[Happened]:
    """Say what a note about a call means in its story."""
    what = TOLD_NOTES.get(note.what)
    if what is None:
        return []
    if note.what is not Note.MOVED:
        return [Happened(at=at, call=note.about, what=what, values=note.values, why=note.values.get("why", ""))]
    why, before = note.values["why"], centre.queues.get(note.values["before"])
    found = [] if before is None else rules_to(before, why, note.values["queue"])
    why, limit = (why, "") if before is None else limit_of(centre, before, why)
    return [Happened(at=at, call=note.about, what=what, values=note.values, why=why, limit=limit, bounds=tuple(found))]


def sent_away(centre: Centre, order: SendAway, at: float) -> Happened:
    """Say which way out a call took, by which rule."""
    call, way = centre.calls.get(order.call), order.exit
    queue = None if call is None else centre.queues.get(call.queue)
    why, limit = (order.why, "") if queue is None else limit_of(centre, queue, order.why)
    bounds = [] if queue is None else rules_to(queue, order.why, way.target, way.go)
    return Happened(
        at=at,
        call=order.call,
        what=f"sent_{way.go}",
        values={"queue": "" if queue is None else queue.name, "target": way.target},
        why=why,
        limit=limit,
        bounds=tuple(bounds),
    )


def rules_to(queue: QueueRules, why: str, target: str, go: str = "queue") -> list[Bounds]:
    """Return when the rules of ``queue`` apply that lead there: overflows or deflections."""
    rules: tuple[Overflow | Deflection, ...] = ()
    if why == "overflow":
        rules = queue.overflow
    elif why == "deflected":
        rules = queue.deflect
    return [rule.when for rule in rules if (rule.to.go, rule.to.target) == (go, target)]


def limit_of(centre: Centre, queue: QueueRules, why: str) -> tuple[str, str]:
    """Return why a call left ``queue``, and the number or the name by which a limit was met.

    Who left a queue that a person had closed is told so, and not by which hours.
    """
    act = centre.steered.get(queue.name)
    if why == "closed" and act is not None and act.door in (Door.CLOSED, Door.DRAINING):
        return "shut", (act.who or "?") + because(act.why)
    limits = {
        "longest_wait": f"{queue.longest_wait_s:g}",
        "full": str(queue.most_waiting),
        "nobody": f"{queue.nobody_s:g}",
        "closed": queue.hours,
    }
    return why, limits.get(why, "")
