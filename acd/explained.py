"""Answers "why did this call go where it went" from the journals on disk."""

import asyncio
import json
import re
import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from difflib import get_close_matches
from functools import partial
from pathlib import Path

import structlog

from acd.engine.explain import Witness, witness
from acd.engine.explain_parts import Explained, ServedFirst, Told
from acd.engine.explain_text import Teller
from acd.engine.explain_why_not import why_not
from acd.printable import printable
from acd.store.journal import journal_files, read_journal
from acd.words import Language, say

MOST_JOURNALS = 30
"""Journals searched, the newest; for an older call move its journal into a folder of its own and name that."""

MOST_AT_ONCE = 2
"""Explanations under way: each takes a core and the memory of an engine, and the calls need theirs."""

APART_S = 60.0
"""How long an explanation may take beside a running service; a day of a busy centre takes some five seconds."""

MOST_SERVED_FIRST = 10
"""Calls told that went first between two decisions; a caller who waited for long was passed by hundreds."""

MOST_OF_A_LINE = 2000
"""Letters: the names of many agents fit."""

MOST_CALLS_SEARCHED = 5000
"""Calls among which one that is like an unknown id is looked for, the latest; thousands a second can be compared."""

NO_SUCH_AGENT = 2
"""With this the process ends when nobody is called as asked."""

CALL_ID = re.compile(rb'"call":"([^"\\\\]{1,80})"')

log = structlog.get_logger()


class NoJournal(FileNotFoundError):
    """There is no journal to look into."""


class NoSuchAgent(LookupError):
    """No journal that knows the call has this agent on its roster; ``close`` are names like it."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(name)
        names = {known_name.lower(): known_name for known_name in known}
        self.close = tuple(names[each] for each in get_close_matches(name.lower(), names))


def explain_from(
    directory: Path, call: str, language: Language, not_agent: str = "", queues: frozenset[str] | None = None
) -> str | None:
    """Say what became of ``call`` and why, in order; None when no journal knows it.

    With ``not_agent``, say for each decision what would have had to be different for that agent to be chosen. A call
    that lived through a restart is in several journals; all of them are told, oldest first. With ``queues``, a call
    that was in none of them is not known.

    Raises:
        NoJournal: ``directory`` holds none.
        NoSuchAgent: nobody is called ``not_agent``.
        ValueError: a journal is damaged before its last line; names the file and the line.
    """
    files = [path for path in all_journals(directory) if mentions(path, call)]
    seen = [witness(((entry.at, entry.fact) for entry in read_journal(path)), call) for path in files]
    if not seen or (queues is not None and queues.isdisjoint(queues_in(seen))):
        return None
    teller = Teller(language, time_of_day)
    tell: Callable[[Told], str] = teller.tell
    if not_agent:
        if not any(not_agent in each.agents for each in seen):
            raise NoSuchAgent(not_agent, {name for each in seen for name in each.agents})
        tell = partial(why_not, agent=not_agent, teller=teller)
    text = "\n".join(line for each in seen for line in story(each, tell, teller))
    return text or say("no_decision", language, call=call)


def queues_in(seen: list[Witness]) -> set[str]:
    """Name the queues in which something was decided about a call."""
    return {told.queue for each in seen for told in each.told if isinstance(told, Explained)}


def all_journals(directory: Path) -> list[Path]:
    """Return the journals that are searched, oldest first."""
    files = journal_files(directory)[-MOST_JOURNALS:]
    if not files:
        raise NoJournal(directory)
    return files


def story(seen: Witness, tell: Callable[[Told], str], teller: Teller) -> list[str]:
    """Say what one journal holds of a call, line by line, safe for a terminal."""
    lines: list[str] = []
    in_a_row = 0
    for told in seen.told:
        text = tell(told)
        in_a_row = in_a_row + bool(text) if isinstance(told, ServedFirst) else shown_more(lines, in_a_row, teller)
        if text and in_a_row <= MOST_SERVED_FIRST:
            lines += (printable(line, MOST_OF_A_LINE) for line in text.split("\n"))
    shown_more(lines, in_a_row, teller)
    return lines


def shown_more(lines: list[str], in_a_row: int, teller: Teller) -> int:
    """Say how many calls that went first were left out; return 0, to count them anew."""
    if (more := in_a_row - MOST_SERVED_FIRST) > 0:
        lines.append(teller.say("more", count=more))
    return 0


def time_of_day(at: float) -> str:
    """Write a moment as the machine's clock showed it."""
    return datetime.fromtimestamp(at).astimezone().strftime("%H:%M:%S")


def calls_like(directory: Path, call: str) -> tuple[str, ...]:
    """Return ids of calls that are like ``call``, or of which it is a part; the closest first, three at most."""
    known: dict[str, None] = {}
    for path in reversed(all_journals(directory)):
        with path.open("rb") as lines:
            found = dict.fromkeys(id_.decode(errors="replace") for line in lines for id_ in CALL_ID.findall(line))
        known |= dict.fromkeys(reversed(found))
        if len(known) >= MOST_CALLS_SEARCHED:
            break
    latest = list(known)[:MOST_CALLS_SEARCHED]
    parts = [each for each in latest if call and call in each]
    return tuple(dict.fromkeys([*parts, *get_close_matches(call, latest)]))[:3]


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

    async def explain(
        self, call: str, language: Language, not_agent: str = "", queues: frozenset[str] | None = None
    ) -> str | None:
        """Say every decision about ``call``; None when no journal knows it, or when it fails or takes too long.

        Raises:
            NoSuchAgent: nobody is called ``not_agent``.
        """
        if not (call.isprintable() and not_agent.isprintable()):  # no names, and a NUL cannot be given to a process
            return None
        async with self._room:
            allowed = None if queues is None else sorted(queues)
            return await self._explain(call, language, not_agent, json.dumps(allowed))

    async def _explain(self, *asked: str) -> str | None:
        words = ("-m", "acd.explained", str(self._directory), *asked)
        process = await asyncio.create_subprocess_exec(sys.executable, *words, stdout=asyncio.subprocess.PIPE)
        try:
            async with asyncio.timeout(APART_S):
                text, _ = await process.communicate()
        except TimeoutError:
            log.warning("explanation_took_too_long", call=asked[0], limit_s=APART_S)
            return None
        finally:
            if process.returncode is None:  # too late, or nobody waits for it any more
                process.kill()
                await process.wait()
        if process.returncode == NO_SUCH_AGENT:
            raise NoSuchAgent(asked[2], ())
        return text.decode() if process.returncode == 0 else None


def main(directory: str, call: str, language: Language, not_agent: str = "", queues: str = "null") -> int:
    """Write the explanation to the standard output; 1 if there is none, 2 if nobody is called ``not_agent``."""
    allowed = json.loads(queues)
    try:
        text = explain_from(Path(directory), call, language, not_agent, None if allowed is None else frozenset(allowed))
    except NoSuchAgent:
        return NO_SUCH_AGENT
    except (NoJournal, ValueError):
        return 1
    sys.stdout.write(text or "")
    return 0 if text is not None else 1


if __name__ == "__main__":
    where, about, spoken, *rest = sys.argv[1:]
    sys.exit(main(where, about, "ru" if spoken == "ru" else "en", *rest))
