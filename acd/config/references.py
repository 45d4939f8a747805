"""Whether the parts of a centre's file fit one another: every name is known, every queue can be served."""

from collections.abc import Iterator, Mapping

from acd.config.desk_checks import check_desk, unasked, unheard
from acd.config.model import CentrePart, QueuePart, WayOut
from agents.needs import of_levels
from agents.skills import SkillMatrix, merged
from ivr.model import Tree
from ivr.problems import Path as Place
from ivr.problems import Problem, closest
from ivr.prompts import Sounds

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def check_references(part: CentrePart, tree: Tree | None, sounds: Sounds) -> list[Problem]:
    """Return everything that is wrong between the parts of the file."""
    problems = [
        *unknown_skills(part),
        *shared_phones(part),
        *ways_out(part, sounds),
        *announcements(part, sounds),
        *transfer_numbers(part),
        *languages(part),
        *check_desk(part),
    ]
    if not problems:
        problems += unserved_queues(part)
        problems += unserved_routes(part, tree)
    return [*problems, *open_doors(part), *unheard(part, sounds), *unasked(part, sounds)]


def open_doors(part: CentrePart) -> Iterator[Problem]:
    """Addresses that other hosts reach: no fault, but worth a warning."""
    doors = (
        (("pbx", "agi", "listen"), part.pbx.agi.listen, "agi_open"),
        (("api", "listen"), part.api.listen, "api_open"),
    )
    for place, address, key in doors:
        if address.host not in LOOPBACK:
            yield Problem(place, key, {"got": str(address)}, "warning")


def unknown_skills(part: CentrePart) -> Iterator[Problem]:
    """Skills that an agent or a queue names and the file does not define."""
    named: list[tuple[Place, Mapping[str, int]]] = [
        (("agents", name, "skills"), agent.skills) for name, agent in part.agents.items()
    ]
    named += [(("queues", name, "needs"), queue.needs) for name, queue in part.queues.items()]
    named += [(("transfers", "numbers", number, "needs"), to.needs) for number, to in part.transfers.numbers.items()]
    for place, levels in named:
        for skill in levels:
            if skill not in part.skills:
                known = closest(skill, list(part.skills))
                yield Problem((*place, skill), "unknown_skill", {"skill": skill, "known": known})


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


def announcements(part: CentrePart, sounds: Sounds) -> Iterator[Problem]:
    """What agents are to hear before a caller, where it is not recorded."""
    for name, queue in part.queues.items():
        for language in part.languages:
            if queue.announce is not None and queue.announce not in sounds.names(language):
                values = {"prompt": queue.announce, "language": language}
                yield Problem(("queues", name, "announce"), "exit_prompt", values)


def transfer_numbers(part: CentrePart) -> Iterator[Problem]:
    """Numbers for passing calls on that mean nothing, or a queue that is not there."""
    for number, target in part.transfers.numbers.items():
        place = ("transfers", "numbers", number)
        if target.queue is None and not target.needs:
            yield Problem(place, "target_nowhere", {"number": number})
        elif target.queue is not None and target.queue not in part.queues:
            known = closest(target.queue, list(part.queues))
            yield Problem((*place, "queue"), "unknown_queue", {"queue": target.queue, "known": known})


def languages(part: CentrePart) -> Iterator[Problem]:
    """Agents who are to hear a language that the centre does not speak."""
    for name, agent in part.agents.items():
        if agent.language is not None and agent.language not in part.languages:
            known = closest(agent.language, list(part.languages))
            yield Problem(
                ("agents", name, "language"), "unknown_language", {"language": agent.language, "known": known}
            )


def ways_out(part: CentrePart, sounds: Sounds) -> Iterator[Problem]:
    """Ways out to queues that are not there or are the same, with prompts that are not recorded."""
    for name, queue in part.queues.items():
        for word, way in ways_of(queue):
            place = ("queues", name, word)
            target = way.then.target
            if way.then.go == "queue" and target not in part.queues:
                known = closest(target, list(part.queues))
                yield Problem((*place, "then"), "unknown_queue", {"queue": target, "known": known})
            elif way.then.go == "queue" and target == name:
                yield Problem((*place, "then"), "queue_to_itself", {"queue": name})
            yield from unrecorded(part, sounds, place, way)


def ways_of(queue: QueuePart) -> tuple[tuple[str, WayOut], ...]:
    """The ways out of a queue by the words they are written under."""
    return (("longest_wait", queue.longest_wait), ("full", queue.full), ("nobody", queue.nobody))


def unrecorded(part: CentrePart, sounds: Sounds, place: Place, way: WayOut) -> Iterator[Problem]:
    """The languages in which the prompt of a way out is missing."""
    for language in part.languages:
        if way.say is not None and way.say not in sounds.names(language):
            values = {"prompt": way.say, "language": language}
            yield Problem((*place, "say"), "exit_prompt", values)


def unserved_queues(part: CentrePart) -> Iterator[Problem]:
    """Queues whose needs nobody on the roster meets."""
    for name, queue in part.queues.items():
        if not served(part, queue.needs):
            yield Problem(("queues", name, "needs"), "nobody_can", {"needs": needs_text(queue.needs)})


def unserved_routes(part: CentrePart, tree: Tree | None) -> Iterator[Problem]:
    """Routes of the menu whose needs, joined with those of their queue, nobody on the roster meets."""
    steps = tree.steps if tree is not None else {}
    for name, step in steps.items():
        queue = part.queues.get(getattr(step, "route", ""))
        if queue is None:
            continue
        needs = merged(queue.needs, getattr(step, "needs", {}))
        if all(skill in part.skills for skill in needs) and not served(part, needs):
            yield Problem(("menus", "steps", name), "nobody_route", {"needs": needs_text(needs)})


def served(part: CentrePart, needs: Mapping[str, int]) -> bool:
    """Whether anybody on the roster meets ``needs``."""
    matrix = SkillMatrix(part.skills)
    for agent in part.agents.values():
        matrix.profile(agent.skills)
    return bool(matrix.meeting(of_levels(needs)).any())


def needs_text(needs: Mapping[str, int]) -> str:
    """Say needs as people write them: ``billing 3, en 5``."""
    return ", ".join(f"{skill} {level}" for skill, level in sorted(needs.items()))
