"""Handing in a receipt of corrections: whole, in time and once, or not at all."""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, Sum
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from laerling.access.types import Scope
from laerling.audit import actions as audit
from laerling.kernel.clock import in_oslo
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor
from laerling.register.receipts.models import CorrectionReceipt, ReceiptContent
from laerling.register.receipts.queries import ReceiptRow
from laerling.register.receipts.rules import MOST_BYTES, MOST_BYTES_A_DAY, MOST_FILES_A_DAY, clean_name
from laerling.rounds import queries as rounds

_MEGABYTE = 1024 * 1024


class ReceiptsClosed(Refusal):
    """The deadline for corrections has passed (M8)."""

    code = "receipts_closed"
    status = 403
    sentence = _(
        "The deadline for corrections was %(deadline)s, so receipts are no longer taken in. "
        "Write to %(contact)s if something important is wrong."
    )


class ReceiptExists(Refusal):
    """A name that is taken."""

    code = "receipt_exists"
    sentence = _("A file of that name has been handed in already. Nothing is written over: give it another name.")


class ReceiptTooLarge(Refusal):
    """Larger than a receipt may be."""

    code = "receipt_too_large"
    status = 413
    sentence = _("The file is larger than %(megabytes)s MB. Nothing of it was kept.")


class EmptyReceipt(Refusal):
    """A file with nothing in it."""

    code = "empty_receipt"
    status = 422
    sentence = _("The file is empty. Nothing was kept.")


class UnusableName(Refusal):
    """A name of which nothing is left when it is cleaned."""

    code = "unusable_name"
    status = 422
    sentence = _("The file's name cannot be used. Give it a name of letters and figures.")


class TooManyReceipts(Refusal):
    """More than a county may hand in on a day."""

    code = "too_many_receipts"
    status = 429
    sentence = _("At most %(files)s files and %(megabytes)s MB can be handed in a day. Go on tomorrow.")


@transaction.atomic
def require_open(*, scope: Scope, round_year: int, sent_name: str, n_bytes: int = 0) -> str:
    """Return the name a file would get if it were handed in now, so that nobody sends what is refused afterwards.

    Raises ReceiptsClosed, ReceiptExists, UnusableName and TooManyReceipts.
    """
    name = clean_name(sent_name)
    if not name:
        raise UnusableName
    now = _database_now()
    deadline = rounds.get(round_year).corrections_due_at
    if now >= deadline:
        raise ReceiptsClosed(deadline=date_format(in_oslo(deadline), "j. F Y H:i"), contact=settings.CONTACT_EMAIL)
    own = CorrectionReceipt.objects.filter(county_code=scope.unit_code)
    if own.filter(round_id=round_year, name=name).exists():
        raise ReceiptExists
    today = own.filter(received_at__gt=now - timedelta(days=1)).aggregate(n=Count("id"), n_bytes=Sum("n_bytes"))
    if today["n"] >= MOST_FILES_A_DAY or (today["n_bytes"] or 0) + n_bytes > MOST_BYTES_A_DAY:
        raise TooManyReceipts(files=MOST_FILES_A_DAY, megabytes=MOST_BYTES_A_DAY // _MEGABYTE)
    return name


@transaction.atomic
def hand_in(*, scope: Scope, round_year: int, sent_name: str, content: bytes, by: Actor) -> ReceiptRow:
    """Keep a receipt. What counts is when the whole file has arrived, by the database's own clock (M8).

    That is why no `now` is taken: several processes hand in, and a clock that is wrong in one must not move the
    deadline. Raises what `require_open` raises, EmptyReceipt and ReceiptTooLarge.
    """
    if not content:
        raise EmptyReceipt
    if len(content) > MOST_BYTES:
        raise ReceiptTooLarge(megabytes=MOST_BYTES // _MEGABYTE)
    with connection.cursor() as cursor:
        # One at a time per county: the day's limits and the name are looked at and taken in one go.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"receipts:{scope.unit_code}"])
    name = require_open(scope=scope, round_year=round_year, sent_name=sent_name, n_bytes=len(content))
    now = _database_now()
    receipt = CorrectionReceipt.objects.create(
        round_id=round_year,
        county_code=scope.unit_code,
        name=name,
        n_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        received_at=now,
    )
    ReceiptContent.objects.create(receipt=receipt, content=content)
    audit.record(
        "register.receipt.handed_in",
        by=by,
        now=now,
        about=f"receipt:{receipt.id}",
        scope=scope.key,
        n_bytes=receipt.n_bytes,
        sha256=receipt.sha256,
    )
    return ReceiptRow(receipt.id, receipt.county_code, name, receipt.n_bytes, receipt.sha256, now)


def _database_now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kernel_now()")
        now: datetime = cursor.fetchone()[0]
        return now
