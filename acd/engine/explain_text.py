"""Explanations told to people, in English and in Russian."""

from collections.abc import Callable, Iterable, Sequence

from acd.engine.explain_parts import (
    AgentVerdict,
    Explained,
    Happened,
    Lack,
    PassedOver,
    ServedFirst,
    Standing,
    StepSeen,
    Told,
    Verdict,
)
from acd.engine.explain_words import ENGLISH, Language, Words
from acd.engine.explain_words_ru import RUSSIAN
from acd.engine.routing_rules import NEVER_S, Bounds
from agents.needs import text_of
from agents.pauses import read_missed

WORDS: dict[Language, Words] = {"en": ENGLISH, "ru": RUSSIAN}

MOST_TOLD = 20
"""Lines of one kind in one explanation; the rest is counted."""

ABLE = (Verdict.CHOSEN, Verdict.IDLE)


def engine_seconds(at: float) -> str:
    """Write a moment as the engine counts it."""
    return f"{at:.1f}"


class Teller:
    """Tells explanations in one language; ``clock`` writes a moment (engine seconds) as people read it."""

    def __init__(self, language: Language, clock: Callable[[float], str] = engine_seconds) -> None:
        self._language = language
        self._words = WORDS[language]
        self.clock = clock

    def tell(self, told: Told) -> str:
        """Tell one part of a call's story, in one line or several."""
        if isinstance(told, Explained):
            return "\n".join(self._decision(told))
        if isinstance(told, ServedFirst):
            return "\n".join(self.served_first(told))
        return self.happened(told)

    # -- decisions -----------------------------------------------------------------------------------------

    def _decision(self, seen: Explained) -> list[str]:
        found = "call_nobody" if seen.agent is None else "call_found"
        title = "agent_free" if seen.trigger == "agent" else found
        parts = [
            self.say("what", queue=seen.queue, need=self.need(seen.needs[0]), turn=seen.turn, length=seen.line_length),
            self.say("turn", terms=self.standing(seen.standing)),
            *([self.say("absent", names=", ".join(seen.absent))] if seen.absent else []),
            *(self.step(step) for step in seen.steps),
            *self._waits(seen),
            *([] if seen.waits_for or seen.trigger == "agent" else [self.say("choice", choice=self.say(seen.choice))]),
            *([self.say("also", names=", ".join(seen.also))] if seen.also else []),
            self.say("agents"),
            *("  " + line for line in self._agents(seen)),
            *self._ahead(seen),
        ]
        time = self.clock(seen.at)
        return [self.say(title, time=time, call=seen.call, agent=seen.agent), *("  " + part for part in parts)]

    def _waits(self, seen: Explained) -> list[str]:
        lines = [self.not_awaited(seen, name) for name in seen.not_awaited]
        if (hope := seen.waits_for) is not None:
            why, until = self.say(hope.why), self.clock(hope.until)
            lines.append(self.say("waits", agent=hope.agent, why=why, until=until))
        return lines

    def not_awaited(self, seen: Explained, name: str) -> str:
        """Tell that a call does not wait for an agent whom it would rather have had."""
        verdict = seen.verdict_of(name)
        state = "" if verdict is None else self.obstacle(verdict, (verdict.verdict, *verdict.besides)[-1], seen)
        return self.say("not_awaited", agent=name, state=state)

    def _agents(self, seen: Explained) -> list[str]:
        """A line for each who could take the call, and for all others with the same reason."""
        able = [f"{each.agent}: {self.verdict(each, seen)}" for each in seen.agents if each.verdict in ABLE]
        others: dict[str, list[str]] = {}
        for each in seen.agents:
            if each.verdict not in ABLE:
                others.setdefault(self.verdict(each, seen), []).append(each.agent)
        return [*self.few(able), *self.few(f"{', '.join(self.few(names))}: {why}" for why, names in others.items())]

    def _ahead(self, seen: Explained) -> list[str]:
        if not seen.passed_over:
            return []
        lines = ("  " + self._passed_over(each) for each in seen.passed_over)
        return [self.say("ahead", agent=seen.agent), *self.few(lines)]

    def _passed_over(self, passed: PassedOver) -> str:
        if passed.wanted:
            why = self.say("not_wanted", wanted=passed.wanted)
        elif passed.later:
            why = self.say("later", step=passed.later)
        else:
            why = self.say("lacks", skills=self.lacks(passed.lacks)) if passed.lacks else self.say("refusal_missed")
        return self.say(
            "ahead_call", call=passed.call, queue=passed.queue, terms=self.standing(passed.standing), why=why
        )

    # -- agents --------------------------------------------------------------------------------------------

    def verdict(self, verdict: AgentVerdict, seen: Explained) -> str:
        """Tell what counted about an agent."""
        if verdict.verdict not in ABLE:
            return self.obstacle(verdict, verdict.verdict, seen)
        step = self.say("by_step", number=verdict.rung) if verdict.rung and not seen.waits_for else ""
        if verdict.verdict is Verdict.CHOSEN and seen.trigger == "agent":
            return self.say("chosen_free", step=step)
        return self.say(
            verdict.verdict,
            step=step,
            idle=self.number(verdict.idle_s or 0.0),
            measure="" if seen.waits_for else self._measure(verdict, seen),
            rank=verdict.rank,
        )

    def _measure(self, verdict: AgentVerdict, seen: Explained) -> str:
        if seen.choice == "random" and seen.drawn and verdict.verdict is Verdict.CHOSEN:
            return ", " + self.say("lot", number=seen.drawn[0], among=seen.drawn[1])
        if f"by_{seen.choice}" not in self._words:
            return ""
        if verdict.measure is None:
            return ", " + self.say("never_offered")
        return ", " + self.say(f"by_{seen.choice}", measure=self.measure(verdict.measure, seen))

    def measure(self, measure: float, seen: Explained) -> str:
        """Write the number that a way to choose compares."""
        return self.number(measure * 100 if seen.choice == "least-occupied" else measure)

    def obstacle(self, verdict: AgentVerdict, which: Verdict, seen: Explained) -> str:
        """Tell one thing that kept an agent from the call."""
        return self.say(
            which,
            skills=self.lacks(verdict.lacks),
            step=verdict.rung,
            refusal=self.refusal(verdict.refusal),
            wanted=seen.waits_for.agent if seen.waits_for else "",
            busy_with=verdict.busy_with,
            until=self.say("unknown_time") if verdict.until is None else self.clock(verdict.until),
            reason=self._pause(verdict.reason),
        )

    def refusal(self, refusal: str) -> str:
        """Tell how a call is an agent's no more."""
        if f"refusal_{refusal}" in self._words:
            return self.say(f"refusal_{refusal}")
        return self.say("refusal_why", why=self.word(refusal))

    def _pause(self, reason: str) -> str:
        missed = read_missed(reason)
        return reason if missed is None else self.say("misses", count=missed.offers, why=self.word(missed.why))

    def lacks(self, lacks: Iterable[Lack]) -> str:
        """Tell which tests fail, with the level there is."""
        return ", ".join(self.say("lacks_skill", test=text_of(each.test), has=each.has) for each in lacks)

    # -- the order of calls, and steps ---------------------------------------------------------------------

    def standing(self, seen: Standing) -> str:
        """Tell every term of a call's turn."""
        worth_s = 0.0 if seen.priority_worth_s >= NEVER_S else seen.priority * seen.priority_worth_s
        total_s = seen.waited_s + seen.credit_s + worth_s
        terms = [self.say("waited", seconds=self.number(seen.waited_s))]
        terms += [
            self.say("credit" if data else "own_credit", seconds=self.number(seconds), data=data)
            for data, seconds in seen.credits
        ]
        terms += [self.say("priority", seconds=self.number(worth_s), priority=seen.priority)] if worth_s else []
        since = self.clock(seen.at - total_s)
        told = self.say(
            "sum" if len(terms) > 1 else "since", terms=" + ".join(terms), seconds=self.number(total_s), since=since
        )
        return "; ".join([told, *self._more_of(seen, total_s, bool(worth_s))])

    def _more_of(self, seen: Standing, total_s: float, worth_told: bool) -> Iterable[str]:
        if seen.weight is not None:
            yield self.say("weight", weight=f"{seen.weight:g}", seconds=self.number(total_s * seen.weight))
        if seen.target_s is not None:
            until = self.clock(seen.at - total_s + seen.target_s)
            yield self.say("target", seconds=self.number(seen.target_s), until=until)
        if seen.priority and not worth_told and seen.priority_worth_s:
            yield self.say("strict", priority=seen.priority)
        if seen.at_front:
            yield self.say("front")

    def step(self, step: StepSeen) -> str:
        """Tell a step of a need: open since when and why, or when it opens."""
        need = self.need(step.need)
        if not step.is_open:
            return self.say(
                "step_closed", number=step.number, need=need, when=self.when([step.when]), at=self.at_time(step)
            )
        if step.opened_at is None:
            return self.say("step_was_open", number=step.number, need=need)
        since, why = self.clock(step.opened_at), self.say(f"why_{step.why}")
        return self.say("step_open", number=step.number, need=need, since=since, why=why)

    def at_time(self, step: StepSeen) -> str:
        """Tell the time at which a step opens by itself, if it does."""
        return "" if step.opens_at is None else self.say("at_time", time=self.clock(step.opens_at))

    def when(self, bounds: Iterable[Bounds]) -> str:
        """Tell when something applies."""
        names = ("after_s", "expected_wait_s", "waiting", "signed_in")
        found = ((name, getattr(each, name)) for each in bounds for name in names)
        told = dict.fromkeys(self.say(name, bound=f"{bound:g}") for name, bound in found if bound is not None)
        return self.say("or").join(told)

    def need(self, need: str) -> str:
        """Tell a need."""
        return need or self.say("anybody")

    # -- the rest of the story -----------------------------------------------------------------------------

    def happened(self, seen: Happened) -> str:
        """Tell something else that became of the call."""
        why, key = self.word(seen.why or seen.values.get("why", "")), f"why_{seen.why}"
        if key in self._words:
            why = self.say(key, limit=seen.limit, when=self.when(seen.bounds))
        values = {**seen.values, "why": why}
        if not values.get("who", "-"):
            values["who"] = self.say("somebody")
        return self.say(f"happened_{seen.what}", time=self.clock(seen.at), call=seen.call, **values)

    def served_first(self, seen: ServedFirst) -> list[str]:
        """Tell that another call went first, with the terms of both."""
        return [
            self.say("served_first", time=self.clock(seen.at), agent=seen.agent, other=seen.other, queue=seen.queue),
            "  " + self.say("its_turn", call=seen.other, terms=self.standing(seen.other_standing)),
            "  " + self.say("its_turn", call=seen.call, terms=self.standing(seen.standing)),
        ]

    # -- words ---------------------------------------------------------------------------------------------

    def say(self, key: str, **values: object) -> str:
        """Say a sentence with its blanks filled; nothing that people wrote can act on a terminal or begin a line."""
        return self._words[key].format_map({name: on_one_line(str(value)) for name, value in values.items()})

    def word(self, key: str) -> str:
        """Say a word that there may be a sentence for, else itself."""
        return self._words.get(key, key)

    def number(self, number: float) -> str:
        """Write a number, the smaller the more exactly, with the decimal sign of the language."""
        text = f"{number:.0f}" if abs(number) >= 100 else f"{number:.1f}".removesuffix(".0")
        if 0.001 <= abs(number) < 0.95:
            text = f"{number:.2g}"
        return text.replace(".", ",") if self._language == "ru" else text

    def few(self, lines: Iterable[str]) -> Sequence[str]:
        """Return the first of many lines, and how many more there are."""
        lines = list(lines)
        more = len(lines) - MOST_TOLD
        return [*lines[:MOST_TOLD], self.say("more", count=more)] if more > 0 else lines


def on_one_line(text: str) -> str:
    """Return ``text`` with everything that is no letter, sign or space as ``?``."""
    return text if text.isprintable() else "".join(sign if sign.isprintable() else "?" for sign in text)


def render(told: Told, language: Language, clock: Callable[[float], str] = engine_seconds) -> str:
    """Tell one part of a call's story; ``clock`` writes its moments."""
    return Teller(language, clock).tell(told)
