"""The benchmark itself, small, on a real Asterisk: both sides serve, and every wait is seen."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from benchmarks.asterisk import runs
from benchmarks.asterisk.plan import Route, Run, Scenario, SideName
from benchmarks.asterisk.runs import Result, Stage
from simulator.lab.install import install

pytestmark = pytest.mark.asterisk

HOST = "127.0.0.42"
RING = Scenario("ring", Route.IVR, 8, 3.0, 100, 2.0, fills=False)
LINE = Scenario("line_60", Route.LINE, 2, 10.0, 8, 4.0, fills=True)


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    install()
    with Stage("benchmark-small", HOST, agents=8, line_agents=2) as stage, pytest.MonkeyPatch.context() as patch:
        patch.setattr(runs, "SETTLE_S", 1.0)
        yield stage


@pytest.mark.parametrize("side", SideName)
@pytest.mark.parametrize("route", [Route.IVR, Route.DIRECT])
def test_with_free_agents_every_caller_is_dialled_soon(stage: Stage, route: Route, side: SideName) -> None:
    result = stage.play(Run(1, RING._replace(route=route), side))
    assert len(result.gaps) in range(2, 9)  # two seconds of three calls each, less those who hear the prompt
    assert all(0.0 < gap < 1.0 for gap in result.gaps)
    assert_all_was_seen(result)


@pytest.mark.parametrize("side", SideName)
def test_with_a_line_agents_get_one_call_after_another(stage: Stage, side: SideName) -> None:
    result = stage.play(Run(1, LINE, side))
    assert len(result.gaps) in range(1, 6)  # two agents, two seconds a call
    assert all(0.0 < gap < 2.0 for gap in result.gaps)
    assert_all_was_seen(result)


def assert_all_was_seen(result: Result) -> None:
    assert result.served > 0
    assert result.lost == 0
    assert result.asterisk_cpu_s > 0
    assert (result.service_cpu_s > 0) is (result.run.side is SideName.ACD)


def test_the_command_line_explains_itself() -> None:
    said = subprocess.run((sys.executable, "-m", "benchmarks", "asterisk", "--help"), capture_output=True, text=True)
    assert said.returncode == 0
    for option in ("--quick", "--json", "--plot"):
        assert option in said.stdout
