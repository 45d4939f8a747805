"""Watches a centre for alerts: once a second it is measured, evaluated, written down, kept and told."""

import asyncio
from collections.abc import Callable

import structlog

from acd.alerts.book import Alerts
from acd.alerts.configured import rules_of
from acd.alerts.evaluate import Evaluation, Happened
from acd.alerts.kept import AlertsKept
from acd.alerts.readings import Readings, key_of
from acd.alerts.webhook import Event, Target, Webhook
from acd.config.alerts_model import AlertsPart
from acd.config.model import CentrePart
from acd.core import Core
from acd.live.day import Day
from acd.live.views import AlertLive

TICK_S = 1.0

log = structlog.get_logger()


class Watching:
    """Raises and clears ``alerts`` of ``core``: :meth:`load`, :meth:`run`, :meth:`stop` at the end.

    ``part`` returns the file that holds now; another one takes effect within a second. ``is_pbx_there`` says whether
    the PBX answers. Without ``kept`` the history ends with the service.
    """

    def __init__(
        self,
        core: Core,
        day: Day,
        alerts: Alerts,
        part: Callable[[], CentrePart],
        is_pbx_there: Callable[[], bool],
        kept: AlertsKept | None = None,
        webhook: Webhook | None = None,
    ) -> None:
        self.alerts = alerts
        self.webhook = webhook or Webhook(core.clock.time_of_day)
        self._core = core
        self._part = part
        self._kept = kept
        self._readings = Readings(core, day, is_pbx_there)
        self._evaluation = Evaluation()
        self._alerts_part: AlertsPart | None = None
        self._told: set[str] = set()
        self._held_back = 0
        alerts.changed.append(self._changed)

    async def load(self) -> None:
        """Take over the history; what was raised when the service ended is cleared now."""
        if self._kept is not None:
            self.alerts.remember(await self._kept.load(self._core.clock.now()))

    async def run(self) -> None:
        """Watch, and tell the web hook, until cancelled; a round that fails is logged, and the next one comes."""
        sending = asyncio.create_task(self.webhook.run(), name="webhook")
        loop = asyncio.get_running_loop()
        try:
            while True:
                expected = loop.time() + TICK_S
                await asyncio.sleep(TICK_S)
                try:
                    await self.look(loop.time() - expected)
                except Exception:
                    log.exception("alerts_not_watched")
        finally:
            sending.cancel()

    async def stop(self) -> None:
        """Keep what is not kept yet; the web hook's waiting events are lost."""
        if self._kept is not None:
            await self._kept.write()

    async def look(self, late_s: float = 0.0) -> None:
        """Measure and evaluate once; ``late_s`` is how late this came."""
        self._take_rules()
        rules = list(self._evaluation.rules.values())
        found = await self._readings.read(rules, late_s)
        for rule in rules:
            at = self._core.clock.now()
            self._take(self._evaluation.step(rule, found.get(key_of(rule), ()), at), at)
            await asyncio.sleep(0)
        if self._evaluation.held_back and not self._held_back:
            log.warning("alerts_held_back", why="a rule has raised as many as it may")
        self._held_back = self._evaluation.held_back
        if self._kept is not None:
            await self._kept.write()

    def _take_rules(self) -> None:
        part = self._part().alerts
        if part is self._alerts_part:
            return
        self._alerts_part = part
        self._take(self._evaluation.change(rules_of(part)), self._core.clock.now())
        hook = part.webhook
        self.webhook.target = None if hook is None else Target(hook.url, hook.secret)

    def _take(self, happened: list[Happened], at: float) -> None:
        for alert in self.alerts.take(happened, at):
            log.info(
                "alert_raised" if alert.cleared_at is None else "alert_cleared",
                alert=alert.id, rule=alert.rule, about=f"{alert.kind} {alert.name}".strip(), value=alert.value,
            )  # fmt: skip

    def _changed(self, alert: AlertLive) -> None:
        if self._kept is not None:
            self._kept.put(self.alerts.noted(alert.id))
        rule = self._evaluation.rules.get(alert.rule)
        event: Event = "acknowledged" if alert.acknowledged_by else "raised"
        if alert.cleared_at is not None:
            event = "cleared"
        if event == "raised" and rule is not None and rule.webhook:
            self._told.add(alert.id)
        if alert.id in self._told:
            self.webhook.put(event, alert, self._part().centre, self._core.clock.now())
        if event == "cleared":
            self._told.discard(alert.id)
