"""What people did to queues and agents holds across a restart, with who did it and why."""

from pathlib import Path

from msgspec.structs import replace

from acd.engine.acts import Door, QueueSteered, SkillsChanged
from acd.engine.engine import Engine
from acd.engine.facts import AgentSignedIn, RulesChanged, Started
from acd.engine.rules import QueueRules
from acd.memory import Remembered, remembered
from agents.roster import AgentRules
from tests.bad_days.test_memory import RULES, T, live

CLOSED = QueueSteered(queue="support", door=Door.CLOSED, say="a-fire", who="sue", why="a drill")
TRAINED = SkillsChanged(agent="anna", skills={"tech": 9}, who="sue", why="a course")
HERE = (1.0, AgentSignedIn("boris"))


def acts(folder: Path, rules: object = RULES) -> list[Remembered]:
    found = remembered(folder, T + 20.0, rules)  # type: ignore[arg-type]
    return [fact for fact in found if isinstance(fact, QueueSteered | SkillsChanged)]


def test_doors_and_skills_are_told_to_the_next_engine_before_anybody_comes(tmp_path: Path) -> None:
    live(tmp_path, HERE, (2.0, CLOSED), (3.0, TRAINED))
    found = remembered(tmp_path, T + 20.0, RULES)
    assert found[:2] == [CLOSED, TRAINED]
    engine = Engine()
    for fact in (Started(RULES), *found):
        engine.handle(fact, T + 20.0)
    assert (engine.centre.door_of("support"), engine.centre.message_of("support")) == (Door.CLOSED, "a-fire")
    assert engine.centre.roster["anna"].rules.skills == {"tech": 9}


def test_they_are_remembered_again_by_the_one_after_that(tmp_path: Path) -> None:
    live(tmp_path, HERE, (2.0, CLOSED), (3.0, TRAINED))
    once = remembered(tmp_path, T + 20.0, RULES)
    live(tmp_path, *((0.0, fact) for fact in once), begun_at=T + 10.0)
    assert remembered(tmp_path, T + 20.0, RULES) == once


def test_what_was_taken_back_is_not_remembered(tmp_path: Path) -> None:
    back = SkillsChanged(agent="anna", skills={"tech": 5})
    live(tmp_path, HERE, (2.0, CLOSED), (3.0, TRAINED), (4.0, QueueSteered(queue="support")), (5.0, back))
    assert acts(tmp_path) == []


def test_a_file_that_was_changed_meanwhile_wins(tmp_path: Path) -> None:
    live(tmp_path, HERE, (2.0, CLOSED), (3.0, TRAINED))
    anna = AgentRules(name="anna", endpoint="PJSIP/anna", skills={"tech": 7})
    changed = replace(RULES, queues=(QueueRules(name="sales"),), agents=(anna, *RULES.agents[1:]))
    assert acts(tmp_path, changed) == []


def test_a_skill_that_is_defined_no_more_is_not_told(tmp_path: Path) -> None:
    both = replace(RULES, skills={"tech": "", "chess": ""})
    live(tmp_path, (1.0, RulesChanged(both)), HERE, (3.0, replace(TRAINED, skills={"tech": 9, "chess": 1})))
    assert acts(tmp_path, both) == [replace(TRAINED, skills={"tech": 9, "chess": 1})]
    assert acts(tmp_path) == [TRAINED]
