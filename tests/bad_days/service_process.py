"""The service as a process that a test can kill and freeze: ``python -m tests.bad_days.service_process CONFIG``.

Each line on its standard input is a fact to tell the engine, or ``"state"``; it answers every line with one line,
the state of the centre. When the input ends the process ends, so none outlives its test. Logs go to standard error.
"""

import asyncio
import sys
from pathlib import Path

import msgspec
import structlog

from acd.asterisk.ami_login import LoginRefused
from acd.config.load import load_centre
from acd.engine.facts import AnyFact
from acd.service import Service, open_service
from tests.bad_days.state import state_of

REFUSED = 3
"""The exit code when the PBX refuses the service."""


async def answer_lines(service: Service) -> None:
    """Tell what is told and show the state, until the input ends."""
    loop, lines = asyncio.get_running_loop(), asyncio.StreamReader()
    transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    facts: msgspec.json.Decoder[AnyFact] = msgspec.json.Decoder(AnyFact)
    try:
        while line := await lines.readline():
            if line.strip() != b'"state"':
                service.core.tell(facts.decode(line))
            sys.stdout.buffer.write(msgspec.json.encode(state_of(service)) + b"\n")
            sys.stdout.buffer.flush()
    finally:
        transport.close()


async def serve(config: Path) -> int:
    centre = load_centre(config)
    service = open_service(centre, Path(centre.part.journal.directory))
    await service.start()
    running, talking = asyncio.ensure_future(service.run()), asyncio.ensure_future(answer_lines(service))
    try:
        await asyncio.wait((running, talking), return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            running.result()
    except LoginRefused as refusal:
        print(f"acd: {refusal}", file=sys.stderr)
        return REFUSED
    finally:
        running.cancel()
        talking.cancel()
        await asyncio.gather(running, talking, return_exceptions=True)
        await service.stop()
    return 0


if __name__ == "__main__":
    structlog.configure(logger_factory=structlog.WriteLoggerFactory(sys.stderr), cache_logger_on_first_use=True)
    sys.exit(asyncio.run(serve(Path(sys.argv[1]))))
