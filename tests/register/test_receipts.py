"""Receipts of corrections: whole, in time and once, or not at all."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from laerling.access.policy import whole
from laerling.access.rows import seen_by
from laerling.audit.models import Event
from laerling.kernel import clock
from laerling.register.receipts import actions, queries
from laerling.register.receipts.models import CorrectionReceipt, ReceiptContent
from laerling.register.receipts.rules import LONGEST_NAME, MOST_BYTES, MOST_FILES_A_DAY, clean_name
from laerling.rounds import queries as rounds

pytestmark = pytest.mark.django_db
VESTLAND, OSLO = (whole("county", code) for code in ("46", "03"))
NATION = whole("nation")
OFFICE = whole("office", "312345678")


@pytest.fixture
def at(settings):
    """Let the database's clock show a moment that lies so far from the deadline."""
    settings.DEMO = True

    def show(**before):
        deadline = rounds.get(2026).corrections_due_at
        clock.set_demo_clock(deadline - timedelta(**before))

    show(days=10)
    return show


def hand_in(by, name="kvittering.txt", content=b"rettet", scope=VESTLAND):
    return actions.hand_in(scope=scope, round_year=2026, sent_name=name, content=content, by=by)


@pytest.mark.parametrize(
    ("sent", "clean"),
    [
        ("kvittering.txt", "kvittering.txt"),
        ("Rettet på Ål æøå.xlsx", "Rettet på Ål æøå.xlsx"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\temp\\x.txt", "C__temp_x.txt"),
        ("a\x00b\x1b[31m\r\n.txt", "ab[31m.txt"),
        ("faktura\u202efdp.exe", "fakturafdp.exe"),
        ("stor.pdf.filepart", "stor.pdf"),
        ("...", ""),
        ("\u200b", ""),
        (" mellom   rom .txt ", "mellom rom .txt"),
        ('<script>"|?*.html', "_script_____.html"),
        ("A\u030a.txt", "Å.txt"),
    ],
)
def test_names_are_cleaned_and_clean_names_stay(sent, clean):
    assert clean_name(sent) == clean
    assert clean_name(clean) == clean


@pytest.mark.parametrize("sent", ["a" * 500 + ".pdf", "a" * 500, "a." + "b" * 500, "å" * 119 + ".pdf"])
def test_long_names_are_shortened_and_keep_their_ending(sent):
    name = clean_name(sent)
    assert 0 < len(name) <= LONGEST_NAME
    assert name.endswith(".pdf") == sent.endswith(".pdf")


def test_receipt_is_kept_whole_and_seen_by_its_county_and_the_directorate(at, by):
    row = hand_in(by, content=b"\x00\xff" * 1000)
    assert queries.receipt(VESTLAND, row.id) == (row, b"\x00\xff" * 1000)
    assert queries.receipt(NATION, row.id)[0] == row
    assert list(queries.receipts(VESTLAND, 2026)) == [row] == list(queries.receipts(NATION, 2026))
    assert queries.receipt_counts(2026) == {"46": 1}
    for other in (OSLO, OFFICE):
        assert queries.receipt(other, row.id) is None
        assert list(queries.receipts(other, 2026)) == []
        assert queries.receipt_named(other, 2026, row.name) is None
    assert queries.receipt(VESTLAND, uuid4()) is None


def test_nothing_is_written_over_and_another_county_may_use_the_name(at, by):
    hand_in(by)
    for name in ("kvittering.txt", "kvittering.txt.filepart", " kvittering.txt"):
        with pytest.raises(actions.ReceiptExists):
            hand_in(by, name=name, content=b"andre")
    hand_in(by, scope=OSLO)
    assert CorrectionReceipt.objects.count() == 2


@pytest.mark.parametrize(
    ("what", "refusal"),
    [
        ({"content": b""}, actions.EmptyReceipt),
        ({"content": b"x" * (MOST_BYTES + 1)}, actions.ReceiptTooLarge),
        ({"name": "\u200b.."}, actions.UnusableName),
    ],
)
def test_what_cannot_be_kept_leaves_nothing(at, by, what, refusal):
    with pytest.raises(refusal):
        hand_in(by, **what)
    assert not CorrectionReceipt.objects.exists()
    assert not Event.objects.filter(what="register.receipt.handed_in").exists()


def test_deadline_is_the_databases_own(at, by):
    at(minutes=1)
    hand_in(by, name="i tide.txt")
    at(seconds=0)
    with pytest.raises(actions.ReceiptsClosed, match=r"30\. september 2026 12:00.*post@eksempel\.no"):
        hand_in(by, name="for sent.txt")
    assert [row.name for row in queries.receipts(VESTLAND, 2026)] == ["i tide.txt"]


def test_clock_of_the_process_does_not_move_the_deadline(at, by, monkeypatch):
    at(seconds=0)
    monkeypatch.setattr(clock, "now", lambda: rounds.get(2026).corrections_due_at - timedelta(days=5))
    with pytest.raises(actions.ReceiptsClosed):
        hand_in(by)


def test_county_hands_in_a_hundred_files_a_day_and_the_next_day_more(at, by):
    for number in range(MOST_FILES_A_DAY):
        hand_in(by, name=f"{number}.txt")
    with pytest.raises(actions.TooManyReceipts):
        hand_in(by, name="en til.txt")
    hand_in(by, name="oslo.txt", scope=OSLO)
    at(days=8)
    hand_in(by, name="en til.txt")


def test_county_hands_in_two_hundred_megabytes_a_day(at, by):
    for number in range(20):
        hand_in(by, name=f"{number}.txt", content=b"1")
    CorrectionReceipt.objects.update(n_bytes=MOST_BYTES)
    with pytest.raises(actions.TooManyReceipts):
        hand_in(by, name="en til.txt")


def test_what_is_written_down_holds_no_name(at, by):
    row = hand_in(by, name="Kari Vik.txt")
    (details,) = Event.objects.filter(what="register.receipt.handed_in").values_list("details", flat=True)
    assert details == {"n_bytes": 6, "sha256": row.sha256}
    assert "Kari" not in json.dumps(list(Event.objects.values_list("about", "scope", "details")))


def test_process_that_serves_the_areas_writes_receipts_and_reads_none_back(at, by):
    row = hand_in(by)
    with seen_by(VESTLAND, role="laerling_sftp"):
        hand_in(by, name="en til.txt")
        assert [one.name for one in queries.receipts(VESTLAND, 2026)] == ["en til.txt", row.name]
        with connection.cursor() as cursor, pytest.raises(Exception, match="permission denied"):
            cursor.execute("SELECT content FROM register_receiptcontent")
        connection.needs_rollback = True


def test_content_goes_with_its_receipt(at, by):
    hand_in(by)
    CorrectionReceipt.objects.all().delete()
    assert not ReceiptContent.objects.exists()
