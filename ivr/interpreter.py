"""Leads one caller through a menu tree. No telephone and no clock: actions come out, results go in.

    interpreter = Interpreter(tree, hours, Call(dialled="100", number="4711"))
    action = interpreter.begin(now)
    while not isinstance(action, Route | Leave):
        action = interpreter.heard(what_the_telephone_said(action), now)

It always ends. Steps and asked questions are counted together, and a call that has taken too many goes on to
a person, as does a call whose telephone fails or answers something else than was asked. A step that already
ends the tree (``route``, ``leave``) does so without its prompts when these cannot be played.

``position()`` is enough for another process to go on: ``resume`` begins the same step again from its start. Only a
script is never begun again, because nobody knows how far it came: the caller goes on as if it had failed.
"""

import datetime as dt
from collections.abc import Mapping

import msgspec

from ivr.actions import Action, Ask, Failed, Keys, Leave, Prompt, Ran, Result, Route, RunScript, Said, Say
from ivr.hours import Hours
from ivr.model import (
    CHOSEN,
    PERSON,
    AskingStep,
    BranchStep,
    Changes,
    CollectStep,
    HoursStep,
    LeaveStep,
    MenuStep,
    RouteStep,
    SayStep,
    ScriptStep,
    SetStep,
    Step,
    Tree,
)
from ivr.needs import levels_in, text_in
from ivr.position import Call, Place, read_position, with_more, write_position
from ivr.prompts import spoken
from ivr.scripts import data_from

MOST_TAKEN = 200  # steps and questions in one call; far more than a person has patience for
CONFIRMS = "1"  # the key that says "yes, that is right" when collected digits are read back


