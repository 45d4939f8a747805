"""Recordings through the API: what is asked reaches the PBX's side, and every refusal has its sentence."""

import httpx
import pytest

from acd.asterisk.ami_actions import NotSent
from acd.asterisk.recording import RecordingRefused, Wish
from acd.engine.calls import Call, RecordingState
from acd.engine.facts import RecordingChanged
from api.app import create_app
from tests.api.kit import TOKEN, Client
from tests.core_kit import call

DOES = {Wish.START: "on", Wish.RESUME: "on", Wish.PAUSE: "paused", Wish.STOP: "off"}
SAID = {
    "on": ("the conversation is recorded", "разговор записывается"),
    "paused": ("the recording is paused", "запись приостановлена"),
    "off": ("the conversation is not recorded", "разговор не записывается"),
}
"""What a recording does after each wish, and how that is said."""


class Recorded(Client):
    """A client in front of a core whose calls can be recorded; ``fault`` is raised instead, if set."""

    def __init__(self) -> None:
        super().__init__()
        self.fault: Exception | None = None
        self.asked: list[tuple[str, Wish]] = []
        transport = httpx.ASGITransport(
            create_app(self.core, TOKEN, recording=self._record), raise_app_exceptions=False
        )
        self._http = httpx.AsyncClient(transport=transport, base_url="http://acd/api")
        call(self.core, "17.1")

    async def _record(self, live: Call, wish: Wish) -> RecordingState:
        if self.fault is not None:
            raise self.fault
        self.asked.append((live.call_id, wish))
        self.core.tell(RecordingChanged(live.call_id, RecordingState(DOES[wish])))
        return live.recording


@pytest.mark.parametrize("wish", list(Wish))
@pytest.mark.parametrize("before", list(RecordingState))
@pytest.mark.parametrize("language", ["en", "ru"])
async def test_what_is_wished_is_asked_and_what_changed_comes_back(
    wish: Wish, before: RecordingState, language: str
) -> None:
    client, state = Recorded(), DOES[wish]
    client.core.tell(RecordingChanged("17.1", before))
    answer = await client.post("/calls/17.1/recording", json={"do": wish}, headers={"Accept-Language": language})
    act = answer.json()
    assert (answer.status_code, act["act"], act["call"]["recording"]) == (200, f"recording_{wish}", state)
    assert act["changed"] == ({} if state == before else {"recording": [before, state]})
    assert act["led_to"] == [SAID[state][language == "ru"]]
    assert client.asked == [("17.1", wish)]


async def test_a_call_shows_what_its_recording_does() -> None:
    client = Recorded()
    for state in RecordingState:
        client.core.tell(RecordingChanged("17.1", state))
        assert (await client.get("/calls/17.1"))["recording"] == state


@pytest.mark.parametrize("code", ["never", "always", "off", "nobody_talks", "not_begun"])
@pytest.mark.parametrize("language", ["en", "ru"])
async def test_every_refusal_has_a_sentence_in_both_languages(code: str, language: str) -> None:
    client = Recorded()
    client.fault = RecordingRefused(code)
    refused = await client.refused("POST", "/calls/17.1/recording", json={"do": "start"}, language=language)
    status, told, sentence = refused
    assert (status, told) == (409, f"recording_{code}")
    assert any(char in "абвгдежзиклмнопрсту" for char in sentence) is (language == "ru")


async def test_a_call_that_nobody_knows() -> None:
    refused = await Recorded().refused("POST", "/calls/99.9/recording", json={"do": "stop"})
    assert refused == (404, "unknown_call", "no call 99.9 is known")


async def test_a_pbx_that_is_away() -> None:
    client = Recorded()
    client.fault = NotSent("StopMixMonitor: there is no connection")
    status, code, _ = await client.refused("POST", "/calls/17.1/recording", json={"do": "stop"})
    assert (status, code) == (503, "pbx_away")


@pytest.mark.parametrize("body", [{}, {"do": "erase"}, {"do": 1}, {"do": "stop", "file": "/etc/passwd"}, [], "stop"])
async def test_what_cannot_be_understood_reaches_nobody(body: object) -> None:
    client = Recorded()
    status, code, _ = await client.refused("POST", "/calls/17.1/recording", json=body)
    assert (status, code) == (422, "bad_input")
    assert not client.asked
