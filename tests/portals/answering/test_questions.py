"""One theme per page: answering, skipping, going back, coming back."""

import pytest
from tests.portals.answering import walking


def test_button_leads_to_the_first_part(phone, link):
    response = phone.begins(link)

    assert response.request["PATH_INFO"] == "/sporsmal/choice"
    assert "Del 1 av " in walking.words(response)
    assert "Ble du lærling i det faget du helst ville?" in walking.words(response)


def test_every_question_is_a_fieldset_with_a_legend_and_a_row_for_skipping(phone, link):
    body = phone.begins(link).content.decode()
    page = walking.questionnaire().page("choice")

    assert body.count("<fieldset") == body.count("<legend") == len(page.questions)
    assert body.count('type="radio"') == sum(len(question.options) + 1 for question in page.questions)
    assert body.count("Hopp over dette spørsmålet") == len(page.questions)
    assert "checked" not in body


def test_next_saves_and_goes_on_and_back_shows_what_was_chosen(phone, link):
    phone.begins(link)

    onward = phone.sends("choice", motivation=4)
    back = phone.sends("wellbeing", go="back")

    assert onward.request["PATH_INFO"] == "/sporsmal/wellbeing"
    assert back.request["PATH_INFO"] == "/sporsmal/choice"
    assert 'id="motivation-4" value="4" checked' in back.content.decode()


def test_a_question_left_or_skipped_shows_as_skipped_on_the_way_back(phone, link):
    phone.begins(link)
    phone.sends("choice", motivation=4, interest="")

    body = phone.get("/sporsmal/choice").content.decode()

    assert 'id="interest-skip" value="" checked' in body
    assert 'id="trade_wanted-skip" value="" checked' in body
    assert 'id="motivation-skip" value="">' in body


def test_chosen_answer_can_be_taken_back(phone, link):
    phone.begins(link)
    phone.sends("choice", motivation=4)

    phone.sends("choice", motivation="")

    assert 'id="motivation-4" value="4">' in phone.get("/sporsmal/choice").content.decode()


def test_whole_survey_can_be_passed_without_a_single_answer(phone, link):
    response = phone.begins(link)
    while response.request["PATH_INFO"].startswith("/sporsmal/"):
        response = phone.sends(response.request["PATH_INFO"].removeprefix("/sporsmal/"))

    assert response.request["PATH_INFO"] == "/levere"
    assert "Du har ikke svart på noen spørsmål." in walking.words(response)


def test_back_from_the_first_part_is_the_start(phone, link):
    phone.begins(link)

    response = phone.sends("choice", go="back", motivation=5)

    assert response.request["PATH_INFO"] == "/start"
    assert "Du har begynt. Det du har svart, er lagret." in walking.words(response)


def test_same_link_resumes_on_another_phone(phone, link):
    phone.begins(link)
    phone.sends("choice", motivation=4)
    phone.sends("wellbeing")

    another = walking.Phone()
    response = another.begins(link)

    assert response.request["PATH_INFO"] == "/sporsmal/school"
    assert 'id="motivation-4" value="4" checked' in another.get("/sporsmal/choice").content.decode()


def test_continue_later_keeps_half_a_page_and_resumes_on_it(phone, link):
    phone.begins(link)
    phone.sends("choice", motivation=4)

    later = phone.sends("wellbeing", go="later", thriving=5)
    again = walking.Phone().begins(link)

    assert later.request["PATH_INFO"] == "/senere"
    assert "Åpne den samme lenken når du vil fortsette" in walking.words(later)
    assert again.request["PATH_INFO"] == "/sporsmal/wellbeing"
    assert 'id="thriving-5" value="5" checked' in again.content.decode()


def test_continue_later_leaves_nothing_on_a_borrowed_phone(phone, link):
    phone.begins(link)

    phone.sends("choice", go="later", motivation=4)

    assert phone.cookies["laerling_link"].value == "" or phone.cookies["laerling_link"]["max-age"] == 0
    assert phone.get("/sporsmal/choice").status_code == 403
    assert phone.get("/senere").status_code == 200


def test_follow_up_comes_on_a_later_page_only_where_it_applies(phone, link):
    phone.begins(link)
    phone.sends("guidance", plan=1)
    without = phone.get("/sporsmal/participation").content.decode()
    phone.sends("guidance", plan=3)
    with_it = phone.get("/sporsmal/participation").content.decode()

    assert "answer-plan_followed" not in without
    assert "answer-plan_followed" in with_it


