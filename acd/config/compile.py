"""From the checked file to the plain rules of the engine: every word of it in seconds and texts."""

from collections.abc import Mapping

from acd.config.model import AgentPart, CentrePart
from acd.config.queue_model import QueuePart
from acd.engine.routing_rules import Credit, Deflection, LastAgent, Overflow, Personal, Schedule, Step
from acd.engine.rules import CentreRules, QueueRules
from agents.roster import AgentRules
from ivr.hours import Hours
from ivr.needs import as_text, levels_in, text_in


def compile_rules(part: CentrePart, hours: Mapping[str, Hours]) -> CentreRules:
    """Turn the checked file into the plain rules of the engine."""
    return CentreRules(
        name=part.centre,
        skills=dict(part.skills),
        queues=tuple(queue_rules(name, queue) for name, queue in part.queues.items()),
        agents=tuple(agent_rules(name, agent, part) for name, agent in part.agents.items()),
        turns=part.turns.turns(),
        misses_to_pause=part.misses_to_pause,
        misses=part.misses.rule(),
        hours=schedules(part, hours),
        seed=part.seed,
        occupancy_window_s=part.occupancy_window,
        personal_wait_s=part.transfers.wait,
        listen_s=part.listen,
    )


def schedules(part: CentrePart, hours: Mapping[str, Hours]) -> dict[str, Schedule]:
    """The opening hours that a queue keeps; those of the menus alone are none of the engine's."""
    kept = {queue.hours for queue in part.queues.values()}
    return {name: each.schedule() for name, each in hours.items() if name in kept}


def queue_rules(name: str, queue: QueuePart) -> QueueRules:
    """One queue for the engine."""
    return QueueRules(
        name=name,
        title=queue.title or name,
        needs=levels_in(queue.first_need),
        need=text_in(queue.first_need),
        steps=tuple(Step(need=as_text(step.needs), when=step.bounds()) for step in queue.steps),
        priority=queue.priority,
        weight=queue.weight,
        credits=tuple(Credit(data=dict(credit.data), seconds=credit.worth) for credit in queue.credits),
        choice=queue.choose,
        ring_at_once=queue.ring_at_once,
        personal=personal(queue),
        last_agent=last_agent(queue),
        ring_s=queue.ring,
        answer_within_s=queue.answer_within,
        longest_wait_s=queue.longest_wait.after,
        longest_wait_exit=queue.longest_wait.exit(),
        most_waiting=queue.full.at,
        full_exit=queue.full.exit(),
        nobody_s=queue.nobody.after,
        nobody_exit=queue.nobody.exit(),
        overflow=tuple(Overflow(when=way.bounds(), to=way.exit()) for way in queue.overflow),
        deflect=tuple(Deflection(when=way.bounds(), to=way.exit()) for way in queue.deflect),
        hours=queue.hours or "",
        closed_exit=queue.closed.exit(),
        at_closing=queue.at_closing,
        tiers={tier: as_text(needs) for tier, needs in queue.tiers.items()},
        transfer_place=queue.transfer_place,
        announce=queue.announce or "",
        confirm=queue.confirm,
        record=queue.record,
    )


def personal(queue: QueuePart) -> Personal | None:
    """Whose call it is by its data, for the engine."""
    if queue.personal is None:
        return None
    return Personal(data=queue.personal.data, patience=queue.personal.wait.patience())


def last_agent(queue: QueuePart) -> LastAgent | None:
    """Whom the caller talked to last, for the engine."""
    if queue.last_agent is None:
        return None
    return LastAgent(within_s=queue.last_agent.within, patience=queue.last_agent.wait.patience())


def agent_rules(name: str, agent: AgentPart, part: CentrePart) -> AgentRules:
    """One agent for the engine; without a wrap-up of their own they have the centre's."""
    return AgentRules(
        name=name,
        endpoint=agent.phone or f"Local/{agent.number}@{part.pbx.outside}",
        title=agent.title or name,
        skills=dict(agent.skills),
        wrap_up_s=part.wrap_up if agent.wrap_up is None else agent.wrap_up,
        confirm=agent.phone is None if agent.confirm is None else agent.confirm,
        announce=agent.announce,
        language=agent.language or part.languages[0],
        deputy=agent.deputy or "",
        team=agent.team or "",
    )
