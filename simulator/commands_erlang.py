"""``acd erlang``: what the formulas say of so many agents, or how many agents a target needs."""

import json
from math import inf
from typing import Annotated

import typer
from pydantic_core import PydanticCustomError
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from acd.cli_parts import Lang, fail, tongue
from acd.words import Language, language_of_environment
from simulator.commands_erlang_words import say
from simulator.erlang import Refused, WaitingLine, erlang_b, waiting_line
from simulator.erlang.inverse import least_agents, service_level_at_least
from simulator.report.numbers import number
from simulator.scenario import notation_words
from simulator.scenario.units import duration_s, rate_per_s, share

HELP = say("help", language_of_environment())
AROUND = 2
"""How many agents more and fewer are shown beside the least number."""


def help_of(key: str) -> str:
    """Return an option's help in the environment's language."""
    return say(f"help_{key}", language_of_environment())


def erlang(
    rate: Annotated[str, typer.Option(help=help_of("rate"))],
    handling: Annotated[str, typer.Option(help=help_of("handling"))],
    agents: Annotated[int | None, typer.Option(help=help_of("agents"))] = None,
    patience: Annotated[str | None, typer.Option(help=help_of("patience"))] = None,
    threshold: Annotated[str, typer.Option(help=help_of("threshold"))] = "20 s",
    target: Annotated[str, typer.Option(help=help_of("target"))] = "80 %",
    as_object: Annotated[bool, typer.Option("--json", help=help_of("json"))] = False,
    lang: Lang = None,
) -> None:
    """Show what the formulas say; without ``agents``, around the least number for the target."""
    language = tongue(lang)
    try:
        calls_per_s, handling_s, threshold_s = rate_per_s(rate), duration_s(handling), duration_s(threshold)
        patience_s, wanted = inf if patience is None else duration_s(patience), share(target)
        least = agents is None
        if agents is None:
            goal = service_level_at_least(wanted, threshold_s)
            agents = least_agents(calls_per_s, handling_s, goal, patience_s=patience_s)
        line = waiting_line(calls_per_s, handling_s, agents, patience_s)
        if as_object:
            typer.echo(json.dumps(as_dict(line, threshold_s), allow_nan=False))
        else:
            shown = neighbours(line) if least else [line]
            show(shown, agents if least else None, threshold_s, wanted, language)
    except PydanticCustomError as refused:
        phrases = notation_words.RU if language == "ru" else notation_words.EN
        fail(phrases[refused.type].format_map(refused.context or {}))
    except Refused as refused:
        fail(refused.text(language))


def neighbours(line: WaitingLine) -> list[WaitingLine]:
    """Return the same calls with a few agents fewer and more, where that is stable."""
    found = []
    for agents in range(max(1, line.agents - AROUND), line.agents + AROUND + 1):
        if line.patience_s < inf or line.load < agents:
            found.append(waiting_line(line.rate_per_s, line.handling_s, agents, line.patience_s))
    return found


def show(lines: list[WaitingLine], least: int | None, threshold_s: float, target: float, language: Language) -> None:
    """Print a table, a row for each number of agents, and the least number that is enough."""
    load, threshold = number(lines[0].load, 2, language), f"{threshold_s:g}"
    impatient = lines[0].patience_s < inf
    table = Table(
        box=SIMPLE_HEAD, title=say("title_a" if impatient else "title_c", language, load=load), title_justify="left"
    )
    names = ["agents", "p_wait", "within", "wait_mean_s", "occupancy"]
    if impatient:
        names[3:3] = ["service_level", "abandoned"]
    for name in names:
        table.add_column(say(name, language, threshold=threshold), justify="right")
    for line in lines:
        cells = cells_of(line, threshold_s, language)
        table.add_row(*(cells[name] for name in names), style="bold" if line.agents == least else "")
    console = Console(highlight=False)
    console.print(table)
    if impatient:
        console.print(say("meaning", language, threshold=threshold))
    if least is not None:
        wanted = f"{number(100 * target, 1, language)} %"
        console.print(say("least", language, agents=least, target=wanted, threshold=threshold))


def cells_of(line: WaitingLine, threshold_s: float, language: Language) -> dict[str, str]:
    """Return the measures as people read them."""

    def per_cent(value: float) -> str:
        return number(100 * value, 1, language)

    return {
        "agents": str(line.agents),
        "p_wait": per_cent(line.p_wait),
        "within": per_cent(line.answered_within(threshold_s)),
        "service_level": per_cent(line.service_level(threshold_s)),
        "abandoned": per_cent(line.p_abandon),
        "wait_mean_s": number(line.mean_wait_s, 1, language),
        "occupancy": per_cent(line.occupancy),
    }


def as_dict(line: WaitingLine, threshold_s: float) -> dict[str, float | None]:
    """Return all measures under the names of ``acd simulate --json``, as shares; ``erlang_b`` is without a queue."""
    return {
        "rate_per_s": line.rate_per_s,
        "handling_s": line.handling_s,
        "patience_s": line.patience_s if line.patience_s < inf else None,
        "threshold_s": threshold_s,
        "load": line.load,
        "agents": line.agents,
        "p_wait": line.p_wait,
        "answered_within": line.answered_within(threshold_s),
        "service_level": line.service_level(threshold_s),
        "abandoned_share": line.p_abandon,
        "wait_mean_s": line.mean_wait_s,
        "wait_mean_delayed_s": line.mean_wait_delayed_s,
        "queue_length_mean": line.queue_length,
        "occupancy": line.occupancy,
        "erlang_b": erlang_b(line.load, line.agents),
    }
