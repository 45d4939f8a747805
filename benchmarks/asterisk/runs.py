"""One run: callers come, a side serves them, and what was seen becomes a result."""

import contextlib
import os
import time
from pathlib import Path
from typing import NamedTuple, Self

from benchmarks.asterisk.measures import Window, idle_gaps, lost, ring_gaps, served
from benchmarks.asterisk.observer import Event, Observer
from benchmarks.asterisk.place import FOLDER, HOST, OBSERVER, SECRET, lab_settings
from benchmarks.asterisk.plan import LINE_AGENTS, RINGING_AGENTS, Run, Scenario, SideName
from benchmarks.asterisk.sides import AcdSide, QueueSide, Side, entering, number
from simulator.lab.asterisk_lab import AsteriskLab, LabError
from simulator.lab.sipp import Sipp, start_callers, start_phones
from simulator.lab.sipp_scenarios import CallerScript, Pause, PhoneManners

PATIENCE_S = 3600.0
"""Callers hear whatever they are told, and wait until the other side hangs up."""

EVEN_CALLERS, MIXED_CALLERS = CallerScript((), PATIENCE_S), CallerScript((), PATIENCE_S, dials_after=Pause(0.0, 2.0))
EVEN_PHONES, MIXED_PHONES = (PhoneManners(ring_s=0.1, talk=talk) for talk in (Pause(2.0, 2.0), Pause(1.5, 2.5)))

PEOPLE = tuple((f"+7495123{n:04d}", f"Caller {n}") for n in range(100))

SETTLE_S = 3.0
"""The first calls of a run, or the first seconds of a line that is full, do not count: nothing is warm yet."""

FILL_LIMIT_S = 60.0
TAIL_S = 3.0
"""Events are seen for so long after the stretch that counts, so that waits which began in it have their ends."""

EMPTY_LIMIT_S = 20.0
LOOK_S = 0.1
TICKS_PER_S = os.sysconf("SC_CLK_TCK")


class Result(NamedTuple):
    """What one run showed: waits in seconds, calls answered in the stretch, CPU seconds of both processes."""

    run: Run
    gaps: tuple[float, ...]
    served: int
    asterisk_cpu_s: float
    service_cpu_s: float
    lost: int


class Stage:
    """The Asterisk with its observer and both sides: ``with Stage() as stage: stage.play(run)``."""

    def __init__(
        self, name: str = "benchmark", host: str = HOST, agents: int = RINGING_AGENTS, line_agents: int = LINE_AGENTS
    ) -> None:
        self.lab = AsteriskLab(name, lab_settings(host, agents, line_agents))
        folder = FOLDER.with_name(name)
        self._sides: dict[SideName, Side] = {SideName.ACD: AcdSide(folder, host), SideName.QUEUE: QueueSide()}
        self._closing = contextlib.ExitStack()

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as opening:
            opening.callback(self.lab.stop)
            self.lab.start()
            settings = self.lab.settings
            self._observer = Observer(settings.host, settings.ami_port, OBSERVER, SECRET)
            opening.callback(self._observer.close)
            self._closing = opening.pop_all()
        return self

    def __exit__(self, *details: object) -> None:
        self._closing.close()

    def play(self, run: Run) -> Result:
        """Let a side serve the scenario's callers, and leave the Asterisk as empty as it was.

        Raises:
            LabError: Asterisk, a SIPp or the service has failed.
        """
        scenario, side = run.scenario, self._sides[run.side]
        self._observer.events()  # what came since the last run is nobody's
        with contextlib.ExitStack() as closing:
            phones = start_phones(self.lab, MIXED_PHONES if scenario.mixed else EVEN_PHONES)
            closing.callback(phones.stop)
            closing.callback(side.stop)
            side.start(scenario.agents)
            callers = self._callers(run)
            closing.callback(self._clear, callers)
            window, cpu = self._measure(scenario, side, callers)
            until = self._end(scenario, callers)
            check(side, phones, callers)
        return result(run, self._observer.events(), window, cpu, until)

    def _callers(self, run: Run) -> Sipp:
        scenario = run.scenario
        return start_callers(
            self.lab,
            f"callers-{scenario.name}-{run.side}",
            MIXED_CALLERS if scenario.mixed else EVEN_CALLERS,
            dialled=number(run.side, scenario.route),
            calls_per_s=scenario.calls_per_s,
            people=PEOPLE,
            at_once=scenario.at_once,
        )

    def _measure(self, scenario: Scenario, side: Side, callers: Sipp) -> tuple[Window, tuple[float, float]]:
        """Wait through the stretch that counts; return it, and the CPU seconds spent in it."""
        if scenario.fills:
            wait_for_line(callers, scenario.at_once)
        time.sleep(SETTLE_S)
        began, before = time.time(), self._cpu(side)
        time.sleep(scenario.measured_s)
        ended, after = time.time(), self._cpu(side)
        return Window(began, ended), (after[0] - before[0], after[1] - before[1])

    def _cpu(self, side: Side) -> tuple[float, float]:
        return cpu_s(self.lab.pid), 0.0 if side.pid is None else cpu_s(side.pid)

    def _end(self, scenario: Scenario, callers: Sipp) -> float:
        """See the waits that have begun to their ends, and return when the run was stopped."""
        if scenario.fills:
            time.sleep(TAIL_S)
        else:
            callers.come_no_more()
            callers.wait(TAIL_S)
        return time.time()

    def _clear(self, callers: Sipp) -> None:
        """Hang up whoever is left, until Asterisk is empty."""
        callers.come_no_more()
        give_up = time.monotonic() + EMPTY_LIMIT_S
        while not self.lab.cli("core show channels count").startswith("0 active channels"):
            if time.monotonic() > give_up:
                raise LabError(f"{self.lab.name!r} still has calls {EMPTY_LIMIT_S:.0f} s after the end of a run")
            self.lab.cli("channel request hangup all")
            time.sleep(LOOK_S)
        callers.stop()


def check(side: Side, *sipps: Sipp) -> None:
    """Raise LabError if somebody has died in the middle of a run."""
    for sipp in sipps:
        sipp.check()
    if side.died:
        raise LabError("the service ended in the middle of a run; see var/benchmark/acd.log")


def wait_for_line(callers: Sipp, at_once: int) -> None:
    """Wait until so many callers are there.

    Raises:
        LabError: they are not after FILL_LIMIT_S.
    """
    give_up = time.monotonic() + FILL_LIMIT_S
    while (there := callers.counts().current) < at_once:
        callers.check()
        if time.monotonic() > give_up:
            raise LabError(f"after {FILL_LIMIT_S:.0f} s there are {there} callers instead of {at_once}")
        time.sleep(LOOK_S)


def result(run: Run, events: list[Event], window: Window, cpu: tuple[float, float], until: float) -> Result:
    """Put together what a run showed.

    Raises:
        LabError: nothing was measured, so something is wrong with the side or the place.
    """
    if run.scenario.fills:
        gaps = idle_gaps(events, window)
    else:
        gaps = ring_gaps(events, entering(run.side, run.scenario.route), window)
    if not gaps:
        raise LabError(f"{run.side} has served nobody in {run.scenario.name}; see var/benchmark/acd.log and var/lab")
    return Result(run, tuple(gaps), served(events, window), *cpu, lost(events, until))


def cpu_s(pid: int) -> float:
    """Return the CPU seconds that a process has used with all its threads, in steps of 10 ms."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_S
