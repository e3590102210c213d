"""The script of the answering site in a real browser: it saves as one goes, and loses nothing where there is no network."""

import re
import time

import pytest
from playwright.sync_api import expect
from tests.portals.answering import walking

from laerling.responses import answering

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAVED, ALL_SAVED = "Alt er lagret.", re.compile("lagret")


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def choose(page, question, value):
    page.locator(f'label[for="{question}-{value}"]').click()


def draft(link):
    token = link.rpartition("/")[2]
    return answering.read_draft(token, answering.look_up(token)) or {}


def eventually(test, seconds=8):
    """Wait until something is true of the database; the browser works meanwhile."""
    until = time.monotonic() + seconds
    while not test():
        assert time.monotonic() < until
        time.sleep(0.1)


@pytest.fixture
def page(phone, link):
    """Somebody who has begun, with script."""
    page = phone(script=True)
    page.goto(link)
    press(page, "Start")
    expect(page).to_have_url(re.compile("/sporsmal/choice$"))
    return page


def unsent(page):
    return page.evaluate("sessionStorage.getItem('laerling-unsent')")


def line(page):
    return page.locator("#saving")


def test_choice_is_saved_without_pressing_a_button(page, link):
    expect(line(page)).to_have_text("Svarene blir lagret mens du svarer.")
    choose(page, "motivation", 4)
    choose(page, "trade_wanted", 2)

    expect(line(page)).to_have_text(SAVED)
    assert draft(link) == {"motivation": 4, "trade_wanted": 2}
    assert unsent(page) is None
    expect(page.get_by_role("status")).to_have_text(SAVED)


def test_dead_spot_is_told_and_what_was_chosen_comes_when_it_is_over(page, link):
    page.context.set_offline(True)
    expect(line(page)).to_have_text("Ingen dekning. Alt du har svart til nå, er lagret.")
    choose(page, "motivation", 4)

    expect(line(page)).to_have_text(re.compile("^Ingen dekning. De siste svarene ligger på telefonen"))
    expect(page.get_by_role("status")).to_have_text(re.compile("^Ingen dekning"))
    assert draft(link) == {}

    page.context.set_offline(False)
    expect(line(page)).to_have_text(SAVED)
    assert draft(link) == {"motivation": 4}


def test_next_in_a_dead_spot_says_what_happens_and_goes_on_by_itself(page, link):
    page.context.set_offline(True)
    choose(page, "motivation", 4)
    press(page, "Neste")

    expect(line(page)).to_have_text("Ingen dekning. Vi går videre så snart nettet er tilbake. La siden stå åpen.")
    expect(page).to_have_url(re.compile("/sporsmal/choice$"))
    expect(page.locator("#motivation-4")).to_be_checked()

    page.context.set_offline(False)
    expect(page).to_have_url(re.compile("/sporsmal/wellbeing$"))
    assert draft(link)["motivation"] == 4


