"""What only a call can tell, by recorded answers; and what the doctor makes of it for people and programs."""

import asyncio
import io
import json
import re
import socket

import pytest
from rich.console import Console

from acd.asterisk.agi_server import AgiServer
from acd.config.load import Centre
from acd.doctor import words
from acd.doctor.checks_calls import MOST_NAMES, check_music, check_prompts, check_sessions, in_groups
from acd.doctor.finding import Finding, Level, Mend, error, good, named, warning, worst
from acd.doctor.report import EXIT_CODES, as_json, print_report
from acd.words import Language
from tests.doctor.kit import RecordedPbx, centre_with, lines, not_good


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listening_at(port: int, allow: str = "127.0.0.1") -> Centre:
    return centre_with(lambda raw: raw["pbx"]["agi"].update(listen=f"127.0.0.1:{port}", allow=[allow]))


class DiallingPbx(RecordedPbx):
    """Its ``ping`` really connects to ``port`` with ``secret``, as Asterisk would."""

    def __init__(self, port: int, secret: str) -> None:
        super().__init__()
        self.port, self.secret = port, secret

    async def question(self, extension: str, **variables: str) -> str | None:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            return "FAILURE"
        writer.write(f"agi_network_script: ping\nagi_uniqueid: 1.1\nagi_arg_1: {self.secret}\n\n".encode())
        try:
            said = await reader.readline()
            writer.write(b"200 result=1\n")
        except ConnectionError:
            said = b""
        writer.close()
        return "SUCCESS done" if said == b"SET VARIABLE ACD_STATE done\n" else "SUCCESS"


async def test_where_no_service_runs_the_doctor_listens_for_that_moment() -> None:
    port = free_port()
    found = await check_sessions(DiallingPbx(port, "only-for-agi"), listening_at(port))
    assert [finding.key for finding in found] == ["sessions_good_here"]
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", port)


async def test_a_running_service_is_asked_itself() -> None:
    async def lead(session: object) -> None:
        """The recorded answer is the service's."""

    service = AgiServer(lead, "only-for-agi", ["127.0.0.1"])
    port = await service.start("127.0.0.1", 0)
    found = await check_sessions(RecordedPbx(), listening_at(port))
    await service.stop()
    assert [finding.key for finding in found] == ["sessions_good"]


async def test_another_secret_is_told_and_none_is_shown() -> None:
    port = free_port()
    found = not_good(await check_sessions(DiallingPbx(port, "another-secret"), listening_at(port)))
    assert lines(found["sessions_secret"]) == ("ACD_SECRET=********   ; = pbx: agi: secret",)
    assert "another-secret" not in repr(found)


async def test_a_pbx_that_is_not_allowed_is_told_with_its_address() -> None:
    port = free_port()
    found = not_good(await check_sessions(DiallingPbx(port, "only-for-agi"), listening_at(port, "10.9.9.9")))
    assert lines(found["sessions_stranger"]) == ("allow: [10.9.9.9, 127.0.0.1]",)


@pytest.mark.parametrize(
    ("said", "key"),
    [("FAILURE", "sessions_nowhere"), ("SUCCESS", "sessions_not_taken"), (None, "untried_silent")],
)
async def test_a_call_that_does_not_come_through_is_told(said: str | None, key: str) -> None:
    pbx = RecordedPbx()
    pbx.answers["ping"] = said
    assert list(not_good(await check_sessions(pbx, listening_at(free_port())))) == [key]


async def test_recordings_are_looked_for_as_wav_and_the_missing_ones_in_every_other_format() -> None:
    class PbxWithoutOne(RecordedPbx):
        async def question(self, extension: str, **variables: str) -> str | None:
            await super().question(extension, **variables)
            return ":".join(("missing", *re.findall(r"en/welcome\.\w+", variables["ACD_FILES"])))

    pbx = PbxWithoutOne()
    found = not_good(await check_prompts(pbx, centre_with()))["prompts_missing"]
    assert found.level is Level.WARNING
    assert found.values == {"count": "1", "names": "en/welcome", "where": "/usr/share/asterisk/sounds/acd"}
    assert lines(found)[1] == "cp -r ivr/sounds/. /usr/share/asterisk/sounds/acd/"
    asked = {variables["ACD_FILES"].rpartition(".")[2] for _, variables in pbx.questions}
    assert asked == {"wav", "wav16", "gsm", "ulaw", "alaw", "g722", "sln", "sln16"}


