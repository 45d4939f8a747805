"""Channels: one for all who see the same, with numbers, a memory for who was away, and an end."""

import asyncio
from typing import Any

import msgspec
import pytest

from acd.engine.facts import CallArrived
from acd.live import channels
from acd.live.channels import BEAT_S, LINGER_S, Message
from acd.live.feed import MOST_LINGERING, PIECE, TICK_S
from acd.live.sight import ALL, Place, Sight
from acd.live.views import Severity, Snapshot
from agents.roster import AgentRules
from tests.core_kit import a_core, answer, call, hang_up, sign_in
from tests.live.kit import Ear, Shown

TEAMS = (
    AgentRules(name="anna", endpoint="PJSIP/1001", skills={"sales": 5}, team="north"),
    AgentRules(name="boris", endpoint="PJSIP/1002", team="south"),
)


async def tick(shown: Shown) -> None:
    shown.core.catch_up()
    await shown.feed.tick()


def copy_of(messages: list[Any]) -> dict[str, dict[str, Any]]:
    """What a client makes of a snapshot and the changes after it."""
    kept: dict[str, dict[str, Any]] = {}
    for message in messages:
        for kind, key in (("queues", "name"), ("calls", "call"), ("agents", "name"), ("alerts", "id")):
            if message["type"] == "snapshot":
                kept[kind] = {}
            for name in message.get("gone", {}).get(kind, []):
                kept[kind].pop(name, None)
            for view in message.get(kind, []):
                kept[kind][view[key]] = view
    return kept


async def test_a_snapshot_and_changes_with_numbers_give_the_same_picture_as_a_later_snapshot() -> None:
    shown, early, late = Shown(), Ear(), Ear()
    sign_in(shown.core, "anna", "boris")
    await tick(shown)
    shown.feed.join(ALL, early)
    for number in range(6):
        call(shown.core, f"c{number}")
        await tick(shown)
        if number == 2:
            answer(shown.core, "c0")
        if number % 2:
            hang_up(shown.core, f"c{number}")
    await tick(shown)
    shown.feed.join(ALL, late)
    numbers = [message["seq"] for message in early.messages]
    assert numbers == list(range(len(numbers)))
    assert copy_of(early.messages) == copy_of(late.messages)
    assert late.messages[0]["seq"] == numbers[-1]


async def test_a_snapshot_is_of_the_shape_that_is_described() -> None:
    shown = Shown()
    call(shown.core, "c1")
    shown.alerts.raise_one("queue", "billing")
    await tick(shown)
    snapshot = msgspec.json.decode(shown.feed.snapshot(ALL), type=Snapshot)
    assert snapshot.centre == "Northern Lights"
    assert [each.call for each in snapshot.calls] == ["c1"]
    assert msgspec.json.encode(snapshot) == shown.feed.snapshot(ALL), "nothing is written twice, or left out"


async def test_each_change_is_one_message_for_all_who_see_the_same() -> None:
    shown, taken = Shown(), list[Message]()

    class Keeps:
        def take(self, message: Message) -> None:
            taken.append(message)

    for _ in range(3):
        shown.feed.join(ALL, Keeps())
    taken.clear()
    await tick(shown)
    assert len(taken) == 3 and len({id(message) for message in taken}) == 1
    made = [message.on_wire(lambda each: b"<" + each.payload) for message in taken[:1]]
    assert made[0].startswith(b"<{")
    assert len(shown.feed.channels) == 1


async def test_a_wire_form_is_made_once() -> None:
    message, made = Message(1, b"{}"), list[int]()

    def make(each: Message) -> bytes:
        made.append(each.seq)
        return each.payload

    assert message.on_wire(make) == message.on_wire(make) == b"{}"
    assert made == [1]


async def test_who_was_away_for_a_moment_gets_what_was_missed() -> None:
    shown, first, back = Shown(), Ear(), Ear()
    await tick(shown)
    channel = shown.feed.join(ALL, first)
    call(shown.core, "c1")
    await tick(shown)
    shown.feed.leave(channel, first)
    for number in (2, 3):
        call(shown.core, f"c{number}")
        await tick(shown)
    shown.feed.join(ALL, back, channel.run, first.messages[-1]["seq"])
    assert back.kinds == ["change", "change"]
    assert copy_of(first.messages + back.messages) == copy_of([msgspec.json.decode(shown.feed.snapshot(ALL))])
    now = Ear()
    shown.feed.join(ALL, now, channel.run, channel.seq)
    assert now.kinds == ["beat"], "nothing was missed, and it is said at once"


