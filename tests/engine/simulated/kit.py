"""Centres of theory: exponential everything, answered at once, run on the engine by SimPy.

Runs of tens of thousands of calls still vary by a tenth in their mean wait, nearly all of it by chance that every
centre shares: whether these callers happened to come and talk more than the mean. So the same callers are also served
by agents who are all alike, whose mean wait Erlang C gives to the last digit; by how much that run is off, the other
is corrected. What is left varies by few in a hundred.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from acd.engine.rules import CentreRules, QueueRules
from agents.roster import AgentRules
from simulator.simpy_driver import CallKind, Draw, Outcome, Simulation, exponential

WAITED = 1e-9
"""Less than this is no wait, but rounding."""


def agent(name: str, **skills: int) -> AgentRules:
    return AgentRules(name=name, endpoint="", skills=skills)


def team(*skillsets: str) -> tuple[AgentRules, ...]:
    """Agents with these skills, a letter each."""
    return tuple(agent(f"{number}-{skills}", **dict.fromkeys(skills, 5)) for number, skills in enumerate(skillsets))


def queue(name: str = "q", **rules: Any) -> QueueRules:
    """A queue that sends nobody away."""
    return QueueRules(name=name, **{"longest_wait_s": 1e9, "most_waiting": 10**6, **rules})


def centre(agents: Sequence[AgentRules], *queues: QueueRules, **rules: Any) -> CentreRules:
    skills = dict.fromkeys((skill for each in agents for skill in each.skills), "")
    return CentreRules(name="theory", skills=skills, queues=queues or (queue(),), agents=tuple(agents), **rules)


def kind(name: str, rate: float, talk_s: Draw, *, in_queue: str = "q", **more: Any) -> CallKind:
    """Calls that come at this rate."""
    return CallKind(name=name, queue=in_queue, between_s=exponential(1 / rate), talk_s=talk_s, **more)


def from_one_stream(mean_s: float, seed: int = 1) -> Draw:
    """Exponential durations that all kinds of call draw one after the other, in the order of their answers.

    So the n-th call to be answered takes as long in whatever order calls are answered.
    """
    generator = np.random.default_rng(seed)
    return lambda _: float(generator.exponential(mean_s))


def run(
    rules: CentreRules, *kinds: CallKind, until_s: float, seed: int = 1, speeds: Mapping[str, float] | None = None
) -> Outcome:
    """Let everybody work and callers come until then; serve them all."""
    on_duty = [each.name for each in rules.agents]
    simulation = Simulation(
        rules, kinds, seed=seed, arrivals_s=until_s, on_duty=on_duty, speeds=speeds, keep_journal=False
    )
    return simulation.run()


def mean_wait(outcome: Outcome) -> float:
    return float(np.mean(outcome.waits_s))


def chance_to_wait(outcome: Outcome) -> float:
    return float(np.mean(np.array(outcome.waits_s) > WAITED))


def erlang_c(load: float, agents: int) -> float:
    """Return the chance to wait, for so many erlangs offered to so many agents."""
    blocked = 1.0
    for number in range(1, agents + 1):
        blocked = load * blocked / (number + load * blocked)
    return blocked / (1 - load / agents * (1 - blocked))


def erlang_c_wait(rate: float, talk_s: float, agents: int) -> float:
    """Return the mean wait of calls that come at this rate and take so long."""
    return erlang_c(rate * talk_s, agents) / (agents / talk_s - rate)
