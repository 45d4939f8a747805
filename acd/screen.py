"""The centre at work on a terminal: queues, agents, calls and events, updated in place."""

import asyncio
import select
from collections.abc import Sequence
from typing import IO

import structlog
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.text import Text

from acd import screen_parts as parts
from acd.core import Core
from acd.screen_parts import Scene
from ivr.words import Language

FRAME_S = 0.25
"""Four times a second: as fast as an eye wants and slow enough to cost the calls nothing."""

MOST_WIDE, MOST_HIGH = 400, 200
"""The largest screen that is drawn, so that a terminal that claims to be endless costs no more."""

log = structlog.get_logger()


def render(scene: Scene, width: int, height: int) -> RenderableType:
    """Draw ``scene`` in exactly ``height`` lines of ``width`` cells; made for 80x24 and larger."""
    queue_lines = parts.queues(scene, width, min(len(scene.centre.queues) + 1, max(4, height // 4)))
    room = max(8, height - 1 - len(queue_lines) - 1)
    columns, rows = parts.agents_room(len(scene.centre.roster), width, room)
    left = max(2, room - rows)
    event_height = max(4, left * 2 // 5) if left >= 8 else left // 2
    lines: list[Text] = [
        parts.header(scene, width),
        *queue_lines,
        *parts.agents(scene, width, columns, rows),
        *parts.calls(scene, width, left - event_height),
        *parts.events(scene, width, event_height),
    ]
    return Group(*lines[:height])


class Screen:
    """The live view of ``core``: :meth:`run` draws until it is cancelled, and gives the terminal back.

    ``story_lines`` is read anew at each frame, the newest line last; ``where`` is the address of the API. Keep the
    log away from the terminal meanwhile.
    """

    def __init__(
        self, core: Core, language: Language, story_lines: Sequence[str], where: str, console: Console | None = None
    ) -> None:
        self._core = core
        self._language = language
        self._story_lines = story_lines
        self._where = where
        self._console = console or PatientConsole()
        self._started_at = core.clock.now()

    async def run(self) -> None:
        """Draw four times a second. A terminal that goes away or stands still is no reason to stop anything else."""
        try:
            with self._live() as live:
                while True:
                    if takes_more(self._console.file):
                        live.update(self.frame(), refresh=True)
                    await asyncio.sleep(FRAME_S)
        except OSError as fault:
            log.warning("screen_lost", why=str(fault))
            task = asyncio.current_task()
            if task is None or not task.cancelling():  # else it was told to end, and only giving back failed
                await asyncio.Event().wait()

    def _live(self) -> Live:
        return Live(
            console=self._console, screen=True, auto_refresh=False, redirect_stdout=False, redirect_stderr=False
        )

    def frame(self) -> RenderableType:
        """Draw the present moment for the terminal's present size."""
        now = self._core.clock.now()
        scene = Scene(self._core.centre, now, now - self._started_at, self._where, self._story_lines, self._language)
        size = self._console.size
        return render(scene, min(size.width, MOST_WIDE), min(size.height, MOST_HIGH))


class PatientConsole(Console):
    """A console that falls silent when nobody reads it any more, where rich would end the process."""

    def on_broken_pipe(self) -> None:
        """Write nothing from now on."""
        self.quiet = True


def takes_more(out: IO[str]) -> bool:
    """Whether ``out`` takes a frame now: writing to a terminal that is held (Ctrl-S) would hold up the calls."""
    try:
        poll = select.poll()
        poll.register(out.fileno(), select.POLLOUT)
    except (OSError, ValueError, AttributeError):
        return True  # no file of the system, so it cannot be held
    return any(event & (select.POLLOUT | select.POLLERR | select.POLLHUP) for _, event in poll.poll(0))
