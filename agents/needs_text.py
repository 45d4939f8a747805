"""Reading needs: ``ru >= 5 and (billing >= 3 or cards >= 3) and not trainee``.

``not`` binds closest, then ``and``, then ``or``; brackets group. A test compares a skill with a level from 0 to 10; a
skill alone is had at any level from 1. ``{name}`` stands for a value that is known of the call, in place of a skill
(``{language} >= 5``) or of a level (``billing >= {tier}``).
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from agents.need_tree import ANYBODY, Expression, Test, Value, all_of, any_of, negated

LONGEST_TEXT: Final = 500
MOST_TESTS: Final = 64
DEEPEST: Final = 16
MOST_KEPT: Final = 1024
"""Texts whose needs are kept: calls ask the same few hundred again and again, while they arrive."""

RESERVED: Final = frozenset({"and", "or", "not"})
"""Words of the language; no skill can be called so."""

_TOKEN: Final = re.compile(
    r"(?P<word>\w[\w-]*)|(?P<value>\{\s*[A-Za-z][A-Za-z0-9_]{0,63}\s*\})|(?P<operator>[<>=!]=|[<>=])|(?P<other>\S)"
)
_LEVEL: Final = re.compile(r"10|[0-9]", re.ASCII)


class NeedError(ValueError):
    """A text that is no need.

    ``at`` is the column, from 0, ``got`` what stands there ("" at the end of the text). ``expected`` is what should: a
    ``skill`` (or not, or a bracket), a ``level`` from 0 to 10, an ``operator``, a ``closing`` bracket, the ``end`` (or
    and, or or); or what there is too much of: ``shorter`` texts, ``fewer`` tests, ``flatter`` nesting.
    """

    def __init__(self, at: int, expected: str, got: str) -> None:
        super().__init__(f"column {at + 1}: expected {expected}, got {got!r}")
        self.at = at
        self.expected = expected
        self.got = got


def level_of(text: str) -> int | None:
    """Return the level that ``text`` says, None if it says none from 0 to 10."""
    return int(text) if _LEVEL.fullmatch(text) else None


@lru_cache(maxsize=MOST_KEPT)
def parse_need(text: str) -> Expression:
    """Read a need; an empty text asks nothing.

    Raises:
        NeedError: the text is no need, or is beyond a limit; it says where and what was expected.
    """
    if len(text) > LONGEST_TEXT:
        raise NeedError(LONGEST_TEXT, "shorter", text[LONGEST_TEXT : LONGEST_TEXT + 16])
    return _Reader(text).need() if text.strip() else ANYBODY


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


class _Reader:
    """Goes through the tokens of one text once; each method reads one part of the language."""

    def __init__(self, text: str) -> None:
        found = _TOKEN.finditer(text)
        self._tokens = [_Token(match.lastgroup or "", match.group(), match.start()) for match in found]
        self._tokens.append(_Token("end", "", len(text)))
        self._next = 0
        self._tests = 0
        self._depth = 0

    def need(self) -> Expression:
        whole = self._either()
        if self._token.kind != "end":
            raise self._refusal("end")
        return whole

    @property
    def _token(self) -> _Token:
        return self._tokens[self._next]

    def _take(self, text: str) -> bool:
        """Step over ``text`` if it comes next."""
        found = self._token.text == text
        self._next += found
        return found

    def _refusal(self, expected: str) -> NeedError:
        return NeedError(self._token.at, expected, self._token.text)

    def _either(self) -> Expression:
        parts = [self._all()]
        while self._take("or"):
            parts.append(self._all())
        return any_of(parts)

    def _all(self) -> Expression:
        parts = [self._one()]
        while self._take("and"):
            parts.append(self._one())
        return all_of(parts)

    def _one(self) -> Expression:
        if self._token.text not in ("not", "("):
            return self._test()
        if self._depth == DEEPEST:
            raise self._refusal("flatter")
        self._depth += 1
        part = negated(self._one()) if self._take("not") else self._in_brackets()
        self._depth -= 1
        return part

    def _in_brackets(self) -> Expression:
        self._take("(")
        part = self._either()
        if not self._take(")"):
            raise self._refusal("closing")
        return part

    def _test(self) -> Expression:
        if self._tests == MOST_TESTS:
            raise self._refusal("fewer")
        self._tests += 1
        skill = self._skill()
        if self._token.kind != "operator":
            if self._token.kind in ("word", "value") and self._token.text not in RESERVED:
                raise self._refusal("operator")
            return Test(skill)
        written = self._token.text
        self._next += 1
        return Test(skill, "==" if written == "=" else written, self._level())

    def _skill(self) -> str | Value:
        token = self._token
        if token.kind not in ("word", "value") or token.text in RESERVED:
            raise self._refusal("skill")
        self._next += 1
        return _value(token) if token.kind == "value" else token.text

    def _level(self) -> int | Value:
        token = self._token
        level = _value(token) if token.kind == "value" else level_of(token.text)
        if level is None:
            raise self._refusal("level")
        self._next += 1
        return level


def _value(token: _Token) -> Value:
    return Value(token.text[1:-1].strip())
