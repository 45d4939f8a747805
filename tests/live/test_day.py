"""What a queue and an agent have done since midnight."""

import asyncio
import datetime as dt
from zoneinfo import ZoneInfo

from acd.clock import Clock
from acd.core import Core
from acd.engine.facts import (
    AgentPaused,
    AgentRestored,
    AgentSignedOut,
    CallHeld,
    CallRestored,
    CallResumed,
    RulesChanged,
    Settled,
    Started,
)
from acd.engine.rules import CentreRules, QueueRules
from acd.live.day import zone_of
from acd.live.day_figures import AgentDay, QueueDay
from acd.live.day_kept import DayInMemory
from acd.store.journal import MemoryJournal
from agents.roster import AgentRules
from ivr.reading import read_hours
from tests.core_kit import NOON, QUEUES, a_core, answer, call, end_talk, hang_up, miss, sign_in, start
from tests.live.day_kit import a_day

QUEUE = (QueueRules(name="billing", answer_within_s=20.0, ring_s=600.0, longest_wait_s=7200.0, nobody_s=7200.0),)
ANNA = (AgentRules(name="anna", endpoint="PJSIP/1001", skills={"ru": 5}, wrap_up_s=5.0),)
HALF_PAST_23 = NOON + 11.5 * 3600


def a_small_core(at: float = NOON) -> Core:
    """One queue and one agent, at a time in UTC."""
    core = Core(Clock(asyncio.get_running_loop(), at), MemoryJournal())
    start(core, QUEUE, ANNA)
    return core


async def test_a_queue_counts_what_becomes_of_its_calls() -> None:
    core = a_small_core()
    async with a_day(core) as day:
        sign_in(core, "anna")
        call(core, "1")
        await asyncio.sleep(4)
        answer(core, "1")
        call(core, "2")
        call(core, "3")
        await asyncio.sleep(6)
        hang_up(core, "2")
        await asyncio.sleep(30)
        hang_up(core, "3")
        found = day.of_queue("billing")
    assert (found.offered, found.answered, found.answered_in_time, found.wait_answered_sum_s) == (3, 1, 1, 4.0)
    assert (found.abandoned, found.abandoned_quick, found.sent_away) == (2, 1, 0)
    assert found.service_level == found.service_level_now == 1 / 2, "who left within 20 s is no call that was missed"
    assert found.mean_wait_s == 4.0
    assert found.abandoned_share == found.abandoned_share_now == 2 / 3


async def test_who_still_waits_is_offered_and_counts_in_no_share() -> None:
    core = a_small_core()
    async with a_day(core) as day:
        call(core, "1")
        found = day.of_queue("billing")
    assert found.offered == 1
    assert (found.service_level, found.mean_wait_s, found.abandoned_share) == (None, None, None)


async def test_figures_of_what_nobody_knows_are_none_and_zero() -> None:
    async with a_day(a_small_core()) as day:
        assert day.of_queue("nothing") == QueueDay()
        assert day.of_agent("nobody") == AgentDay()


async def test_an_agent_counts_calls_and_time_by_what_they_did() -> None:
    core = a_small_core()
    async with a_day(core) as day:
        sign_in(core, "anna")
        await asyncio.sleep(10)
        call(core, "1")
        await asyncio.sleep(3)
        answer(core, "1")
        await asyncio.sleep(20)
        core.tell(CallHeld("1", "anna"))
        await asyncio.sleep(8)
        core.tell(CallResumed("1", "anna"))
        await asyncio.sleep(2)
        end_talk(core, "1")
        await asyncio.sleep(12)
        call(core, "2")
        miss(core, "2")
        core.tell(AgentPaused("anna", "lunch"))
        await asyncio.sleep(600)
        found = day.of_agent("anna")
    assert (found.answered, found.missed, found.passed_on) == (1, 1, 0)
    assert (found.talk_s, found.hold_s, found.wrap_up_s, found.ready_s) == (30.0, 8.0, 5.0, 17.0)
    assert found.occupancy == 35 / 52, "ringing and pauses are neither handling nor ready"
    assert found.mean_handling_s == 35.0
    assert (found.mean_talk_s, found.mean_hold_s, found.mean_wrap_up_s) == (22.0, 8.0, 5.0)


async def test_the_state_of_now_counts_already() -> None:
    core = a_small_core()
    async with a_day(core) as day:
        sign_in(core, "anna")
        await asyncio.sleep(7.5)
        assert day.of_agent("anna").ready_s == 7.5
        await asyncio.sleep(2.5)
        assert day.of_agent("anna").ready_s == 10.0, "and what was asked for once is not counted twice"


