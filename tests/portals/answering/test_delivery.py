"""Looking over, delivering once, and saying no."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from tests.portals.answering import walking

from laerling.invitations.models import Invitation
from laerling.questionnaire.rules import pages_for


def test_last_page_counts_and_lets_one_go_back_to_any_part(phone, link):
    response = phone.answers_all(link)
    first_of_each = {question.code: question.options[0].value for question in walking.questionnaire().questions}
    pages = pages_for(walking.questionnaire(), first_of_each)
    n = sum(len(page.questions) for page in pages)
    said = walking.words(response)

    assert f"Du har svart på {n} av {n} spørsmål." in said
    assert "Det kan ikke endres, og ingen kan finne det igjen" in said
    assert all(f'href="/sporsmal/{line.code}"' in response.content.decode() for line in pages)


def test_delivery_is_sealed_thanked_and_counted_once(phone, link):
    phone.answers_all(link)

    response = phone.post("/levere", follow=True)

    assert response.request["PATH_INFO"] == "/takk"
    assert "Takk for at du svarte!" in walking.words(response)
    assert (walking.n_ballots(), walking.n_answered(), walking.n_drafts()) == (1, 1, 0)


def test_delivering_twice_is_delivering_once(phone, link):
    phone.answers_all(link)
    phone.post("/levere")

    again = phone.post("/levere", follow=True)

    assert again.request["PATH_INFO"] == "/takk"
    assert (walking.n_ballots(), walking.n_answered()) == (1, 1)


def test_used_link_shows_the_thanks_and_nothing_else(phone, link):
    phone.answers_all(link)
    phone.post("/levere")

    another = walking.Phone()
    pages = ["/start", "/sporsmal/choice", "/levere", "/vil-ikke-svare"]

    assert another.opens(link).request["PATH_INFO"] == "/takk"
    assert [another.get(page)["Location"] for page in pages] == ["/takk"] * 4
    assert another.sends("choice", motivation=1).request["PATH_INFO"] == "/takk"
    assert walking.n_drafts() == 0


def test_ballot_holds_the_cleaned_answers_and_the_profile(phone, link, tmp_path):
    from laerling.responses import keys, sealing
    from laerling.responses.models import Intake

    phone.begins(link)
    phone.sends("choice", motivation=4, interest="")
    phone.sends("harm", bullied=3)
    phone.sends("harm_followed", harm_ended=4)
    phone.sends("harm", bullied=1)
    phone.post("/levere")

    files = [keys.read_holder_file(path.read_text()) for path in sorted((tmp_path / "holders").iterdir())[:2]]
    secret = keys.open_with(*files)
    ballot = sealing.unseal(bytes(Intake.objects.get().sealed), identity=secret.identity, mac_key=secret.mac_key)
    assert ballot.answers == {"motivation": 4, "bullied": 1}
    assert ballot.profile["county"] == "46"


def test_nothing_is_delivered_before_anything_was_seen(phone, link):
    phone.get(link)

    assert phone.get("/levere")["Location"] == "/start"
    assert phone.post("/levere")["Location"] == "/start"
    assert walking.n_ballots() == 0


def test_thanks_are_never_said_before_the_answer_is_in(phone, link):
    phone.answers_all(link)

    assert phone.get("/takk")["Location"] == "/start"


def test_delivery_after_the_close_is_refused_and_says_so(phone, link):
    phone.answers_all(link)
    walking.database_clock(walking.AFTER_THE_LAST_DAY)

    response = phone.post("/levere")

    assert response.status_code == 410
    assert "Siste dag for å svare var 20. desember 2026." in walking.words(response)
    assert (walking.n_ballots(), walking.n_answered()) == (0, 0)


def test_saying_no_ends_the_reminders(phone, link):
    phone.get(link)

    response = phone.post("/vil-ikke-svare", follow=True)

    assert "Du får ikke flere påminnelser" in walking.words(response)
    assert Invitation.objects.willing().count() == 0
    assert walking.Phone().opens(link).request["PATH_INFO"] == "/vil-ikke-svare"


def test_link_for_saying_no_leads_to_a_button_and_changes_nothing(phone, link):
    response = phone.opens(link + "?nei")

    assert response.request["PATH_INFO"] == "/vil-ikke-svare"
    assert "Vil du ikke svare?" in walking.words(response)
    assert Invitation.objects.willing().count() == 1


def test_saying_no_deletes_what_was_saved(phone, link):
    phone.begins(link)
    phone.sends("choice", motivation=4)

    assert "Det du har lagret, blir slettet." in walking.words(phone.get("/vil-ikke-svare"))
    phone.post("/vil-ikke-svare")

    assert walking.n_drafts() == 0


def test_whoever_said_no_may_still_answer(phone, link):
    phone.get(link)
    phone.post("/vil-ikke-svare")

    response = phone.post("/start", follow=True)
    phone.sends("choice", motivation=4)
    resumed = walking.Phone().opens(link)
    phone.post("/levere")

    assert response.request["PATH_INFO"] == "/sporsmal/choice"
    assert resumed.request["PATH_INFO"] == "/start"
    assert (walking.n_ballots(), walking.n_answered()) == (1, 1)


def test_missing_key_takes_no_answer_and_says_that_nothing_is_lost(phone, link, tmp_path):
    phone.answers_all(link)
    (tmp_path / "keys" / "2026" / "fingerprint").write_text("0" * 64)

    response = phone.post("/levere")

    assert response.status_code == 503
    assert "Ingenting er tapt" in walking.words(response)
    assert (walking.n_ballots(), walking.n_drafts()) == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_many_presses_at_once_deliver_once(phone, link):
    phone.answers_all(link)

    def press(_n):
        one = walking.Phone()
        one.cookies = phone.cookies
        try:
            return one.post("/levere")["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(press, range(24))) == {"/takk"}
    assert (walking.n_ballots(), walking.n_answered()) == (1, 1)
