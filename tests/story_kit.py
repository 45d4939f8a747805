"""A core at noon whose story is kept, for tests of what people read."""

import re
from datetime import UTC
from typing import Any

from acd.story import Story
from ivr.words import Language
from tests.core_kit import PromptCore, a_core, start


class Told:
    """A core whose story is kept."""

    def __init__(self, language: Language = "en", **centre: Any) -> None:
        self.lines: list[str] = []
        self.core = a_core(started=False, kind=PromptCore)
        self.story = Story(self.core, language, self.lines.append, UTC)
        self.core.listeners.append(self.story)
        start(self.core, **centre)
        self.lines.clear()

    def of(self, call_id: str) -> list[str]:
        """What was said of a call, without the time and the call's id."""
        begin = re.compile(rf"\d\d:\d\d:\d\d (call|звонок) {re.escape(call_id)}  ")
        return [line[found.end() :] for line in self.lines if (found := begin.match(line))]

    def last(self) -> str:
        return self.lines[-1]
