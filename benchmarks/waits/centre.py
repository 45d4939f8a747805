"""The demo's centre under a load: as a world for the engine, and as app_queue's queues for the same callers.

Callers are of six types: each of the three queues in each of the two languages. Each queue brings a third of the work,
half of it in each language, which the 24 agents' skills just allow for. At a load of 1 the work offered (handling and
wrap-up) is as much as 24 agents can do. Handling times are lognormal and vary as those of a real bank do (standard
deviation 1.28 of the mean), patience is exponential with a mean of 400 s. A day has eight hours at a constant rate,
starts empty and runs until empty; agents answer at once.

The ways out of the demo's queues (overflow, callback, deflection, longest wait, full) are left out on both sides, so a
caller is served or hangs up. Priorities, credits and personal agents of the demo have no callers here.
"""

from pathlib import Path
from typing import Final, Literal, TypeAlias

import msgspec

from acd.config.load import load_centre
from acd.engine.rules import CentreRules, QueueRules
from agents.roster import AgentRules
from simulator.app_queue import Line, Member, Queues, Strategy
from simulator.days.world import CallType, Duty, World
from simulator.scenario.arrivals import Poisson
from simulator.scenario.draws import Exponential, Lognormal

DEMO: Final = Path(__file__).parents[2] / "configs/demo.yaml"
LANGUAGES: Final = ("en", "ru")
SKILL: Final = {"sales": "sales", "billing": "billing", "support": "tech"}
LEAST: Final = {"sales": 1, "billing": 2, "support": 1}
"""The level that each queue's needs ask for; what language is asked for at level 1."""

HANDLING_S: Final = {"sales": 180.0, "billing": 240.0, "support": 300.0}
SPREAD: Final = 1.28
PATIENCE_S: Final = 400.0
WRAP_UP_S: Final = 5.0
DAY_S: Final = 8 * 3600.0
NEVER_S: Final = 1e7

FLUENT: Final = 9
STEPS: Final = ((0.0, 0), (8.0, 1), (25.0, 2))
"""The demo's steps of ``support`` as penalties: after so many seconds, agents of which language levels (9, 5, 1)."""

Penalties: TypeAlias = Literal["none", "order", "steps"]
"""None; by level where the demo prefers by level; and with the seconds after which a need relaxes."""


def rules_of_demo() -> CentreRules:
    """Return the demo's rules without the ways out of its queues."""
    rules = load_centre(DEMO).rules
    return msgspec.structs.replace(rules, queues=tuple(map(without_exits, rules.queues)))


def without_exits(queue: QueueRules) -> QueueRules:
    """Return the queue's rules so that a call ends by an answer or a hang-up."""
    return msgspec.structs.replace(
        queue, overflow=(), deflect=(), longest_wait_s=NEVER_S, most_waiting=1_000_000, nobody_s=NEVER_S
    )


def world_of_demo(load: float, rules: CentreRules | None = None, day_s: float = DAY_S) -> World:
    """Return the demo's centre at ``load`` times its capacity."""
    rules = rules or rules_of_demo()
    within_s = {queue.name: queue.answer_within_s for queue in rules.queues}
    types = tuple(
        CallType(
            name=f"{queue}-{language}",
            queue=queue,
            arrivals=Poisson((0.0, day_s), (load * calls_per_s(queue, len(rules.agents)),)),
            handling={"": (Lognormal(HANDLING_S[queue], SPREAD * HANDLING_S[queue]),)},
            patience=Exponential(PATIENCE_S),
            needs={language: 1, SKILL[queue]: 1},
            language=language,
            threshold_s=within_s[queue],
            quick_s=within_s[queue],
        )
        for queue in SKILL
        for language in LANGUAGES
    )
    duties = tuple(Duty(agent=agent.name, group="all") for agent in rules.agents)
    return World(name=f"load {load:g}", rules=rules, types=types, groups=("all",), duties=duties, edges=(0.0, day_s))


def calls_per_s(queue: str, agents: int) -> float:
    """Return how many calls a second come to a queue in one language when offered work equals the agents."""
    return agents / len(SKILL) / len(LANGUAGES) / (HANDLING_S[queue] + WRAP_UP_S)


def capacity_per_s(agents: int) -> float:
    """Return how many calls a second come altogether when offered work equals the agents."""
    return len(LANGUAGES) * sum(calls_per_s(queue, agents) for queue in SKILL)


def queues_of_demo(rules: CentreRules, strategy: Strategy, penalties: Penalties, look_every_s: float = 1.0) -> Queues:
    """Return the demo's queues as an owner of app_queue has them: one for each language, members who can serve it."""
    lines = tuple(
        Line(
            name=f"{queue}-{language}",
            members=members(rules, queue, language, penalties),
            strategy=strategy,
            limits=STEPS if queue == "support" and penalties == "steps" else (),
        )
        for queue in SKILL
        for language in LANGUAGES
    )
    return Queues(lines=lines, of_type={line.name: line.name for line in lines}, look_every_s=look_every_s)


def members(rules: CentreRules, queue: str, language: str, penalties: Penalties) -> tuple[Member, ...]:
    """Return the agents who meet the needs of the queue and the language, with penalties where levels are preferred."""
    return tuple(
        Member(agent.name, 0 if penalties == "none" else penalty(agent, queue, language))
        for agent in rules.agents
        if agent.skills.get(SKILL[queue], 0) >= LEAST[queue] and agent.skills.get(language, 0) >= 1
    )


def penalty(agent: AgentRules, queue: str, language: str) -> int:
    """Return how far behind the best an agent is: in billing by level, in support by how well the language is known."""
    if queue == "billing":
        return 10 - agent.skills[SKILL[queue]]
    if queue == "support":
        return (agent.skills[language] < FLUENT) + (agent.skills[language] < 5)
    return 0
