"""The state diagrams of the docs, drawn from the transition tables.

``python -m acd.engine.diagrams`` prints the page; with a path it writes it there. A test holds the page in the docs
to what the tables give.
"""

import sys
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias, TypeVar

from acd.engine import calls
from agents import states
from agents.states import REST, AgentState, Rest

S = TypeVar("S", bound=StrEnum)
E = TypeVar("E", bound=StrEnum)
Table: TypeAlias = Mapping[tuple[S, E], S | Rest]

PAGE = Path("docs/states.md")

INTRODUCTION = """\
# States of calls and agents

Made by `python -m acd.engine.diagrams docs/states.md` from the tables in `acd/engine/call_states.py` and
`agents/states.py`; change those, not this page. An event without an arrow from a state is illegal there: it changes
nothing and is reported. Events that leave a state as it is are listed below each diagram.
"""

AGENTS_TEXT = """\
`rest` is no state but a question: who asked to leave is signed out, who asked for a pause is paused, whose phone is
gone is unreachable, whose phone is in a conversation of its own is busy elsewhere, who has just missed an offer is
left alone for a while (after_miss), and everybody else is ready.
"""

RESTING = (
    AgentState.SIGNED_OUT,
    AgentState.PAUSED,
    AgentState.UNREACHABLE,
    AgentState.BUSY_ELSEWHERE,
    AgentState.AFTER_MISS,
    AgentState.READY,
)


def mermaid(start: str, arrows: Iterable[tuple[str, str, str]]) -> str:
    """Draw arrows (from, to, event) as a mermaid state diagram; arrows between the same two states become one."""
    merged: dict[tuple[str, str], list[str]] = {}
    for source, target, event in arrows:
        merged.setdefault((source, target), []).append(event)
    lines = [f"    {source} --> {target}: {', '.join(events)}" for (source, target), events in merged.items()]
    return "\n".join(["```mermaid", "stateDiagram-v2", f"    [*] --> {start}", *lines, "```"])


def arrows_of(table: Table[S, E]) -> list[tuple[str, str, str]]:
    """Return the rows of a transition table that change the state."""
    named = [(str(state), _name(target), str(event)) for (state, event), target in table.items()]
    return [arrow for arrow in named if arrow[0] != arrow[1]]


def unmoved(table: Table[S, E]) -> str:
    """List, state by state, the events that are legal and leave it as it is."""
    staying: dict[str, list[str]] = {}
    for (state, event), target in table.items():
        if target is state:
            staying.setdefault(str(state), []).append(str(event))
    return "\n".join(f"- {state}: {', '.join(events)}" for state, events in staying.items())


def _name(target: StrEnum | Rest) -> str:
    return "rest" if target is REST else str(target)


def page() -> str:
    """Return the whole page as markdown."""
    call_arrows = [*arrows_of(calls.TRANSITIONS), (str(calls.CallState.DONE), "[*]", "forgotten")]
    choices = [("rest", str(state), "rests") for state in RESTING]
    agent_arrows = [*arrows_of(states.TRANSITIONS), *choices]
    parts = (
        INTRODUCTION,
        "## A call\n",
        mermaid(calls.CallState.MENU, call_arrows) + "\n",
        unmoved(calls.TRANSITIONS) + "\n",
        "## An agent\n",
        AGENTS_TEXT,
        mermaid(AgentState.SIGNED_OUT, agent_arrows).replace("v2\n", "v2\n    state rest <<choice>>\n", 1) + "\n",
        unmoved(states.TRANSITIONS) + "\n",
    )
    return "\n".join(parts)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(page(), encoding="utf-8")
    else:
        sys.stdout.write(page())
