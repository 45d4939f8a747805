"""The dialplan, the modules and the phones as the doctor judges them, by recorded answers."""

from typing import Any

import pytest

from acd.doctor.checks_dialplan import OURS, check_contexts, check_globals, check_ways
from acd.doctor.checks_modules import check_codecs, check_modules
from acd.doctor.checks_phones import check_endpoints, check_phones
from acd.doctor.finding import Level
from simulator.lab.lab_config import OWNERS_FILES
from tests.doctor.kit import AGI_SECRET, DIALPLAN, RecordedPbx, centre_with, lines, not_good

CENTRE = centre_with()


@pytest.mark.parametrize(
    "check", [check_contexts, check_globals, check_ways, check_modules, check_codecs, check_phones, check_endpoints]
)
async def test_a_well_set_up_asterisk_needs_nothing(check: Any) -> None:
    found = await check(RecordedPbx(), CENTRE)
    assert found
    assert not_good(found) == {}


async def test_a_missing_context_is_named_and_taken_from_our_file() -> None:
    pbx = RecordedPbx()
    pbx.set(r"DIALPLAN_EXISTS\(acd-confirm\)", "0")
    found = not_good(await check_contexts(pbx, CENTRE))["dialplan_missing"]
    assert (found.level, found.values) == (Level.ERROR, {"contexts": "acd-confirm"})
    assert lines(found) == ("[acd-confirm]   ; = configs/asterisk/extensions_acd.conf",)


async def test_where_none_of_our_contexts_is_there_the_file_is_included() -> None:
    pbx = RecordedPbx()
    pbx.dialplan = ()
    pbx.set(r"DIALPLAN_EXISTS\(.*\)", "0")
    assert lines(not_good(await check_contexts(pbx, CENTRE))["dialplan_missing"]) == ("#include extensions_acd.conf",)


async def test_an_owners_own_context_for_ways_out_is_looked_for_by_its_name() -> None:
    pbx = RecordedPbx()
    pbx.set(r"DIALPLAN_EXISTS\(from-acd\)", "0")
    centre = centre_with(lambda raw: raw["pbx"].update(exits="from-acd"))
    assert lines(not_good(await check_contexts(pbx, centre))["dialplan_missing"]) == ("[from-acd]",)


def test_every_context_that_the_doctor_looks_for_is_in_our_file() -> None:
    text = (OWNERS_FILES / "extensions_acd.conf").read_text(encoding="utf-8")
    assert [name for name in OURS if f"[{name}]\n" not in text] == []


async def test_a_session_without_the_setting_for_hang_ups_is_found_and_no_written_secret_is_shown() -> None:
    pbx = RecordedPbx()
    pbx.dialplan = (*DIALPLAN[1:2], ("acd-desk", "1", "AGI", f"agi://${{ACD_ENGINE}}/desk,{AGI_SECRET}"))
    found = not_good(await check_contexts(pbx, CENTRE))["hangup_missing"]
    assert found.values == {"contexts": "acd, acd-desk"}
    assert lines(found) == (" same => n,Set(AGIEXITONHANGUP=yes)", " same => n,AGI(agi://${ACD_ENGINE}/call,...)")
    assert AGI_SECRET not in repr(found)


async def test_the_setting_counts_only_before_the_session_and_in_the_same_extension() -> None:
    pbx = RecordedPbx()
    pbx.dialplan = (DIALPLAN[1], DIALPLAN[0], *DIALPLAN[2:])
    assert "hangup_missing" in not_good(await check_contexts(pbx, CENTRE))


async def test_without_the_right_to_see_the_dialplan_that_is_said() -> None:
    pbx = RecordedPbx()
    pbx.actions.remove("ShowDialPlan")
    assert list(not_good(await check_contexts(pbx, CENTRE))) == ["dialplan_unseen"]


@pytest.mark.parametrize(
    ("name", "value", "key", "line"),
    [
        ("ACD_ENGINE", "127.0.0.1:4599", "engine_differs", "ACD_ENGINE=127.0.0.1:4573"),
        ("ACD_ENGINE", "", "engine_differs", "ACD_ENGINE=127.0.0.1:4573"),
        ("ACD_ENGINE", "10.0.0.7:4573", "engine_elsewhere", "ACD_ENGINE=127.0.0.1:4573"),
        ("ACD_SECRET", "another-secret", "secret_differs", "ACD_SECRET=********   ; = pbx: agi: secret"),
        ("ACD_SECRET", "", "secret_missing", "ACD_SECRET=********   ; = pbx: agi: secret"),
        ("ACD_PATIENCE", "a minute", "patience_wrong", "ACD_PATIENCE=60"),
    ],
)
async def test_a_global_that_does_not_fit_the_centre_is_told_with_its_line(
    name: str, value: str, key: str, line: str
) -> None:
    found = not_good(await check_globals(RecordedPbx(**{name: value}), CENTRE))
    assert list(found) == [key]
    assert lines(found[key]) == (line,)
    assert AGI_SECRET not in repr(found)
    assert "another-secret" not in repr(found)


