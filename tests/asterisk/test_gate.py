"""Nothing that would mean something to Asterisk gets through the gate, and people's names do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acd.asterisk.gate import (
    MAX_FIELDS,
    MAX_FIELDS_TEXT,
    Hostile,
    agi_quote,
    check_phone,
    decode_fields,
    encode_fields,
    plain_text,
)


def test_a_display_text_keeps_names_and_loses_the_marks_of_the_dialplan() -> None:
    assert plain_text("Жанна Ёлкина", 40) == "Жанна Ёлкина"
    assert plain_text("A,B;C|D${SHELL(rm -rf)}", 40) == "A B C D SHELL rm -rf"
    assert plain_text('Bob\r\nAction: "x"\\&^[1]\x00\x1b\u202e', 40) == "Bob Action: x 1"


def test_a_display_text_is_cut_to_its_length_without_a_hanging_space() -> None:
    assert plain_text("  abcd   efgh", 5) == "abcd"
    assert plain_text("я" * 1_000_000, 3) == "яяя"


@given(st.text(max_size=100), st.integers(0, 30))
def test_no_display_text_holds_a_mark(text: str, limit: int) -> None:
    shown = plain_text(text, limit)
    assert len(shown) <= limit
    assert not set(shown) & set('",;|${}()[]\\&^\r\n\t\0')
    assert plain_text(shown, limit) == shown


def test_an_argument_of_fastagi_is_quoted() -> None:
    assert agi_quote('say "hi" \\ bye') == r'"say \"hi\" \\ bye"'
    assert agi_quote("") == '""'
    with pytest.raises(Hostile, match="line break"):
        agi_quote("x\nHANGUP")


@given(st.dictionaries(st.text(min_size=1, max_size=8), st.text(max_size=8), max_size=10))
def test_fields_come_back_as_they_went(fields: dict[str, str]) -> None:
    text = encode_fields(fields)
    assert decode_fields(text) == fields
    assert text.isascii()
    assert not set(text) & set(",;|${}()\"\\ '")


@given(st.text(max_size=200))
def test_rubbish_in_a_variable_never_raises(text: str) -> None:
    assert len(decode_fields(text)) <= MAX_FIELDS


def test_of_rubbish_what_can_be_read_is_read() -> None:
    assert decode_fields("a=1&&=x&b&c=%D0%96%&d=2=3&a=9") == {"a": "1", "c": "Ж%", "d": "2=3"}
    assert decode_fields("") == {}


def test_reading_fields_is_bounded() -> None:
    many = decode_fields("&".join(f"k{n}=v" for n in range(1000)))
    assert len(many) == MAX_FIELDS
    long = decode_fields("a=1&b=" + "x" * MAX_FIELDS_TEXT)
    assert long == {"a": "1"}


@pytest.mark.parametrize("phone", ["PJSIP/1009", "PJSIP/anna.petrova", "SIP/desk-7", "SCCP/SEP001122334455"])
def test_a_phone_in_the_house_passes(phone: str) -> None:
    assert check_phone(phone) == phone


@pytest.mark.parametrize(
    "phone",
    [
        *("", "1009", "PJSIP/", "PJSIP/1009/x", "PJSIP/1009,30", "PJSIP/1009&PJSIP/1010", "PJSIP/${X}", "PJSIP/1009\n"),
        *("Local/600@acd-outside", "PJSIP/+74950000000@trunk", "PJSIP/" + "1" * 65, "PJSIP/\u0661"),
    ],
)
def test_what_could_dial_anything_else_is_no_phone(phone: str) -> None:
    with pytest.raises(Hostile, match="phone"):
        check_phone(phone)
