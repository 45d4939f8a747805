"""``acd run`` as a process that a test can kill, freeze and question.

It is started as ``python -m tests.bad_days.service_process FILE``. Everything is as in ``acd run``: the loop, the
API, the lines. Besides, each line on its standard input is a fact to tell the engine, or ``"state"``, and it
answers every one with a line, the state of the centre. When the input ends the process ends, so none outlives its
test. Logs go to standard error.
"""

import asyncio
import sys
from pathlib import Path

import msgspec
import typer

from acd.cli import run_loop
from acd.config.load import load_centre
from acd.engine.facts import AnyFact
from acd.logs import set_up_logs
from acd.runner import RunOptions, run_service
from acd.service import Service, open_service
from tests.bad_days.state import state_of


async def answer_lines(service: Service, port: int) -> None:
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


async def serve(config: Path) -> None:
    centre = load_centre(config)
    journal = Path(centre.part.journal.directory)
    await run_service(open_service(centre, journal), RunOptions("en", journal, screen=False), answer_lines)


if __name__ == "__main__":
    set_up_logs("debug", None, terminal=None)
    try:
        run_loop(serve(Path(sys.argv[1])), "en")
    except typer.Exit as end:
        sys.exit(end.exit_code)
