"""What a tree needs to know of an owner's scripts: where they lie, and which of their variables become data.

A script runs in the folder of the centre's file. A program named with a slash is looked up from there, one without
a slash where the shell would look for it.
"""

import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ivr.fields import MOST_KEPT, data_name_from
from ivr.model import OF_EVERY_CALL, ScriptStep, Tree
from ivr.problems import Problem

INTERPRETER = re.compile(r"(python|php|perl|ruby|node|lua|bash|dash|sh)[0-9.]*", re.ASCII)


def split_command(command: Sequence[str]) -> tuple[str, list[str]]:
    """Tell the script from its arguments: of ``python3 lookup.py gold`` these are ``lookup.py`` and ``gold``."""
    runs_file = len(command) > 1 and INTERPRETER.fullmatch(Path(command[0]).name) and not command[1].startswith("-")
    begin = 1 if runs_file else 0
    return command[begin], list(command[begin + 1 :])


def program_at(program: str, folder: Path) -> str | None:
    """Find a program that can be run; None when there is none."""
    if "/" not in program:
        return shutil.which(program)
    path = folder / program
    return str(path) if path.is_file() and os.access(path, os.X_OK) else None


def data_from(variables: Mapping[str, str], keep: Sequence[str] | None) -> dict[str, str]:
    """Choose what becomes data of the call: names in ``keep``, or all that can name data, in small letters.

    ``_TIER`` and ``__TIER`` (inherited by other channels) count as ``tier``. What is known of every call stays.
    """
    data: dict[str, str] = {}
    for written, value in variables.items():
        name = data_name(written)
        wanted = name and value and name not in OF_EVERY_CALL and (keep is None or name in keep)
        if wanted and (name in data or len(data) < MOST_KEPT):
            data[name] = value
    return data


def data_name(written: str) -> str:
    """Turn a variable's name into one for data, "" when it can name none."""
    try:
        return data_name_from(written.lstrip("_").lower())
    except ValueError:
        return ""


def check_scripts(tree: Tree, folder: Path) -> Iterator[Problem]:
    """Refuse scripts that could not be started from ``folder``."""
    for name, step in tree.steps.items():
        if isinstance(step, ScriptStep):
            yield from _check_command(("menus", "steps", name, "script"), step.script, folder)


def _check_command(path: tuple[str, ...], command: Sequence[str], folder: Path) -> Iterator[Problem]:
    script, _ = split_command(command)
    if program_at(command[0], folder) is None:
        yield Problem(path, "no_program", {"program": command[0]})
    elif script != command[0] and not (folder / script).is_file():
        yield Problem(path, "no_script", {"script": script})
