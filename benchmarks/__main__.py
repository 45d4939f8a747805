"""The command line of the benchmarks: ``python -m benchmarks`` with ``asterisk``, ``decision``, ``simulator``, ...

``make setup-dev`` installs what they need.
"""

import typer

from acd.words import language_of_environment
from benchmarks import memory
from benchmarks.asterisk import stored
from benchmarks.asterisk.command import HELP, asterisk
from benchmarks.decision.command import HELP as DECISION_HELP
from benchmarks.decision.command import decision
from benchmarks.live.command import HELP as LIVE_HELP
from benchmarks.live.command import live
from benchmarks.simulator.command import HELP as SIMULATOR_HELP
from benchmarks.simulator.command import simulator
from benchmarks.truth.command import HELP as TRUTH_HELP
from benchmarks.truth.command import truth
from benchmarks.waits.command import HELP as WAITS_HELP
from benchmarks.waits.command import waits

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback()
def benchmarks() -> None:
    """Measurements that anybody can repeat."""


app.command(help=HELP)(asterisk)
app.command(help=DECISION_HELP)(decision)
app.command(help=LIVE_HELP)(live)
app.command(help=SIMULATOR_HELP)(simulator)
app.command(help=TRUTH_HELP)(truth)
app.command(help=WAITS_HELP)(waits)
app.command(help=stored.HELP)(stored.plot)
app.command(help=memory.HELP[language_of_environment()])(memory.memory)

if __name__ == "__main__":
    app()
