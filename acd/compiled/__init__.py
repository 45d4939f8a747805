"""The engine compiled: the very same typed files as native code, where they have been built for this machine.

How it works. ``python -m acd.compiled`` lets mypyc translate the files of :data:`FOLDERS` as they stand and puts the
result under ``var/compiled/``, in a folder named by a digest of these files. When the package is imported, a finder
looks for the folder of the files as they are now; if there is one, the compiled modules are imported instead.
So a changed file is never shadowed by an older build: without a build that is exactly its own, the plain files run,
and do the same, slower.

``ACD_PURE=1`` in the environment runs the plain files in any case; debuggers and coverage want that.
"""

import hashlib
import os
import sys
from collections.abc import Sequence
from functools import cache
from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader, ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent.parent
FOLDERS: Final = ("acd/engine", "agents", "simulator/days")

PLAIN: Final = frozenset(
    {
        "acd.engine.acts",
        "acd.engine.call_states", "acd.engine.diagrams", "acd.engine.facts", "acd.engine.hours", "acd.engine.orders",
        "acd.engine.restored", "acd.engine.routing_rules",
        "acd.engine.rules", "agents.agent_rules", "agents.need_tree", "agents.needs", "agents.needs_text",
        "agents.pauses", "agents.states", "simulator.days.records", "simulator.days.world",
    }
)  # fmt: skip
"""Modules that stay as they are: tables and records, made of classes that other libraries build."""

SHARED: Final = "acd_compiled__mypyc"
"""The library in which all the code is; what stands for the modules only points into it."""

BUILDS: Final = ROOT / "var" / "compiled"


def sources() -> list[Path]:
    """Return every file of the folders, in a fixed order."""
    return sorted(file for folder in FOLDERS for file in (ROOT / folder).glob("*.py"))


def module_of(file: Path) -> str:
    """Return the name of the module in ``file``."""
    return ".".join(file.relative_to(ROOT).with_suffix("").parts)


def modules() -> dict[str, Path]:
    """Return the modules that are compiled, and their files."""
    named = {module_of(file): file for file in sources() if file.name not in ("__init__.py", "__main__.py")}
    return {name: file for name, file in named.items() if name not in PLAIN and ".explain" not in name}


@cache
def folder() -> Path:
    """Return where the build of the files as they are now is, or would be."""
    digest = hashlib.blake2b(f"{sys.version} {EXTENSION_SUFFIXES[0]}".encode(), digest_size=10)
    for file in sources():
        digest.update(file.read_bytes() + b"\0")
    return BUILDS / digest.hexdigest()


class Finder:
    """Finds the compiled modules in their folder; everything else is left to others."""

    def __init__(self, where: Path) -> None:
        self._where = where
        self._names = frozenset((*modules(), SHARED))

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return where module ``name`` is, None if it is none of these."""
        if name not in self._names:
            return None
        file = self._where / (name.replace(".", "/") + EXTENSION_SUFFIXES[0])
        return spec_from_file_location(name, file, loader=ExtensionFileLoader(name, str(file)))


def use() -> None:
    """From now on import the compiled modules, if they have been built from the files as they are."""
    if os.environ.get("ACD_PURE") or any(isinstance(finder, Finder) for finder in sys.meta_path):
        return
    if (folder() / "complete").exists():
        sys.meta_path.insert(0, Finder(folder()))


def in_use() -> bool:
    """Whether the engine that was imported is the compiled one."""
    engine = sys.modules.get("acd.engine.engine")
    return engine is not None and not str(engine.__file__).endswith(".py")
