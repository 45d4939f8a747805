"""Answers "why did this call go where it went" from the journals on disk."""

from datetime import datetime
from pathlib import Path

from acd.engine.explain import explain
from acd.engine.explain_text import render
from acd.store.journal import journal_files, read_journal
from acd.words import Language, say

MOST_JOURNALS = 30
"""Journals searched, newest first; an older call is named together with its journal's folder by an archivist."""


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
        render(each, language, datetime.fromtimestamp(each.at).astimezone().strftime("%H:%M:%S"))
        for each in explain(facts, call)
    ]


def mentions(path: Path, call: str) -> bool:
    """Whether a journal knows ``call`` at all; a plain search, much faster than a replay."""
    needle = f'"call":"{call}"'.encode()
    with path.open("rb") as lines:
        return any(needle in line for line in lines)
