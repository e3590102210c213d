"""The sample passport: rule by rule why somebody is asked or not."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from laerling.organisations import queries as organisations
from laerling.portals.ordering import differing, passports
from laerling.portals.ordering.words import STAGES
from laerling.portals.shell.staff import StaffRequest, page
from laerling.sample import queries as sample
from laerling.sample.words import REASONS


@page(action="register.read")
def passport(request: StaffRequest, contract_id: int) -> HttpResponse:
    """Show one contract's passport; another unit's looks like one that does not exist."""
    found = sample.passport(request.scope, contract_id)
    if found is None:
        raise Http404
    return render(
        request,
        "ordering/people/passport.html",
        {
            "passport": found,
            "county": organisations.county_name(found.county_code),
            "kind": passports.KINDS.get(found.kind, ""),
            "stages": [(view, STAGES[view.stage], view is found.latest) for view in found.stages],
            "latest": found.latest,
            "reasons": passports.why_not(found.latest),
            "lines": passports.rule_lines(found),
            "others": [
                (one, [str(REASONS.get(reason, reason)) for reason in one.reasons]) for one in found.latest.others
            ],
            "marks": passports.mark_lines(found.marks),
            "since": differing.column_lines(found.latest.since),
            "crumbs": (
                (_("The round"), reverse("ordering:home")),
                (_("The list"), reverse("ordering:people")),
                (_("Why, or why not"), ""),
            ),
        },
    )
