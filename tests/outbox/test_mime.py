"""The e-mail that a message becomes, byte for byte where programs look."""

from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outbox.mime import as_email
from outbox.models import Kind, Message

CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nSUMMARY:Zoë’s café\r\nEND:VCALENDAR\r\n"
WRITTEN = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=200)


def message(**fields):
    defaults = {"recipient": "ada@trust.example", "subject": "A subject", "text": "Words\n", "html": "<p>Words</p>"}
    return Message(**{"message_id": "<1@dit-northwest.example>", "kind": Kind.SERVICE, **defaults, **fields})


def octets(**fields):
    return as_email(message(**fields)).message().as_bytes()


def read(**fields):
    return message_from_bytes(octets(**fields), policy=policy.default)


def shape(part):
    inside = [shape(each) for each in part.iter_parts()] if part.is_multipart() else []
    return (part.get_content_type(), inside) if inside else part.get_content_type()


def test_cal_i2_an_invitation_has_the_one_shape_that_shows_buttons():
    email = read(calendar=CALENDAR, sender="reply+a-b-c@dit-northwest.example")

    alternatives, file = email.iter_parts()
    calendar = list(alternatives.iter_parts())[-1]
    words = ("multipart/alternative", ["text/plain", "text/html", "text/calendar"])
    assert shape(email) == ("multipart/mixed", [words, "application/ics"])
    assert b"\r\nContent-Type: text/calendar; method=REQUEST; charset=UTF-8\r\n" in octets(calendar=CALENDAR)
    assert (calendar["Content-Transfer-Encoding"], calendar["Content-Disposition"]) == ("base64", None)
    assert calendar.get_payload(decode=True) == file.get_payload(decode=True) == CALENDAR.encode()
    assert (file.get_filename(), file.get_content_disposition()) == ("invite.ics", "attachment")


def test_cal_i2_the_method_of_the_header_is_that_of_the_body():
    email = read(calendar=CALENDAR.replace("REQUEST", "CANCEL"))

    (calendar,) = [part for part in email.walk() if part.get_content_type() == "text/calendar"]
    assert calendar.get_param("method") == "CANCEL"


def test_cal_i2_a_calendar_without_a_method_is_no_invitation():
    with pytest.raises(ValueError, match="METHOD"):
        octets(calendar=CALENDAR.replace("METHOD:REQUEST\r\n", ""))


def test_a_message_without_a_calendar_is_words_and_html():
    assert shape(read()) == ("multipart/alternative", ["text/plain", "text/html"])
    assert shape(read(html="")) == "text/plain"


def test_cal_i3_who_is_asked_to_answer_reads_the_networks_name_above_its_own_address(settings):
    settings.NETWORK_NAME = "Netzwerk Süd, e.V."

    email = as_email(message(sender="reply+a-b-c@dit-northwest.example"))

    assert (
        str(read(sender="reply+a-b-c@dit-northwest.example")["From"].addresses[0].display_name) == settings.NETWORK_NAME
    )
    assert email.from_email.endswith("<reply+a-b-c@dit-northwest.example>")
    assert read()["From"] == settings.DEFAULT_FROM_EMAIL


@given(WRITTEN, WRITTEN)
def test_what_people_wrote_arrives_as_it_was_in_lines_that_every_server_takes(subject, words):
    sent = octets(subject=subject.strip(), text=f"{words}\n", calendar=CALENDAR)

    email = message_from_bytes(sent, policy=policy.default)
    assert sent.isascii()
    assert max(map(len, sent.split(b"\r\n"))) <= 998
    assert b"\n" not in sent.replace(b"\r\n", b"")
    assert email["Subject"] == subject.strip()
    assert email.get_body(("plain",)).get_content().rstrip("\r\n") == words.rstrip("\r\n")


@pytest.mark.parametrize(
    "subject", ["=?utf-8?q?a=0D=0ABcc:_evil@evil.example?=", "Zoë =?utf-8?b?DQpCY2M6IGVAZS5lZQ==?="]
)
def test_what_looks_encoded_in_a_subject_is_read_as_it_was_typed_and_becomes_no_header(subject):
    email = read(subject=subject)

    assert (email["Subject"], email["Bcc"]) == (subject, None)
    assert email.defects == []


def test_a_long_address_to_unsubscribe_at_stays_whole():
    address = f"<https://dit.example/mail/stop/{'a' * 200}/>, <mailto:network+{'b' * 40}@dit-northwest.example>"

    sent = octets(kind=Kind.NEWS, headers={"List-Unsubscribe": address})

    assert f"List-Unsubscribe: {address}\r\n".encode() in sent


def test_a_domain_beyond_ascii_is_written_as_mail_servers_know_it():
    assert read(recipient="ada@bücher.example")["To"] == "ada@xn--bcher-kva.example"
