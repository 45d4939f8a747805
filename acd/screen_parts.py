"""The sections of the screen: header, queues, agents, calls, events. Each gives exactly the lines it is asked for."""

from collections import Counter
from collections.abc import Sequence
from heapq import nsmallest
from itertools import islice
from math import ceil
from typing import NamedTuple

from rich.text import Text

from acd.engine.calls import Call, CallState
from acd.engine.centre import Centre
from acd.engine.measures import QueueCounts
from acd.engine.rules import QueueRules
from acd.screen_lines import COLOURS, Cell, Column, clock, filled, fit, heading, row, short, widths
from acd.story_words import reason, words
from acd.waiting import longest_waiting, need_now
from agents.roster import Agent
from agents.states import WORKING, AgentState
from ivr.words import Language

HEAD = "bold bright_black"

QUEUE_COLUMNS = (
    Column(13, 3), Column(7, 0, right=True), Column(11, 0, right=True), Column(9, 1, right=True),
    Column(9, 1, right=True), Column(14, 1, right=True), Column(9, 1, right=True),
)  # fmt: skip

CALL_COLUMNS = (
    Column(13, 1), Column(16, 3), Column(8, 1), Column(9, 2), Column(11, 3), Column(12, 3), Column(5, 0, right=True),
)  # fmt: skip

NARROWEST_AGENT = 26
"""Cells of an agent: ten of a name, ten of a state, four of a time."""

NARROW_AGENT = (Column(10, 1), Column(10, 0), Column(4, 0, right=True))
WIDE_AGENT = (Column(12, 2), Column(14, 0), Column(6, 3), Column(4, 0, right=True))
WIDE_FROM = 44

CALL_ORDER = {
    CallState.WAITING: 0, CallState.OFFERED: 0, CallState.TALKING: 1, CallState.MENU: 2, CallState.LEAVING: 3,
}  # fmt: skip
"""Who waits is shown first."""


class Scene(NamedTuple):
    """What there is to show: the centre at ``now`` (seconds since 1970), how long it runs, where its API is."""

    centre: Centre
    now: float
    up_s: float
    where: str
    events: Sequence[str]
    language: Language

    def say(self, key: str, **values: object) -> str:
        """Return a sentence in the language of the screen."""
        return words(key, self.language, **values)


def header(scene: Scene, width: int) -> Text:
    """The centre's name, how long it runs, and where to look."""
    right = f"{scene.say('up', time=clock(scene.up_s))}  {scene.where}"
    if not scene.centre.settled:
        right = f"{scene.say('settling')}  {right}"
    room = max(0, width - len(right) - 1)
    line = Text(fit(scene.centre.rules.name, room) + " ", "bold", no_wrap=True, overflow="crop")
    return line.append(fit(right, width - room - 1, right=True), "green" if scene.centre.settled else "yellow")


def queues(scene: Scene, width: int, height: int) -> list[Text]:
    """A line for each queue, as many as there is room for."""
    sizes = widths(QUEUE_COLUMNS, width)
    keys = ("queue", "waiting", "longest", "col_answered", "col_abandoned", "level", "mean")
    lines = [row(QUEUE_COLUMNS, sizes, [Cell(scene.say(key), HEAD) for key in keys])]
    longest = longest_waiting(scene.centre, scene.now)
    for name, rules in islice(scene.centre.queues.items(), height):
        cells = queue_cells(scene, rules, scene.centre.counts[name], longest.get(name))
        lines.append(row(QUEUE_COLUMNS, sizes, cells))
    return cut(scene, lines, height, len(scene.centre.queues) + 1)


def queue_cells(scene: Scene, rules: QueueRules, counts: QueueCounts, longest_s: float | None) -> list[Cell]:
    """What is shown of one queue."""
    late = longest_s is not None and longest_s > rules.answer_within_s
    level, mean_s = counts.service_level(), counts.mean_wait_s()
    within = f"{rules.answer_within_s:g}"
    return [
        Cell(rules.title or rules.name, "bold"),
        Cell(str(counts.waiting), "yellow" if counts.waiting else ""),
        Cell("–" if longest_s is None else clock(longest_s), "bold red" if late else ""),
        Cell(str(counts.answered)),
        Cell(str(counts.abandoned)),
        Cell("–" if level is None else scene.say("level_is", percent=round(level * 100), within=within)),
        Cell("–" if mean_s is None else clock(mean_s)),
    ]