def test_network_that_swallows_a_try_is_tried_again(page, link):
    page.route(
        "**/sporsmal/choice", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    choose(page, "motivation", 4)
    expect(line(page)).to_have_text(re.compile("^Ingen dekning"))

    page.unroute("**/sporsmal/choice")

    expect(line(page)).to_have_text(SAVED)
    assert draft(link) == {"motivation": 4}


def test_site_that_is_full_is_told_and_tried_again_when_it_says(page, link):
    full = {"status": 503, "headers": {"Retry-After": "1"}, "body": ""}
    page.route("**/sporsmal/choice", lambda route: route.fulfill(**full) if route.request.method == "POST" else None)
    choose(page, "motivation", 4)
    expect(line(page)).to_have_text(re.compile("^Vi har ikke fått de siste svarene dine ennå"))

    page.unroute("**/sporsmal/choice")

    expect(line(page)).to_have_text(SAVED)


def test_closed_tab_has_sent_the_last_choice(page, link):
    choose(page, "motivation", 5)
    page.close(run_before_unload=True)

    eventually(lambda: draft(link) == {"motivation": 5})


def test_reload_in_a_dead_spot_puts_back_what_had_not_come(page, link):
    page.context.set_offline(True)
    choose(page, "motivation", 2)
    expect(line(page)).to_have_text(re.compile("^Ingen dekning"))
    page.route(
        "**/sporsmal/choice", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    page.context.set_offline(False)
    page.reload()

    expect(page.locator("#motivation-2")).to_be_checked()
    page.unroute("**/sporsmal/choice")
    expect(line(page)).to_have_text(SAVED)
    assert draft(link) == {"motivation": 2}


def test_what_waits_in_the_tab_cannot_be_read(page):
    page.context.set_offline(True)
    choose(page, "motivation", 4)
    expect(line(page)).to_have_text(re.compile("^Ingen dekning"))

    page.wait_for_function("sessionStorage.getItem('laerling-unsent')")
    assert "motivation" not in page.evaluate("atob(sessionStorage.getItem('laerling-unsent'))")
    assert page.evaluate("Object.keys(localStorage).length") == 0


def _with_something_unsent(page):
    """Leave an answer in the tab that never came: the network was gone, and the person went on by the address bar."""
    page.route(
        "**/sporsmal/choice", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    choose(page, "motivation", 4)
    page.wait_for_function("sessionStorage.getItem('laerling-unsent')")


@pytest.mark.parametrize("where", ["/senere", "/", "/vil-ikke-svare", "/takk"])
def test_borrowed_phone_keeps_nothing(page, link, where):
    _with_something_unsent(page)
    if where == "/takk":
        token = link.rpartition("/")[2]
        answering.submit(token, answering.look_up(token), {})

    page.goto(link.rpartition("/s/")[0] + where)

    page.wait_for_function("sessionStorage.getItem('laerling-unsent') === null")
    if where == "/senere":
        assert page.context.cookies() == [one for one in page.context.cookies() if "csrf" in one["name"]]


def test_next_person_on_the_phone_does_not_send_the_last_ones_answers(page, link):
    _with_something_unsent(page)
    # The page sends the last of it as it is left: the browser carries the next person's link by then.
    page.unroute("**/sporsmal/choice")
    other = link.rpartition("/s/")[0] + walking.person()

    page.goto(other)
    press(page, "Start")
    expect(page).to_have_url(re.compile("/sporsmal/choice$"))
    page.wait_for_function("sessionStorage.getItem('laerling-unsent') === null")

    expect(page.locator("#motivation-4")).not_to_be_checked()
    assert draft(other) == {}


def test_two_tabs_send_each_what_was_changed_in_them(page, link):
    second = page.context.new_page()
    second.goto(page.url)
    choose(page, "motivation", 4)
    choose(second, "trade_wanted", 2)
    expect(line(page)).to_have_text(SAVED)
    expect(line(second)).to_have_text(SAVED)

    assert draft(link) == {"motivation": 4, "trade_wanted": 2}


def test_tab_left_behind_comes_to_the_thanks(page, link):
    token = link.rpartition("/")[2]
    answering.submit(token, answering.look_up(token), {"motivation": 5})

    choose(page, "motivation", 1)

    expect(page).to_have_url(re.compile("/takk$"))
    assert (walking.n_ballots(), walking.n_drafts()) == (1, 0)


def test_delivering_without_network_says_so_and_twice_is_once(page, link):
    base = link.rpartition("/s/")[0]
    choose(page, "motivation", 4)
    expect(line(page)).to_have_text(SAVED)
    page.goto(base + "/levere")
    page.context.set_offline(True)
    press(page, "Lever svarene mine")
    expect(page.get_by_role("alert").filter(has_text="Ingen dekning")).to_be_visible()
    assert walking.n_ballots() == 0

    page.context.set_offline(False)
    page.get_by_role("button", name="Lever svarene mine", exact=True).dblclick()

    expect(page).to_have_url(re.compile("/takk$"))
    assert (walking.n_ballots(), walking.n_answered()) == (1, 1)


def test_language_is_switched_with_what_was_chosen_just_before(page, link):
    choose(page, "motivation", 3)
    press(page, "Nynorsk")

    expect(page.get_by_role("button", name="Neste", exact=True)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "nn")
    expect(page.locator("#motivation-3")).to_be_checked()


def test_browsers_back_shows_what_is_saved(page, link):
    choose(page, "motivation", 3)
    press(page, "Neste")
    expect(page).to_have_url(re.compile("/sporsmal/wellbeing$"))
    page.go_back()

    expect(page.locator("#motivation-3")).to_be_checked()


def test_console_says_nothing(page):
    choose(page, "motivation", 3)
    expect(line(page)).to_have_text(ALL_SAVED)
    press(page, "Neste")
    expect(page).to_have_url(re.compile("/sporsmal/wellbeing$"))

    assert page.said == []
