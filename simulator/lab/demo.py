"""The demo centre's surroundings on a real Asterisk: phones on all desks, and callers who use the menu."""

from collections.abc import Sequence
from typing import NamedTuple

from simulator.lab.asterisk_lab import AsteriskLab
from simulator.lab.install import install
from simulator.lab.lab_config import AGENT_EXTENSIONS, SUPERVISOR_EXTENSION, LabSettings
from simulator.lab.sipp import PHONES_PORT, Counts, Person, Sipp, start_callers, start_phones
from simulator.lab.sipp_scenarios import CallerScript, Pause, PhoneManners, Press

CALLS_PER_S = 0.4
"""About 24 calls a minute: some twenty of the 24 agents are busy, and a few callers wait."""

HEARS_WELCOME = Pause(6.5, 9.0)
"""The greeting in both languages takes 5.4 s, and keys count only in the menu after it."""

THINKS = Pause(2.5, 5.0)

PEOPLE = (
    ("+74951230001", "Анна Смирнова"),
    ("+74951230002", "Борис Орлов"),
    ("+74951230003", "Вера Лебедева"),
    ("+78121230004", "Глеб Соколов"),
    ("+441632960005", "Olivia Reed"),
    ("+441632960006", "James Hart"),
    ("+12025550107", "Maria Lopez"),
    ("+12025550108", "Peter Novak"),
)
"""Invented people; the foreign numbers are from ranges kept free for fiction."""


class Crowd(NamedTuple):
    """Callers of one kind: their name, the share of all calls, what they dial, and what they do."""

    name: str
    share: float
    dialled: str
    script: CallerScript


CROWDS = (
    Crowd("sales-english", 0.25, "100", CallerScript((HEARS_WELCOME, Press("1"), THINKS, Press("1")), 90.0)),
    Crowd("support-russian", 0.3, "100", CallerScript((HEARS_WELCOME, Press("2"), THINKS, Press("3")), 120.0)),
    Crowd(
        "billing-english",
        0.2,
        "100",
        CallerScript((HEARS_WELCOME, Press("1"), THINKS, Press("2"), THINKS, Press("91234567#")), 120.0),
    ),
    Crowd("straight-to-support", 0.15, "102", CallerScript((), 120.0)),
    Crowd("impatient", 0.1, "102", CallerScript((), 8.0)),
)

MANNERS = PhoneManners(ring_s=2.0, talk=Pause(20.0, 70.0), rejects=0.02, silent=0.03)


class DemoSurroundings:
    """An Asterisk with phones on every desk, and callers when they are let in.

    ``engine`` is the host:port where the service takes FastAGI sessions, ``secret`` that of its AMI user and
    ``agi_secret`` that of its FastAGI (empty: the same). Start the surroundings, then the service (its AMI is
    at ``lab.settings.host`` and ``.ami_port``), then let the callers in.
    """

    def __init__(
        self, engine: str, *, secret: str, agi_secret: str = "", name: str = "demo", host: str = "127.0.0.1"
    ) -> None:
        phones = (*AGENT_EXTENSIONS, SUPERVISOR_EXTENSION)
        contacts = dict.fromkeys(phones, f"{host}:{PHONES_PORT}")
        settings = LabSettings(
            host=host, engine=engine, secret=secret, agi_secret=agi_secret, agents=phones, contacts=contacts
        )
        self.lab = AsteriskLab(name, settings)
        self._processes: list[Sipp] = []
        self._crowds: list[Sipp] = []

    def start(self) -> str:
        """Install what is missing, start the Asterisk and the phones; the version of Asterisk is returned.

        Raises PermissionError without root, InstallError and LabError with a sentence for a person.
        """
        version = install()
        self.lab.start()
        self._processes.append(start_phones(self.lab, MANNERS))
        return version

    def let_callers_in(self, calls_per_s: float = CALLS_PER_S, crowds: Sequence[Crowd] = CROWDS) -> None:
        """Let callers dial in from now on, ``calls_per_s`` in all.

        SIPp spaces its calls evenly and begins with a pause, so one caller of each crowd is let in at once.
        """
        for place, crowd in enumerate(crowds):
            people = (*PEOPLE[place:], *PEOPLE[:place])
            self._start_crowd(crowd._replace(name=f"{crowd.name}-first"), people, 2.0, at_most=1)
            self._start_crowd(crowd, people, calls_per_s * crowd.share)

    def _start_crowd(
        self, crowd: Crowd, people: Sequence[Person], calls_per_s: float, at_most: int | None = None
    ) -> None:
        self._crowds.append(
            start_callers(
                self.lab,
                crowd.name,
                crowd.script,
                dialled=crowd.dialled,
                calls_per_s=calls_per_s,
                people=people,
                at_most=at_most,
            )
        )

    def counts(self) -> Counts:
        """What the callers have lived through, all crowds together."""
        each = [crowd.counts() for crowd in self._crowds]
        return Counts(*(sum(column) for column in zip(*each, strict=True))) if each else Counts()

    def check(self) -> None:
        """Raise LabError if Asterisk or a SIPp has died."""
        for process in (*self._processes, *self._crowds):
            process.check()

    def stop(self) -> None:
        """End callers, phones and the Asterisk; harmless when they have ended."""
        for process in (*self._crowds, *self._processes):
            process.stop()
        self.lab.stop()
