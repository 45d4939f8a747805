"""Answers "why did this call go where it went" from the journals on disk."""

import asyncio
import sys
from datetime import datetime
from pathlib import Path

import structlog
from msgspec.structs import replace

from acd.engine.explain import Explained, explain
from acd.engine.explain_text import render
from acd.store.journal import journal_files, read_journal
from acd.story_words import reason
from acd.words import Language, say

MOST_JOURNALS = 30
"""Journals searched, the newest; for an older call move its journal into a folder of its own and name that."""

MOST_AT_ONCE = 2
"""Explanations under way: each takes a core and the memory of an engine, and the calls need theirs."""

APART_S = 60.0
"""How long an explanation may take beside a running service; a day of a busy centre takes some five seconds."""

log = structlog.get_logger()


class NoJournal(FileNotFoundError):
    """There is no journal to look into."""


def explain_from(directory: Path, call: str, language: Language) -> str | None:
    """Say every decision about ``call``, in order; None when no journal knows it.

    A call that lived through a restart is in several journals; all of them are told, oldest first.

    Raises:
        NoJournal: ``directory`` holds none.
        ValueError: a journal is damaged before its last line; names the file and the line.
    """
    files = journal_files(directory)[-MOST_JOURNALS:]
    if not files:
        raise NoJournal(directory)
    told = [text for path in files if mentions(path, call) for text in decisions(path, call, language)]
    if told:
        return "\n\n".join(told)
    if any(mentions(path, call) for path in files):
        return say("no_decision", language, call=call)
    return None


def decisions(path: Path, call: str, language: Language) -> list[str]:
    """Say the decisions about ``call`` that one journal holds."""
    facts = ((entry.at, entry.fact) for entry in read_journal(path))
    return [
        render(in_words(each, language), language, datetime.fromtimestamp(each.at).astimezone().strftime("%H:%M:%S"))
        for each in explain(facts, call)
    ]


def in_words(decision: Explained, language: Language) -> Explained:
    """Say why agents were paused as people say it."""
    agents = (replace(each, reason=reason(each.reason, language)) for each in decision.agents)
    return replace(decision, agents=tuple(agents))


def mentions(path: Path, call: str) -> bool:
    """Whether a journal knows ``call`` at all; a plain search, much faster than a replay."""
    needle = f'"call":"{call}"'.encode()
    with path.open("rb") as lines:
        return any(needle in line for line in lines)


class Explanations:
    """Answers :func:`explain_from` in processes of their own: a replay here would hold up the calls.

    At most ``MOST_AT_ONCE`` run; who asks meanwhile waits.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._room = asyncio.Semaphore(MOST_AT_ONCE)

    async def explain(self, call: str, language: Language) -> str | None:
        """Say every decision about ``call``; None when no journal knows it, or when it fails or takes too long."""
        if not call.isprintable():  # no id of a call, and a NUL cannot be given to a process
            return None
        async with self._room:
            return await self._explain(call, language)

    async def _explain(self, call: str, language: Language) -> str | None:
        words = ("-m", "acd.explained", str(self._directory), call, language)
        process = await asyncio.create_subprocess_exec(sys.executable, *words, stdout=asyncio.subprocess.PIPE)
        try:
            async with asyncio.timeout(APART_S):
                text, _ = await process.communicate()
        except TimeoutError:
            log.warning("explanation_took_too_long", call=call, limit_s=APART_S)
            return None
        finally:
            if process.returncode is None:  # too late, or nobody waits for it any more
                process.kill()
                await process.wait()
        return text.decode() if process.returncode == 0 else None


def main(directory: str, call: str, language: Language) -> int:
    """Write the explanation to the standard output; 1 if there is none."""
    try:
        text = explain_from(Path(directory), call, language)
    except (NoJournal, ValueError):
        return 1
    sys.stdout.write(text or "")
    return 0 if text is not None else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], "ru" if sys.argv[3] == "ru" else "en"))
