"""Needs: joined in one form, with the values of a call put in, met by levels or not, and what is lacking."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.needs import (
    ANYBODY,
    OPERATORS,
    Expression,
    Test,
    all_of,
    any_of,
    joined,
    lacking,
    meets,
    negated,
    of_levels,
    opposite,
    parse_need,
    resolved,
    skill_names,
    text_of,
    value_names,
)
from tests.agents.needs_kit import LEVELS, SKILLS, VALUES, needs

VALUES_OF_A_CALL = st.dictionaries(
    st.sampled_from(VALUES), st.sampled_from((*SKILLS, "", "chess", "7", "11", "-1", "٣", "or")) | st.text(max_size=8)
)


def put_in(need: str, *known: str, **values: str) -> tuple[str, tuple[str, ...]]:
    whole, absent = resolved(parse_need(need), values, known or SKILLS)
    return text_of(whole), absent


def lacks(need: str, **levels: int) -> list[str]:
    return [text_of(test) for test in lacking(parse_need(need), levels)]


# -- one form ----------------------------------------------------------------------------------------------------------


def test_levels_by_skill_are_a_need_and_level_zero_asks_nothing() -> None:
    assert of_levels({"english": 5, "billing": 3, "cards": 0}) == parse_need("billing >= 3 and english >= 5")
    assert of_levels({"cards": 0}) == of_levels({}) == ANYBODY


def test_nobody_is_above_the_highest_level() -> None:
    assert text_of(of_levels({"billing": 1000})) == "billing > 10"
    assert not meets(of_levels({"billing": 11}), {"billing": 10})


def test_needs_join_flat_and_without_doubles() -> None:
    first, second = parse_need("ru >= 5 and not trainee"), parse_need("not trainee and billing >= 3 and ru >= 3")
    assert text_of(joined(first, second)) == "billing >= 3 and ru >= 5 and not trainee"
    assert joined(first, ANYBODY) == first
    assert joined() == ANYBODY


def test_equal_needs_are_one_key_however_they_are_written() -> None:
    first = parse_need("ru >= 5 and (billing >= 3 or cards >= 3) and not trainee")
    second = parse_need("not (trainee >= 1) and ((cards>=3 or billing>=3 or cards>=7) and ru>=2) and ru>=5")
    assert {first: "kept"}[second] == "kept"


def test_what_asks_nothing_changes_nothing_by_and_and_takes_in_every_choice_by_or() -> None:
    assert all_of([parse_need("billing"), ANYBODY]) == parse_need("billing")
    assert any_of([parse_need("billing"), ANYBODY]) == any_of([]) == negated(ANYBODY) == ANYBODY


@settings(derandomize=True, max_examples=200)
@given(some=st.lists(needs(), max_size=4), levels=LEVELS, lot=st.randoms(use_true_random=False))
def test_joined_needs_are_met_by_who_meets_each_in_whatever_order(
    some: list[Expression], levels: dict[str, int], lot: Random
) -> None:
    shuffled = list(some)
    lot.shuffle(shuffled)
    assert joined(*shuffled) == joined(*some) == joined(joined(*shuffled), *some)
    assert meets(joined(*some), levels) is all(meets(each, levels) for each in some)


@settings(derandomize=True, max_examples=200)
@given(levels=LEVELS, asked=LEVELS)
def test_a_need_of_levels_is_met_level_by_level(levels: dict[str, int], asked: dict[str, int]) -> None:
    assert meets(of_levels(asked), levels) is all(levels.get(skill, 0) >= level for skill, level in asked.items())


# -- names and values --------------------------------------------------------------------------------------------------


def test_a_need_names_its_skills_and_the_values_it_asks_for() -> None:
    need = parse_need("{language} >= 5 and (cards or billing >= {tier}) and not billing == {language}")
    assert skill_names(need) == ("billing", "cards")
    assert value_names(need) == ("language", "tier")


def test_values_of_the_call_stand_in_for_skills_and_levels() -> None:
    assert put_in("{language} >= 5 and billing >= {tier}", language="english", tier="3") == (
        "billing >= 3 and english >= 5",
        (),
    )


@pytest.mark.parametrize("language", ["", "chess", "ENGLISH", "english ", "5", "english or billing"])
def test_a_value_that_is_no_skill_counts_as_absent(language: str) -> None:
    assert put_in("billing >= 3 and {language} >= 5", language=language) == ("billing >= 3", ("language",))


@pytest.mark.parametrize("tier", ["", "11", "-1", "3.5", "gold", " 3", "٣", "03", "1000000000000"])
def test_a_value_that_is_no_level_counts_as_absent(tier: str) -> None:
    assert put_in("billing >= {tier} and english", tier=tier) == ("english", ("tier",))


@pytest.mark.parametrize(
    ("need", "rest"),
    [
        ("{language}", ""),
        ("not {language}", ""),
        ("billing and not ({language} and {tier})", "billing"),
        ("billing or {language}", "billing"),
        ("billing or ({language} and {tier} >= 3)", "billing"),
        ("billing or ({language} and english)", "billing or english"),
        ("billing and ({language} or not {tier})", "billing"),
    ],
)
def test_the_tests_of_absent_values_are_left_out_and_the_rest_holds(need: str, rest: str) -> None:
    assert put_in(need)[0] == rest


def test_absent_values_are_named_once_and_unknown_skills_too() -> None:
    assert put_in("{tier} and {language} >= {tier} and chess and chess < 3 and english") == (
        "english",
        ("chess", "language", "tier"),
    )


@settings(derandomize=True, max_examples=300)
@given(need=needs(with_values=True), values=VALUES_OF_A_CALL, known=st.sets(st.sampled_from(SKILLS)), levels=LEVELS)
def test_no_value_can_keep_a_need_from_being_resolved(
    need: Expression, values: dict[str, str], known: set[str], levels: dict[str, int]
) -> None:
    whole, absent = resolved(need, values, known)
    assert value_names(whole) == ()
    assert set(skill_names(whole)) <= known
    assert set(absent) <= {*value_names(need), *skill_names(need)}
    assert meets(whole, levels) in (True, False)
    assert resolved(whole, {}, known) == (whole, ())


@settings(derandomize=True, max_examples=200)
@given(need=needs())
def test_a_need_without_values_stays_as_it_is(need: Expression) -> None:
    assert resolved(need, {}, SKILLS) == (need, ())


# -- met, and lacking --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("need", "met"),
    [
        ("", True),
        ("ru", True),
        ("ru > 5", False),
        ("ru >= 5", True),
        ("ru <= 5", True),
        ("ru < 5", False),
        ("ru == 5", True),
        ("ru != 5", False),
        ("cards", False),
        ("cards == 0", True),
        ("not cards", True),
        ("ru >= 5 and (billing >= 3 or cards >= 3) and not trainee", False),
        ("ru >= 5 and (billing >= 2 or cards >= 3) and not trainee", True),
    ],
)
def test_levels_meet_a_need_or_not(need: str, met: bool) -> None:
    assert meets(parse_need(need), {"ru": 5, "billing": 2}) is met


def test_who_meets_a_need_lacks_nothing() -> None:
    assert lacks("ru >= 5 and (billing or cards) and not trainee", ru=5, cards=1) == []


def test_of_an_or_the_part_with_the_fewest_tests_is_lacking() -> None:
    assert lacks("(ru >= 5 and billing >= 3) or cards >= 3", ru=1) == ["cards >= 3"]
    assert lacks("(ru >= 5 and billing >= 3) or (cards >= 3 and vip)", ru=5) == ["billing >= 3"]


def test_under_a_not_the_opposite_is_lacking() -> None:
    assert lacks("ru and not trainee", ru=1, trainee=2) == ["trainee == 0"]
    assert lacks("not (ru >= 5 or cards > 2)", ru=5, cards=3) == ["cards <= 2", "ru < 5"]
    assert lacks("not (ru >= 5 and cards > 2)", ru=5, cards=3) == ["cards <= 2"]


def test_what_is_lacking_twice_is_said_once() -> None:
    assert lacks("(ru >= 5 or cards >= 9 and vip) and (ru >= 5 or billing >= 9 and vip)") == ["ru >= 5"]


@settings(derandomize=True, max_examples=200)
@given(need=needs(), levels=LEVELS)
def test_something_is_lacking_exactly_when_a_need_is_not_met(need: Expression, levels: dict[str, int]) -> None:
    missing = lacking(need, levels)
    assert (missing == ()) is meets(need, levels)
    assert not any(meets(test, levels) for test in missing)


@settings(derandomize=True, max_examples=200)
@given(asked=LEVELS, levels=LEVELS)
def test_who_gets_what_was_lacking_meets_the_need(asked: dict[str, int], levels: dict[str, int]) -> None:
    missing = {str(test.skill): int(str(test.level)) for test in lacking(of_levels(asked), levels)}
    assert meets(of_levels(asked), levels | missing)


@pytest.mark.parametrize("operator", OPERATORS)
@pytest.mark.parametrize("bound", [0, 1, 5, 10])
def test_the_opposite_holds_where_a_test_fails(operator: str, bound: int) -> None:
    test = Test("ru", operator, bound)
    assert all(meets(test, {"ru": level}) is not meets(opposite(test), {"ru": level}) for level in range(11))


def test_a_need_says_when_it_was_not_resolved() -> None:
    with pytest.raises(AssertionError, match=r"^\{language\} is not resolved"):
        meets(parse_need("{language}"), {})
