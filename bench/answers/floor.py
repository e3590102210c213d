"""The floor: the same flow in bare Django, one file. No house: no languages, no sealing, no roles, one table each.

A personal link is looked up by its hash, a signed cookie carries it on, CSRF, the four usual middlewares, templates
from Django's cached loader, connections that stay open. What was answered is merged into jsonb at each page, what no
longer applies is dropped, and the last page is one transaction: flag, answers under a random id, draft gone.
FLOOR_DIRECT=1 answers a page with the next one at once; otherwise it redirects, as Django's own guides do.
"""

import hashlib
import os
import sys
import tomllib
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings

HERE = Path(__file__)
SALT = "floor.link"
TEMPLATES = {
    "base.html": """<!doctype html><html lang="nb"><head><meta charset="utf-8"><title>{{ title }}</title>
<link rel="stylesheet" href="/static/floor.css"></head><body><header>Floor</header><main>{% block main %}{% endblock %}
</main></body></html>""",
    "start.html": """{% extends "base.html" %}{% block main %}<h1>{{ title }}</h1><p>You get {{ n }} questions.</p>
<form method="post" action="/start">{% csrf_token %}<button type="submit">Start</button></form>{% endblock %}""",
    "part.html": """{% extends "base.html" %}{% block main %}<form method="post" action="/sporsmal/{{ page.code }}">
{% csrf_token %}<p>Part {{ number }} of {{ n }}</p><h1>{{ title }}</h1>{% if page.intro %}<p>{{ page.intro.nb }}</p>{% endif %}
{% for question in questions %}<fieldset id="q-{{ question.code }}"><legend>{{ question.text }}</legend>
{% for option in question.options %}<div><input type="radio" name="answer-{{ question.code }}" id="{{ question.code }}-{{ option.value }}" value="{{ option.value }}"{% if option.value == question.chosen %} checked{% endif %}><label for="{{ question.code }}-{{ option.value }}">{{ option.nb }}</label></div>
{% endfor %}<div><input type="radio" name="answer-{{ question.code }}" id="{{ question.code }}-skip" value=""><label for="{{ question.code }}-skip">Skip</label></div></fieldset>
{% endfor %}<button type="submit" name="go" value="next">Next</button><button type="submit" name="go" value="back">Back</button></form>{% endblock %}""",
    "check.html": """{% extends "base.html" %}{% block main %}<h1>{{ title }}</h1><p>{{ n_answered }} of {{ n }}</p>
<ol>{% for page in pages %}<li><a href="/sporsmal/{{ page.code }}">{{ page.title.nb }}</a></li>{% endfor %}</ol>
<form method="post" action="/levere">{% csrf_token %}<button type="submit">Deliver</button></form>{% endblock %}""",
    "thanks.html": """{% extends "base.html" %}{% block main %}<h1>{{ title }}</h1>{% endblock %}""",
}

settings.configure(
    DEBUG=False,
    SECRET_KEY=os.environ["FLOOR_SECRET"],
    ALLOWED_HOSTS=["127.0.0.1", "localhost"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=[],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    (
                        "django.template.loaders.cached.Loader",
                        [("django.template.loaders.locmem.Loader", TEMPLATES)],
                    )
                ]
            },
        }
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": os.environ["FLOOR_HOST"],
            "PORT": os.environ["FLOOR_PORT"],
            "NAME": os.environ["FLOOR_NAME"],
            "USER": os.environ["FLOOR_USER"],
            "PASSWORD": os.environ["FLOOR_PASSWORD"],
            "CONN_MAX_AGE": None,
        }
    },
    USE_I18N=False,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)

import django  # noqa: E402  once it is configured

django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402  the same
from django.db import models, transaction  # noqa: E402  the same
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect  # noqa: E402  the same
from django.shortcuts import render  # noqa: E402  the same
from django.urls import path  # noqa: E402  the same


class Invitation(models.Model):  # noqa: DJ008  nobody reads it
    """Somebody who was asked."""

    token_hash = models.BinaryField(unique=True)
    answered = models.BooleanField(default=False)

    class Meta:
        """No app."""

        app_label = "floor"


class Draft(models.Model):  # noqa: DJ008  nobody reads it
    """What they have answered so far."""

    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, primary_key=True)
    answers = models.JSONField(default=dict)

    class Meta:
        """No app."""

        app_label = "floor"


