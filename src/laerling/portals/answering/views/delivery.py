"""The last look, the delivery, and the thanks."""

from django.http import HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from laerling.portals.answering import link
from laerling.portals.answering.journey import Journey
from laerling.portals.answering.printing import printed
from laerling.portals.answering.showing import check_to_print, paragraphs, part_lines
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
        return _deliver(request, journey)
    language = get_language() or "nb"
    lines = part_lines(journey, language=language)
    own = {f"n-{line.code}": str(line.n_answered) for line in lines}
    own["n"] = str(sum(line.n_answered for line in lines))
    return printed(
        request,
        "answering/check.html",
        lambda: check_to_print(lines, is_empty=not journey.answers),
        key=(
            journey.questionnaire.sha256,
            not journey.answers,
            tuple((line.code, line.n_questions) for line in lines),
        ),
        own=own,
    )


def _deliver(request: AnsweringRequest, journey: Journey) -> HttpResponse:
    visit = request.visit
    answers = clean(journey.questionnaire, journey.answers)
    after = answering.submit(visit.token, visit.found, answers)
    response = elsewhere(request, after)
    if after.state == "answered":
        link.let_go(response, after, by_seat=bool(visit.apart))
    return response


@open_page(why="the link is the key; after delivery it opens this page and nothing else")
@require_safe
@visitor("answered")
def thanks(request: AnsweringRequest) -> HttpResponse:
    """Thank, say when results come, and where to turn if a question was hard."""
    visit = request.visit
    this_round, questionnaire, by_seat = visit.round(), visit.questionnaire(), bool(visit.apart)
    language = get_language() or "nb"
    helps = (page.help for page in questionnaire.pages if page.help)
    return printed(
        request,
        "answering/thanks.html",
        lambda: {"round": this_round, "help": paragraphs(next(helps, None), language), "by_seat": by_seat},
        key=(questionnaire.sha256, this_round.year, visit.found.round_mark, by_seat),
    )
