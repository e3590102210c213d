"""The inbox site: messages, newest first, and the demo's desk with clock, addresses and sign-ins."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from laerling.demo import sign_ins
from laerling.demo.build import history
from laerling.demo.build.order import YEAR, move_clock
from laerling.demo.history.figures import SIZES
from laerling.demo.inbox.forms import ClockForm
from laerling.demo.inbox.moments import moments
from laerling.demo.inbox.reading import letter, line
from laerling.demo.inbox.store import FILE, PAGE_SIZE, Store, StoredMessage
from laerling.kernel import clock
from laerling.portals.shell.routes import open_page
from laerling.portals.signin import factors
from laerling.rounds import queries as rounds

WHY = "the inbox site runs in a demo only, on the loopback interface, and holds invented people's mail"
# What the HTML part of a message may do when it is shown: be looked at, and its links be followed.
_HTML_PART_POLICY = "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def demo_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a view as open to anybody, and let it exist in a demo only."""

    @wraps(view)
    def shown(request: HttpRequest, **given: int) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, **given)

    return open_page(why=WHY)(shown)


def store() -> Store:
    """Return the home's messages."""
    return Store(settings.HOME / FILE)


@demo_page
@require_GET
def messages(request: HttpRequest) -> HttpResponse:
    """List messages, newest first; `til` searches by recipient."""
    kept = store()
    kept.prepare()
    wanted = request.GET.get("til", "").strip()
    n_messages = kept.count(recipient=wanted)
    page = Paginator(range(n_messages), PAGE_SIZE).get_page(request.GET.get("page"))
    found = kept.page(recipient=wanted, offset=page.number * PAGE_SIZE - PAGE_SIZE)
    context = {"page": page, "lines": [line(one) for one in found], "wanted": wanted, "n_messages": n_messages}
    return render(request, "demo/inbox/messages.html", context)


@demo_page
@require_GET
def message(request: HttpRequest, number: int) -> HttpResponse:
    """Show one message: its plain text, with links that can be followed."""
    return render(request, "demo/inbox/message.html", {"letter": letter(_message(number))})


@demo_page
@require_GET
def message_html(_request: HttpRequest, number: int) -> HttpResponse:
    """Show a message's HTML part by itself: no script, no form, nothing fetched, no cookie of ours in reach."""
    html = letter(_message(number)).html
    if not html:
        raise Http404
    response = HttpResponse(html)
    response["Content-Security-Policy"] = _HTML_PART_POLICY
    return response


@demo_page
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """Show the demo's clock, addresses and sign-ins."""
    return _desk(request, ClockForm(initial={"moment": clock.in_oslo(clock.now())}))


@demo_page
@require_POST
def set_clock(request: HttpRequest) -> HttpResponse:
    """Set the demo's clock. Refused outside a demo."""
    form = ClockForm(request.POST)
    if not form.is_valid():
        return _desk(request, form, status=422)
    move_clock(form.cleaned_data["moment"])
    flash.success(request, _("The clock is set. What the calendar says is done by itself within a minute."))
    return redirect("inbox:desk")


def _desk(request: HttpRequest, form: ClockForm, status: int = 200) -> HttpResponse:
    found, now = sign_ins.load(home=settings.HOME), clock.now()
    context = {
        "form": form,
        "now": now,
        "n_rounds": len(SIZES),
        "n_rounds_in": history.n_in(now) if history.is_coming_in(settings.HOME, now) else None,
        "moments": moments(rounds.get(YEAR)),
        "accounts": [(one, factors.current_code(one.secret) if one.secret else "") for one in found.accounts]
        if found
        else (),
        "code_seconds": factors.seconds_of_code(),
        "apprentice_url": settings.ANSWERING_URL + found.apprentice_path if found and found.apprentice_path else "",
        "addresses": (
            (_("Counties, training offices and the directorate"), settings.STAFF_URL),
            (_("Apprentices"), settings.ANSWERING_URL),
            (_("The inbox"), settings.INBOX_URL),
        ),
    }
    return render(request, "demo/inbox/desk.html", context, status=status)


def _message(number: int) -> StoredMessage:
    kept = store()
    kept.prepare()
    found = kept.get(number)
    if found is None:
        raise Http404
    return found
