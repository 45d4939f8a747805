"""Draws a tree as mermaid text, for the docs: generated, so that a picture never tells an old story."""

from ivr.graph import Way, ways
from ivr.model import PERSON, BranchStep, LeaveStep, RouteStep, Step, Tree, kind_of


def mermaid(tree: Tree) -> str:
    """Draw every entry, step and way of a tree as a mermaid flowchart, in the order they are written."""
    lines = ["flowchart TD"]
    for number, (dialled, target) in enumerate(tree.entries.items()):
        lines.append(f'    entry{number}(["{_safe(dialled)}"]) --> {_id(target)}')
    for name, step in {**tree.steps, PERSON: tree.person}.items():
        lines.append(f"    {_id(name)}{_box(name, step)}")
        lines += [f'    {_id(name)} -->|"{_safe(_label(step, way))}"| {_id(way.target)}' for way in ways(step)]
    return "\n".join(lines) + "\n"


def _box(name: str, step: Step) -> str:
    if isinstance(step, RouteStep):
        return f'[["{name}: queue {step.route}"]]'
    if isinstance(step, LeaveStep):
        return f'(("{name}: {_safe(step.leave or "hang-up")}"))'
    return f'["{name}: {kind_of(step)}"]'


def _label(step: Step, way: Way) -> str:
    """Say on a way's arrow what it takes to go it: a key, or what a case looks for."""
    match step, way.written:
        case _, ("keys", str(key)):
            return f"key {key}"
        case BranchStep(), ("cases", int(number), _):
            case = step.cases[number]
            if case.range:
                return f"range {case.range.low}..{case.range.high}"
            return f"prefix {case.prefix}" if case.prefix else " or ".join(case.one_of or (case.equals or "",))
    return str(way.written[-1])


def _safe(text: str) -> str:
    """Mermaid reads quotes and hashes itself, so they are written as its entities."""
    return text.replace("#", "#35;").replace('"', "#quot;")


def _id(name: str) -> str:
    """Mermaid trips over `end` and over two hyphens, so names are written in a way of their own."""
    return "at_" + name.replace("_", "__").replace("-", "_")
