"""The mailbox where bounces come: read over IMAP or from a folder, each mail marked as seen once it has been stored."""

import imaplib
import logging
import mailbox
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from laerling.outbox.channels.gateways import BounceBox, ImapBox, Maildir

log = logging.getLogger(__name__)

# How many mails are read at a time, and how much of each: a report comes first and the letter it encloses last.
AT_ONCE: Final = 200
MOST_BYTES: Final = 256 * 1024
_TIMEOUT: Final = 15.0
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


class MailboxAway(Exception):
    """The mailbox cannot be reached or opened."""


@contextmanager
def unseen(box: BounceBox) -> Iterator[list[bytes]]:
    """Give the mails nobody has read; they are marked as seen when the block ends well. Raises MailboxAway."""
    if isinstance(box, Maildir):
        with _folder(box) as mails:
            yield mails
    else:
        with _imap(box) as mails:
            yield mails


@contextmanager
def _folder(box: Maildir) -> Iterator[list[bytes]]:
    try:
        folder = mailbox.Maildir(box.path, factory=None, create=False)
        keys = [key for key, message in folder.items() if message.get_subdir() == "new"][:AT_ONCE]
        mails = [folder.get_bytes(key)[:MOST_BYTES] for key in keys]
    except (OSError, mailbox.Error) as fault:
        log.warning("The mailbox of bounces cannot be read: %s", type(fault).__name__)
        raise MailboxAway from None
    yield mails
    for key in keys:
        with suppress(KeyError):
            message = folder[key]
            message.set_subdir("cur")
            message.add_flag("S")
            folder[key] = message


@contextmanager
def _imap(box: ImapBox) -> Iterator[list[bytes]]:
    try:
        connection = _connected(box)
    except (OSError, imaplib.IMAP4.error) as fault:
        log.warning("The mailbox of bounces cannot be opened: %s", type(fault).__name__)
        raise MailboxAway from None
    try:
        numbers = connection.uid("SEARCH", "UNSEEN")[1][0].split()[:AT_ONCE]
        mails = [_fetched(connection, number.decode()) for number in numbers]
        yield mails
        if numbers:
            connection.uid("STORE", b",".join(numbers).decode(), "+FLAGS", r"(\Seen)")
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            connection.logout()


def _connected(box: ImapBox) -> imaplib.IMAP4:
    """Open the folder. Without TLS on this machine only."""
    if box.host in _LOOPBACK:
        connection = imaplib.IMAP4(box.host, box.port, timeout=_TIMEOUT)
    else:
        context = ssl.create_default_context()
        connection = imaplib.IMAP4_SSL(box.host, box.port, ssl_context=context, timeout=_TIMEOUT)
    try:
        connection.login(box.user, box.password())
        state, _words = connection.select(box.folder)
    except BaseException:
        connection.shutdown()
        raise
    if state != "OK":
        connection.shutdown()
        raise imaplib.IMAP4.error
    return connection


def _fetched(connection: imaplib.IMAP4, number: str) -> bytes:
    _state, found = connection.uid("FETCH", number, f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
    return next((bytes(part[1]) for part in found if isinstance(part, tuple)), b"")
