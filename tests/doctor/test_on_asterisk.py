"""On a real Asterisk one thing is broken at a time: the doctor finds it, and nothing else, and names the line."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from acd.asterisk.agi_server import AgiServer
from acd.asterisk.agi_session import AgiSession
from acd.doctor import examine as examine_module
from acd.doctor.checks_calls import check_music
from acd.doctor.examine import CHECKS, examine
from acd.doctor.finding import Finding
from acd.service import open_service
from simulator.lab.asterisk_lab import AsteriskLab
from simulator.lab.install import install
from simulator.lab.lab_config import LabSettings
from tests.doctor.kit import AGI_SECRET, AMI_SECRET, centre_with, lines, not_good

pytestmark = pytest.mark.asterisk

HOST = "127.0.0.51"
AGI_PORT = 4573
AT_NIGHT = "phones_away"
"""What is always found: nobody has registered a phone in this lab."""

MANAGER, DIALPLAN, PJSIP = "manager reload", "dialplan reload", "module reload res_pjsip.so"


@pytest.fixture(scope="module")
def lab() -> Iterator[AsteriskLab]:
    install()
    without = {"modules.conf": "noload = app_mixmonitor.so"}
    settings = LabSettings(
        host=HOST, engine=f"{HOST}:{AGI_PORT}", secret=AMI_SECRET, agi_secret=AGI_SECRET, extra=without
    )
    lab = AsteriskLab("doctor", settings)
    lab.start()
    yield lab
    lab.stop()


@pytest.fixture(autouse=True)
def _no_two_seconds_of_music(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only tests that are about the music listen to it."""
    if "music" not in request.node.name and "our_own_files" not in request.node.name:
        monkeypatch.setattr(examine_module, "CHECKS", tuple(each for each in CHECKS if each is not check_music))


@contextmanager
def broken(lab: AsteriskLab, file: str, before: str, after: str, reload: str) -> Iterator[None]:
    """One text in one of Asterisk's files is another, until the end of the block."""
    path = lab.folder / "etc" / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    lab.cli(reload)
    try:
        yield
    finally:
        path.write_text(text, encoding="utf-8")
        lab.cli(reload)


async def look(change: Callable[[dict[str, Any]], object] = lambda raw: None) -> dict[str, Finding]:
    """What the doctor finds with the centre of this lab after ``change``, but for what is always found."""

    def at_the_lab(raw: dict[str, Any]) -> None:
        raw["pbx"]["ami"]["address"] = f"{HOST}:5038"
        raw["pbx"]["agi"].update(listen=f"{HOST}:{AGI_PORT}", allow=["127.0.0.0/8"])
        change(raw)

    found = await examine(centre_with(at_the_lab))
    for secret in (AMI_SECRET, AGI_SECRET):
        assert secret not in repr(found)
    return {key: finding for key, finding in not_good(found).items() if key != AT_NIGHT}


async def test_our_own_files_need_no_mending_and_nothing_of_the_look_stays(lab: AsteriskLab) -> None:
    assert await look() == {}
    assert "0 active channels" in lab.cli("core show channels count")


GOOD_WRITE = "write = call,originate,reporting"
FILTER = "eventfilter(action(include),name(DialEnd)) ="
SPY_FILTER = "eventfilter(action(include),name(ChanSpyStart)) ="
HANGUP = "exten => _[+0-9]!,1,Set(AGIEXITONHANGUP=yes)"

BROKEN = {
    "no right to call": (
        ("manager_acd.conf", GOOD_WRITE, "write = call,reporting", MANAGER),
        {"rights_missing": GOOD_WRITE, "untried_right": GOOD_WRITE},
    ),
    "every right": (("manager_acd.conf", GOOD_WRITE, "write = all", MANAGER), {"rights_needless": GOOD_WRITE}),
    "no right to read keys": (
        ("manager_acd.conf", "read = call,dtmf,system", "read = call,system", MANAGER),
        {"events_missing": "read = call,dtmf,system"},
    ),
    "a filter too few": (("manager_acd.conf", FILTER, "", MANAGER), {"events_missing": FILTER}),
    "a filter of listening too few": (
        ("manager_acd.conf", SPY_FILTER, "", MANAGER),
        {"events_missing": SPY_FILTER},
    ),
    "nobody can listen": (
        ("extensions_acd.conf", "[acd-listen]", "[acd-other]", DIALPLAN),
        {"dialplan_helpers": "[acd-listen]   ; = configs/asterisk/extensions_acd.conf"},
    ),
    "no filters": (("manager_acd.conf", "eventfilter(", ";", MANAGER), {"events_noise": FILTER}),
    "no time on events": (
        ("manager_acd.conf", "timestampevents = yes", "timestampevents = no", MANAGER),
        {"timestamps_missing": "timestampevents = yes"},
    ),
    "a context renamed": (
        ("extensions_acd.conf", "[acd-answered]", "[acd-other]", DIALPLAN),
        {"dialplan_missing": "[acd-answered]   ; = configs/asterisk/extensions_acd.conf"},
    ),
    "no dialplan": (
        ("extensions.conf", "#include extensions_acd.conf", "", DIALPLAN),
        {
            "dialplan_missing": "#include extensions_acd.conf",
            "endpoint_codes": "include => acd-codes",
            "untried_context": "#include extensions_acd.conf",
        },
    ),
    "hang-ups unnoticed": (
        ("extensions_acd.conf", HANGUP, "exten => _[+0-9]!,1,NoOp()", DIALPLAN),
        {"hangup_missing": " same => n,Set(AGIEXITONHANGUP=yes)"},
    ),
    "another secret in the dialplan": (
        ("globals_acd.conf", f"ACD_SECRET={AGI_SECRET}", "ACD_SECRET=another-secret", DIALPLAN),
        {
            "secret_differs": "ACD_SECRET=********   ; = pbx: agi: secret",
            "sessions_secret": "ACD_SECRET=********   ; = pbx: agi: secret",
        },
    ),
    "another port": (
        ("globals_acd.conf", f"ACD_ENGINE={HOST}:{AGI_PORT}", f"ACD_ENGINE={HOST}:4599", DIALPLAN),
        {"engine_differs": f"ACD_ENGINE={HOST}:{AGI_PORT}", "sessions_nowhere": f"ACD_ENGINE={HOST}:{AGI_PORT}"},
    ),
    "no patience": (
        ("globals_acd.conf", "ACD_PATIENCE=60", "ACD_PATIENCE=soon", DIALPLAN),
        {"patience_wrong": "ACD_PATIENCE=60"},
    ),
    "no code": (
        ("extensions_acd.conf", "_*4[0-4]!", "_*4[0-3]!", DIALPLAN),
        {"codes_missing": "exten => *44,1,Goto(acd-desk,${EXTEN},1)", "endpoint_codes": "include => acd-codes"},
    ),
    "direct media": (
        ("pjsip_acd.conf", "direct_media = no", "direct_media = yes", PJSIP),
        {"endpoint_setting": "direct_media = no"},
    ),
    "no music": (("musiconhold.conf", "[default]", "[other]", "moh reload"), {"music_missing": "[default]"}),
}