async def test_what_is_of_now_looks_back_on_half_an_hour() -> None:
    core = a_small_core()
    async with a_day(core) as day:
        call(core, "1")
        await asyncio.sleep(100)
        hang_up(core, "1")
        assert day.of_queue("billing").service_level_now == 0.0
        await asyncio.sleep(30 * 60)
        sign_in(core, "anna")
        call(core, "2")
        answer(core, "2")
        found = day.of_queue("billing")
    assert (found.service_level_now, found.abandoned_share_now) == (1.0, 0.0)
    assert (found.service_level, found.abandoned_share) == (0.5, 0.5)


async def test_at_midnight_a_new_day_begins_and_the_old_one_is_yesterday() -> None:
    core = a_small_core(HALF_PAST_23)
    async with a_day(core) as day:
        sign_in(core, "anna")
        call(core, "1")
        await asyncio.sleep(1)
        answer(core, "1")
        call(core, "2")
        await asyncio.sleep(1801)
        assert day.of_queue("billing").offered == 0, "it was offered yesterday"
        assert day.of_agent("anna").answered == 0
        assert abs(day.of_agent("anna").talk_s - 2) < 1.1, "what is of yesterday is counted there"
        hang_up(core, "2")
        found = day.of_queue("billing")
        assert (found.offered, found.abandoned) == (0, 1)
        assert found.service_level_now == 0.0
        assert (day.yesterday.queue("billing", (None, None)).offered, day.yesterday.agent("anna").answered) == (2, 1)
        assert sum(point.offered for point in day.curve(None, 60, yesterday=True)) == 2
        assert [point.abandoned for point in day.curve(None, 60)] == [1]


async def test_what_is_of_now_sees_over_midnight() -> None:
    core = a_small_core(HALF_PAST_23)
    async with a_day(core) as day:
        await asyncio.sleep(1700)
        call(core, "1")
        hang_up(core, "1")
        await asyncio.sleep(200)
        assert day.of_queue("billing").abandoned == 0
        assert day.of_queue("billing").abandoned_share_now == 1.0


async def test_the_day_survives_a_restart() -> None:
    store, core = DayInMemory(), a_small_core()
    async with a_day(core, store):
        sign_in(core, "anna")
        await asyncio.sleep(10)
        call(core, "1")
        answer(core, "1")
        await asyncio.sleep(61)
        end_talk(core, "1")
    again = a_small_core(NOON + 3600)
    async with a_day(again, store) as day:
        again.tell(AgentRestored(agent="anna", signed_in=True, idle_since=NOON))
        call(again, "2")
        answer(again, "2")
        found, anna = day.of_queue("billing"), day.of_agent("anna")
        points = day.curve(None, 60)
    assert (found.offered, found.answered, found.service_level) == (2, 2, 1.0)
    assert (anna.answered, anna.talk_s) == (2, 61.0)
    assert [point.offered for point in points] == [0] * 12 + [1, 1]


async def test_a_crash_loses_no_more_than_ten_seconds() -> None:
    store, core = DayInMemory(), a_small_core()
    async with a_day(core, store):
        call(core, "1")
        await asyncio.sleep(10.5)
        call(core, "2")
        await asyncio.sleep(1)
        left = {date: dict(blocks) for date, blocks in store.days.items()}
    crashed = DayInMemory()
    crashed.days = left
    async with a_day(a_small_core(NOON + 60), crashed) as day:
        assert day.of_queue("billing").offered == 1


async def test_a_call_that_a_restart_finds_is_not_counted_twice() -> None:
    store, core = DayInMemory(), a_small_core()
    async with a_day(core, store):
        sign_in(core, "anna")
        call(core, "talks")
        answer(core, "talks")
        call(core, "waits")
        await asyncio.sleep(2)
    again = Core(Clock(asyncio.get_running_loop(), NOON + 5), MemoryJournal())
    async with a_day(again, store) as day:
        start_unsettled(again)
        again.tell(restored("talks", state="talking", agent="anna"))
        again.tell(restored("waits"))
        again.tell(restored("came-meanwhile"))
        again.catch_up()
        assert day.of_queue("billing").offered == 3
        assert day.of_agent("anna").answered == 1
        again.tell(Settled())
        again.catch_up()
        hang_up(again, "waits")
        again.tell(restored("waits"))
        again.catch_up()
        assert day.of_queue("billing").offered == 4, "after all has been found, what comes is new"


async def test_a_call_that_moved_while_nobody_kept_it_is_counted_in_both_queues() -> None:
    store, core = DayInMemory(), a_core()
    async with a_day(core, store):
        call(core, "1")
    again = Core(Clock(asyncio.get_running_loop(), NOON + 5), MemoryJournal())
    async with a_day(again, store) as day:
        start_unsettled(again, both=True)
        again.tell(restored("1", queue="sales"))
        again.catch_up()
        billing, sales = day.of_queue("billing"), day.of_queue("sales")
    assert (billing.offered, billing.sent_away, sales.offered) == (1, 1, 1)


