"""Changes and variants as a planner writes them on the command line."""

from pathlib import Path

import pytest
import typer

from acd.words import Language
from simulator.commands_work import chosen_variants
from simulator.variants import MOST_VARIANTS, NoChange, SameForAll, TooManyVariants, change, changes, names, variants

HERE = Path("a.yaml")


def test_a_change_is_a_place_and_a_value() -> None:
    assert change("groups.english.agents=12") == ("groups.english.agents", "12")
    assert change("types.sales.patience = exponential, mean 2 min") == (
        "types.sales.patience",
        "exponential, mean 2 min",
    )
    assert change("queues.sales.needs=a = b") == ("queues.sales.needs", "a = b")


@pytest.mark.parametrize("text", ["", "=", "a", "a=", "=12", "a= ", "a=" + "1" * 20_000])
def test_what_has_no_place_or_no_value_is_no_change(text: str) -> None:
    with pytest.raises(NoChange):
        change(text)


def test_values_are_told_apart_by_their_commas() -> None:
    assert changes("a.b=10,11, 12") == (("a.b", "10"), ("a.b", "11"), ("a.b", "12"))


def test_a_value_in_brackets_or_quotes_is_one_and_stays_as_written() -> None:
    assert [value for _, value in changes("a=[1, 2],[3, 4]")] == ["[1, 2]", "[3, 4]"]
    assert [value for _, value in changes("a='exponential, mean 2 min','fixed, 2 min'")] == [
        "'exponential, mean 2 min'",
        "'fixed, 2 min'",
    ]
    assert [value for _, value in changes("a={en: 5},{en: 7}")] == ["{en: 5}", "{en: 7}"]
    assert [value for _, value in changes("a=10:30,1_000")] == ["10:30", "1_000"]


@pytest.mark.parametrize("text", ["a=,", "a=10,,12", "a=[1,2", "a=1]", "a=1],[2", "a=1] # [", "a=" + "[" * 1500])
def test_what_is_no_list_of_values_is_refused(text: str) -> None:
    with pytest.raises(NoChange):
        changes(text)


def test_several_places_are_combined_and_settings_hold_for_all() -> None:
    found = variants([HERE], ["target=0.9"], ["g.x.agents=1,2", "ring=0,5 s"])
    assert [each.label for each in found] == [
        "x.agents=1, ring=0", "x.agents=1, ring=5 s", "x.agents=2, ring=0", "x.agents=2, ring=5 s",
    ]  # fmt: skip
    assert {each.changes[0] for each in found} == {("target", "0.9")}


@pytest.mark.parametrize("place", ["days", "seed"])
def test_what_all_variants_share_does_not_vary_but_can_be_set(place: str) -> None:
    with pytest.raises(SameForAll, match=f"^{place}$"):
        variants([HERE], [], ["ring=1 s,2 s", f" {place} = 2,3"])
    assert [each.changes for each in variants([HERE], [f"{place}=2"], [])] == [((place, "2"),)]


def test_the_command_says_how_to_give_what_all_share(capsys: pytest.CaptureFixture[str]) -> None:
    said: dict[Language, str] = {
        "en": "`seed` is the same for all that are compared; give it once, as --seed\n",
        "ru": "`seed` у всех, кого сравнивают, одно и то же; задайте один раз, как --seed\n",
    }
    for language, sentence in said.items():
        with pytest.raises(typer.Exit) as ended:
            chosen_variants([HERE], [], ["seed=1,2"], language)
        assert (ended.value.exit_code, capsys.readouterr().err) == (2, sentence)


def test_a_place_in_a_list_is_named_with_what_is_listed() -> None:
    assert [each.label for each in variants([HERE], [], ["groups.desk.shifts.1.agents=4,5"])] == [
        "shifts.1.agents=4", "shifts.1.agents=5",
    ]  # fmt: skip
    assert [each.label for each in variants([HERE], [], ["ring=4", "1=2"])] == ["ring=4, 1=2"]


def test_more_variants_than_can_be_read_are_refused_before_they_are_made() -> None:
    values = ",".join(map(str, range(MOST_VARIANTS)))
    assert len(variants([HERE], [], [f"a={values}"])) == MOST_VARIANTS
    with pytest.raises(TooManyVariants, match=str(MOST_VARIANTS**4)):
        variants([HERE], [], [f"{place}={values}" for place in "abcd"])


def test_variants_are_named_by_what_tells_them_apart() -> None:
    other, elsewhere = Path("b.yaml"), Path("there/a.yaml")
    varied = variants([HERE], [], ["g.x.agents=1,2"])
    assert names(varied, ["day", "day"]) == ["x.agents=1", "x.agents=2"]
    same = variants([HERE], [], ["g.x.agents=1,1"])
    assert names(same, ["day", "day"]) == ["x.agents=1 (1)", "x.agents=1 (2)"]
    assert names(variants([HERE, other], [], []), ["day", "night"]) == ["day", "night"]
    assert names(variants([HERE, other], [], []), ["day", "day"]) == ["a", "b"]
    assert names(variants([HERE, elsewhere], [], []), ["day", "day"]) == ["a.yaml", "there/a.yaml"]
    assert names(variants([HERE, HERE], [], []), ["day", "day"]) == ["day (1)", "day (2)"]
    both = variants([HERE, other], [], ["ring=0,5 s"])
    assert names(both, ["day", "day", "night", "night"]) == [
        "day: ring=0", "day: ring=5 s", "night: ring=0", "night: ring=5 s",
    ]  # fmt: skip
