import asyncio
import smtplib
import socket
import threading
from email.message import EmailMessage

import pytest

from laerling.demo.inbox import reading, server
from laerling.demo.inbox.store import Store


@pytest.fixture
def store(tmp_path):
    kept = Store(tmp_path / "inbox.sqlite3")
    kept.prepare()
    return kept


@pytest.fixture
def port(store):
    """A mail server that runs for one test; when it ends, everything it took is written down."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    loop, end = asyncio.new_event_loop(), asyncio.Event()
    thread = threading.Thread(target=loop.run_until_complete, args=(server.serve(store, port=free, until=end),))
    thread.start()
    yield free
    loop.call_soon_threadsafe(end.set)
    thread.join()
    loop.close()


def connect(port: int) -> smtplib.SMTP:
    for _ in range(100):
        try:
            return smtplib.SMTP("127.0.0.1", port)
        except ConnectionRefusedError:
            threading.Event().wait(0.02)
    raise AssertionError("the mail server did not come up")


def mail(
    to: str, subject: str = "Lærlingundersøkelsen", text: str = "Hei!\nhttps://eksempel.no/s/abc\n"
) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "undersokelse@eksempel.no", to, subject
    message["Date"] = "Tue, 20 Oct 2026 08:00:00 +0000"
    message.set_content(text)
    return message


def wait_for(store: Store, n: int) -> None:
    for _ in range(100):
        if store.count() >= n:
            return
        threading.Event().wait(0.05)
    raise AssertionError(f"{store.count()} of {n} messages came")


def test_server_keeps_what_it_is_sent_in_the_order_it_came(port, store):
    with connect(port) as connection:
        for number in range(40):
            connection.send_message(mail(f"p{number}@eksempel.no"))
    wait_for(store, 40)
    assert [one.recipient for one in store.page(limit=2)] == ["p39@eksempel.no", "p38@eksempel.no"]
    assert [one.recipient for one in store.page(offset=38, limit=25)] == ["p1@eksempel.no", "p0@eksempel.no"]


def test_message_with_two_recipients_is_kept_for_each(port, store):
    with connect(port) as connection:
        connection.send_message(mail("a@eksempel.no, b@eksempel.no"))
    wait_for(store, 2)
    assert {one.recipient for one in store.page()} == {"a@eksempel.no", "b@eksempel.no"}


def test_letter_reads_as_it_was_written(store):
    store.add([("a@eksempel.no", mail("a@eksempel.no").as_bytes())])
    letter = reading.letter(store.page()[0])
    assert letter.line.subject == "Lærlingundersøkelsen"
    assert letter.line.sent_at.isoformat() == "2026-10-20T08:00:00+00:00"
    assert letter.text == "Hei!\nhttps://eksempel.no/s/abc\n"
    assert letter.html == ""


def test_letter_gives_the_html_part_apart(store):
    message = mail("a@eksempel.no")
    message.add_alternative("<p>Hei</p>", subtype="html")
    store.add([("a@eksempel.no", message.as_bytes())])
    letter = reading.letter(store.page()[0])
    assert (letter.text[:3], letter.html) == ("Hei", "<p>Hei</p>\n")


@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"Subject: =?utf-8?q?=FF?=\r\nDate: tomorrow\r\n\r\nx"])
def test_broken_message_is_read_without_fault(store, content):
    store.add([("a@eksempel.no", content)])
    assert reading.letter(store.page()[0]).line.sent_at is None


@pytest.mark.parametrize(("wanted", "found"), [("KARI", 1), ("eksempel.no", 2), ("100%", 0), ("_", 0), ("", 2)])
def test_search_finds_part_of_a_recipient_and_takes_signs_as_they_are(store, wanted, found):
    store.add([("kari@eksempel.no", b""), ("ola@eksempel.no", b"")])
    assert store.count(recipient=wanted) == found == len(store.page(recipient=wanted))


def test_second_server_on_the_same_port_is_refused(port, store):
    connect(port).quit()
    with pytest.raises(OSError, match="address already in use"):
        asyncio.run(server.serve(store, port=port))
