"""Says what is wrong with a tree before any caller hears it.

The rules, each with its phrase in ``ivr.words``: every name that is used exists; every prompt is recorded in
every language it may be heard in; every input can be satisfied; every step is on some way (else a warning);
and nobody is lost. Nobody is lost means: from every menu and collect a way leads to a person; no circle is
without such a way; and a caller who presses nothing is neither sent round for ever nor, unless opening hours
say so, sent away.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from ivr.check_steps import Centre, check_step
from ivr.graph import Graph, asks, circles, graph_of, leading_to, only_silent, reached, ways
from ivr.model import DEFAULT, PERSON, LeaveStep, RouteStep, Tree
from ivr.problems import Path, Problem

MENUS: Path = ("menus",)
STEPS: Path = ("menus", "steps")


def check_tree(
    tree: Tree,
    queues: Collection[str],
    skills: Collection[str],
    hours: Collection[str],
    prompts: Mapping[str, Collection[str]],
    languages: Sequence[str],
) -> list[Problem]:
    """Find every problem of a tree. ``prompts`` are the recorded names by language; see ``Sounds``.

    Paths begin with ``menus``. The tree may be used when no problem is an error.
    """
    centre = Centre(tree, queues, skills, hours, prompts, languages)
    problems = [*_check_entries(tree), *centre.language(MENUS, tree.language)]
    problems += [*centre.prompts(("menus", "wrong"), tree.wrong)]
    problems += [*centre.prompts(("menus", "silence"), tree.silence)]
    problems += check_step(centre, ("menus", PERSON), tree.person)
    for name, step in tree.steps.items():
        problems += check_step(centre, (*STEPS, name), step)
    return [*problems, *_check_targets(tree), *_check_ways(tree, graph_of(tree))]


def _check_entries(tree: Tree) -> Iterator[Problem]:
    if DEFAULT not in tree.entries:
        yield Problem(("menus", "entries"), "no_default")
    if PERSON in tree.steps:
        yield Problem((*STEPS, PERSON), "reserved_step")


def _check_targets(tree: Tree) -> Iterator[Problem]:
    """Refuse targets that do not exist, entries first."""
    used = [(("menus", "entries", dialled), name) for dialled, name in tree.entries.items()]
    wanted: list[tuple[Path, str]] = [*used]
    for name, step in tree.steps.items():
        wanted += [((*STEPS, name, *way.written), way.target) for way in ways(step)]
    known = ", ".join([*tree.steps, PERSON])
    for path, target in wanted:
        if tree.step(target) is None:
            yield Problem(path, "unknown_step", {"step": target, "known": known})


def _check_ways(tree: Tree, graph: Graph) -> Iterator[Problem]:
    met = reached(graph, [*tree.entries.values(), PERSON])
    for name in tree.steps:
        if name not in met:
            yield Problem((*STEPS, name), "unreachable", {"step": name}, "warning")
    persons = {name for name in graph if isinstance(tree.step(name), RouteStep)}
    saved = leading_to(graph, persons)
    yield from _check_exits(tree, graph, saved)
    yield from _check_silence(tree, only_silent(graph), saved)


def _check_exits(tree: Tree, graph: Graph, saved: set[str]) -> Iterator[Problem]:
    """Refuse circles and menus from which nobody reaches a person."""
    in_circle: set[str] = set()
    for circle in circles(graph):
        if circle[0] not in saved:
            in_circle.update(circle)
            yield Problem((*STEPS, circle[0]), "circle", {"steps": ", ".join(circle)})
    for name, step in tree.steps.items():
        if asks(step) and name not in saved and name not in in_circle:
            yield Problem((*STEPS, name), "no_person", {"step": name})


def _check_silence(tree: Tree, silent: Graph, saved: set[str]) -> Iterator[Problem]:
    """Refuse what would keep or lose a caller who presses nothing."""
    for circle in circles(silent):
        if circle[0] in saved:  # otherwise nobody gets out at all, which is said already
            yield Problem((*STEPS, circle[0]), "silent_circle", {"steps": ", ".join(circle)})
    untimed = {name: [way for way in out if not way.timed] for name, out in silent.items()}
    for name, step in tree.steps.items():
        if not asks(step):
            continue
        for met in sorted(reached(untimed, [name])):
            if isinstance(tree.step(met), LeaveStep):
                path = (*STEPS, name, "otherwise")
                yield Problem(path, "silent_leave", {"step": name, "leave": met})
