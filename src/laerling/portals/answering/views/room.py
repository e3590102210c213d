"""The room of a gathering: the code on the wall, the seat that each takes with what they know, and the phone handed on."""

from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from laerling.gatherings import room
from laerling.invitations.again.rules import tidied
from laerling.kernel import clock
from laerling.portals.answering import limits, link
from laerling.portals.answering.visits import see_other
from laerling.portals.shell.routes import open_page

_SALT: Final = "laerling.answering.room"
# From the code to the seat: time enough to find one's own number, too short to go home with.
_SECONDS: Final = 15 * 60
_LONGEST: Final = 254
_CODE_LONGEST: Final = 20


@open_page(why="whoever sits in the room reads the code on the wall")
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code on the wall (`?kode=` has it already), and go on to the seats of the room it opens."""
    if request.method != "POST":
        return render(request, "answering/room_code.html", {"typed": request.GET.get("kode", "")[:_CODE_LONGEST]})
    typed = request.POST.get("code", "")[:_CODE_LONGEST]
    gathering = room.opened_by("".join(filter(str.isdecimal, typed)), clock.now())
    if gathering is None:
        return _wrong(request, "answering/room_code.html", limits.ROOM_CODES, typed)
    response = see_other("room-seat")
    response.set_signed_cookie(_name(), str(gathering), salt=_SALT, max_age=_SECONDS, httponly=True, **_attributes())
    return response


@open_page(why="the code of the room is the key, and one's own number or address the seat")
@require_http_methods(["GET", "HEAD", "POST"])
def seat(request: HttpRequest) -> HttpResponse:
    """Ask for one's own number or address, and go on as with the link that belongs to it. Nobody is listed here."""
    gathering = _gathering(request)
    if gathering is None:
        return see_other("room")
    if request.method != "POST":
        return render(request, "answering/room_seat.html")
    typed = request.POST.get("address", "")[:_LONGEST]
    address = tidied(typed)
    token = room.claim(gathering, address) if address else None
    if token is None:
        # Only what opens nothing is counted: whoever writes what is theirs comes in, whatever others write.
        return _wrong(request, "answering/room_seat.html", limits.SEATS, typed)
    response = see_other("start")
    link.put(response, token, by_seat=True)
    return response


@open_page(why="the phone is handed on to the next")
@require_POST
def done(request: HttpRequest) -> HttpResponse:
    """Let go of the link, and begin anew with the code: nothing of who was here stays behind."""
    rotate_token(request)
    response = see_other("room")
    link.forget(response)
    response.set_cookie(_name(), "", max_age=0, httponly=True, **_attributes())
    return response


def _wrong(request: HttpRequest, page: str, allowance: limits.Allowance, typed: str) -> HttpResponse:
    wait = limits.seconds_to_wait(request, allowance)
    response = render(request, page, {"is_faulty": True, "typed": typed}, status=429 if wait else 422)
    if wait:
        response["Retry-After"] = str(wait)
    return response


def _gathering(request: HttpRequest) -> UUID | None:
    kept = request.get_signed_cookie(_name(), default="", salt=_SALT, max_age=_SECONDS)
    gathering = UUID(str(kept)) if kept else None
    return gathering if gathering and room.is_open(gathering) else None


def _attributes() -> dict[str, Any]:
    return {"secure": settings.SESSION_COOKIE_SECURE, "samesite": "Lax"}


def _name() -> str:
    return "__Host-room" if settings.SESSION_COOKIE_SECURE else "laerling_room"
