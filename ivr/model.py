"""A menu tree as an owner writes it: the ``menus:`` section of a centre's YAML, typed.

A step's kind is the word it begins with:

| word | what happens | and then |
|---|---|---|
| ``say`` | prompts are played | ``next`` |
| ``menu`` | prompts, one key is awaited | ``keys``, or ``otherwise`` after ``tries`` |
| ``collect`` | digits are asked for and kept under this name | ``next``, or ``otherwise`` after ``tries`` |
| ``hours`` | opening hours are looked up | ``open`` or ``closed`` |
| ``branch`` | something known about the call is compared | the first of ``cases`` that fits, or ``otherwise`` |
| ``script`` | a program of the owner's runs, and what it sets is noted | ``next``, or ``otherwise`` if it failed |
| ``set`` | language, needs, priority, credit, queue or data are noted | ``next`` |
| ``route`` | the caller waits for an agent of this queue | the end |
| ``leave`` | the caller is let go, or sent to an extension | the end |

Any step may carry ``set``; it holds from the moment the caller enters the step.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from ivr.checksums import Checksum, passes
from ivr.fields import (
    A_NUMBER,
    Command,
    Credit,
    DataName,
    DataNames,
    Exit,
    FinishKey,
    Key,
    Lengths,
    Limit,
    Name,
    Prompts,
    Range,
    Seconds,
    Span,
    Text,
    Texts,
)
from ivr.needs import Needs

PERSON = "person"  # the target that is always there
CHOSEN = "chosen"  # `route: chosen` goes to the queue that a `set` chose on the way
DEFAULT = "default"  # the entry for numbers that are not listed
HIGHEST_PRIORITY = 100
OF_EVERY_CALL = ("dialled", "caller_number", "caller_name", "language")  # known without being kept
MOST_TRIES = 10  # nobody listens to a menu more often than that

Priority = Annotated[int, Field(ge=0, le=HIGHEST_PRIORITY), A_NUMBER]
Tries = Annotated[int, Field(ge=1, le=MOST_TRIES), A_NUMBER]


class Part(BaseModel):
    """What every part of a tree has in common: it never changes, and a misspelt word is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Changes(Part):
    """What is noted about a call. ``needs`` add to those noted before; level 0 takes a need away.

    ``needs`` that are a text replace a text noted before. With a ``credit`` the call is served as if it had waited so
    much longer.
    """

    language: Name | None = None
    queue: Name | None = None
    priority: Priority | None = None
    topic: Text | None = None
    needs: Needs = {}
    credit: Credit | None = None
    data: dict[DataName, Text] = {}


class AnyStep(Part):
    """What every kind of step may carry."""

    set: Changes | None = None


class SayStep(AnyStep):
    """Prompts, then on."""

    say: Annotated[Prompts, Field(min_length=1)]
    next: Name


class SetStep(Part):
    """Something is noted, then on."""

    set: Changes
    next: Name


class AskingStep(AnyStep):
    """What a menu and a collect share. What is not given is taken from the tree."""

    wait: Seconds | None = None
    tries: Tries | None = None
    wrong: Prompts | None = None
    silence: Prompts | None = None
    otherwise: Name = PERSON


class MenuStep(AskingStep):
    """Prompts and one key."""

    menu: Annotated[Prompts, Field(min_length=1)]
    keys: Annotated[dict[Key, Name], Field(min_length=1)]


class CollectStep(AskingStep):
    """Digits kept under a name. ``confirm`` reads them back and asks for key 1 if they are right."""

    collect: DataName
    ask: Annotated[Prompts, Field(min_length=1)]
    digits: Lengths
    finish: FinishKey | None = None
    between: Seconds | None = None
    range: Range | None = None
    checksum: Checksum | None = None
    confirm: Prompts = ()
    next: Name

    def fits(self, digits: str) -> bool:
        """Say whether ``digits`` are what is asked for: length, range and checksum."""
        if not (digits.isascii() and digits.isdigit() and len(digits) in self.digits):
            return False
        return (self.range is None or int(digits) in self.range) and passes(digits, self.checksum)


class HoursStep(AnyStep):
    """Opening hours by name."""

    hours: Name
    open: Name
    closed: Name


class Case(Part):
    """One comparison of a branch: exactly one of the four, and where it leads."""

    equals: Text | None = None
    one_of: Texts = ()
    prefix: Text | None = None
    range: Range | None = None
    next: Name

    def fits(self, value: str) -> bool:
        """Say whether ``value`` is what this case looks for."""
        if self.prefix is not None:
            return value.startswith(self.prefix)
        if self.range is not None:
            return value.isascii() and value.isdigit() and Span.__contains__(self.range, int(value))
        return value in (self.equals, *self.one_of)

    def comparisons(self) -> int:
        """How many comparisons are given; anything but one is refused."""
        given = (self.equals, self.one_of or None, self.prefix, self.range)
        return sum(each is not None for each in given)


class BranchStep(AnyStep):
    """A comparison of collected or set data, or of ``dialled``, ``caller_number``, ``language`` and so on."""

    branch: DataName
    cases: Annotated[list[Case], Field(min_length=1)]
    otherwise: Name = PERSON


class ScriptStep(AnyStep):
    """A program that speaks AGI. Without ``keep`` every variable it sets becomes data, if its name can name data."""

    script: Command
    limit: Limit = 10.0
    keep: DataNames | None = None
    next: Name
    otherwise: Name = PERSON


class RouteStep(AnyStep):
    """The end of the tree: the caller waits in a queue for an agent with all the needs."""

    route: Name
    say: Prompts = ()
    needs: Needs = {}
    priority: Priority | None = None
    credit: Credit | None = None
    topic: Text | None = None


class LeaveStep(AnyStep):
    """The end of the tree without an agent: ``hang-up`` or an extension of the PBX."""

    leave: Exit
    say: Prompts = ()


# In this order: `say` goes along with a route or a leave, and `set` with anything.
KINDS = ("menu", "collect", "hours", "branch", "script", "route", "leave", "say", "set")


def kind_of(step: object) -> str | None:
    """Name the kind of a step, read or not yet read; None when it has no word that makes a kind."""
    words = step if isinstance(step, dict) else getattr(type(step), "model_fields", {})
    return next((kind for kind in KINDS if kind in words), None)


Step = Annotated[
    Annotated[MenuStep, Tag("menu")]
    | Annotated[CollectStep, Tag("collect")]
    | Annotated[HoursStep, Tag("hours")]
    | Annotated[BranchStep, Tag("branch")]
    | Annotated[ScriptStep, Tag("script")]
    | Annotated[RouteStep, Tag("route")]
    | Annotated[LeaveStep, Tag("leave")]
    | Annotated[SayStep, Tag("say")]
    | Annotated[SetStep, Tag("set")],
    Discriminator(kind_of),
]


class Tree(Part):
    """The whole section. ``wait`` .. ``silence`` hold for every menu and collect that says nothing else."""

    language: Name = "en"
    wait: Seconds = 5.0
    between: Seconds = 3.0
    tries: Tries = 3
    wrong: Prompts = ()
    silence: Prompts = ()
    entries: dict[Text, Name]
    person: RouteStep
    steps: dict[Name, Step]

    def step(self, name: str) -> "Step | None":
        """Find a step by name; ``person`` is always there, None stands for a name that is not."""
        return self.person if name == PERSON else self.steps.get(name)

    def entry(self, dialled: str) -> str:
        """Name the first step for a dialled number; a number that leads nowhere leads to a person."""
        return self.entries.get(dialled) or self.entries.get(DEFAULT, PERSON)
