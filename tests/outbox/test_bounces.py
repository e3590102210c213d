"""Mail that comes back: what each sort tells, whose letter it was, and a mailbox that is read once."""

import mailbox
import socket
import threading
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from laerling.outbox.channels import verdicts
from laerling.outbox.channels.email import bounces
from laerling.outbox.channels.gateways import ImapBox, Maildir
from laerling.outbox.models import StoredReceipt
from laerling.season import actions as season

NOW = datetime(2026, 10, 20, 8, 0, tzinfo=UTC)
OURS = UUID("2b0c9a1e-5d55-4c57-9b3c-0a1f0d5a7e11")

POSTFIX = """\
Return-Path: <>
From: MAILER-DAEMON@mx.eksempel.no (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: {to}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
    boundary="B.1"

--B.1
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.eksempel.no. It could not be delivered.

--B.1
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.eksempel.no
X-Postfix-Queue-ID: 4ABC
Arrival-Date: Tue, 20 Oct 2026 10:00:00 +0200 (CEST)

Final-Recipient: rfc822; p1@eksempel.no
Original-Recipient: rfc822;p1@eksempel.no
Action: {action}
Status: {status}
Remote-MTA: dns; mx2.eksempel.no
Diagnostic-Code: smtp; {diagnostic}

--B.1
Content-Description: Undelivered Message
Content-Type: {enclosed}

From: undersokelse@eksempel.no
To: p1@eksempel.no
Message-ID: <{message_id}@eksempel.no>
Subject: =?utf-8?q?L=C3=A6rlingunders=C3=B8kelsen?=

Hei
--B.1--
"""

COMPLAINT = """\
From: <abuse@postboks.eksempel.no>
To: bounces@eksempel.no
Subject: FW: unwanted
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="B.2"

--B.2
Content-Type: text/plain

This is an email abuse report.
--B.2
Content-Type: message/feedback-report

Feedback-Type: {sort}
User-Agent: SomeGenerator/1.0
Version: 1

--B.2
Content-Type: message/rfc822

From: undersokelse@eksempel.no
Message-ID: <{message_id}@eksempel.no>

Hei
--B.2--
"""


def returned(
    *,
    to="bounces@eksempel.no",
    action="failed",
    status="5.1.1",
    diagnostic="550 5.1.1 user unknown",
    enclosed="message/rfc822",
    message_id=OURS,
):
    given = {"to": to, "action": action, "status": status, "diagnostic": diagnostic, "enclosed": enclosed}
    return POSTFIX.format(message_id=message_id, **given).replace("\n", "\r\n").encode()


@pytest.mark.parametrize(
    ("mail", "what", "code"),
    [
        (returned(), "bounced", "5.1.1"),
        (returned(enclosed="text/rfc822-headers"), "bounced", "5.1.1"),
        (returned(status="5.2.2", diagnostic="552 5.2.2 mailbox full"), "bounced", "5.2.2"),
        # "Something is wrong" is no answer where the other server gave one.
        (returned(status="5.0.0"), "bounced", "5.1.1"),
        (returned(status="5.0.0", diagnostic="550 nope"), "bounced", "5.0.0"),
        (returned(status="4.4.7", diagnostic="delivery time expired"), "bounced", "4.4.7"),
        (returned(action="delayed", status="4.4.1", diagnostic="connection timed out"), "late", "4.4.1"),
    ],
)
def test_report_tells_what_became_of_a_letter(mail, what, code):
    assert bounces.read(mail) == bounces.Returned(OURS, what, code)


@pytest.mark.parametrize("address", ["bounce+{id}@eksempel.no", "{id}-retur@eksempel.no"])
def test_letter_is_known_by_the_address_it_came_back_to(address):
    back = returned(to=address.replace("{id}", str(OURS)), message_id="another-system")
    assert bounces.read(back) == bounces.Returned(OURS, "bounced", "5.1.1")


@pytest.mark.parametrize(("sort", "is_one"), [("abuse", True), ("opt-out", True), ("not-spam", False)])
def test_complaint_is_told_from_other_reports(sort, is_one):
    found = bounces.read(COMPLAINT.format(sort=sort, message_id=OURS).encode())
    assert found == (bounces.Returned(OURS, "complaint") if is_one else None)


@pytest.mark.parametrize(
    "mail",
    [
        b"",
        b"\xff\xfe\x00 not a mail",
        b"Subject: Fravaer\r\nAuto-Submitted: auto-replied\r\nIn-Reply-To: <%s@eksempel.no>\r\n\r\nHei"
        % str(OURS).encode(),
        returned(message_id="another-system"),
        returned(action="delivered", status="2.0.0"),
        b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\nno parts",
        returned()[:900],
    ],
)
def test_what_is_no_report_on_a_letter_of_ours_is_passed_over(mail):
    assert bounces.read(mail) is None


@pytest.mark.parametrize(
    ("reason", "is_dead"),
    [
        ("dsn_5.1.1", True),
        ("dsn_5.1.10", True),
        ("dsn_5.2.1", True),
        ("dsn_5.4.4", True),
        ("dsn_5.2.2", False),
        ("dsn_5.7.1", False),
        ("dsn_5.0.0", False),
        ("dsn_4.4.7", False),
        ("smtp_550", True),
        ("smtp_552", False),
        ("smtp_554", False),
        ("smtp_550_5.7.1", False),
        ("smtp_550_5.1.1", True),
        ("no_such_number", True),
        ("not_delivered", False),
        ("expired", False),
        ("not_routable", False),
        ("gave_up", False),
        ("answered", False),
        ("bad_address", True),
    ],
)
def test_only_some_bounces_condemn_an_address(reason, is_dead):
    assert verdicts.condemns(reason) is is_dead


