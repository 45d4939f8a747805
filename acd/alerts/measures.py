"""What alerts can be about: one table of measures."""

from enum import StrEnum
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, TypeAlias

Kind: TypeAlias = Literal["queue", "agent", "call", "team", "centre"]
Unit: TypeAlias = Literal["calls", "agents", "offers", "seconds", "share"]


class Measure(StrEnum):
    """What is measured once a second; what has no reading now (a share of no calls) crosses no bound."""

    WAITING = "waiting"
    """calls that wait in a queue"""
    LONGEST_WAIT = "longest_wait"
    """how long the call that waits longest in a queue has waited"""
    EXPECTED_WAIT = "expected_wait"
    """how long a call would wait that enters a queue now; no reading while nobody at work may serve it"""
    SERVICE_LEVEL = "service_level"
    """answered within T over (offered - abandoned within T), of the last 30 minutes"""
    ABANDONED_SHARE = "abandoned_share"
    """abandoned over calls whose wait is over, of the last 30 minutes"""
    READY = "ready"
    """agents ready who may serve a queue, while it is open or somebody waits; or of a team"""
    AT_WORK = "at_work"
    """agents at work who may serve a queue, while it is open or somebody waits; or of a team"""
    UNSERVED = "unserved"
    """calls that wait in a queue which nobody at work may serve"""
    CALL_WAITS = "call_waits"
    """how long a call has waited for an agent"""
    AGENT_IN_STATE = "agent_in_state"
    """how long an agent is in a state"""
    MISSES = "misses"
    """offers that an agent has missed in a row"""
    PBX_AWAY = "pbx_away"
    """how long the PBX does not answer"""
    LOOP_LATE = "loop_late"
    """how late the service comes to its work"""


class About(NamedTuple):
    """What a measure is about, its unit, for how long a bound is crossed before it is raised, if no rule says.

    Of some, teams can be asked for instead of queues.
    """

    kind: Kind
    unit: Unit
    lasting_s: float = 0.0
    of_teams: bool = False


M = Measure

MEASURES: Final = MappingProxyType[Measure, About](
    {
        M.WAITING: About("queue", "calls", 10.0),
        M.LONGEST_WAIT: About("queue", "seconds"),
        M.EXPECTED_WAIT: About("queue", "seconds", 10.0),
        M.SERVICE_LEVEL: About("queue", "share", 10.0),
        M.ABANDONED_SHARE: About("queue", "share", 10.0),
        M.READY: About("queue", "agents", 10.0, of_teams=True),
        M.AT_WORK: About("queue", "agents", 10.0, of_teams=True),
        M.UNSERVED: About("queue", "calls", 10.0),
        M.CALL_WAITS: About("call", "seconds"),
        M.AGENT_IN_STATE: About("agent", "seconds"),
        M.MISSES: About("agent", "offers"),
        M.PBX_AWAY: About("centre", "seconds"),
        M.LOOP_LATE: About("centre", "seconds"),
    }
)
