"""Why calls end: Asterisk's hang-up causes, and what each answer of a phone looks like to ``Dial``."""

from typing import NamedTuple

UNKNOWN = 0
NO_ROUTE = 3
NORMAL = 16
BUSY = 17
NO_ANSWER = 19
REJECTED = 21
ANSWERED_ELSEWHERE = 26
OUT_OF_ORDER = 38

CAUSE_TEXTS = {
    UNKNOWN: "Unknown",
    1: "Unallocated (unassigned) number",
    NO_ROUTE: "No route to destination",
    NORMAL: "Normal Clearing",
    BUSY: "User busy",
    18: "No user responding",
    NO_ANSWER: "User alerting, no answer",
    20: "Subscriber absent",
    REJECTED: "Call Rejected",
    ANSWERED_ELSEWHERE: "Answered elsewhere",
    27: "Destination out of order",
    28: "Invalid number format",
    34: "Circuit/channel congestion",
    OUT_OF_ORDER: "Network out of order",
    58: "Bearer capability not available",
    127: "Interworking, unspecified",
}


class Refusal(NamedTuple):
    """How a leg that was not answered shows: in ``DIALSTATUS``, in the ``DialEnd`` event, and its cause."""

    dial_status: str
    dial_end: str
    cause: int


# Seen on a real Asterisk 22. A reject cannot be told by DIALSTATUS, only by the cause.
REFUSED_BY_CAUSE = {
    REJECTED: Refusal("CHANUNAVAIL", "NOANSWER", REJECTED),
    BUSY: Refusal("BUSY", "BUSY", BUSY),
    NO_ANSWER: Refusal("NOANSWER", "NOANSWER", NO_ANSWER),
    0: Refusal("NOANSWER", "NOANSWER", 0),
}

# The SIP answer that a phone's refusal came with shows as ``TechCause``.
TECH_CAUSES = {REJECTED: "603", BUSY: "486", NO_ANSWER: "480"}


def refusal(cause: int) -> Refusal:
    """Return how a leg refused with ``cause`` shows; causes never tried look like an unreachable phone."""
    return REFUSED_BY_CAUSE.get(cause, Refusal("CHANUNAVAIL", "CHANUNAVAIL", cause))


def status_of_all(refusals: list[str]) -> str:
    """Return the ``DIALSTATUS`` of a ``Dial`` that nobody answered: busy before unreachable, if nobody just rang."""
    if "NOANSWER" in refusals:
        return "NOANSWER"
    return "BUSY" if "BUSY" in refusals else "CHANUNAVAIL"


def cause_text(cause: int) -> str:
    """Return Asterisk's words for ``cause``."""
    return CAUSE_TEXTS.get(cause, "Unknown")
