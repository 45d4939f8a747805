"""A process: the emulated PBX, its phones and fifty callers a second. Told the service's port, it lets them in."""

import asyncio
import json
import sys
import time
from random import Random
from typing import Final

from benchmarks.live.centre import AGENTS, QUEUES, SECRET, dialled, extension
from simulator.pbx import EmulatedPbx, Habit, PbxSettings

CALLS_PER_S: Final = 50.0
TALK_MEAN_S: Final = 11.0
"""With a second of ringing and the wrap-up that keeps some eight hundred of a thousand agents at work."""

SEED: Final = 20_260_106


async def main() -> None:
    """Say where the PBX is, learn where the service is, and let callers in until nobody asks for it any more."""
    random, loop = Random(SEED), asyncio.get_running_loop()  # noqa: S311 - not for secrets
    settings = PbxSettings(
        extensions=tuple(extension(number) for number in range(AGENTS)),
        ami_secret=SECRET, agi_secret=SECRET, epoch_s=time.time() - loop.time(), seed=SEED,
    )  # fmt: skip

    def habit() -> Habit:
        return Habit("answers", random.uniform(0.5, 1.5), random.lognormvariate(0.0, 0.5) * TALK_MEAN_S / 1.133)

    async with EmulatedPbx(settings) as pbx:
        for name in settings.extensions:
            pbx.phone(name).draw_habit = habit
        print(json.dumps({"ami_port": pbx.ami_address[1]}), flush=True)
        pbx.engine_address = ("127.0.0.1", int(await asyncio.to_thread(sys.stdin.readline)))
        calling = asyncio.create_task(call(pbx, random))
        await asyncio.to_thread(sys.stdin.readline)
        calling.cancel()


async def call(pbx: EmulatedPbx, random: Random) -> None:
    """Let callers dial at random moments, on average so many a second, however late the loop is."""
    loop = asyncio.get_running_loop()
    at = loop.time()
    while True:
        at += random.expovariate(CALLS_PER_S)
        await asyncio.sleep(at - loop.time())
        pbx.call(dialled(random.randrange(QUEUES)), f"+7495{random.randrange(10**7):07}", "Somebody")


if __name__ == "__main__":
    asyncio.run(main())
