"""What stands on every answer of every site, whatever it is."""

import pytest
from django.conf import settings as django_settings
from django.test import Client
from tests.portals.answering import walking
from tests.portals.shell.test_fresh import make_stale
from tests.walls.test_matrix import LINES, addresses, answering_day, browser_of, things

pytestmark = pytest.mark.django_db

__all__ = ["addresses", "answering_day", "browser_of", "things"]

SAME = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
}


def _lacks(answer):
    """Return what an answer lacks of what stands on every one."""
    lacking = [name for name, value in SAME.items() if answer.get(name) != value]
    policy = dict(
        part.strip().partition(" ")[::2] for part in answer.get("Content-Security-Policy", "").split(";") if part
    )
    if policy.get("default-src") != "'none'" or policy.get("frame-ancestors") != "'none'":
        lacking.append("Content-Security-Policy")
    if any("unsafe" in value or "*" in value or "http" in value for value in policy.values()):
        lacking.append("a strict Content-Security-Policy")
    if "camera=()" not in answer.get("Permissions-Policy", "") or "=*" in answer["Permissions-Policy"]:
        lacking.append("Permissions-Policy")
    if "no-store" not in answer.get("Cache-Control", ""):
        lacking.append("Cache-Control")
    return lacking


@pytest.mark.parametrize("person", ["visitor", "directorate", "byggopp"])
def test_headers_stand_on_every_answer_of_the_staff_site(person, browser_of, addresses):
    client = browser_of(person)
    lacking = {}
    for method, route, *_ in LINES:
        answer = client.generic(method, addresses(*route.split("#")))
        if found := _lacks(answer):
            lacking[f"{method} {route} {answer.status_code}"] = found
    assert lacking == {}


def test_headers_stand_on_faults_and_refusals(client, monkeypatch):
    client.raise_request_exception = False
    answers = [client.get("/finnes-ikke/"), client.get("/sprak/"), client.get("/helse", headers={"Host": "fremmed.no"})]
    assert [answer.status_code for answer in answers] == [404, 405, 400]
    assert [_lacks(answer) for answer in answers] == [[], [], []]


def test_headers_stand_on_files_and_on_the_way_to_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get("/helse")
    assert (answer.status_code, answer["Location"]) == (301, "https://testserver/helse")
    assert _lacks(answer) == []


def test_headers_stand_on_every_answer_of_the_answering_site(settings, tmp_path):
    settings.HOME = tmp_path
    settings.SITE, settings.ROOT_URLCONF = "answering", "laerling.config.urls.answering"
    settings.MIDDLEWARE = [one for one in django_settings.MIDDLEWARE if one not in walking.NOT_HERE]
    phone = walking.Phone()
    answers = [phone.get("/"), phone.get("/s/" + "q" * 26), phone.get("/takk"), phone.get("/finnes-ikke")]
    assert [_lacks(answer) for answer in answers] == [[]] * 4
    assert [answer.cookies.get("sessionid") for answer in answers] == [None] * 4


@pytest.mark.parametrize("person", ["directorate", "vestland"])
def test_whatever_hands_out_a_file_says_so_at_its_door(person, browser_of, addresses):
    from tests.walls.test_matrix import ROUTES

    client = browser_of(person)
    handed_out = set()
    for method, route, *_ in LINES:
        answer = client.generic(method, addresses(*route.split("#")))
        if answer.get("Content-Disposition", "").startswith("attachment"):
            handed_out.add(route.partition("#")[0])
    assert {name for name in handed_out if ROUTES[name].limit != "export"} == set()
    assert handed_out


NOT_ABOUT_PEOPLE = ("reporting:", "ordering:progress-xlsx", "ordering:calendar-file", "questions:")


@pytest.mark.parametrize("person", ["directorate", "vestland", "byggopp"])
def test_files_about_people_ask_once_more_who_one_is(person, browser_of, addresses):
    """All but results, which are protected and the same for everybody who may see them, and counts, dates and questions."""
    from tests.walls.test_matrix import ROUTES

    client = browser_of(person)
    make_stale(client)
    names = {
        name for name, route in ROUTES.items() if route.limit == "export" and not name.startswith(NOT_ABOUT_PEOPLE)
    }
    asked = set()
    for method, route, *_ in LINES:
        if method == "GET" and route.partition("#")[0] in names:
            asked.add(client.get(addresses(*route.split("#"))).status_code)
    assert asked <= {403, 404}
    assert 403 in asked
