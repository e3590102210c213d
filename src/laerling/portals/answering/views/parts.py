"""The questions, one theme per page."""

from collections.abc import Collection

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from laerling.portals.answering import link
from laerling.portals.answering.journey import Journey
from laerling.portals.answering.printing import printed
from laerling.portals.answering.showing import chosen_rows, part_to_print, shown_part
from laerling.portals.answering.visits import AnsweringRequest, SeeOther, elsewhere, see_other, visitor
from laerling.portals.shell.routes import open_page
from laerling.portals.shell.views import switch_language
from laerling.questionnaire.rules import Page
from laerling.responses import answering

# Fields that hold answers begin with this, so that no question's code can clash with a field of the page's own.
_FIELD = "answer-"
# How often a page is taken anew when other windows of the same person save at the same time.
_MOST_TRIES = 5


@open_page(why="the link is the key")
@require_http_methods(["GET", "HEAD", "POST"])
@visitor("open", "declined")
def part(request: AnsweringRequest, code: str) -> HttpResponse:
    """Show one theme's questions that apply, or save what was answered and go where the button says."""
    journey = request.visit.journey()
    try:
        page = journey.page(code)
    except KeyError:
        raise Http404 from None
    if page is None:
        return _onward(journey, code)
    if request.method != "POST":
        return _show(request, journey, page)
    for _ in range(_MOST_TRIES):
        try:
            return _take(request, journey, page)
        except answering.DraftMoved:
            request.visit = request.visit.again()
            if not request.visit.found.may_answer:
                break
            journey = request.visit.journey()
    return elsewhere(request, request.visit.found)


@open_page(why="the link is the key, and is put away here")
@require_safe
def later(request: HttpRequest) -> HttpResponse:
    """Say that all is saved and how to come back, and let go of the link: the phone may be borrowed."""
    response = _later(request) if link.read(request) else render(request, "answering/later.html")
    link.forget(response)
    return response


@visitor("open", "declined")
def _later(request: AnsweringRequest) -> HttpResponse:
    return render(request, "answering/later.html", {"round": request.visit.round(), "by_seat": request.visit.apart})


def _take(request: AnsweringRequest, journey: Journey, page: Page) -> HttpResponse:
    """Save what was answered on a page. Raises DraftMoved."""
    button = "language" if "language" in request.POST else request.POST.get("go", "next")
    # The script's own, while somebody answers: only what was changed comes, and nothing is shown.
    is_saved_only = button == "save"
    form = journey.as_form(page) | _sent(request.POST) if is_saved_only else _sent(request.POST)
    onward, faults = journey.sent(page, form, is_passed=button == "next")
    if faults and not is_saved_only:
        return _show(request, onward, page, faults=faults)
    if not request.visit.keep(onward, was=journey):
        return elsewhere(request, answering.look_up(request.visit.token))
    if is_saved_only:
        return HttpResponse(status=204)
    return switch_language(request) if button == "language" else _go(button, onward, page.code)


def _sent(post: QueryDict) -> dict[str, str]:
    return {name.removeprefix(_FIELD): str(value) for name, value in post.items() if name.startswith(_FIELD)}


def _show(request: HttpRequest, journey: Journey, page: Page, *, faults: Collection[str] = ()) -> HttpResponse:
    language = get_language() or "nb"
    if faults:
        shown = shown_part(page, journey, faults=faults, language=language)
        return render(request, "answering/part.html", {"part": shown}, status=422)
    pages = journey.pages
    questions = tuple(question.code for question in page.questions)
    return printed(
        request,
        "answering/part.html",
        lambda: {"part": part_to_print(page, pages, language=language)},
        key=(journey.questionnaire.sha256, page.code, questions, pages.index(page), len(pages)),
        own=chosen_rows(page, journey),
    )


def _go(button: str, journey: Journey, code: str) -> SeeOther:
    if button == "later":
        return see_other("later")
    if button == "back":
        before = journey.before(code)
        return see_other("part", before.code) if before else see_other("start")
    return _onward(journey, code)


def _onward(journey: Journey, code: str) -> SeeOther:
    after = journey.after(code)
    return see_other("part", after.code) if after else see_other("check")