def agents_room(count: int, width: int, room: int) -> tuple[int, int]:
    """Return columns and rows for ``count`` agents in at most ``room`` lines: as wide as half the room allows."""
    most = max(1, (width + 1) // (NARROWEST_AGENT + 1))
    for columns in range(1, most + 1):
        if (rows := ceil(count / columns)) <= room * 9 // 20:
            return columns, max(rows, 1)
    return most, max(1, min(ceil(count / most), room - 7))


def agents(scene: Scene, width: int, columns: int, rows: int) -> list[Text]:
    """The roster in ``columns``, downwards; who is signed in comes first, and the heading counts the states."""
    states = Counter(agent.state for agent in scene.centre.roster)
    counts = [Cell(f"{scene.say(state)} {states[state]}", COLOURS[state]) for state in AgentState if states[state]]
    lines = [heading(f"{scene.say('agents')} {len(scene.centre.roster)}:", width, counts)]
    shown = sorted(scene.centre.roster, key=lambda agent: not agent.signed_in)
    size = (width - columns + 1) // columns
    places = columns * rows
    over = len(shown) - places
    cells = [agent_cell(scene, agent, size) for agent in shown[: places - (over > 0)]]
    if over > 0:
        cells.append(Text(fit(scene.say("more", count=over + 1), size), HEAD))
    for number in range(rows):
        lines.append(Text(" ", no_wrap=True, overflow="crop").join(cells[number::rows]))
    return lines


def agent_cell(scene: Scene, agent: Agent, size: int) -> Text:
    """One agent: name, state, on a wide screen why or with whom, and since when."""
    colour = COLOURS[agent.state]
    name = Cell(agent.rules.title or agent.name, "" if agent.signed_in else colour)
    state = Cell(scene.say(agent.state), colour)
    since = Cell(short(scene.now - agent.since, scene.language) if agent.signed_in else "", "bright_black")
    if size >= WIDE_FROM:
        detail = Cell(agent_detail(scene, agent), "bright_black")
        return row(WIDE_AGENT, widths(WIDE_AGENT, size), [name, state, detail, since])
    if agent.state is AgentState.PAUSED and agent.pause_reason:
        # The pause has its colour and the heading its word; here there is room for one of the two.
        state = Cell(f"({reason(agent.pause_reason, scene.language)})", colour)
    return row(NARROW_AGENT, widths(NARROW_AGENT, size), [name, state, since])


def agent_detail(scene: Scene, agent: Agent) -> str:
    """Return the call in hand and what the agent wants after it, why they are paused, how long they are left alone."""
    why = reason(agent.pause_reason, scene.language) if agent.pause_reason else ""
    if agent.state is AgentState.AFTER_MISS:
        return scene.say("still", time=clock(agent.left_alone_until - scene.now))
    if agent.state not in WORKING:
        return why if agent.state is AgentState.PAUSED else ""
    then = scene.say("then_out") if agent.leaving else scene.say("then_pause") if why else ""
    return ", ".join(part for part in (agent.call, then) if part)


def calls(scene: Scene, width: int, height: int) -> list[Text]:
    """The live calls: who waits first, in the order they came."""
    sizes = widths(CALL_COLUMNS, width)
    keys = ("col_call", "caller", "state", "queue", "needs", "col_agent", "age")
    lines = [row(CALL_COLUMNS, sizes, [Cell(scene.say(key), HEAD) for key in keys])]
    live = scene.centre.calls
    for call in nsmallest(height, live.values(), key=lambda call: (CALL_ORDER.get(call.state, 9), call.arrived_at)):
        lines.append(row(CALL_COLUMNS, sizes, call_cells(scene, call)))
    return filled(cut(scene, lines, height, len(live) + 1), height)


def call_cells(scene: Scene, call: Call) -> list[Cell]:
    """What is shown of one call."""
    queue = scene.centre.queues.get(call.queue)
    return [
        Cell(call.call_id),
        Cell(" ".join(part for part in (call.name, call.number) if part)),
        Cell(scene.say(call.state), COLOURS.get(call.state, "")),
        Cell(queue.title or queue.name if queue else ""),
        Cell(need_now(call)),
        Cell(whose(scene, call)),
        Cell(clock(scene.now - call.arrived_at)),
    ]


def whose(scene: Scene, call: Call) -> str:
    """The agents whom ``call`` talks to or rings, or after an arrow the one agent it waits for."""
    names = call.ringing or (call.agent or call.wanted,)
    found = [agent for name in names if (agent := scene.centre.roster.get(name)) is not None]
    text = ", ".join(agent.rules.title or agent.name for agent in found)
    return f"→ {text}" if text and not call.agent else text


def events(scene: Scene, width: int, height: int) -> list[Text]:
    """The last lines of the story, the newest at the end."""
    lines = [heading(scene.say("events"), width)]
    newest = list(scene.events)[-(height - 1) :] if height > 1 else []
    lines += [Text(fit(line, width), no_wrap=True, overflow="crop") for line in newest]
    return filled(lines, height)


def cut(scene: Scene, lines: list[Text], height: int, wanted: int) -> list[Text]:
    """Return at most ``height`` of ``lines``; when there should be more, the last says how many."""
    if wanted <= height:
        return lines
    more = Text(scene.say("more", count=wanted - height + 1), HEAD, no_wrap=True, overflow="crop")
    return [*lines[: height - 1], more]
