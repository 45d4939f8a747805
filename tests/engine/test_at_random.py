"""The engine under random facts: what must be true is true after every step.

The checks are the rules of the house and know nothing of how the engine keeps them.
"""

import math
from itertools import pairwise

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant

from acd.engine.calls import Call
from acd.engine.centre import Centre, Trigger
from acd.engine.engine import Engine
from acd.engine.explain import Verdict, explain
from acd.engine.facts import AnyFact
from acd.engine.routing_rules import NEVER_S
from agents.needs import meets
from agents.roster import Agent
from agents.states import AT_WORK
from tests.engine.dump import dump
from tests.engine.random_world import RandomWorld

pytestmark = pytest.mark.timeout(600)  # a failure takes minutes to be made small; without one it takes seconds


class RandomCentre(RandomWorld):
    """What must be true, whatever the world says."""

    def watch(self, centre: Centre, trigger: Trigger, call: Call, agent: Agent | None) -> None:
        """Whose turn it is, and the lowest step on which somebody is free: judged at the moment of every decision."""
        assert call.state == "waiting"
        ready = [each for each in centre.roster if each.state == "ready" and self.may_serve(each, call)]
        if trigger == "call":
            assert (agent is None) == (not ready)
            step = min((self.step_for(each, call) for each in ready), default=0)
            best = [each for each in ready if self.step_for(each, call) == step]
            assert agent is None or agent in best
            if centre.queues[call.queue].choice == "longest-idle" or call.wanted:
                assert agent is min(best, key=lambda each: (each.idle_since, each.number), default=None)
        elif agent is not None:
            standing = [each for each in self.calls() if each.state == "waiting" and self.may_serve(agent, each)]
            assert self.turn(call) == min(map(self.turn, standing))

    def turn(self, call: Call) -> float:
        """When its turn is, by the rules as written."""
        centre = self.engine.centre
        queue, turns = centre.queues[call.queue], centre.rules.turns
        due = queue.answer_within_s / queue.weight if turns.order == "closest-to-target" else 0.0
        credit_s = call.credit_s
        if any(call.data.items() >= credit.data.items() for credit in queue.credits):
            credit_s += sum(credit.seconds for credit in queue.credits)
        weight = queue.weight if turns.order == "longest-waiting" else 1.0
        strict = turns.priority_worth_s >= NEVER_S
        worth_s = turns.priority_worth_s / (weight if strict else 1.0)
        moment = call.place - credit_s - call.priority * worth_s
        if call.at_front:
            moment -= 1e11 / weight
        return (moment + due - self.now) * weight

    @invariant()
    def no_call_is_forgotten(self) -> None:
        assert {call.call_id for call in self.calls()} == self.live

    @invariant()
    def a_call_and_its_agent_agree(self) -> None:
        for call in self.calls():
            has_agent = call.state in ("offered", "talking")
            assert (call.agent is not None) == has_agent
            assert (call.offer is not None) == (call.state == "offered")
            assert not call.also or call.offer is not None
            for name in () if call.agent is None else (call.agent, *call.also):
                agent = self.engine.centre.roster[name]
                assert (agent.call, agent.offer, str(agent.state)) == (call.call_id, call.offer, str(call.state))

    @invariant()
    def an_agent_and_their_call_agree(self) -> None:
        graced = {alarm.subject for alarm in self.engine.centre.alarms if alarm.kind == "leg"}
        for agent in self.agents():
            assert (agent.call is not None) == (agent.state in ("offered", "talking"))
            assert (agent.offer is not None) == (agent.state == "offered")
            call = self.engine.centre.calls.get(agent.call or "")
            if agent.call is not None and (call is None or agent.name not in (call.agent, *call.also)):
                assert agent.state == "talking", "only a leg that is ending outlives its call"
                assert agent.name in graced, "and not for ever"

    @invariant()
    def every_offer_has_a_live_lease(self) -> None:
        leases = {(alarm.subject, alarm.token[0]) for alarm in self.engine.centre.alarms if alarm.kind == "lease"}
        for call in self.calls():
            assert call.offer is None or (call.call_id, call.offer) in leases

    @invariant()
    def whatever_has_a_deadline_will_be_woken_for_it(self) -> None:
        deadline = self.engine.centre.alarms.next_at()
        assert deadline is None or (self.wake_at is not None and self.wake_at <= deadline)

    @invariant()
    def nobody_is_idle_while_a_caller_waits_whom_they_may_serve(self) -> None:
        if not self.engine.centre.settled:
            return
        for agent in self.agents():
            for call in self.calls():
                if agent.state == "ready" and call.state == "waiting":
                    assert not self.may_serve(agent, call)

    def may_serve(self, agent: Agent, call: Call) -> bool:
        """By the rules as written, without the engine's lines and groups."""
        if call.wanted:
            return agent.name == call.wanted and agent.name not in call.refused
        return self.step_for(agent, call) <= call.opened and agent.name not in call.refused

    def step_for(self, agent: Agent, call: Call) -> int:
        """The first step by which the agent may serve the call, 0 for the need itself; more than there are if none."""
        rungs = call.ladder.rungs
        steps = (number for number, rung in enumerate(rungs) if meets(rung.need, agent.rules.skills))
        return next(steps, len(rungs))

    @invariant()
    def equals_wait_in_the_order_of_priority_and_place(self) -> None:
        floor = self.engine.centre.floor
        for line in floor.lines.values():
            assert all((call.ladder, call.opened) == (line.ladder, line.opened) for call in line.waiting)
            assert not any(call.wanted for call in line.waiting)
        for name, line in floor.personal.items():
            assert line.waiting and all(call.wanted == name for call in line.waiting)
        for line in floor.lines.values():
            for ahead, behind in pairwise(line.waiting):
                assert self.turn(ahead) <= self.turn(behind)
        # In a personal line are calls of several queues, whose weights count at the moment of the decision.
        lines = [*floor.lines.values(), *floor.personal.values()]
        standing = [call.call_id for line in lines for call in line.waiting]
        assert sorted(standing) == sorted(call.call_id for call in self.calls() if call.state == "waiting")

    @invariant()
    def who_comes_much_later_is_served_later(self) -> None:
        """Nobody starves: what makes calls important is worth some time of waiting, and no more."""
        most_s = 4 * self.engine.centre.rules.turns.priority_worth_s + 70.0
        waiting = [call for call in self.calls() if call.state == "waiting" and not call.at_front]
        for early in waiting:
            for late in waiting:
                if late.place > early.place + most_s and early.queue == late.queue:
                    assert self.turn(late) > self.turn(early)

    @invariant()
    def a_relaxed_need_is_never_narrower_than_before(self) -> None:
        for call in self.calls():
            before, stay = self.opened.get(call.call_id, 0), (call.queue, call.queued_at, self.changes)
            if self.stays.get(call.call_id) == stay:
                assert call.opened >= before
            self.stays[call.call_id], self.opened[call.call_id] = stay, call.opened

    @invariant()
    def the_first_of_all_groups_and_lines_are_where_decisions_look(self) -> None:
        floor = self.engine.centre.floor
        for group in floor.groups:
            for order, row in group.idle.items():
                first = row.first()
                assert floor.first_idle[order][group.number] == (math.inf if first is None else first[0])
        for line in floor.lines.values():
            first = line.waiting.first()
            assert line.first == (math.inf if first is None else first[0])

    @invariant()
    def groups_and_ladders_are_as_the_skills_are(self) -> None:
        centre, agents = self.engine.centre, self.agents()
        floor, matrix = centre.floor, centre.roster.matrix
        for group in floor.groups:
            here = [agent for agent in agents if agent.profile == group.profile]
            assert group.signed_in.keys() == {agent.name for agent in here if agent.signed_in}
            assert group.at_work == sum(agent.state in AT_WORK for agent in here)
            known = {skill: level for agent in here for skill, level in agent.rules.skills.items()}
            assert not here or known.items() >= matrix.levels_of(group.profile).items()
            for line in floor.lines.values():
                met = [meets(rung.need, matrix.levels_of(group.profile)) for rung in line.ladder.rungs]
                first = [met.index(True)] if any(met) else []
                rungs = [number for number, rung in enumerate(line.ladder.rungs) if group.number in rung.groups]
                assert rungs == first
                assert (line in group.lines) == any(met[: line.opened + 1])
        for line in floor.lines.values():
            for rung in line.ladder.rungs:
                fits = matrix.fit(rung.need)[[floor.groups[number].profile for number in rung.groups]]
                assert rung.fit == fits.tolist()

    @invariant()
    def each_part_of_a_call_is_one_agents_and_over_before_the_next(self) -> None:
        for call in self.calls():
            for talk, following in pairwise(call.talks):
                assert talk.until is not None
                assert talk.since <= talk.until <= following.since or following.agent != talk.agent
            if call.talks and call.talks[-1].until is None:
                assert (call.state, call.agent) == ("talking", call.talks[-1].agent)

    @invariant()
    def nobody_waits_for_one_agent_for_ever(self) -> None:
        limits = {alarm.subject for alarm in self.engine.centre.alarms if alarm.kind == "person"}
        for call in self.calls():
            assert not call.wanted or call.state in ("waiting", "offered")
            assert not call.wanted or call.call_id in limits or self.engine.centre.roster[call.wanted].signed_in

    @invariant()
    def counts_add_up(self) -> None:
        for name, counts in self.engine.centre.counts.items():
            assert counts.offered == counts.answered + counts.abandoned + counts.sent_away + counts.waiting
            inside = [call for call in self.calls() if call.queue == name and call.state in ("waiting", "offered")]
            assert counts.waiting == len(inside)

    @invariant()
    def who_waits_with_nobody_here_has_a_way_out_coming(self) -> None:
        if not self.engine.centre.settled:
            return
        here = [agent for agent in self.agents() if agent.signed_in]
        for call in self.calls():
            if call.state == "waiting":
                skilled = any(self.step_for(each, call) < len(call.ladder.rungs) for each in here)
                assert (call.alone_since is None) == (skilled or bool(call.wanted))

    def teardown(self) -> None:
        self.far_in_the_future_nobody_is_reserved()
        self.a_fresh_engine_gives_the_same_orders_to_the_letter()
        self.every_decision_can_be_explained()

    def every_decision_can_be_explained(self) -> None:
        for decision in explain(((at, fact) for at, fact, _ in self.journal), "c1"):
            able = [each for each in decision.agents if each.verdict in (Verdict.CHOSEN, Verdict.IDLE)]
            assert self.changes or len(decision.agents) == len(self.agents())
            assert [each.rank for each in able] == list(range(1, len(able) + 1))
            chosen = [each.agent for each in able if each.verdict is Verdict.CHOSEN]
            assert chosen == ([decision.agent] if decision.agent is not None else [])
            assert decision.trigger == "agent" or chosen == [each.agent for each in able[:1]]
            assert 1 <= decision.turn <= decision.line_length

    def far_in_the_future_nobody_is_reserved(self) -> None:
        for _ in range(400):
            if self.wake_at is None:
                break
            self.time_passes(max(0.0, self.wake_at - self.now))
        assert self.wake_at is None, "alarms without end"
        assert not [call for call in self.calls() if call.state == "offered"]
        if self.engine.centre.settled:
            assert not [call for call in self.calls() if call.state == "waiting"]
        for agent in self.agents():
            assert agent.state not in ("offered", "wrap_up")
            if agent.state == "talking":
                assert self.engine.centre.calls[agent.call or ""].agent == agent.name

    def a_fresh_engine_gives_the_same_orders_to_the_letter(self) -> None:
        fresh = Engine()
        for at, fact, orders in self.journal:
            written = msgspec.json.encode(fact)
            read = msgspec.json.decode(written, type=AnyFact)
            assert read == fact
            assert msgspec.json.encode(fresh.handle(read, at)) == msgspec.json.encode(orders)
        assert dump(fresh) == dump(self.engine)


TestRandomCentre = RandomCentre.TestCase
TestRandomCentre.settings = settings(
    derandomize=True,
    max_examples=150,
    stateful_step_count=70,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)
