"""Opening a link, typing a code, and what one is told before one starts."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.test import Client
from tests.portals.answering import walking

from laerling.invitations.links import EXAMPLE, answering_url, decline_url
from laerling.invitations.models import Invitation
from laerling.invitations.tokens import token
from laerling.responses.keys import spoken
from laerling.responses.models import RoundKey

SMALL = Path(__file__).parents[2] / "questionnaire" / "small.toml"


def test_link_moves_into_a_cookie_that_no_script_reads(phone, link):
    response = phone.get(link)

    cookie = response.cookies["laerling_link"]
    assert (response.status_code, response["Location"]) == (303, "/start")
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["max-age"]) == (True, "Lax", "/", "")
    assert "no-store" in response["Cache-Control"]


def test_cookie_is_bound_to_the_host_under_https(phone, link, settings):
    settings.SESSION_COOKIE_SECURE = True

    cookie = phone.get(link).cookies["__Host-link"]

    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")


def test_opening_a_link_changes_nothing_in_the_database(phone, link, django_assert_num_queries):
    before = list(Invitation.objects.values())

    with django_assert_num_queries(0):
        phone.get(link)
    phone.get("/start")

    assert list(Invitation.objects.values()) == before
    assert walking.n_drafts() == 0


@pytest.mark.parametrize("end", [".", "/", ")", "?utm_source=sms", "%20"])
def test_link_may_carry_what_a_message_put_behind_it(phone, link, end):
    assert phone.opens(link + end).status_code == 200


@pytest.mark.parametrize("wrong", ["/s/" + "a" * 26, "/s/kort", "/s/" + "x" * 3000, "/s/æøå", "/s/%00"])
def test_unknown_link_gets_the_same_answer_whatever_is_wrong_with_it(phone, open_round, wrong):
    first = phone.get(wrong)
    shown = phone.get("/start")

    assert (first.status_code, first["Location"], shown.status_code) == (303, "/start", 404)
    assert "Vi kjenner ikke denne lenken" in walking.words(shown)
    assert walking.words(shown) == walking.words(Client().get("/s/" + "b" * 26, follow=True))


def test_unknown_link_costs_the_database_as_much_as_a_known_one(phone, link, django_assert_num_queries):
    phone.get("/s/" + "a" * 26)
    with django_assert_num_queries(1):
        phone.get("/start")
    phone.get(link)
    with django_assert_num_queries(1):
        phone.get("/takk")


def test_code_may_be_typed_with_spaces_and_capitals(phone, link):
    token = link.removeprefix("/s/").upper()
    typed = " ".join(token[n : n + 4] for n in range(0, 26, 4))

    response = phone.post("/", {"code": f" {typed} "})

    assert response["Location"] == "/start"
    assert phone.get("/start").status_code == 200


def test_whole_link_may_be_typed_in_place_of_the_code(phone, link):
    assert phone.post("/", {"code": f"https://svar.eksempel.no{link}"}, follow=True).status_code == 200


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("", "Skriv koden her først."), ("abc", "Koden har 26 bokstaver og tall. Du skrev 3.")],
)
def test_code_of_wrong_length_is_told_so_at_the_field(phone, open_round, typed, sentence):
    response = phone.post("/", {"code": typed})

    assert response.status_code == 422
    assert sentence in walking.words(response)
    assert 'aria-describedby="code_helptext code_error"' in response.content.decode()
    assert "laerling_link" not in response.cookies


@pytest.mark.parametrize("page", ["/start", "/sporsmal/choice", "/levere", "/takk", "/vil-ikke-svare"])
def test_page_without_a_link_asks_for_it(phone, open_round, page):
    response = phone.get(page)

    assert response.status_code == 403
    assert "Åpne lenken din på nytt" in walking.words(response)


def test_forged_cookie_is_no_link(phone, link):
    phone.cookies["laerling_link"] = link.removeprefix("/s/")

    assert phone.get("/start").status_code == 403


def test_start_says_who_asks_why_how_long_and_who_sees_what(phone, link):
    said = walking.words(phone.opens(link))

    for sentence in (
        "lærling eller lærekandidat i mer enn 11 måneder",
        "Utdanningsdirektoratet og fylkeskommunen din.",
        "du har kontrakt med Byggopp",
        "Siste dag er 20. desember 2026.",
        "Det er frivillig, og du kan hoppe over alle spørsmål.",
        "Svarene dine er fortrolige.",
        "bare når minst 5 har svart. For mobbing og trakassering må minst 10 ha svart.",
        "artikkel 6 nr. 1 bokstav e",
        "Utdanningsdirektoratet er behandlingsansvarlig.",
        "fylke, opplæringskontor, kjønn.",
        django_settings.SUPPORT_EMAIL,
    ):
        assert sentence in said, sentence


def test_start_counts_the_questions_of_the_questionnaire(phone, link):
    questions = walking.questionnaire().questions
    fewest = sum(question.shown_if is None for question in questions)

    assert f"Du får fra {fewest} til {len(questions)} spørsmål." in walking.words(phone.opens(link))


def test_start_tells_when_nothing_rides_along(phone, open_round):
    assert "Ingenting om deg følger med svaret ditt" in walking.words(phone.opens(walking.person(profile={})))


def test_start_shows_the_rounds_own_thresholds(phone, link):
    from laerling.rounds.models import Round

    Round.objects.update(minimum_answers=7, sensitive_minimum=15)

    assert "minst 7 har svart. For mobbing og trakassering må minst 15" in walking.words(phone.opens(link))


def test_no_address_after_the_first_holds_the_token(phone, link):
    token = link.removeprefix("/s/")
    phone.begins(link)
    pages = [phone.get("/start"), phone.get("/sporsmal/choice"), phone.sends("choice"), phone.get("/levere")]

    assert [page.request["PATH_INFO"] for page in pages if token in page.request["PATH_INFO"]] == []
    assert [page for page in pages if token in page.content.decode()] == []


@pytest.mark.parametrize(
    ("moment", "status", "sentence"),
    [
        (walking.BEFORE_IT_OPENS, 403, "Undersøkelsen har ikke åpnet ennå"),
        (walking.AFTER_THE_LAST_DAY, 410, "Undersøkelsen er avsluttet"),
    ],
)
@pytest.mark.parametrize("page", ["/start", "/sporsmal/choice", "/levere", "/takk", "/senere", "/vil-ikke-svare"])
def test_shut_round_is_one_clear_sentence_on_every_page(phone, link, moment, status, sentence, page):
    phone.get(link)
    walking.database_clock(moment)

    response = phone.get(page)

    assert response.status_code == status
    assert sentence in walking.words(response)


def test_round_opens_and_closes_at_midnight_in_oslo(phone, link):
    from datetime import timedelta

    phone.get(link)
    walking.database_clock(walking.BEFORE_IT_OPENS + timedelta(minutes=1))
    assert phone.get("/start").status_code == 200
    walking.database_clock(walking.AFTER_THE_LAST_DAY - timedelta(minutes=2))
    assert phone.get("/start").status_code == 200


def test_link_of_a_test_says_that_it_is_an_example_and_keeps_nothing(open_round, phone):
    for address in (decline_url(EXAMPLE), answering_url(EXAMPLE)):
        page = phone.get("/s/" + address.partition("/s/")[2])
        assert page.status_code == 200
        assert "Denne lenken er et eksempel" in page.content.decode()
        assert "laerling_link" not in page.cookies
    assert len(EXAMPLE) == len(token(b"k" * 32, uuid4(), 1))


def test_frame_says_the_surveys_own_title_on_every_page_behind_a_link(phone, link, by, now):
    from laerling.questionnaire import actions as questionnaires
    from laerling.rounds.models import Round

    assert "– Lærlingundersøkelsen</title>" in phone.get("/").content.decode()
    small = SMALL.read_text(encoding="utf-8").replace("Liten", "Lærebedriftsundersøkelsen")
    questionnaires.publish(small, by=by, now=now)
    Round.objects.update(questionnaire="small-1")
    phone.begins(link)
    paths = ("/start", "/sporsmal/one", "/vil-ikke-svare", "/senere")
    pages = [phone.get(path).content.decode() for path in paths]
    walking.database_clock(walking.AFTER_THE_LAST_DAY)
    phone.get(link)
    pages.append(phone.get("/start").content.decode())

    for page in pages:
        assert "– Lærebedriftsundersøkelsen</title>" in page
        assert "Lærlingundersøkelsen" not in page


def test_respondent_may_compare_the_lock_and_read_the_sheets(phone, link):
    fingerprint = RoundKey.objects.get().fingerprint
    page = phone.opens(link)

    assert f"Nummeret på låsen begynner med {spoken(fingerprint[:16])}." in walking.words(page)
    assert 'href="/informasjon/"' in page.content.decode()
    assert "Informasjonsark" in walking.words(phone.get("/informasjon/"))
