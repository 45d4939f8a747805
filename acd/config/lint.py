"""What in a centre's file works against its owner: nobody could serve it, nobody uses it, somebody would starve.

A need that nobody meets at any step is an error, for a caller would wait in vain; all else is a warning.
"""

from collections.abc import Collection, Iterator, Mapping

import numpy as np

from acd.config.model import CentrePart
from acd.config.staff import Asking, Staff, values_of
from acd.engine.routing_rules import NEVER_S
from agents.needs import skill_names, value_names
from ivr.model import CHOSEN, PERSON, HoursStep, RouteStep, Tree
from ivr.needs import as_text, expression_of, skills_in
from ivr.problems import Path as Place
from ivr.problems import Problem, closest


def lint(part: CentrePart, tree: Tree, hours: Collection[str]) -> Iterator[Problem]:
    """Return what is wrong or odd in a file whose names all lead somewhere."""
    staff = Staff(part, values_of(part, tree))
    yield from queues_unserved(part, staff)
    yield from routes_unserved(part, tree, staff)
    yield from others_unserved(part, staff)
    yield from agents_idle(part, staff)
    yield from queues_unused(part, tree)
    yield from skills_unused(part, tree)
    yield from hours_unused(part, tree, hours)
    yield from starving(part, tree)
    yield from nobody_named(part, tree)


def nobody_named(part: CentrePart, tree: Tree) -> Iterator[Problem]:
    """Values that the menus set for a personal agent and that are nobody's name."""
    asking = {queue.personal.data: name for name, queue in part.queues.items() if queue.personal is not None}
    for name, step in {**tree.steps, PERSON: tree.person}.items():
        place: Place = ("menus", PERSON) if name == PERSON else ("menus", "steps", name)
        for key, agent in step.set.data.items() if step.set is not None else ():
            if key in asking and agent not in part.agents:
                values = {"agent": agent, "queue": asking[key], "known": closest(agent, [*part.agents])}
                yield Problem((*place, "set", "data", key), "nobody_named", values, "warning")


def queues_unserved(part: CentrePart, staff: Staff) -> Iterator[Problem]:
    """Queues whose needs nobody on the roster meets, at any step or before the first, and steps that add nobody."""
    for name, queue in part.queues.items():
        place = ("queues", name, "needs")
        asking = staff.asking(queue)
        if not asking.anybody:
            yield Problem(place, "nobody_can", {"needs": asking.text})
            continue
        yield from unserved_with(place, asking)
        if not asking.rungs[0].any():
            yield Problem((*place, 0), "nobody_at_first", {"needs": as_text(queue.first_need)}, "warning")
        for number in asking.adding_nobody():
            values = {"needs": as_text(queue.steps[number - 1].needs)}
            yield Problem((*place, number), "step_adds_nobody", values, "warning")


def routes_unserved(part: CentrePart, tree: Tree, staff: Staff) -> Iterator[Problem]:
    """Routes of the menu whose needs, joined with those of their queue, nobody on the roster meets at any step."""
    for name, step in {**tree.steps, PERSON: tree.person}.items():
        queue = part.queues.get(step.route) if isinstance(step, RouteStep) else None
        if not isinstance(step, RouteStep) or queue is None or not staff.asking(queue).anybody:
            continue
        place: Place = ("menus", PERSON) if name == PERSON else ("menus", "steps", name)
        asking = staff.asking(queue, step.needs)
        if not asking.anybody:
            yield Problem(place, "nobody_route", {"needs": asking.text})
        elif step.needs:
            yield from unserved_with(place, asking)


def unserved_with(place: Place, asking: Asking) -> Iterator[Problem]:
    """Values that the menus can set, with which nobody meets a need at any step."""
    if asking.unmet_with:
        shown = ", ".join(f"{name}={value}" for name, value in asking.unmet_with.items())
        yield Problem(place, "nobody_with", {"needs": asking.text, "values": shown}, "warning")


