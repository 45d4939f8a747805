"""What a planner reads of a comparison: variants side by side, and in a word which differences are significant."""

from typing import get_args

import msgspec
import pytest
from rich.cells import cell_len

from acd.words import Language
from simulator.statistics.paired import Comparison, Difference, Differences
from simulator.statistics.results import Figure, Figures, Results
from simulator.tables_compared import comparison_text
from tests.simulator.report.kit import bare, nothing, results

LANGUAGES = get_args(Language)


def figures(level: float, abandoned: float) -> Figures:
    return {
        "offered": Figure(1000.0, 31.0),
        "service_level": Figure(level, 0.02),
        "p_day_meets_target": Figure(0.5, 0.1),
        "abandoned": Figure(abandoned, 2.0),
    }


def variant(name: str, level: float, abandoned: float, days: int = 100) -> Results:
    day = results(name, days=days)
    types = {each: msgspec.structs.replace(kind, all=figures(level, abandoned)) for each, kind in day.types.items()}
    return msgspec.structs.replace(day, total=figures(level, abandoned), types=types, threshold_s=20.0, quick_s=20.0)


def apart(base: Results, other: Results, half_width: float = 0.01) -> Comparison:
    """Differences of which only those of the service level are larger than their intervals."""

    def of(one: Figures, two: Figures) -> Differences:
        return {
            name: Difference(
                each.mean,
                two[name].mean,
                two[name].mean - each.mean,
                half_width if name == "service_level" else 9.0,
                name == "service_level" and one[name] != two[name],
            )
            for name, each in one.items()
        }

    return Comparison(
        base=base.scenario,
        other=other.scenario,
        days=base.days,
        total=of(base.total, other.total),
        periods=(),
        types={name: of(kind.all, other.types[name].all) for name, kind in base.types.items() if name in other.types},
        groups={},
    )


def text(*variants: Results, language: Language = "en", width: int = 80) -> str:
    differences = [apart(variants[0], each) for each in variants[1:]]
    return comparison_text(variants, differences, language, width).replace("\u00a0", " ")


def rows(*variants: Results, language: Language = "en") -> list[str]:
    return [" ".join(line.split()) for line in text(*variants, language=language).splitlines()]


NOW, MORE = variant("now", 0.75, 30.0), variant("one more", 0.82, 24.0)


def test_each_measure_stands_once_with_all_variants_under_it() -> None:
    found = rows(NOW, MORE)
    first = found.index("service level now 75.0% ± 2.0 the first")
    assert found[first + 1] == "one more 82.0% ± 2.0 +7.0 ± 1.0 yes"
    assert "one more 24.0 ± 2.0 −6.0 ± 9.0 no" in found


def test_the_service_level_is_said_in_words_and_so_is_what_significant_means() -> None:
    found = " ".join(rows(NOW, MORE))
    assert "service level: answered within 20 s / (offered − abandoned within 20 s)" in found
    assert "Significant: 0 is not in the 95 % interval of the difference." in found


def test_types_are_compared_where_there_are_several() -> None:
    found = rows(NOW, MORE)
    assert found[found.index("Español") + 1] == "service level now 75.0% ± 2.0 the first"
    single = [msgspec.structs.replace(each, types={"sales": each.types["sales"]}) for each in (NOW, MORE)]
    assert "Types of call" not in text(*single)


def test_what_only_one_variant_has_is_shown_without_a_difference() -> None:
    fewer = msgspec.structs.replace(MORE, types={"sales": MORE.types["sales"]})
    found = rows(NOW, fewer)
    assert found[found.index("Español") + 2] == "one more –"


def test_long_names_are_said_once_and_numbers_stand_for_them() -> None:
    long = msgspec.structs.replace(MORE, scenario="english.agents=[3, 4, 6, 8, 8, 7, 5, 4]")
    found = rows(NOW, long)
    assert {"1 now", "2 english.agents=[3, 4, 6, 8, 8, 7, 5, 4]"} <= set(found)
    assert "2 82.0% ± 2.0 +7.0 ± 1.0 yes" in found


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_is_longer_than_the_terminal_and_no_sign_is_lost(language: Language) -> None:
    said = text(NOW, MORE, msgspec.structs.replace(MORE, scenario="x" * 70), language=language)
    assert max(map(cell_len, said.splitlines())) <= 80
    assert "?" not in said


def test_a_narrow_terminal_cuts_names_and_no_figures() -> None:
    named = [msgspec.structs.replace(each, scenario=f"variant {each.scenario}") for each in (NOW, MORE)]
    said = text(*named, width=62)
    assert "…" in said
    assert "82.0% ± 2.0 +7.0 ± 1.0 yes" in " ".join(said.split())


def test_russian_has_russian_words_and_numbers() -> None:
    found = rows(NOW, MORE, language="ru")
    assert "one more 82,0 % ± 2,0 +7,0 ± 1,0 да" in found


def test_a_steady_state_has_batches_and_no_days() -> None:
    steady = [msgspec.structs.replace(each, steady=True) for each in (NOW, MORE)]
    assert "100 batches" in text(*steady)
    assert "All calls of a run" in text(*steady)
    assert "days on target" in text(NOW, MORE)
    assert "day" not in text(*steady)


def test_a_single_day_has_no_intervals_and_nothing_is_significant() -> None:
    one, other = variant("now", 0.75, 30.0, days=1), variant("one more", 0.82, 24.0, days=1)
    level = Difference(0.75, 0.82, 0.07, 0.07, significant=False)
    comparison = msgspec.structs.replace(apart(one, other), total={"service_level": level}, types={})
    said = comparison_text([one, other], [comparison], "en", 80)
    assert "+7.0  no" in said
    assert "+7.0 ±" not in said


@pytest.mark.parametrize("odd", [nothing(), nothing(1), bare()], ids=["nobody called", "one day", "nothing at all"])
def test_days_without_anything_are_compared_without_a_number_that_is_none(odd: Results) -> None:
    said = text(odd, odd)
    assert "nan" not in said
    assert "–" in said
