"""The staff door: who gets in, on whose behalf, and what the others see."""

from datetime import date

import pytest
from django.http import HttpResponse
from django.urls import include, path

from laerling.portals.shell.staff import page, signed_in

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@page(action="dispatch.read")
def dispatches(request):
    return HttpResponse(f"{request.actor.kind} {request.actor.id} {request.scope.key} {request.now.tzinfo}")


@page(action="release.make")
def make_release(request):
    return HttpResponse("made")


@signed_in
def anyone(request):
    return HttpResponse(request.actor.id)


urlpatterns = [
    path("", include("laerling.portals.shell.urls")),
    path("", include("laerling.portals.shell.staff_urls")),
    path("", include("laerling.portals.signin.urls")),
    path("utsendelser/", dispatches),
    path("slipp/", make_release),
    path("alle/", anyone),
]
handler404 = "laerling.portals.shell.errors.not_found"


def test_stranger_is_sent_to_sign_in_and_back(client):
    response = client.get("/utsendelser/?side=2")

    assert response.status_code == 302
    assert response["Location"] == "/logg-inn/?next=/utsendelser/%3Fside%3D2"


def test_stranger_on_a_fragment_is_sent_by_htmx(client):
    response = client.get("/utsendelser/", headers={"HX-Request": "true"})

    assert response["HX-Redirect"] == "/logg-inn/"


def test_only_unit_is_chosen_by_itself(client, account_with):
    account = account_with(("county", "46"))
    client.force_login(account)

    assert client.get("/utsendelser/").content.decode() == f"person {account.id} county:46 UTC"


def test_several_units_ask_first_and_come_back(client, account_with):
    client.force_login(account_with(("county", "46"), ("county", "50")))

    asked = client.get("/utsendelser/?side=2")
    chosen = client.post("/enhet/", {"unit": "county:50", "next": "/utsendelser/?side=2"})

    assert asked["Location"] == "/enhet/?next=%2Futsendelser%2F%3Fside%3D2"
    assert chosen["Location"] == "/utsendelser/?side=2"
    assert "county:50" in client.get("/utsendelser/").content.decode()


def test_unit_page_shows_every_unit_and_why(client, account_with):
    client.force_login(account_with(("county", "46"), ("county", "50"), until=date(2027, 1, 1)))

    shown = client.get("/enhet/").content.decode()

    assert "Vestland" in shown
    assert "Trøndelag" in shown
    assert "Gitt av Utdanningsdirektoratet, til 31. desember 2026" in shown


@pytest.mark.parametrize("unit", ["county:03", "nation:", "", "county:50 "])
def test_anothers_unit_cannot_be_chosen(client, account_with, unit):
    client.force_login(account_with(("county", "46")))

    assert client.post("/enhet/", {"unit": unit}).status_code == 404
    assert "county:46" in client.get("/utsendelser/").content.decode()


def test_role_that_may_not_gets_the_same_answer_as_for_nothing(client, account_with):
    client.force_login(account_with(("county", "46")))

    forbidden, missing = client.get("/slipp/"), client.get("/finnes-ikke/")

    assert forbidden.status_code == missing.status_code == 404
    assert "Vi fant ikke siden" in forbidden.content.decode()


def test_what_is_shut_is_written_down_without_a_name(client, account_with, caplog):
    account = account_with(("county", "46"))
    client.force_login(account)

    client.get("/slipp/")

    assert f"denied release.make as county:46 to account {account.pk}" in caplog.text
    assert "Kari" not in caplog.text
    assert "kari" not in caplog.text


def test_account_without_unit_is_told_whom_to_ask(client, account_with):
    client.force_login(account_with())

    response = client.get("/utsendelser/")

    assert response.status_code == 403
    assert "Spør den som administrerer brukere" in response.content.decode()


def test_grant_that_has_ended_lets_nobody_in(client, account_with):
    client.force_login(account_with(("county", "46"), until=date(2025, 6, 1)))

    assert client.get("/utsendelser/").status_code == 403


def test_lost_unit_is_told(client, account_with):
    client.force_login(account_with(("county", "46")))
    session = client.session
    session["unit"] = "county:50"
    session.save()

    first = client.get("/utsendelser/")
    later = client.get("/tilgjengelighet/").content.decode()

    assert "county:46" in first.content.decode()
    assert (
        "Du har ikke lenger tilgang til enheten du hadde valgt. Du handler nå på vegne av Vestland fylkeskommune."
        in later
    )


def test_page_for_all_needs_an_account_but_no_unit(client, account_with):
    account = account_with()
    assert client.get("/alle/").status_code == 302

    client.force_login(account)

    assert client.get("/alle/").content.decode() == str(account.id)


def test_switching_leaves_a_page_about_one_thing(client, account_with, settings):
    client.force_login(account_with(("county", "46"), ("county", "50")))

    response = client.post("/enhet/", {"unit": "county:50", "next": "/finnes-ikke/1/"})

    assert response["Location"] == "/"


def test_switching_never_leads_to_another_host(client, account_with):
    client.force_login(account_with(("county", "46"), ("county", "50")))

    response = client.post("/enhet/", {"unit": "county:50", "next": "https://eksempel.no/utsendelser/"})

    assert response["Location"] == "/"


def test_link_with_a_unit_opens_for_that_unit_and_says_so(client, account_with):
    client.force_login(account_with(("county", "46"), ("county", "50")))
    answer = client.get("/utsendelser/?side=2&for=county:50")
    assert answer["Location"] == "/utsendelser/?side=2"
    assert "county:50" in client.get("/utsendelser/").content.decode()
    assert "Lenken gjaldt Trøndelag fylkeskommune" in client.get("/enhet/").content.decode()


@pytest.mark.parametrize("unit", ["county:03", "county:99", "office:312345678", "nation:", "governor:oslo", "tull", ""])
def test_link_for_a_unit_one_does_not_have_says_what_is_missing_and_nothing_of_the_thing(client, account_with, unit):
    client.force_login(account_with(("county", "46")))
    # One page that a county has, and one that it has not.
    answers = [client.get(page, {"for": unit}) for page in ("/utsendelser/", "/slipp/")]
    assert [answer.status_code for answer in answers] == [404, 404]
    shown = [answer.content.decode().partition("<main")[2].partition("<footer")[0] for answer in answers]
    assert shown[0] == shown[1]
    assert "Lenken gjelder en annen enhet" in shown[0]
    assert "county:46" in client.get("/utsendelser/").content.decode()


def test_what_is_not_found_can_be_opened_for_another_of_ones_units(client, account_with):
    client.force_login(account_with(("county", "46"), ("county", "50")))
    client.post("/enhet/", {"unit": "county:46"})
    shown = client.get("/slipp/").content.decode()
    assert 'href="?for=county:50"' in shown
    assert 'href="?for=county:46"' not in shown


def test_every_page_has_a_link_that_carries_its_unit_and_its_choice(client, account_with):
    client.force_login(account_with(("county", "46"), ("county", "50")))
    client.post("/enhet/", {"unit": "county:46"})
    assert 'href="/slipp/?side=2&amp;for=county:46"' in client.get("/slipp/?side=2").content.decode()
    assert "for=county" not in client.get("/enhet/").content.decode()
