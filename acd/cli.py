"""The command line: ``acd run``, ``check``, ``doctor``, ``explain``, ``status``, ``reload`` and others."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer

from acd import commands_account
from acd.asterisk.ami_login import LoginRefused
from acd.cli_parts import DEMO, MOST_OF_A_FINDING, ConfigOption, Lang, fail, help_of, read_centre, tongue
from acd.config.model import ApiPart
from acd.config.schema import schema_text
from acd.doctor.examine import examine
from acd.doctor.finding import Level, worst
from acd.doctor.report import EXIT_CODES, as_json, print_report
from acd.explained import NoJournal, NoSuchAgent, calls_like, explain_from
from acd.logs import set_up_logs
from acd.printable import printable
from acd.reloading import OtherFile, api_of, change, change_text
from acd.runner import RunOptions, run_service
from acd.service import JournalUnusable, open_service
from acd.status import NotRunning, Refused, TokenRefused, ask_status, status_text
from acd.store.database import DatabaseUnusable
from acd.words import Language, say
from simulator import commands, commands_erlang
from simulator.scenario.schema import schema_text as schema_of_scenario

try:
    import uvloop
except ImportError:  # where it cannot be installed the standard loop serves, at twice the cost of reading
    uvloop = None  # type: ignore[assignment]


app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=help_of("acd"))

Config = Annotated[Path, typer.Argument(help=help_of("file"), metavar="FILE")]
JournalOption = Annotated[Path | None, typer.Option("--journal", help=help_of("journal"), metavar="FOLDER")]


@app.command(help=help_of("check"))
def check(file: Config = DEMO, lang: Lang = None) -> None:
    """Say what is wrong with a centre's file, with line and sentence."""
    language = tongue(lang)
    centre = read_centre(file, language)
    counts = {"queues": len(centre.part.queues), "agents": len(centre.part.agents), "steps": len(centre.tree.steps)}
    said = {
        what: say(f"{what}_{'one' if count == 1 else 'many'}", language, count=count) for what, count in counts.items()
    }
    typer.echo(say("file_good", language, file=file, **said))


@app.command(help=help_of("doctor"))
def doctor(
    file: Config = DEMO,
    lang: Lang = None,
    as_object: Annotated[bool, typer.Option("--json", help=help_of("json"))] = False,
) -> None:
    """Say what is missing or wrong on a centre's Asterisk, and the line that mends it."""
    language = tongue(lang)
    findings = asyncio.run(examine(read_centre(file, language, EXIT_CODES[Level.ERROR])))
    if as_object:
        typer.echo(as_json(findings, language))
    else:
        print_report(findings, language)
    raise typer.Exit(EXIT_CODES[worst(findings)])


@app.command(help=help_of("run"))
def run(
    file: Config = DEMO,
    lang: Lang = None,
    duration: Annotated[float | None, typer.Option(help=help_of("duration"), min=0)] = None,
    screen: Annotated[bool | None, typer.Option(help=help_of("screen"))] = None,
    log_level: Annotated[str, typer.Option(help=help_of("log_level"))] = "info",
) -> None:
    """Serve a centre on its Asterisk until stopped."""
    language = tongue(lang)
    centre = read_centre(file, language)
    on_screen = sys.stdout.isatty() if screen is None else screen
    directory = Path(centre.part.journal.directory)
    log_to(directory.parent / "acd.log" if on_screen else None, log_level, language)

    async def serve_centre() -> None:
        await run_service(open_service(centre, directory), RunOptions(language, directory, duration, on_screen))

    run_loop(serve_centre(), language)


def log_to(file: Path | None, level: str, language: Language) -> None:
    """Write the log to ``file``, or to the error stream; say why that cannot be and end."""
    try:
        set_up_logs(level, file, terminal=None)
    except OSError as fault:
        fail(say("log_unusable", language, why=fault))
    except ValueError as fault:
        fail(str(fault))


