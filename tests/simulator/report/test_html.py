"""The page of a simulation: one file that fetches and runs nothing, in both languages, whatever things are called."""

import base64
import hashlib
import re
from pathlib import Path

import msgspec
import pytest

from acd.words import Language
from simulator.report.html import page_of, write_report
from simulator.report.page import Page, html
from simulator.report.series import honest
from simulator.statistics.results import Results, TypeResults, Waits
from tests.simulator.report.kit import TYPES, bare, group, nothing, results
from tests.simulator.report.reader import Reader, odd_numbers

HOSTILE = "</style><script>alert(1)</script><img src=x onerror=alert(2)> ' \" & {{ 7*7 }} \x1b[31m\u202e\ud800"
PLOTS = ("days", "load", "occupancy", "service-level", "waits", "waits-distribution")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("reports") / "new" / "report"
    assert write_report(results(), folder, "en") == folder / "report.html"
    return folder


@pytest.fixture(scope="module")
def page(folder: Path) -> Reader:
    return Reader((folder / "report.html").read_text(encoding="utf-8"))


def without_pictures(day: Results, language: Language) -> Page:
    return page_of(honest(day), language, [])


def read(day: Results, language: Language) -> Reader:
    return Reader(html(without_pictures(day, language), language))


def test_the_plots_lie_beside_the_page(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == {"report.html", *(f"{name}.png" for name in PLOTS)}
    assert (folder / "report.html").stat().st_size < 2_000_000


def test_the_page_runs_and_fetches_nothing(page: Reader) -> None:
    assert not {"script", "link", "iframe", "object", "form", "base"} & {each.tag for each in page.elements}
    for each in page.elements:
        assert not [name for name in each if name.startswith("on") or name == "style"], each
        assert each.get("href", "#").startswith("#")
    assert not re.search(r"url\(|@import|https?:", page.all("style")[0].text)
    assert len(list(page.images())) == 4 * len(PLOTS)


def test_a_browser_is_told_to_allow_only_the_page_s_own_style_and_images(page: Reader) -> None:
    policy = next(each["content"] for each in page.all("meta") if each.get("http-equiv") == "Content-Security-Policy")
    (style,) = page.all("style")
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    assert policy.split("; ") == [
        "default-src 'none'", "img-src data:", f"style-src 'sha256-{digest}'", "base-uri 'none'", "form-action 'none'",
    ]  # fmt: skip


def test_pictures_are_told_to_who_does_not_see_them(page: Reader) -> None:
    alternatives = [each["alt"] for each in page.all("img")]
    assert any("The target of 80% is missed in 11:00–12:30" in each for each in alternatives)
    assert all(len(each) > 40 for each in alternatives)
    assert len(page.all("figcaption")) == len(alternatives) == len(PLOTS)


def test_pictures_come_light_and_dark_wide_and_narrow(page: Reader) -> None:
    media = [each["media"] for each in page.all("source")][:3]
    assert [("narrow" if "max-width" in each else "wide", "dark" in each) for each in media] == [
        ("narrow", True), ("narrow", False), ("wide", True),
    ]  # fmt: skip
    assert "prefers-color-scheme: dark" in page.all("style")[0].text
    assert len(set(page.images())) == 4 * len(PLOTS)


def test_no_picture_runs_anything_or_holds_what_is_no_number(page: Reader) -> None:
    for image in page.images():
        assert not re.search(r"<script|\son\w+=|href=\"http|\b(nan|inf)\b", image, re.IGNORECASE)


def test_tables_have_heads_for_rows_and_columns(page: Reader) -> None:
    tables = page.all("table")
    assert len(tables) == 5
    ids = [each["id"] for each in page.elements if "id" in each]
    assert len(set(ids)) == len(ids)
    for table in tables:
        assert table["aria-labelledby"] in ids
    scopes = [each["scope"] for each in page.all("th")]
    assert scopes.count("row") == 19 + 3 + 24 + 24 + 2
    assert all(each["href"][1:] in ids for each in page.all("a"))


def test_the_page_says_which_language_it_speaks(page: Reader) -> None:
    assert page.declared == "doctype html"
    assert page.all("html")[0]["lang"] == "en"
    assert read(nothing(), "ru").all("html")[0]["lang"] == "ru"


def test_the_same_results_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    day = msgspec.structs.replace(results(), edges_s=(), periods=(), waits=Waits((), ()), service_levels=())
    first, second = (write_report(day, tmp_path / name, "ru").read_bytes() for name in ("a", "b"))
    assert first == second


def test_a_report_of_less_leaves_no_picture_of_more_behind(tmp_path: Path) -> None:
    (tmp_path / "days.png").write_bytes(b"of an earlier report")
    (tmp_path / "mine.png").write_bytes(b"somebody's own")
    write_report(bare(), tmp_path, "en")
    assert {path.name for path in tmp_path.iterdir()} == {"report.html", "mine.png"}


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(
    "day", [results(), results(days=1), nothing(), nothing(1), nothing(periods=0), bare()],
    ids=["a day", "one day", "nobody called", "nobody called on one day", "no intervals", "nothing at all"],
)  # fmt: skip
def test_nothing_on_a_page_is_no_number(day: Results, language: Language) -> None:
    assert odd_numbers(read(day, language).text()) == []


def test_key_figures_come_first_with_their_intervals() -> None:
    cards = {card.label: (card.mean, card.half_width) for card in without_pictures(results(), "en").cards}
    assert cards["service level"] == ("81.2%", "2.1")
    assert cards["mean wait"] == ("11.3\u00a0s", "0.6")
    assert cards["offered a day"] == ("2,339", "47")
    russian = {card.label: (card.mean, card.half_width) for card in without_pictures(results(), "ru").cards}
    assert russian["уровень сервиса"] == ("81,2\u00a0%", "2,1")
    assert russian["поступило за день"] == ("2\u202f339", "47")


def test_what_was_simulated_is_told() -> None:
    facts = dict(without_pictures(results(), "en").facts)
    assert facts["Days simulated"] == "100"
    assert facts["Seed"] == "7"
    assert facts["Service level"] == "answered within T / (offered − abandoned within S)"
    assert facts["S, abandoned at once within"] == "5\u00a0s"


def test_one_day_says_that_it_has_no_intervals() -> None:
    text = read(results(days=1), "en").text()
    assert "One day alone gives no intervals" in text
    assert "±" not in text


def test_a_steady_state_has_batches_and_no_tables_by_interval() -> None:
    steady = without_pictures(msgspec.structs.replace(results(), steady=True), "en")
    assert dict(steady.facts)["Batches of the steady state"] == "100"
    assert [table.title for table in steady.tables] == [
        "In total, of the run", "By type of call, of the run", "By group of agents, of the run",
    ]  # fmt: skip
    assert "days that meet the target" not in {card.label for card in steady.cards}
    assert "offered of the run" in {card.label for card in steady.cards}


def test_what_a_scenario_calls_things_stays_text() -> None:
    day = results()
    kinds: dict[str, TypeResults] = {HOSTILE: day.types["sales"], "b": day.types["sales"]}
    hostile = msgspec.structs.replace(
        day, scenario=HOSTILE, types=kinds, groups={HOSTILE: group(2, 0.0)}, definition=HOSTILE
    )
    source = html(without_pictures(hostile, "en"), "en")
    read = Reader(source)
    assert not {"script", "img"} & {each.tag for each in read.elements}
    assert "<script>alert(1)</script>" in read.all("h1")[0].text
    assert "{{ 7*7 }}" in read.all("h1")[0].text
    assert not set(source) & {"\x1b", "\u202e", "\ud800"}


def test_very_many_types_make_no_endless_page() -> None:
    day = results()
    many: dict[str, TypeResults] = {f"type {each}": day.types["sales"] for each in range(500)}
    page = without_pictures(msgspec.structs.replace(day, types=many), "en")
    (types,) = (table for table in page.tables if table.key == "types")
    assert len(types.rows) == 400
    assert types.note == "100 more rows are in the output of --json."


def test_types_are_shown_beside_each_other_by_interval() -> None:
    (table,) = (each for each in without_pictures(results(), "en").tables if each.key == "types_periods")
    assert [column.label for column in table.columns] == list(TYPES)
    assert table.rows[7].head.label == "11:30–12:00"
    assert [cell.mean for cell in table.rows[7].cells] == ["68.5", "68.5", "58.5"]
