"""Small parts of the emulated PBX: sounds, substitution, Dial's arguments, places, device states."""

import asyncio
import wave
from pathlib import Path
from random import Random

import pytest

from simulator.pbx.channels import RINGING, UP, Channel, Place
from simulator.pbx.devices import DeviceStates
from simulator.pbx.dial import parse_dial
from simulator.pbx.dialplan import read_place
from simulator.pbx.events import escaped
from simulator.pbx.media import Sounds
from simulator.pbx.pbx import PROMPTS
from simulator.pbx.phones import EmulatedPhone
from simulator.pbx.switchboard import Switchboard
from simulator.pbx.variables import split_outside_quotes, substitute


def test_a_prompt_lasts_as_long_as_its_file(tmp_path: Path) -> None:
    (tmp_path / "ru").mkdir()
    with wave.open(str(tmp_path / "ru" / "welcome.wav"), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(2 * 8000 * 3))
    (tmp_path / "ru" / "broken.wav").write_bytes(b"RIFF?")
    sounds = Sounds(tmp_path, {"beep": 0.4}, missing=["gone"])
    names = ("acd/ru/welcome", "acd/ru/broken", "acd/ru/unknown", "beep", "gone", "tt-monkeys")
    assert [sounds.length(name) for name in names] == [3.0, 2.0, None, 0.4, None, 2.0]


def test_the_projects_own_prompts_are_known_by_length() -> None:
    length = Sounds(PROMPTS).length("acd/ru/welcome")
    assert length is not None
    assert length != 2.0


def board_and_channel() -> tuple[Switchboard, Channel]:
    board = Switchboard(lambda name, headers: None, 1000.0, Random(1))
    phone = EmulatedPhone("1001", lambda phone, number: channel)
    channel = board.new_channel("PJSIP/1001", phone, Place("acd", "100"))
    return board, channel


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("plain", "plain"),
        ("${A}${B}", "one${C}"),
        ("${${NAME}}", "one"),
        ("${LEN(${A})}", "3"),
        ("${unclosed", "${unclosed"),
        ("${A} ${NOSUCH}!", "one !"),
        ("${" * 50 + "}" * 50, ""),
    ],
)
async def test_substitution(text: str, value: str) -> None:
    board, channel = board_and_channel()
    channel.variables.update(A="one", B="${C}", NAME="A", C="no")
    replaced = substitute(board, channel, text)
    assert replaced == value if value else len(replaced) <= len(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a,b", ["a", "b"]),
        ('a,"b,c",d', ["a", "b,c", "d"]),
        ("f(a,b),c", ["f(a,b)", "c"]),
        (r"a\,b,c", ["a,b", "c"]),
        ("", [""]),
    ],
)
def test_arguments_are_split_at_commas_outside_quotes_and_parentheses(text: str, parts: list[str]) -> None:
    assert split_outside_quotes(text) == parts


def test_dials_arguments() -> None:
    assert parse_dial("PJSIP/1001&PJSIP/1002,20,gm") == ("PJSIP/1001&PJSIP/1002", 20.0, "gm")
    assert parse_dial("PJSIP/1001") == ("PJSIP/1001", None, "")
    assert parse_dial("PJSIP/1001,soon,m") == ("PJSIP/1001", None, "m")


def test_a_place_is_context_extension_and_priority() -> None:
    assert read_place("acd-agents,1002,1") == Place("acd-agents", "1002", 1)
    assert read_place("") is None
    assert read_place("a,b,c") is None


def test_texts_in_events_are_escaped() -> None:
    assert escaped('say "hi" \\ there') == 'say \\"hi\\" \\\\ there'
    assert escaped("Иван") == "Иван"


async def test_a_device_follows_its_channels_and_then_its_registration() -> None:
    told: list[str] = []
    devices = DeviceStates(lambda device, state: told.append(state), Random(1))
    devices.add(["PJSIP/1001"])
    _, channel = board_and_channel()
    devices.attach(channel)
    for state in (RINGING, UP):
        channel.state = state
        devices.refresh("PJSIP/1001")
        await asyncio.sleep(1)
    devices.set_registered("PJSIP/1001", False)  # a conversation outlives a registration
    await asyncio.sleep(1)
    devices.detach(channel)
    await asyncio.sleep(1)
    devices.set_registered("PJSIP/1001", True)
    await asyncio.sleep(1)
    assert told == ["RINGING", "INUSE", "UNAVAILABLE", "NOT_INUSE"]


async def test_changes_that_undo_each_other_are_not_told() -> None:
    told: list[str] = []
    devices = DeviceStates(lambda device, state: told.append(state), Random(1))
    devices.add(["PJSIP/1001"])
    devices.set_registered("PJSIP/1001", False)
    devices.set_registered("PJSIP/1001", True)
    await asyncio.sleep(1)
    assert told == []
