"""The text of needs: how it is read, how it is written, and what is said of a text that is none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.needs import ANYBODY, RESERVED, And, Expression, NeedError, Not, Or, Test, Value, parse_need, text_of
from agents.needs_text import DEEPEST, LONGEST_TEXT, MOST_TESTS
from tests.agents.needs_kit import needs


def refusal(text: str) -> tuple[int, str, str]:
    with pytest.raises(NeedError) as caught:
        parse_need(text)
    return caught.value.at, caught.value.expected, caught.value.got


# -- reading -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_an_empty_text_asks_nothing(text: str) -> None:
    assert parse_need(text) == ANYBODY == And()


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("billing", Test("billing", ">=", 1)),
        ("billing>=3", Test("billing", ">=", 3)),
        ("billing > 3", Test("billing", ">", 3)),
        ("billing <= 10", Test("billing", "<=", 10)),
        ("billing < 3", Test("billing", "<", 3)),
        ("billing == 0", Test("billing", "==", 0)),
        ("billing = 0", Test("billing", "==", 0)),
        ("billing != 3", Test("billing", "!=", 3)),
        ("2nd-line >= 3", Test("2nd-line", ">=", 3)),
        ("  ( ( tax_law ) )\n", Test("tax_law")),
        ("{language} >= 5", Test(Value("language"), ">=", 5)),
        ("billing >= {\n tier\t}", Test("billing", ">=", Value("tier"))),
        ("{language} == {tier}", Test(Value("language"), "==", Value("tier"))),
        ("{language}", Test(Value("language"))),
        ("android and northern", And((Test("android"), Test("northern")))),
    ],
)
def test_a_test_compares_a_skill_with_a_level(text: str, need: Expression) -> None:
    assert parse_need(text) == need


A, B, C = Test("a"), Test("b"), Test("c")


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("a or b and c", Or((A, And((B, C))))),
        ("(a or b) and c", And((C, Or((A, B))))),
        ("not a and b", And((B, Not(A)))),
        ("not (a and b)", Not(And((A, B)))),
        ("not a or b", Or((B, Not(A)))),
        ("not not a", A),
        ("a and (b and c)", And((A, B, C))),
        ("(a or b) or c", Or((A, B, C))),
    ],
)
def test_not_binds_closest_then_and_then_or(text: str, need: Expression) -> None:
    assert parse_need(text) == need


def test_of_several_least_levels_the_one_that_matters_stays() -> None:
    assert parse_need("a >= 3 and a >= 5") == parse_need("a >= 5")
    assert parse_need("a >= 3 or a >= 5") == parse_need("a >= 3")
    assert text_of(parse_need("a >= 3 and a < 5 and a >= {tier}")) == "a < 5 and a >= 3 and a >= {tier}"


# -- writing -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("", ""),
        ("trainee>=1", "trainee"),
        ("a=3", "a == 3"),
        (
            "not(trainee>=1)and(cards>=3 or billing>=3)and ru>=5",
            "ru >= 5 and not trainee and (billing >= 3 or cards >= 3)",
        ),
        ("not (b and a or {c} >= {d})", "not ({c} >= {d} or a and b)"),
    ],
)
def test_a_need_is_written_in_one_way(written: str, canonical: str) -> None:
    assert text_of(parse_need(written)) == canonical


@settings(derandomize=True, max_examples=400)
@given(need=needs(with_values=True))
def test_what_is_written_reads_back_as_the_same_need(need: Expression) -> None:
    assert parse_need(text_of(need)) == need


# -- refusing ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "at", "expected", "got"),
    [
        (">= 5", 0, "skill", ">="),
        ("a and", 5, "skill", ""),
        ("a and or b", 6, "skill", "or"),
        ("not", 3, "skill", ""),
        ("or >= 5", 0, "skill", "or"),
        ("()", 1, "skill", ")"),
        ("{}", 0, "skill", "{"),
        ("{no-name} >= 5", 0, "skill", "{"),
        ("a >=", 4, "level", ""),
        ("a >= 11", 5, "level", "11"),
        ("a >= -1", 5, "level", "-"),
        ("a >= b", 5, "level", "b"),
        ("a => 5", 3, "level", ">"),
        ("a >= 05", 5, "level", "05"),
        ("a 5", 2, "operator", "5"),
        ("a AND b", 2, "operator", "AND"),
        ("a {b}", 2, "operator", "{b}"),
        ("(a or b", 7, "closing", ""),
        ("(a or b >= 5 c)", 13, "closing", "c"),
        ("a)", 1, "end", ")"),
        ("a >= 5 b", 7, "end", "b"),
        ("a >= 5, b", 6, "end", ","),
        ("a >= 5.5", 6, "end", "."),
        ("a && b", 2, "end", "&"),
        ("a not b", 2, "end", "not"),
    ],
)
def test_a_text_that_is_no_need_is_refused_where_it_goes_wrong(text: str, at: int, expected: str, got: str) -> None:
    assert refusal(text) == (at, expected, got)


def test_the_refusal_reads_as_a_sentence() -> None:
    with pytest.raises(ValueError, match=r"^column 6: expected level, got '11'$"):
        parse_need("a >= 11")


def test_a_text_has_at_most_500_characters() -> None:
    assert parse_need("a".ljust(LONGEST_TEXT)) == A
    assert refusal("a" * (LONGEST_TEXT + 1)) == (LONGEST_TEXT, "shorter", "a")


def test_a_need_has_at_most_64_tests() -> None:
    many = " or ".join(f"s{number}" for number in range(MOST_TESTS))
    need = parse_need(many)
    assert isinstance(need, Or)
    assert len(need.parts) == MOST_TESTS
    assert refusal(f"{many} or s64") == (len(many) + 4, "fewer", "s64")


@pytest.mark.parametrize("opening", ["(", "not "])
def test_a_need_is_at_most_16_deep(opening: str) -> None:
    closing = ")" * DEEPEST if opening == "(" else ""
    assert parse_need(opening * DEEPEST + "a" + closing) == A
    assert refusal(opening * (DEEPEST + 1) + "a" + closing)[1] == "flatter"


@pytest.mark.parametrize("word", sorted(RESERVED))
def test_a_word_of_the_language_names_no_skill(word: str) -> None:
    assert refusal(f"a and ({word} >= 5)")[1] == "skill"


PIECES = st.sampled_from(
    ["a", "b", "{c}", "{", "}", "(", ")", "not ", " and ", " or ", ">=", "=", "5", "11", "é", "\0"]
)


@settings(derandomize=True, max_examples=400)
@given(text=st.text(max_size=40) | st.lists(PIECES, max_size=20).map("".join))
def test_any_text_is_a_need_or_refused(text: str) -> None:
    try:
        need = parse_need(text)
    except NeedError as refused:
        assert 0 <= refused.at <= len(text)
        assert text[refused.at :].startswith(refused.got)
    else:
        assert parse_need(text_of(need)) == need
