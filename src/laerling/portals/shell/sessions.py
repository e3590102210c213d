"""How long a session lasts, what it has shown of its owner, and forms kept while one signs in anew.

Half an hour without a sign of life ends a session, twelve hours do in any case. Time is the real one: a demo's clock
that jumps signs nobody out. What was shown at sign-in (password, code, passkey, another's sign-in) is django-allauth's
record, which belongs to one account and is worth nothing to another.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase

from laerling.kernel import clock
from laerling.portals.shell import units

Respond = Callable[[HttpRequest], HttpResponseBase]

_BEGAN, _SEEN, _KEPT, _LEFT = "began", "seen", "kept_form", "left_behind"
# A sign of life is written down once a minute at most.
_WRITE_EVERY = 60
_LARGEST_FORM = 32 * 1024
# Proofs of origin, and of who one is.
_NEVER_KEPT = ("csrf", "again-")


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form that was sent too late: where to, its fields in their order, and whose it is."""

    path: str
    fields: tuple[tuple[str, str], ...]
    unit: str


def lifetime(get_response: Respond) -> Respond:
    """End a session that has been silent for too long, or lasted too long.

    A page that fetches a piece of itself anew finds nobody signed in, and ends nothing: whoever sits there may still
    send the form they have before them.
    """

    def respond(request: HttpRequest) -> HttpResponseBase:
        session = request.session
        if SESSION_KEY in session:
            now = clock.real_seconds()
            if seconds_left(request) <= 0:
                request.user = AnonymousUser()
                if _is_sign_of_life(request):
                    _end(request)
            elif _is_sign_of_life(request) and now - session[_SEEN] > _WRITE_EVERY:
                session[_SEEN] = now
        return get_response(request)

    return respond


def _end(request: HttpRequest) -> None:
    """End the session, and remember whose it was: a form they still send is kept for them, and for nobody else."""
    session = request.session
    account, unit = session[SESSION_KEY], session.get(units.SESSION_KEY, "")
    session.flush()
    session[_LEFT] = [account, unit]
    request.has_just_ended = True  # type: ignore[attr-defined]


def begin(request: HttpRequest) -> None:
    """Let the session's time begin, as somebody has signed in."""
    request.session.pop(_LEFT, None)
    request.session[_BEGAN] = request.session[_SEEN] = clock.real_seconds()


def stay(request: HttpRequest) -> None:
    """Take a sign of life from a page that has stood open for long."""
    request.session[_SEEN] = clock.real_seconds()


def seconds_left(request: HttpRequest) -> int:
    """Return how long the session still lasts if nothing is done; 0 where there is none, or its beginning is unknown."""
    now = clock.real_seconds()
    began, seen = request.session.get(_BEGAN), request.session.get(_SEEN)
    if began is None or seen is None:
        return 0
    left = min(seen + settings.SESSION_IDLE_SECONDS, began + settings.SESSION_LONGEST_SECONDS) - now
    return max(int(left), 0)


def is_strong(request: Any) -> bool:
    """Return whether a second factor was shown in this session, here or at a door that answers for it."""
    return was_strong(request, request.user)


def was_strong(request: Any, account: Any) -> bool:
    """Return the same of somebody who is about to be signed in."""
    return any(
        record["method"] == "mfa" or (record["method"] == "socialaccount" and _answers_for_factor(record))
        for record in get_authentication_records(request, account)
    )


def is_fresh(request: Any) -> bool:
    """Return whether the person has shown who they are within the last ten minutes."""
    records = get_authentication_records(request, request.user)
    return any(clock.real_seconds() - record["at"] < settings.FRESH_SECONDS for record in records)


def left_behind(request: HttpRequest) -> tuple[str, str] | None:
    """Return whose session ended in this browser by itself, and their unit; None where nobody's did."""
    left = request.session.get(_LEFT)
    return (str(left[0]), str(left[1])) if left else None


def keep_form(request: HttpRequest, *, account_id: str, unit: str) -> bool:
    """Keep a form that was sent for its owner to go on with, and return whether it could be kept. Files cannot."""
    lists = request.POST.lists()
    fields = [[name, value] for name, values in lists for value in values if not name.startswith(_NEVER_KEPT)]
    n_signs = sum(len(str(part)) for field in fields for part in field)
    if request.method != "POST" or not fields or request.FILES or n_signs > _LARGEST_FORM:
        return False
    request.session[_KEPT] = {
        "account": account_id,
        "unit": unit,
        "path": request.get_full_path(),
        "fields": fields,
        "at": clock.real_seconds(),
    }
    return True


def kept_form(request: Any) -> KeptForm | None:
    """Return the form kept for the person signed in; another's, and one of more than half an hour ago, is dropped."""
    kept = request.session.get(_KEPT)
    if kept is None:
        return None
    is_late = clock.real_seconds() - kept["at"] > settings.SESSION_IDLE_SECONDS
    if kept["account"] != str(request.user.pk) or is_late:
        drop_form(request)
        return None
    return KeptForm(kept["path"], tuple((name, value) for name, value in kept["fields"]), kept["unit"])


def drop_form(request: HttpRequest) -> None:
    """Throw a kept form away."""
    request.session.pop(_KEPT, None)


def _is_sign_of_life(request: HttpRequest) -> bool:
    """Pages that fetch a piece of themselves anew do so by themselves: nobody need be sitting there."""
    return request.method == "POST" or not any(name in request.headers for name in ("HX-Request", "X-Session"))


def _answers_for_factor(record: dict[str, Any]) -> bool:
    door = settings.DOORS.get(record.get("provider", ""))
    return door is not None and door.is_second_factor
