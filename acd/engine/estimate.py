"""A plain estimate of the wait, from the present state only: who waits, who works, how long a call takes."""

import math

from acd.engine.attendance import at_work_for
from acd.engine.calls import Call
from acd.engine.centre import Centre


def expected_wait_s(centre: Centre, call: Call, ahead: int) -> float:
    """Estimate the seconds until ``call`` is answered behind ``ahead`` others of its queue; infinite without agents.

    Agents at work end a call every so often, and each end serves one caller: those ahead first, then this one.
    """
    working = at_work_for(centre.floor, call)
    if not working:
        return math.inf
    return (ahead + 1) * centre.counts[call.queue].handling_s / working


def queue_wait_s(centre: Centre, call: Call) -> float:
    """Estimate the wait at the end of the line in which ``call`` stands."""
    return expected_wait_s(centre, call, centre.counts[call.queue].waiting - 1)
