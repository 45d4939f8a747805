"""A centre as its owner writes it, typed. Menus and hours are read by ``ivr``; the rest is here."""

from typing import Annotated, Any, Literal

from pydantic import Field

from acd.config.alerts_model import AlertsPart
from acd.config.fields import Address, Code, Dialled, Duration, Folder, HostPort, Phone, Pin, Secret, StoreUrl, Worth
from acd.config.queue_model import Asked, Part, QueuePart, Skills
from acd.engine.routing_rules import MissRule, Turns
from ivr.fields import A_NUMBER, Key, Name, Text

MOST_AGENTS = 20_000
MOST_QUEUES = 1_000
MOST_TEAMS = 1_000


class AmiPart(Part):
    """How the service reaches the PBX's manager interface."""

    address: HostPort = Address("127.0.0.1", 5038)
    user: Text = "acd"
    secret: Secret


class AgiPart(Part):
    """Where the service takes calls from the PBX, and from whom."""

    listen: HostPort = Address("127.0.0.1", 4573)
    secret: Secret
    allow: list[Text] = Field(default=["127.0.0.1", "::1"])


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
    """The API and its pages. ``https``: browsers reach it by a proxy that speaks https, and keep sessions to that."""

    listen: HostPort = Address("127.0.0.1", 8090)
    token: Secret
    https: bool = False


class StorePart(Part):
    """Where accounts, acts, alerts and the day's figures are kept; None is ``acd.db`` beside the journal's folder."""

    url: StoreUrl | None = None


class JournalPart(Part):
    """Where facts are kept. ``keep`` is how many files, one a start of the service, are not deleted."""

    directory: Folder = "var/journal"
    keep: Annotated[int, Field(ge=1, le=10_000), A_NUMBER] = 30


class AgentPart(Part):
    """One agent, at a ``phone`` of the PBX or on a ``number`` elsewhere.

    ``confirm`` asks for a key before the caller is connected, by default of agents elsewhere. ``pin`` lets them sign
    in by the keypad of their phone; ``language`` is what they hear. ``deputy`` stands in for who is not there. ``team``
    is one of the centre's, whose supervisors see them.
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
    deputy: Name | None = None
    team: Name | None = None


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
    pin_tries: Annotated[int, Field(ge=1, le=20), A_NUMBER] = 3
    pin_lock: Duration = 300.0


class TargetPart(Part):
    """What a number means to which agents pass calls on: a queue, a need or a tier, in it or where the call is."""

    queue: Name | None = None
    needs: Asked = Field(default={})
    tier: Name | None = None


class TransfersPart(Part):
    """``numbers`` agents dial for queues; ``wait`` is how long a caller waits for one certain agent."""

    numbers: dict[Dialled, TargetPart] = Field(default={})
    wait: Duration = 45.0


class TurnsPart(Part):
    """Whose turn it is, over all queues."""

    order: Literal["longest-waiting", "closest-to-target"] = "longest-waiting"
    priority_worth: Worth = 60.0
    redial: Duration = 0.0

    def turns(self) -> Turns:
        """The same as the engine knows it."""
        return Turns(order=self.order, priority_worth_s=self.priority_worth, redial_s=self.redial)


class MissesPart(Part):
    """How long agents are left alone after an offer that came to nothing, by what became of it."""

    rejected: Duration = 0.0
    busy: Duration = 0.0
    no_answer: Duration = 0.0
    unreachable: Duration = 0.0
    not_confirmed: Duration = 0.0

    def rule(self) -> MissRule:
        """The same as the engine knows it."""
        return MissRule(**{f"{word}_s": getattr(self, word) for word in MissesPart.model_fields})


class CentrePart(Part):
    """The whole file. ``listen`` is how long agents may listen before the caller, and take to confirm the call."""

    centre: Text
    languages: list[Name] = Field(default=["en"], min_length=1)
    pbx: PbxPart
    api: ApiPart
    journal: JournalPart = JournalPart()
    store: StorePart = StorePart()
    skills: Annotated[dict[Name, Text], Field(min_length=1)]
    queues: Annotated[dict[Name, QueuePart], Field(min_length=1, max_length=MOST_QUEUES)]
    teams: Annotated[dict[Name, Text], Field(max_length=MOST_TEAMS)] = Field(default={})
    agents: Annotated[dict[Name, AgentPart], Field(min_length=1, max_length=MOST_AGENTS)]
    wrap_up: Duration = 0.0
    turns: TurnsPart = TurnsPart()
    misses_to_pause: Annotated[int, Field(ge=1, le=100), A_NUMBER] = 3
    misses: MissesPart = MissesPart()
    seed: Annotated[int, Field(ge=0, le=2**53), A_NUMBER] = 0
    occupancy_window: Annotated[Duration, Field(ge=60)] = 1800.0
    listen: Duration = 15.0
    pauses: dict[Key, Text] = Field(default={})
    desk: DeskPart = DeskPart()
    transfers: TransfersPart = TransfersPart()
    alerts: AlertsPart = AlertsPart()
    sounds: Folder | None = None
    hours: Any = None
    menus: Any
