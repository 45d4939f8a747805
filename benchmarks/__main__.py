"""The command line of the benchmarks: ``python -m benchmarks asterisk``; ``make setup-dev`` installs what it needs."""

import typer

from benchmarks.asterisk.command import HELP, asterisk

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback()
def benchmarks() -> None:
    """Measurements that anybody can repeat."""


app.command(help=HELP)(asterisk)

if __name__ == "__main__":
    app()
