"""``acd status``: asks the running service over its own API, and shows queues, agents and calls."""

import json
import urllib.error
import urllib.request
from datetime import datetime
from typing import Any, TypeAlias

from rich.console import Console
from rich.table import Table
from rich.text import Text

from acd.config.model import ApiPart
from acd.printable import printable
from acd.screen_lines import clock
from acd.story_words import reason, words
from acd.words import Language
from agents.states import AgentState

Answers: TypeAlias = dict[str, Any]

ASK_S = 5.0
"""How long the service may take to answer; it takes milliseconds."""

LARGEST_ANSWER = 20_000_000
"""Bytes of one answer: five thousand calls, several times over."""

REFUSALS = (409, 422)
"""Statuses with which the service says why it does not do something."""

MOST_SHOWN = 100


class NotRunning(ConnectionError):
    """Nothing answers at the API's address."""


class TokenRefused(PermissionError):
    """The service runs with another token."""


class Refused(Exception):
    """The service does not do what was asked; ``answer`` says why, in its words."""

    def __init__(self, answer: Answers) -> None:
        super().__init__(str(answer.get("detail", "")))
        self.answer = answer


def ask_status(part: ApiPart) -> Answers:
    """Ask the service for everything that is shown.

    Raises:
        NotRunning: nobody answers, or not as the service would.
        TokenRefused: another token is wanted.
    """
    return {name: ask(part, name) for name in ("status", "queues", "agents", "calls")}


def ask(part: ApiPart, name: str, method: str = "GET", language: Language = "en", within_s: float = ASK_S) -> Any:
    """Ask one route of the API.

    Raises:
        NotRunning: nobody answers, or not as the service would.
        TokenRefused: another token is wanted.
        Refused: it is not done, for a reason that the service gives.
    """
    host = f"[{part.listen.host}]" if ":" in part.listen.host else part.listen.host
    headers = {"Authorization": f"Bearer {part.token}", "Accept-Language": language}
    request = urllib.request.Request(f"http://{host}:{part.listen.port}/api/{name}", headers=headers, method=method)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # a token never goes to a proxy
    try:
        with opener.open(request, timeout=within_s) as reply:
            return json.loads(reply.read(LARGEST_ANSWER))
    except urllib.error.HTTPError as refused:
        with refused:
            if refused.code == 401:
                raise TokenRefused(part.listen) from None
            if refused.code in REFUSALS:
                raise Refused(answer_of(refused)) from None
            raise NotRunning(f"HTTP {refused.code}") from None
    except (OSError, ValueError) as fault:
        raise NotRunning(getattr(fault, "reason", fault)) from None


def answer_of(refused: urllib.error.HTTPError) -> Answers:
    """Read why the service refused; {} if it is no service of ours that answers."""
    try:
        answer = json.loads(refused.read(LARGEST_ANSWER))
    except (OSError, ValueError):
        answer = {}
    return answer if isinstance(answer, dict) else {}


def status_text(answers: Answers, language: Language) -> str:
    """Lay the answers out for a person."""
    console = Console(width=110, highlight=False)
    with console.capture() as captured:
        head = answers["status"]
        up = words("up", language, time=clock(head["uptime_s"]))
        console.print(Text(printable(f"{head['centre']}  ·  {up}"), style="bold"))
        console.print(queues_table(answers["queues"], language))
        console.print(agents_table(answers["agents"]["agents"], language))
        console.print(calls_table(answers["calls"]["calls"], language))
    return captured.get().rstrip()


def cells(*values: object) -> list[Text]:
    """Make cells of plain text: nothing from outside is markup or an escape."""
    return [Text(printable(str(value))) for value in values]


def queues_table(queues: list[Answers], language: Language) -> Table:
    """One row a queue."""
    keys = ("queue", "waiting", "longest", "col_answered", "col_abandoned", "level", "mean")
    table = Table(*(words(key, language) for key in keys))
    for each in queues:
        level, mean = each["service_level"], each["mean_wait_s"]
        within = f"{each['answer_within_s']:g}"
        table.add_row(
            *cells(
                each["title"],
                each["waiting"],
                clock(each["longest_waiting_s"]),
                each["answered"],
                each["abandoned"],
                "–" if level is None else words("level_is", language, percent=round(level * 100), within=within),
                "–" if mean is None else clock(mean),
            )
        )
    return table


def agents_table(agents: list[Answers], language: Language) -> Table:
    """One row an agent."""
    table = Table(*(words(key, language) for key in ("col_agent", "state", "col_call")))
    for each in agents[:MOST_SHOWN]:
        table.add_row(*cells(each["title"], agent_state(each, language), each["call"] or ""))
    if len(agents) > MOST_SHOWN:
        table.add_row(*cells(words("more", language, count=len(agents) - MOST_SHOWN)))
    return table


def agent_state(agent: Answers, language: Language) -> str:
    """The word for an agent's state, with why they are paused or until when they are left alone."""
    state = words(agent["state"], language)
    if agent["state"] == AgentState.AFTER_MISS:
        clock_time = datetime.fromtimestamp(agent["left_alone_until"]).astimezone().strftime("%H:%M:%S")
        return f"{state} {words('until', language, time=clock_time)}"
    return f"{state}: {reason(agent['reason'], language)}" if agent["reason"] else state


def agents_of(call: Answers) -> str:
    """The agents whom a call talks to or rings, or after an arrow the one agent it waits for."""
    if call["agent"]:
        return ", ".join([call["agent"], *call["also"]])
    return f"→ {call['wanted']}" if call["wanted"] else ""


def calls_table(calls: list[Answers], language: Language) -> Table:
    """One row a live call."""
    keys = ("col_call", "caller", "state", "queue", "needs", "col_agent")
    table = Table(*(words(key, language) for key in keys))
    for each in calls[:MOST_SHOWN]:
        caller = each["name"] or each["number"]
        state = words(each["state"], language)
        table.add_row(*cells(each["call"], caller, state, each["queue"] or "", each["need"], agents_of(each)))
    if len(calls) > MOST_SHOWN:
        table.add_row(*cells(words("more", language, count=len(calls) - MOST_SHOWN)))
    return table
