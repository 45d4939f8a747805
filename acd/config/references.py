"""Whether the parts of a centre's file fit one another: every name that is used is known, every prompt is recorded."""

from collections.abc import Collection, Iterator

from acd.config.model import CentrePart
from acd.config.queue_model import QueuePart
from acd.engine.calls import KNOWN_OF_EVERY_CALL
from ivr.check_steps import unknown_data
from ivr.model import Tree
from ivr.needs import unknown_skills, values_in
from ivr.problems import Path as Place
from ivr.problems import Problem, closest
from ivr.prompts import Sounds

CALLBACK_PROMPTS = ("callback-offer", "callback-noted", "callback-wait")
"""What callers hear who are offered to be called back."""


def check_references(part: CentrePart, tree: Tree | None, hours: Collection[str], sounds: Sounds) -> list[Problem]:
    """Return every name in the file that leads nowhere, outside the menus, which have a check of their own."""
    problems = [
        *skills(part),
        *shared_phones(part),
        *deputies(part),
        *teams(part),
        *languages(part),
        *ways_out(part),
        *opening_hours(part, hours),
        *prompts(part, sounds),
        *transfer_numbers(part),
    ]
    return problems if tree is None else [*problems, *data(part, tree)]


def needs_in(part: CentrePart) -> Iterator[tuple[Place, dict[str, int] | str]]:
    """Everything that queues, tiers and numbers for transfers ask of an agent, with its place."""
    for name, queue in part.queues.items():
        yield from ((("queues", name, *place), needs) for place, needs in queue.all_needs())
    for number, target in part.transfers.numbers.items():
        yield ("transfers", "numbers", number, "needs"), target.needs


def skills(part: CentrePart) -> Iterator[Problem]:
    """Skills that an agent has or a need asks for, and the file does not define."""
    for name, agent in part.agents.items():
        yield from unknown_skills(("agents", name, "skills"), agent.skills, part.skills)
    for place, needs in needs_in(part):
        yield from unknown_skills(place, needs, part.skills)


def teams(part: CentrePart) -> Iterator[Problem]:
    """Teams that an agent is of and the file does not name."""
    for name, agent in part.agents.items():
        if agent.team is not None and agent.team not in part.teams:
            known = closest(agent.team, [*part.teams])
            yield Problem(("agents", name, "team"), "unknown_team", {"team": agent.team, "known": known})


def shared_phones(part: CentrePart) -> Iterator[Problem]:
    """Phones and numbers that two agents name, and agents who have not exactly one of the two."""
    owners: dict[str, str] = {}
    for name, agent in part.agents.items():
        if (agent.phone is None) is (agent.number is None):
            yield Problem(("agents", name), "phone_or_number", {"agent": name})
            continue
        reached, word = (agent.phone, "phone") if agent.phone else (agent.number or "", "number")
        owner = owners.setdefault(reached or "", name)
        if owner != name:
            yield Problem(("agents", name, word), "phone_twice", {"phone": reached or "", "agent": owner})


def deputies(part: CentrePart) -> Iterator[Problem]:
    """Deputies who are no agents, and deputies of one another in a circle; each circle once."""
    in_circle: set[str] = set()
    for name, agent in part.agents.items():
        place = ("agents", name, "deputy")
        if agent.deputy is not None and agent.deputy not in part.agents:
            yield Problem(
                place, "unknown_agent", {"agent": agent.deputy, "known": closest(agent.deputy, [*part.agents])}
            )
        elif name not in in_circle and (circle := deputies_of(part, name)):
            in_circle.update(circle)
            yield Problem(place, "deputy_circle", {"agents": ", ".join([*circle, name])})


def deputies_of(part: CentrePart, name: str) -> list[str]:
    """Return the circle of deputies in which ``name`` stands, nobody if there is none."""
    met = [name]
    while (agent := part.agents.get(met[-1])) is not None and agent.deputy is not None:
        if agent.deputy == name:
            return met
        if agent.deputy in met:
            break
        met.append(agent.deputy)
    return []


