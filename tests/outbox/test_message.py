from datetime import UTC, datetime
from email import message_from_bytes, policy
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laerling.outbox.channels.email.message import BadAddress, address, assemble
from laerling.outbox.types import OutgoingEmail

MESSAGE_ID = UUID("0d2ef1f1-4ef1-4d42-9e4b-6ac0b5f7f0a1")
LINK = "http://127.0.0.1:8001/s/abcdefghijklmnopqrstuvwxyz"


def mail(**changes):
    values = {
        "message_id": MESSAGE_ID,
        "to": "kari@eksempel.no",
        "subject": "Hvordan har du det i lærebedriften?",
        "text": "Hei Kari Åsen\n\nÆrlig talt: " + "lang linje " * 20 + "\n.punktum først\n",
        "html": "<!doctype html>\n<p>Hei <b>Kari</b> = Åsen</p>\n",
        "language": "nb",
        "unsubscribe_url": LINK + "/nei",
    }
    return OutgoingEmail(**{**values, **changes})


def read(outgoing):
    data = assemble(
        outgoing,
        to=address(outgoing.to),
        from_="Lærlingundersøkelsen <undersokelse@eksempel.no>",
        reply_to="support@eksempel.no",
        date=datetime(2026, 10, 20, 8, tzinfo=UTC),
    )
    assert all(len(line) <= 998 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert data.isascii()
    return message_from_bytes(data, policy=policy.default)


def lines(part):
    return part.get_content().splitlines()


def test_assemble_writes_what_a_mail_reader_reads():
    outgoing = mail()
    message = read(outgoing)
    assert message["From"].addresses[0].display_name == "Lærlingundersøkelsen"
    assert message["From"].addresses[0].addr_spec == "undersokelse@eksempel.no"
    assert message["To"] == "kari@eksempel.no"
    assert message["Subject"] == outgoing.subject
    assert message["Reply-To"] == "support@eksempel.no"
    assert message["Message-ID"] == f"<{MESSAGE_ID}@eksempel.no>"
    assert message["List-Unsubscribe"] == f"<{LINK}/nei>"
    assert message["Content-Language"] == "nb"
    assert message["Date"].datetime == datetime(2026, 10, 20, 8, tzinfo=UTC)
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    plain, html = message.iter_parts()
    assert lines(plain) == outgoing.text.splitlines()
    assert lines(html) == outgoing.html.splitlines()
    assert not message.defects


def test_assemble_without_html_is_plain_text():
    message = read(mail(html=None))
    assert message.get_content_type() == "text/plain"
    assert lines(message) == mail().text.splitlines()


@given(st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=300))
def test_assemble_carries_any_text(text):
    plain, _html = read(mail(text=text + "\n")).iter_parts()
    assert lines(plain) == [text]


def test_a_subject_cannot_bring_headers():
    message = read(mail(subject="Hei\r\nBcc: alle@eksempel.no"))
    assert message["Bcc"] is None


@pytest.mark.parametrize(
    "written",
    [
        "",
        "kari",
        "@eksempel.no",
        "kari@",
        "kari@eksempel.no\r\nRCPT TO:<x@y.no>",
        "a b@eksempel.no",
        "kåre@eksempel.no",
    ],
)
def test_address_refuses_what_cannot_stand_in_a_mail(written):
    with pytest.raises(BadAddress):
        address(written)


def test_address_writes_the_domain_in_ascii():
    assert address(" kari@blåbær.no ") == "kari@xn--blbr-roah.no"
