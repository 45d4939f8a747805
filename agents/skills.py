"""The skill matrix: which profiles of skills meet which needs.

Agents with equal skills at equal levels share a *profile*. The matrix holds one row a profile and one column a
skill, with levels from 0 (does not have it) to 10. Needs are matched against whole columns at once with numpy when
a need is first seen; the answer is kept by whoever asked, so no decision reads the matrix.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from agents.needs import HIGHEST_LEVEL, OPERATORS, Expression, Not, Or, Test, lacking, tests_in

__all__ = ["HIGHEST_LEVEL", "Need", "SkillMatrix", "merged"]

Need = Expression


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

    def levels_of(self, profile: int) -> dict[str, int]:
        """Return the levels of ``profile`` by skill, without those it does not have."""
        row = self.levels[profile].tolist()
        return {skill: level for skill, level in zip(self.skills, row, strict=True) if level}

    def meeting(self, need: Expression) -> npt.NDArray[np.bool_]:
        """Return for each profile, in order of the rows, whether it meets ``need``.

        Raises:
            KeyError: a skill that the centre does not define, or a value that is not resolved.
        """
        if isinstance(need, Test):
            compared: npt.NDArray[np.bool_] = OPERATORS[need.operator](self._levels_in(need), need.level)
            return compared
        if isinstance(need, Not):
            return ~self.meeting(need.part)
        either = isinstance(need, Or)
        met = np.full(len(self.levels), not either)
        for part in need.parts:
            met = met | self.meeting(part) if either else met & self.meeting(part)
        return met

    def fit(self, need: Expression) -> npt.NDArray[np.float64]:
        """Return for each profile how well it fits: the sum of its levels in the skills that ``need`` asks for."""
        asked = {test.skill: test for test, wanted in tests_in(need) if wanted and _asks_for_skill(test)}
        total = np.zeros(len(self.levels))
        for test in asked.values():
            total += self._levels_in(test)
        return total

    def lacking(self, profile: int, need: Expression) -> tuple[Test, ...]:
        """Return what would have to be different of ``profile`` for ``need``: the fewest tests."""
        return lacking(need, self.levels_of(profile))

    def _levels_in(self, test: Test) -> npt.NDArray[np.int8]:
        return self.levels[:, self._column[str(test.skill)]]


def _asks_for_skill(test: Test) -> bool:
    return test.operator in (">=", ">") or (test.operator == "==" and test.level != 0)