def languages(part: CentrePart) -> Iterator[Problem]:
    """Agents who are to hear a language that the centre does not speak."""
    for name, agent in part.agents.items():
        if agent.language is not None and agent.language not in part.languages:
            values = {"language": agent.language, "known": closest(agent.language, part.languages)}
            yield Problem(("agents", name, "language"), "unknown_language", values)


def ways_out(part: CentrePart) -> Iterator[Problem]:
    """Ways out to queues that are not there or are the same."""
    for name, queue in part.queues.items():
        for place, way in queue.ways():
            target, at = way.then.target, ("queues", name, *place, "then")
            if way.then.go == "queue" and target not in part.queues:
                yield Problem(at, "unknown_queue", {"queue": target, "known": closest(target, [*part.queues])})
            elif way.then.go == "queue" and target == name:
                yield Problem(at, "queue_to_itself", {"queue": name})


def opening_hours(part: CentrePart, hours: Collection[str]) -> Iterator[Problem]:
    """Queues that keep hours which are not there."""
    for name, queue in part.queues.items():
        if queue.hours is not None and queue.hours not in hours:
            known = closest(queue.hours, sorted(map(str, hours)))
            yield Problem(("queues", name, "hours"), "unknown_hours", {"hours": queue.hours, "known": known})


def prompts(part: CentrePart, sounds: Sounds) -> Iterator[Problem]:
    """What callers hear on a way out, and agents before a caller, where it is not recorded."""
    for name, queue in part.queues.items():
        for place, prompt in spoken_in(queue):
            for language in part.languages:
                if prompt not in sounds.names(language):
                    values = {"prompt": prompt, "language": language}
                    yield Problem(("queues", name, *place), "exit_prompt", values)


def spoken_in(queue: QueuePart) -> Iterator[tuple[Place, str]]:
    """Everything that a queue says, with its place; of a callback each prompt that offers it."""
    if queue.announce is not None:
        yield ("announce",), queue.announce
    for place, way in queue.ways():
        if way.say is not None:
            yield (*place, "say"), way.say
        if way.then.go == "callback":
            yield from (((*place, "then"), prompt) for prompt in CALLBACK_PROMPTS)


def transfer_numbers(part: CentrePart) -> Iterator[Problem]:
    """Numbers for passing calls on that mean nothing or too much, or a queue or tier that is not there."""
    for number, target in part.transfers.numbers.items():
        place = ("transfers", "numbers", number)
        if target.queue is None and not target.needs and target.tier is None:
            yield Problem(place, "target_nowhere", {"number": number})
        elif target.queue is not None and target.queue not in part.queues:
            known = closest(target.queue, [*part.queues])
            yield Problem((*place, "queue"), "unknown_queue", {"queue": target.queue, "known": known})
        elif target.tier is not None:
            if target.needs:
                yield Problem((*place, "needs"), "tier_or_needs", {"tier": target.tier})
            yield from tier(part, place, target.queue, target.tier)


def tier(part: CentrePart, place: Place, queue: str | None, name: str) -> Iterator[Problem]:
    """A tier that its queue has not, or, where no queue is said, none of them."""
    queues = part.queues.values() if queue is None else [part.queues[queue]]
    known = sorted({tier for each in queues for tier in each.tiers})
    if name not in known:
        yield Problem((*place, "tier"), "unknown_tier", {"tier": name, "known": closest(name, known) or "-"})


def data(part: CentrePart, tree: Tree) -> Iterator[Problem]:
    """Data of the call that a queue asks for and no step of the menus ever keeps: no fault, for others may keep it."""
    used: list[tuple[Place, str]] = []
    for place, needs in needs_in(part):
        used += [(place, name) for name in values_in(needs)]
    for name, queue in part.queues.items():
        for number, credit in enumerate(queue.credits):
            used += [(("queues", name, "credits", number, "data", each), each) for each in credit.data]
        if queue.personal is not None:
            used.append((("queues", name, "personal", "data"), queue.personal.data))
    for place, each in used:
        for problem in unknown_data(tree, place, each, KNOWN_OF_EVERY_CALL):
            yield Problem(problem.path, "data_unknown", problem.values, "warning")
