"""Every address of the staff site, asked for by everyone: what is theirs, what is another's, what does not exist."""

import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from tests.invitations.people import BYGGOPP, NOW, OFFICE, OSLO, VESTLAND, invited, office, ordered
from tests.release import population

from laerling.access import actions as access
from laerling.access.policy import POLICY
from laerling.kernel import clock
from laerling.portals.shell.routes import declared
from laerling.questionnaire import queries as questionnaires
from laerling.register import actions as register
from laerling.register import queries as registered
from laerling.release.freezing import freeze
from laerling.rounds import queries as rounds
from laerling.rounds.models import Round

pytestmark = pytest.mark.django_db

ROUTES = {route.name: route.declaration for route in declared("laerling.config.urls.staff")}
PEOPLE = {
    "visitor": None,
    "directorate": ("directorate", ""),
    "vestland": ("county", "46"),
    "byggopp": ("office", OFFICE),
    "oslo": ("county", "03"),
}
# What each is answered: "in" is the way to the sign-in. Byggopp is an office in Vestland; what stands behind # is whose
# or which thing the address names. Where there is no line for POST, POST opens nothing more than GET.
MATRIX = """
method route                            visitor directorate vestland byggopp oslo
GET    shell:health                     200     200         200      200     200
GET    shell:language                   405     405         405      405     405
POST   shell:language                   302     302         302      302     302
GET    shell:accessibility              200     200         200      200     200
GET    unit:choose                      in      200         200      200     200
POST   unit:choose                      in      404         404      404     404
GET    signin:sign-in                   200     302         302      302     302
POST   signin:sign-in                   422     302         302      302     302
GET    signin:sign-out                  405     405         405      405     405
GET    signin:signed-out                200     200         200      200     200
GET    ordering:home                    in      200         200      200     200
GET    ordering:people                  in      200         200      200     200
GET    ordering:faults                  in      200         200      200     200
GET    ordering:extracts                in      200         404      404     404
GET    ordering:extracts-new            in      200         404      404     404
POST   ordering:extracts-new            in      422         404      404     404
GET    ordering:extracts-show#nor       in      200         404      404     404
GET    ordering:extracts-show#missing   in      404         404      404     404
GET    ordering:dispatches              in      200         200      200     200
GET    ordering:dispatches-new          in      404         200      200     200
POST   ordering:dispatches-new          in      404         422      422     422
GET    ordering:dispatches-show#46      in      200         200      404     404
GET    ordering:dispatches-show#office  in      200         404      200     404
GET    ordering:dispatches-show#03      in      200         404      404     200
GET    ordering:dispatches-show#missing in      404         404      404     404
GET    ordering:dispatches-stop#46      405     405         405      405     405
POST   ordering:dispatches-stop#46      in      404         302      404     404
POST   ordering:dispatches-stop#office  in      404         404      302     404
POST   ordering:dispatches-stop#03      in      404         404      404     302
POST   ordering:dispatches-stop#missing in      404         404      404     404
GET    ordering:progress                in      200         200      200     200
GET    ordering:steer                   in      200         404      404     404
GET    ordering:steer-draw              405     405         405      405     405
POST   ordering:steer-draw              in      409         404      404     404
GET    ordering:steer-export            405     405         405      405     405
POST   ordering:steer-export            in      302         404      404     404
GET    ordering:steer-urn               in      404         404      404     404
GET    ordering:steer-opened            405     405         405      405     405
POST   ordering:steer-opened            in      422         404      404     404
GET    ordering:steer-demo              405     405         405      405     405
POST   ordering:steer-demo              in      302         404      404     404
GET    ordering:steer-release           405     405         405      405     405
POST   ordering:steer-release           in      302         404      404     404
GET    reporting:home                   in      302         302      302     302
GET    reporting:overview#nation        in      200         200      200     200
GET    reporting:overview#46            in      200         200      200     404
GET    reporting:overview#03            in      200         404      404     200
GET    reporting:overview#office        in      200         200      200     404
GET    reporting:overview#missing       in      404         404      404     404
GET    reporting:overview-csv#46        in      200         200      200     404
GET    reporting:overview-csv#office    in      200         200      200     404
GET    reporting:overview-csv#missing   in      404         404      404     404
GET    reporting:overview-xlsx#46       in      200         200      200     404
GET    reporting:overview-xlsx#office   in      200         200      200     404
GET    reporting:overview-xlsx#missing  in      404         404      404     404
GET    reporting:theme#46               in      200         200      200     404
GET    reporting:theme#office           in      200         200      200     404
GET    reporting:theme#missing          in      404         404      404     404
GET    history:events                   in      200         200      200     200
GET    history:events-csv               in      200         200      200     200
GET    history:events-xlsx              in      200         200      200     200
POST   signin:sign-out                  302     302         302      302     302
"""
LINES = [tuple(line.split()) for line in MATRIX.strip().splitlines()[1:]]
NOBODY = "00000000-0000-4000-8000-000000000000"
UNITS = {
    "nation": ("nation", ""),
    "46": ("county", "46"),
    "03": ("county", "03"),
    "office": ("office", OFFICE),
    "missing": ("office", "399999999"),
}


