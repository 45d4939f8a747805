"""A FastAGI session is read the same way however it was divided, and each oddity of Asterisk is known."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from acd.asterisk.agi_wire import (
    MAX_REPLY_BYTES,
    AgiInput,
    AgiReader,
    AgiReply,
    Environment,
    Hangup,
    Malformed,
    encode_command,
)
from acd.asterisk.gate import Hostile

ENVIRONMENT = "agi_network: yes\nagi_channel: PJSIP/7-01\nagi_calleridname: Жанна: я\nagi_arg_1: s\nagi_arg_2: \n\n"
SESSION = (
    ENVIRONMENT + "200 result=0\n"
    "100 result=0 Trying...\n200 result=1 (a (b) c=d)\n"
    "520-Invalid command syntax.  Proper usage follows:\n  Usage: ANSWER\n520 End of proper usage.\n"
    "HANGUP\n511 Command Not Permitted on a dead channel or intercept routine\n"
).encode()


def read(chunks: list[bytes]) -> list[AgiInput]:
    reader = AgiReader()
    return [found for chunk in chunks for found in reader.feed(chunk)]


def divided(data: bytes, places: list[int]) -> list[bytes]:
    ends = [*sorted(places), len(data)]
    return [data[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def answer(lines: str) -> list[AgiInput]:
    reader = AgiReader()
    reader.feed(ENVIRONMENT.encode())
    return reader.feed(lines.encode())


def test_a_session_is_read_in_order() -> None:
    environment, plain, value, usage, hangup, dead = read([SESSION])
    assert isinstance(environment, Environment)
    assert environment.values["agi_calleridname"] == "Жанна: я"
    assert environment.values["agi_arg_2"] == ""
    assert plain == AgiReply(200, "0")
    assert value == AgiReply(200, "1", "a (b) c=d")
    assert isinstance(usage, AgiReply)
    assert (usage.code, usage.result.count("\n")) == (520, 2)
    assert hangup == Hangup()
    assert isinstance(dead, AgiReply)
    assert dead.code == 511


@given(st.lists(st.integers(0, len(SESSION)), max_size=50))
@example(list(range(len(SESSION))))
def test_any_cuts_give_the_same_session(places: list[int]) -> None:
    assert read(divided(SESSION, places)) == read([SESSION])


@given(st.binary(max_size=200), st.lists(st.integers(0, 300), max_size=20))
def test_rubbish_is_read_the_same_way_however_divided(rubbish: bytes, places: list[int]) -> None:
    for start in (b"", ENVIRONMENT.encode(), ENVIRONMENT.encode() + b"200 result=1 ("):
        data = start + rubbish.replace(b"\x00", b"\n") + b")\nHANGUP\n"
        found = read([data])
        assert read(divided(data, places)) == found
        assert [type(f) for f in found].count(Malformed) <= 1


@pytest.mark.parametrize(
    ("line", "reply"),
    [
        ("200 result= (timeout)", AgiReply(200, "", "timeout")),
        ("200 result=12 (timeout)", AgiReply(200, "12", "timeout")),
        ("200 result=-1", AgiReply(200, "-1")),
        ("200 result=0 endpos=8000", AgiReply(200, "0", None, 8000)),
        ("200 result=0 (timeout) endpos=160", AgiReply(200, "0", "timeout", 160)),
        ("200 result=1 ()", AgiReply(200, "1", "")),
        ("200 result=1 (hangup)", AgiReply(200, "1", "hangup")),
        ("200 result=1 (HANGUP)", AgiReply(200, "1", "HANGUP")),
        ("200 result=1 (x) endpos=5 (y))", AgiReply(200, "1", "x) endpos=5 (y)")),
        ("200 result=1 (a\nb (c) x\nd)", AgiReply(200, "1", "a\nb (c) x\nd")),
        ("200 result=1 (x) endpos=0 results=1", AgiReply(200, "1", "x", 0)),
        ("510 Invalid or unknown command", AgiReply(510, "Invalid or unknown command")),
        ("520 Invalid command syntax.  Proper usage not available.", None),
        ("200 result=0\r", AgiReply(200, "0")),
    ],
)
def test_each_form_of_an_answer(line: str, reply: AgiReply | None) -> None:
    (found,) = answer(line + "\n")
    assert found == (reply or AgiReply(520, line[4:]))


def test_a_timeout_is_told_from_an_answer() -> None:
    timed_out, pressed = answer("200 result= (timeout)\n200 result=49\n")
    assert isinstance(timed_out, AgiReply)
    assert isinstance(pressed, AgiReply)
    assert (timed_out.value, pressed.value) == ("timeout", None)


def test_a_hangup_between_a_command_and_its_answer_does_not_shift_the_answers() -> None:
    assert answer("100 Trying\nHANGUP\n200 result=-1\n") == [Hangup(), AgiReply(200, "-1")]


@pytest.mark.parametrize("bad", ["GET / HTTP/1.1\r\n", "\n", "\x16\x03\x01\n", "agi\n", ": x\n"])
def test_what_is_not_fastagi_is_malformed_at_once(bad: str) -> None:
    (found,) = read([bad.encode()])
    assert isinstance(found, Malformed)


@pytest.mark.parametrize("bad", ["hello\n", "200 hello\n", "2000 result=1\n"])
def test_an_answer_that_is_none_ends_the_reading(bad: str) -> None:
    found = answer(bad + "200 result=1\n")
    assert [type(f) for f in found] == [Malformed]


def test_the_name_of_a_caller_in_another_encoding_is_kept() -> None:
    (environment,) = read([b"agi_network: yes\nagi_calleridname: \xcd\xe8\nrest of it\n\n"])
    assert isinstance(environment, Environment)
    name = environment.values["agi_calleridname"]
    assert name.encode("utf-8", "surrogateescape") == b"\xcd\xe8"


def endless(start: bytes, piece: bytes) -> list[AgiInput]:
    reader, found = AgiReader(), []
    found += reader.feed(start)
    for _ in range(2 * MAX_REPLY_BYTES // len(piece)):
        found += reader.feed(piece)
        assert len(reader._rest) <= MAX_REPLY_BYTES + len(piece)
    return found


@pytest.mark.parametrize("piece", [b"x" * 8192, b"agi_x: y\n" * 100, b"rest\n" * 100])
def test_an_endless_environment_is_given_up(piece: bytes) -> None:
    assert [type(f) for f in endless(b"agi_network: yes\n", piece)] == [Malformed]


def test_a_long_environment_leaves_room_for_a_long_answer() -> None:
    long = "x" * (MAX_REPLY_BYTES - 100)
    _, reply = read([f"agi_network: {long}\n\n200 result=1 ({long})\n".encode()])
    assert reply == AgiReply(200, "1", long)


def test_too_many_names_in_the_environment_are_given_up() -> None:
    (found,) = read([b"".join(b"agi_%d: y\n" % number for number in range(300))])
    assert isinstance(found, Malformed)


@pytest.mark.parametrize("start", [b"200 result=1 (", b"520-Usage\n", b""])
def test_an_endless_answer_is_given_up(start: bytes) -> None:
    _, found = endless(ENVIRONMENT.encode() + start, b"x" * 8192)
    assert isinstance(found, Malformed)


def test_commands_are_quoted_where_they_need_to_be() -> None:
    assert encode_command("EXEC", "Dial", "PJSIP/1001,20,m") == b"EXEC Dial PJSIP/1001,20,m\n"
    assert encode_command("STREAM", "FILE", "queue/hi", "") == b'STREAM FILE queue/hi ""\n'
    assert encode_command("SET", "VARIABLE", "NAME", 'a "b" \\') == b'SET VARIABLE NAME "a \\"b\\" \\\\"\n'
    assert encode_command("VERBOSE", "Жанна").decode() == "VERBOSE Жанна\n"


@pytest.mark.parametrize("bad", ["x\nHANGUP", "x\r", "\0", "y" * 3000])
def test_a_hostile_word_is_refused(bad: str) -> None:
    with pytest.raises(Hostile):
        encode_command("SET", "VARIABLE", "NAME", bad)
