"""The questions, one theme per page."""

from collections.abc import Collection

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from laerling.portals.answering import link
from laerling.portals.answering.journey import Journey
from laerling.portals.answering.showing import shown_part
from laerling.portals.answering.visits import AnsweringRequest, SeeOther, elsewhere, see_other, visitor
from laerling.portals.shell.routes import open_page
from laerling.portals.shell.views import switch_language
from laerling.questionnaire.rules import Page
from laerling.responses import answering

# Fields that hold answers begin with this, so that no question's code can clash with a field of the page's own.
_FIELD = "answer-"


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
    button = "language" if "language" in request.POST else request.POST.get("go", "next")
    # The script's own, while somebody answers: only what was changed comes, and nothing is shown.
    is_saved_only = button == "save"
    form = journey.as_form(page) | _sent(request.POST) if is_saved_only else _sent(request.POST)
    journey, faults = journey.sent(page, form, is_passed=button == "next")
    if faults and not is_saved_only:
        return _show(request, journey, page, faults=faults)
    if not request.visit.keep(journey):
        return elsewhere(request, answering.look_up(request.visit.token))
    if is_saved_only:
        return HttpResponse(status=204)
    return switch_language(request) if button == "language" else _go(button, journey, code)


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


def _sent(post: QueryDict) -> dict[str, str]:
    return {name.removeprefix(_FIELD): str(value) for name, value in post.items() if name.startswith(_FIELD)}


def _show(request: HttpRequest, journey: Journey, page: Page, *, faults: Collection[str] = ()) -> HttpResponse:
    shown = shown_part(page, journey, faults=faults, language=get_language() or "nb")
    return render(request, "answering/part.html", {"part": shown}, status=422 if faults else 200)


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