def test_page_where_nothing_applies_is_passed_over(phone, link):
    phone.begins(link)

    onward = phone.sends("harm", bullied=1, harassed=1, unwanted_attention=1)
    direct = phone.get("/sporsmal/harm_followed")

    assert onward.request["PATH_INFO"] == "/sporsmal/overall"
    assert (direct.status_code, direct["Location"]) == (303, "/sporsmal/overall")


def test_number_of_parts_follows_the_answers(phone, link):
    phone.begins(link)
    phone.sends("harm", bullied=1, harassed=1, unwanted_attention=1)
    few = walking.words(phone.get("/sporsmal/overall"))
    phone.sends("harm", bullied=3)
    more = walking.words(phone.get("/sporsmal/overall"))

    n_few, n_more = (int(said.split(" av ")[1].split()[0].strip(")")) for said in (few, more))
    assert n_more == n_few + 1


def test_answers_to_a_follow_up_that_no_longer_applies_are_dropped(phone, link):
    phone.begins(link)
    phone.sends("harm", bullied=3)
    phone.sends("harm_followed", harm_ended=4)

    phone.sends("harm", bullied=1)
    phone.sends("harm", bullied=3)

    assert 'id="harm_ended-4" value="4">' in phone.get("/sporsmal/harm_followed").content.decode()


def test_changing_an_early_answer_resumes_at_the_follow_up_it_opened(phone, link):
    phone.answers_all(link, bullied=1, harassed=1, unwanted_attention=1)
    phone.sends("harm", bullied=4, harassed=1, unwanted_attention=1, knows_whom_to_tell=1)

    assert walking.Phone().begins(link).request["PATH_INFO"] == "/sporsmal/harm_followed"


def test_help_stands_before_the_questions_that_may_hurt(phone, link):
    phone.begins(link)

    body = phone.get("/sporsmal/harm").content.decode()

    assert '<a class="ds-link phone" href="tel:116111">116 111</a>' in body
    assert '<a class="ds-link phone" href="tel:+4773199700">73 19 97 00</a>' in body
    assert body.index("tel:116111") < body.index("<fieldset")
    assert "tel:" not in phone.get("/sporsmal/choice").content.decode()


@pytest.mark.parametrize("sent", ["6", "0", "-1", "x", "4.0", "1 OR 1=1", "<script>alert(1)</script>"])
def test_answer_that_is_no_option_is_told_at_the_question_and_loses_nothing(phone, link, sent):
    phone.begins(link)

    response = phone.sends("choice", motivation=sent, interest=2)
    body = response.content.decode()

    assert response.status_code == 422
    assert 'href="#q-motivation"' in body
    assert 'aria-describedby="q-motivation-error"' in body
    assert "Vi klarte ikke å lese svaret ditt. Velg ett av disse." in walking.words(response)
    assert 'id="interest-2" value="2" checked' in body
    assert 'id="trade_wanted-skip" value="">' in body
    assert 'id="motivation-skip" value="">' in body
    assert "<script>alert" not in body
    assert walking.n_drafts() == 0


def test_fields_that_are_no_questions_of_the_page_are_ignored(phone, link):
    phone.begins(link)

    phone.sends("choice", motivation=4, bullied=5, no_such_question=1, next=3)

    assert 'id="bullied-5" value="5">' in phone.get("/sporsmal/harm").content.decode()


@pytest.mark.parametrize("page", ["/sporsmal/no_such_page", "/sporsmal/", "/sporsmal/choice/more"])
def test_page_that_is_not_in_the_questionnaire_is_not_found(phone, link, page):
    phone.get(link)

    assert phone.get(page).status_code == 404


def test_draft_is_locked_under_the_link(phone, link):
    from laerling.responses.models import Draft

    phone.begins(link)
    phone.sends("choice", motivation=4)

    sealed = bytes(Draft.objects.get().sealed)
    assert b"motivation" not in sealed


def test_fully_answered_draft_fits(phone, link):
    answers = {question.code: max(question.scale.values) for question in walking.questionnaire().questions}

    response = phone.answers_all(link, **answers)

    assert response.request["PATH_INFO"] == "/levere"


def test_save_after_the_close_says_that_it_did_not_arrive(phone, link):
    phone.begins(link)
    walking.database_clock(walking.AFTER_THE_LAST_DAY)

    response = phone.sends("choice", motivation=4)

    assert response.status_code == 410
    assert "Det du nettopp sendte, kom ikke med" in walking.words(response)
    assert walking.n_drafts() == 0