@pytest.mark.parametrize("name", BROKEN)
async def test_what_is_broken_is_found_with_the_line_that_mends_it(lab: AsteriskLab, name: str) -> None:
    change, expected = BROKEN[name]
    with broken(lab, *change):
        found = await look()
    assert {key: expected.get(key) in lines(finding) for key, finding in found.items()} == dict.fromkeys(expected, True)


def renamed(*path: str, to: object) -> Callable[[dict[str, Any]], None]:
    """A change of the centre's file: the value at ``path`` is another."""

    def change(raw: dict[str, Any]) -> None:
        for step in path[:-1]:
            raw = raw[step]
        raw[path[-1]] = to

    return change


def elsewhere(raw: dict[str, Any]) -> None:
    """Anna is on a number outside, which no context of the dialplan reaches."""
    raw["pbx"]["outside"] = "from-acd"
    raw["agents"]["anna"] = {"title": "Anna", "number": "+74950000001", "skills": {"en": 5, "ru": 5}}


CHANGED: dict[str, tuple[Callable[[dict[str, Any]], None], dict[str, str]]] = {
    "another AMI secret": (
        renamed("pbx", "ami", "secret", to="not-the-secret"),
        {"ami_refused": "permit = 127.0.0.1/255.255.255.255"},
    ),
    "nobody at that port": (renamed("pbx", "ami", "address", to=f"{HOST}:5039"), {"ami_unreachable": "port = 5039"}),
    "an agent without a phone": (
        renamed("agents", "anna", "phone", to="PJSIP/1999"),
        {"phones_unknown": "[1999](acd-agent)"},
    ),
    "an agent on a number that nobody dials": (
        elsewhere,
        {"dialplan_missing": "[from-acd]", "outside_missing": "exten => +74950000001,1,Dial(PJSIP/+74950000001)"},
    ),
    "a way out into nothing": (
        renamed("pbx", "exits", to="from-acd"),
        {"dialplan_missing": "[from-acd]"},
    ),
    "no prompts": (
        renamed("pbx", "sounds", to="nosuch"),
        {"prompts_missing": "cp -r ivr/sounds/. /usr/share/asterisk/sounds/nosuch/"},
    ),
    "recording without its module": (
        renamed("queues", "sales", "record", to="always"),
        {"modules_missing": "load = app_mixmonitor.so"},
    ),
    "a PBX that is not allowed": (
        renamed("pbx", "agi", "allow", to=["10.9.9.9"]),
        {"sessions_stranger": "allow: [10.9.9.9, 127.0.0.1]"},
    ),
}


@pytest.mark.parametrize("name", CHANGED)
async def test_what_the_centre_expects_otherwise_is_found_too(lab: AsteriskLab, name: str) -> None:
    change, expected = CHANGED[name]
    found = await look(change)
    assert {key: expected.get(key) in lines(finding) for key, finding in found.items()} == dict.fromkeys(expected, True)


async def test_beside_the_running_service_all_is_good_and_it_goes_on(lab: AsteriskLab, tmp_path: Path) -> None:
    def at_the_lab(raw: dict[str, Any]) -> None:
        raw["pbx"]["ami"]["address"] = f"{HOST}:5038"
        raw["pbx"]["agi"].update(listen=f"{HOST}:{AGI_PORT}", allow=["127.0.0.0/8"])

    service = open_service(centre_with(at_the_lab), tmp_path)
    await service.start()
    running = asyncio.ensure_future(service.run())
    try:
        found = await examine(centre_with(at_the_lab))
        assert list(not_good(found)) == [AT_NIGHT]
        assert "sessions_good" in [finding.key for finding in found]
        assert not running.done()
    finally:
        running.cancel()
        await asyncio.wait((running,))
        await service.stop()


async def test_a_service_with_another_secret_does_not_take_the_session(lab: AsteriskLab) -> None:
    async def lead(session: AgiSession) -> None:
        raise AssertionError("it has another secret")

    stranger = AgiServer(lead, "a-third-secret", ["127.0.0.0/8"])
    await stranger.start(HOST, AGI_PORT)
    try:
        found = await look()
    finally:
        await stranger.stop()
    assert list(found) == ["sessions_not_taken"]
    assert lines(found["sessions_not_taken"])[0] == "ACD_SECRET=********   ; = pbx: agi: secret"