async def test_ways_out_codes_and_numbers_elsewhere_must_lead_somewhere() -> None:
    def change(raw: dict[str, Any]) -> None:
        raw["queues"]["sales"]["longest_wait"] = {"after": "10m", "then": "extension 600"}
        raw["agents"]["anna"] = {"number": "+74950000001", "skills": {"sales": 5}}

    pbx = RecordedPbx()
    pbx.set(r"DIALPLAN_EXISTS\((acd-exits,600|acd-outside,\+74950000001|acd-codes,\*4[03]),1\)", "0")
    found = not_good(await check_ways(pbx, centre_with(change)))
    assert {key: finding.level for key, finding in found.items()} == {
        "exits_missing": Level.ERROR,
        "outside_missing": Level.ERROR,
        "codes_missing": Level.WARNING,
    }
    assert lines(found["codes_missing"])[0] == "exten => *40,1,Goto(acd-desk,${EXTEN},1)"


@pytest.mark.parametrize(
    ("rule", "way", "missing", "key"),
    [
        ("overflow", {"waiting": 10, "then": "extension 600"}, "acd-exits,600", "exits_missing"),
        ("deflect", {"waiting": 10, "then": "number +4930123"}, r"acd-outside,\+4930123", "outside_missing"),
    ],
)
async def test_every_rule_of_a_queue_must_lead_somewhere(
    rule: str, way: dict[str, Any], missing: str, key: str
) -> None:
    pbx = RecordedPbx()
    pbx.set(rf"DIALPLAN_EXISTS\({missing},1\)", "0")
    assert list(
        not_good(await check_ways(pbx, centre_with(lambda raw: raw["queues"]["sales"].update({rule: [way]}))))
    ) == [key]


async def test_missing_modules_are_errors_or_warnings_by_what_needs_them() -> None:
    pbx = RecordedPbx()
    pbx.set(r"IFMODULE\((res_agi|codec_ulaw|app_mixmonitor)\.so\)", "0")
    found = not_good(await check_modules(pbx, CENTRE))
    assert found["modules_missing"].values == {"modules": "res_agi"}
    assert lines(found["modules_missing"]) == ("load = res_agi.so", 'asterisk -rx "module load res_agi.so"')
    assert found["modules_useful"].values == {"modules": "codec_ulaw"}
    recording = centre_with(lambda raw: raw["queues"]["sales"].update(record="always"))
    assert (
        not_good(await check_modules(pbx, recording))["modules_missing"].values["modules"] == "res_agi, app_mixmonitor"
    )


async def test_a_phone_whose_only_codec_nobody_translates_hears_no_prompt() -> None:
    pbx = RecordedPbx()
    pbx.set(r"PJSIP_ENDPOINT\(1003,allow\)", "(opus)")
    pbx.set(r"IFMODULE\(codec_opus\.so\)", "0")
    found = not_good(await check_codecs(pbx, CENTRE))["codecs_missing"]
    assert found.values == {"phones": "1003", "modules": "codec_opus"}


async def test_phones_that_the_pbx_does_not_have_are_errors_with_their_sections() -> None:
    pbx = RecordedPbx()
    pbx.set(r"DEVICE_STATE\(PJSIP/1007\)", "INVALID")
    pbx.set(r"DEVICE_STATE\(PJSIP/1008\)", "UNAVAILABLE")
    found = not_good(await check_phones(pbx, CENTRE))
    assert list(found) == ["phones_unknown"]
    assert found["phones_unknown"].values == {"phones": "PJSIP/1007"}
    assert lines(found["phones_unknown"])[:2] == ("[1007](acd-agent)", "aors = 1007")


async def test_that_no_phone_at_all_is_registered_is_a_warning() -> None:
    pbx = RecordedPbx()
    pbx.set(r"DEVICE_STATE\(.*\)", "UNAVAILABLE")
    assert not_good(await check_phones(pbx, CENTRE))["phones_away"].level is Level.WARNING


@pytest.mark.parametrize(
    ("pattern", "value", "key", "line"),
    [
        (r"PJSIP_ENDPOINT\(1002,direct_media\)", "true", "endpoint_setting", "direct_media = no"),
        (r"PJSIP_ENDPOINT\(1002,allow_transfer\)", "false", "endpoint_setting", "allow_transfer = yes"),
        (r"PJSIP_AOR\(.*\)", "0", "endpoint_unwatched", "qualify_frequency = 15"),
        (r"DIALPLAN_EXISTS\(acd-agents,\*44,1\)", "0", "endpoint_codes", "include => acd-codes"),
    ],
)
async def test_an_endpoint_set_up_otherwise_is_a_warning(pattern: str, value: str, key: str, line: str) -> None:
    pbx = RecordedPbx()
    pbx.set(pattern, value)
    found = not_good(await check_endpoints(pbx, CENTRE))
    assert list(found) == [key]
    assert lines(found[key]) == (line,)
