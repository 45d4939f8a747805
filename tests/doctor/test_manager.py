"""The manager interface as the doctor judges it: version, rights, clock, filters."""

import time

import pytest

from acd.asterisk.events import WANTED
from acd.doctor.checks_events import NEEDED, NOISE, filter_line, knows_names, timestamps
from acd.doctor.checks_manager import check_clock, check_rights, check_version, not_reached, refused, untried
from acd.doctor.finding import Level
from acd.doctor.looking import NotReached, Refused
from simulator.lab.lab_config import OWNERS_FILES
from tests.doctor.kit import AMI_SECRET, RecordedPbx, centre_with, lines, not_good

CENTRE = centre_with()


@pytest.mark.parametrize(
    ("version", "key"),
    [
        ("22.10.1+dfsg+~cs6.17", None),
        ("20.9.3", None),
        ("certified/20.7-cert4", None),
        ("18.26.4", "version_old"),
        ("16.30.1", "version_too_old"),
        ("", "version_unknown"),
    ],
)
async def test_versions_that_were_tried_are_good_and_old_ones_are_not(version: str, key: str | None) -> None:
    pbx = RecordedPbx()
    pbx.version = version
    assert list(not_good(await check_version(pbx, CENTRE))) == ([key] if key else [])


async def test_a_version_older_than_anything_that_was_tried_is_an_error() -> None:
    pbx = RecordedPbx()
    pbx.version = "13.38.3"
    assert not_good(await check_version(pbx, CENTRE))["version_too_old"].level is Level.ERROR


async def test_a_user_with_the_rights_of_our_file_is_good() -> None:
    assert not_good(await check_rights(RecordedPbx(), CENTRE)) == {}


@pytest.mark.parametrize(
    ("hidden", "right"),
    [("Redirect", "call"), ("ControlPlayback", "call"), ("Originate", "originate"), ("CoreSettings", "reporting")],
)
async def test_an_action_that_is_not_shown_tells_which_right_is_missing(hidden: str, right: str) -> None:
    pbx = RecordedPbx()
    pbx.actions.remove(hidden)
    found = not_good(await check_rights(pbx, CENTRE))["rights_missing"]
    assert (found.level, found.values) == (Level.ERROR, {"rights": right})
    assert lines(found) == ("write = call,originate,reporting",)


@pytest.mark.parametrize(
    ("shown", "right"), [("Command", "command"), ("UpdateConfig", "config"), ("ModuleLoad", "system")]
)
async def test_a_dangerous_right_is_a_warning_with_the_same_line(shown: str, right: str) -> None:
    pbx = RecordedPbx()
    pbx.actions.add(shown)
    found = not_good(await check_rights(pbx, CENTRE))["rights_needless"]
    assert (found.level, found.values) == (Level.WARNING, {"rights": right})
    assert lines(found) == ("write = call,originate,reporting",)


@pytest.mark.parametrize(("off_s", "key"), [(0.2, None), (-0.2, None), (7.0, "clock_off"), (-3600.0, "clock_off")])
async def test_a_clock_that_is_off_by_more_than_a_second_is_told(off_s: float, key: str | None) -> None:
    pbx = RecordedPbx()
    pbx.clock = str(time.time() + off_s)
    found = not_good(await check_clock(pbx, CENTRE))
    assert list(found) == ([key] if key else [])
    if key:
        assert float(found[key].values["seconds"]) == pytest.approx(off_s, abs=0.5)


async def test_a_clock_that_is_not_told_is_told_as_such() -> None:
    assert list(not_good(await check_clock(RecordedPbx(), CENTRE))) == ["clock_unknown"]


def test_a_refused_login_names_the_lines_and_never_the_secret() -> None:
    found = refused(Refused("Authentication failed", "10.1.2.3"), CENTRE)
    assert lines(found)[1] == "permit = 10.1.2.3/255.255.255.255"
    assert "pbx: ami: secret" in lines(found)[0]
    assert AMI_SECRET not in repr(found)


@pytest.mark.parametrize(
    ("key", "line"), [("ami_unreachable", "enabled = yes"), ("ami_silent", "port = 5038"), ("ami_other", "address: ")]
)
def test_a_door_that_does_not_open_says_where_the_door_is_set(key: str, line: str) -> None:
    assert any(each.startswith(line) for each in lines(not_reached(NotReached(key, "refused"), CENTRE)))


def test_our_own_manager_file_lets_through_what_the_doctor_calls_needed_and_nothing_else() -> None:
    text = (OWNERS_FILES / "manager_acd.conf").read_text(encoding="utf-8")
    written = [line for line in text.splitlines() if line.startswith("eventfilter")]
    assert sorted(written) == sorted(filter_line(name) for name in NEEDED)
    assert not set(NEEDED) & set(NOISE)


def test_every_event_that_the_service_acts_on_is_one_that_the_doctor_calls_needed() -> None:
    assert set(WANTED) <= set(NEEDED)


@pytest.mark.parametrize(
    ("version", "by_name"),
    [("22.10.1", True), ("22.0.0", False), ("20.11.0", True), ("20.5.2", False), ("19.8.1", False), ("23.0.0", True)],
)
def test_filters_are_written_as_the_version_understands_them(version: str, by_name: bool) -> None:
    assert knows_names(version) is by_name
    assert filter_line("Hold", by_name).startswith("eventfilter(" if by_name else "eventfilter = Event: Hold")


@pytest.mark.parametrize(("headers", "key"), [({"timestamp": "1.5"}, None), ({}, "timestamps_missing")])
def test_events_without_a_time_are_told(headers: dict[str, str], key: str | None) -> None:
    pbx = RecordedPbx()
    pbx.events.append({"event": "Hangup", **headers})
    found = not_good(timestamps(pbx))
    assert list(found) == ([key] if key else [])
    assert not key or lines(found[key]) == ("timestampevents = yes",)


async def test_what_was_not_tried_says_whether_a_right_or_the_context_was_missing() -> None:
    pbx = RecordedPbx()
    assert list(not_good(await untried("music", pbx, CENTRE))) == ["untried_silent"]
    pbx.set(r"DIALPLAN_EXISTS\(acd-doctor,ping,1\)", "0")
    assert lines(not_good(await untried("music", pbx, CENTRE))["untried_context"]) == ("#include extensions_acd.conf",)
    pbx.may_call = False
    right = not_good(await untried("music", pbx, CENTRE))["untried_right"]
    assert lines(right) == ("write = call,originate,reporting",)
