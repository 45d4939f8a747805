"""What a terminal of some size would show of a core."""

import io
from collections.abc import Sequence

from rich.console import Console

from acd.core import Core
from acd.screen import render
from acd.screen_parts import Scene
from agents.roster import AgentRules
from ivr.words import Language

WHERE = "http://127.0.0.1:8090"


def drawn(
    core: Core, width: int = 80, height: int = 24, language: Language = "en", events: Sequence[str] = ()
) -> list[str]:
    """The lines that a terminal of that size would show."""
    console = Console(width=width, height=height, file=io.StringIO(), record=True, legacy_windows=False)
    now = core.clock.now()
    console.print(render(Scene(core.centre, now, 725.0, WHERE, events, language), width, height))
    return console.export_text(styles=False).splitlines()


def the_line(lines: list[str], word: str) -> str:
    (line,) = [line for line in lines if word in line]
    return line


def agents(count: int) -> tuple[AgentRules, ...]:
    return tuple(
        AgentRules(name=f"a{n}", endpoint=f"PJSIP/{n}", title=f"Agent {n}", skills={"ru": 5}) for n in range(count)
    )
