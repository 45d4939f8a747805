"""The web hook, in front of a real server on loopback that takes, refuses, hangs or is not there."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import pytest
import structlog

from acd.alerts import webhook
from acd.alerts.webhook import Target, Webhook, signature
from acd.live.views import AlertLive, Severity
from tests.core_kit import NOON

SECRET = "known-to-two"

ALERT = AlertLive(
    id="a1", rule="line", severity=Severity.WARNING, kind="queue", name="sales", measure="waiting", bound=5.0,
    value=6.0, text={"en": "Sales: calls waiting 6", "ru": "Продажи: ждут звонков 6"}, since=NOON, cleared_at=None,
    acknowledged_by="", acknowledged_at=None,
)  # fmt: skip


class Request(NamedTuple):
    """What came, and when."""

    at: float
    line: str
    headers: dict[str, str]
    body: bytes


class Receiver:
    """A server that answers as told, at last with 204; "hang" says nothing, "drop" hangs up."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.requests: list[Request] = []
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                line, *lines = head.decode().split("\r\n")
                headers = dict(each.lower().split(": ", 1) for each in lines if each)
                body = await reader.readexactly(int(headers["content-length"]))
                self.requests.append(Request(asyncio.get_running_loop().time(), line, headers, body))
                said = self.answers.pop(0) if self.answers else "204 No Content"
                if said == "hang":
                    await asyncio.sleep(3600)
                if said == "drop":
                    break
                if said == "endless":
                    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\nand so on")
                    await asyncio.sleep(3600)
                writer.write(f"HTTP/1.1 {said}\r\nContent-Length: 0\r\n\r\n".encode())
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def told(*answers: str, path: str = "/hook?token=s3cret") -> AsyncIterator[tuple[Webhook, Receiver]]:
    """A web hook that sends to a receiver."""
    receiver, loop = Receiver(*answers), asyncio.get_running_loop()
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    hook = Webhook(lambda: NOON + loop.time())
    hook.target = Target(f"http://127.0.0.1:{receiver.port}{path}", SECRET)
    running = asyncio.create_task(hook.run())
    try:
        yield hook, receiver
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        server.close()


async def until(true: Callable[[], Any], seconds: float = 600.0) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def test_an_alert_is_posted_signed_and_stamped() -> None:
    async with told() as (hook, receiver):
        hook.put("raised", ALERT, "Northern Lights", NOON)
        await until(lambda: hook.sent)
    (request,) = receiver.requests
    assert request.line == "POST /hook?token=s3cret HTTP/1.1"
    assert json.loads(request.body) == {
        "event": "raised", "at": NOON, "centre": "Northern Lights", "alert": json.loads(json.dumps(as_dict(ALERT))),
    }  # fmt: skip
    stamp = request.headers["x-acd-timestamp"]
    assert abs(int(stamp) - NOON) <= 1
    assert request.headers["x-acd-signature"] == signature(SECRET, stamp, request.body)
    assert request.headers["content-type"] == "application/json"


def test_the_signature_is_what_anybody_can_check() -> None:
    # printf '17.{}' | openssl dgst -sha256 -hmac known-to-two
    assert signature(SECRET, "17", b"{}") == "v1=" + CHECKED
    assert signature("another", "17", b"{}") != signature(SECRET, "17", b"{}") != signature(SECRET, "18", b"{}")


async def test_events_come_in_their_order_each_with_an_id_of_its_own() -> None:
    async with told() as (hook, receiver):
        for event in ("raised", "acknowledged", "cleared"):
            hook.put(event, ALERT, "x", NOON)
        await until(lambda: hook.sent == 3)
    assert [json.loads(request.body)["event"] for request in receiver.requests] == ["raised", "acknowledged", "cleared"]
    assert len({request.headers["x-acd-delivery"] for request in receiver.requests}) == 3


@pytest.mark.parametrize("answer", ["500 Internal Server Error", "404 Not Found", "302 Found", "hang", "drop"])
async def test_what_was_not_received_is_sent_again_under_the_same_id(answer: str) -> None:
    async with told(answer, answer) as (hook, receiver):
        hook.put("raised", ALERT, "x", NOON)
        await until(lambda: hook.sent)
    assert len(receiver.requests) == 3
    assert len({request.headers["x-acd-delivery"] for request in receiver.requests}) == 1
    assert len({request.headers["x-acd-timestamp"] for request in receiver.requests}) == 3, "each says its own time"
    waits = [after.at - before.at for before, after in zip(receiver.requests, receiver.requests[1:], strict=False)]
    assert waits[0] > 0.99
    assert waits[1] > 4.99
    assert hook.given_up == 0


async def test_a_redirection_is_not_followed() -> None:
    async with told() as (_, elsewhere):
        lead = f"302 Found\r\nLocation: http://127.0.0.1:{elsewhere.port}/"
        async with told(*[lead] * 6) as (hook, receiver):
            hook.put("raised", ALERT, "x", NOON)
            await until(lambda: hook.given_up)
        assert len(receiver.requests) == 1 + len(webhook.WAITS_S)
        assert elsewhere.requests == []


async def test_after_some_attempts_it_is_given_up_and_the_next_is_sent() -> None:
    async with told(*["503 Busy"] * 6) as (hook, receiver):
        hook.put("raised", ALERT, "x", NOON)
        hook.put("cleared", ALERT, "x", NOON)
        await until(lambda: hook.sent)
    assert (hook.sent, hook.given_up) == (1, 1)
    assert json.loads(receiver.requests[-1].body)["event"] == "cleared"


async def test_nobody_there_is_tried_again_and_no_log_shows_secret_or_address() -> None:
    async with told() as (hook, receiver):
        pass
    with structlog.testing.capture_logs() as logged:
        hook.target = Target(f"http://127.0.0.1:{receiver.port}/hook?token=s3cret", SECRET)
        hook.put("raised", ALERT, "x", NOON)
        running = asyncio.create_task(hook.run())
        await until(lambda: hook.given_up)
        running.cancel()
    assert [line["event"] for line in logged] == ["webhook_failed"] * 6 + ["webhook_given_up"]
    assert {line.get("why", "ConnectError") for line in logged} == {"ConnectError"}
    assert SECRET not in str(logged)
    assert "s3cret" not in str(logged)


async def test_of_too_many_the_oldest_are_dropped_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "MOST_WAITING", 5)
    async with told() as (hook, receiver):
        for number in range(webhook.MOST_WAITING + 7):
            hook.put("raised", ALERT, str(number), NOON)
        await until(lambda: hook.sent == webhook.MOST_WAITING)
    assert hook.dropped == 7
    assert json.loads(receiver.requests[0].body)["centre"] == "7"


async def test_without_a_target_nothing_is_kept_to_be_sent() -> None:
    async with told() as (hook, receiver):
        target, hook.target = hook.target, None
        hook.put("raised", ALERT, "x", NOON)
        hook.target = target
        hook.put("cleared", ALERT, "x", NOON)
        await until(lambda: hook.sent)
    assert len(receiver.requests) == 1


async def test_a_body_without_an_end_holds_nobody_up() -> None:
    async with told("endless") as (hook, _):
        hook.put("raised", ALERT, "x", NOON)
        await until(lambda: hook.sent, 10.0)


def as_dict(alert: AlertLive) -> dict[str, Any]:
    return {name: getattr(alert, name) for name in alert.__struct_fields__}


CHECKED = "0f9c929939fc153aba0ba125f9fe0ed137ae9a3e0d8a8369f17f5ceeaf937e03"