class Interpreter:
    """One caller's way through ``tree``. ``hours`` are the centre's opening hours by name."""

    def __init__(self, tree: Tree, hours: Mapping[str, Hours], call: Call) -> None:
        self._tree = tree
        self._hours = hours
        self._call = call
        self._place = Place(language=tree.language)
        self._candidate = ""  # digits that were read back and wait for the caller's yes
        self._runs_script = False
        self._move(tree.entry(call.dialled))

    @classmethod
    def resume(cls, tree: Tree, hours: Mapping[str, Hours], position: Mapping[str, str]) -> "Interpreter":
        """Go on with a caller where ``position`` says. What no longer fits the tree leads to a person.

        A position without a step is a call that had not begun. Never raises.
        """
        call, place = read_position(dict(position), MOST_TAKEN)
        resumed = cls(tree, hours, call)
        if place.step:
            place.language = place.language or tree.language
            resumed._place = place
            if tree.step(place.step) is None:
                resumed._move(PERSON)
        return resumed

    def position(self) -> dict[str, str]:
        """Where the caller is, as short texts without line breaks, quotes or commas."""
        step, place = self._step(), self._place
        if self._runs_script and isinstance(step, ScriptStep):
            place = msgspec.structs.replace(place, step=step.otherwise, path=(*place.path, step.otherwise))
        return write_position(self._call, place)

    def begin(self, now: dt.datetime) -> Action:
        """Give the first action; after ``resume`` the one the caller is to hear again.

        Raises:
            ValueError: ``now`` has no time zone.
        """
        if now.tzinfo is None:
            raise ValueError("`now` must carry a time zone: opening hours depend on it")
        return self._go_on(now)

    def heard(self, result: Result, now: dt.datetime) -> Action:
        """Take what the telephone answered to the last action, and give the next one.

        Raises:
            ValueError: ``now`` has no time zone.
        """
        step = self._step()
        if isinstance(step, RouteStep | LeaveStep):
            return self._end(step)
        if isinstance(step, SayStep) and isinstance(result, Said):
            self._move(step.next)
        elif isinstance(step, AskingStep) and isinstance(result, Keys):
            question = self._answer(step, result.digits)
            if question is not None:
                return question
        elif isinstance(step, ScriptStep) and isinstance(result, Ran | Failed):
            self._ran(step, result)
        else:
            self._move(PERSON)
        return self.begin(now)

    def _step(self) -> Step:
        return self._tree.step(self._place.step) or self._tree.person

    def _move(self, target: str) -> None:
        """Stand before the step ``target``, or before the person when there is none or it took too long."""
        place = self._place
        place.taken += 1
        if place.taken > MOST_TAKEN or self._tree.step(target) is None:
            target = PERSON
        place.step, place.tries, self._candidate, self._runs_script = target, 0, "", False
        place.path = (*place.path, target)

    def _go_on(self, now: dt.datetime) -> Action:
        """Walk through steps that need no answer, up to one that has something for the telephone."""
        while True:  # ends: each turn moves, and every move counts towards MOST_TAKEN
            step = self._step()
            self._note(step.set)
            match step:
                case HoursStep():
                    self._move(self._by_hours(step, now))
                case BranchStep():
                    self._move(self._by_branch(step))
                case SetStep():
                    self._move(step.next)
                case MenuStep() | CollectStep():
                    return self._ask(step, ())
                case ScriptStep():
                    return self._run(step)
                case _ if prompts := self._spoken(step.say):
                    return Say(prompts, self._place.path)
                case RouteStep() | LeaveStep():
                    return self._end(step)
                case SayStep():  # digits that are not there: nothing to say
                    self._move(step.next)

    def _note(self, changes: Changes | None) -> None:
        if changes is None:
            return
        place = self._place
        place.language = changes.language or place.language
        place.queue = changes.queue or place.queue
        place.topic = changes.topic or place.topic
        if changes.priority is not None:
            place.priority = changes.priority
        if changes.credit is not None:
            place.credit_s = changes.credit
        place.needs = _together(place.needs, levels_in(changes.needs))
        place.need = text_in(changes.needs) or place.need
        place.data = place.data | changes.data

    def _by_hours(self, step: HoursStep, now: dt.datetime) -> str:
        hours = self._hours.get(step.hours)
        if hours is None:
            return PERSON
        return step.open if hours.is_open(now) else step.closed

    def _by_branch(self, step: BranchStep) -> str:
        value = self._known(step.branch)
        return next((case.next for case in step.cases if case.fits(value)), step.otherwise)

    def _known(self, name: str) -> str:
        """Look up what is known under a name: about the call itself first, then what was noted."""
        call = {
            "dialled": self._call.dialled,
            "caller_number": self._call.number,
            "caller_name": self._call.name,
            "language": self._place.language,
        }
        return call.get(name) or self._place.data.get(name, "")

    def _spoken(self, names: tuple[str, ...], data: Mapping[str, str] | None = None) -> tuple[Prompt, ...]:
        return spoken(names, self._place.language, self._place.data if data is None else data)

    def _ask(self, step: MenuStep | CollectStep, before: tuple[str, ...]) -> Ask:
        """Ask a step's question, with ``before`` said first."""
        wait_s = step.wait or self._tree.wait
        if isinstance(step, MenuStep):
            return Ask(self._spoken((*before, *step.menu)), 1, "", wait_s, wait_s, self._place.path)
        return Ask(
            self._spoken((*before, *step.ask)),
            # One more than allowed where a finishing key is awaited, so that too many digits are noticed.
            step.digits.high + (1 if step.finish else 0),
            step.finish or "",
            wait_s,
            step.between or self._tree.between,
            self._place.path,
        )

    def _run(self, step: ScriptStep) -> RunScript:
        self._runs_script = True
        return RunScript(step.script, step.limit, dict(self._place.data), self._place.path)

    def _ran(self, step: ScriptStep, result: Ran | Failed) -> None:
        if isinstance(result, Failed):
            self._move(step.otherwise)
            return
        self._place.data = with_more(self._place.data, data_from(result.variables, step.keep))
        self._move(step.next)

    def _answer(self, step: AskingStep, digits: str) -> Ask | None:
        """Take keys: move on and return None, or return the next question of the same step."""
        if isinstance(step, MenuStep) and digits in step.keys:
            self._move(step.keys[digits])
            return None
        if isinstance(step, CollectStep):
            if self._candidate:
                return self._confirmed(step, digits)
            if step.fits(digits):
                return self._accept(step, digits)
        return self._again(step, digits)

    def _accept(self, step: CollectStep, digits: str) -> Ask | None:
        if not step.confirm:
            self._keep(step, digits)
            return None
        self._candidate = digits
        prompts = self._spoken(step.confirm, self._place.data | {step.collect: digits})
        wait_s = step.wait or self._tree.wait
        return Ask(prompts, 1, "", wait_s, wait_s, self._place.path)

    def _confirmed(self, step: CollectStep, digits: str) -> Ask | None:
        candidate, self._candidate = self._candidate, ""
        if digits != CONFIRMS:
            return self._again(step, digits)
        self._keep(step, candidate)
        return None

    def _keep(self, step: CollectStep, digits: str) -> None:
        self._place.data = self._place.data | {step.collect: digits}
        self._move(step.next)

    def _again(self, step: AskingStep, digits: str) -> Ask | None:
        place = self._place
        place.tries += 1
        place.taken += 1
        if place.tries >= (step.tries or self._tree.tries) or place.taken >= MOST_TAKEN:
            self._move(step.otherwise)
            return None
        wrong = self._tree.wrong if step.wrong is None else step.wrong
        silence = self._tree.silence if step.silence is None else step.silence
        assert isinstance(step, MenuStep | CollectStep)
        return self._ask(step, wrong if digits else silence)

    def _end(self, step: RouteStep | LeaveStep) -> Route | Leave:
        place = self._place
        if isinstance(step, LeaveStep):
            return Leave(step.leave, place.path)
        queue = (place.queue or self._tree.person.route) if step.route == CHOSEN else step.route
        return Route(
            queue=queue,
            needs=_together(place.needs, levels_in(step.needs)),
            need=text_in(step.needs) or place.need,
            credit_s=place.credit_s if step.credit is None else step.credit,
            priority=place.priority if step.priority is None else step.priority,
            topic=step.topic or place.topic,
            language=place.language,
            data=dict(place.data),
            path=place.path,
        )


def _together(before: Mapping[str, int], added: Mapping[str, int]) -> dict[str, int]:
    """Put needs together: the later one counts, level 0 takes the need away."""
    return {skill: level for skill, level in {**before, **added}.items() if level}