async def test_who_joins_while_a_change_is_told_has_it_once() -> None:
    shown, late = Shown(), Ear()
    await tick(shown)
    channel = shown.feed.join(ALL, Ear())
    call(shown.core, "c1")
    shown.core.catch_up()
    telling = asyncio.ensure_future(shown.feed.tick())
    for _ in range(100):
        if channel.seq == 0:
            await asyncio.sleep(0)
    shown.feed.join(ALL, late)
    await telling
    assert late.kinds == ["snapshot"], "and not the change that is in it already"


async def test_a_snapshot_of_a_quiet_centre_says_what_time_it_is() -> None:
    shown = Shown()
    await tick(shown)
    channel = shown.feed.join(ALL, Ear())
    await asyncio.sleep(10 * BEAT_S)
    channel.beat(shown.core.clock.now())
    at = msgspec.json.decode(shown.feed.snapshot(ALL))["at"]
    assert shown.core.clock.now() - at <= BEAT_S


@pytest.mark.parametrize(("run", "seq"), [("another", 1), ("", 0), ("same", 99), ("same", 0)])
async def test_what_is_not_known_any_more_gets_a_snapshot(run: str, seq: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels, "MOST_KEPT", 2)
    shown, ear = Shown(), Ear()
    channel = shown.feed.join(ALL, Ear())
    for number in range(4):
        call(shown.core, f"c{number}")
        await tick(shown)
    shown.feed.join(ALL, ear, channel.run if run == "same" else run, seq)
    assert ear.kinds == ["snapshot"]


async def test_the_memory_is_bounded_in_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels, "MOST_BYTES_KEPT", 5000)
    shown = Shown()
    channel = shown.feed.join(ALL, Ear())
    for number in range(20):
        call(shown.core, f"c{number}")
        await tick(shown)
    assert channel.missed(channel.run, channel.seq - 1) is not None
    assert channel.missed(channel.run, channel.seq - 19) is None
    assert channel._ring_bytes == sum(len(message.payload) for message in channel._ring) <= 5000


async def test_without_changes_it_beats() -> None:
    shown, ear = Shown(), Ear()
    running = asyncio.create_task(shown.feed.run())
    await asyncio.sleep(0.5)
    shown.feed.join(ALL, ear)
    await asyncio.sleep(3 * BEAT_S + TICK_S)
    assert ear.kinds == ["snapshot", "beat", "beat", "beat"]
    assert {message["seq"] for message in ear.messages} == {ear.messages[0]["seq"]}
    call(shown.core, "c1")
    await asyncio.sleep(2 * TICK_S)
    assert ear.kinds[4:] == ["change"]
    assert ear.messages[4]["at"] - ear.messages[4]["since"] <= 2 * TICK_S
    running.cancel()


async def test_a_tick_that_fails_is_made_good(monkeypatch: pytest.MonkeyPatch) -> None:
    shown, ear = Shown(), Ear()
    running = asyncio.create_task(shown.feed.run())
    await asyncio.sleep(0.5)
    shown.feed.join(ALL, ear)
    with monkeypatch.context() as broken:
        broken.setattr(shown.state, "_rested", lambda now: 1 / 0)
        call(shown.core, "c1")
        await asyncio.sleep(0.5)
    await asyncio.sleep(0.5)
    assert [each["call"] for each in ear.messages[1]["calls"]] == ["c1"]
    running.cancel()


