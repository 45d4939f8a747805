"""A day of a large centre: a thousand agents with thirty skills, sixty types of call, eighty thousand calls.

Eight teams know three topics each. A call asks for its topic and its language, some for a senior agent too, and the
reception's for one or two skills; in five of the teams a need relaxes after a while to who knows the topic a little.
Agents come from 8 to 12, stay for eight hours with half an hour's break, and calls come as agents do.
"""

from collections.abc import Iterator
from math import inf
from typing import Final, NamedTuple

from acd.engine.routing_rules import Bounds, Choice, Step, Turns
from acd.engine.rules import CentreRules, QueueRules
from agents.roster import AgentRules
from benchmarks.simulator.single import agent, names_of, unlimited
from simulator.days.world import CallType, Durations, Duty, World
from simulator.scenario.arrivals import Poisson
from simulator.scenario.draws import Exponential, Gamma, Lognormal

CALLS: Final = 80_000
HALF_HOUR_S: Final = 1800.0
OFTEN: Final = (
    300, 320, 530, 550, 690, 710, 770, 780, 900, 910, 900, 890,
    900, 930, 960, 970, 700, 690, 460, 450, 310, 290, 200, 180,
)  # fmt: skip
"""How often calls come in each half-hour, next to the others."""
EDGES: Final = tuple(HALF_HOUR_S * period for period in range(len(OFTEN) + 1))

HOME: Final = "ru"
ABROAD: Final = ("en", "de", "es")
TOPICS: Final = tuple(f"topic{number:02}" for number in range(24))
SENIOR, RECEPTION = "senior", "reception"
SKILLS: Final = (HOME, *ABROAD, *TOPICS, SENIOR, RECEPTION)

TEAMS: Final = (92, 92, 92, 92, 132, 132, 164, 164)
"""How many agents are in each team, which is also how often it is called; the rest is at the reception."""

AT_RECEPTION: Final = 40
CHOICES: Final[tuple[Choice, ...]] = ("longest-idle", "best-level", "specialists-first", "least-occupied")
STARTS_H: Final = (0.0,) * 6 + (1.0,) * 5 + (2.0,) * 3 + (3.0,) * 2 + (4.0,) * 4
"""When twenty agents begin, in hours after 8: six at 8, five at 9 ..."""

SHIFT_H, BREAK_H = 8.0, 0.5
LONGEST_WAIT_S: Final = 3600.0


class Kind(NamedTuple):
    """Calls of one kind: whose they are, about what, what they ask for beside it, their share, how long they take."""

    name: str
    queue: str
    topic: str
    needs: dict[str, int]
    share: float
    handling: Durations
    wrap_up: Durations


def large(calls: int = CALLS) -> World:
    """Return the world of a day with about so many calls."""
    agents = tuple(everybody())
    return World(
        name="a thousand agents",
        rules=CentreRules(
            name="large",
            skills={skill: skill.title() for skill in SKILLS},
            queues=(*map(team_queue, range(len(TEAMS))), unlimited(RECEPTION)),
            agents=agents,
            turns=Turns(priority_worth_s=120.0),
        ),
        types=tuple(call_type(kind, calls) for kind in kinds()),
        groups=(*map(team_name, range(len(TEAMS))), RECEPTION),
        duties=tuple(duty(number, each.name) for number, each in enumerate(agents)),
        edges=EDGES,
        opens_at_s=8 * 3600.0,
    )


def team_name(team: int) -> str:
    """Name a team, which is also its queue."""
    return f"team{team}"


def topics_of(team: int) -> tuple[str, ...]:
    """Name what a team is called about."""
    return TOPICS[3 * team : 3 * team + 3]


