"""Questions about letters to accounts, and the links they carry."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from laerling.access.models import AccountLetter
from laerling.access.queries.units import unit_name, unit_names
from laerling.access.tokens import fingerprint, link_token
from laerling.access.types import read_unit
from laerling.kernel.clock import in_oslo


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """Whom a working link belongs to and what it is for. `has_password`: the account is in use already."""

    kind: str
    name: str
    email: str
    has_password: bool
    office_name: str


def link(token: str, *, now: datetime) -> LinkFacts | None:
    """Return what a link is for, or None where it does not work any more. Looking changes nothing."""
    found = AccountLetter.objects.select_related("account", "office").filter(
        token_hash=fingerprint(token), used_at=None, expires_at__gt=now
    )
    letter = found.first()
    if letter is None or not letter.account.may_sign_in(in_oslo(now).date()):
        return None
    account = letter.account
    return LinkFacts(
        letter.kind,
        account.name,
        letter.address or account.email or "",
        account.has_usable_password(),
        unit_name("office", letter.office.orgnr) if letter.office else "",
    )


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """A letter to be written: to whom, in which written form, and its token where it carries a link."""

    id: UUID
    kind: str
    to: str
    name: str
    written_form: str
    token: str
    made_at: datetime
    office_name: str
    unit_key: str
    unit_name: str


def letters(ids: Collection[UUID]) -> tuple[LetterFacts, ...]:
    """Return letters as they are written. Links are rebuilt from the key outside the database."""
    rows = AccountLetter.objects.select_related("account", "office").filter(pk__in=list(ids))
    units = {row.unit: read_unit(row.unit) for row in rows if row.unit}
    names = unit_names(unit for unit in units.values() if unit is not None)
    named = {key: names[unit] for key, unit in units.items() if unit is not None}
    return tuple(
        LetterFacts(
            row.id,
            row.kind,
            row.address or row.account.email or "",
            row.account.name,
            row.account.written_form,
            link_token(settings.LINKS_KEY, row.id) if row.token_hash else "",
            row.made_at,
            unit_name("office", row.office.orgnr) if row.office else "",
            row.unit,
            named.get(row.unit, ""),
        )
        for row in rows
    )


def letter_references(ids: Collection[UUID] | None = None) -> QuerySet[AccountLetter, tuple[UUID]]:
    """Return letters that may still be sent as references for the outbox; a link that is spent is sent to nobody."""
    waiting = AccountLetter.objects.filter(used_at=None)
    if ids is not None:
        waiting = waiting.filter(pk__in=list(ids))
    return waiting.values_list("pk")
