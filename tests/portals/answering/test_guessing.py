"""Guessing links: nothing is found, nothing is told, and whoever has a right link comes in."""

import pytest
from django.test import Client
from tests.portals.answering import walking

from laerling.invitations.models import Invitation
from laerling.kernel import clock
from laerling.portals.answering import limits
from laerling.portals.answering.limits import Allowance


@pytest.fixture(autouse=True)
def _nobody_has_guessed():
    limits.GUESSES.forget()
    yield
    limits.GUESSES.forget()


@pytest.fixture
def strict(monkeypatch):
    """As when somebody has used up their guesses: three in a row, and then one a minute."""
    monkeypatch.setattr(limits, "GUESSES", Allowance(at_once=3, seconds=60))


def guess(number=0):
    return Client().get("/s/" + f"{number:a<26}".translate(str.maketrans("0189", "abcd")), follow=True)


def test_allowance_gives_back_with_time():
    allowance = Allowance(at_once=3, seconds=10)

    assert [allowance.take("net", 100.0) for _ in range(4)] == [0, 0, 0, 10]
    assert allowance.take("net", 109.5) == 1
    assert [allowance.take("net", 110.0), allowance.take("net", 110.0)] == [0, 10]
    assert allowance.take("other", 100.0) == 0


def test_allowance_remembers_only_so_many_networks(monkeypatch):
    monkeypatch.setattr(limits, "_NETWORKS_AT_MOST", 2)
    allowance = Allowance(at_once=1, seconds=10)

    for name in ("one", "two", "three"):
        assert allowance.take(name, 0.0) == 0

    assert (allowance.take("three", 1.0), allowance.take("one", 1.0)) == (9, 0)


def test_guesser_gets_one_and_the_same_page_until_and_after_the_limit(open_round, strict):
    replies = [guess(number) for number in range(5)]

    assert [reply.status_code for reply in replies] == [404, 404, 404, 429, 429]
    assert len({walking.words(reply) for reply in replies}) == 1
    assert int(replies[-1]["Retry-After"]) > 0


@pytest.mark.parametrize("page", ["/start", "/sporsmal/choice", "/levere", "/takk", "/vil-ikke-svare", "/senere"])
def test_guess_counts_on_whatever_page_it_is_tried(open_round, strict, page):
    for number in range(3):
        guess(number)
    guesser = Client()
    guesser.get("/s/" + "q" * 26)

    assert guesser.get(page).status_code == 429


def test_typed_codes_count_too(open_round, strict):
    replies = [Client().post("/", {"code": letter * 26}, follow=True).status_code for letter in "bcdef"]

    assert replies == [404, 404, 404, 429, 429]


def test_right_link_comes_in_from_the_very_network_that_guesses(link, strict):
    for number in range(9):
        guess(number)

    phone = walking.Phone()
    assert phone.opens(link).status_code == 200
    assert phone.answers_all(link).status_code == 200
    assert phone.post("/levere", follow=True).request["PATH_INFO"] == "/takk"


def test_guesses_are_forgiven_with_time(open_round, strict, monkeypatch):
    for number in range(4):
        guess(number)
    later = clock.real_seconds() + 61
    monkeypatch.setattr(clock, "real_seconds", lambda: later)

    assert guess(7).status_code == 404


def test_scanner_that_opens_and_presses_start_changes_nothing(link):
    before = list(Invitation.objects.values())
    for _ in range(20):
        scanner = Client()
        scanner.head(link)
        scanner.get(link, follow=True)
        scanner.post("/start")
        scanner.get(link + "?nei", follow=True)

    assert list(Invitation.objects.values()) == before
    assert (walking.n_drafts(), walking.n_ballots()) == (0, 0)


def test_after_delivery_the_link_opens_the_thanks_and_nothing_else(phone, link):
    phone.answers_all(link)
    phone.post("/levere")
    other = walking.Phone()
    other.get(link)

    for page in ("/start", "/sporsmal/choice", "/levere", "/vil-ikke-svare"):
        for client in (phone, other):
            assert client.get(page, follow=True).request["PATH_INFO"] == "/takk"
            sent = client.post(page, {"go": "next", "answer-motivation": "1"}, follow=True)
            assert sent.request["PATH_INFO"] == "/takk"
    assert (walking.n_ballots(), walking.n_drafts()) == (1, 0)
