"""AMI messages come out whole and unharmed however the bytes were divided, and nothing hostile goes out."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from acd.asterisk.ami_wire import AmiReader, Message, encode_message
from acd.asterisk.gate import Hostile

CONVERSATION = (
    (
        "Asterisk Call Manager/11.0.0\r\n"
        "Response: Success\r\nActionID: 1\r\nMessage: Authentication accepted\r\n\r\n"
        "Event: Newchannel\r\nCallerIDName: Жанна Ёлкина\r\nAppData: \r\n\r\n"
        "no header here\r\n\r\n"
        "\r\n"
        "Event: UserEvent\r\nUserEvent: x\r\nEvent: second\r\nChanVariable: a=1\r\nChanVariable: b=2\r\n\r\n"
        "Response: Success\r\nActionID: 2\r\nOutput: a: b\r\nOutput: \r\nOutput: end\r\n\r\n"
    ).encode()
    + b"Event: Hangup\r\nCallerIDName: \xcd\xe8\xed\xe0\r\nBig: "
    + b"x" * 300
    + b"\r\n\r\nEvent: Last\r\n\r\n"
)


def read(chunks: list[bytes], max_message: int = 200) -> tuple[list[bytes], str, int, int]:
    reader = AmiReader(max_message, expects_greeting=True)
    messages = [message.raw for chunk in chunks for message in reader.feed(chunk)]
    return messages, reader.greeting, reader.oversized, reader.malformed


def divided(data: bytes, places: list[int]) -> list[bytes]:
    ends = [*sorted(places), len(data)]
    return [data[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def message(*lines: str) -> Message:
    return Message("\r\n".join(lines).encode("utf-8", "surrogateescape"))


def test_a_conversation_is_read_whole() -> None:
    messages, greeting, oversized, malformed = read([CONVERSATION])
    assert greeting == "Asterisk Call Manager/11.0.0"
    assert [m.split(b"\r\n")[0] for m in messages] == [
        b"Response: Success",
        b"Event: Newchannel",
        b"Event: UserEvent",
        b"Response: Success",
        b"Event: Last",
    ]
    assert (oversized, malformed) == (1, 1)


def test_any_single_cut_gives_the_same_messages() -> None:
    whole = read([CONVERSATION])
    for place in range(len(CONVERSATION)):
        assert read(divided(CONVERSATION, [place])) == whole, f"cut at byte {place}"


@given(st.lists(st.integers(0, len(CONVERSATION)), max_size=60))
@example(list(range(len(CONVERSATION))))
def test_any_cuts_give_the_same_messages(places: list[int]) -> None:
    assert read(divided(CONVERSATION, places)) == read([CONVERSATION])


@given(st.binary(max_size=300), st.lists(st.integers(0, 300), max_size=20))
def test_rubbish_is_read_the_same_way_however_divided(rubbish: bytes, places: list[int]) -> None:
    data = b"Hello\r\n" + rubbish.replace(b"\x00", b"\r\n") + b"\r\n\r\nEvent: After\r\n\r\n"
    assert read(divided(data, places), 40) == read([data], 40)


header_names = st.text("abcXYZ-_0", min_size=1, max_size=8)
header_values = st.text(st.characters(exclude_characters="\r\n\0", exclude_categories=["Cs"]), max_size=20)


@given(st.lists(st.tuples(header_names, header_values), min_size=1, max_size=12))
def test_what_is_written_is_what_is_read(headers: list[tuple[str, str]]) -> None:
    (got,) = AmiReader().feed(encode_message(headers))
    assert list(got.items()) == headers
    for name in {name for name, _ in headers}:
        assert got.all(name) == [value for other, value in headers if other.lower() == name.lower()]


def test_names_are_found_in_any_case_and_only_as_whole_names() -> None:
    event = message("Event: Dial", "DestChannel: PJSIP/1-00", "channel: PJSIP/2-00", "Note: Uniqueid: 7")
    assert event.get("Channel") == "PJSIP/2-00"
    assert event.get("DESTCHANNEL") == "PJSIP/1-00"
    assert event.get("Uniqueid", "none") == "none"


def test_an_empty_last_header_is_kept() -> None:
    (event,) = AmiReader().feed(b"Event: Newexten\r\nAppData: \r\n\r\n")
    assert list(event.items()) == [("Event", "Newexten"), ("AppData", "")]
    assert event.get("AppData", "missing") == ""


def test_of_a_doubled_event_name_the_first_counts() -> None:
    event = message("Event: UserEvent", "Event: Hangup")
    assert event.event == "UserEvent"
    assert event.all("Event") == ["UserEvent", "Hangup"]


def test_lines_of_a_command_are_kept_in_order_with_empty_ones() -> None:
    reply = message("Response: Success", "ActionID: 9", "Output: a: b", "Output: ", "Output:   c")
    assert reply.is_response
    assert not reply.is_event
    assert reply.action_id == "9"
    assert reply.all("Output") == ["a: b", "", "  c"]


def test_bytes_that_are_not_utf8_survive_the_way_in_and_out() -> None:
    raw = b"Event: Newchannel\r\nCallerIDName: \xcd\xe8\r\n\r\n"
    (event,) = AmiReader().feed(raw)
    assert encode_message(event.items()) == raw


def test_a_lone_line_feed_inside_a_value_forges_no_event() -> None:
    (event,) = AmiReader().feed(b"Event: VarSet\r\nValue: x\nEvent: Hangup\n\nEvent: Hangup\r\n\r\n")
    assert event.all("Event") == ["VarSet"]


def test_lines_without_a_colon_are_left_out() -> None:
    event = message("Event: X", "broken", "Uniqueid: 5")
    assert event.get("Uniqueid") == "5"
    assert [name for name, _ in event.items()] == ["Event", "Uniqueid"]


def test_an_endless_message_costs_no_memory_and_the_next_one_is_read() -> None:
    reader = AmiReader(max_message=1000)
    for _ in range(1000):
        assert reader.feed(b"X: " + b"y" * 997) == []
        assert len(reader._rest) <= 1003
    assert [m.event for m in reader.feed(b"\r\n\r\nEvent: Next\r\n\r\n")] == ["Next"]
    assert reader.oversized == 1


@pytest.mark.parametrize("bad", ["x\r\nAction: Originate", "x\n", "x\0", "x\r", "\ud800"])
def test_a_hostile_value_is_refused_and_the_field_named(bad: str) -> None:
    with pytest.raises(Hostile, match="CallerID") as refusal:
        encode_message([("Action", "Originate"), ("CallerID", bad)])
    assert refusal.value.field == "CallerID"


@pytest.mark.parametrize("bad", ["", "A: b", "A\r\nB", " A", "A\n"])
def test_a_hostile_name_is_refused(bad: str) -> None:
    with pytest.raises(Hostile):
        encode_message([(bad, "1")])
