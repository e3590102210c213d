"""The way in: a link or a typed code, what one says yes to, and the way out again."""

import re
from dataclasses import replace
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from laerling.portals.answering import link
from laerling.portals.answering.effort import effort
from laerling.portals.answering.printing import gap, printed
from laerling.portals.answering.visits import AnsweringRequest, elsewhere, see_other, visitor
from laerling.portals.answering.words import seen
from laerling.portals.shell.routes import open_page
from laerling.responses import answering
from laerling.responses.keys import spoken

# As addresses of parts have them.
_CODE = re.compile(r"[-a-zA-Z0-9_]{1,80}")
# So many signs of the key's fingerprint are shown: enough to tell two keys apart, few enough to read.
_LOCK_SIGNS: Final = 16


@open_page(why="whoever cannot follow the link types the code in it")
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code, and go on with it when it has the right length; what it opens is asked on the next page."""
    if request.method != "POST":
        return render(request, "answering/code.html")
    token = link.tidy(request.POST.get("code", ""))
    if len(token) != link.LENGTH:
        return render(
            request,
            "answering/code.html",
            {"is_faulty": True, "n_signs": len(token), "typed": request.POST.get("code", "")[:300]},
            status=422,
        )
    response = see_other("start")
    link.put(response, token)
    return response


@open_page(why="the link of a test that a county or an office sends to itself")
@require_safe
def example(request: HttpRequest) -> HttpResponse:
    """Say that this link is an example, and what the real one opens. Nothing is kept, nobody is known here."""
    return render(request, "answering/example.html")


@open_page(why="the personal link; mail scanners open it too, so it changes nothing and tells nothing")
@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Move the token from the address into a cookie. Whether anybody knows it is not asked here.

    `?nei` is the address for whoever wants no more messages (`invitations.links`): it leads to the button for that.
    """
    response = see_other("decline" if "nei" in request.GET else "start")
    # An address without a single sign of a token is answered as any other that nobody knows.
    link.put(response, link.tidy(token) or "-")
    return response


@open_page(why="the link is the key")
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Say who asks, why, how long it takes and who sees what; the button goes to the first part not yet passed."""
    # The page says which part that is. Whether the link may open it is asked there, so it need not be asked here.
    going_to = request.POST.get("page", "")
    return see_other("part", going_to) if _CODE.fullmatch(going_to) else _start(request)


@visitor("open", "declined")
def _start(request: AnsweringRequest) -> HttpResponse:
    visit = request.visit
    resume_at = visit.journey().resume_at()
    if request.method == "POST":
        return see_other("part", resume_at.code) if resume_at else see_other("check")
    has_begun = visit.draft() is not None
    if visit.found.state == "declined" and not has_begun:
        return see_other("decline")
    questionnaire, this_round = visit.questionnaire(), visit.round()
    language, office_name = get_language() or "nb", visit.found.office_name
    for_them = seen(visit.found.profile, office_name=office_name)
    shown = {
        "effort": effort(questionnaire),
        # Other surveys take the same way in, and say their own name.
        "of_apprentices": questionnaire.survey == "apprentice",
        "title": questionnaire.title.in_(language),
        "round": this_round,
        "legal": {name: texts.get(language, "") for name, texts in this_round.legal.items()},
        "office_name": office_name and gap("office"),
        "seen": replace(
            for_them,
            carried=(gap("carried"),) if for_them.carried else (),
            left_out=(gap("left_out"),) if for_them.left_out else (),
        ),
        "has_begun": has_begun,
        "resume_at": resume_at and gap("resume_at"),
        "by_seat": bool(visit.apart),
        "lock": spoken(visit.found.lock[:_LOCK_SIGNS]),
    }
    # Whatever the page shows is in its key, but for what goes into its gaps.
    own = {
        "office": office_name,
        "carried": ", ".join(for_them.carried),
        "left_out": ", ".join(for_them.left_out),
        "resume_at": resume_at.code if resume_at else "",
    }
    return printed(request, "answering/start.html", lambda: shown, key=repr(shown), own=own)


@open_page(why="the link is the key")
@require_http_methods(["GET", "HEAD", "POST"])
@visitor("open", "declined")
def decline(request: AnsweringRequest) -> HttpResponse:
    """Take it that somebody does not want to answer: no more reminders, and the draft is gone. They may still begin."""
    visit = request.visit
    if request.method == "POST":
        return elsewhere(request, answering.decline(visit.token))
    has_begun = visit.draft() is not None
    shown = {"round": visit.round(), "has_begun": has_begun, "by_seat": visit.apart}
    is_done = visit.found.state == "declined" and not has_begun
    return render(request, "answering/declined.html" if is_done else "answering/decline.html", shown)
