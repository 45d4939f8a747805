"""How much a scenario may hold, each limit with its reason."""

from typing import Final

MOST_TYPES: Final = 200
"""Types of calls: nobody reads a table of more."""

MOST_GROUPS: Final = 500
"""Groups of agents, for the same reason."""

MOST_PERIODS: Final = 400
"""Periods of a day: of five minutes there are 288; and batches of a steady state."""

MOST_AGENTS: Final = 20_000
"""As in a production file."""

MOST_DAYS: Final = 1_000_000
"""Days: a measure's interval is a thousandth of its spread then."""

MOST_CALLS: Final = 100_000_000
"""Calls of one day or run: at the speed of one process that is an hour."""

MOST_LINES: Final = 1_000_000
"""Calls at a time; also how many may wait in a queue that says no limit, for they must find room in memory."""

MOST_SHIFTS: Final = 1_000
"""Shifts of one group; each may have many agents."""

MOST_BREAKS: Final = 20
"""Breaks, and parts of a divided shift."""

MOST_TRIES: Final = 100
"""How often one caller calls again."""

MOST_SETTINGS: Final = 100
"""Changes from the command line."""

LONGEST_SETTING: Final = 10_000
"""Letters of one change: numbers for each period of a day find room."""
