"""A mail as bytes: headers and two parts, plain text first. Pure.

Assembled by hand, since thousands leave a minute and all but a few lines of each are alike; the tests read the result
with Python's own mail parser.
"""

from binascii import b2a_qp
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, formataddr, parseaddr
from functools import lru_cache

from laerling.outbox.types import OutgoingEmail


class BadAddress(ValueError):
    """The address cannot be written in a mail header."""


@lru_cache(maxsize=64)
def sender(written: str) -> tuple[str, str]:
    """Return a sender as written in settings, "Name <address>", as a header value and as the bare address."""
    name, bare = parseaddr(written)
    return formataddr((name, bare)), bare


def address(written: str) -> str:
    """Return an address as SMTP wants it, its domain in ASCII. Raises BadAddress, without telling the address."""
    bare = written.strip()
    local, at, domain = bare.rpartition("@")
    if not (local and at and domain) or not local.isascii() or any(sign in bare for sign in '\r\n<> ,;"\0'):
        raise BadAddress
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        raise BadAddress from None


def assemble(mail: OutgoingEmail, *, to: str, from_: str, reply_to: str, date: datetime) -> bytes:
    """Return the mail as bytes with CRLF line ends. `to` is the address as SMTP wants it."""
    header_from, from_address = sender(from_)
    domain = from_address.rpartition("@")[2]
    boundary = f"=_{mail.message_id.hex}"
    lines = [
        f"From: {header_from}",
        f"To: {to}",
        f"Subject: {_subject(mail.subject)}",
        f"Date: {_date(date)}",
        f"Message-ID: <{mail.message_id}@{domain}>",
        f"Reply-To: {sender(reply_to)[0]}",
        *([f"List-Unsubscribe: <{mail.unsubscribe_url}>"] if mail.unsubscribe_url else []),
        "Auto-Submitted: auto-generated",
        f"Content-Language: {mail.language}",
        "MIME-Version: 1.0",
    ]
    if mail.html is None:
        return _head(lines) + _part("plain", mail.text)
    parts = (_part("plain", mail.text), _part("html", mail.html))
    between = f"--{boundary}\r\n".encode()
    head = _head([*lines, f'Content-Type: multipart/alternative; boundary="{boundary}"', ""])
    return head + b"".join(between + part + b"\r\n" for part in parts) + f"--{boundary}--\r\n".encode()


def _head(lines: list[str]) -> bytes:
    return ("\r\n".join(lines) + "\r\n").encode("ascii")


def _part(subtype: str, text: str) -> bytes:
    head = f"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    body = "\r\n".join(text.splitlines()) + "\r\n"
    # b2a_qp breaks long lines with the line end it finds first, so the text must have its CRLF before.
    return head.encode("ascii") + b2a_qp(body.encode("utf-8"), istext=True)


@lru_cache(maxsize=64)
def _date(date: datetime) -> str:
    return format_datetime(date)


@lru_cache(maxsize=256)
def _subject(subject: str) -> str:
    one_line = " ".join(subject.split())
    return Header(one_line, "utf-8" if not one_line.isascii() else "us-ascii", header_name="Subject").encode(
        linesep="\r\n",
    )
