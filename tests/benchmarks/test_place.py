"""The place of the benchmark: both sides get the same agents, and our side's file is a good centre."""

import re
from pathlib import Path

import pytest

from acd.config.load import load_centre
from benchmarks.asterisk.place import NUMBERS, OBSERVER, lab_settings, queues_conf, write_centre
from benchmarks.asterisk.plan import Route, SideName
from benchmarks.asterisk.runs import EVEN_CALLERS, MIXED_CALLERS
from simulator.lab.lab_config import LabSettings, write_config
from simulator.lab.sipp_scenarios import caller_xml

HOST = "127.0.0.42"


def test_our_sides_centre_is_good_and_has_an_entry_for_each_number(tmp_path: Path) -> None:
    centre = load_centre(write_centre(tmp_path, HOST, agents=7))
    assert not [finding for finding in centre.warnings if "127.0.0" not in finding.text("en")]
    assert len(centre.part.agents) == 7
    numbers = {number for (side, _), number in NUMBERS.items() if side is SideName.ACD}
    assert numbers <= set(centre.part.menus["entries"])


def test_queue_has_the_same_phones_and_is_as_quick_as_it_can_be() -> None:
    text = queues_conf(agents=7, line_agents=2)
    everybody, few = text.partition("[all]")[2].split("[few]")
    assert re.findall(r"member => PJSIP/(\d+)", everybody) == [str(1001 + n) for n in range(7)]
    assert re.findall(r"member => PJSIP/(\d+)", few) == ["1001", "1002"]
    for setting in ("strategy = leastrecent", "autofill = yes", "retry = 1", "wrapuptime = 0", "ringinuse = no"):
        assert f"\n{setting}\n" in text


def test_queues_numbers_are_in_the_dialplan_where_callers_arrive(tmp_path: Path) -> None:
    write_config(tmp_path, lab_settings(HOST, 7, 2))
    dialplan = (tmp_path / "extensions.conf").read_text()
    callers = dialplan.partition("[acd](+)")[2]
    for route in Route:
        assert f"exten => {NUMBERS[SideName.QUEUE, route]},1," in callers
    assert f"[{OBSERVER}]" in (tmp_path / "manager.conf").read_text()
    assert "[few](benchmark)" in (tmp_path / "queues.conf").read_text()


def test_every_phone_of_the_lab_has_a_fixed_contact(tmp_path: Path) -> None:
    write_config(tmp_path, lab_settings(HOST, 50, 5))
    phones = (tmp_path / "pjsip.conf").read_text()
    assert len(re.findall(rf"contact = sip:10\d\d@{HOST}:5070", phones)) == 50


@pytest.mark.parametrize(("settings", "logged"), [(LabSettings(), True), (lab_settings(HOST, 1, 1), False)])
def test_only_a_lab_that_logs_calls_has_a_log_of_them(settings: LabSettings, logged: bool, tmp_path: Path) -> None:
    write_config(tmp_path, settings)
    assert ("full =>" in (tmp_path / "logger.conf").read_text()) is logged
    assert ("verbose = 3" in (tmp_path / "asterisk.conf").read_text()) is logged


def test_mixed_callers_dial_at_a_random_moment_and_even_ones_at_once() -> None:
    mixed, even = (caller_xml(script).partition("INVITE")[0] for script in (MIXED_CALLERS, EVEN_CALLERS))
    assert '<pause distribution="uniform" min="0" max="2000"/>' in mixed
    assert "<pause" not in even
