"""What holds on every page: few statements, no trace, no script, a light first load, the process's own role."""

import gzip
import logging
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from tests.portals.answering import walking

PAGES = [
    "/mistet-lenken",
    "/mistet-lenken/sendt",
    "/start",
    "/sporsmal/choice",
    "/sporsmal/harm",
    "/levere",
    "/vil-ikke-svare",
    "/senere",
]


@pytest.fixture
def on_the_way(phone, link):
    """Somebody who has answered everything and not delivered."""
    phone.answers_all(link)
    return phone


@pytest.mark.parametrize("page", PAGES)
def test_page_takes_at_most_four_statements(on_the_way, page, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        assert on_the_way.get(page).status_code == 200


def test_saving_a_page_takes_at_most_four_statements(on_the_way, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        assert on_the_way.sends("choice", follow=False, motivation=4).status_code == 303


def test_delivery_takes_at_most_eight_statements(on_the_way, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        on_the_way.post("/levere")
    with django_assert_max_num_queries(4):
        assert on_the_way.get("/takk").status_code == 200


def test_site_needs_no_more_than_its_own_role(phone, link):
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE laerling_answering")
        try:
            phone.answers_all(link)
            thanked = phone.post("/levere", follow=True)
            other = [Client().get("/s/" + "a" * 26, follow=True).status_code, Client().get("/").status_code]
        finally:
            cursor.execute("RESET ROLE")

    assert thanked.request["PATH_INFO"] == "/takk"
    assert other == [404, 200]


@pytest.mark.parametrize("page", ["/", *PAGES])
def test_page_is_kept_by_nobody_and_runs_our_own_script_only(on_the_way, page):
    response = on_the_way.get(page)
    body = response.content.decode()

    assert "no-store" in response["Cache-Control"]
    assert re.findall(r"<script[^>]*>[^<]*", body) == ['<script type="module" src="/static/answering/answering.js">']
    assert re.findall(r'\s(?:on\w+|style)="', body) == []
    assert set(response.cookies) <= {"laerling_link", "laerling_tab", "csrftoken", "laerling_csrf_command"}


def test_forms_prove_where_they_come_from(link):
    strict = Client(enforce_csrf_checks=True)
    strict.get(link)

    assert strict.post("/start").status_code == 403
    assert strict.post("/levere").status_code == 403
    assert walking.n_ballots() == 0


def test_first_load_is_light(phone, link):
    page = phone.opens(link).content
    linked = sorted(set(re.findall(r'(?:href|src)="/?static/([^"]+)"', page.decode())))
    weight = len(gzip.compress(page)) + sum(
        len(gzip.compress(Path(finders.find(name)).read_bytes())) for name in linked
    )

    assert len(linked) == 6
    assert weight < 60_000


def test_heaviest_page_is_light(on_the_way):
    pages = walking.questionnaire().pages
    weights = [len(gzip.compress(on_the_way.get(f"/sporsmal/{page.code}").content)) for page in pages]

    assert max(weights) < 15_000


def test_log_holds_no_token_and_no_answer(phone, link, caplog):
    caplog.set_level(logging.DEBUG)
    phone.answers_all(link)
    phone.sends("choice", motivation="tull")
    phone.get("/sporsmal/finnes-ikke")
    phone.post("/levere")

    said = " ".join(f"{record.getMessage()} {record.__dict__.get('request', '')}" for record in caplog.records)
    assert link.removeprefix("/s/") not in said
    assert "tull" not in said
