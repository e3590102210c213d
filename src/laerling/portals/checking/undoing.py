"""The last change of many, for as long as it can be undone with a press: kept in the session, never in an address."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laerling.portals.shell.staff import StaffRequest
from laerling.register.actions import ChangeReceipt, NothingToUndo

_KEY: Final = "checking_undo"
# Long enough to see that it was wrong; after that the list itself shows what is said of each fault.
_OFFERED_FOR: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Undo:
    """What was done, and the batch that would be put back; `batch` is empty where nothing was changed."""

    sentence: str
    batch: str


def remember(request: StaffRequest, receipt: ChangeReceipt) -> None:
    """Keep a change so that it can be undone."""
    request.session[_KEY] = {
        "batch": str(receipt.batch or ""),
        "n": receipt.n_changed,
        "same": receipt.n_unchanged,
        "unit": request.scope.key,
        "is_fresh": True,
        "at": request.now.isoformat(),
    }


def offered(request: StaffRequest, *, only_once: bool = False) -> Undo | None:
    """Return the last change while it may still be undone, in the unit it was made for.

    With `only_once`, for pages about something else, on the first page after the change only.
    """
    kept = request.session.get(_KEY)
    if kept is None or kept["unit"] != request.scope.key or (only_once and not kept["is_fresh"]):
        return None
    if kept["is_fresh"]:
        request.session[_KEY] = kept | {"is_fresh": False}
    if not timedelta(0) <= request.now - datetime.fromisoformat(kept["at"]) < _OFFERED_FOR:
        return None
    if not kept["n"]:
        return Undo(_("Nothing is changed: it was so already."), "")
    sentence = ngettext("%(n)s fault is changed.", "%(n)s faults are changed.", kept["n"]) % {"n": kept["n"]}
    if kept["same"]:
        unchanged = ngettext("%(n)s was so already.", "%(n)s were so already.", kept["same"]) % {"n": kept["same"]}
        sentence = f"{sentence} {unchanged}"
    return Undo(sentence, kept["batch"])


def batch(request: StaffRequest) -> UUID:
    """Return the batch that a form asks to put back. Raises NothingToUndo for what is none."""
    try:
        return UUID(request.POST.get("endring", ""))
    except ValueError:
        raise NothingToUndo from None


def forget(request: StaffRequest) -> None:
    """Offer it no longer."""
    request.session.pop(_KEY, None)
