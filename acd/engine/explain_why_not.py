"""Why not somebody: for each decision about a call, what would have had to be different for an agent to be chosen."""

from acd.engine.explain_parts import AgentVerdict, Explained, ServedFirst, Told, Verdict
from acd.engine.explain_text import Teller
from acd.engine.routing_rules import NEVER_S

ORDERED_BY_IDLENESS = ("longest-idle", "best-level", "specialists-first")
"""Ways to choose by which, among equals, the longest idle goes first."""


class WhyNot:
    """Tells the story of a call with the eyes of one agent, ``name``."""

    def __init__(self, teller: Teller, name: str) -> None:
        self._teller = teller
        self._name = name

    def tell(self, told: Told) -> str:
        """Tell one part of the story; "" for what says nothing of this agent."""
        if isinstance(told, Explained):
            return "\n".join(self._decision(told))
        if isinstance(told, ServedFirst):
            return "\n".join(self._served_first(told)) if told.agent == self._name else ""
        return self._teller.happened(told)

    def _decision(self, seen: Explained) -> list[str]:
        say, time = self._teller.say, self._teller.clock(seen.at)
        verdict = seen.verdict_of(self._name)
        if verdict is None:
            return [say("no_such_agent_then", time=time, name=self._name)]
        if verdict.verdict is Verdict.CHOSEN:
            how = self._teller.verdict(verdict, seen)
            return [say("was_chosen", time=time, call=seen.call, name=self._name, verdict=how)]
        if self._name in seen.also:
            return [say("rang_too", time=time, call=seen.call, name=self._name, agent=seen.agent)]
        title = "not_nobody" if seen.agent is None else "not_offered_to"
        first = say(title, time=time, call=seen.call, agent=seen.agent, name=self._name)
        return [first, *(f"  - {must}" for must in self._musts(verdict, seen))]

    def _musts(self, verdict: AgentVerdict, seen: Explained) -> list[str]:
        if verdict.verdict is Verdict.IDLE:
            return [self._outranked(verdict, seen)]
        return [self._must(verdict, which, seen) for which in (verdict.verdict, *verdict.besides)]

    def _must(self, verdict: AgentVerdict, which: Verdict, seen: Explained) -> str:
        """What would have had to be different of one thing that kept the agent from the call."""
        teller, skills = self._teller, self._teller.lacks(verdict.lacks)
        if which is Verdict.LACKS:
            return teller.say("must_lacks", skills=skills)
        if which is Verdict.LATER:
            step = seen.steps[(verdict.rung or 1) - 1]
            when, at = teller.when([step.when]), teller.at_time(step)
            return teller.say("must_later", skills=skills, step=step.number, when=when, at=at)
        if which is Verdict.REFUSED:
            return teller.say("must_refused", name=self._name, refusal=teller.refusal(verdict.refusal))
        if which is Verdict.NOT_WANTED and seen.waits_for is not None:
            hope = seen.waits_for
            until = teller.clock(hope.until)
            return teller.say("must_not_wanted", wanted=hope.agent, why=teller.say(hope.why), until=until)
        return teller.say("must_state", state=teller.obstacle(verdict, which, seen))

    def _outranked(self, verdict: AgentVerdict, seen: Explained) -> str:
        """What would have had to be different of one who was free: the first thing in which the chosen was better."""
        chosen = next(each for each in seen.agents if each.verdict is Verdict.CHOSEN)
        teller, both = self._teller, {"agent": chosen.agent, "rank": verdict.rank}
        if seen.trigger == "agent":
            return teller.say("must_free", **both)
        if chosen.rung != verdict.rung:
            need = teller.need(seen.needs[chosen.rung or 0])
            return teller.say("must_earlier_step", need=need, skills=teller.lacks(verdict.lacks), **both)
        if seen.drawn is not None:
            return teller.say("must_random", number=seen.drawn[0], among=seen.drawn[1], **both)
        if verdict.measure != chosen.measure:
            return self._by_measure(verdict, chosen, seen)
        longer_s = (chosen.idle_s or 0.0) - (verdict.idle_s or 0.0)
        if seen.choice in ORDERED_BY_IDLENESS and longer_s > 0:
            idle = teller.number(chosen.idle_s or 0.0)
            return teller.say("must_idle", seconds=teller.number(longer_s), idle=idle, **both)
        return teller.say("must_roster", **both)

    def _by_measure(self, verdict: AgentVerdict, chosen: AgentVerdict, seen: Explained) -> str:
        teller = self._teller
        mine, theirs = self._measure(verdict, seen), self._measure(chosen, seen)
        if mine == theirs:  # they differ by less than is told of numbers
            mine, theirs = (f"{each.measure or 0.0:.9g}" for each in (verdict, chosen))
        return teller.say(
            f"must_{seen.choice}",
            measure=teller.number(abs((chosen.measure or 0.0) - (verdict.measure or 0.0))),
            mine=mine,
            theirs=theirs,
            agent=chosen.agent,
            rank=verdict.rank,
        )

    def _measure(self, verdict: AgentVerdict, seen: Explained) -> str:
        if seen.choice != "round-robin":
            return self._teller.measure(verdict.measure or 0.0, seen)
        if verdict.measure is None:
            return self._teller.say("never")
        return self._teller.say("seconds_ago", seconds=self._teller.number(verdict.measure))

    def _served_first(self, seen: ServedFirst) -> list[str]:
        """Tell by how much the turn of another call was earlier."""
        ahead = seen.standing.rank - seen.other_standing.rank
        seconds = ahead / (seen.standing.weight or 1.0)
        key = "needed_priority" if ahead >= NEVER_S / 2 else "needed_wait"
        say, number = self._teller.say, self._teller.number
        return [*self._teller.served_first(seen), "  " + say(key, call=seen.call, seconds=number(seconds))]


def why_not(told: Told, agent: str, teller: Teller) -> str:
    """Tell one part of a call's story as an answer to why not this agent; "" for what says nothing of them."""
    return WhyNot(teller, agent).tell(told)
