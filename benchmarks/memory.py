"""``python -m benchmarks memory``: what the service takes with nobody waiting, and with a thousand callers.

The service is a process of its own, as its owner runs it; the PBX is the emulated one, in this process.
"""

import asyncio
import json
from pathlib import Path
from typing import Annotated, NamedTuple

import httpx
import typer

from acd.words import Language, language_of_environment
from benchmarks.asterisk.place import API_PORT, FASTAGI_PORT, FOLDER, NUMBERS, SECRET, phones
from benchmarks.asterisk.plan import Route, SideName
from benchmarks.asterisk.sides import AcdSide
from simulator.pbx import EmulatedPbx, Habit, PbxSettings

HOST = "127.0.0.42"
AMI_PORT = 5038
DIALLED = NUMBERS[SideName.ACD, Route.LINE]
AT_ONCE, PAUSE_S = 20, 0.1
"""Callers come 200 a second: in one heap they would measure the queue of new connections."""

LIMIT_S = 60.0

SAYS: dict[Language, str] = {
    "en": "nobody waits: {idle_mb:.0f} MB; {callers} wait: {waiting_mb:.0f} MB; {kb_per_call:.0f} kB a call",
    "ru": "никто не ждёт: {idle_mb:.0f} МБ; ждут {callers}: {waiting_mb:.0f} МБ; {kb_per_call:.0f} кБ на звонок",
}
HELP: dict[Language, str] = {
    "en": "Measure the memory of the service with callers who wait; no Asterisk, no root.",
    "ru": "Измерить память службы с ожидающими; без Asterisk и root.",
}


class Memory(NamedTuple):
    """Resident memory of the service's process."""

    callers: int
    idle_mb: float
    waiting_mb: float

    @property
    def kb_per_call(self) -> float:
        """What one caller who waits adds."""
        return (self.waiting_mb - self.idle_mb) * 1000 / self.callers


def memory(
    callers: Annotated[int, typer.Option(min=1, max=1000)] = 1000,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Measure, and print one line."""
    seen = asyncio.run(measured(FOLDER.parent / "benchmark-memory", callers))
    shown = {**seen._asdict(), "kb_per_call": seen.kb_per_call}
    print(json.dumps(shown) if as_json else SAYS[language_of_environment()].format(**shown))


async def measured(folder: Path, callers: int) -> Memory:
    """Let one agent talk and ``callers`` wait; return what the service takes before and then."""
    settings = PbxSettings(extensions=phones(1), ami_secret=SECRET, agi_secret=SECRET)
    side, pbx = AcdSide(folder, HOST), EmulatedPbx(settings)
    pbx.engine_address = (HOST, FASTAGI_PORT)
    await pbx.start(HOST, AMI_PORT)
    try:
        pbx.phone(phones(1)[0]).habit = Habit(after_s=0.1, talk_s=None)
        await asyncio.to_thread(side.start, 1)
        idle = resident_mb(side.pid)
        for number in range(callers + 1):  # the first of them talks
            pbx.call(DIALLED, f"+7495{number:07}")
            if number % AT_ONCE == 0:
                await asyncio.sleep(PAUSE_S)
        await all_wait(callers)
        return Memory(callers, idle, resident_mb(side.pid))
    finally:
        await asyncio.to_thread(side.stop)
        await pbx.stop()


async def all_wait(callers: int) -> None:
    """Ask the service until so many wait.

    Raises:
        TimeoutError: it does not come to that.
    """
    key = {"Authorization": f"Bearer {SECRET}"}
    async with (
        asyncio.timeout(LIMIT_S),
        httpx.AsyncClient(base_url=f"http://{HOST}:{API_PORT}/api", headers=key, trust_env=False) as api,
    ):
        while True:
            queues = (await api.get("/queues")).json()
            if sum(queue["waiting"] for queue in queues) == callers:
                return
            await asyncio.sleep(PAUSE_S)


def resident_mb(pid: int | None) -> float:
    """Return the resident memory of a process in megabytes."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    (resident,) = (line.split()[1] for line in lines if line.startswith("VmRSS:"))
    return int(resident) / 1000
