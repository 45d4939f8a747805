"""Events and results made by hand."""

from benchmarks.asterisk.measures import CALLER
from benchmarks.asterisk.observer import Event
from benchmarks.asterisk.plan import Run, SideName, scenarios
from benchmarks.asterisk.runs import Result

SCENARIOS = {scenario.name: scenario for scenario in scenarios(quick=False)}


def enters(at: float, call: str, name: str = "Newexten") -> Event:
    return Event(at, name, call, "", CALLER)


def dials(at: float, call: str, phone: str) -> Event:
    """The call's agent ``phone`` begins to ring, on a leg named after both."""
    return Event(at, "DialBegin", call, f"{call}-{phone}", f"PJSIP/{phone}")


def answers(at: float, call: str, phone: str) -> Event:
    return Event(at, "DialEnd", call, f"{call}-{phone}", f"PJSIP/{phone}")


def agent_hangs_up(at: float, call: str, phone: str) -> Event:
    return Event(at, "Hangup", f"{call}-{phone}", "", f"PJSIP/{phone}")


def caller_is_gone(at: float, call: str) -> Event:
    return Event(at, "Hangup", call, "", CALLER)


def showed(
    scenario: str,
    side: SideName,
    gap_ms: float,
    *,
    number: int = 1,
    served: int = 10,
    asterisk_cpu_s: float = 2.0,
    service_cpu_s: float = 0.1,
    lost: int = 0,
) -> Result:
    """What a run showed in which everybody waited for the same time."""
    run = Run(number, SCENARIOS[scenario], side)
    return Result(run, (gap_ms / 1000,) * 4, served, asterisk_cpu_s, service_cpu_s, lost)


def every_scenario(ours_ms: float, theirs_ms: float, number: int = 1) -> list[Result]:
    """A round in which our side always takes ``ours_ms`` and the other ``theirs_ms``."""
    return [
        showed(name, side, gap_ms, number=number)
        for name in SCENARIOS
        for side, gap_ms in ((SideName.ACD, ours_ms), (SideName.QUEUE, theirs_ms))
    ]
