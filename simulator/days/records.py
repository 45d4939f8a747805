"""What is written down of every call of a simulated day: one row when its story is over.

The rows are all that the statistics are made of, so whoever doubts a figure can count it again.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

SERVED: Final = 0
ABANDONED: Final = 1
BLOCKED: Final = 2
"""no line was free, or the queue was full"""
BALKED: Final = 3
"""left at once, because there was a wait"""
SENT_AWAY: Final = 4
"""left by another way out of the rules: too long a wait, closed, nobody signed in, deflected"""

OUTCOMES: Final = ("served", "abandoned", "blocked", "balked", "sent_away")


@dataclass(frozen=True, kw_only=True)
class Records:
    """Rows of calls, a column each, in the order in which their stories ended. Times are seconds of the day.

    ``type`` and ``agent`` are places in ``World.types`` and ``World.duties`` (-1 for no agent). ``wait_ended_at`` is
    the answer, the hang-up or the way out. The agent handled the call from the answer to ``free_at``, wrap-up
    included; of calls that were not served it is ``wait_ended_at``. ``attempt`` is 0 for who calls first, then 1 ...
    """

    type: npt.NDArray[np.int64]
    outcome: npt.NDArray[np.int64]
    agent: npt.NDArray[np.int64]
    attempt: npt.NDArray[np.int64]
    arrived_at: npt.NDArray[np.float64]
    wait_ended_at: npt.NDArray[np.float64]
    free_at: npt.NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.type)
