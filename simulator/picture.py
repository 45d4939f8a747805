"""A picture of the demo centre at work, for the README: ``python -m simulator.picture FILE.svg --lang ru``.

The demo runs for some minutes of virtual time, and its live screen is saved as it is then. Everything is seeded and
the clock begins at a fixed moment, so the same code draws the same picture.
"""

import asyncio
import os
import re
import time
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Annotated

import typer
from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console

from acd.cli_parts import Lang, help_of, read_centre, tongue
from acd.clock import Clock
from acd.config.load import Centre
from acd.logs import set_up_logs
from acd.screen import Screen
from acd.service import Service
from acd.store.journal import MemoryJournal
from acd.story import Story
from acd.words import Language
from simulator.demo import CENTRE, emulated_pbx, people_of
from simulator.virtual_time import run_virtual

WIDTH, HEIGHT = 118, 36
LONG_ENOUGH_S = 340.0
"""By then every queue has its figures; and at that moment somebody is paused, somebody's phone rings."""

EPOCH_S = 1_767_686_400.0
"""A Tuesday morning, 6 January 2026, 08:00 UTC."""

WEB_FONTS = re.compile(r"@font-face \{\{.*?\}\}\s*|<!--.*?-->\s*", re.DOTALL)


def svg_form() -> str:
    """Return rich's form of an SVG without what a reader's machine would have to fetch from elsewhere."""
    return WEB_FONTS.sub("", CONSOLE_SVG_FORMAT).replace("Fira Code", "DejaVu Sans Mono, Consolas, Menlo")


async def draw(centre: Centre, language: Language, after_s: float) -> Console:
    """Run the demo for ``after_s`` of the loop's seconds and return a console that has drawn the screen."""
    console = Console(record=True, width=WIDTH, height=HEIGHT, file=StringIO(), force_terminal=True)
    clock = Clock(asyncio.get_running_loop(), EPOCH_S)
    async with emulated_pbx(centre, clock) as (pbx, here):
        service = Service(here, clock, MemoryJournal(), [])
        lines: list[str] = []
        service.core.listeners.append(Story(service.core, language, lines.append))
        port = await service.start()
        screen = Screen(service.core, language, lines, f"http://{centre.part.api.listen}", console)
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.gather(service.run(), people_of(pbx, service, port)), after_s)
        console.print(screen.frame())
        await service.stop()
    return console


def main(
    file: Annotated[Path, typer.Argument(metavar="FILE.svg")],
    after: Annotated[float, typer.Option(help=help_of("duration"), min=1)] = LONG_ENOUGH_S,
    lang: Lang = None,
) -> None:
    """Save a picture of the demo centre at work."""
    os.environ["TZ"] = "UTC"  # the same picture on every machine
    time.tzset()
    set_up_logs("error")
    language = tongue(lang)
    console = run_virtual(draw(read_centre(CENTRE, language), language, after))
    file.parent.mkdir(parents=True, exist_ok=True)
    console.save_svg(str(file), title="make run", code_format=svg_form(), unique_id="centre")


if __name__ == "__main__":
    typer.run(main)
