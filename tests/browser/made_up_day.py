"""A day of a centre that has been at work since midnight, written into its store for the pictures of the pages."""

import math
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from acd.live.day_kept import write
from acd.live.day_record import DayRecord, date_at
from acd.store.database import Database, default_url

ZONE = ZoneInfo("Europe/Berlin")
CALLS_A_MINUTE = {"sales": 1.5, "billing": 1.0, "support": 2.1}
IN_TIME = {"sales": 0.9, "billing": 0.84, "support": 0.76}
GIVE_UP, MEAN_WAIT_S, TALK_MIN, AT_WORK = 0.045, {"sales": 9.0, "billing": 13.0, "support": 21.0}, 3.2, 21.0
SEED = 7


def write_day(journal: Path, agents: list[str]) -> None:
    """Write today up to now; who looks at the pages sees it as if the service had counted it."""
    now, draws = time.time(), np.random.default_rng(SEED)
    record = DayRecord(date_at(now, ZONE), ZONE)
    for minute in range(record.minute(now)):
        add_minute(record, minute, draws)
    for number, agent in enumerate(agents):
        hours = record.minute(now) / 60
        answered = hours * (3.1 + number % 5 * 0.4)
        talk_s = answered * 190
        done = (answered, answered * 0.03, answered * 0.02, talk_s, talk_s * 0.06, answered * 20)
        record.work(agent, tuple(map(round, (*done, talk_s * (0.35 + number % 4 * 0.1)))))
    database = Database(default_url(journal))
    blocks = record.touched() | dict(record.agent_blocks())
    database.run_now(lambda rows: write(rows, record.date.isoformat(), blocks))
    database.close_now()


def add_minute(record: DayRecord, minute: int, draws: np.random.Generator) -> None:
    """Count one minute: more at eleven and at three than at night, and a bad half hour at ten."""
    hour = minute / 60
    load = 0.12 + math.exp(-((hour - 11) ** 2) / 7) + 0.8 * math.exp(-((hour - 15.5) ** 2) / 8)
    bad = 1.0 if 10 <= hour < 10.5 else 0.0
    talking = 0.0
    for queue, calls in CALLS_A_MINUTE.items():
        offered = int(draws.poisson(calls * load * (1 + bad)))
        gone = int(draws.binomial(offered, GIVE_UP * (1 + 2 * bad)))
        answered = offered - gone
        in_time = int(draws.binomial(answered, IN_TIME[queue] - 0.3 * bad))
        wait_s = answered * MEAN_WAIT_S[queue] * (0.6 + load / 2 + 2 * bad)
        record.count(queue, minute, (offered, answered, in_time, gone, 0, 0, wait_s))
        share = offered * TALK_MIN
        talking += share
        record.sample(queue, minute, round(wait_s / 60), round(share))
    record.samples.add(minute, (1,))
    record.crew(frozenset(CALLS_A_MINUTE), minute, round(max(AT_WORK * min(1.0, 0.25 + load), talking)))
