"""The order of calls at the moment of a decision: every term of a call's turn, and who was passed over."""

from acd.engine.calls import Call
from acd.engine.centre import Centre
from acd.engine.explain_agents import lacks_of
from acd.engine.explain_parts import PassedOver, ServedFirst, Standing, StepSeen, WaitsFor
from acd.engine.persons import patience_s
from acd.engine.queues import Queue
from acd.engine.routing_rules import Turns
from agents.needs import text_of
from agents.roster import Agent


def standing_of(centre: Centre, call: Call, at: float) -> Standing:
    """Take down the terms of a waiting call's turn."""
    queue, turns = call.ladder.queue, centre.rules.turns
    moment = call.turn[0]
    weighted = has_weights(centre)
    return Standing(
        at=at,
        place=call.place,
        credits=credits_of(call, queue),
        priority=call.priority,
        priority_worth_s=turns.priority_worth_s,
        at_front=call.at_front,
        target_s=target_s(queue, turns),
        weight=queue.weight if weighted else None,
        moment=moment,
        rank=(moment - at) * queue.weight if weighted else moment,
    )


def has_weights(centre: Centre) -> bool:
    """Whether waiting counts faster in some queues than in others."""
    by_waiting = centre.rules.turns.order == "longest-waiting"
    return by_waiting and any(queue.weight != 1.0 for queue in centre.rules.queues)


def target_s(queue: Queue, turns: Turns) -> float | None:
    """Return within what time a call should be answered, by the queue's weight, where that is the order."""
    return queue.answer_within_s / queue.weight if turns.order == "closest-to-target" else None


def credits_of(call: Call, queue: Queue) -> tuple[tuple[str, float], ...]:
    """Return what puts ``call`` ahead of its place: its own credit (""), and the queue's with the data they are for."""
    own = (("", call.credit_s),) if call.credit_s else ()
    given = (
        (", ".join(f"{name}={value}" for name, value in sorted(credit.data.items())), credit.seconds)
        for credit in queue.credits
        if all(call.value(name) == value for name, value in credit.data.items())
    )
    return (*own, *given)


def calls_passed_over(centre: Centre, call: Call, agent: Agent, at: float) -> tuple[PassedOver, ...]:
    """Return the waiting calls whose turn was before that of ``call``, with what kept each from ``agent``."""
    own = standing_of(centre, call, at).rank, call.sequence
    others = ((standing_of(centre, other, at), other) for other in centre.floor.everybody_waiting())
    before = sorted(
        ((each.rank, other.sequence, each, other) for each, other in others if (each.rank, other.sequence) < own),
        key=lambda found: found[:2],
    )
    return tuple(passed_over(centre, other, agent, standing) for *_, standing, other in before)


def passed_over(centre: Centre, call: Call, agent: Agent, standing: Standing) -> PassedOver:
    """Say what kept ``call`` from ``agent``."""
    wanted = call.wanted if call.wanted != agent.name else ""
    rung = None if call.wanted else rung_of(centre, call, agent)
    kept_out = not call.wanted and (rung is None or rung > call.opened)
    rungs = call.ladder.rungs[call.opened :: -1]
    return PassedOver(
        call=call.call_id,
        queue=call.queue,
        standing=standing,
        wanted=wanted,
        lacks=min((lacks_of(centre, agent, each.need) for each in rungs), key=len) if kept_out else (),
        later=rung if rung is not None and rung > call.opened else 0,
        refusal="missed" if agent.name in call.refused else "",
    )


def rung_of(centre: Centre, call: Call, agent: Agent) -> int | None:
    """Return which rung of the call's ladder lets ``agent`` in, None if none does."""
    group = centre.floor.group_of(agent).number
    return next((number for number, rung in enumerate(call.ladder.rungs) if group in rung.groups), None)


def served_first(centre: Centre, ours: Call, other: Call, agent: Agent, at: float) -> ServedFirst | None:
    """Return that ``agent`` took ``other`` where they could have taken ``ours``; None if they could not."""
    standing = standing_of(centre, ours, at)
    kept = passed_over(centre, ours, agent, standing)
    if kept.wanted or kept.lacks or kept.later or kept.refusal:
        return None
    return ServedFirst(
        at=at,
        call=ours.call_id,
        agent=agent.name,
        other=other.call_id,
        queue=other.queue,
        standing=standing,
        other_standing=standing_of(centre, other, at),
    )


def steps_of(call: Call, opened: dict[int, tuple[float, str]]) -> tuple[StepSeen, ...]:
    """Return the steps of the call's need; ``opened`` tells by number when each was opened, and why.

    A step opens those before it too, so each opens with the first of itself and those after it.
    """
    steps, seen = call.ladder.queue.steps, []
    for number, step in enumerate(steps, 1):
        is_open = number <= call.opened
        opened_at, why = opened.get(number, (None, "")) if is_open else (None, "")
        times = [each.when.after_s for each in steps[number - 1 :] if each.when.after_s is not None]
        seen.append(
            StepSeen(
                number=number,
                need=text_of(call.ladder.rungs[number].need),
                when=step.when,
                is_open=is_open,
                opened_at=opened_at,
                why=why,
                opens_at=None if is_open or not times else call.queued_at + min(times),
            )
        )
    return tuple(seen)


def waits_for(centre: Centre, call: Call, why: str) -> WaitsFor | None:
    """Return the one agent whom ``call`` waits for, None if it waits for anybody."""
    if not call.wanted:
        return None
    until = call.wanted_since + patience_s(centre.roster[call.wanted], call.patience)
    return WaitsFor(agent=call.wanted, why=why, since=call.wanted_since, until=until)