@pytest.mark.parametrize(
    ("n_dead", "n_sent", "believable"), [(1, 1, True), (5, 5, True), (6, 40, False), (40, 400, True), (41, 400, False)]
)
def test_many_dead_addresses_at_once_are_a_fault_of_the_way(n_dead, n_sent, believable):
    assert verdicts.is_believable(n_dead, n_sent) is believable


# --- mailboxes


@pytest.fixture
def told():
    """What has been stored, by message."""

    def told():
        return {row.message_id: (row.state, row.reason) for row in StoredReceipt.objects.all()}

    return told


@pytest.mark.django_db
def test_folder_of_bounces_is_read_once(tmp_path, settings, told):
    folder = mailbox.Maildir(tmp_path / "bounces")
    other = uuid4()
    for mail in (returned(), returned(message_id=other, action="delayed", status="4.2.0"), b"Subject: hei\r\n\r\nhei"):
        folder.add(mail)
    settings.BOUNCE_BOX = Maildir(kind="maildir", path=tmp_path / "bounces")
    assert season.read_bounces(now=NOW) == 2
    assert told() == {OURS: ("bounced", "dsn_5.1.1"), other: ("accepted", "dsn_4.2.0")}
    assert season.read_bounces(now=NOW) == 0
    assert len(mailbox.Maildir(tmp_path / "bounces")) == 3


@pytest.mark.django_db
def test_complaint_is_followed_by_a_job(tmp_path, settings, told):
    mailbox.Maildir(tmp_path / "bounces").add(COMPLAINT.format(sort="abuse", message_id=OURS).encode())
    settings.BOUNCE_BOX = Maildir(kind="maildir", path=tmp_path / "bounces")
    assert season.read_bounces(now=NOW) == 1
    assert told() == {OURS: ("delivered", "complaint")}
    from procrastinate.contrib.django.models import ProcrastinateJob

    job = ProcrastinateJob.objects.get(task_name="invitations.follow_complaint")
    assert job.args == {"message_id": str(OURS)}


@pytest.mark.django_db
def test_mails_that_could_not_be_stored_are_read_again(tmp_path, settings, told, monkeypatch):
    mailbox.Maildir(tmp_path / "bounces").add(returned())
    settings.BOUNCE_BOX = Maildir(kind="maildir", path=tmp_path / "bounces")
    with monkeypatch.context() as broken:
        broken.setattr("laerling.season.actions.returns.outbox.store_receipts", _fall)
        with pytest.raises(RuntimeError):
            season.read_bounces(now=NOW)
    assert season.read_bounces(now=NOW) == 1
    assert told() == {OURS: ("bounced", "dsn_5.1.1")}


def _fall(*_args, **_given):
    raise RuntimeError


@pytest.mark.parametrize("box", [None, Maildir(kind="maildir", path="/nothing/here")])
def test_without_a_mailbox_nothing_is_read(box, settings):
    settings.BOUNCE_BOX = box
    assert season.read_bounces(now=NOW) == 0


class Imap:
    """As much of an IMAP server as a reader of bounces meets."""

    def __init__(self, mails):
        self.mails = dict(enumerate(mails, 1))
        self.seen = set()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        while True:
            try:
                connection, _peer = self.listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb") as stream:
                self.talk(stream)

    def talk(self, stream):  # noqa: C901  one word of the protocol a line
        def say(line):
            stream.write(line + b"\r\n")
            stream.flush()

        say(b"* OK ready")
        for line in stream:
            tag, command, *more = line.strip().split(b" ", 2)
            words = more[0] if more else b""
            if command == b"LOGIN" and words != b'laerling "hysj"':
                say(tag + b" NO wrong")
                continue
            if command == b"CAPABILITY":
                say(b"* CAPABILITY IMAP4rev1")
            elif command == b"SELECT":
                say(b"* %d EXISTS" % len(self.mails))
            elif words.startswith(b"SEARCH"):
                say(b"* SEARCH " + b" ".join(b"%d" % n for n in self.mails if n not in self.seen))
            elif words.startswith(b"FETCH"):
                number = int(words.split()[1])
                mail = self.mails[number]
                say(b"* %d FETCH (UID %d BODY[]<0> {%d}" % (number, number, len(mail)))
                stream.write(mail)
                say(b")")
            elif words.startswith(b"STORE"):
                self.seen |= {int(n) for n in words.split()[1].split(b",")}
            elif command == b"LOGOUT":
                say(b"* BYE")
                say(tag + b" OK")
                return
            say(tag + b" OK done")

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join(5)


@pytest.fixture
def imap():
    server = Imap([returned(), b"Subject: hei\r\n\r\nhei"])
    yield server
    server.close()


@pytest.mark.django_db
def test_mailbox_of_bounces_is_read_over_imap_once(imap, settings, told):
    settings.BOUNCE_BOX = ImapBox(kind="imap", host="127.0.0.1", port=imap.port, user="laerling", secret="hysj")
    assert season.read_bounces(now=NOW) == 1
    assert told() == {OURS: ("bounced", "dsn_5.1.1")}
    assert imap.seen == {1, 2}
    assert season.read_bounces(now=NOW) == 0


@pytest.mark.django_db
def test_mailbox_that_will_not_open_is_told_of_and_tried_again_later(imap, settings, caplog):
    settings.BOUNCE_BOX = ImapBox(kind="imap", host="127.0.0.1", port=imap.port, user="laerling", secret="gjett")
    assert season.read_bounces(now=NOW) == 0
    assert "cannot be opened" in caplog.text
    assert "gjett" not in caplog.text
