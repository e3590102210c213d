"""Every address of the staff site, asked for by everyone: their own, somebody else's, and what does not exist."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests.invitations.people import NOW, OFFICE, VESTLAND, invited, office, order

from laerling.access import actions as access
from laerling.access.policy import POLICY
from laerling.invitations import actions as invitations
from laerling.kernel import clock
from laerling.portals.shell.routes import declared
from laerling.register import actions as register
from laerling.register import queries as registered

pytestmark = pytest.mark.django_db

ROUTES = {route.name: route for route in declared("laerling.config.urls.staff")}
PEOPLE = {
    "directorate": ("directorate", ""),
    "vestland": ("county", "46"),
    "oslo": ("county", "03"),
    "byggopp": ("office", OFFICE),
}
UNKNOWN = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def clients(by, now, settings, tmp_path):
    """A signed-in browser for each of the people, in the answering period."""
    settings.HOME, settings.DEMO = tmp_path, True
    clock.set_demo_clock(NOW)
    office()
    signed_in = {}
    for name, (role, unit) in PEOPLE.items():
        account = access.create_account(email=f"{name}@eksempel.no", name=name, password="x" * 15, by=by, now=now)
        access.grant(
            account=account, role=role, unit_code=unit, valid_from=date(2026, 1, 1), why="matrix", by=by, now=now
        )
        signed_in[name] = Client()
        signed_in[name].force_login(account)
    return signed_in


@pytest.fixture
def examples(clients, by, cases):
    """One example of everything that has an address of its own, and whose it is."""
    invited(6)
    invited(6, office_orgnr=OFFICE)
    county = invitations.order_dispatch(order=order(), scope=VESTLAND, by=by, now=NOW)
    with (cases / "nor.csv").open("rb") as content:
        register.import_file(
            content=content, filename="nor.csv", register="nor", round_year=2026, stage="final", by=by, now=NOW
        )
    return {
        "extract_id": {"extract_id": registered.extracts(2026)[0].id},
        "dispatch_id": {"dispatch_id": county.id},
    }


def _address(name, examples):
    pattern = ROUTES[name].pattern
    for part, given in examples.items():
        if part in pattern:
            return reverse(name, kwargs=given)
    if "<int:year>" in pattern:
        more = {"page": "choice"} if "page" in pattern else {}
        return reverse(name, kwargs={"year": 2026, "of": ("county", "46"), **more})
    return reverse(name)


def test_nobody_gets_in_without_signing_in(clients, examples):
    for name, route in ROUTES.items():
        if route.declaration.door != "open":
            response = Client().get(_address(name, examples))
            assert response.status_code in {302, 405}, name
            assert response.status_code == 405 or response["Location"].startswith("/logg-inn/"), name


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_a_role_may_not_do_does_not_exist_for_it(clients, examples, method):
    for person, (role, _unit) in PEOPLE.items():
        for name, route in ROUTES.items():
            if route.declaration.door == "action" and route.declaration.reason not in POLICY[role]:
                response = getattr(clients[person], method)(_address(name, examples))
                assert response.status_code in {404, 405}, (person, name)


def test_nothing_that_a_role_may_see_breaks(clients, examples):
    for person in PEOPLE:
        for name in ROUTES:
            response = clients[person].get(_address(name, examples))
            assert response.status_code < 500, (person, name)


@pytest.mark.parametrize("person", ["oslo", "byggopp"])
@pytest.mark.parametrize("name", ["ordering:dispatches-show", "ordering:dispatches-stop"])
def test_another_units_dispatch_looks_like_one_that_does_not_exist(clients, examples, person, name):
    method = clients[person].post if name.endswith("stop") else clients[person].get
    foreign = method(_address(name, examples))
    missing = method(reverse(name, kwargs={"dispatch_id": UNKNOWN}))
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert _body(foreign) == _body(missing)


def test_another_units_results_look_like_those_of_a_unit_that_does_not_exist(clients, examples):
    for name in (name for name in ROUTES if "<int:year>" in ROUTES[name].pattern):
        more = {"page": "choice"} if "page" in ROUTES[name].pattern else {}
        foreign, missing = (
            clients["oslo"].get(reverse(name, kwargs={"year": 2026, "of": ("office", orgnr), **more}))
            for orgnr in (OFFICE, "999999999")
        )
        assert (foreign.status_code, missing.status_code) == (404, 404), name
        assert _body(foreign) == _body(missing)


def _body(response):
    """Return a page without what differs each time: the form's token, and the address that was asked for."""
    text = response.content.decode().replace(response.wsgi_request.get_full_path(), "")
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)