async def test_a_scope_sees_its_queues_and_teams_and_what_leaves_it_is_gone() -> None:
    shown, sales, north = Shown(a_core(agents=TEAMS)), Ear(), Ear()
    await tick(shown)
    shown.feed.join(Sight(frozenset({"sales"}), frozenset()), sales)
    shown.feed.join(Sight(frozenset(), frozenset({"north"})), north)
    assert [each["name"] for each in sales.messages[0]["queues"]] == ["sales"]
    assert [each["name"] for each in north.messages[0]["agents"]] == ["anna"]
    sign_in(shown.core, "anna")
    shown.core.tell(CallArrived("c1"))
    await tick(shown)
    assert "calls" not in sales.messages[-1], "who has not chosen a queue is nobody's"
    call(shown.core, "c1", "sales")
    await tick(shown)
    assert [each["call"] for each in sales.messages[-1]["calls"]] == ["c1"]
    assert [each["call"] for each in north.messages[-1]["calls"]] == ["c1"], "it rings with anna"
    call(shown.core, "c1", "billing")
    await tick(shown)
    assert sales.messages[-1]["gone"] == {"calls": ["c1"]}
    assert "gone" not in north.messages[-1]
    hang_up(shown.core, "c1")
    await tick(shown)
    assert "gone" not in sales.messages[-1], "it was gone for them before"
    assert north.messages[-1]["gone"] == {"calls": ["c1"]}


async def test_alerts_are_seen_by_whom_they_concern() -> None:
    shown = Shown(a_core(agents=TEAMS))
    await tick(shown)
    for kind, name in (("queue", "sales"), ("queue", "billing"), ("agent", "anna"), ("agent", "boris"),
                       ("team", "north"), ("team", "south"), ("centre", "")):  # fmt: skip
        shown.alerts.raise_one(kind, name, Severity.WARNING)
    ear = Ear()
    shown.feed.join(Sight(frozenset({"sales"}), frozenset({"north"})), ear)
    seen = {(each["kind"], each["name"]) for each in ear.messages[0]["alerts"]}
    assert seen == {("queue", "sales"), ("agent", "anna"), ("team", "north"), ("centre", "")}


async def test_a_snapshot_in_the_middle_of_a_change_shows_nothing_out_of_scope() -> None:
    shown, ear, sight = Shown(a_core(agents=TEAMS)), Ear(), Sight(frozenset({"sales"}), frozenset())
    sign_in(shown.core, "anna")
    call(shown.core, "c1", "sales")
    await tick(shown)
    shown.feed.join(sight, Ear())
    call(shown.core, "c2", "sales")
    await tick(shown)
    call(shown.core, "c1", "billing")
    shown.core.catch_up()
    await shown.state.refresh()  # the shelf is ahead of the channel
    shown.feed.join(sight, ear)
    assert [each["call"] for each in ear.messages[0]["calls"]] == ["c2"]


def test_an_agent_sees_themselves() -> None:
    assert Sight(frozenset(), frozenset(), "boris").sees(Place("", "boris", "south"))
    assert not Sight(frozenset(), frozenset(), "boris").sees(Place("", "anna", "north"))


async def test_channels_that_nobody_listens_to_are_forgotten_after_a_while() -> None:
    shown, ear = Shown(), Ear()
    channel = shown.feed.join(ALL, ear)
    shown.feed.leave(channel, ear)
    shown.feed.leave(channel, ear)
    await tick(shown)
    assert ALL in shown.feed.channels
    await asyncio.sleep(LINGER_S)
    await tick(shown)
    assert shown.feed.channels == {}
    again = shown.feed.join(ALL, ear, channel.run, channel.seq)
    assert again.run != channel.run and ear.kinds[-1] == "snapshot"


async def test_no_more_channels_linger_than_there_is_room_for() -> None:
    shown, ear = Shown(), Ear()
    for number in range(MOST_LINGERING + 5):
        shown.feed.leave(shown.feed.join(Sight(frozenset({str(number)}), frozenset()), ear), ear)
    await tick(shown)
    assert len(shown.feed.channels) == MOST_LINGERING


async def test_listeners_are_told_in_pieces_and_one_that_fails_hurts_no_other() -> None:
    shown, ears = Shown(), [Ear() for _ in range(PIECE * 3)]

    class Fails:
        def take(self, message: Message) -> None:
            if message.seq:
                raise RuntimeError("broken")

    shown.feed.join(ALL, Fails())
    for ear in ears:
        shown.feed.join(ALL, ear)
    telling = asyncio.create_task(shown.feed.tick())
    told = []
    while not telling.done():
        await asyncio.sleep(0)
        told.append(sum(len(ear.messages) > 1 for ear in ears))
    assert told[-1] == len(ears)
    assert any(0 < each < len(ears) for each in told)
