"""The sample passport: rule by rule why somebody is asked or not."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from laerling.invitations import sent
from laerling.organisations import queries as organisations
from laerling.portals.ordering import differing, passports, post
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
    told = sent.history(request.scope, contract_id, now=request.now)
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
            "is_invited": told is not None,
            "invitations": post.invitations(told) if told else (),
            "reminders": post.reminders(told) if told else (),
            "since": differing.column_lines(found.latest.since),
            "crumbs": (
                (_("The round"), reverse("ordering:home")),
                (_("The list"), reverse("ordering:people")),
                (_("Why, or why not"), ""),
            ),
        },
    )


@page(action="register.read")
def message(request: StaffRequest, contract_id: int, dispatch_id: UUID) -> HttpResponse:
    """Show a message as it read to one person, their own link left out. Whether a reminder went to them is not told."""
    found = sent.letter(request.scope, contract_id, dispatch_id, now=request.now)
    if found is None:
        raise Http404
    return render(
        request,
        "ordering/people/message.html",
        {
            "letter": found,
            "mails": post.mails(found),
            "phones": post.phones(found),
            "crumbs": (
                (_("The round"), reverse("ordering:home")),
                (_("The list"), reverse("ordering:people")),
                (_("Why, or why not"), reverse("ordering:passport", args=[contract_id])),
                (_("Message"), ""),
            ),
        },
    )