async def test_a_folder_without_any_recording_is_an_error() -> None:
    class EmptyPbx(RecordedPbx):
        async def question(self, extension: str, **variables: str) -> str | None:
            return f"missing:{variables['ACD_FILES']}"

    assert not_good(await check_prompts(EmptyPbx(), centre_with()))["prompts_missing"].level is Level.ERROR


async def test_a_folder_that_a_dialplan_would_act_on_is_not_asked_for() -> None:
    pbx = RecordedPbx()
    centre = centre_with(lambda raw: raw["pbx"].update(sounds="${SHELL(id)}"))
    assert list(not_good(await check_prompts(pbx, centre))) == ["prompts_folder"]
    assert pbx.questions == []


def test_names_travel_in_lines_that_ami_holds() -> None:
    names = [f"en/prompt-{number}.wav" for number in range(500)]
    groups = in_groups(names)
    assert [name for group in groups for name in group] == names
    assert max(len(":".join(group)) for group in groups) <= MOST_NAMES


@pytest.mark.parametrize(("said", "key"), [("2", None), ("0", "music_missing"), ("what", "untried_silent")])
async def test_music_that_ends_at_once_is_none(said: str, key: str | None) -> None:
    pbx = RecordedPbx()
    pbx.answers["music"] = said
    assert list(not_good(await check_music(pbx, centre_with()))) == ([key] if key else [])


MEND = Mend("manager_acd.conf [acd]", ("write = call,originate,reporting",))
FOUND = [
    good("rights", "rights_good", rights="call"),
    warning("rights", "rights_needless", MEND, rights="command"),
    error("manager", "ami_other", Mend("", ("true",)), where="127.0.0.1:22", why="\x1b[31mSSH"),
]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_report_shows_sentence_place_line_and_reload_and_no_escape(language: Language) -> None:
    paper = io.StringIO()
    print_report(FOUND, language, Console(file=paper, width=60, highlight=False))
    text = paper.getvalue()
    for line in ("    manager_acd.conf [acd]", f"        {MEND.lines[0]}", '        asterisk -rx "manager reload"'):
        assert f"{line}\n" in text
    assert words.word("in_a_shell", language) in text
    assert "\x1b" not in text


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_object_has_the_same_in_every_language_but_the_sentence(language: Language) -> None:
    told = json.loads(as_json(FOUND, language))
    assert told["level"] == "error"
    second = told["findings"][1]
    assert second.pop("found") == words.sentence(FOUND[1], language)
    assert second == {
        "check": "rights",
        "level": "warning",
        "key": "rights_needless",
        "values": {"rights": "command"},
        "mend": {"place": MEND.place, "lines": list(MEND.lines), "reload": 'asterisk -rx "manager reload"'},
    }


@pytest.mark.parametrize(("findings", "code"), [(FOUND[:1], 0), (FOUND[:2], 1), (FOUND, 2), ([], 0)])
def test_the_worst_finding_decides_how_the_command_ends(findings: list[Finding], code: int) -> None:
    assert EXIT_CODES[worst(findings)] == code


def test_many_names_are_counted() -> None:
    assert named(["a", "b"]) == "a, b"
    assert named([str(number) for number in range(11)]).endswith("7 (+3)")


def test_both_languages_say_the_same_with_the_same_blanks() -> None:
    def blanks(phrases: dict[str, str]) -> dict[str, list[str]]:
        return {key: sorted(re.findall(r"{(\w+)}", text)) for key, text in phrases.items()}

    assert blanks(words.EN) == blanks(words.RU)
