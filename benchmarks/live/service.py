"""A process: the service as in production, with a probe in its loop. Asked, it says what it used and how late it was.

``python -m benchmarks.live.service CENTRE`` is not for people; its answers are JSON lines.
"""

import asyncio
import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Final

import uvloop

from acd.config.load import load_centre
from acd.engine.facts import AgentSignedIn
from acd.logs import set_up_logs
from acd.runner import RunOptions, run_service
from acd.service import Service, open_service

PROBE_S: Final = 0.005
"""How often the probe looks: often enough for a p99 of a few seconds, seldom enough to cost nothing."""

SIGN_IN_AT_ONCE: Final = 10


class Probe:
    """How late the loop came to a timer, each time."""

    def __init__(self) -> None:
        self.late_ms: list[float] = []

    async def run(self) -> None:
        """Look until cancelled."""
        loop = asyncio.get_running_loop()
        rung = asyncio.Event()
        while True:
            rung.clear()
            due = time.perf_counter() + PROBE_S
            loop.call_later(PROBE_S, rung.set)
            await rung.wait()
            self.late_ms.append(max(0.0, (time.perf_counter() - due) * 1000))


async def answer(service: Service, port: int, out: int) -> None:
    """Let the agents come, then answer each line that is asked with what was used since the last."""
    agents = [agent.name for agent in service.core.centre.roster]
    for begin in range(0, len(agents), SIGN_IN_AT_ONCE):
        for name in agents[begin : begin + SIGN_IN_AT_ONCE]:
            service.core.tell(AgentSignedIn(name))
        await asyncio.sleep(0.01)
    say(out, {"agi_port": port})
    probe = Probe()
    looking = asyncio.create_task(probe.run())
    try:
        while await asyncio.to_thread(sys.stdin.readline):
            late_ms, probe.late_ms = probe.late_ms, []
            say(out, {"cpu_s": time.process_time(), "late_ms": late_ms, "calls": len(service.core.centre.calls)})
    finally:
        looking.cancel()


def say(out: int, what: object) -> None:
    """Write a line."""
    os.write(out, (json.dumps(what) + "\n").encode())


async def main(file: Path) -> None:
    """Run the service until nobody asks it any more."""
    out, sys.stdout = os.dup(1), open(os.devnull, "w")  # noqa: ASYNC230, SIM115, PTH123 - nobody reads the story
    set_up_logs("warning", file.parent / "service.log")
    service = open_service(load_centre(file), file.parent / "journal", remember=False)

    async def until_asked_no_more(service: Service, port: int) -> None:
        await answer(service, port, out)
        os.kill(os.getpid(), signal.SIGTERM)

    options = RunOptions("en", file.parent / "journal", screen=False)
    await run_service(service, options, until_asked_no_more)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(Path(sys.argv[1])))
