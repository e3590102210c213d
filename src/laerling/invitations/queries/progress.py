"""How far a unit and its parts have come: counts, never who."""

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from laerling.access.types import Scope
from laerling.invitations.models import Invitation
from laerling.invitations.rules import Unit, hide_small
from laerling.organisations import queries as organisations

_FIGURES = {
    "n_invited": Count("pk"),
    "n_reached": Count("pk", filter=Q(n_contacts__gt=0)),
    "n_answered": Count("pk", filter=Q(answered=True)),
}


def totals(scope: Scope, round_year: int) -> Unit:
    """Return how far the whole unit has come."""
    figures = Invitation.objects.filter(round_id=round_year).visible_to(scope).aggregate(**_FIGURES)
    unit = Unit(scope.unit_kind, scope.unit_code, scope.unit_name, **figures)
    return hide_small([unit])[0]


def progress(scope: Scope, round_year: int, *, by: str | None = None) -> tuple[Unit, ...]:
    """Return how far each part of the unit has come, by name: counties of the nation or an office, offices of a county.

    `by` is "county" or "office" to choose another division. The unit with the empty code is the independent
    establishments, those of no office.
    """
    kind = by or ("office" if scope.unit_kind == "county" else "county")
    column = {"county": "county_code", "office": "office_orgnr"}[kind]
    names = organisations.county_names() if kind == "county" else organisations.office_names()
    names.setdefault("", _("Independent establishments"))
    people = Invitation.objects.filter(round_id=round_year).visible_to(scope)
    rows = people.values(code=F(column)).annotate(**_FIGURES)
    units = [Unit(kind, row["code"], names.get(row["code"], row["code"]), *_figures(row)) for row in rows]
    return hide_small(sorted(units, key=lambda unit: (unit.code == "", unit.name)))


def _figures(row: dict[str, int]) -> tuple[int, int, int]:
    return row["n_invited"], row["n_reached"], row["n_answered"]
