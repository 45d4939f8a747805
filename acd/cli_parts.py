"""What all commands share: the language, and one sentence with which they end when something is wrong."""

from enum import StrEnum
from typing import Annotated, NoReturn

import typer

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


def fail(sentence: str, code: int = 1) -> NoReturn:
    """Say one sentence on the error stream and end."""
    typer.echo(sentence, err=True)
    raise typer.Exit(code)
