"""Runs a service with everything around it: API, live screen or lines, an end after a while, a last line."""

import asyncio
import gc
import signal
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import structlog

from acd.config.load import BadCentre
from acd.lines_out import LinesOut
from acd.live_change import LiveChange, Read
from acd.printable import printable
from acd.screen import Screen
from acd.service import Service
from acd.story import Story, Summary
from acd.words import Language, say
from api.access.access import FIRST_ADMIN
from api.front import Front
from api.server import serve

Surroundings: TypeAlias = Callable[[Service, int], Coroutine[Any, Any, None]]
"""What lives beside the service (demo callers): told the service and its FastAGI port, runs until cancelled."""

Write: TypeAlias = Callable[[str], None]
"""Writes a line for people."""

STORY_LINES = 200

MOST_OF_A_FINDING = 300
"""Letters of the first finding in the line that says that a changed file was refused."""

PBX_LOOK_S = 2.0
"""How often it is seen whether the PBX is there: a reconnection that succeeds at once is worth no line."""

READER_LOOK_S = 0.5

log = structlog.get_logger()


class RunOptions(NamedTuple):
    """How to run: ``duration_s`` None is until told to stop; ``screen`` None is by whether there is a terminal.

    ``ends_with_reader``: when nobody reads the lines any more there is no reason to go on. So it is for a demo; a
    service goes on. ``read`` reads the centre's file anew, None as it is. ``admin_phone`` is the first admin's.
    """

    language: Language
    journal: Path
    duration_s: float | None = None
    screen: bool | None = None
    header: tuple[str, ...] = ()
    ends_with_reader: bool = False
    read: Read | None = None
    admin_phone: str = ""


async def run_service(service: Service, options: RunOptions, surroundings: Surroundings | None = None) -> None:
    """Run until the duration is over or a signal comes, then let go of everything and print the summary.

    Raises:
        LoginRefused: the PBX does not accept user and secret.
        OSError: an address cannot be listened on.
        DatabaseUnusable: the store cannot be opened.
    """
    summary, out = Summary(), LinesOut(sys.stdout)
    front, password = await opened(service, options)
    service.core.listeners.append(summary)
    port = await service.start()
    works = [asyncio.create_task(work) for work in (service.run(), *front.works())]
    server = None
    try:
        part = service.centre.part.api
        change = LiveChange(service, options.read)
        works.append(asyncio.create_task(change.run()))
        server = await serve(await front.app(change), part.listen.host, part.listen.port)
        settle_memory()
        options = options._replace(header=(*options.header, *said_of_first_admin(password, options.language)))
        write = show(service, options, f"http://{part.listen.host}:{server.port}", works, out)
        change.on_refused = partial(say_refused, service, options.language, write)
        if options.ends_with_reader:
            works.append(asyncio.create_task(until_reader_left(out)))
        if surroundings is not None:
            works.append(asyncio.create_task(surroundings(service, port)))
        await until_over(works, options.duration_s, change.ask)
    finally:
        for work in works:
            work.cancel()
        await asyncio.gather(*works, return_exceptions=True)
        if server is not None:
            front.end_streams()
            await server.stop()
        await service.stop()
        await front.close()
        out.line(summary.line(options.language))
        out.close()


async def opened(service: Service, options: RunOptions) -> tuple[Front, str | None]:
    """Open the front of ``service``; return it with the first admin's password, if there was no account yet.

    Raises:
        DatabaseUnusable: the store cannot be opened; nothing is left of the start.
    """
    try:
        front = Front(service, options.journal)
        return front, await front.open(options.admin_phone)
    except BaseException:
        service.core.discard()
        raise


def settle_memory() -> None:
    """Take what is here now for what stays: the collector looks through it no more, which would hold up calls."""
    gc.collect()
    gc.freeze()


def said_of_first_admin(password: str | None, language: Language) -> tuple[str, ...]:
    """Say name and password of an admin who was just made; nobody can say them again."""
    return () if password is None else (say("first_admin", language, name=FIRST_ADMIN, password=password),)


def show(service: Service, options: RunOptions, where: str, works: list[asyncio.Task[None]], out: LinesOut) -> Write:
    """Show calls live: a screen where there is a terminal, else one line an event. What is said first stays.

    Returns what writes a line more.
    """
    on_screen = sys.stdout.isatty() if options.screen is None else options.screen
    first = (*options.header, say("api_at", options.language, where=where))
    write = out.line
    if on_screen:
        lines: list[str] = []
        write = partial(keep, lines)
        sys.stdout.write("\n".join(first) + "\n")
        sys.stdout.flush()  # not through ``out``, or it might come amid the screen
        works.append(asyncio.create_task(Screen(service.core, options.language, lines, where).run()))
    else:
        for line in first:
            write(line)
    service.core.listeners.append(Story(service.core, options.language, write))
    works.append(asyncio.create_task(watch_pbx(service, options.language, write)))
    return write


def say_refused(service: Service, language: Language, write: Write, refused: BadCentre) -> None:
    """Say that a changed file was refused; the log has every finding, and so has ``acd check``."""
    first = printable(refused.findings[0].text(language), MOST_OF_A_FINDING)
    write(f"{clock(service)} {say('change_refused', language, count=len(refused.findings), first=first)}")


def clock(service: Service) -> str:
    """The time of now, as lines have it."""
    return datetime.fromtimestamp(service.core.clock.now(), UTC).astimezone().strftime("%H:%M:%S")


def keep(lines: list[str], line: str) -> None:
    """Keep the last lines for the screen."""
    lines.append(line)
    del lines[:-STORY_LINES]


async def watch_pbx(service: Service, language: Language, write: Write) -> None:
    """Say once that the PBX is not there, and once that it is again; the log has every attempt and its reason."""
    reached = True
    while True:
        await asyncio.sleep(PBX_LOOK_S)
        if service.link.ami.is_connected != reached:
            reached = not reached
            what = say("pbx_back" if reached else "pbx_away", language, ami=service.centre.part.pbx.ami.address)
            write(f"{clock(service)} {what}")


async def until_reader_left(out: LinesOut) -> None:
    """Wait until nobody reads the lines any more."""
    while not out.reader_left:  # noqa: ASYNC110
        await asyncio.sleep(READER_LOOK_S)


async def until_over(works: list[asyncio.Task[None]], duration_s: float | None, reload: Callable[[], None]) -> None:
    """Wait for a signal, the end of the duration, or the failure of a part, which is raised.

    SIGHUP asks for a ``reload``, as everywhere; but where there is a terminal it says that the terminal has gone.
    """
    loop = asyncio.get_running_loop()
    told = asyncio.Event()
    on_terminal = any(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))
    wanted = {signal.SIGINT: told.set, signal.SIGTERM: told.set, signal.SIGHUP: told.set if on_terminal else reload}
    for name, what in wanted.items():
        if signal.getsignal(name) is not signal.SIG_IGN:  # nohup means what it says
            with suppress(NotImplementedError):
                loop.add_signal_handler(name, what)
    stop = asyncio.create_task(wait_for(told))
    done, _ = await asyncio.wait([*works, stop], timeout=duration_s, return_when=asyncio.FIRST_COMPLETED)
    stop.cancel()
    for work in done:
        work.result()


async def wait_for(told: asyncio.Event) -> None:
    """Wait until the process is told to stop."""
    await told.wait()