class Response(models.Model):  # noqa: DJ008  nobody reads it
    """What somebody answered."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    answers = models.JSONField()

    class Meta:
        """No app."""

        app_label = "floor"


SURVEY = tomllib.loads(Path(os.environ["FLOOR_SURVEY"]).read_text(encoding="utf-8"))
PAGES = {page["code"]: page for page in SURVEY["pages"]}
SCALES = {code: scale["options"] for code, scale in SURVEY["scales"].items()}
IS_DIRECT = bool(os.environ.get("FLOOR_DIRECT"))


def holds(row: dict[str, Any], answers: dict[str, int]) -> bool:
    """Tell whether a condition of the file is fulfilled."""
    if "all" in row:
        return all(holds(part, answers) for part in row["all"])
    if "any" in row:
        return any(holds(part, answers) for part in row["any"])
    value = answers.get(row["question"])
    if "is_not" in row:
        return value not in row["is_not"]
    if value is None:
        return False
    return value in row["is"] if "is" in row else row.get("at_least", 1) <= value <= row.get("at_most", 99)


def way(answers: dict[str, int]) -> tuple[list[tuple[dict[str, Any], list[dict[str, Any]]]], dict[str, int]]:
    """Return the pages that apply, each with its questions that do, and the answers that do."""
    kept, pages = {}, []
    for page in PAGES.values():
        if "shown_if" in page and not holds(page["shown_if"], kept):
            continue
        asked = [one for one in page["questions"] if "shown_if" not in one or holds(one["shown_if"], kept)]
        kept |= {one["code"]: answers[one["code"]] for one in asked if one["code"] in answers}
        if asked:
            pages.append((page, asked))
    return pages, kept


def found(request: HttpRequest) -> Invitation:
    """Return the invitation of the cookie."""
    token = request.get_signed_cookie("link", default=None, salt=SALT)
    person = Invitation.objects.filter(token_hash=hashlib.sha256((token or "").encode()).digest()).first()
    if person is None:
        raise Http404
    return person


def draft_of(person: Invitation) -> dict[str, int]:
    """Return what was answered so far."""
    row = Draft.objects.filter(invitation=person).first()
    return row.answers if row else {}


def open_link(_request: HttpRequest, token: str) -> HttpResponse:
    """Move the token into the cookie."""
    response = HttpResponseRedirect("/start")
    response.set_signed_cookie("link", token, salt=SALT, httponly=True, samesite="Lax")
    return response


def start(request: HttpRequest) -> HttpResponse:
    """Begin."""
    person = found(request)
    if person.answered:
        return HttpResponseRedirect("/takk")
    if request.method == "POST":
        code = next(iter(PAGES))
        return show(request, code, draft_of(person)) if IS_DIRECT else HttpResponseRedirect(f"/sporsmal/{code}")
    n = sum(len(page["questions"]) for page in PAGES.values())
    return render(request, "start.html", {"title": SURVEY["title"]["nb"], "n": n})


def part(request: HttpRequest, code: str) -> HttpResponse:
    """Show or take a page."""
    person = found(request)
    if person.answered:
        return HttpResponseRedirect("/takk")
    if request.method != "POST":
        return show(request, code, draft_of(person))
    with transaction.atomic():
        row, _made = Draft.objects.select_for_update().get_or_create(invitation=person)
        asked = next(questions for page, questions in way(row.answers)[0] if page["code"] == code)
        given = {}
        for question in asked:
            sent = request.POST.get(f"answer-{question['code']}", "")
            if sent and any(str(option["value"]) == sent for option in SCALES[question["scale"]]):
                given[question["code"]] = int(sent)
        others = {key: value for key, value in row.answers.items() if key not in {one["code"] for one in asked}}
        pages, row.answers = way(others | given)
        row.save(update_fields=["answers"])
    order = list(PAGES)
    after = next((page["code"] for page, _ in pages if order.index(page["code"]) > order.index(code)), None)
    if IS_DIRECT:
        return show(request, after, row.answers) if after else show_check(request, row.answers)
    return HttpResponseRedirect(f"/sporsmal/{after}" if after else "/levere")


def show(request: HttpRequest, code: str, answers: dict[str, int]) -> HttpResponse:
    """Show a page with what was answered."""
    pages, _kept = way(answers)
    number, (page, asked) = next((n, one) for n, one in enumerate(pages, 1) if one[0]["code"] == code)
    questions = [
        {
            "code": one["code"],
            "text": one["text"]["nb"],
            "options": SCALES[one["scale"]],
            "chosen": answers.get(one["code"]),
        }
        for one in asked
    ]
    given = {"page": page, "title": page["title"]["nb"], "questions": questions, "number": number, "n": len(pages)}
    return render(request, "part.html", given)


def check(request: HttpRequest) -> HttpResponse:
    """Look over, or deliver in one transaction."""
    person = found(request)
    if request.method != "POST":
        return HttpResponseRedirect("/takk") if person.answered else show_check(request, draft_of(person))
    with transaction.atomic():
        if Invitation.objects.filter(pk=person.pk, answered=False).update(answered=True):
            Response.objects.create(answers=way(draft_of(person))[1])
            Draft.objects.filter(invitation=person).delete()
    return thanks(request) if IS_DIRECT else HttpResponseRedirect("/takk")


def show_check(request: HttpRequest, answers: dict[str, int]) -> HttpResponse:
    """Show how much is answered."""
    pages, kept = way(answers)
    n = sum(len(asked) for _page, asked in pages)
    given = {"title": "Deliver?", "pages": [page for page, _ in pages], "n_answered": len(kept), "n": n}
    return render(request, "check.html", given)


def thanks(request: HttpRequest) -> HttpResponse:
    """Thank."""
    found(request)
    return render(request, "thanks.html", {"title": "Thank you"})


urlpatterns = [
    path("s/<str:token>", open_link),
    path("start", start),
    path("sporsmal/<slug:code>", part),
    path("levere", check),
    path("takk", thanks),
]
application = get_wsgi_application()


def fill() -> None:
    """Make the tables, and an invitation for each token on standard input."""
    from django.db import connection  # noqa: PLC0415  here only

    with connection.schema_editor() as editor:
        for model in (Invitation, Draft, Response):
            editor.create_model(model)
    hashes = [hashlib.sha256(line.strip().encode()).digest() for line in sys.stdin]
    Invitation.objects.bulk_create((Invitation(token_hash=one) for one in hashes), batch_size=5_000)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def count() -> None:
    """Print how many have answered, and how many answers there are."""
    print(Invitation.objects.filter(answered=True).count(), Response.objects.count())


if __name__ == "__main__":
    {"fill": fill, "count": count}[sys.argv[1]]()