def others_unserved(part: CentrePart, staff: Staff) -> Iterator[Problem]:
    """Tiers and numbers for transfers whose needs nobody on the roster meets."""
    for name, queue in part.queues.items():
        for tier, needs in queue.tiers.items():
            if not staff.meet(needs).any():
                yield Problem(("queues", name, "tiers", tier), "nobody_ever", {"needs": as_text(needs)}, "warning")
    for number, target in part.transfers.numbers.items():
        if not staff.meet(target.needs).any():
            place = ("transfers", "numbers", number, "needs")
            yield Problem(place, "nobody_ever", {"needs": as_text(target.needs)}, "warning")


def agents_idle(part: CentrePart, staff: Staff) -> Iterator[Problem]:
    """Agents who meet the needs of no queue at any step."""
    served = np.zeros(len(staff.matrix.levels), dtype=bool)
    for queue in part.queues.values():
        served |= staff.asking(queue).anybody_of
    for name, profile in staff.profiles.items():
        if not served[profile]:
            yield Problem(("agents", name), "agent_idle", {"agent": name}, "warning")


def queues_unused(part: CentrePart, tree: Tree) -> Iterator[Problem]:
    """Queues to which no menu, way out or number for transfers leads, and words that mean nothing without hours."""
    steps = [*tree.steps.values(), tree.person]
    used = {step.route for step in steps if isinstance(step, RouteStep)} - {CHOSEN}
    used |= {step.set.queue for step in steps if step.set is not None and step.set.queue is not None}
    used |= {target.queue for target in part.transfers.numbers.values() if target.queue is not None}
    used |= {way.then.target for queue in part.queues.values() for _, way in queue.ways() if way.then.go == "queue"}
    for name, queue in part.queues.items():
        if name not in used:
            yield Problem(("queues", name), "queue_unused", {"queue": name}, "warning")
        for word in ("closed", "at_closing"):
            if queue.hours is None and word in queue.model_fields_set:
                yield Problem(("queues", name, word), "never_closed", {"word": word}, "warning")


def skills_unused(part: CentrePart, tree: Tree) -> Iterator[Problem]:
    """Skills that nobody has, and skills that no need asks for."""
    had = {skill for agent in part.agents.values() for skill in agent.skills}
    asked = asked_skills(part, tree)
    for skill in part.skills:
        if skill not in had:
            yield Problem(("skills", skill), "skill_of_nobody", {"skill": skill}, "warning")
        elif asked is not None and skill not in asked:
            yield Problem(("skills", skill), "skill_unused", {"skill": skill}, "warning")


def asked_skills(part: CentrePart, tree: Tree) -> set[str] | None:
    """Name the skills that some need asks for; None if a value of the call may name any."""
    needs = [need for queue in part.queues.values() for _, need in queue.all_needs()]
    needs += [target.needs for target in part.transfers.numbers.values()]
    for step in (*tree.steps.values(), tree.person):
        needs += [step.set.needs] if step.set is not None else []
        needs += [step.needs] if isinstance(step, RouteStep) else []
    expressions = [expression_of(need) for need in needs]
    if any(value_names(each) for each in expressions):
        return None
    return {skill for need in needs for skill in skills_in(need)}.union(*map(skill_names, expressions))


def hours_unused(part: CentrePart, tree: Tree, hours: Collection[str]) -> Iterator[Problem]:
    """Opening hours that no queue keeps and no menu asks for."""
    used: set[str | None] = {queue.hours for queue in part.queues.values()}
    used |= {step.hours for step in tree.steps.values() if isinstance(step, HoursStep)}
    for name in hours:
        if name not in used:
            yield Problem(("hours", name), "hours_unused", {"hours": str(name)}, "warning")


def starving(part: CentrePart, tree: Tree) -> Iterator[Problem]:
    """A strict priority where calls have different ones: those with the lower may wait for ever."""
    given: Mapping[str, int] = {name: queue.priority for name, queue in part.queues.items()}
    steps = [*tree.steps.values(), tree.person]
    noted = {step.set.priority for step in steps if step.set is not None and step.set.priority is not None}
    noted |= {step.priority for step in steps if isinstance(step, RouteStep) and step.priority is not None}
    if part.turns.priority_worth >= NEVER_S and (len(set(given.values())) > 1 or noted - {0}):
        yield Problem(("turns", "priority_worth"), "may_starve", {}, "warning")
