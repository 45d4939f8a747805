"""YAML read together with where everything stands, so that each complaint can name its line."""

from pathlib import Path
from typing import Any

import yaml

from ivr.problems import Path as Place
from ivr.problems import Problem

LARGEST_FILE = 1_000_000
"""Bytes; a centre of a thousand agents takes a fifth of it."""

MOST_NODES = 200_000
"""Aliases are expanded while reading; this stops a file whose aliases would expand without end."""


class Located:
    """The plain data of a file, and the line of each place in it (counted from 1)."""

    def __init__(self, data: Any, lines: dict[Place, int]) -> None:
        self.data = data
        self._lines = {
            tuple(map(str, place)): line for place, line in lines.items()
        }  # a key may be a number: `1: lunch`

    def line(self, place: Place) -> int:
        """Return the line of ``place``, or of the nearest part around it that exists."""
        written = tuple(map(str, place))
        while written not in self._lines and written:
            written = written[:-1]
        return self._lines.get(written, 1)


class Unreadable(ValueError):
    """The file is no YAML that can be used; carries the problem and its line."""

    def __init__(self, problem: Problem, line: int) -> None:
        super().__init__(problem.key)
        self.problem, self.line = problem, line


def read_yaml(path: Path) -> Located:
    """Read one YAML file.

    Raises:
        Unreadable: not there, too large, too deep, no YAML, a key given twice, aliases without end.
    """
    try:
        raw = path.read_bytes()
    except OSError as fault:
        raise Unreadable(Problem((), "no_file", {"why": fault.strerror or str(fault)}), 1) from None
    if len(raw) > LARGEST_FILE:
        raise Unreadable(Problem((), "file_too_large", {"limit": str(LARGEST_FILE)}), 1)
    try:
        return Builder().build(yaml.compose(raw, Loader=yaml.SafeLoader))
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        raise Unreadable(Problem((), "no_yaml", {"why": str(fault.problem)}), line) from None
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        raise Unreadable(Problem((), "no_yaml", {"why": str(fault).splitlines()[0]}), 1) from None
    except RecursionError:
        raise Unreadable(Problem((), "too_deep"), 1) from None


class Builder:
    """Turns YAML nodes into plain data, noting lines on the way."""

    def __init__(self) -> None:
        self._lines: dict[Place, int] = {}
        self._plain = yaml.constructor.SafeConstructor()
        self._built = 0

    def build(self, node: yaml.Node | None) -> Located:
        """Build the whole document; an empty file is an empty mapping."""
        data = {} if node is None else self._value(node, ())
        return Located(data, self._lines)

    def _value(self, node: yaml.Node, place: Place) -> Any:
        self._built += 1
        if self._built > MOST_NODES:
            raise Unreadable(Problem(place, "too_many_parts", {"limit": str(MOST_NODES)}), node.start_mark.line + 1)
        self._lines.setdefault(place, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(each, (*place, index)) for index, each in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[Any, Any]:
        mapping: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            key = self._scalar(key_node)
            if isinstance(key, dict | list):
                raise Unreadable(Problem(place, "no_yaml", {"why": "a key must be one word"}), line)
            if key in mapping:
                raise Unreadable(Problem(place, "twice", {"word": str(key)}), line)
            self._lines[(*place, key)] = line
            mapping[key] = self._value(value_node, (*place, key))
        return mapping

    def _scalar(self, node: yaml.Node) -> Any:
        try:
            return self._plain.construct_object(node, deep=True)
        except (yaml.YAMLError, ValueError) as fault:
            why = str(fault).splitlines()[0]
            raise Unreadable(Problem((), "no_yaml", {"why": why}), node.start_mark.line + 1) from None
