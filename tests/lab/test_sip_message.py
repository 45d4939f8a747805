"""What the scripted phone reads out of SIP and writes into it (no Asterisk needed)."""

import pytest

from tests.sip_message import build, parse, quoted, target, who


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
