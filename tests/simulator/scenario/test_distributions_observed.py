"""Values that were observed are read from a column of a file beside the scenario, and from nowhere else by mistake."""

from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

from simulator.scenario import empirical
from simulator.scenario.distributions import Distribution, distribution_from
from simulator.scenario.draws import Empirical
from simulator.scenario.empirical import column_s

CALLS = "at,talk,agent\n09:00:10,95,ada\n09:00:40.5,2.5e2,bo\n\n09:01,,ada\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    beside = tmp_path / "scenarios"
    beside.mkdir()
    (beside / "calls.csv").write_text(CALLS)
    (tmp_path / "elsewhere.csv").write_text(CALLS)
    return beside


class Written(BaseModel):
    """A distribution in a model."""

    handling: Distribution


def test_a_column_is_read_with_its_unit_and_without_its_empty_cells(folder: Path) -> None:
    assert column_s("calls.csv", "talk", "s", folder).tolist() == [95, 250]
    assert column_s("calls.csv", "talk", "min", folder).tolist() == [5700, 15_000]


def test_a_scenario_finds_the_file_in_its_own_folder(folder: Path) -> None:
    raw = {"empirical": {"file": "calls.csv", "column": "talk", "unit": "s"}}
    read = Written.model_validate({"handling": raw}, context={"folder": folder}).handling
    assert isinstance(read, Empirical)
    assert read.values.tolist() == [95, 250]
    assert distribution_from(raw, folder).mean_s == 172.5


def test_times_of_the_day_become_seconds_since_opening(folder: Path) -> None:
    assert column_s("calls.csv", "at", "clock", folder, 9 * 3600.0).tolist() == [10, 40.5, 60]


def test_an_office_program_may_have_written_the_file(folder: Path) -> None:
    (folder / "office.csv").write_bytes('\ufefftalk; name\r\n 95 ;"Ada; Bo"\r\n'.encode())
    assert column_s("office.csv", "talk", "s", folder).tolist() == [95]


def test_a_whole_path_is_the_owners_own_word(folder: Path) -> None:
    assert len(column_s(str(folder.parent / "elsewhere.csv"), "talk", "s", folder)) == 2


def test_a_relative_path_never_leads_out_of_the_folder(folder: Path) -> None:
    (folder / "link.csv").symlink_to(folder.parent / "elsewhere.csv")
    for named in ("../elsewhere.csv", "link.csv", "../scenarios/../elsewhere.csv"):
        with pytest.raises(ValueError, match=f"^`{named}` leads out of the folder of the scenario; move the file"):
            column_s(named, "talk", "s", folder)


@pytest.mark.parametrize("named", ["none.csv", ".", "", None, 7, "a\0b", "calls.csv\n", "x" * 5000])
def test_what_is_no_file_is_refused(folder: Path, named: object) -> None:
    with pytest.raises(
        ValueError, match="cannot be read; check the path, which counts from the folder of the scenario"
    ):
        column_s(named, "talk", "s", folder)


def test_a_file_that_is_no_text_is_refused(folder: Path) -> None:
    (folder / "binary.csv").write_bytes(b"talk\n\xff\xfe\n")
    with pytest.raises(ValueError, match=r"^`binary.csv` cannot be read"):
        column_s("binary.csv", "talk", "s", folder)


def test_a_cell_that_is_no_number_is_named_with_its_line(folder: Path) -> None:
    for cell in ("-5", "nan", "inf", "5 s", "1e99"):
        (folder / "bad.csv").write_text(f"talk\n95\n{cell}\n")
        with pytest.raises(
            ValueError, match=f"^line 3 of `bad.csv`: `{cell}` is not a number of 0 or more in a column"
        ):
            column_s("bad.csv", "talk", "s", folder)


def test_a_call_before_opening_is_named_with_its_line(folder: Path) -> None:
    with pytest.raises(ValueError, match=r"^line 2 of `calls.csv`: `09:00:10` is not a time of the day like 09:30:15"):
        column_s("calls.csv", "at", "clock", folder, 9 * 3600.0 + 11)


def test_a_column_or_unit_that_is_not_there_is_named_with_those_that_are(folder: Path) -> None:
    with pytest.raises(ValueError, match=r"^`calls.csv` has no column `length`; known: at, talk, agent$"):
        column_s("calls.csv", "length", "s", folder)
    with pytest.raises(ValueError, match=r"^`weeks` is not a unit of a column; known: ms, s, min, h, d, clock$"):
        column_s("calls.csv", "talk", "weeks", folder)
    with pytest.raises(ValueError, match="is not a unit of a column"):
        column_s("calls.csv", "talk", ["s"], folder)
    with pytest.raises(ValueError, match="has no column"):
        column_s("calls.csv", ["talk"], "s", folder)


def test_files_without_values_or_with_too_many_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "empty.csv").write_text("")
    with pytest.raises(ValueError, match="has no column `talk`"):
        column_s("empty.csv", "talk", "s", folder)
    (folder / "heads.csv").write_text("talk\n")
    with pytest.raises(ValueError, match="there are no values here"):
        column_s("heads.csv", "talk", "s", folder)
    monkeypatch.setattr(empirical, "MOST_ROWS", 1)
    with pytest.raises(ValueError, match="more than 1 values"):
        column_s("calls.csv", "talk", "s", folder)
    monkeypatch.setattr(empirical, "LARGEST_MB", 0)
    with pytest.raises(ValueError, match=r"^`calls.csv` is larger than 0 MB; give a part of it$"):
        column_s("calls.csv", "talk", "s", folder)


def test_a_model_says_it_at_the_distribution(folder: Path) -> None:
    raw = {"empirical": {"file": "calls.csv", "column": "length", "unit": "s"}}
    with pytest.raises(ValidationError) as refused:
        Written.model_validate({"handling": raw}, context={"folder": folder})
    assert [detail["loc"] for detail in refused.value.errors()] == [("handling", "empirical")]
