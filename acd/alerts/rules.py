"""Rules of alerts as they are watched: those of the centre's file, and those that hold without any."""

import msgspec

from acd.alerts.measures import MEASURES, Kind, Measure
from acd.live.views import Severity


class Reading(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What was measured of somebody or something; ``value`` None if there is nothing to measure now.

    ``queue`` and ``team`` say whose it is: of a call its queue, of an agent their team.
    """

    kind: Kind
    name: str
    value: float | None
    title: str = ""
    queue: str = ""
    team: str = ""


class AlertRule(msgspec.Struct, frozen=True, kw_only=True):
    """When to raise an alert: ``measure`` is above ``bound``, or below, for ``lasting_s``.

    It is cleared once that has not been so for ``calm_s``, or what it is about is gone. ``queues`` and ``teams`` (None
    is all, each by itself) say of whom; ``state`` is that of agents. ``webhook``: it is told there, too.
    """

    name: str
    measure: Measure
    severity: Severity = Severity.WARNING
    bound: float
    is_above: bool = True
    lasting_s: float = 0.0
    calm_s: float = 10.0
    queues: frozenset[str] | None = None
    teams: frozenset[str] | None = None
    state: str = ""
    webhook: bool = True

    @property
    def kind(self) -> Kind:
        """What it is about."""
        about = MEASURES[self.measure]
        return "team" if about.of_teams and self.teams is not None else about.kind

    def is_about(self, reading: Reading) -> bool:
        """Whether ``reading`` is of somebody or something that it watches."""
        if reading.kind != self.kind:
            return False
        return (self.queues is None or reading.queue in self.queues) and (
            self.teams is None or reading.team in self.teams
        )

    def is_crossed(self, value: float | None) -> bool:
        """Whether a value is beyond the bound."""
        return value is not None and (value > self.bound if self.is_above else value < self.bound)


BUILT_IN = (
    AlertRule(name="pbx-away", measure=Measure.PBX_AWAY, severity=Severity.CRITICAL, bound=5.0),
    AlertRule(name="unserved", measure=Measure.UNSERVED, severity=Severity.CRITICAL, bound=0.0, lasting_s=10.0),
    AlertRule(name="service-late", measure=Measure.LOOP_LATE, bound=1.0, calm_s=30.0),
)
"""What holds in every centre; a rule of the same name takes the place of one of these."""
