"""An act with a client's key is done once, however often it is sent."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from fastapi import Response

from acd.store.answers import KEPT_S, AnswerStore, Kept
from acd.store.database import Database
from api.acts import once
from api.acts.once import Answers
from tests.api.acts.kit import OLGA, PETR, Desk

RAISE: dict[str, Any] = {"priority": 5, "why": "vip", "was": 0}


async def test_the_same_request_with_the_same_key_is_done_once_and_answered_twice() -> None:
    desk = Desk()
    desk.waits("c1")
    first = await desk.post("/calls/c1/priority", RAISE, key="k-1")
    second = await desk.post("/calls/c1/priority", RAISE, key="k-1")
    assert first == second
    assert first[0] == 200
    assert len(await desk.recorded()) == 1
    assert (await desk.post("/calls/c1/priority", RAISE))[0] == 409, "without the key it is another act"


async def test_a_refusal_is_the_same_again_too() -> None:
    desk = Desk()
    desk.talks("c1")
    first = await desk.post("/calls/c1/priority", RAISE, key="k-1")
    assert first[1]["code"] == "act_refused"
    assert await desk.post("/calls/c1/priority", RAISE, key="k-1") == first
    assert len(await desk.recorded()) == 1


async def test_two_at_once_are_one_act() -> None:
    desk = Desk()
    desk.talks("c1")
    desk.people["olga"] = OLGA
    ringing = asyncio.Event()
    listen = desk.spies.listen

    async def slowly(call_id: str, who: str, phone: str, mode: str) -> None:
        ringing.set()
        await asyncio.sleep(5)
        await listen(call_id, who, phone, mode)

    desk.spies.listen = slowly  # type: ignore[method-assign]
    who = OLGA._replace(phone="PJSIP/2001")
    body = {"mode": "listen", "why": "w"}
    first = asyncio.create_task(desk.post("/calls/c1/listen", body, who=who, key="k"))
    await ringing.wait()
    second = await desk.post("/calls/c1/listen", body, who=who, key="k")
    assert await first == second
    assert len(await desk.recorded()) == 1


async def test_who_waits_for_one_that_fails_does_it_themselves() -> None:
    desk = Desk()
    desk.waits("c1")
    answers = Answers(desk.core.clock)
    tried = 0

    async def work() -> Any:
        nonlocal tried
        tried += 1
        await asyncio.sleep(1)
        if tried == 1:
            raise RuntimeError("a fault of ours")
        return Response(b"{}", 200)

    first = asyncio.create_task(answers.once(("o", "k"), "d", work))
    await asyncio.sleep(0.5)
    done = await answers.once(("o", "k"), "d", work)
    assert (done.status, tried) == (200, 2)
    with pytest.raises(RuntimeError):
        await first


async def test_a_key_with_another_request_is_refused() -> None:
    desk = Desk()
    desk.waits("c1")
    desk.waits("c2")
    await desk.post("/calls/c1/priority", RAISE, key="k-1")
    for path, body in (("/calls/c1/priority", RAISE | {"priority": 6}), ("/calls/c2/priority", RAISE)):
        status, said = await desk.post(path, body, key="k-1")
        assert (status, said["code"]) == (422, "key_used")
    assert desk.core.centre.calls["c2"].priority == 0


async def test_keys_of_different_people_have_nothing_to_do_with_each_other() -> None:
    desk = Desk()
    desk.waits("c1")
    await desk.post("/calls/c1/priority", RAISE, key="k-1", who=OLGA)
    assert (await desk.post("/calls/c1/priority", RAISE, key="k-1", who=PETR))[1]["code"] == "meanwhile_by"


@pytest.mark.parametrize("status", ["not understood", "unknown", "away"])
async def test_after_what_was_not_asked_of_the_engine_the_key_is_free(status: str) -> None:
    desk = Desk()
    desk.waits("c1")
    desk.connected = status != "away"
    call, body = ("c9" if status == "unknown" else "c1"), {"why": "w"} if status != "not understood" else {}
    found, _ = await desk.post(f"/calls/{call}/hang-up", body, key="k-1")
    assert found == {"not understood": 422, "unknown": 404, "away": 503}[status]
    desk.connected = True
    assert (await desk.post("/calls/c1/hang-up", {"why": "w"}, key="k-1"))[0] == 200


@pytest.mark.parametrize("key", ["x" * 65, "a\tb", "ключ"])
async def test_a_key_that_is_none_is_refused(key: str) -> None:
    desk = Desk()
    desk.waits("c1")
    desk.people["olga"] = OLGA
    headers = {b"X-Person": b"olga", b"Idempotency-Key": key.encode()}
    answer = await desk._http.post("/calls/c1/priority", json=RAISE, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_key")
    assert desk.core.centre.calls["c1"].priority == 0


async def test_a_key_holds_for_a_day_and_the_memory_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk()
    desk.waits("c1")
    await desk.post("/calls/c1/priority", RAISE, key="k-1")
    await asyncio.sleep(KEPT_S - 1)
    assert (await desk.post("/calls/c1/priority", RAISE, key="k-1"))[0] == 200
    await asyncio.sleep(2)
    assert (await desk.post("/calls/c1/priority", RAISE, key="k-1"))[0] != 200
    monkeypatch.setattr(once, "MOST_KEPT", 2)
    desk.waits("c2")
    for number in range(3):
        await desk.post("/calls/c2/priority", {"priority": number + 1}, key=f"n-{number}")
    await desk.post("/calls/c2/priority", {"priority": 1}, key="n-0")
    assert desk.core.centre.calls["c2"].priority == 1, "forgotten, so done again"
    await desk.post("/calls/c2/priority", {"priority": 3}, key="n-2")
    assert desk.core.centre.calls["c2"].priority == 1


async def test_after_a_restart_an_act_that_is_sent_again_is_not_done_again(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'acd.db'}")
    desk = Desk(database=database)
    desk.waits("c1")
    first = await desk.post("/calls/c1/priority", RAISE, key="k-1")
    assert desk.answers is not None
    await desk.answers.close()
    kept = await AnswerStore(database).recall(desk.core.clock.now())
    again = Desk(database=database, kept=kept)
    again.waits("c1")
    assert await again.post("/calls/c1/priority", RAISE, key="k-1") == first
    assert again.core.centre.calls["c1"].priority == 0
    await database.close()


async def test_the_store_keeps_a_day_and_of_one_key_the_last(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'acd.db'}")
    store = AnswerStore(database)
    old, first, second = (
        Kept("o", key, "d", at, 200, b"{}") for key, at in (("a", 0.0), ("b", KEPT_S), ("b", KEPT_S + 5))
    )
    for each in (old, first, second):
        store.put(each)
        await store.close()
    assert await store.recall(KEPT_S + 10) == (second,)
    assert await store.recall(3 * KEPT_S) == ()
    await database.close()
