"""The lab itself: it leaves nothing behind, replaces what a crash left, and survives a power failure."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.lab.asterisk_lab import AsteriskLab, LabError
from simulator.lab.install import install
from simulator.lab.lab_config import LabSettings
from simulator.lab.sipp import start_callers, start_phones
from simulator.lab.sipp_scenarios import CallerScript, Pause, PhoneManners, Press
from tests.lab.test_offer import observer, offer
from tests.lab.wires import BareSession, serve_agi
from tests.scenarios.pbx import Habit
from tests.scenarios.real_pbx import RealPbx

pytestmark = pytest.mark.asterisk

HOST = "127.0.0.22"
SETTINGS = LabSettings(host=HOST, engine=f"{HOST}:4573", patience_s=1)


@pytest.fixture
def own_lab() -> Iterator[AsteriskLab]:
    install()
    lab = AsteriskLab("lab-itself", SETTINGS)
    yield lab
    lab.stop()


CRASH = """
import os
from simulator.lab.asterisk_lab import AsteriskLab
from simulator.lab.lab_config import LabSettings
lab = AsteriskLab("lab-itself", LabSettings(host={host!r}))
lab.start()
os.kill(os.getpid(), 9)
"""


def test_nothing_stays_mounted_and_what_a_crashed_run_left_is_replaced(own_lab: AsteriskLab) -> None:
    crashed = subprocess.run([sys.executable, "-c", CRASH.format(host=HOST)], check=False)
    left = int((own_lab.folder / "lab.pid").read_text())
    assert crashed.returncode == -9
    assert is_alive(left)
    own_lab.start()
    assert not is_alive(left)
    assert "asterisk-root" not in Path("/proc/mounts").read_text()
    own_lab.stop()
    assert not own_lab.running


def is_alive(pid: int) -> bool:
    """Not gone, and not a dead process that nobody has waited for."""
    path = Path(f"/proc/{pid}/cmdline")
    return path.exists() and path.read_bytes() != b""


def test_an_address_in_use_is_refused_with_a_sentence(own_lab: AsteriskLab) -> None:
    own_lab.start()
    with pytest.raises(LabError, match=f"{HOST}:5038 is taken: give the lab 'second' another host"):
        AsteriskLab("second", SETTINGS).start()


async def test_after_a_power_failure_the_phones_are_there_again(own_lab: AsteriskLab) -> None:
    pbx = RealPbx(own_lab)
    await pbx.start()
    caller = await pbx.call("100")
    await pbx.wait_known(caller)
    await pbx.restart()
    assert caller.ended
    pbx.phone("1002").habit = Habit(talk_s=0.1)
    await pbx.phone("1001").dial("1002")
    ami = await observer(own_lab)
    await ami.event("DialEnd", DialStatus="ANSWER")
    assert [ring.answered for ring in pbx.phone("1002").rings] == [True]
    await ami.close()
    await pbx.stop()


async def test_sipp_callers_press_keys_and_sipp_phones_answer_and_refuse() -> None:
    contacts = {"1001": f"{HOST}:5070", "1002": f"{HOST}:5071"}
    lab = AsteriskLab("lab-sipp", SETTINGS._replace(contacts=contacts))
    outcomes: list[str] = []

    async def script(session: BareSession) -> None:
        await session.do("SET VARIABLE ACD_STATE waiting")
        await session.do("ANSWER")
        keys = await session.do("GET DATA beep 3000 3")
        await session.do(offer("1002"))
        refused = await session.get("${DIALSTATUS}")
        await session.do(offer("1001"))
        name = session.env["agi_calleridname"]
        outcomes.append(f"{name} {keys.partition('=')[2]} {refused} {await session.get('${DIALSTATUS}')}")
        await session.do("SET VARIABLE ACD_STATE done")

    server = await serve_agi(HOST, 4573, script)
    install()
    lab.start()
    phones = start_phones(lab, PhoneManners(talk=Pause(0.1, 0.2)))
    refusing = start_phones(lab, PhoneManners(rejects=1.0), port=5071)
    keys = CallerScript((Pause(0.8, 0.8), Press("42#")), patience_s=5.0)
    people = [("+74950000001", 'Анна; "x"')]
    callers = start_callers(lab, "callers", keys, dialled="100", calls_per_s=5, people=people, at_most=2)
    assert await asyncio.to_thread(callers.wait, 8.0)
    counts = callers.counts()
    for process in (callers, phones, refusing):
        process.check()
        process.stop()
    server.close()
    lab.stop()
    assert outcomes == ["Анна   x  42 CHANUNAVAIL ANSWER"] * 2
    assert (counts.created, counts.successful, counts.failed) == (2, 2, 0)
