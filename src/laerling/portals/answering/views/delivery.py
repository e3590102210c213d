"""The last look, the delivery, and the thanks."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from laerling.portals.answering.journey import Journey
from laerling.portals.answering.showing import paragraphs, part_lines
from laerling.portals.answering.visits import AnsweringRequest, elsewhere, see_other, visitor
from laerling.portals.shell.routes import open_page
from laerling.questionnaire.rules import clean
from laerling.responses import answering


@open_page(why="the link is the key")
@require_http_methods(["GET", "HEAD", "POST"])
@visitor("open", "declined")
def check(request: AnsweringRequest) -> HttpResponse:
    """Show how much is answered, part by part, and deliver when the button is pressed: once, however often."""
    visit = request.visit
    draft = visit.draft()
    if draft is None:
        return see_other("start")
    journey = Journey.from_draft(visit.questionnaire(), draft)
    if request.method == "POST":
        answers = clean(journey.questionnaire, journey.answers)
        return elsewhere(request, answering.submit(visit.token, visit.found, answers))
    lines = part_lines(journey, language=get_language() or "nb")
    shown = {
        "parts": lines,
        "last": lines[-1],
        "n_answered": sum(line.n_answered for line in lines),
        "n_questions": sum(line.n_questions for line in lines),
    }
    return render(request, "answering/check.html", shown)


@open_page(why="the link is the key; after delivery it opens this page and nothing else")
@require_safe
@visitor("answered")
def thanks(request: AnsweringRequest) -> HttpResponse:
    """Thank, say when results come, and where to turn if a question was hard."""
    visit = request.visit
    helps = (page.help for page in visit.questionnaire().pages if page.help)
    shown = {
        "round": visit.round(),
        "help": paragraphs(next(helps, None), get_language() or "nb"),
        "by_seat": visit.apart,
    }
    return render(request, "answering/thanks.html", shown)
