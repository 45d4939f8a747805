"""Listening through the API: on whose phone, in which mode, and every way to be refused."""

import pytest

from acd.asterisk.ami_actions import NotSent
from acd.asterisk.listening import SpyRefused
from api.access.rights import Role
from tests.api.acts.kit import OF_BILLING, Desk, person

WITH_PHONE = person("olga", phone="PJSIP/2001")
LISTEN = {"mode": "listen", "why": "a new colleague"}


async def test_a_supervisor_listens_whispers_and_stops() -> None:
    desk = Desk()
    desk.talks("c1")
    _, act = await desk.post("/calls/c1/listen", LISTEN, who=WITH_PHONE)
    assert desk.spies.heard == {"olga": ("c1", "PJSIP/2001", "listen")}
    assert (act["act"], act["changed"]) == ("listen", {"listening": ["", "listen"]})
    assert act["led_to"] == ["olga hears it on PJSIP/2001: listening"]
    _, act = await desk.post("/calls/c1/listen", {"mode": "whisper", "why": "helps"}, who=WITH_PHONE, language="ru")
    assert (act["act"], act["changed"]) == ("whisper", {"listening": ["listen", "whisper"]})
    assert act["led_to"] == ["olga слышит его на PJSIP/2001: подсказка агенту"]
    _, act = await desk.ask("DELETE", "/calls/c1/listen", who=WITH_PHONE)
    assert (act["act"], act["changed"]) == ("stop_listening", {"listening": ["whisper", ""]})
    assert not desk.spies.heard
    assert [each["act"] for each in await desk.recorded()] == ["stop_listening", "whisper", "listen"]


async def test_without_a_phone_of_their_own_it_is_that_of_the_agent_they_are() -> None:
    desk = Desk()
    desk.talks("c1")
    assert (await desk.post("/calls/c1/listen", LISTEN, who=person(agent="boris")))[0] == 200
    assert desk.spies.heard["olga"][1] == "PJSIP/1002"


async def test_who_has_no_phone_at_all_hears_nothing() -> None:
    desk = Desk()
    desk.talks("c1")
    status, said = await desk.post("/calls/c1/listen", LISTEN)
    assert (status, said["code"]) == (409, "no_phone_of_yours")


async def test_another_phone_is_named_only_by_who_keeps_the_accounts() -> None:
    desk = Desk()
    desk.talks("c1")
    wish = LISTEN | {"phone": "PJSIP/2009"}
    status, said = await desk.post("/calls/c1/listen", wish, who=WITH_PHONE)
    assert (status, said["code"], said["fields"][0]["field"]) == (403, "not_your_phone", "phone")
    assert not desk.spies.heard
    assert (await desk.post("/calls/c1/listen", wish, who=person("root", Role.ADMIN)))[0] == 200
    assert (await desk.post("/calls/c1/listen", LISTEN | {"phone": "PJSIP/2001"}, who=WITH_PHONE))[0] == 200


@pytest.mark.parametrize(
    "phone", ["+79991234567", "Local/1@outside", "PJSIP/1,2", "PJSIP/1\r\nAction: x", "", "x" * 97, 5, None, "PJSIP/🎧"]
)
async def test_a_phone_that_is_none_of_the_house_is_refused_with_its_field(phone: object) -> None:
    desk = Desk()
    desk.talks("c1")
    status, said = await desk.post("/calls/c1/listen", LISTEN | {"phone": phone}, who=person("root", Role.ADMIN))
    if phone is None:
        assert said["code"] == "no_phone_of_yours"
    else:
        assert (status, said["fields"][0]["field"]) == (422, "phone")
    assert not desk.spies.heard


@pytest.mark.parametrize("code", ["nobody_talks", "no_phone", "busy", "unknown_mode", "too_many", "not_begun"])
@pytest.mark.parametrize("language", ["en", "ru"])
async def test_every_refusal_of_the_pbx_has_a_sentence_in_both_languages(code: str, language: str) -> None:
    desk = Desk()
    desk.talks("c1")
    desk.spies.fault = SpyRefused(code)
    status, said = await desk.post("/calls/c1/listen", LISTEN, who=WITH_PHONE, language=language)
    assert (status, said["code"]) == (409, f"listen_{code}")
    assert any(char in "абвгдежзиклмнопрсту" for char in said["detail"]) is (language == "ru")
    [line] = await desk.recorded(language=language)
    assert (line["outcome"], line["code"], line["led_to"]) == ("refused", f"listen_{code}", [said["detail"]])


async def test_a_pbx_that_is_away() -> None:
    desk = Desk()
    desk.talks("c1")
    await desk.post("/calls/c1/listen", LISTEN, who=WITH_PHONE)
    desk.spies.fault = NotSent("Originate: there is no connection")
    assert (await desk.post("/calls/c1/listen", LISTEN, who=WITH_PHONE))[1]["code"] == "pbx_away"
    assert (await desk.ask("DELETE", "/calls/c1/listen", who=WITH_PHONE))[0] == 503


async def test_who_does_not_listen_stops_nothing() -> None:
    desk = Desk()
    desk.talks("c1")
    status, said = await desk.ask("DELETE", "/calls/c1/listen", who=WITH_PHONE)
    assert (status, said["code"]) == (409, "listen_not_listening")


async def test_nobody_listens_out_of_scope() -> None:
    desk = Desk()
    desk.talks("c1", "boris", "sales")
    for method, body in (("POST", LISTEN), ("DELETE", None)):
        status, said = await desk.ask(method, "/calls/c1/listen", body, who=OF_BILLING._replace(phone="PJSIP/2001"))
        assert (status, said["code"]) == (404, "unknown_call")
    assert not desk.spies.heard
