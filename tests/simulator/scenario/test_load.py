"""A scenario becomes the world that it says."""

from math import inf
from pathlib import Path

import pytest

from simulator.days.simulation import records_of_day
from simulator.scenario.draws import Exponential, Fixed
from simulator.scenario.load import BadScenario, load_scenario
from tests.docs.pages import ROOT
from tests.simulator.scenario.kit import DAY, STEADY, small

H = 3600.0


def test_a_short_scenario_is_one_queue_on_one_day(tmp_path: Path) -> None:
    scenario = small(tmp_path)
    world = scenario.world
    (calls,) = world.types
    assert (world.name, world.edges, world.opens_at_s) == ("Small", (0.0, H, 2 * H, 3 * H, 4 * H), 8 * H)
    assert (calls.queue, calls.arrivals.rate(0), calls.handling) == ("calls", 30 / H, {"": (Fixed(180.0),)})
    assert calls.patience == Fixed(60.0)
    assert [duty.agent for duty in world.duties] == ["agents-1", "agents-2", "agents-3"]
    assert {duty.spells for duty in world.duties} == {((0.0, inf),)}
    assert (scenario.days, scenario.seed, scenario.warnings) == (100, 1, ())


def test_a_day_of_it_is_simulated(tmp_path: Path) -> None:
    assert sum(map(len, records_of_day(small(tmp_path).world, seed=1, day=0))) > 80


def test_a_steady_state_has_a_warm_up_and_batches(tmp_path: Path) -> None:
    scenario = small(tmp_path, day=STEADY)
    edges = scenario.world.edges
    assert scenario.world.steady
    assert (len(edges), edges[:3], edges[-1], scenario.days) == (22, (0.0, H, 1.5 * H), 11 * H, 1)


def test_a_threshold_holds_for_abandoning_too_and_for_types_that_say_nothing_else(tmp_path: Path) -> None:
    types = """\
types:
  one: {arrivals: 1 per min, handling: 1 min}
  two: {arrivals: 1 per min, handling: {exponential: {mean: 1 min}}, threshold: 40 s, quick: 5 s}
"""
    one, two = small(tmp_path, types=types, more="threshold: 30 s").world.types
    assert (one.threshold_s, one.quick_s, two.threshold_s, two.quick_s) == (30.0, 30.0, 40.0, 5.0)
    assert two.handling == {"": (Exponential(60.0),)}


def test_changes_from_the_command_line_come_first(tmp_path: Path) -> None:
    world = small(tmp_path, "groups.agents.agents=[1, 2, 3, 4]", "types.calls.balking=10 %").world
    assert [duty.spells[0][0] / H for duty in world.duties] == [0, 1, 2, 3]
    assert world.types[0].balking == 0.1


def test_a_change_may_add_a_group_or_the_rules_of_a_queue(tmp_path: Path) -> None:
    world = small(tmp_path, "groups.more={agents: 2}", "queues.calls.choose=random").world
    assert (world.groups, len(world.duties), world.rules.queues[0].choice) == (("agents", "more"), 5, "random")


def test_a_change_may_be_within_a_list(tmp_path: Path) -> None:
    groups = "groups: {agents: {agents: [1, 1, 1, 1]}}"
    assert len(small(tmp_path, "groups.agents.agents.2=3", groups=groups).world.duties) == 3


def test_what_is_no_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadScenario, match="cannot be read"):
        load_scenario(tmp_path / "none.yaml")


@pytest.mark.parametrize("path", sorted((ROOT / "configs/simulator").glob("*.yaml")), ids=lambda path: path.name)
def test_a_shipped_scenario_is_good_and_can_be_simulated(path: Path) -> None:
    scenario = load_scenario(path)
    assert scenario.warnings == ()
    assert len(next(records_of_day(scenario.world, seed=1, day=0)))


def test_the_day_is_as_written(tmp_path: Path) -> None:
    assert small(tmp_path, day=DAY.replace("1 h", "30 min")).world.edges[1] == H / 2
