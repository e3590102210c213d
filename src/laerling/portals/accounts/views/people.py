"""Who has access to a unit, and one person's access with its history."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from laerling.access import actions as access
from laerling.access import queries
from laerling.access.queries import GrantLine, Person, Proposal, Reader
from laerling.access.types import Unit
from laerling.portals.accounts import words
from laerling.portals.accounts.views.asking import around, groups, is_own, reader, unit_of
from laerling.portals.shell.fresh import fresh
from laerling.portals.shell.staff import StaffRequest, page


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody on the list: their tasks in words, and the last of the days they hold."""

    person: Person
    tasks: str
    latest: GrantLine
    has_more: bool


@page(action="access.read")
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """Show who has access to the unit, or to one below it, and those who had."""
    by = reader(request)
    unit = unit_of(request, by)
    past = request.GET.get("vis") == "tidligere"
    people = queries.people(by, unit)
    lines = [_line(one) for one in people if bool(one.ahead) != past]
    names = queries.unit_names([unit])
    context = {
        "unit": unit,
        "unit_name": names[unit],
        "is_own_unit": unit == request.scope.unit,
        "hos": f"?hos={unit.key}" if unit != request.scope.unit else "",
        "lines": lines,
        "past": past,
        "wanted": queries.requests_for(by) if unit == request.scope.unit else (),
        "n_now": sum(bool(one.ahead) for one in people),
        "n_past": sum(not one.ahead for one in people),
        "crumbs": ((_("Who has access"), reverse("accounts:people")), (names[unit], "")),
    }
    return render(request, "accounts/index.html", context | around(request, by))


@page(action="access.read")
@require_GET
def show(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """Show one person's access, why they have it, what was before, and which dissolved counties they could have."""
    by = reader(request)
    found = queries.person(by, account_id)
    if found is None:
        raise Http404
    ids = {who for grant in found.grants for who in (grant.given_by, grant.ended_by) if who}
    own = is_own(request, found)
    context = {
        "person": found,
        "is_own": own,
        "may_take_away_factor": not own and queries.may_take_away_factor(by, found.id),
        "ahead": _rows(request, found.ahead, ids),
        "past": _rows(request, found.past, ids),
        "units": _units(by, found),
        "proposals": () if own else [_proposed(one) for one in queries.proposals(by, found)],
        "crumbs": ((_("Who has access"), reverse("accounts:people")), (found.name, "")),
    }
    return render(request, "accounts/person.html", context | around(request, by))


@require_POST
@page(action="access.give")
@fresh()
def take_away_factor(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """Take away the second step of a colleague who has lost it."""
    access.take_away_second_factor(account_id=account_id, scope=request.scope, by=request.actor, now=request.now)
    messages.success(
        request, _("The second step is taken away, and the person has been told. The next sign-in sets up a new one.")
    )
    return redirect("accounts:person", account_id=account_id)


def _units(by: Reader, person: Person) -> list[tuple[Unit, str]]:
    """Return the units for which the person can be given more: the reader's own, and those they have within reach."""
    units = dict.fromkeys([by.scope.unit, *(grant.unit for grant in person.ahead)])
    names = queries.unit_names(units)
    return [(unit, names[unit]) for unit in units if by.giveable(unit)]


@dataclass(frozen=True, slots=True)
class GrantRow:
    """Grants that differ in the task only, with who gave and ended them in words."""

    first: GrantLine
    grants: list[GrantLine]
    tasks: str
    gives: str
    given_by: str
    ended_by: str


def _rows(request: StaffRequest, lines: tuple[GrantLine, ...], ids: set[str]) -> list[GrantRow]:
    names = queries.names_for(request.scope, [one for one in ids if _is_id(one)])
    system = _("the system")
    return [
        GrantRow(
            first,
            ones,
            words.tasks(one.role for one in ones),
            words.tasks(role for one in ones for role in one.gives),
            names.get(first.given_by, system),
            names.get(first.ended_by, system) if first.ended_by else "",
        )
        for first, ones in groups(lines)
    ]


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _proposed(one: Proposal) -> tuple[Proposal, str]:
    return one, words.why_proposed(one)


def _line(person: Person) -> PersonLine:
    grants = person.ahead or person.past
    last = max(grants, key=lambda grant: (grant.until is None, grant.until or grant.valid_from))
    return PersonLine(
        person, words.tasks(grant.role for grant in grants), last, len({grant.until for grant in grants}) > 1
    )
