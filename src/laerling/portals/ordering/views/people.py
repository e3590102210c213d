"""The list: who is asked, who is not and why, and what is wrong in the registers."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from laerling.portals.ordering import passports, words
from laerling.portals.shell.staff import StaffRequest, page
from laerling.register import queries as register
from laerling.register.queries import FindingRow
from laerling.rounds import queries as rounds
from laerling.sample import queries as sample
from laerling.sample.queries import Person

PAGE_SIZE = 50
_LONGEST_SEARCH = 80


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person on the list, with the reasons, and what was marked after the list was locked, in words."""

    person: Person
    reasons: tuple[str, ...]
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FaultLine:
    """A fault in words: what, on whom, what it costs, where it is mended."""

    label: str
    who: str
    where: str
    shape: str
    severity: str
    cost: str
    mended_in: str


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


@page(action="register.read")
def faults(request: StaffRequest) -> HttpResponse:
    """Show what is wrong in the registers, what costs most first; with `?feil=` one kind only."""
    this_round = rounds.current(request.now)
    kinds = register.finding_counts(request.scope, this_round.year)
    chosen = request.GET.get("feil", "")
    kind = chosen if chosen in {count.kind for count in kinds} else ""
    found = Paginator(register.findings(request.scope, this_round.year, kind=kind), PAGE_SIZE)
    shown = found.get_page(request.GET.get("page"))
    lines = [_fault(finding) for finding in shown]
    return render(
        request,
        "ordering/people/faults.html",
        {
            "round": this_round,
            "may_still_be_mended": request.now < this_round.corrections_due_at,
            "counts": sample.counts(request.scope, this_round.year),
            "kinds": [(count.kind, words.FINDINGS.get(count.kind, count.kind), count.n) for count in kinds],
            "kind": kind,
            "page": shown,
            "lines": lines,
            "has_shapes": any(line.shape for line in lines),
            "crumbs": (
                (_("The round"), reverse("ordering:home")),
                (_("The list"), reverse("ordering:people")),
                (_("Faults"), ""),
            ),
        },
    )


def _people(found: Page[Person]) -> list[PersonLine]:
    kinds = sample.kinds_of(person.member_id for person in found if person.member_id)
    return [
        PersonLine(
            person,
            tuple(str(words.REASONS.get(reason, reason)) for reason in person.reasons),
            tuple(str(passports.CHANGES[kind]) for kind in kinds.get(person.member_id, ())),
        )
        for person in found
    ]


def _fault(finding: FindingRow) -> FaultLine:
    # A unit without a name in the contract is known by its number; so is a contract without a name.
    number = finding.orgnr or finding.contract_number
    is_about_unit = bool(finding.orgnr) and not finding.name
    return FaultLine(
        label=str(words.FINDINGS.get(finding.kind, finding.kind)),
        who=(finding.unit_name if is_about_unit else finding.name) or number,
        where=number if is_about_unit else ", ".join(filter(None, (finding.unit_name, finding.contract_number))),
        shape=finding.shape,
        severity=finding.severity,
        cost=words.cost(finding.severity, finding.n_apprentices),
        mended_in=finding.mended_in.upper(),
    )
