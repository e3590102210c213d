"""The list: who is asked, who is not and why."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from laerling.portals.ordering import words
from laerling.portals.shell.staff import StaffRequest, page
from laerling.rounds import queries as rounds
from laerling.sample import queries as sample
from laerling.sample.queries import Person

PAGE_SIZE = 50
_LONGEST_SEARCH = 80


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person on the list, with the reasons in words."""

    person: Person
    reasons: tuple[str, ...]


@page(action="register.read")
def people(request: StaffRequest) -> HttpResponse:
    """Show the people of the newest draw: those asked, or with `?vis=ikke` those not asked and the reasons."""
    this_round = rounds.current(request.now)
    # PostgreSQL has no place for a zero character in a text.
    search = request.GET.get("sok", "").replace("\x00", "").strip()[:_LONGEST_SEARCH]
    excluded = request.GET.get("vis") == "ikke"
    find = sample.excluded if excluded else sample.members
    found = Paginator(find(request.scope, this_round.year, search=search), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "ordering/people/index.html",
        {
            "round": this_round,
            "counts": sample.counts(request.scope, this_round.year),
            "page": found,
            "lines": [_person(person) for person in found],
            "search": search,
            "excluded": excluded,
            "crumbs": ((_("The round"), reverse("ordering:home")), (_("The list"), "")),
        },
    )


def _person(person: Person) -> PersonLine:
    return PersonLine(person, tuple(str(words.REASONS.get(reason, reason)) for reason in person.reasons))