def run_loop(work: Coroutine[Any, Any, None], language: Language) -> None:
    """Run the service's loop, on uvloop where it is there; failures that people cause become sentences."""
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop if uvloop else asyncio.new_event_loop
    try:
        with asyncio.Runner(loop_factory=factory) as runner:
            runner.run(work)
    except LoginRefused as refused:
        fail(say("login_refused", language, why=refused))
    except JournalUnusable as fault:
        fail(say("journal_unusable", language, why=fault))
    except DatabaseUnusable as fault:
        fail(say(fault.code, language, **fault.values))
    except OSError as fault:
        fail(say("cannot_listen", language, why=fault))


@app.command(help=help_of("explain"))
def explain(
    call: Annotated[str, typer.Argument(help=help_of("call"), metavar="CALL")],
    config: ConfigOption = DEMO,
    journal: JournalOption = None,
    not_agent: Annotated[str, typer.Option("--not", help=help_of("not"), metavar="AGENT")] = "",
    lang: Lang = None,
) -> None:
    """Say why a call went where it went: candidates, order, steps, and who was passed over."""
    language = tongue(lang)
    directory = journal or Path(read_centre(config, language).part.journal.directory)
    try:
        text = explain_from(directory, call, language, not_agent)
    except NoJournal:
        fail(say("no_journal", language, directory=directory))
    except NoSuchAgent as unknown:
        fail(
            say("no_such_agent", language, agent=printable(not_agent), call=call, close=meant(unknown.close, language))
        )
    except ValueError as damage:
        fail(say("journal_damaged", language, why=damage))
    if text is None:
        close = meant(calls_like(directory, call), language)
        fail(say("no_such_call", language, call=printable(call), directory=directory, close=close))
    typer.echo(text)


def meant(names: tuple[str, ...], language: Language) -> str:
    """Ask whether one of these names was meant; "" if there are none."""
    return say("did_you_mean", language, names=printable(", ".join(names))) if names else ""


@app.command(help=help_of("status"))
def status(config: ConfigOption = DEMO, lang: Lang = None) -> None:
    """Show queues, agents and calls of the running service."""
    language = tongue(lang)
    part = read_centre(config, language).part.api
    try:
        typer.echo(status_text(ask_status(part), language))
    except NotRunning as fault:
        fail(say("not_running", language, where=part.listen, why=fault))
    except TokenRefused:
        fail(say("token_refused", language, where=part.listen, file=config))


@app.command("reload", help=help_of("reload"))
def reload_centre(file: Config = DEMO, lang: Lang = None) -> None:
    """Let the running service take over its changed file."""
    language = tongue(lang)
    change_centre(read_centre(file, language).part.api, file, "reload", language)


@app.command("put-back", help=help_of("put_back"))
def put_back(file: Config = DEMO, lang: Lang = None) -> None:
    """Let the running service go back to what held before its last change."""
    language = tongue(lang)
    change_centre(api_of(file) or read_centre(file, language).part.api, file, "put-back", language)


def change_centre(part: ApiPart, file: Path, what: str, language: Language) -> None:
    """Ask the running service, and say what is different now, or why nothing is."""
    try:
        answer = change(part, file, what, language)
        typer.echo(printable(change_text(answer, file, what, language), MOST_OF_A_FINDING))
    except NotRunning as fault:
        fail(say("not_running", language, where=part.listen, why=fault))
    except TokenRefused:
        fail(say("token_refused", language, where=part.listen, file=file))
    except OtherFile as other:
        fail(say("other_file", language, where=part.listen, running=printable(str(other)), file=file))
    except Refused as refused:
        for finding in refused.answer.get("findings", []):
            typer.echo(printable(str(finding["text"]), MOST_OF_A_FINDING), err=True)
        fail(say("api_refuses", language, where=part.listen, why=printable(str(refused))))


@app.command(help=help_of("schema"))
def schema(scenario: Annotated[bool, typer.Option("--scenario", help=help_of("of_scenario"))] = False) -> None:
    """Print the JSON Schema of a centre's file, or of a scenario, for editors."""
    typer.echo(schema_of_scenario() if scenario else schema_text(), nl=False)


commands.register(app)
commands_account.register(app)
app.command("erlang", help=commands_erlang.HELP)(commands_erlang.erlang)


def main() -> None:
    """Run the command line."""
    app()
