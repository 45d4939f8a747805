"""What a planner reads in a terminal: the total with its formula, then types, periods and groups."""

import re
from typing import get_args

import msgspec
import pytest
from rich.cells import cell_len

from acd.words import Language
from simulator.commands_words import EN, RU
from simulator.statistics.results import Figure, Results, TypeResults
from simulator.tables import MOST_ROWS, results_text
from tests.simulator.report import kit
from tests.simulator.report.kit import bare, nothing, results

LANGUAGES = get_args(Language)


def a_day() -> Results:
    """A day whose total and one of whose types have certain figures."""
    day = kit.results()
    total = day.total | {
        "offered": Figure(1556.25, 31.1),
        "service_level": Figure(0.812, 0.0213),
        "p_day_meets_target": Figure(0.63, 0.095),
    }
    spanish = msgspec.structs.replace(
        day.types["Español"],
        all={
            "offered": Figure(311.3, 6.2),
            "service_level": Figure(0.73, 0.023),
            "wait_mean_s": Figure(16.2, 0.8),
            "abandoned": Figure(21.0, 0.44),
            "p_wait": Figure(0.37, 0.012),
        },
    )
    return msgspec.structs.replace(
        day, threshold_s=20.0, quick_s=5.0, total=total, types=day.types | {"Español": spanish}
    )


def lines(width: int = 80, language: Language = "en") -> list[str]:
    return [line.replace("\u00a0", " ") for line in results_text(a_day(), language, width).splitlines()]


def test_the_total_comes_first_with_its_intervals() -> None:
    head, blank, offered, *_ = lines()
    assert head == "A busy Tuesday: 100 days, seed 7; ± is half a 95 % interval"
    assert (blank, re.sub(" +", " ", offered)) == ("", "offered 1,556 ± 31")


def test_beside_the_service_level_stands_what_it_is_with_both_times() -> None:
    text = " ".join(" ".join(lines()).split())
    assert "service level 81.2% ± 2.1 answered within 20 s / (offered − abandoned within 5 s)" in text
    assert "days that meet the target 63.0% ± 9.5 the target is 80%" in text


def test_types_with_thresholds_of_their_own_say_them() -> None:
    day = a_day()
    quick = msgspec.structs.replace(day.types["sales"], threshold_s=10.0)
    text = " ".join(results_text(msgspec.structs.replace(day, types=day.types | {"sales": quick}), "en", 80).split())
    assert "answered within T / (offered − abandoned within S); T and S of each type" in text
    assert "sales, T 10 s " in text
    assert "billing, T 20 s " in text


def test_types_periods_and_groups_have_a_row_each() -> None:
    firsts = [line.split("  ")[0] for line in lines()]
    order = ["type", "sales", "billing", "Español", "period", "08:00–08:30", "19:30–20:00", "group", "generalists"]
    places = [firsts.index(each) for each in order]
    assert places == sorted(places)
    assert "Español 311.3 ± 6.2 73.0% ± 2.3 16.2 ± 0.8 21.0 ± 0.4 37.0% ± 1.2" in [
        " ".join(each.split()) for each in lines()
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [80, 100, 132, 200])
def test_no_line_is_longer_than_the_terminal(width: int, language: Language) -> None:
    assert max(map(cell_len, lines(width, language))) <= width


def test_a_wide_terminal_shows_every_column_and_a_narrow_one_says_where_the_others_are() -> None:
    narrow, wide = lines(80), lines(200)
    assert narrow[-1] == "A wider terminal, --json and --report show more."
    assert narrow[-1] not in wide
    assert any("95 % waited, s" in line for line in wide)
    assert not any("95 % waited, s" in line for line in narrow)


def test_numbers_are_written_in_the_language() -> None:
    text = " ".join(" ".join(lines(language="ru")).split())
    assert "уровень сервиса 81,2 % ± 2,1 отвечено за 20 с / (поступило − потеряно за 5 с)" in text
    assert "поступило 1 556 ± 31" in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("odd", [nothing(), nothing(1), bare()], ids=["nobody called", "one day", "nothing at all"])
def test_days_without_anything_are_shown_without_a_number_that_is_none(odd: object, language: Language) -> None:
    text = results_text(odd, language, 80)  # type: ignore[arg-type]
    assert not re.search(r"nan|inf\b", text)
    assert "–" in text


def test_a_single_day_says_why_it_has_no_intervals() -> None:
    one = msgspec.structs.replace(results(), days=1, total={"offered": Figure(12.0, 0.0)})
    text = results_text(one, "en", 80)
    assert text.startswith("A busy Tuesday: one day, seed 7; intervals need more days")
    assert re.search(r"^offered +12\.0$", text, re.MULTILINE)


def test_ways_to_be_lost_are_shown_only_where_there_were_any() -> None:
    some = results()
    assert "blocked" not in results_text(some, "en", 80)
    blocked = msgspec.structs.replace(some, total=some.total | {"blocked": Figure(3.0, 0.5)})
    assert re.search(r"^blocked +3\.0 ± 0\.5$", results_text(blocked, "en", 80), re.MULTILINE)


def test_of_very_many_types_only_so_many_are_shown() -> None:
    one = results().types["sales"]
    many: dict[str, TypeResults] = {f"type{each}": one for each in range(MOST_ROWS + 7)}
    text = results_text(msgspec.structs.replace(results(), types=many), "en", 80)
    assert f"type{MOST_ROWS - 1} " in text
    assert f"type{MOST_ROWS} " not in text
    assert "and 7 more" in text


def test_a_steady_state_has_batches_and_no_periods() -> None:
    steady = msgspec.structs.replace(results(), steady=True)
    text = results_text(steady, "en", 80)
    assert "steady state in 100 batches" in " ".join(text.split())
    assert "days that meet" not in text
    assert "08:00" not in text


def test_a_name_from_a_file_is_only_text_to_a_terminal() -> None:
    sly = msgspec.structs.replace(
        results(name="\x1b[2J[red]x"), types={"\x1b[1m": results().types["sales"]} | results().types
    )
    text = results_text(sly, "en", 80)
    assert "\x1b" not in text
    assert text.startswith("?[2J[red]x: ")


def test_both_languages_say_the_same_with_the_same_blanks() -> None:
    blanks = [{key: sorted(re.findall(r"{(\w+)}", text)) for key, text in words.items()} for words in (EN, RU)]
    assert blanks[0] == blanks[1]
