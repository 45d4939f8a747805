"""Who sees what: the place of each thing shown, and what somebody sees of all places."""

from typing import Final, NamedTuple


class Place(NamedTuple):
    """Where something shown belongs: to a ``queue``, to an ``agent`` of a ``team``, to both, or ("") to neither."""

    queue: str = ""
    agent: str = ""
    team: str = ""


NOWHERE: Final = Place()
"""Seen by who sees all: a call in the menu."""

EVERYWHERE: Final = Place("*", "*", "*")
"""Seen by everybody: what is about the centre as a whole. No name of the configuration is a star."""


class Sight(NamedTuple):
    """What somebody sees: these queues, the agents of these teams (None: all), and the one ``agent`` they are."""

    queues: frozenset[str] | None = None
    teams: frozenset[str] | None = None
    agent: str = ""

    @property
    def is_all(self) -> bool:
        """Whether nothing is hidden."""
        return self.queues is None and self.teams is None

    def sees(self, place: Place) -> bool:
        """Whether what belongs to ``place`` is seen: by its queue, or by its agent."""
        if self.is_all or place is EVERYWHERE:
            return True
        if place.queue and (self.queues is None or place.queue in self.queues):
            return True
        return bool(place.agent) and (self.teams is None or place.team in self.teams or place.agent == self.agent)


ALL: Final = Sight()
