"""Every scenario runs twice: on the emulated PBX in virtual time, and on one real Asterisk that all share."""

import asyncio
import inspect
import wave
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from simulator.lab.asterisk_lab import AsteriskLab
from simulator.lab.install import install
from simulator.lab.lab_config import PROJECT, LabSettings
from simulator.virtual_time import run_virtual
from tests.scenarios.aftermath import check_nothing_is_left, check_replay
from tests.scenarios.places import SECRET, AsteriskPlace, EmulatedPlace
from tests.scenarios.stage import Stage

HOST = "127.0.0.31"
PROMPT_S = 0.3
"""How long a prompt lasts here: nobody listens, but a key pressed at its start must not meet its end."""

ANNOUNCEMENT_S = 2.0
"""How long callers are told why they wait on, unless an agent becomes free."""


@pytest.fixture(scope="session")
def short_sounds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a short silence for each of the project's prompts."""
    shipped, folder = PROJECT / "ivr" / "sounds", tmp_path_factory.mktemp("sounds")
    for prompt in shipped.glob("*/*.wav"):
        short = folder / prompt.relative_to(shipped)
        short.parent.mkdir(exist_ok=True)
        with wave.open(str(short), "wb") as sound:
            sound.setparams((1, 2, 8000, 0, "NONE", ""))
            seconds = ANNOUNCEMENT_S if prompt.stem == "please-wait" else PROMPT_S
            sound.writeframes(bytes(round(seconds * 8000) * 2))
    return folder


@pytest.fixture(scope="session")
def asterisk(short_sounds: Path) -> Iterator[AsteriskLab]:
    install()
    settings = LabSettings(host=HOST, engine=f"{HOST}:4573", secret=SECRET, patience_s=1)
    lab = AsteriskLab("scenarios", settings, sounds=short_sounds)
    lab.start()
    yield lab
    lab.stop()


@pytest.fixture(params=["emulated", pytest.param("asterisk", marks=pytest.mark.asterisk)])
def stage(request: pytest.FixtureRequest, short_sounds: Path) -> Stage:
    """A stage that opens when the scenario begins."""
    if request.param == "emulated":
        return Stage(EmulatedPlace(short_sounds))
    return Stage(AsteriskPlace(request.getfixturevalue("asterisk")))


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Open the stage around a scenario; nothing that the service could not handle may have been logged."""
    stage = pyfuncitem.funcargs.get("stage")
    if not isinstance(stage, Stage):
        return None
    wanted = inspect.signature(pyfuncitem.obj).parameters
    arguments = {name: pyfuncitem.funcargs[name] for name in wanted}
    run = asyncio.run if stage.on_asterisk else run_virtual
    with capture_logs() as logs:
        run(perform(stage, lambda: pyfuncitem.obj(**arguments)))
    assert not [entry for entry in logs if entry["log_level"] in ("error", "critical")]
    # Everything was told as it happened: but for the first, no look at the whole PBX was needed, save where a
    # scenario says that phones and callers may cross each other's ways. A service that starts while phones ring looks
    # twice: it does not know their legs. New phones are looked at once.
    marker = pyfuncitem.get_closest_marker("looks")
    most = marker.args[0] if marker and stage.on_asterisk else 1
    most += 2 * stage.restarts + [entry.get("why") for entry in logs].count("agents have other phones")
    assert 1 <= [entry["event"] for entry in logs].count("agreed_with_pbx") <= most
    return True


async def perform(stage: Stage, scenario: Callable[[], Awaitable[None]]) -> None:
    """Open the stage, tell the story, and check what must hold after every one."""
    async with stage:
        await scenario()
        await stage.everybody_hangs_up()
        await check_nothing_is_left(stage)
        check_replay(stage.story)
