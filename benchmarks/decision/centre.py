"""The centre of the benchmark: 64 skills, 200 profiles, 300 needs that relax, and as many agents as it is asked for.

One half of the agents are specialists, on the phone all day, for whose levels the 300 kinds of call wait. The other
half is a reserve that answers the reception at once and is not always busy; of the waiting calls they may serve those
that have relaxed by their last step. So, at any time, thousands wait although agents are free: an arrival at the
reception, a specialist's next call and a timer that relaxes a need to the reserve each lead to an offer.
"""

from random import Random
from typing import Final, NamedTuple, get_args

from acd.engine.routing_rules import Bounds, Choice, Credit, Step, Turns
from acd.engine.rules import CentreRules, QueueRules
from agents.roster import AgentRules

LANGUAGES: Final = tuple(f"lang{number}" for number in range(8))
TOPICS: Final = tuple(f"topic{number:02}" for number in range(54))
SKILLS: Final = (*LANGUAGES, *TOPICS, "reception", "trainee")
PROFILES: Final = 200

QUEUES: Final = 30
DESKS: Final = 5
ASKED: Final = (
    *(f"{language} >= 5" for language in LANGUAGES),
    "lang0 >= 4 and lang1 >= 2 or lang2 >= 6",
    "(lang3 >= 5 or lang4 >= 5) and not (lang5 == 9 or lang6 == 9)",
)
"""What the menu asks beside the need of the queue: with 30 queues, 300 distinct needs."""

LAST_STEP_S: Final = 3600.0
"""When a need relaxes to the reserve, give or take a fifth by queue: by then half of the calls have been served."""

CALLS_PER_AGENT: Final = 10
CHOICES: Final = get_args(Choice)


class Kind(NamedTuple):
    """Callers of one kind: the queue they come to and what the menu asks of an agent."""

    queue: str
    need: str


WAITING: Final = tuple(Kind(f"queue{number:02}", asked) for number in range(QUEUES) for asked in ASKED)
RECEPTION: Final = tuple(Kind(f"desk{number}", asked) for number in range(DESKS) for asked in ASKED[: len(LANGUAGES)])


def centre(agents: int, random: Random) -> CentreRules:
    """Return the rules of a centre with so many agents."""
    profiles = distinct_profiles(min(agents, PROFILES), random)
    return CentreRules(
        name="benchmark",
        skills={skill: skill.title() for skill in SKILLS},
        queues=(*map(waiting_queue, range(QUEUES)), *map(desk, range(DESKS))),
        agents=tuple(
            AgentRules(
                name=f"agent{number:05}",
                endpoint=f"PJSIP/{20000 + number}",
                skills=profiles[number % len(profiles)],
                wrap_up_s=15.0 * (number // len(profiles) % 2),
            )
            for number in range(agents)
        ),
        turns=Turns(priority_worth_s=300.0),
        seed=1,
    )


def topics_of(queue: int) -> tuple[str, str, str]:
    """Name what a queue is about, and what is nearest to it."""
    first, second, third = (TOPICS[(queue * 5 + step) % len(TOPICS)] for step in (0, 1, 7))
    return first, second, third


def last_step_s(queue: int) -> float:
    """Return when the need of a queue relaxes to the reserve."""
    return LAST_STEP_S * (0.8 + 0.4 * queue / (QUEUES - 1))


def waiting_queue(number: int) -> QueueRules:
    """Return a queue that asks for specialists, then for whoever knows something of it, then for the reserve."""
    first, second, third = topics_of(number)
    near, far = 30.0 + 5 * number, last_step_s(number)
    return QueueRules(
        name=f"queue{number:02}",
        need=f"({first} >= 6 or {second} >= 6) and not trainee",
        steps=(
            Step(need=f"{first} >= 3 or {second} >= 3", when=Bounds(after_s=near)),
            Step(need=f"{first} or {second} or {third} >= 2", when=Bounds(after_s=far)),
        ),
        priority=number % 3,
        credits=(Credit(data={"tier": "gold"}, seconds=120.0),),
        choice=CHOICES[number % len(CHOICES)],
        longest_wait_s=7200.0,
        nobody_s=7200.0,
        most_waiting=1_000_000,
    )


def desk(number: int) -> QueueRules:
    """Return a queue of the reception, which the reserve answers."""
    return QueueRules(
        name=f"desk{number}",
        need="reception >= 3 and not trainee",
        steps=(Step(need="reception", when=Bounds(after_s=20.0)),),
        choice=CHOICES[number % len(CHOICES)],
        longest_wait_s=7200.0,
        nobody_s=7200.0,
        most_waiting=1_000_000,
    )


def distinct_profiles(number: int, random: Random) -> list[dict[str, int]]:
    """Return so many different profiles; every second one is of the reserve."""
    profiles: dict[tuple[tuple[str, int], ...], dict[str, int]] = {}
    while len(profiles) < number:
        made = reserve(random) if len(profiles) % 2 else specialist(len(profiles) // 2, random)
        profiles[tuple(sorted(made.items()))] = made
    return list(profiles.values())


def specialist(number: int, random: Random) -> dict[str, int]:
    """Return the skills of who knows one queue's topics well and another's somewhat."""
    skills = {language: random.randint(5, 9) for language in random.sample(LANGUAGES, 3)}
    for topic in topics_of(random.randrange(QUEUES))[:2]:
        skills[topic] = random.randint(3, 5)
    for topic in topics_of(number % QUEUES)[:2]:
        skills[topic] = random.randint(6, 10)
    return skills | ({"trainee": 1} if number % 10 == 9 else {})


def reserve(random: Random) -> dict[str, int]:
    """Return the skills of who answers the reception and knows a little of many things."""
    skills = {language: random.randint(5, 9) for language in random.sample(LANGUAGES, 4)}
    skills |= {topic: random.randint(1, 2) for topic in random.sample(TOPICS, 12)}
    return skills | {"reception": random.randint(3, 10)}


def is_specialist(agent: AgentRules) -> bool:
    """Whether calls wait for agents like this one."""
    return "reception" not in agent.skills
