"""The owner's page is done to the letter on a real Asterisk: five lines in, a call, a killed service, one line back."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from acd.config.load import load_centre
from acd.doctor.examine import examine
from acd.doctor.finding import Level
from simulator.lab.asterisk_lab import AsteriskLab
from simulator.lab.install import install
from simulator.lab.lab_config import OWNERS_FILES, LabSettings
from tests.bad_days.live_service import LiveService
from tests.docs import five_lines
from tests.docs.five_lines import Line, add, take_out
from tests.docs.owners_pbx import FREEPBX, HOST, OLD_MEMBER, PHONES, PLAIN, OwnersPbx
from tests.docs.pages import PAIRS, of_kind
from tests.scenarios.real_phone import RealPhone
from tests.sip_phone import SipPhone

OWNER, ANNA = "docs/owner.md", "1001"
SERVER = (HOST, 5060)


@pytest.mark.parametrize("heading", [five_lines.PLAIN, five_lines.FREEPBX])
def test_there_are_five_lines_and_both_languages_say_the_same(heading: int) -> None:
    english, russian = (five_lines.five_lines(page, heading) for page in next(pair for pair in PAIRS if OWNER in pair))
    assert len(english) == 5
    assert english == russian


@pytest.mark.parametrize("front_page", PAIRS[0])
def test_the_front_page_has_the_same_five_lines(front_page: str) -> None:
    assert five_lines.five_lines(front_page, five_lines.PLAIN) == five_lines.five_lines(OWNER, five_lines.PLAIN)


@pytest.fixture(scope="module")
def running() -> Iterator[AsteriskLab]:
    install()
    lab = AsteriskLab("owners", LabSettings(host=HOST, extra={"queues.conf": "[general]"}))
    lab.start()
    yield lab
    lab.stop()


class Owner(NamedTuple):
    """The owner's Asterisk with its phones, and the service that it is connected to."""

    lab: AsteriskLab
    service: LiveService
    phones: dict[str, SipPhone]
    dialled: str

    @property
    def etc(self) -> Path:
        return self.lab.folder / "etc"

    async def connect(self, heading: int) -> Line:
        """Do what the page says under ``heading``; the line that is taken back later is returned."""
        for path in OWNERS_FILES.glob("*_acd.conf"):
            text = path.read_text().replace("127.0.0.1:4573", f"{HOST}:4573").replace("PATIENCE=60", "PATIENCE=1")
            (self.etc / path.name).write_text(text)
        lines = five_lines.five_lines(OWNER, heading)
        for line in lines:
            if line.file:
                add(self.etc, line)
        await self.reload()
        return lines[-1]

    async def reload(self) -> None:
        await asyncio.to_thread(self.lab.cli, "core reload")

    async def who_answers(self) -> str:
        """Let somebody call in and talk to whoever picks up; say whose phone that is."""
        caller = SipPhone("+74951112233", SERVER)
        await caller.open()
        leg = caller.dial(self.dialled)
        await self.until(lambda: any(phone.in_call for phone in self.phones.values()))
        (number,) = (number for number, phone in self.phones.items() if phone.in_call)
        assert leg.stage == "talking"
        caller.hang_up()
        await self.until(lambda: not self.phones[number].in_call)
        caller.close()
        return number

    async def sign_in_by_phone(self) -> None:
        anna = RealPhone(self.phones[ANNA])
        await anna.dial("*40")
        await anna.press("4711#")
        await self.service.until(lambda state: "anna" in state.in_state("ready"), 10.0)

    async def until(self, is_true: Callable[[], bool], within_s: float = 15.0) -> None:
        loop = asyncio.get_running_loop()
        give_up = loop.time() + within_s
        while not is_true():
            assert loop.time() < give_up, f"not so after {within_s} s\n{self.lab.log_tail()}"
            await asyncio.sleep(0.02)