@pytest.fixture(autouse=True)
def answering_day(settings, tmp_path):
    """An ordinary day in the answering period, in the demo, where every address is."""
    settings.HOME, settings.DEMO = tmp_path, True
    clock.set_demo_clock(NOW)


@pytest.fixture
def addresses(by, cases):
    """One example of everything that has an address of its own, and whose it is."""
    office()
    for county, orgnr in (("46", ""), ("46", OFFICE), ("03", "")):
        invited(6, county=county, office_orgnr=orgnr)
    later = {"send_at": datetime(2026, 11, 2, 8, tzinfo=UTC)}
    dispatches = {
        "46": ordered(VESTLAND, **later).pk,
        "office": ordered(BYGGOPP, **later).pk,
        "03": ordered(OSLO, **later).pk,
        "missing": NOBODY,
    }
    with (cases / "nor.csv").open("rb") as content:
        register.import_file(
            content=content, filename="nor.csv", register="nor", round_year=2026, stage="final", by=by, now=NOW
        )
    extracts = {"nor": registered.extracts(2026)[0].id, "missing": NOBODY}
    _release(by)

    def address(name, which=""):
        if name.startswith("ordering:dispatches-") and which:
            return reverse(name, kwargs={"dispatch_id": dispatches[which]})
        if name == "ordering:extracts-show":
            return reverse(name, kwargs={"extract_id": extracts[which]})
        if name.startswith("reporting:") and which:
            more = {"page": "choice"} if name == "reporting:theme" else {}
            return reverse(name, kwargs={"year": 2026, "of": UNITS[which], **more})
        return reverse(name)

    return address


@pytest.fixture
def browser_of(by, now):
    """A browser for each of the people, signed in where they have an account."""

    def browser(person):
        client = Client()
        client.cookies["language"] = "nb"
        if PEOPLE[person]:
            role, unit = PEOPLE[person]
            account = access.create_account(
                email=f"{person}@eksempel.no", name=person, password="x" * 15, by=by, now=now
            )
            access.grant(
                account=account, role=role, unit_code=unit, valid_from=date(2026, 1, 1), why="", by=by, now=now
            )
            client.force_login(account)
        return client

    return browser


def test_every_address_is_in_the_matrix():
    assert {line[1].partition("#")[0] for line in LINES} == set(ROUTES)


def test_every_address_of_a_thing_is_asked_for_where_there_is_no_such_thing():
    things = {line[1].partition("#")[0] for line in LINES if "#" in line[1]}
    missing = {line[1].partition("#")[0] for line in LINES if line[1].endswith("#missing")}
    assert missing == things


@pytest.mark.parametrize("person", PEOPLE)
def test_everyone_is_answered_as_the_matrix_says(person, browser_of, addresses):
    column = 2 + list(PEOPLE).index(person)
    client = browser_of(person)
    found = [(method, route, _answer(client, method, addresses(*route.split("#")))) for method, route, *_ in LINES]
    assert found == [(line[0], line[1], line[column]) for line in LINES]


