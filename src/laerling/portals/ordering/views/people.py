"""The list: who is asked, who is not and why."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from laerling.portals.ordering import passports
from laerling.portals.shell.staff import StaffRequest, page
from laerling.rounds import queries as rounds
from laerling.sample import queries as sample
from laerling.sample.queries import Person
from laerling.sample.words import REASONS

PAGE_SIZE = 50
_LONGEST_SEARCH = 80


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person on the list, with the reasons, and what was marked after the list was locked, in words."""

    person: Person
    reasons: tuple[str, ...]
    changes: tuple[str, ...]


@page(action="register.read")
def people(request: StaffRequest) -> HttpResponse:
    """Show the people of the newest draw: those asked, or with `?vis=ikke` those not asked and the reasons.

    With `?endret=1`, only those of whom a later extract said something new after the list was locked.
    """
    this_round = rounds.current(request.now)
    # PostgreSQL has no place for a zero character in a text.
    search = request.GET.get("sok", "").replace("\x00", "").strip()[:_LONGEST_SEARCH]
    excluded = request.GET.get("vis") == "ikke"
    changed = request.GET.get("endret") == "1" and not excluded
    if excluded:
        listing = sample.excluded(request.scope, this_round.year, search=search)
    else:
        listing = sample.members(request.scope, this_round.year, search=search, changed=changed)
    found = Paginator(listing, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "ordering/people/index.html",
        {
            "round": this_round,
            "counts": sample.counts(request.scope, this_round.year),
            "page": found,
            "lines": _people(found),
            "n_changed": sample.count_changed(request.scope, this_round.year),
            "changed": changed,
            "search": search,
            "excluded": excluded,
            "crumbs": ((_("The round"), reverse("ordering:home")), (_("The list"), "")),
        },
    )


def _people(found: Page[Person]) -> list[PersonLine]:
    kinds = sample.kinds_of(person.member_id for person in found if person.member_id)
    return [
        PersonLine(
            person,
            tuple(str(REASONS.get(reason, reason)) for reason in person.reasons),
            tuple(str(passports.CHANGES[kind]) for kind in kinds.get(person.member_id, ())),
        )
        for person in found
    ]
