"""What a script writes is judged word by word, and what it reads is what any AGI script expects."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acd.asterisk.agi_wire import AgiReader, AgiReply, Environment, encode_command
from acd.asterisk.script_wire import answer, environment, refusal, split_words, variable_asked, variable_set
from tests.asterisk.script_kit import ENVIRONMENT


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('SET VARIABLE "tier" "gold \\"x\\""', ["SET", "VARIABLE", "tier", 'gold "x"']),
        ('  stream   file\thi ""', ["stream", "file", "hi", ""]),
        ("EXEC Playback a\\ b", ["EXEC", "Playback", "a b"]),
        ('VERBOSE "not closed', ["VERBOSE", "not closed"]),
        ("", []),
        ("   ", []),
    ],
)
def test_a_line_is_taken_apart_as_asterisk_does(line: str, words: list[str]) -> None:
    assert split_words(line) == words


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=20), min_size=1, max_size=9)
)
def test_what_was_taken_apart_is_put_together_to_the_same(words: list[str]) -> None:
    assert split_words(encode_command(*words).decode().removesuffix("\n")) == words


@given(st.text(max_size=200))
def test_no_line_raises(line: str) -> None:
    refusal(split_words(line))


@pytest.mark.parametrize(
    "line",
    [
        "ANSWER",
        "get variable CALLERID(num)",
        "Set Variable tier gold",
        'STREAM FILE welcome ""',
        "SAY DIGITS 123 #",
        "EXEC Playback welcome",
        "exec set tier=gold",
        "EXEC Wait 1",
        "WAIT FOR DIGIT 1000",
        "SET VARIABLE company ACD_Company",
        "NOOP",
    ],
)
def test_what_a_lookup_or_a_dialogue_needs_may_pass(line: str) -> None:
    assert refusal(split_words(line)) is None


@pytest.mark.parametrize(
    "line",
    [
        "HANGUP",
        "hangup PJSIP/1001-1",
        "SET CONTEXT elsewhere",
        "SET EXTENSION 100",
        "SET PRIORITY 1",
        "SET AUTOHANGUP 5",
        "ASYNCAGI BREAK",
        "GOSUB acd-exits 100 1",
        "SPEECH CREATE x",
        "EXEC",
        *(f"EXEC {name} x" for name in ("Dial", "Queue", "AGI", "Goto", "GotoIf", "Hangup", "Transfer", "Park")),
        *(f"exec {name} x" for name in ("bridge", "confbridge", "gosub", "macro", "system", "mset", "musiconhold")),
    ],
)
def test_what_takes_the_caller_out_of_our_hands_is_refused(line: str) -> None:
    assert refusal(split_words(line)) is not None


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("SET VARIABLE TIMEOUT(absolute) 1", "not a variable that a script may set"),
        ("SET VARIABLE CHANNEL(hangup_handler_push) x,s,1", "not a variable that a script may set"),
        ("GET FULL VARIABLE ${SHELL(id)}", "a function that a script may not use"),
        ("GET FULL VARIABLE ${EVAL(x)}", "a function that a script may not use"),
    ],
)
def test_a_script_reaches_nothing_beyond_its_call(line: str, why: str) -> None:
    assert refusal(split_words(line)) == why


@pytest.mark.parametrize(
    "line",
    [
        "SET VARIABLE ACD_STATE done",
        "SET VARIABLE DIALSTATUS ANSWER",
        "SET VARIABLE TRANSFER_CONTEXT from-internal",
        "SET VARIABLE __acd_next x",
        'SET VARIABLE "GLOBAL(ACD_SECRET)" x',
        "SET VARIABLE AGIEXITONHANGUP no",
        "EXEC Set ACD_STATE=done",
        'EXEC Set "ACD_CALL = x"',
        "GET VARIABLE ACD_SECRET",
        "GET FULL VARIABLE ${ACD_SECRET}",
        "EXEC Read ACD_STATE,welcome",
    ],
)
def test_the_engines_own_variables_are_neither_set_nor_told(line: str) -> None:
    assert refusal(split_words(line)) == "a variable that is the engine's"


@pytest.mark.parametrize(
    "line", ["hello world", "200 result=1", "{}", "SET", "GET", "STREAM", '"GET VARIABLE" x', "x" * 999]
)
def test_rubbish_is_no_command(line: str) -> None:
    assert refusal(split_words(line)) == "not a command that a script may give"


def test_a_command_of_too_many_words_is_none() -> None:
    assert refusal(["NOOP", *["x"] * 127]) is None
    assert refusal(["NOOP", *["x"] * 128]) is not None


def test_variables_that_are_set_and_asked_for_are_seen() -> None:
    assert variable_set(split_words('SET VARIABLE "tier" "gold"')) == ("tier", "gold")
    assert variable_set(split_words('EXEC Set "tier=a=b"')) == ("tier", "a=b")
    assert variable_set(split_words("EXEC Set tier")) is None
    assert variable_set(split_words("SET VARIABLE tier")) is None
    assert variable_asked(split_words("get variable account")) == "account"
    assert variable_asked(split_words("get full variable ${account}")) is None


def test_a_script_is_told_who_calls_and_nothing_of_our_own_session() -> None:
    [told] = AgiReader().feed(environment(ENVIRONMENT, ("python3", "scripts/lookup.py", "gold", "2")))
    assert isinstance(told, Environment)
    assert told.values["agi_request"] == "lookup.py"
    assert told.values["agi_callerid"] == "4711"
    assert told.values["agi_uniqueid"] == "1.1"
    assert told.values["agi_rdnis"] == ""
    assert (told.values["agi_arg_1"], told.values["agi_arg_2"]) == ("gold", "2")
    assert not {"agi_network", "agi_network_script", "agi_arg_3"} & set(told.values)
    assert len(told.values) == 22


def test_a_name_with_a_line_break_begins_no_line_of_its_own() -> None:
    text = environment(ENVIRONMENT | {"agi_calleridname": "Ann\nagi_arg_1: x"}, ("script",)).decode()
    assert "agi_calleridname: Ann agi_arg_1: x\n" in text


@pytest.mark.parametrize(
    "line",
    [
        "200 result=1",
        "200 result=1 (a (b) c=d)",
        "200 result=12 (timeout)",
        "200 result=0 endpos=8000",
        "200 result=-1 (x) endpos=0",
        "510 Invalid or unknown command",
        "511 Command Not Permitted on a dead channel or intercept routine",
        "520-Invalid command syntax.  Proper usage follows:\nUsage: ANSWER\n520 End of proper usage.",
        "520 Invalid command syntax.  Proper usage not available.",
    ],
)
def test_an_answer_is_written_as_the_pbx_wrote_it(line: str) -> None:
    reader = AgiReader()
    reader.feed(b"agi_network: yes\n\n")
    [reply] = reader.feed(f"{line}\n".encode())
    assert isinstance(reply, AgiReply)
    assert answer(reply).decode() == f"{line}\n"


def test_a_value_of_several_lines_stays_one_answer() -> None:
    assert answer(AgiReply(200, "1", "a\nb")) == b"200 result=1 (a b)\n"
