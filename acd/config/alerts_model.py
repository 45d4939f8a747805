"""Alerts as an owner writes them, typed: rules by name, and where else they are told."""

import math
import re
from typing import Annotated, Any, Literal, NamedTuple
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from acd.alerts.measures import Measure
from acd.config.fields import Duration, Lasting, Secret, kept_elsewhere, long_duration_from, refuse
from acd.config.queue_model import Part
from ivr.fields import A_DURATION, A_NAME, Name, name_from

MOST_RULES = 100
MOST_NAMES = 100
LONGEST_URL = 2048

_SHARE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,2})?)\s?%", re.ASCII)
_URL = re.compile(r"https?://[^\s@/]+(/\S*)?", re.ASCII)

AgentIn = Literal[
    "ready", "offered", "talking", "wrap_up", "paused", "after_miss", "busy_elsewhere", "unreachable"
]  # fmt: skip
"""The states of an agent that an alert can be about."""


class Bound(NamedTuple):
    """A bound as it is written: its unit is "" for a bare number."""

    value: float
    unit: Literal["", "seconds", "share"] = ""


def bound_from(raw: object) -> Bound:
    """Read a bound: a number, a duration (``90s``) or a share (``80%``)."""
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        if not math.isfinite(raw) or not 0 <= raw <= 1e6:
            raise refuse("bad_bound", raw)
        return Bound(float(raw))
    text = raw if isinstance(raw, str) else ""
    if found := _SHARE.fullmatch(text):
        return Bound(float(found[1]) / 100, "share")
    try:
        return Bound(long_duration_from(text), "seconds")
    except PydanticCustomError:
        raise refuse("bad_bound", raw) from None


def names_from(raw: object) -> tuple[str, ...]:
    """Read one name or a list of them."""
    listed = list(raw) if isinstance(raw, list | tuple) else [raw]
    if not 1 <= len(listed) <= MOST_NAMES:
        raise refuse("bad_names", raw, most=MOST_NAMES)
    return tuple(name_from(each) for each in listed)


def url_from(raw: object) -> str:
    """Read the address of a web hook, or where it is kept; it may hold a token, so it is never shown."""
    shown = raw if str(raw).startswith(("env:", "file:")) else "***"
    text = kept_elsewhere(raw) if isinstance(raw, str) else ""
    try:
        parts = urlsplit(text)
        good = len(text) <= LONGEST_URL and _URL.fullmatch(text) and text.isprintable() and parts.hostname
        _ = parts.port
    except ValueError:  # no port, or half a bracket
        good = False
    if not good:
        raise refuse("bad_url", shown)
    return text


_NAME_SCHEMA: dict[str, Any] = {"type": ["string", "integer"], "pattern": f"^({A_NAME})$", "minimum": 0}
_BOUND_SCHEMA = {
    "type": ["string", "number"],
    "pattern": f"{A_DURATION['pattern']}|^{_SHARE.pattern}$",
    "minimum": 0,
}
_ONE_OR_MORE = WithJsonSchema({"anyOf": [_NAME_SCHEMA, {"type": "array", "items": _NAME_SCHEMA}]})

Names = Annotated[tuple[str, ...], BeforeValidator(names_from), _ONE_OR_MORE]
BoundField = Annotated[Bound, BeforeValidator(bound_from), WithJsonSchema(_BOUND_SCHEMA)]
Url = Annotated[str, BeforeValidator(url_from), WithJsonSchema({"type": "string", "pattern": "^(https?|env|file):"})]


class WebhookPart(Part):
    """Another program that is told of alerts, each signed with ``secret``."""

    url: Url
    secret: Secret


class AlertRulePart(Part):
    """When to raise an alert: the measure is above or below a bound for as long as ``lasting``.

    Without ``queue`` and ``team`` it watches each by itself. ``calm`` is for how long it must not be so before the
    alert is cleared.
    """

    measure: Measure
    queue: Names | None = None
    team: Names | None = None
    state: AgentIn | None = None
    above: BoundField | None = None
    below: BoundField | None = None
    lasting: Duration | None = None
    calm: Lasting = 10.0
    severity: Literal["information", "warning", "critical"] = "warning"
    webhook: bool = True

    @property
    def bound(self) -> Bound | None:
        """The bound, whichever side it is of; None if none is given."""
        return self.above or self.below


class AlertsPart(Part):
    """Alerts by name, beside those that are ``built_in``."""

    built_in: bool = True
    rules: Annotated[dict[Name, AlertRulePart], Field(max_length=MOST_RULES)] = Field(default={})
    webhook: WebhookPart | None = None
