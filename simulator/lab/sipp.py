"""SIPp processes around a lab Asterisk: crowds of callers, and one desk of phones for all agents."""

import contextlib
import csv
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from simulator.lab.asterisk_lab import AsteriskLab, LabError
from simulator.lab.sipp_scenarios import CallerScript, PhoneManners, caller_xml, phone_xml

PHONES_PORT = 5070
"""Where the phones of all agents live; the lab's ``contacts`` point there."""

MOST_CALLS = 2000
"""At one time and process; SIPp keeps one socket for all of them."""

RATE_PERIOD_MS = 100_000
"""SIPp takes whole calls per period, and spreads them evenly over it; this gives steps of 0.01 calls/s."""

Person = tuple[str, str]
"""A caller's number and name."""


class Counts(NamedTuple):
    """What a SIPp process has counted so far; ``failed`` are calls that went otherwise than its script."""

    created: int = 0
    successful: int = 0
    failed: int = 0
    current: int = 0


class Sipp:
    """One running SIPp. ``stop`` ends it and its calls; its files stay in the lab's folder."""

    def __init__(
        self, lab: AsteriskLab, name: str, scenario: str, arguments: Sequence[str], at_once: int = MOST_CALLS
    ) -> None:
        folder = lab.folder / "sipp"
        folder.mkdir(exist_ok=True)
        self._statistics = folder / f"{name}.csv"
        self._statistics.unlink(missing_ok=True)
        path = folder / f"{name}.xml"
        path.write_text(scenario, encoding="utf-8")
        host = lab.settings.host
        command = ["sipp", f"{host}:{lab.settings.sip_port}", "-sf", str(path), "-i", host, "-mi", host]
        command += ["-nostdin", "-trace_stat", "-stf", str(self._statistics), "-fd", "1"]
        command += ["-trace_err", "-error_file", str(folder / f"{name}.errors"), "-max_log_size", "1000000"]
        command += ["-l", str(at_once)]
        self._output = folder / f"{name}.out"
        with self._output.open("wb") as output:
            self._process = subprocess.Popen(  # noqa: S603 - every word is our own
                [*command, *arguments], stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=folder
            )

    @property
    def running(self) -> bool:
        """Whether it is at work; callers with a limited number of calls end by themselves."""
        return self._process.poll() is None

    def check(self) -> None:
        """Raise LabError with SIPp's own words if it has ended in a way nobody asked for."""
        if (code := self._process.poll()) not in (None, 0, 1):  # 1: some calls went off script
            words = self._output.read_text(errors="replace")[-800:]
            raise LabError(f"sipp {self._output.stem!r} ended with code {code} and said:\n{words}")

    def finish(self, within_s: float) -> None:
        """Start no more calls and wait for those there are; stop whatever is left after ``within_s``."""
        self.come_no_more()
        self.wait(within_s)
        self.stop()

    def come_no_more(self) -> None:
        """Start no more calls; those there are go on, and it ends with the last."""
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGUSR1)

    def wait(self, within_s: float) -> bool:
        """Wait until callers limited by ``at_most`` are through; False if they are not after ``within_s``."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(within_s)
        return not self.running

    def stop(self) -> None:
        """End it now; harmless when it has ended."""
        if self.running:
            self._process.kill()
        self._process.wait()

    def counts(self) -> Counts:
        """Read what it has written last; a second old at most."""
        rows = _rows(self._statistics)
        if not rows:
            return Counts()
        names = ("TotalCallCreated", "SuccessfulCall(C)", "FailedCall(C)", "CurrentCall")
        return Counts(*(int(rows[-1].get(name) or 0) for name in names))


def start_callers(
    lab: AsteriskLab,
    name: str,
    script: CallerScript,
    *,
    dialled: str,
    calls_per_s: float,
    people: Sequence[Person],
    at_most: int | None = None,
    at_once: int = MOST_CALLS,
) -> Sipp:
    """Let ``people`` (in turn, again and again) dial ``dialled``.

    ``at_most`` limits the calls in all. ``at_once`` limits those of the same time: whoever goes is replaced at once.
    """
    _write_people(lab.folder / "sipp" / f"{name}.people", people)
    arguments = ["-s", dialled, "-inf", f"{name}.people"]
    arguments += ["-r", str(max(1, round(calls_per_s * RATE_PERIOD_MS / 1000))), "-rp", str(RATE_PERIOD_MS)]
    if at_most is not None:
        arguments += ["-m", str(at_most)]
    return Sipp(lab, name, caller_xml(script), arguments, at_once)


def start_phones(lab: AsteriskLab, manners: PhoneManners, *, port: int = PHONES_PORT) -> Sipp:
    """Start the phones of every agent whose contact is ``port`` on the lab's host."""
    return Sipp(lab, f"phones-{port}", phone_xml(manners), ["-p", str(port)])


def _write_people(path: Path, people: Sequence[Person]) -> None:
    path.parent.mkdir(exist_ok=True)
    lines = (f"{number};{name.translate(_UNSAFE)}\n" for number, name in people)
    path.write_text("SEQUENTIAL\n" + "".join(lines), encoding="utf-8")


_UNSAFE = str.maketrans(dict.fromkeys('";\r\n\\', " "))


def _rows(path: Path) -> list[dict[str, str]]:
    with contextlib.suppress(FileNotFoundError), path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))
    return []