def centre_of_the_page(folder: Path) -> Path:
    """The page's own small centre, with this lab's addresses and the secrets as shipped."""
    (whole,) = (snippet for snippet in of_kind("yaml") if snippet.page == OWNER and "centre:" in snippet.text)
    raw = yaml.safe_load(whole.text)
    raw["pbx"]["ami"].update(address=f"{HOST}:5038", secret="change-me")
    raw["pbx"]["agi"].update(listen=f"{HOST}:4573", secret="change-me", allow=["127.0.0.0/8"])
    raw["api"].update(listen=f"{HOST}:8090", token="nobody-asks")
    raw["journal"]["directory"] = "journal"
    path = folder / "centre.yaml"
    path.write_text(yaml.safe_dump(raw))
    return path


@asynccontextmanager
async def an_owner(lab: AsteriskLab, pbx: OwnersPbx, folder: Path) -> AsyncIterator[Owner]:
    """The Asterisk with the owner's files and nothing of ours."""
    etc = lab.folder / "etc"
    for path in {*etc.glob("extensions*"), *etc.glob("*_acd.conf")}:
        path.unlink()
    for name, text in pbx.files.items():
        (etc / name).write_text(text)
    phones = {number: SipPhone(number, SERVER) for number in PHONES}
    service = LiveService(lab, folder)
    shutil.move(centre_of_the_page(folder), folder / "centre.yaml")
    owner = Owner(lab, service, phones, pbx.dialled)
    await owner.reload()
    try:
        for phone in phones.values():
            await phone.open()
            await phone.register()
        yield owner
    finally:
        await service.stop()
        for phone in phones.values():
            phone.close()


async def what_the_doctor_finds(folder: Path) -> list[str]:
    """What the doctor says that loses calls."""
    findings = await examine(load_centre(folder / "centre.yaml"))
    return [finding.key for finding in findings if finding.level is Level.ERROR]


def in_the_inbound_route(owner: Owner, before: str, after: str) -> None:
    """What FreePBX writes when another destination is chosen in its pages."""
    path = owner.etc / "extensions_additional.conf"
    text = path.read_text()
    assert text.count(f"n,Goto({before})") == 1
    path.write_text(text.replace(f"n,Goto({before})", f"n,Goto({after})"))


@pytest.mark.asterisk
async def test_a_plain_asterisk_is_connected_falls_back_and_goes_back(running: AsteriskLab, tmp_path: Path) -> None:
    async with an_owner(running, PLAIN, tmp_path) as owner:
        assert await owner.who_answers() == OLD_MEMBER
        entry = await owner.connect(five_lines.PLAIN)
        await owner.service.start()
        assert await what_the_doctor_finds(tmp_path) == []
        await owner.sign_in_by_phone()
        assert await owner.who_answers() == ANNA
        await owner.service.kill()
        assert await owner.who_answers() == OLD_MEMBER
        await owner.service.start()
        assert await owner.who_answers() == ANNA
        take_out(owner.etc, entry)
        await owner.reload()
        assert await owner.who_answers() == OLD_MEMBER


@pytest.mark.asterisk
async def test_a_freepbx_is_connected_falls_back_and_goes_back(running: AsteriskLab, tmp_path: Path) -> None:
    async with an_owner(running, FREEPBX, tmp_path) as owner:
        assert await owner.who_answers() == OLD_MEMBER
        destination = await owner.connect(five_lines.FREEPBX)
        in_the_inbound_route(owner, "ext-queues,600,1", destination.text)
        await owner.reload()
        await owner.service.start()
        assert await what_the_doctor_finds(tmp_path) == []
        await owner.sign_in_by_phone()
        assert await owner.who_answers() == ANNA
        await owner.service.kill()
        assert await owner.who_answers() == OLD_MEMBER
        await owner.service.start()
        assert await owner.who_answers() == ANNA
        in_the_inbound_route(owner, destination.text, "ext-queues,600,1")
        await owner.reload()
        assert await owner.who_answers() == OLD_MEMBER
