"""Which events an AMI client gets: its event classes and the filters it added (AMI action ``Filter``)."""

import re
from collections.abc import Callable
from typing import NamedTuple

from acd.asterisk.ami_wire import Message

# Filters are looked at for each event; a client with more is refused rather than allowed to slow the PBX.
MAX_FILTERS = 64

METHODS: dict[str, Callable[[str, str], bool]] = {
    "regex": lambda text, wanted: re.search(wanted, text) is not None,
    "exact": lambda text, wanted: text == wanted,
    "starts_with": lambda text, wanted: text.startswith(wanted),
    "ends_with": lambda text, wanted: text.endswith(wanted),
    "contains": lambda text, wanted: wanted in text,
    "none": lambda text, wanted: True,
}


class EventFilter(NamedTuple):
    """One filter: which events it speaks of, and whether it takes them in or out."""

    name: str
    header: str
    method: str
    wanted: str
    exclude: bool

    def matches(self, name: str, text: str) -> bool:
        """Whether it speaks of the event ``name`` written as ``text``."""
        if self.name and self.name != name:
            return False
        about = header_value(text, self.header) if self.header else text
        return about is not None and METHODS[self.method](about, self.wanted)


def header_value(text: str, header: str) -> str | None:
    """Return the value of ``header`` in a written event, or None."""
    found = re.search(rf"^{re.escape(header)}: ?([^\r\n]*)", text, re.MULTILINE)
    return found.group(1) if found else None


def read_filter(message: Message) -> EventFilter:
    """Read the action ``Filter``: a plain regular expression, or ``MatchCriteria``.

    Raises:
        ValueError: the expression or the criteria cannot be understood.
    """
    wanted, criteria = message.get("Filter"), message.get("MatchCriteria")
    if not criteria:
        exclude = wanted.startswith("!")
        wanted = wanted.removeprefix("!")
        if not wanted:
            raise ValueError("empty filter")
        check_expression(wanted)
        return EventFilter("", "", "regex", wanted, exclude)
    parts = dict(re.findall(r"(\w+)\(([^)]*)\)", criteria))
    if unknown := parts.keys() - {"name", "header", "action", "method"}:
        raise ValueError(f"unknown criteria {sorted(unknown)}")
    method = parts.get("method", "none" if not wanted else "regex")
    if method not in METHODS or parts.get("action", "include") not in ("include", "exclude"):
        raise ValueError("unknown method or action")
    if method == "regex":
        check_expression(wanted)
    return EventFilter(parts.get("name", ""), parts.get("header", ""), method, wanted, parts.get("action") == "exclude")


def check_expression(expression: str) -> None:
    """Raise ValueError if this is no regular expression."""
    try:
        re.compile(expression)
    except re.error as fault:
        raise ValueError(str(fault)) from fault


class EventFilters:
    """All filters of one client. With including filters only what they match passes; exclusion wins."""

    def __init__(self) -> None:
        self._including: list[EventFilter] = []
        self._excluding: list[EventFilter] = []

    def add(self, message: Message) -> None:
        """Add what an action ``Filter`` asks for.

        Raises:
            ValueError: it cannot be understood, or there are too many.
        """
        added = read_filter(message)
        if len(self._including) + len(self._excluding) >= MAX_FILTERS:
            raise ValueError("too many filters")
        (self._excluding if added.exclude else self._including).append(added)

    def pass_event(self, name: str, text: str) -> bool:
        """Whether the client gets the event."""
        if any(each.matches(name, text) for each in self._excluding):
            return False
        return not self._including or any(each.matches(name, text) for each in self._including)
