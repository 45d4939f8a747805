"""What all commands share: the language, the centre's file, and one sentence with which they end if it is wrong."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from acd.config.load import BadCentre, Centre, load_centre
from acd.printable import printable
from acd.words import Language, language_of_environment, say

MOST_OF_A_FINDING = 1000
"""Letters: whole paths and sentences fit, and a file that is one endless word fills no terminal."""


def help_of(key: str) -> str:
    """Return a help text; it is needed when this module loads, so only the environment can choose its language."""
    return say(f"help_{key}", language_of_environment())


class Tongue(StrEnum):
    """Languages of the command line."""

    EN = "en"
    RU = "ru"


Lang = Annotated[Tongue | None, typer.Option("--lang", "--language", help=help_of("lang"))]


def tongue(lang: Tongue | None) -> Language:
    """Return the language asked for, or the environment's."""
    return language_of_environment() if lang is None else "ru" if lang is Tongue.RU else "en"


ConfigOption = Annotated[Path, typer.Option("--config", "-c", help=help_of("file"), metavar="FILE")]
DEMO = Path("configs/demo.yaml")


def read_centre(file: Path, language: Language, code: int = 1) -> Centre:
    """Load a centre, or say everything that is wrong with it and end with ``code``."""
    try:
        centre = load_centre(file)
    except BadCentre as refused:
        for finding in refused.findings:
            typer.echo(printable(finding.text(language), MOST_OF_A_FINDING), err=True)
        fail(say("file_bad", language, file=file, count=len(refused.findings)), code)
    for finding in centre.warnings:
        typer.echo(printable(finding.text(language), MOST_OF_A_FINDING), err=True)
    return centre


def fail(sentence: str, code: int = 1) -> NoReturn:
    """Say one sentence on the error stream and end."""
    typer.echo(sentence, err=True)
    raise typer.Exit(code)
