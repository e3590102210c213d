"""The shell's own pages, headers and language switch."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client
from django.urls import include, path

from laerling.portals.shell import style_page
from laerling.portals.shell.routes import declared, open_page

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@open_page(why="a sample")
def suspicious(request):
    raise SuspiciousOperation


@open_page(why="a sample")
def denied(request):
    raise PermissionDenied


urlpatterns = [
    path("", include("laerling.portals.shell.urls")),
    path("", include("laerling.portals.shell.staff_urls")),
    path("", include("laerling.portals.signin.urls")),
    path("stilark-her/", style_page.show),
    path("rart/", suspicious),
    path("nektet/", denied),
]
handler400 = "laerling.portals.shell.errors.bad_request"
handler403 = "laerling.portals.shell.errors.forbidden"
handler404 = "laerling.portals.shell.errors.not_found"


def test_every_route_of_shell_and_sign_in_has_a_door():
    routes = declared(__name__)

    assert [route.pattern for route in routes if route.declaration is None] == []
    assert {"shell:health", "unit:choose", "signin:sign-in"} <= {route.name for route in routes}


def test_health_answers_ok(client):
    response = client.get("/helse")

    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/finnes-ikke/", 404, {"nb": "Vi fant ikke siden", "nn": "Vi fann ikkje sida"}),
        ("/rart/", 400, {"nb": "Det forstod vi ikke", "nn": "Det forstod vi ikkje"}),
        ("/nektet/", 403, {"nb": "Dette kan du ikke se", "nn": "Dette kan du ikkje sjå"}),
    ],
)
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_error_pages_speak_both_written_forms(client, address, status, words, language):
    client.cookies["language"] = language

    response = client.get(address)

    assert response.status_code == status
    assert words[language] in response.content.decode()
    assert f'lang="{language}"' in response.content.decode()


def test_stale_form_says_so_and_changes_nothing():
    response = Client(enforce_csrf_checks=True).post("/sprak/", {"language": "nn", "next": "/"})

    assert response.status_code == 403
    assert "Siden hadde stått åpen for lenge" in response.content.decode()
    assert "language" not in response.cookies


def test_language_is_remembered_and_the_page_kept(client):
    response = client.post("/sprak/", {"language": "nn", "next": "/tilgjengelighet/?a=1"})

    assert response["Location"] == "/tilgjengelighet/?a=1"
    assert response.cookies["language"].value == "nn"
    assert response.cookies["language"]["httponly"]
    assert "Tilgjengelegheitserklæring" in client.get("/tilgjengelighet/").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://eksempel.no/", "//eksempel.no", "javascript:alert(1)"])
def test_language_switch_never_leads_to_another_host(client, elsewhere):
    assert client.post("/sprak/", {"language": "nn", "next": elsewhere})["Location"] == "/"


def test_unknown_language_is_not_remembered(client):
    assert "language" not in client.post("/sprak/", {"language": "xx"}).cookies


def test_language_cannot_be_switched_by_a_link(client):
    assert client.get("/sprak/?language=nn").status_code == 405


def test_pages_carry_strict_headers(client):
    response = client.get("/tilgjengelighet/")

    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "img-src 'self' data:" in policy
    assert response["Cache-Control"] == "no-store, private"
    assert "camera=()" in response["Permissions-Policy"]
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_pages_have_no_inline_style_or_script(client):
    shown = client.get("/stilark-her/?skjema=feil").content.decode()

    assert "style=" not in shown
    assert "<style" not in shown
    assert "onclick" not in shown
    assert "<script>" not in shown


def test_demo_banner_stands_in_a_demo_only(client, settings):
    assert "oppdiktet" not in client.get("/tilgjengelighet/").content.decode()

    settings.DEMO = True

    shown = client.get("/tilgjengelighet/").content.decode()
    assert "Norge er oppdiktet her" in shown
    assert "Klokka viser" in shown


def test_help_is_on_every_page(client, settings):
    shown = client.get("/logg-inn/").content.decode()

    assert f"mailto:{settings.SUPPORT_EMAIL}" in shown
    assert f"mailto:{settings.CONTACT_EMAIL}" in shown


def test_header_shows_unit_and_why(client, account_with):
    client.force_login(account_with(("county", "46"), ("county", "50")))
    client.post("/enhet/", {"unit": "county:46"})

    shown = client.get("/tilgjengelighet/").content.decode()

    assert "På vegne av" in shown
    assert "<strong>Vestland fylkeskommune</strong>" in shown
    assert 'value="county:50"' in shown
    assert "Kari Nordmann" in shown
