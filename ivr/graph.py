"""A tree as a graph: which step leads where, which ways need no key, and the circles among them."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ivr.model import (
    PERSON,
    AskingStep,
    BranchStep,
    CollectStep,
    HoursStep,
    LeaveStep,
    MenuStep,
    RouteStep,
    SayStep,
    ScriptStep,
    SetStep,
    Step,
    Tree,
)
from ivr.problems import Path


class Way(NamedTuple):
    """One way out of a step: where in the step it is written, where it leads, and what it takes.

    ``silent`` ways are gone by a caller who presses nothing, ``timed`` ones depend on opening hours.
    """

    written: Path
    target: str
    silent: bool = True
    timed: bool = False


Graph = Mapping[str, list[Way]]


def ways(step: Step) -> list[Way]:
    """List the ways out of a step; a route and a leave have none."""
    match step:
        case SayStep() | SetStep():
            return [Way(("next",), step.next)]
        case MenuStep():
            keys = [Way(("keys", key), target, silent=False) for key, target in step.keys.items()]
            return [*keys, Way(("otherwise",), step.otherwise)]
        case CollectStep():
            return [Way(("next",), step.next, silent=False), Way(("otherwise",), step.otherwise)]
        case HoursStep():
            return [Way(("open",), step.open, timed=True), Way(("closed",), step.closed, timed=True)]
        case ScriptStep():
            return [Way(("next",), step.next), Way(("otherwise",), step.otherwise)]
        case BranchStep():
            cases = [Way(("cases", number, "next"), case.next) for number, case in enumerate(step.cases)]
            return [*cases, Way(("otherwise",), step.otherwise)]
        case RouteStep() | LeaveStep():
            return []


def graph_of(tree: Tree) -> dict[str, list[Way]]:
    """Give the ways of every step, ``person`` included; ways to steps that do not exist are left out."""
    steps = {**tree.steps, PERSON: tree.person}
    return {name: [way for way in ways(step) if way.target in steps] for name, step in steps.items()}


def reached(graph: Graph, begins: Iterator[str] | list[str]) -> set[str]:
    """Name every step that some way leads to from one of ``begins``, these included."""
    found: set[str] = set()
    waiting = [name for name in begins if name in graph]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [way.target for way in graph[name]]
    return found


def leading_to(graph: Graph, ends: set[str]) -> set[str]:
    """Name every step from which some way leads to one of ``ends``, these included."""
    back: dict[str, list[Way]] = {name: [] for name in graph}
    for name, out in graph.items():
        for way in out:
            back[way.target].append(Way((), name))
    return reached(back, list(ends))


def only_silent(graph: Graph) -> dict[str, list[Way]]:
    """Keep the ways of a caller who presses nothing."""
    return {name: [way for way in out if way.silent] for name, out in graph.items()}


def circles(graph: Graph) -> list[list[str]]:
    """List the groups of steps that lead back to themselves, each once, in the order they are written."""
    listed: set[str] = set()
    found: list[list[str]] = []
    onward = {name: reached(graph, [way.target for way in out]) for name, out in graph.items()}
    for name in graph:
        if name in listed or name not in onward[name]:
            continue
        circle = [other for other in graph if other in onward[name] and name in onward[other]]
        listed.update(circle)
        found.append(circle)
    return found


def asks(step: Step) -> bool:
    """Say whether a step waits for keys."""
    return isinstance(step, AskingStep)
