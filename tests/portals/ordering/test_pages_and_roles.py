"""Which role opens which page, what an empty page says, and that a longer list asks no more of the database."""

import pytest
from tests.invitations.people import OFFICE, invited, office, ordered
from tests.portals.ordering.pages import n_queries, text

EVERYBODYS = ["/", "/utvalg/", "/utvalg/?vis=ikke", "/utsendelser/", "/status/"]
SENDERS = ["/utsendelser/ny/"]
DIRECTORATES = ["/uttrekk/", "/uttrekk/nytt/", "/styr/"]
POSTED = ["/styr/trekk/", "/styr/urne/", "/styr/apnet/", "/styr/demo/", "/styr/resultater/"]


@pytest.mark.parametrize("address", [*EVERYBODYS, *SENDERS, *DIRECTORATES])
def test_pages_ask_who_one_is(db, client, address):
    response = client.get(address)

    assert response.status_code == 302
    assert response["Location"].startswith("/logg-inn/")


@pytest.mark.parametrize("who", ["vestland", "byggopp", "directorate"])
@pytest.mark.parametrize("address", EVERYBODYS)
def test_everybody_follows_the_round_before_anything_has_happened(request, who, address):
    response = request.getfixturevalue(who).get(address)

    assert response.status_code == 200
    assert "Traceback" not in text(response)


@pytest.mark.parametrize("who", ["vestland", "byggopp"])
@pytest.mark.parametrize("address", [*DIRECTORATES, "/styr/urne/fil/"])
def test_only_the_directorate_steers(request, who, address):
    assert request.getfixturevalue(who).get(address).status_code == 404


@pytest.mark.parametrize("address", POSTED)
def test_only_the_directorate_acts_on_the_round(vestland, address):
    assert vestland.post(address).status_code == 404


@pytest.mark.parametrize("address", POSTED)
def test_nothing_is_done_by_opening_an_address(directorate, address):
    assert directorate.get(address).status_code == 405


def test_directorate_sends_nothing(directorate):
    assert directorate.get("/utsendelser/ny/").status_code == 404


@pytest.mark.parametrize("address", [*EVERYBODYS, *SENDERS])
def test_more_rows_ask_no_more_of_the_database(vestland, address):
    office()
    invited(5, office_orgnr=OFFICE)
    ordered()
    few = n_queries(vestland, address)
    for _ in range(5):
        invited(6)
        ordered()

    assert n_queries(vestland, address) == few


@pytest.mark.parametrize("address", ["/", "/status/", "/utsendelser/", "/uttrekk/", "/styr/"])
def test_more_rows_ask_no_more_for_the_directorate(directorate, address):
    invited(1)
    few = n_queries(directorate, address)
    for county in ("03", "11", "15", "18", "31", "32", "33", "34", "50", "55", "56"):
        invited(3, county=county)

    assert n_queries(directorate, address) == few


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("address", [*EVERYBODYS, *SENDERS])
def test_pages_speak_every_language(vestland, language, address):
    invited(6)
    vestland.cookies["language"] = language

    page = vestland.get(address).content.decode()

    assert f'<html lang="{language}"' in page
    assert "style=" not in page
