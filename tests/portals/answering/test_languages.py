"""Two written forms and English, on every page."""

import pytest
from tests.portals.answering import walking


@pytest.mark.parametrize(
    ("form", "heading"), [("nb", "Hvordan er det å være i lære?"), ("nn", "Korleis er det å vere i lære?")]
)
def test_page_speaks_the_persons_own_written_form(phone, open_round, form, heading):
    response = phone.get(walking.person(form=form), follow=True, headers={"accept-language": "en-GB"})

    assert heading in walking.words(response)
    assert f'<html lang="{form}"' in response.content.decode()


def test_questions_and_legal_basis_follow_the_language(phone, open_round):
    link = walking.person(form="nn")

    assert "forskrift til opplæringslova § 2-4" in walking.words(phone.opens(link))
    assert "Blei du lærling i det faget du helst ville?" in walking.words(phone.begins(link))


def test_own_choice_of_language_counts_more_than_the_register(phone, open_round):
    link = walking.person(form="nn")
    phone.opens(link)

    response = phone.post("/sprak/", {"language": "en", "next": "/start"}, follow=True)

    assert response.request["PATH_INFO"] == "/start"
    assert "What is it like to be an apprentice?" in walking.words(response)


def test_switch_keeps_the_page_and_what_was_just_chosen(phone, link):
    phone.begins(link)

    response = phone.post(
        "/sporsmal/choice", {"answer-motivation": "4", "language": "nn", "next": "/sporsmal/choice"}, follow=True
    )

    assert response.request["PATH_INFO"] == "/sporsmal/choice"
    assert 'id="motivation-4" value="4" checked' in response.content.decode()
    assert "Hopp over dette spørsmålet" in walking.words(response)
    assert "Blei du lærling" in walking.words(response)


def test_switch_does_not_count_the_page_as_passed(phone, link):
    phone.begins(link)
    phone.post("/sporsmal/choice", {"answer-motivation": "4", "language": "nn", "next": "/sporsmal/choice"})

    assert walking.Phone().begins(link).request["PATH_INFO"] == "/sporsmal/choice"


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_page_is_whole_in_every_language(phone, link, language):
    phone.cookies["language"] = language
    walked = [phone.get("/"), phone.opens(link), phone.begins(link), phone.answers_all(link)]
    walked += [phone.get("/senere"), phone.opens(link + "?nei"), phone.post("/vil-ikke-svare", follow=True)]
    phone.answers_all(link)
    walked.append(phone.post("/levere", follow=True))

    assert [page.status_code for page in walked] == [200] * len(walked)
    assert [page for page in walked if f'<html lang="{language}"' not in page.content.decode()] == []
    assert [page for page in walked if "anonym" in walking.words(page).lower()] == []
