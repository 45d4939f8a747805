"""The skill matrix: which profiles of skills meet which needs.

Agents with equal skills at equal levels share a *profile*. The matrix holds one row a profile and one column a
skill, with levels from 0 (does not have it) to 10. Needs are matched against whole rows at once with numpy when
a need is first seen; the answer is kept by whoever asked, so no decision reads the matrix.
"""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

HIGHEST_LEVEL = 10

Need: TypeAlias = tuple[tuple[str, int], ...]
"""What a call asks of an agent: pairs of skill and least level, sorted by skill, so equal needs are equal."""


def need_of(levels: Mapping[str, int]) -> Need:
    """Bring ``levels`` (skill -> least level) into the one form that equal needs share; level 0 asks nothing."""
    return tuple(sorted((skill, level) for skill, level in levels.items() if level > 0))


def merged(first: Mapping[str, int], second: Mapping[str, int]) -> dict[str, int]:
    """Join two sets of needs; where both name a skill the higher level holds."""
    joined = dict(first)
    for skill, level in second.items():
        joined[skill] = max(level, joined.get(skill, 0))
    return joined


class SkillMatrix:
    """Profiles (rows) by skills (columns), levels 0 to 10 as ``int8``; rows are added as profiles appear."""

    def __init__(self, skills: Iterable[str]) -> None:
        self.skills: tuple[str, ...] = tuple(sorted(skills))
        self._column = {skill: index for index, skill in enumerate(self.skills)}
        self._profile_of: dict[bytes, int] = {}
        self.levels: npt.NDArray[np.int8] = np.zeros((0, len(self.skills)), dtype=np.int8)

    def profile(self, levels: Mapping[str, int]) -> int:
        """Return the row for ``levels`` (skill -> level), adding it if it is new.

        Raises:
            KeyError: a skill that the centre does not define.
            ValueError: a level outside 0 to 10.
        """
        row = np.zeros(len(self.skills), dtype=np.int8)
        for skill, level in levels.items():
            if not 0 <= level <= HIGHEST_LEVEL:
                raise ValueError(f"skill {skill}: level {level} is not within 0 to {HIGHEST_LEVEL}")
            row[self._column[skill]] = level
        key = row.tobytes()
        if key not in self._profile_of:
            self._profile_of[key] = len(self.levels)
            self.levels = np.vstack([self.levels, row])
        return self._profile_of[key]

    def knows(self, skill: str) -> bool:
        """Whether the centre defines ``skill``."""
        return skill in self._column

    def meeting(self, need: Need) -> tuple[int, ...]:
        """Return the profiles that have every skill of ``need`` at its level, in order of their rows."""
        least = np.zeros(len(self.skills), dtype=np.int8)
        for skill, level in need:
            least[self._column[skill]] = min(level, HIGHEST_LEVEL + 1)
        return tuple(int(row) for row in np.flatnonzero((self.levels >= least).all(axis=1)))

    def lacking(self, profile: int, need: Need) -> list[tuple[str, int, int]]:
        """Return what ``profile`` lacks for ``need``: (skill, level it has, level asked), by skill."""
        row = self.levels[profile]
        return [
            (skill, int(row[self._column[skill]]), level) for skill, level in need if row[self._column[skill]] < level
        ]
