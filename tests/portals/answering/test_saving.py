"""What the script sends while somebody answers: the page's own form, answered with nothing."""

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
