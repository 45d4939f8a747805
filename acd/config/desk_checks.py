"""Whether what agents dial on their own phones can be told apart, means something, and can be answered aloud.

And whether the service's own doors are open to more than this host.
"""

from collections.abc import Iterator
from itertools import permutations

from acd.config.model import CentrePart
from agents.pauses import read_missed
from ivr.problems import Problem
from ivr.prompts import Sounds

KEYPAD_PROMPTS = frozenset((
    "enter-pin", "pin-wrong", "pin-missing", "pin-locked", "choose-pause", "pause-unknown", "code-unknown",
    "nobodys-phone", "nothing-changed", "nothing-heard", "state-signed-out", "state-ready", "state-ringing",
    "state-talking", "state-wrap-up", "state-paused", "state-paused-missed", "state-after-miss", "state-unreachable",
    "then-paused", "then-signed-out",
))  # fmt: skip
"""Everything that a keypad code can be answered with."""


CONFIRM_PROMPTS = frozenset({"queue-call", "confirm-call"})
"""What agents hear who must confirm a call."""


LOOPBACK = ("127.0.0.1", "localhost", "::1")


def check_desk(part: CentrePart) -> Iterator[Problem]:
    """Return everything that is wrong with codes and reasons for a pause."""
    yield from overlapping_codes(part)
    yield from pauses(part)


def overlapping_codes(part: CentrePart) -> Iterator[Problem]:
    """Codes that begin with another one: a phone that sends its keys one by one never comes to the longer."""
    codes = part.desk.codes.model_dump()
    for (first, shorter), (word, code) in permutations(codes.items(), 2):
        if code.startswith(shorter) and (code != shorter or first < word):  # of two equal ones, one is named
            yield Problem(("desk", "codes", word), "codes_overlap", {"code": code, "other": shorter})


def pauses(part: CentrePart) -> Iterator[Problem]:
    """Keys that cannot be dialled behind the code of a pause, and reasons that read like the engine's own."""
    for key, reason in part.pauses.items():
        if not key.isdigit():
            yield Problem(("pauses", key), "pause_key", {"key": key, "code": part.desk.codes.pause})
        if read_missed(reason) is not None:
            yield Problem(("pauses", key), "pause_reason", {"reason": reason})


def unheard(part: CentrePart, sounds: Sounds) -> Iterator[Problem]:
    """Languages of agents in which answers to their codes are not recorded: no fault, but they would hear silence."""
    spoken = {agent.language or part.languages[0] for agent in part.agents.values()}
    for language in sorted(spoken.intersection(part.languages)):
        missing = sorted(KEYPAD_PROMPTS - sounds.names(language))
        if missing:
            values = {"language": language, "prompt": missing[0], "count": str(len(missing))}
            yield Problem(("languages",), "keypad_silent", values, "warning")


def unasked(part: CentrePart, sounds: Sounds) -> Iterator[Problem]:
    """Agents who must confirm calls, and would not hear by which key: no fault, but voicemail would know as much."""
    for name, agent in part.agents.items():
        confirms = agent.phone is None if agent.confirm is None else agent.confirm
        confirms = confirms or any(queue.confirm for queue in part.queues.values())
        language = agent.language or part.languages[0]
        missing = sorted(CONFIRM_PROMPTS - sounds.names(language)) if confirms else []
        if missing:
            values = {"agent": name, "language": language, "prompt": missing[0]}
            yield Problem(("agents", name), "confirm_silent", values, "warning")


def open_doors(part: CentrePart) -> Iterator[Problem]:
    """Addresses that other hosts reach: no fault, but worth a warning."""
    doors = (
        (("pbx", "agi", "listen"), part.pbx.agi.listen, "agi_open"),
        (("api", "listen"), part.api.listen, "api_open"),
    )
    for place, address, key in doors:
        if address.host not in LOOPBACK:
            yield Problem(place, key, {"got": str(address)}, "warning")
