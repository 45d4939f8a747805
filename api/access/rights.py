"""Rights, roles and scopes: one table says who may do what, a scope says with which queues and teams."""

from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple


class Right(StrEnum):
    """What can be allowed. A route asks for exactly one."""

    LOOK = "look"
    """see queues, calls, agents, alerts, the day's curve; the live stream and the wallboard"""
    EXPLAIN = "explain"
    """see why a call went where it went"""
    OWN_STATE = "own_state"
    """sign in and out, pause and come back, of one's own agent"""
    OWN_CALLS = "own_calls"
    """pass on and record the calls one talks in oneself"""
    STEER_CALLS = "steer_calls"
    """move, re-prioritise, assign, pull, pass on and hang up calls"""
    STEER_AGENTS = "steer_agents"
    """force an agent's state, change skills"""
    STEER_QUEUES = "steer_queues"
    """open, close, drain a queue, put a message on it"""
    LISTEN = "listen"
    """listen, whisper, barge"""
    RECORD = "record"
    """start, pause and stop recordings"""
    ALERTS = "alerts"
    """acknowledge alerts"""
    ACTS = "acts"
    """read who did what and why"""
    CHANGE_CENTRE = "change_centre"
    """read the centre's file anew, put the one before back"""
    PLAN = "plan"
    """scenarios, simulations, history"""
    ACCOUNTS = "accounts"
    """make and change accounts and tokens"""


class Role(StrEnum):
    """What somebody is in the centre."""

    ADMIN = "admin"
    SUPERVISOR = "supervisor"
    AGENT = "agent"
    PLANNER = "planner"
    INTEGRATION = "integration"
    """a program; its token names its rights"""


R = Right

RIGHTS: Final = MappingProxyType[Role, frozenset[Right]](
    {
        Role.ADMIN: frozenset(Right),
        Role.SUPERVISOR: frozenset(Right) - {R.CHANGE_CENTRE, R.ACCOUNTS},
        Role.AGENT: frozenset({R.OWN_STATE, R.OWN_CALLS}),
        Role.PLANNER: frozenset({R.LOOK, R.EXPLAIN, R.PLAN}),
        Role.INTEGRATION: frozenset(),
    }
)


class Scope(NamedTuple):
    """The queues and teams (names) that somebody sees and steers; None is all of them."""

    queues: frozenset[str] | None = None
    teams: frozenset[str] | None = None

    @property
    def is_all(self) -> bool:
        """Whether nothing is hidden."""
        return self.queues is None and self.teams is None

    def has_queue(self, name: str) -> bool:
        """Whether this queue is in it."""
        return self.queues is None or name in self.queues

    def has_team(self, name: str) -> bool:
        """Whether the agents of this team are in it."""
        return self.teams is None or name in self.teams


EVERYTHING: Final = Scope()
NOTHING: Final = Scope(frozenset(), frozenset())


class Person(NamedTuple):
    """Who asks: an account or a token's program. ``agent`` is the agent this person is, ``phone`` what rings when
    they listen in; "" for none.
    """

    name: str
    role: Role
    rights: frozenset[Right]
    scope: Scope = EVERYTHING
    agent: str = ""
    language: str = ""
    phone: str = ""

    def may(self, right: Right) -> bool:
        """Whether this person has ``right``."""
        return right in self.rights


SCREEN_RIGHTS: Final = frozenset({R.LOOK})
"""All that a screen on a wall can have, whoever signed it in: anybody may walk up to it."""


def at_a_screen(person: Person) -> Person:
    """Return who looks at a screen that ``person`` has signed in: what they see, without what they may do."""
    return person._replace(rights=person.rights & SCREEN_RIGHTS)
