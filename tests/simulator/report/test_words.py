"""Both languages say as much as each other, and every measure has a name in both."""

import re
from pathlib import Path

import pytest

from simulator.report import sentences, words
from simulator.report.comparison_plots import NAMES
from simulator.report.plots import KINDS
from simulator.report.tables import OF_CALLS, OF_GROUPS, TOTAL
from simulator.statistics.definitions import DEFINITIONS
from simulator.statistics.results import GROUP_MEASURES, MEASURES, MORE_MEASURES


@pytest.mark.parametrize("module", [words, sentences])
def test_both_languages_have_the_same_keys_and_blanks(module: object) -> None:
    english, russian = (
        {key: sorted(re.findall(r"{(\w+)}", text)) for key, text in vars(module)[name].items()} for name in ("EN", "RU")
    )
    assert english == russian


def test_russian_is_russian() -> None:
    same = {key for key, text in words.RU.items() if text == words.EN[key]}
    assert same == {"unit_share", "threshold_line", "with_unit", "differs_one"}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_measure_and_every_service_level_has_a_name(language: str) -> None:
    spoken = words.RU if language == "ru" else words.EN
    assert {*MEASURES, *MORE_MEASURES, *GROUP_MEASURES} <= set(spoken)
    assert {f"about_{name}" for name in TOTAL} <= set(spoken)
    assert {f"definition_{name}" for name in DEFINITIONS} <= set(spoken)


def test_tables_show_only_measures_that_there_are() -> None:
    assert {*TOTAL, *OF_CALLS} == {*MEASURES, *MORE_MEASURES}.intersection({*TOTAL, *OF_CALLS})
    assert {*MEASURES, *MORE_MEASURES} == set(TOTAL)
    assert set(OF_GROUPS) <= set(GROUP_MEASURES)


def test_an_unknown_definition_is_called_by_its_name() -> None:
    assert words.formula("of-the-future", "ru") == "of-the-future"


@pytest.mark.parametrize("page", ["docs/simulator/report.md", "docs/ru/simulator/report.md"])
def test_the_page_about_reports_names_their_plots_and_no_others(page: str) -> None:
    rows = re.findall(r"^\| `([\w-]+)\.png` \|", Path(page).read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == [*KINDS, *NAMES]
