"""Showing once more who one is: in place, with all that was filled in, and not for ever."""

import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import include, path

from laerling.portals.shell.fresh import fresh
from laerling.portals.shell.staff import page
from laerling.portals.signin import factors

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]
PASSWORD = "et langt passord"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@page(action="dispatch.read")
@fresh(when=lambda request: "send" in request.POST)
def dispatch(request):
    return HttpResponse(f"{request.method} {sorted(request.POST.lists())}")


@page(action="dispatch.read")
@fresh(back="/skjema/")
def upload(request):
    return HttpResponse(f"{request.method} {sorted(request.FILES)}")


urlpatterns = [
    path("", include("laerling.portals.shell.urls")),
    path("", include("laerling.portals.shell.staff_urls")),
    path("", include("laerling.portals.signin.urls")),
    path("sende/", dispatch),
    path("fil/", upload),
]
handler404 = "laerling.portals.shell.errors.not_found"


@pytest.fixture
def person(client, account_with):
    """Somebody who signed in eleven minutes ago."""
    account = account_with(("county", "46"))
    cache.clear()
    client.force_login(account)
    make_stale(client)
    return account


def make_stale(client):
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 660
    session.save()


def carried(response):
    """Return what the page that asks carries along."""
    pairs = re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', response.content.decode().split("<main")[1])
    return [pair for pair in pairs if pair[0] != "csrfmiddlewaretoken"]


def test_who_has_just_signed_in_is_not_asked(client, account_with):
    client.force_login(account_with(("county", "46")))
    assert client.post("/sende/", {"send": "1"}).content.startswith(b"POST")


def test_only_the_step_that_sends_asks(client, person):
    assert client.get("/sende/").status_code == 200
    assert client.post("/sende/", {"look": "1"}).status_code == 200
    assert client.post("/sende/", {"send": "1"}).status_code == 403


def test_all_that_was_filled_in_is_carried_and_arrives(client, person):
    asked = client.post("/sende/", {"send": "1", "line": "<b>Hei</b> & hå", "trade": ["A", "B"]})
    fields = carried(asked)
    assert ("line", "&lt;b&gt;Hei&lt;/b&gt; &amp; hå") in fields

    given = {"send": "1", "line": "<b>Hei</b> & hå", "trade": ["A", "B"], "again-method": "POST"}
    done = client.post("/sende/", given | {"again-password": PASSWORD})

    assert done.content.decode() == "POST [('line', ['<b>Hei</b> & hå']), ('send', ['1']), ('trade', ['A', 'B'])]"
    assert client.post("/sende/", {"send": "1"}).status_code == 200


def test_code_does_as_well_and_empty_does_not(client, person):
    factors.enrol_app(account=person, secret=SECRET)
    client.post("/sende/", {"send": "1"})
    assert client.post("/sende/", {"send": "1", "again-method": "POST"}).status_code == 422
    done = client.post("/sende/", {"send": "1", "again-method": "POST", "again-code": factors.current_code(SECRET)})
    assert done.status_code == 200


def test_whoever_shows_who_they_are_gets_a_new_session(client, person):
    before = client.session.session_key
    client.post("/sende/", {"send": "1", "again-method": "POST", "again-password": PASSWORD})
    assert client.session.session_key != before
    assert client.session["_auth_user_id"] == str(person.pk)


def test_wrong_password_is_said_and_never_shown_again(client, person):
    response = client.post("/sende/", {"send": "1", "again-method": "POST", "again-password": "hemmelig feil"})
    assert response.status_code == 422
    assert "Det stemte ikke." in response.content.decode()
    assert "hemmelig feil" not in response.content.decode()


def test_wrong_five_times_ends_the_session(client, person):
    given = {"send": "1", "again-method": "POST", "again-password": "feil"}
    statuses = [client.post("/sende/", given).status_code for _ in range(5)]
    assert statuses == [422] * 4 + [302]
    assert "_auth_user_id" not in client.session


def test_claiming_to_have_answered_opens_nothing(client, person):
    for more in (
        {},
        {"again-password": ""},
        {"again-credential": "{}"},
        {"again-credential": "x"},
        {"again-code": "1"},
    ):
        assert client.post("/sende/", {"send": "1", "again-method": "POST"} | more).status_code in {422, 302}


def test_page_with_a_file_asks_before_the_file_is_chosen(client, person):
    assert client.get("/fil/").status_code == 403
    done = client.post("/fil/", {"again-method": "GET", "again-password": PASSWORD})
    assert done["Location"] == "/skjema/"
    assert client.get("/fil/").content == b"GET []"


def test_file_sent_too_late_is_said_to_be_chosen_again(client, person):
    asked = client.post("/fil/", {"stage": "final", "file": SimpleUploadedFile("a.csv", b"x")})
    assert asked.status_code == 403
    assert "må velges på nytt" in asked.content.decode()
    assert ("again-method", "GET") in carried(asked)


def test_fragment_is_told_to_load_the_page(client, person):
    response = client.post("/sende/", {"send": "1"}, headers={"HX-Request": "true"})
    assert response["HX-Refresh"] == "true"


def test_one_time_sign_in_is_shown_the_way_to_an_own_account(client, person):
    type(person).objects.filter(pk=person.pk).update(email=None)
    response = client.post("/sende/", {"send": "1"})
    assert response.status_code == 403
    assert "Lag din egen konto" in response.content.decode()
    given = {"send": "1", "again-method": "POST", "again-password": PASSWORD}
    assert b"POST" not in client.post("/sende/", given).content[:4]


def test_person_of_anothers_sign_in_signs_in_anew_and_keeps_the_form(client, person):
    person.set_unusable_password()
    person.save()
    client.force_login(person)
    make_stale(client)
    response = client.post("/sende/", {"send": "1", "line": "Hei"})
    assert response["Location"] == "/logg-inn/?next=/fortsett/"
    assert client.session["kept_form"]["fields"] == [["send", "1"], ["line", "Hei"]]
