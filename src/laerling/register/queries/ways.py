"""Whether a person can be reached one way or the other: the one place that says so."""

from typing import Final, Literal

from django.db.models import Exists, OuterRef, Q

from laerling.register.models import Finding
from laerling.register.rules.findings import NOT_THEIR_OWN

Way = Literal["email", "mobile"]

WAYS: Final[tuple[Way, ...]] = ("email", "mobile")

_STATES: Final[dict[Way, tuple[str, ...]]] = {"email": ("ok",), "mobile": ("ok", "foreign")}


def can_be_reached(way: Way, *, contract: str = "") -> Q:
    """Return the condition that a person can be reached by e-mail or SMS, on contracts or on what leads to one.

    `contract` is the name of the key that leads to the contract ("contract" on a sample's members), empty on contracts
    themselves. An address that looks right and is made up, the supervisor's, the office's or shared by several persons
    reaches nobody: a link is personal.
    """
    own, state = (f"{contract}_id", f"{contract}__{way}_state") if contract else ("id", f"{way}_state")
    not_theirs = Finding.objects.filter(contract_id=OuterRef(own), closed_at=None, kind__in=NOT_THEIR_OWN[way])
    return Q(**{f"{state}__in": _STATES[way]}) & ~Q(Exists(not_theirs))
