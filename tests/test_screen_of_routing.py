"""What the screen shows of routing by what is known."""

import asyncio
import re

import pytest

from acd.engine.routing_rules import Bounds, MissRule, Personal, Step
from acd.engine.rules import QueueRules
from ivr.words import Language
from tests.core_kit import AGENTS, a_core, call, hang_up, miss, sign_in
from tests.screen_kit import agents, drawn, the_line


@pytest.mark.parametrize(
    ("language", "state", "more"), [("en", "left alone", "1:00 more"), ("ru", "в покое", "ещё 1:00")]
)
async def test_who_is_left_alone_shows_for_how_long_on_a_wide_screen(language: Language, state: str, more: str) -> None:
    core = a_core(agents=(*AGENTS, *agents(22)), misses=MissRule(no_answer_s=90))
    sign_in(core, "anna")
    call(core, "c1")
    miss(core, "c1")
    await asyncio.sleep(30)
    assert re.search(rf"Anna Petr… {state} +0:30", "\n".join(drawn(core, language=language)))
    assert re.search(rf"Anna Petrova +{state} +{more} +0:30", "\n".join(drawn(core, 140, 40, language)))


async def test_a_call_shows_what_it_asks_now_and_whom_it_waits_for_or_rings() -> None:
    relaxing = (Step(need="ru >= 2", when=Bounds(after_s=10)),)
    queues = (QueueRules(name="q", need="ru >= 9", steps=relaxing, ring_at_once=2, personal=Personal(data="manager")),)
    core = a_core(queues=queues)
    sign_in(core, "anna", "boris")
    call(core, "relaxes", queue="q")
    call(core, "personal", queue="q", data={"manager": "anna"})
    call(core, "also personal", queue="q", data={"manager": "anna"})
    lines = drawn(core, 200, 40)
    assert re.search(r"ru >= 9 +0:00", the_line(lines, "relaxes"))
    assert "→ Anna Petrova" in the_line(lines, "also personal")
    hang_up(core, "personal")
    hang_up(core, "also personal")
    await asyncio.sleep(11)
    assert re.search(r"^relaxes .* ru >= 2 +Anna Petrova, Boris Ivanov +0:11", "\n".join(drawn(core, 200, 40)), re.M)
