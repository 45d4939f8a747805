"""What the interpreter asks of the telephone, and what it wants to hear back."""

import msgspec


class Prompt(msgspec.Struct, frozen=True):
    """One recording in one language."""

    language: str
    name: str

    @property
    def file(self) -> str:
        """Where it lies under a folder of sounds, without an ending: ``ru/welcome``."""
        return f"{self.language}/{self.name}"


class Say(msgspec.Struct, frozen=True, tag=True):
    """Play the prompts to their end. Answered by :class:`Said`."""

    prompts: tuple[Prompt, ...]
    path: tuple[str, ...] = ()


class Ask(msgspec.Struct, frozen=True, tag=True):
    """Play the prompts, cut short by the first key, and take keys. Answered by :class:`Keys`.

    At most ``max_digits`` keys; the ``finish`` key ends them ("" is no such key). ``first_wait_s`` runs from
    the end of the prompts to the first key, ``next_wait_s`` from one key to the next.
    """

    prompts: tuple[Prompt, ...]
    max_digits: int
    finish: str
    first_wait_s: float
    next_wait_s: float
    path: tuple[str, ...] = ()


class Route(msgspec.Struct, frozen=True, tag=True):
    """The end: let the caller wait in ``queue``. A higher ``priority`` is served first.

    ``need`` says more than levels can (see :mod:`agents.needs`); with ``credit_s`` the call is served as if it had
    waited so much longer.
    """

    queue: str
    needs: dict[str, int]
    priority: int
    topic: str
    language: str
    data: dict[str, str]
    path: tuple[str, ...] = ()
    need: str = ""
    credit_s: float = 0.0


class Leave(msgspec.Struct, frozen=True, tag=True):
    """The end: send the caller to an ``extension`` of the PBX, or hang up when it is None."""

    extension: str | None
    path: tuple[str, ...] = ()


class RunScript(msgspec.Struct, frozen=True, tag=True):
    """Run a program that speaks AGI, for ``limit_s`` at most. Answered by :class:`Ran`, or by :class:`Failed`.

    ``command`` is the program and its arguments; ``data`` is what the program may ask for as variables.
    """

    command: tuple[str, ...]
    limit_s: float
    data: dict[str, str] = {}
    path: tuple[str, ...] = ()


class Said(msgspec.Struct, frozen=True, tag=True):
    """The prompts were played."""


class Keys(msgspec.Struct, frozen=True, tag=True):
    """The keys that were pressed, without the finishing one. Empty: the caller was silent."""

    digits: str


class Ran(msgspec.Struct, frozen=True, tag=True):
    """The script came to its end. ``variables`` are those it has set, by the names it gave them."""

    variables: dict[str, str]


class Failed(msgspec.Struct, frozen=True, tag=True):
    """The telephone could not do it, a recording is gone for one. The caller goes on to a person.

    A script that failed has its own way on, ``otherwise``.
    """

    reason: str = ""


Action = Say | Ask | RunScript | Route | Leave
Result = Said | Keys | Ran | Failed
