"""Refusals become one clear sentence with a way back; bugs stay bugs."""

import pytest
from django.db import InterfaceError, OperationalError
from django.urls import include, path
from django.views.decorators.http import require_POST

from laerling.kernel.errors import Refusal
from laerling.portals.shell.routes import open_page

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


class QuotaSpent(Refusal):
    code = "quota_spent"
    status = 422
    sentence = "All %(quota)s dispatches are used."


@open_page(why="a sample")
def refuse(request):
    raise QuotaSpent(quota=7)


@open_page(why="a sample")
def break_down(request):
    raise RuntimeError("a bug")


@open_page(why="a sample")
def away(request):
    raise OperationalError("the database system is starting up")


@open_page(why="a sample")
def hung_up(request):
    raise InterfaceError("the connection is closed")


@open_page(why="a sample")
@require_POST
def press(request):
    raise QuotaSpent(quota=7)


urlpatterns = [
    path("knapp/", press),
    path("", include("laerling.portals.shell.urls")),
    path("nei/", refuse),
    path("feil/", break_down),
    path("borte/", away),
    path("lagt-pa/", hung_up),
]
handler500 = "laerling.portals.shell.errors.server_error"


def test_refusal_is_a_page_with_its_sentence_and_status(client):
    response = client.post("/nei/")

    assert response.status_code == 422
    shown = response.content.decode()
    assert "All 7 dispatches are used." in shown
    assert "Ingenting er endret." in shown


def test_address_of_a_button_opened_by_itself_is_a_page_that_says_so(client):
    response = client.get("/knapp/")

    assert (response.status_code, response["Allow"]) == (405, "POST")
    shown = response.content.decode()
    assert "Denne adressen hører til en knapp" in shown
    assert 'href="/"' in shown


def test_refusal_leads_back_to_where_one_came_from(client):
    shown = client.post("/nei/", headers={"referer": "http://testserver/utsendelser/ny/"}).content.decode()

    assert 'href="http://testserver/utsendelser/ny/"' in shown


@pytest.mark.parametrize("came_from", ["https://eksempel.no/", "javascript:alert(1)", ""])
def test_refusal_never_leads_to_another_host(client, came_from):
    shown = client.get("/nei/", headers={"referer": came_from}).content.decode()

    assert "eksempel.no/&quot;" not in shown
    assert "javascript" not in shown
    assert 'class="ds-button" href="/"' in shown


def test_refusal_of_a_fragment_goes_to_the_refusal_line(client):
    response = client.post("/nei/", headers={"HX-Request": "true"})

    assert response["HX-Retarget"] == "#refusal"
    assert "<html" not in response.content.decode()
    assert "All 7 dispatches are used." in response.content.decode()


def test_refusal_is_in_the_readers_language(client):
    client.cookies["language"] = "nn"

    assert "Ingenting er endra." in client.post("/nei/").content.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [("nb", "Noe er galt hos oss"), ("nn", "Noko er gale hos oss"), ("en", "Something is wrong with us")],
)
def test_bug_bubbles_to_a_page_that_needs_no_database(client, django_assert_num_queries, language, words):
    client.raise_request_exception = False
    client.cookies["language"] = language

    with django_assert_num_queries(0):
        response = client.get("/feil/")

    assert response.status_code == 500
    assert words in response.content.decode()
    assert f'lang="{language}"' in response.content.decode()


@pytest.mark.parametrize("address", ["/borte/", "/lagt-pa/"])
def test_database_out_of_reach_is_told_in_one_page_with_when_to_come_again(client, address):
    client.raise_request_exception = False
    response = client.get(address)

    assert (response.status_code, response["Retry-After"]) == (503, "10")
    shown = response.content.decode()
    assert "Vi er borte et øyeblikk" in shown
    assert "Ingenting blir talt to ganger." in shown
    assert address not in shown
