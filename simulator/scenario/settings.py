"""Changes to a scenario from the command line, ``groups.english.agents=12``: a dotted path and a value in YAML."""

from collections.abc import Iterable
from typing import Any

import yaml

from acd.config.located import Builder, Unreadable
from ivr.problems import Path as Place
from ivr.problems import Problem
from simulator.scenario.limits import LONGEST_SETTING, MOST_SETTINGS


class BadSetting(ValueError):
    """A change that cannot be made; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.key)
        self.problem = problem


def changed(data: Any, settings: Iterable[str]) -> Any:
    """Return ``data`` with every change made, in order; ``data`` itself stays as it is.

    What is not there yet is added, so a change can also add a group, or the rules of a queue.

    Raises:
        BadSetting: no such form, no YAML, or no place to put it.
    """
    for number, setting in enumerate(settings):
        if number == MOST_SETTINGS:
            raise BadSetting(Problem((), "too_many_settings", {"most": str(MOST_SETTINGS)}))
        path, value = read_setting(setting)
        data = _with(data, path, value, ())
    return data


def read_setting(setting: str) -> tuple[Place, Any]:
    """Read one change: where, and what.

    Raises:
        BadSetting: no such form, or no YAML.
    """
    written, equals, text = setting.partition("=")
    path = tuple(word.strip() for word in written.split("."))
    if not equals or not all(path) or len(setting) > LONGEST_SETTING:
        raise BadSetting(Problem((), "bad_setting", {"got": setting[:64]}))
    try:
        return path, Builder().build(yaml.compose(text, Loader=yaml.SafeLoader)).data
    except (yaml.YAMLError, RecursionError, Unreadable):
        raise BadSetting(Problem((), "bad_setting_value", {"got": text[:64], "setting": written[:64]})) from None


def _with(data: Any, path: Place, value: Any, before: Place) -> Any:
    if not path:
        return value
    word, *rest = path
    if isinstance(data, list) and str(word).isdecimal() and int(word) < len(data):
        number = int(word)
        return [
            _with(each, tuple(rest), value, (*before, word)) if at == number else each for at, each in enumerate(data)
        ]
    if not isinstance(data, dict):
        raise BadSetting(Problem(before, "setting_nowhere", {"word": str(word), "place": _shown(before)}))
    key = next((key for key in data if str(key) == word), word)
    within = data.get(key)
    return {**data, key: _with({} if within is None else within, tuple(rest), value, (*before, key))}


def _shown(place: Place) -> str:
    return ".".join(str(part) for part in place) or "-"
