"""A centre as its owner writes it, typed. Menus and hours are read by ``ivr``; the rest is here."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from acd.config.fields import Address, Code, Dialled, Duration, Folder, HostPort, Phone, Pin, Secret, Way
from acd.engine.rules import Exit, Recording
from ivr.fields import Key, Name, Text

Level = Annotated[int, Field(ge=1, le=10)]
Skills = dict[Name, Level]

MOST_AGENTS = 20_000
MOST_QUEUES = 1_000


class Part(BaseModel):
    """What every part has in common: it never changes, and a misspelt word is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, hide_input_in_errors=True)


class AmiPart(Part):
    """How the service reaches the PBX's manager interface."""

    address: HostPort = Address("127.0.0.1", 5038)
    user: Text = "acd"
    secret: Secret


class AgiPart(Part):
    """Where the service takes calls from the PBX, and from whom."""

    listen: HostPort = Address("127.0.0.1", 4573)
    secret: Secret
    allow: list[Text] = ["127.0.0.1", "::1"]


class PbxPart(Part):
    """The PBX: both its doors, and how the project's parts are called there.

    ``sounds`` is the folder of prompts as the PBX sees it, ``exits`` the context for ways out to extensions,
    ``outside`` that for numbers elsewhere, ``recordings`` the folder for recordings, under the PBX's own for them.
    """

    ami: AmiPart
    agi: AgiPart
    sounds: Text = "acd"
    exits: Text = "acd-exits"
    outside: Text = "acd-outside"
    recordings: Name = "acd"
    music: Text = "default"


class ApiPart(Part):
    """The small API: loopback, one bearer token."""

    listen: HostPort = Address("127.0.0.1", 8090)
    token: Secret


class JournalPart(Part):
    """Where facts are kept. ``keep`` is how many files, one a start of the service, are not deleted."""

    directory: Folder = "var/journal"
    keep: Annotated[int, Field(ge=1, le=10_000)] = 30


class WayOut(Part):
    """A prompt, and where the caller goes then."""

    say: Name | None = None
    then: Way = Exit(go="hangup")

    def exit(self) -> Exit:
        """The way out as the engine knows it."""
        return Exit(go=self.then.go, target=self.then.target, say=self.say or "")


class TimedWayOut(WayOut):
    """A way out after some time."""

    after: Duration = 0.0


class FullWayOut(WayOut):
    """A way out when so many wait already."""

    at: Annotated[int, Field(ge=0, le=20_000)] = 1000


class QueuePart(Part):
    """One queue. ``announce`` is the prompt that the agent hears before the caller, ``record`` when calls are kept."""

    title: Text | None = None
    needs: Skills = {}
    priority: Annotated[int, Field(ge=0, le=100)] = 0
    ring: Duration = 20.0
    answer_within: Duration = 20.0
    longest_wait: TimedWayOut = TimedWayOut(after=3600.0)
    full: FullWayOut = FullWayOut()
    nobody: TimedWayOut = TimedWayOut()
    announce: Name | None = None
    confirm: bool = False
    record: Recording = "never"


class AgentPart(Part):
    """One agent, at a ``phone`` of the PBX or on a ``number`` elsewhere.

    ``confirm`` asks for a key before the caller is connected, by default of agents elsewhere. ``pin`` lets them sign
    in by the keypad of their phone; ``language`` is what they hear.
    """

    title: Text | None = None
    phone: Phone | None = None
    number: Dialled | None = None
    confirm: bool | None = None
    announce: bool = True
    pin: Pin | None = None
    language: Name | None = None
    skills: Annotated[Skills, Field(min_length=1)]
    wrap_up: Duration | None = None


class CodesPart(Part):
    """What agents dial on their phones; the dialplan's ``acd-codes`` must hold the same."""

    sign_in: Code = "*40"
    sign_out: Code = "*41"
    pause: Code = "*42"
    unpause: Code = "*43"
    state: Code = "*44"


class DeskPart(Part):
    """Agents' own phones. After ``pin_tries`` wrong PINs in a row signing in by phone is locked for ``pin_lock``."""

    codes: CodesPart = CodesPart()
    pin_tries: Annotated[int, Field(ge=1, le=20)] = 3
    pin_lock: Duration = 300.0


class TargetPart(Part):
    """What a number means to which agents pass calls on: a queue, a skill need (in a queue or where the call is)."""

    queue: Name | None = None
    needs: Skills = {}


class TransfersPart(Part):
    """``numbers`` agents dial for queues; ``wait`` is how long a caller waits for one certain agent."""

    numbers: dict[Dialled, TargetPart] = {}
    wait: Duration = 45.0


class CentrePart(Part):
    """The whole file. ``listen`` is how long agents may listen before the caller, and take to confirm the call."""

    centre: Text
    languages: Annotated[list[Name], Field(min_length=1)] = ["en"]
    pbx: PbxPart
    api: ApiPart
    journal: JournalPart = JournalPart()
    skills: Annotated[dict[Name, Text], Field(min_length=1)]
    queues: Annotated[dict[Name, QueuePart], Field(min_length=1, max_length=MOST_QUEUES)]
    agents: Annotated[dict[Name, AgentPart], Field(min_length=1, max_length=MOST_AGENTS)]
    wrap_up: Duration = 0.0
    misses_to_pause: Annotated[int, Field(ge=1, le=100)] = 3
    listen: Duration = 15.0
    pauses: dict[Key, Text] = {}
    desk: DeskPart = DeskPart()
    transfers: TransfersPart = TransfersPart()
    sounds: Folder | None = None
    hours: Any = None
    menus: Any
