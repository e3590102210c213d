"""Several connections at once, and commands in one go, against servers that do as they are told."""

import socket
import threading
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from laerling.outbox.channels.email import send
from laerling.outbox.channels.email.server import Server
from laerling.outbox.channels.email.smtp import CHUNK
from laerling.outbox.types import LeaseLost, OutgoingEmail
from tests.outbox.servers import inbox, server

NOW = datetime(2026, 10, 20, 8, tzinfo=UTC)


class Scripted:
    """Takes commands in one go; `replies` says what it answers to a word, else 250."""

    def __init__(self, **replies):
        self.replies = replies
        self.connections = 0
        self.at_most = 99
        self.heard = []
        self.mails = []

    def talk(self, connection):
        with suppress(OSError), connection:
            connection.sendall(b"421 busy\r\n" if self.connections > self.at_most else b"220 hello\r\n")
            lines = iter(connection.makefile("rb"))
            for line in lines:
                word = line[:4].decode().upper().strip()
                self.heard.append(line.decode().strip())
                said = self.replies.get(
                    word, {"EHLO": "250-me\r\n250 PIPELINING", "DATA": "354 go on"}.get(word, "250 ok")
                )
                connection.sendall(f"{said}\r\n".encode())
                if word == "DATA" and said.startswith("354"):
                    if b".\r\n" not in lines:
                        return
                    self.mails.append(self.heard[-2])
                    connection.sendall(f"{self.replies.get('DOT', '250 taken')}\r\n".encode())
                if word == "QUIT":
                    return


@contextmanager
def scripted(at_most=99, **replies):
    found = Scripted(**replies)
    found.at_most = at_most
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        with suppress(OSError):
            while True:
                connection, _peer = listener.accept()
                found.connections += 1
                threading.Thread(target=found.talk, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    found.port = listener.getsockname()[1]
    try:
        yield found
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def mails(n=1):
    return [OutgoingEmail(uuid4(), f"p{k}@eksempel.no", "Hei", "Hei\n", None, "nb", "") for k in range(n)]


def outcomes(outgoing, to, begin=lambda _n: ()):
    return [(outcome.state, outcome.reason) for outcome in send(outgoing, now=NOW, begin=begin, server=to)]


def test_sender_recipient_and_data_leave_together_where_the_server_takes_them_so():
    with scripted() as there:
        assert outcomes(mails(2), server(there.port)) == [("accepted", "")] * 2
    said = [line for line in there.heard if not line.startswith("ehlo")]
    assert [line[:4] for line in said] == ["MAIL", "RCPT", "DATA"] * 2 + ["QUIT"]


@pytest.mark.parametrize(
    ("replies", "outcome"),
    [
        ({"RCPT": "550 no such", "DATA": "554 no recipients"}, ("bounced", "smtp_550")),
        ({"RCPT": "451 later", "DATA": "503 no recipients"}, ("queued", "smtp_451")),
        ({"MAIL": "530 not you", "RCPT": "503 first mail", "DATA": "503 the same"}, ("queued", "smtp_530")),
        ({"DATA": "451 no room"}, ("queued", "smtp_451")),
        ({"DOT": "554 not wanted"}, ("bounced", "smtp_554")),
        ({"DOT": "421 closing"}, ("queued", "smtp_421")),
        ({"MAIL": "what?"}, ("queued", "connection_lost")),
    ],
)
def test_a_refusal_in_one_go_means_what_it_means_alone(replies, outcome):
    with scripted(**replies) as there:
        assert outcomes(mails(3), server(there.port)) == [outcome] * 3
    assert there.mails == [] or "DOT" in replies


def test_a_server_that_would_take_a_mail_without_recipient_gets_none():
    with scripted(RCPT="550 no such") as there:
        assert outcomes(mails(2), server(there.port)) == [("bounced", "smtp_550")] * 2
    assert there.mails == []


def test_many_mails_go_over_several_connections_and_a_few_over_one():
    with inbox() as box:
        assert outcomes(mails(60), server(box.port)) == [("accepted", "")] * 60
        assert 2 <= box.connections <= 4
    assert len({to for to, _mail in box.mails}) == 60


def test_a_server_that_takes_one_connection_only_gets_them_all_over_it():
    with scripted(at_most=1) as there:
        assert outcomes(mails(60), server(there.port)) == [("accepted", "")] * 60


def test_the_envelope_tells_which_message_it_was_when_it_comes_back():
    (mail,) = mails()
    with scripted() as there:
        plain = server(there.port)
        named = Server(**{f: getattr(plain, f) for f in plain.__slots__} | {"bounces": "retur+{id}@eksempel.no"})
        outcomes([mail], named)
    assert f"MAIL FROM:<retur+{mail.message_id}@eksempel.no>" in there.heard


def test_no_more_than_a_chunk_is_begun_at_a_time():
    marks, sent = [], []

    def begin(n):
        assert len(sent) >= n - CHUNK - 4
        marks.append(n)
        return ()

    with inbox() as box:
        for outcome in send(mails(3 * CHUNK - 10), now=NOW, begin=begin, server=server(box.port)):
            sent.append(outcome)  # noqa: PERF402  `begin` looks at it meanwhile
    assert marks == [CHUNK, 2 * CHUNK, 3 * CHUNK]


def test_a_sender_that_lost_its_lease_waits_for_what_is_under_way_and_begins_nothing():
    def begin(n):
        if n > CHUNK:
            raise LeaseLost
        return ()

    told = []
    with inbox() as box, pytest.raises(LeaseLost):
        told.extend(
            outcome.state for outcome in send(mails(3 * CHUNK - 10), now=NOW, begin=begin, server=server(box.port))
        )
    assert len(box.mails) == CHUNK


def test_who_has_answered_meanwhile_is_left_out_of_the_chunk():
    going = list(mails(4))

    def begin(_n):
        return {going[1].message_id}

    with inbox() as box:
        told = {one.message_id: one.reason for one in send(going, now=NOW, begin=begin, server=server(box.port))}
    assert len(box.mails) == 3
    assert [reason for reason in told.values() if reason] == ["not_begun"]
    assert told[going[1].message_id] == "not_begun"
