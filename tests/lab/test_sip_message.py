"""What the scripted phone reads out of SIP and writes into it (no Asterisk needed)."""

import pytest

from tests.sip_message import build, fragment_status, parse, quoted, replaces, sdp, tag, target, who


@pytest.mark.parametrize(
    ("header", "name", "number"),
    [
        ('"Анна" <sip:+7495@10.0.0.1>;tag=x', "Анна", "+7495"),
        ('"a \\"b\\" \\\\ <c>" <sip:100@host>', 'a "b" \\ <c>', "100"),
        ("Plain Name <sip:100@host>", "Plain Name", "100"),
        ("<sip:%2B7@host>;tag=1", "", "+7"),
        ("sip:100@host", "", "100"),
    ],
)
def test_a_display_shows_name_and_number(header: str, name: str, number: str) -> None:
    assert who(header) == (name, number)


def test_a_name_with_line_breaks_and_quotes_stays_inside_its_header() -> None:
    name = 'x"\r\nAction: Originate\\'
    message = parse(build("INVITE sip:100@h SIP/2.0", [("From", f"{quoted(name)}<sip:1@h>")], "body"))
    assert who(message.get("from")) == ('x"  Action: Originate\\', "1")
    assert message.body == "body"
    assert [key for key, _ in message.headers] == ["from", "content-length"]


def test_a_response_knows_what_it_answers() -> None:
    message = parse(b"SIP/2.0 180 Ringing\r\nCSeq: 7 INVITE\r\n\r\n")
    assert (message.status, message.method) == (180, "INVITE")


def test_the_contact_is_taken_out_of_its_brackets() -> None:
    assert target('"x" <sip:a@b:5060;transport=udp>;expires=1') == "sip:a@b:5060;transport=udp"
    assert target("sip:a@b;expires=1") == "sip:a@b"


def test_a_second_call_is_named_for_a_transfer_by_its_id_and_both_tags() -> None:
    assert replaces("a@b;c", "theirs", "ours") == "a%40b%3Bc%3Bto-tag%3Dtheirs%3Bfrom-tag%3Dours"
    assert tag('"x" <sip:a@b>;expires=1;tag=as5f') == "as5f"
    assert tag("<sip:a@b>") == ""


@pytest.mark.parametrize(
    ("body", "status"), [("SIP/2.0 100 Trying\r\n", 100), ("SIP/2.0 404 Not Found", 404), ("", 0), ("SIP/2.0 x", 0)]
)
def test_how_a_transfer_went_is_read_out_of_its_notice(body: str, status: int) -> None:
    assert fragment_status(body) == status


def test_hold_is_an_offer_to_send_only() -> None:
    assert sdp("127.0.0.1", "sendonly", 3).splitlines()[-1] == "a=sendonly"
    assert "o=phone 1 3 IN" in sdp("127.0.0.1", "sendonly", 3)
