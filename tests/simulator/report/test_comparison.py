"""The page of a comparison: variants beside each other, and what differs by more than chance."""

import re
from pathlib import Path

import msgspec
import pytest

from acd.words import Language
from simulator.report import comparison_findings
from simulator.report.comparison_findings import MEASURES
from simulator.report.comparison_plots import NAMES, plots_of
from simulator.report.html import comparison_page, write_comparison
from simulator.report.look import Look, svg
from simulator.report.page import Page, html
from simulator.report.series import honest
from simulator.statistics.paired import Comparison, Difference
from simulator.statistics.results import Results
from tests.simulator.report.kit import bare, comparison, nothing, results
from tests.simulator.report.reader import Reader, odd_numbers

BASE, MORE, SAME = results("as it is"), results("agents=8", 0.05), results("bilingual first", 0.002)


def to_first(variants: list[Results]) -> list[Comparison]:
    return [comparison(variants[0], each) for each in variants[1:]]


def page_without_pictures(variants: list[Results], language: Language) -> Page:
    shown = [honest(each) for each in variants]
    return comparison_page(shown, to_first(variants), language, [])


def test_the_page_and_its_plots_are_written(tmp_path: Path) -> None:
    file = write_comparison([BASE, MORE, SAME], to_first([BASE, MORE, SAME]), tmp_path, "en")
    assert {path.name for path in tmp_path.iterdir()} == {"report.html", *(f"{name}.png" for name in NAMES)}
    page = Reader(file.read_text(encoding="utf-8"))
    assert len(page.all("img")) == len(NAMES)
    assert not any(re.search(r"\b(nan|inf)\b", image, re.IGNORECASE) for image in page.images())
    assert odd_numbers(page.text()) == []
    assert any("“agents=8” beside “as it is”: service level +5.0" in each["alt"] for each in page.all("img"))


def test_without_variants_there_is_nothing_to_compare(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="needs variants"):
        write_comparison([], [], tmp_path, "en")


def test_differences_have_their_sign_and_a_star_if_they_are_more_than_chance() -> None:
    (table,) = (each for each in page_without_pictures([BASE, MORE, SAME], "en").tables if each.key == "differences")
    names = [column.label for column in table.columns]
    level, waits = names.index("service level"), names.index("mean wait")
    assert table.columns[level].unit == "points"
    assert (str(table.rows[0].cells[level]), table.rows[0].cells[level].certain) == ("+5.0 ± 1.0", True)
    assert (str(table.rows[0].cells[waits]), table.rows[0].cells[waits].certain) == ("−3.0 ± 0.3", True)
    assert (str(table.rows[1].cells[level]), table.rows[1].cells[level].certain) == ("+0.2 ± 1.0", False)
    page = Reader(html(page_without_pictures([BASE, MORE, SAME], "en"), "en"))
    assert [each.text.count("*") for each in page.all("td") if each.get("class") == "certain"].count(1) > 5
    assert "* significant, more than chance" in page.text()


def test_what_differs_is_said_in_both_languages() -> None:
    english = (
        comparison_findings.differences(to_first([BASE, MORE, SAME]), MEASURES, "en")
        .replace("\u00a0", " ")
        .splitlines()
    )
    assert english[0].startswith("“agents=8” beside “as it is”: service level +5.0 ± 1.0 points")
    assert english[0].endswith("by more than chance.")
    assert english[1] == "“bilingual first” beside “as it is”: no difference that chance would not explain."
    russian = comparison_findings.differences(to_first([BASE, MORE]), MEASURES, "ru").replace("\u00a0", " ")
    assert russian.startswith("«agents=8» рядом с «as it is»: уровень сервиса +5,0 ± 1,0 п. п.")


def test_each_variant_is_judged_by_itself() -> None:
    verdicts = page_without_pictures([BASE, MORE], "en").verdicts
    assert [each.kind for each in verdicts] == ["open", "met"]
    assert verdicts[1].text.startswith("“agents=8”: The target of 80% is met")


def test_of_very_many_variants_some_are_drawn_and_all_are_in_the_tables() -> None:
    many = [results(f"agents={each}", each / 200 - 0.05) for each in range(24)]
    page = page_without_pictures(many, "ru")
    assert page.title == "agents=0 · agents=1 · agents=2 · и ещё 21"
    assert len(page.verdicts) == 6
    assert [len(table.rows) for table in page.tables[:2]] == [24, 23]
    plots = {plot.name: plot for plot in plots_of(many, to_first(many), "en")}
    assert plots["compare-days"].finding.endswith("Drawn are the first 6 variants of 24.")
    assert plots["compare-variants"].finding.endswith("Of the others the picture and the tables tell.")
    drawn = svg(plots["compare-variants"], Look("en"))
    assert ">agents=23<" in drawn


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("odd", [nothing(), nothing(1), nothing(periods=0), bare(), results(days=1)])
def test_variants_without_anything_are_compared_without_numbers_that_are_none(odd: Results, language: Language) -> None:
    page = page_without_pictures([odd, odd], language)
    assert odd_numbers(Reader(html(page, language)).text()) == []
    for plot in plots_of([honest(odd)] * 2, to_first([odd, odd]), language):
        assert odd_numbers(plot.finding) == []


def test_variants_without_anything_can_be_drawn() -> None:
    for odd in (nothing(), bare()):
        for plot in plots_of([odd, odd], to_first([odd, odd]), "en"):
            assert not re.search(r"\b(nan|inf)\b", svg(plot, Look("en")), re.IGNORECASE)


def test_variants_need_not_open_at_the_same_time() -> None:
    later = msgspec.structs.replace(MORE, edges_s=tuple(each + 7200 for each in MORE.edges_s))
    plots = {plot.name: plot for plot in plots_of([BASE, later], [], "en")}
    assert "compare-differences" not in plots
    drawn = svg(plots["compare-waits"], Look("en"))
    assert ">08:00<" in drawn
    assert ">22:00<" in drawn


def test_a_measure_that_one_variant_does_not_have_is_a_gap() -> None:
    one = comparison(BASE, MORE)
    other = msgspec.structs.replace(one, other="half", total={"offered": Difference(1.0, 1.0, 0.0, 0.1, False)})
    page = comparison_page([BASE, MORE, SAME], [one, other], "en", [])
    assert "–" in {cell.mean for cell in page.tables[1].rows[1].cells}


def test_steady_states_are_compared_by_runs_and_have_no_days() -> None:
    base, more = (msgspec.structs.replace(each, steady=True) for each in (BASE, MORE))
    page = page_without_pictures([base, more], "en")
    assert page.tables[1].title == "Paired differences from the first variant, of the run"
    plots = plots_of([honest(base), honest(more)], to_first([base, more]), "en")
    assert "compare-waits" not in {plot.name for plot in plots}
    text = Reader(html(page, "en")).text() + " ".join(plot.title + plot.finding for plot in plots)
    assert "days that meet" not in text
    assert "Batches by service level" in text
