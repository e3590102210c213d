"""What the script sends while somebody answers: the page's own form, answered with nothing."""

import re

from tests.portals.answering import walking

from laerling.responses import answering


def saves(phone, page, **answers):
    return phone.sends(page, go="save", follow=False, **answers)


def draft(link):
    token = link.removeprefix("/s/")
    return answering.read_draft(token, answering.look_up(token))


def test_choice_is_saved_and_answered_with_nothing(phone, link):
    phone.begins(link)

    response = saves(phone, "choice", motivation=4)

    assert (response.status_code, response.content) == (204, b"")
    assert draft(link) == {"motivation": 4}
    assert "no-store" in response["Cache-Control"]


def test_what_is_not_sent_is_neither_lost_nor_skipped(phone, link):
    phone.begins(link)
    saves(phone, "choice", motivation=4)
    saves(phone, "choice", trade_wanted=2)

    assert draft(link) == {"motivation": 4, "trade_wanted": 2}


def test_skipping_is_saved_as_an_answer_is(phone, link):
    phone.begins(link)
    saves(phone, "choice", motivation=4)
    saves(phone, "choice", motivation="")

    assert draft(link) == {"motivation": 0}


def test_nonsense_saves_what_can_be_read(phone, link):
    phone.begins(link)

    assert saves(phone, "choice", motivation="tull", trade_wanted=1).status_code == 204
    assert draft(link) == {"trade_wanted": 1}


def test_saved_page_is_where_one_goes_on(phone, link):
    phone.begins(link)
    saves(phone, "choice", motivation=4)

    assert "/sporsmal/choice" in walking.Phone().begins(link).request["PATH_INFO"]


def test_save_after_delivery_from_another_tab_keeps_nothing(phone, link):
    phone.answers_all(link)
    phone.post("/levere")

    assert saves(phone, "choice", motivation=1)["Location"] == "/takk"
    assert walking.n_drafts() == 0


def test_save_takes_at_most_four_statements(phone, link, django_assert_max_num_queries):
    phone.begins(link)
    with django_assert_max_num_queries(4):
        assert saves(phone, "choice", motivation=2).status_code == 204


def test_key_of_the_tab_goes_with_the_link_and_tells_nothing_of_it(phone, link):
    cookies = phone.get(link).cookies
    again = walking.Phone().get(link).cookies

    key = cookies["laerling_tab"]
    assert (len(key.value), key["httponly"], key["samesite"], key["max-age"]) == (32, "", "Lax", "")
    assert key.value == again["laerling_tab"].value
    assert link.removeprefix("/s/") not in key.value
    assert phone.get("/senere").cookies["laerling_tab"]["max-age"] == 0


def test_key_of_the_tab_is_bound_to_the_host_under_https(phone, link, settings):
    settings.SESSION_COOKIE_SECURE = True

    cookie = phone.get(link).cookies["__Host-tab"]

    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")


def test_page_that_one_left_open_sends_nothing_into_the_next_ones_answers(link):
    other = walking.person()
    browser = walking.Phone(enforce_csrf_checks=True)
    left_open = _form(browser, link)
    _form(browser, other)

    for go in ("save", "next"):
        sent = browser.post("/sporsmal/choice", {"go": go, "answer-motivation": "4", "csrfmiddlewaretoken": left_open})
        assert sent.status_code == 403
    assert not draft(other)


def test_same_link_in_a_second_tab_leaves_the_first_as_good_as_it_was(link):
    browser = walking.Phone(enforce_csrf_checks=True)
    first = _form(browser, link)
    _form(browser, link)

    sent = browser.post("/sporsmal/choice", {"go": "save", "answer-motivation": "4", "csrfmiddlewaretoken": first})
    assert sent.status_code == 204


def _form(browser, link):
    """Open a link and the first page behind it; return what its form proves its origin by."""
    browser.get(link)
    page = browser.get("/sporsmal/choice").content.decode()
    return re.search('name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
