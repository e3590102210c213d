"""A borrowed phone is handed on: what the browser keeps of the one who was here, asked of the browser itself."""

import re

import pytest
from playwright.sync_api import expect
from tests.gatherings import rooms
from tests.invitations.people import OFFICE, invited, office
from tests.portals.answering import walking
from tests.portals.answering.walking import IN_OCTOBER

from laerling.gatherings import queries
from laerling.kernel import clock
from laerling.portals.answering import limits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Everything a page can leave in a browser, by where it lies.
KEPT = """async () => ({
    session: Object.keys(sessionStorage),
    local: Object.keys(localStorage),
    databases: (await indexedDB.databases()).map((one) => one.name),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
NOTHING = {"session": [], "local": [], "databases": [], "caches": [], "workers": 0}


@pytest.fixture
def seated(phone, server, settings, tmp_path):
    """Somebody with script who has taken their seat in a room and begun, on a borrowed phone."""
    for allowance in (limits.ROOM_CODES, limits.SEATS):
        allowance.forget()
    walking.round_with_key(tmp_path)
    settings.DEMO = True
    clock.set_demo_clock(IN_OCTOBER)
    office()
    rooms.with_numbers(invited(12, office_orgnr=OFFICE))
    wall = queries.wall(rooms.BYGGOPP, rooms.opened(), rooms.NOW).code
    page = phone(script=True)
    page.goto(f"{server.url}/rom/?kode={wall}")
    press(page, "Gå videre")
    page.get_by_role("textbox").fill(rooms.mobile(0))
    press(page, "Gå videre")
    press(page, "Start")
    expect(page).to_have_url(re.compile("/sporsmal/choice$"))
    return page


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def unsent(page):
    """Leave a choice in the tab that has not reached us."""
    page.route(
        re.compile("/sporsmal/"), lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    page.locator('label[for="motivation-4"]').click()
    page.wait_for_function("sessionStorage.length > 0")


def cookies(page):
    """Return the names of cookies that hold anything."""
    return {one["name"] for one in page.context.cookies() if one["value"]}


@pytest.mark.parametrize("way", ["declined", "later"])
def test_done_on_this_phone_leaves_nothing_in_the_browser(seated, server, way):
    page = seated
    unsent(page)
    assert page.evaluate(KEPT)["session"] == ["laerling-unsent"]
    assert {"laerling_link", "laerling_tab"} <= cookies(page)

    if way == "declined":
        page.goto(f"{server.url}/vil-ikke-svare")
        press(page, "Jeg vil ikke svare")
        press(page, "Jeg er ferdig på denne telefonen")
    else:
        page.goto(f"{server.url}/senere")
        page.get_by_role("link", name="Telefonen er til nestemann").click()

    expect(page).to_have_url(re.compile("/rom/$"))
    assert page.evaluate(KEPT) == NOTHING
    # Which room one sits in is nobody's own, and lasts a quarter of an hour.
    assert not [name for name in cookies(page) if name.endswith(("link", "tab"))]


def test_whoever_is_next_sees_nothing_of_the_one_before_by_going_back(seated, server):
    page = seated
    unsent(page)
    page.goto(f"{server.url}/vil-ikke-svare")
    press(page, "Jeg vil ikke svare")
    press(page, "Jeg er ferdig på denne telefonen")
    expect(page).to_have_url(re.compile("/rom/$"))

    for _step in range(5):
        page.go_back()
        assert page.locator("input[type=radio]:checked").count() == 0

    assert page.evaluate(KEPT) == NOTHING