def team_queue(team: int) -> QueueRules:
    """Return a team's queue; in five of eight, who knows a little of the topic helps out after 20 to 40 seconds."""
    relaxes = Step(need="{topic}", when=Bounds(after_s=20.0 + 5.0 * team))
    return QueueRules(
        name=team_name(team),
        need="{topic} >= 3",
        steps=(relaxes,) if team < 5 else (),
        choice=CHOICES[team % len(CHOICES)],
        longest_wait_s=LONGEST_WAIT_S,
        nobody_s=LONGEST_WAIT_S,
    )


# -- who calls ---------------------------------------------------------------------------------------------


def kinds() -> Iterator[Kind]:
    """Yield all sixty kinds of call; their shares add up to 1."""
    for team, size in enumerate(TEAMS):
        share, queue = size / sum(TEAMS), team_name(team)
        usual, brief = Lognormal(270.0, 250.0), Gamma(25.0, 15.0)
        for number, topic in enumerate(topics_of(team)):
            abroad = ABROAD[number]
            yield Kind(f"{topic}-{HOME}", queue, topic, {HOME: 1}, 0.21 * share, usual, brief)
            yield Kind(f"{topic}-{abroad}", queue, topic, {abroad: 1}, 0.07 * share, usual, brief)
        hard = topics_of(team)[0]
        yield Kind(f"{hard}-senior", queue, hard, {HOME: 1, SENIOR: 1}, 0.06 * share, Lognormal(420.0, 300.0), brief)
    for number, language in enumerate((HOME, *ABROAD)):
        needs = {RECEPTION: 1} | ({language: 1} if number else {})
        share = 0.02 if number else 0.04
        yield Kind(f"reception-{language}", RECEPTION, "", needs, share, Lognormal(90.0, 60.0), Exponential(10.0))


def call_type(kind: Kind, calls: int) -> CallType:
    """Return the callers of a kind, of so many calls of all kinds."""
    rates = tuple(calls * kind.share * often / sum(OFTEN) / HALF_HOUR_S for often in OFTEN)
    return CallType(
        name=kind.name,
        queue=kind.queue,
        topic=kind.topic,
        needs=kind.needs,
        arrivals=Poisson(EDGES, rates),
        handling={"": (kind.handling,)},
        wrap_up={"": (kind.wrap_up,)},
        patience=Lognormal(400.0, 500.0),
        priority=1 if SENIOR in kind.needs else 0,
    )


# -- who works ---------------------------------------------------------------------------------------------


def everybody() -> Iterator[AgentRules]:
    """Yield all agents, a team after the other."""
    for team, size in enumerate(TEAMS):
        for number, name in enumerate(names_of(team_name(team), size)):
            yield agent(name, skills_in_team(team, number))
    for number, name in enumerate(names_of(RECEPTION, AT_RECEPTION)):
        yield agent(name, {RECEPTION: 5, HOME: 9, ABROAD[number % 3]: 7, ABROAD[(number + 1) % 3]: 5})


def skills_in_team(team: int, number: int) -> dict[str, int]:
    """Two topics of three well, the third and one of the next team's a little; every fifth is senior."""
    own, next_ones = topics_of(team), topics_of((team + 1) % len(TEAMS))
    levels = (3 + number % 7, 3 + number // 7 % 6, 1 + number % 2)
    known = {own[(number + step) % 3]: level for step, level in enumerate(levels)}
    languages = {HOME: 9, ABROAD[number // 3 % 3]: 6}
    return known | {next_ones[number % 3]: 1} | languages | ({SENIOR: 1} if number % 5 == 0 else {})


def duty(number: int, name: str) -> Duty:
    """Return when the agent works: a shift, the last until all calls have ended, and a break in the middle of it."""
    begins = STARTS_H[number % len(STARTS_H)]
    pauses = begins + 3.0 + 0.5 * (number // len(STARTS_H) % 4)
    ends = begins + SHIFT_H if begins < STARTS_H[-1] else inf
    return Duty(
        agent=name,
        group=name.rsplit("-", 1)[0],
        spells=((begins * 3600, ends * 3600),),
        breaks=((pauses * 3600, (pauses + BREAK_H) * 3600),),
    )