@pytest.mark.parametrize("person", PEOPLE)
def test_what_is_anothers_looks_like_what_does_not_exist(person, browser_of, addresses):
    column = 2 + list(PEOPLE).index(person)
    client = browser_of(person)
    for line in LINES:
        method, (name, _hash, which) = line[0], line[1].partition("#")
        if which and line[column] == "404":
            pages = [_page(client, method, addresses(name, one)) for one in (which, "missing")]
            assert pages[0] == pages[1], line[1]


@pytest.mark.parametrize("person", PEOPLE)
def test_sending_a_form_opens_no_page_that_asking_does_not(person, browser_of, addresses):
    column = 2 + list(PEOPLE).index(person)
    posted = {line[1] for line in LINES if line[0] == "POST"}
    client = browser_of(person)
    for line in LINES:
        if line[1] not in posted:
            assert _answer(client, "POST", addresses(*line[1].split("#"))) in {line[column], "404", "405"}, line[1]


@pytest.mark.parametrize("person", [name for name, unit in PEOPLE.items() if unit])
def test_what_the_policy_does_not_allow_is_shut_in_the_matrix(person):
    allowed = POLICY[PEOPLE[person][0]]
    column = 2 + list(PEOPLE).index(person)
    shut = {name for name, door in ROUTES.items() if door.door == "action" and door.reason not in allowed}
    assert {line[column] for line in LINES if line[1].partition("#")[0] in shut} <= {"404", "405"}


def test_lists_hold_ones_own_people_only(browser_of, addresses):
    theirs = {person: _on_lists(browser_of(person)) for person in ("directorate", "vestland", "byggopp", "oslo")}
    assert [len(theirs[person]) for person in theirs] == [18, 12, 6, 6]
    assert theirs["byggopp"] < theirs["vestland"]
    assert not theirs["oslo"] & theirs["vestland"]
    assert theirs["directorate"] == theirs["vestland"] | theirs["oslo"]


def test_search_finds_nobody_elses_people(browser_of, addresses):
    foreign = min(_on_lists(browser_of("vestland")))
    page = browser_of("oslo").get("/utvalg/", {"sok": foreign})
    assert page.context["page"].paginator.count == 0


@pytest.mark.parametrize("part", ["office", "county"])
def test_dispatch_cannot_be_addressed_to_anothers_people(part, browser_of, addresses):
    form = {"id": NOBODY, "kind": "invitation", "preview": "", part: OFFICE if part == "office" else "46"}
    answer = browser_of("oslo").post(reverse("ordering:dispatches-new"), form)
    assert "Byggopp" not in answer.content.decode()
    assert answer.context.get("preview") is None or answer.context["preview"].n_people == 6


def _release(by):
    """Release results of the two counties and the office; they are out."""
    groups = (("46", OFFICE, 60, 75), ("46", "", 40, 80), ("03", "", 50, 90))
    questionnaire = questionnaires.published("apprentice-2026")
    freeze(
        this_round=rounds.get(2026),
        questionnaire=questionnaire,
        opened=population.opened(questionnaire, groups=groups),
        invited=population.invited(groups=groups),
        by=by,
        now=NOW,
    )
    Round.objects.filter(year=2026).update(results_at=datetime(2020, 1, 2, 7, tzinfo=UTC))


def _answer(client, method, address):
    response = client.generic(method, address)
    if response.status_code == 302 and response["Location"].startswith("/logg-inn/"):
        return "in"
    return str(response.status_code)


def _page(client, method, address):
    """Return a page without what differs each time: the form's token, and the address that was asked for."""
    response = client.generic(method, address)
    text = response.content.decode().replace(address, "")
    headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
    return response.status_code, headers, re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)


def _on_lists(client):
    """Return the names on the pages that show people."""
    return set().union(*(_names(client.get(address)) for address in ("/utvalg/", "/utvalg/?vis=ikke", "/utvalg/feil/")))


def _names(page):
    return set(re.findall(r"Kari Nr\d+", page.content.decode().partition("<main")[2].replace("&nbsp;", " ")))
