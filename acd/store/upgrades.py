"""What makes a database of an older release into one of this release, a version at a time.

Each step is written as of its day and never changed: the tables as they are declared now may be of a later one. A table
may not be there at all, because new tables need no step and are made afterwards.
"""

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

from sqlalchemy import Connection, inspect, text


def screens(connection: Connection) -> None:
    """Version 2: sessions say whether they are a screen's; those that there are, are not."""
    has = inspect(connection)
    if not has.has_table("sessions") or "screen" in {column["name"] for column in has.get_columns("sessions")}:
        return
    connection.execute(text("ALTER TABLE sessions ADD COLUMN screen BOOLEAN DEFAULT false NOT NULL"))


UPGRADES: Final = MappingProxyType[int, Callable[[Connection], None]]({2: screens})
"""What makes a database of the version before into one of this version."""

NEWEST_VERSION: Final = max(UPGRADES)
"""Of the tables. Whoever changes a table adds a step to :data:`UPGRADES`; a new table needs none."""
