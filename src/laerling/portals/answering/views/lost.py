"""A lost link: say a mobile number or an e-mail address, and it comes there. The reply is the same whatever is true."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from laerling.invitations.again import asking
from laerling.invitations.again.rules import tidied
from laerling.portals.answering import limits
from laerling.portals.answering.visits import see_other
from laerling.portals.shell.limits import TooFast
from laerling.portals.shell.routes import open_page

_LONGEST: Final = 254
_SECONDS_WHEN_FULL: Final = 300


@open_page(why="whoever has lost their link has nothing to show")
@require_http_methods(["GET", "HEAD", "POST"])
def lost(request: HttpRequest) -> HttpResponse:
    """Ask where the link is to be sent, and store it. Whether anybody has the address is not asked. Raises TooFast."""
    if request.method != "POST":
        return render(request, "answering/lost.html")
    written = request.POST.get("address", "")[:_LONGEST]
    address = tidied(written)
    if not address:
        return render(request, "answering/lost.html", {"is_faulty": True, "typed": written}, status=422)
    limits.require(request, limits.LOST_LINKS)
    if not asking.ask(address):
        raise TooFast(retry_after=_SECONDS_WHEN_FULL)
    return see_other("lost-sent")


@open_page(why="the same page for everybody, whatever became of what they asked for")
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Say what happens now, without saying whether anybody was found."""
    return render(request, "answering/lost_sent.html")
