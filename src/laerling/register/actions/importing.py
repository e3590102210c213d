"""Taking in one register file in one step: all of it in one transaction, or nothing."""

from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from laerling.kernel.types import Actor
from laerling.register.actions import deciding
from laerling.register.actions.progress import Progress, told
from laerling.register.actions.receipts import ImportReceipt, receipt_of
from laerling.register.actions.receiving import Arrival, lay_aside, noting_refusals
from laerling.register.models import WAITING


def import_file(
    *,
    content: BinaryIO,
    filename: str,
    register: str,
    round_year: int,
    stage: str,
    by: Actor,
    now: datetime,
    progress: Progress | None = None,
) -> ImportReceipt:
    """Receive a file and accept it, for whoever needs no look at it in between; see `receive` and `accept`.

    The same file twice changes nothing; one that waits is accepted.
    Raises a Refusal of `register.refusals` or rounds' UnknownRound; of the file nothing is stored then but the code.
    """
    arrival = Arrival(content, filename, register, round_year, stage, by, now, told(progress))
    with noting_refusals(arrival), transaction.atomic():
        laid = lay_aside(arrival, at_once=True)
        if laid.extract.state != WAITING:
            return receipt_of(laid.extract, seen_before=True)
        deciding.take_in(laid.extract, by=by, now=now, is_home=laid.is_home)
        return receipt_of(laid.extract)