async def test_a_clock_that_is_corrected_over_midnight_brings_yesterday_not_back() -> None:
    core = a_small_core(HALF_PAST_23 + 1799)
    async with a_day(core) as day:
        await asyncio.sleep(5)
        today = day.today
        call(core, "1")
        set_clock(core, -10)
        await asyncio.sleep(3)
        assert day.today is today
        assert day.of_queue("billing").offered == 1


async def test_a_clock_that_was_wrong_by_years_leads_to_the_day_that_it_is() -> None:
    store, core = DayInMemory(), a_small_core()
    async with a_day(core, store):
        call(core, "1")
    wrong = a_small_core(NOON + 366 * 86_400)
    async with a_day(wrong, store) as day:
        call(wrong, "2")
        await asyncio.sleep(2)
        set_clock(wrong, -366 * 86_400)
        await asyncio.sleep(2)
        assert day.today.date == dt.date(2023, 11, 15)
        assert day.of_queue("billing").offered == 1, "what was kept of the day is there"
        call(wrong, "3")
        assert day.of_queue("billing").offered == 2


async def test_a_store_that_fails_is_tried_again_and_costs_nothing_that_is_counted() -> None:
    class Failing(DayInMemory):
        fails = True

        async def keep(self, date: dt.date, blocks: dict[tuple[str, str, int], bytes]) -> None:
            if self.fails:
                raise OSError("the disk is full")
            await super().keep(date, blocks)

        async def load(self, date: dt.date) -> dict[tuple[str, str, int], bytes]:
            raise OSError("the disk is away")

        async def forget(self, newest: int) -> None:
            raise OSError("the disk is away")

    store, core = Failing(), a_small_core()
    async with a_day(core, store) as day:
        call(core, "1")
        await asyncio.sleep(11)
        assert day.of_queue("billing").offered == 1
        assert not store.days
        store.fails = False
    kept = DayInMemory()
    kept.days = store.days
    async with a_day(a_small_core(NOON + 60), kept) as day:
        assert day.of_queue("billing").offered == 1


async def test_what_is_damaged_is_left_out_and_the_rest_holds() -> None:
    store, core = DayInMemory(), a_small_core()
    async with a_day(core, store):
        call(core, "1")
        sign_in(core, "anna")
        await asyncio.sleep(1)
    blocks = store.days[dt.date(2023, 11, 15)]
    blocks["agents", "", 0] = b"rubbish"
    blocks["queue", "billing", 99] = b"\0" * 10
    blocks["crews", "", 0] = b"\xff"
    async with a_day(a_small_core(NOON + 60), store) as day:
        assert day.of_queue("billing").offered == 1


async def test_who_is_named_no_more_keeps_what_they_did_today() -> None:
    core = a_core()
    async with a_day(core) as day:
        sign_in(core, "anna")
        await asyncio.sleep(30)
        core.tell(AgentSignedOut("anna"))
        await asyncio.sleep(30)
        core.tell(RulesChanged(CentreRules(name="x", skills={"ru": "Russian"}, queues=QUEUE, agents=(BORIS,))))
        await asyncio.sleep(30)
        assert day.of_agent("anna").ready_s == 30.0


async def test_the_day_has_the_time_zone_that_most_hours_have() -> None:
    raw = {
        "a": {"zone": "Europe/Moscow", "week": {}},
        "b": {"zone": "Europe/Berlin", "week": {}},
        "c": {"zone": "Europe/Berlin", "week": {}},
    }
    hours, problems = read_hours(raw)
    assert not problems
    assert zone_of(hours.values()) == ZoneInfo("Europe/Berlin")
    assert zone_of([]) is None
    core = a_small_core(HALF_PAST_23)
    async with a_day(core, zone=ZoneInfo("Europe/Moscow")) as day:
        assert day.today.date == dt.date(2023, 11, 16), "in Moscow it is half past two of the next day"


BORIS = AgentRules(name="boris", endpoint="PJSIP/1002", skills={"ru": 3})


def start_unsettled(core: Core, *, both: bool = False) -> None:
    """Start as the service does: what is found on the PBX comes before the end of settling."""
    queues = QUEUES if both else QUEUE
    core.tell(Started(CentreRules(name="x", skills={"ru": "Russian", "sales": "Sales"}, queues=queues, agents=ANNA)))
    core.tell(AgentRestored(agent="anna", signed_in=True))


def restored(call_id: str, queue: str = "billing", state: str = "waiting", agent: str = "") -> CallRestored:
    """A call that is found on the PBX."""
    return CallRestored(
        call=call_id,
        state=state,  # type: ignore[arg-type]
        arrived_at=NOON,
        queue=queue,
        queued_at=NOON,
        agent=agent,
    )


def set_clock(core: Core, by_s: float) -> None:
    """Set the machine's clock; the engine's own time goes on."""
    clock = core.clock
    clock.time_of_day = lambda: clock.now() + by_s  # type: ignore[method-assign]
