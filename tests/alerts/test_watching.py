"""A centre that is watched: what happens in it raises alerts, and ends them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from acd.alerts.book import Alerts
from acd.alerts.kept import AlertsKept
from acd.alerts.watching import Watching
from acd.config.alerts_model import AlertsPart
from acd.config.model import CentrePart
from acd.core import Core
from acd.engine.acts import Door, QueueSteered
from acd.engine.facts import AgentPaused, AgentUnpaused
from acd.engine.rules import QueueRules
from acd.live.views import Severity
from acd.store.database import Database
from agents.roster import AgentRules
from tests.alerts.test_webhook import Receiver, until
from tests.core_kit import NOON, a_core, answer, call, end_talk, hang_up, miss, sign_in
from tests.live.day_kit import a_day

QUEUES = (
    QueueRules(name="billing", title="Billing", longest_wait_s=7200.0, nobody_s=7200.0, ring_s=7200.0),
    QueueRules(name="sales", title="Sales", needs={"sales": 1}, longest_wait_s=7200.0, nobody_s=7200.0),
)
AGENTS = (
    AgentRules(name="anna", endpoint="PJSIP/1001", title="Anna", skills={"ru": 5}, team="north", wrap_up_s=5.0),
    AgentRules(name="boris", endpoint="PJSIP/1002", title="Boris", skills={"sales": 3}, team="south"),
)


class Stand:
    """A core that is watched by rules as the file has them."""

    def __init__(self, core: Core, rules: dict[str, Any], more: dict[str, Any]) -> None:
        self.core = core
        self.alerts = Alerts()
        self.is_pbx_there = True
        self.change(rules, **more)
        self.watching: Watching

    def change(self, rules: dict[str, Any], **more: Any) -> None:
        """Let other rules hold."""
        part = AlertsPart.model_validate({"built_in": False, "rules": rules} | more)
        self.part = CentrePart.model_construct(centre="Northern Lights", alerts=part)

    def raised(self) -> list[tuple[str, str, str]]:
        """Rule, kind and name of what is raised."""
        return [(alert.rule, alert.kind, alert.name) for alert in self.alerts.active()]


@asynccontextmanager
async def watched(
    rules: dict[str, Any] | None = None, kept: AlertsKept | None = None, **more: Any
) -> AsyncIterator[Stand]:
    """Watch a core with these rules."""
    core = a_core(queues=QUEUES, agents=AGENTS)
    stand = Stand(core, rules or {}, more)
    async with a_day(core) as day:
        stand.watching = Watching(core, day, stand.alerts, lambda: stand.part, lambda: stand.is_pbx_there, kept)
        await stand.watching.load()
        running = asyncio.create_task(stand.watching.run())
        try:
            yield stand
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await stand.watching.stop()


async def test_calls_that_wait_raise_what_is_about_their_queue() -> None:
    line = {"measure": "waiting", "above": 1, "lasting": "5s", "calm": "5s"}
    async with watched({"line": line}) as stand:
        call(stand.core, "1")
        call(stand.core, "2")
        call(stand.core, "3", "sales")
        await asyncio.sleep(3)
        assert stand.raised() == []
        await asyncio.sleep(5)
        assert stand.raised() == [("line", "queue", "billing")]
        (alert,) = stand.alerts.active()
        assert alert.text["en"] == "Billing: calls waiting 2 (above 1)"
        assert stand.alerts.attention("queue", "billing") is Severity.WARNING
        hang_up(stand.core, "1")
        await asyncio.sleep(8)
        assert stand.raised() == []


async def test_a_call_that_waits_too_long_has_an_alert_of_its_own_until_it_is_answered() -> None:
    async with watched({"long": {"measure": "call_waits", "queue": "billing", "above": "30s"}}) as stand:
        call(stand.core, "1")
        call(stand.core, "other", "sales")
        await asyncio.sleep(29)
        assert stand.raised() == []
        await asyncio.sleep(3)
        assert stand.raised() == [("long", "call", "1")]
        assert stand.alerts.all_noted()[0].queue == "billing"
        sign_in(stand.core, "anna")
        answer(stand.core, "1")
        await asyncio.sleep(2)
        assert stand.raised() == []


async def test_waits_service_level_and_abandoned_are_measured() -> None:
    rules = {
        "longest": {"measure": "longest_wait", "above": "10s"},
        "goal": {"measure": "service_level", "below": "80%", "lasting": "0s"},
        "lost": {"measure": "abandoned_share", "above": "50%", "lasting": "0s"},
    }
    async with watched(rules) as stand:
        await asyncio.sleep(5)
        assert stand.raised() == [], "of no calls there is no share"
        call(stand.core, "1")
        await asyncio.sleep(30)
        assert stand.raised() == [("longest", "queue", "billing")]
        hang_up(stand.core, "1")
        await asyncio.sleep(12)
        assert sorted(stand.raised()) == [("goal", "queue", "billing"), ("lost", "queue", "billing")]


async def test_the_expected_wait_has_no_reading_while_nobody_is_at_work() -> None:
    async with watched({"wait": {"measure": "expected_wait", "above": "2m", "lasting": "0s"}}) as stand:
        call(stand.core, "1")
        await asyncio.sleep(5)
        assert stand.raised() == []
        sign_in(stand.core, "anna")
        call(stand.core, "2")
        await asyncio.sleep(2)
        assert stand.raised() == [("wait", "queue", "billing")], "two before it at 180 s each"


async def test_agents_count_for_the_queues_that_they_may_serve_and_for_their_team() -> None:
    rules = {
        "ready": {"measure": "ready", "queue": "billing", "below": 2, "lasting": "0s"},
        "north": {"measure": "at_work", "team": "north", "below": 1, "lasting": "0s"},
        "sales": {"measure": "at_work", "queue": "sales", "below": 1, "lasting": "0s"},
    }
    async with watched(rules) as stand:
        await asyncio.sleep(2)
        assert {rule for rule, *_ in stand.raised()} == {"ready", "north", "sales"}
        sign_in(stand.core, "anna", "boris")
        await asyncio.sleep(30)
        assert stand.raised() == [], "who has sales may serve billing, which asks nothing"
        stand.core.tell(AgentPaused("anna", "lunch"))
        await asyncio.sleep(2)
        assert {rule for rule, *_ in stand.raised()} == {"ready", "north"}


async def test_a_queue_that_is_closed_needs_nobody() -> None:
    async with watched({"thin": {"measure": "at_work", "queue": "sales", "below": 1, "lasting": "0s"}}) as stand:
        stand.core.tell(QueueSteered(queue="sales", door=Door.CLOSED))
        await asyncio.sleep(5)
        assert stand.raised() == []
        stand.core.tell(QueueSteered(queue="sales", door=Door.OPEN))
        await asyncio.sleep(2)
        assert stand.raised() == [("thin", "queue", "sales")]


async def test_agents_are_watched_by_state_and_misses() -> None:
    rules = {
        "pause": {"measure": "agent_in_state", "state": "paused", "above": "1m"},
        "talk": {"measure": "agent_in_state", "state": "talking", "team": "north", "above": "2m"},
        "misses": {"measure": "misses", "above": 1},
    }
    async with watched(rules) as stand:
        sign_in(stand.core, "anna", "boris")
        stand.core.tell(AgentPaused("boris", "lunch"))
        call(stand.core, "1")
        answer(stand.core, "1")
        await asyncio.sleep(62)
        assert stand.raised() == [("pause", "agent", "boris")]
        await asyncio.sleep(60)
        assert stand.raised() == [("pause", "agent", "boris"), ("talk", "agent", "anna")]
        assert [noted.team for noted in stand.alerts.all_noted()] == ["south", "north"]
        end_talk(stand.core, "1")
        stand.core.tell(AgentUnpaused("boris"))
        await asyncio.sleep(8)
        assert stand.raised() == []
        for number in ("2", "3"):
            call(stand.core, number)
            for _ in range(2):
                miss(stand.core, number)
        await asyncio.sleep(2)
        assert {name for _, _, name in stand.raised()} == {"anna", "boris"}


async def test_who_was_paused_for_misses_still_counts_as_having_missed() -> None:
    async with watched({"misses": {"measure": "misses", "above": 2}}) as stand:
        sign_in(stand.core, "anna")
        for number in range(3):
            call(stand.core, str(number))
            miss(stand.core, str(number))
            hang_up(stand.core, str(number))
        assert stand.core.centre.roster["anna"].pause_reason == "missed:3:no_answer"
        await asyncio.sleep(2)
        assert stand.raised() == [("misses", "agent", "anna")]


async def test_the_built_in_alerts_hold_without_any_configuration() -> None:
    async with watched(built_in=True) as stand:
        stand.is_pbx_there = False
        call(stand.core, "1")
        await asyncio.sleep(4)
        assert stand.raised() == []
        await asyncio.sleep(10)
        assert sorted(stand.raised()) == [("pbx-away", "centre", ""), ("unserved", "queue", "billing")]
        assert stand.alerts.attention("centre", "") is Severity.CRITICAL
        stand.is_pbx_there = True
        sign_in(stand.core, "anna")
        await asyncio.sleep(13)
        assert stand.raised() == []


async def test_a_service_that_comes_late_says_so() -> None:
    async with watched(built_in=True) as stand:
        await stand.watching.look(late_s=1.5)
        assert stand.raised() == [("service-late", "centre", "")]
        assert stand.alerts.active()[0].text["en"] == "the service comes to its work 1.5 s late (above 1 s)"


async def test_other_rules_hold_at_once_and_alerts_of_those_that_are_gone_are_cleared() -> None:
    async with watched({"line": {"measure": "waiting", "above": 0, "lasting": "0s"}}) as stand:
        call(stand.core, "1")
        await asyncio.sleep(2)
        assert stand.raised() == [("line", "queue", "billing")]
        stand.change({"wait": {"measure": "longest_wait", "above": "1s"}})
        await asyncio.sleep(1.1)
        assert stand.raised() == [("wait", "queue", "billing")]
        (gone,) = [noted.alert for noted in stand.alerts.history() if noted.alert.rule == "line"]
        assert gone.cleared_at is not None


async def test_a_round_that_fails_is_not_the_last_one() -> None:
    async with watched({"line": {"measure": "waiting", "above": 0, "lasting": "0s"}}) as stand:
        good, stand.part = stand.part, None  # type: ignore[assignment]
        call(stand.core, "1")
        await asyncio.sleep(3)
        assert stand.raised() == []
        stand.part = good
        await asyncio.sleep(2)
        assert stand.raised() == [("line", "queue", "billing")]


async def test_the_history_survives_a_restart_and_what_was_raised_then_is_cleared(tmp_path: Path) -> None:
    rule = {"measure": "waiting", "above": 0, "lasting": "0s"}
    database = Database(f"sqlite:///{tmp_path / 'acd.db'}")
    async with watched({"line": rule}, AlertsKept(database)) as stand:
        call(stand.core, "1")
        await asyncio.sleep(2)
        (alert,) = stand.alerts.active()
        stand.alerts.acknowledge(alert.id, "olga", NOON + 2)
    async with watched(kept=AlertsKept(database)) as again:
        assert again.alerts.active() == []
        (noted,) = again.alerts.history()
        assert (noted.alert.id, noted.alert.acknowledged_by, noted.queue) == (alert.id, "olga", "billing")
        assert noted.alert.cleared_at is not None
        assert noted.alert.text == alert.text
    await database.close()


async def test_a_database_that_is_away_loses_nothing_that_was_raised(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'acd.db'}")
    kept, run = AlertsKept(database), database.run
    async with watched({"line": {"measure": "waiting", "above": 0, "lasting": "0s"}}, kept) as stand:
        database.run = lambda work: run(lambda _: 1 / 0)  # type: ignore[method-assign, arg-type, return-value]
        call(stand.core, "1")
        await asyncio.sleep(3)
        assert stand.raised() == [("line", "queue", "billing")]
        database.run = run  # type: ignore[method-assign]
        await asyncio.sleep(2)
    assert [noted.alert.rule for noted in await AlertsKept(database).load(NOON + 60)] == ["line"]
    await database.close()


async def test_the_web_hook_is_told_of_rules_that_want_it() -> None:
    receiver = Receiver()
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    rules = {
        "told": {"measure": "waiting", "above": 0, "lasting": "0s", "calm": "1s"},
        "untold": {"measure": "longest_wait", "above": "1s", "calm": "1s", "webhook": False},
    }
    hook: dict[str, Any] = {"webhook": {"url": f"http://127.0.0.1:{port}/", "secret": "known-to-two"}}
    async with watched(rules, **hook) as stand:
        call(stand.core, "1")
        await asyncio.sleep(3)
        assert len(stand.raised()) == 2
        stand.alerts.acknowledge(stand.alerts.active()[0].id, "olga", NOON)
        stand.alerts.acknowledge(stand.alerts.active()[1].id, "olga", NOON)
        hang_up(stand.core, "1")
        await until(lambda: len(receiver.requests) == 3, 30.0)
        await asyncio.sleep(30)
        stand.change(rules)
        call(stand.core, "2")
        await asyncio.sleep(5)
    bodies = [request.body for request in receiver.requests]
    assert [body.partition(b'"event":"')[2].partition(b'"')[0] for body in bodies] == [
        b"raised", b"acknowledged", b"cleared",
    ]  # fmt: skip
    assert all(b'"centre":"Northern Lights"' in body and b'"rule":"told"' in body for body in bodies)
    server.close()
