"""The door of every page behind a link: whose link it is stays unknown, what it may open is asked anew each time."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language

from laerling.portals.answering import limits, link
from laerling.portals.answering.journey import Journey
from laerling.questionnaire import queries as questionnaires
from laerling.questionnaire.rules import Questionnaire
from laerling.responses import answering
from laerling.rounds import queries as rounds
from laerling.rounds.rules import RoundFacts

P = ParamSpec("P")
View = Callable[Concatenate["AnsweringRequest", P], HttpResponse]
Page = Callable[Concatenate[HttpRequest, P], HttpResponse]

_WRITTEN_FORMS = frozenset({"nb", "nn"})


@dataclass(frozen=True, slots=True)
class Visit:
    """One request with a link that may open the page."""

    token: str
    found: answering.Found
    # What a visit by a seat has of its own; empty for whoever came by their link.
    apart: str = ""

    def questionnaire(self) -> Questionnaire:
        """Return the round's questions."""
        return questionnaires.version(self.found.questionnaire, self.found.questionnaire_sha256)

    def round(self) -> RoundFacts:
        """Return the round the link belongs to: read once in a process, and again when its row has changed."""
        return _round(self.found.round, self.found.round_mark)

    def draft(self) -> dict[str, int] | None:
        """Return what was kept last time, None where nothing was."""
        return answering.read_draft(self.token, self.found, apart=self.apart)

    def journey(self) -> Journey:
        """Return how far the person has come."""
        return Journey.from_draft(self.questionnaire(), self.draft())

    def keep(self, journey: Journey, *, was: Journey) -> bool:
        """Keep how far the person has come; False where the link may no longer answer.

        Raises DraftMoved where another window has saved since. What `was` kept already is not written again.
        """
        if self.found.draft is not None and journey == was:
            return True
        return answering.save_draft(self.token, self.found, journey.as_draft(), apart=self.apart)

    def again(self) -> "Visit":
        """Return the visit as it is now."""
        return Visit(self.token, answering.look_up(self.token), self.apart)


def _title(found: answering.Found) -> str:
    if not found.questionnaire_sha256:
        return ""
    version = questionnaires.version(found.questionnaire, found.questionnaire_sha256)
    return version.title.in_(get_language() or "nb")


@lru_cache(maxsize=8)
def _round(year: int, _mark: str) -> RoundFacts:
    return rounds.get(year)


class AnsweringRequest(HttpRequest):
    """A request that has come through the door."""

    visit: Visit
    # What the survey is called, for the frame of the page; empty where it is not known.
    survey: str


class SeeOther(HttpResponseRedirect):
    """303: go on with a GET, so that the browser's own Back and Reload send nothing twice."""

    status_code = 303


def see_other(name: str, *args: str) -> SeeOther:
    """Return the redirect to one of the site's pages."""
    return SeeOther(_address(name, *args))


@lru_cache(maxsize=200)
def _address(name: str, *args: str) -> str:
    return reverse(f"answering:{name}", args=args)


def visitor(*states: answering.State) -> Callable[[View[P]], Page[P]]:
    """Let a view be reached with a link in one of `states` only, as `request.visit`; others are sent where they belong."""

    def door(view: View[P]) -> Page[P]:
        @wraps(view)
        def respond(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            token = link.read(request)
            if token is None:
                return render(request, "answering/code.html", {"is_lost": True}, status=403)
            found = link.delivered(token) or answering.look_up(token)
            _speak(request, found.written_form)
            visiting = cast("AnsweringRequest", request)
            visiting.survey = _title(found)
            if found.state not in states:
                return elsewhere(request, found)
            visiting.visit = Visit(token, found, link.apart(request))
            return view(visiting, *args, **kwargs)

        return respond

    return door


def elsewhere(request: HttpRequest, found: answering.Found) -> HttpResponse:
    """Answer whoever holds a link that does not open this page: where to go, or one sentence why not."""
    if found.state in {"not_open", "closed"}:
        was_sent = request.method == "POST"
        given = {"round": rounds.get(found.round), "state": found.state, "was_sent": was_sent}
        return render(request, "answering/shut.html", given, status=403 if found.state == "not_open" else 410)
    if found.state == "unknown":
        return _unknown(request)
    return see_other({"answered": "thanks", "declined": "decline", "open": "start"}[found.state])


def _unknown(request: HttpRequest) -> HttpResponse:
    """Say that nobody knows the link: the same page however many are tried. Only those who guess wrong are counted.

    So whoever has a right link comes in, whatever others behind the same network do.
    """
    wait = limits.seconds_to_wait(request, limits.GUESSES)
    response = render(request, "answering/code.html", {"is_unknown": True}, status=429 if wait else 404)
    if wait:
        response["Retry-After"] = str(wait)
    return response


def _speak(request: HttpRequest, written_form: str) -> None:
    """Use the person's own written form (språklova § 15), unless they have chosen another language here."""
    if written_form in _WRITTEN_FORMS and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        translation.activate(written_form)
