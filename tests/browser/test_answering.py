"""The answering site in a real browser, the size of a phone: by thumb, by keyboard, and looked over by axe."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from tests.portals.answering import walking

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def begin(page, link):
    page.goto(link)
    press(page, "Start")
    expect(page).to_have_url(re.compile("/sporsmal/"))


def choose(page, question, value):
    """Press the row, as a thumb does: it lies over its own round button."""
    page.locator(f'label[for="{question}-{value}"]').click()


def walk(page, link, **chosen):
    """Answer every question with 1, or what is chosen for it, up to the last look."""
    begin(page, link)
    while "/sporsmal/" in page.url:
        for group in page.locator("fieldset").all():
            question = (group.get_attribute("id") or "").removeprefix("q-")
            choose(page, question, chosen.get(question, 1))
        press(page, "Neste")


def faults(page):
    return [(one["id"], [node["target"] for node in one["nodes"]]) for one in Axe().run(page).response["violations"]]


def test_whole_survey_by_thumb_without_script(phone, link):
    page = phone()
    walk(page, link, bullied=3)
    expect(page.get_by_role("heading", level=1)).to_have_text("Klar til å levere?")

    press(page, "Lever svarene mine")

    expect(page).to_have_url(re.compile("/takk$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Takk for at du svarte!")
    assert (walking.n_ballots(), walking.n_answered()) == (1, 1)


def test_language_is_switched_without_losing_the_choice(phone, link):
    page = phone()
    begin(page, link)
    choose(page, "motivation", 5)

    press(page, "Nynorsk")

    expect(page.get_by_role("group", name="Kor motivert er du for å lære faget?")).to_be_visible()
    expect(page.get_by_role("radio", name="Svært motivert")).to_be_checked()


# Layout follows the width and colours the scheme: each of them once.
@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (390, "light"), (1280, "dark")])
def test_every_page_is_accessible_and_fits(phone, link, width, scheme):
    page = phone(width=width, scheme=scheme, script=True)
    found = {}

    def look(name):
        too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found[name] = (faults(page), max(too_wide, 0))

    page.goto(link.rpartition("/s/")[0] + "/")
    look("code")
    press(page, "Gå videre")
    look("code missing")
    page.goto(link)
    page.locator("summary").click()
    look("start")
    page.goto(link + "?nei")
    look("decline")
    press(page, "Jeg vil ikke svare")
    look("declined")
    press(page, "Jeg vil svare likevel")
    for part in walking.questionnaire().pages:
        page.goto(link.rpartition("/s/")[0] + f"/sporsmal/{part.code}")
        if part.code == "harm":
            choose(page, "bullied", 3)
            press(page, "Neste")
        look(part.code)
    page.goto(link.rpartition("/s/")[0] + "/sporsmal/harm_followed")
    page.locator('input[name="answer-harm_told"]').first.evaluate("one => { one.value = 'x'; one.checked = true }")
    press(page, "Neste")
    look("fault")
    page.goto(link.rpartition("/s/")[0] + "/levere")
    look("check")
    press(page, "Lever svarene mine")
    look("thanks")
    page.goto(link.rpartition("/s/")[0] + "/s/finnesikke")
    look("unknown")

    assert {name: what for name, what in found.items() if what != ([], 0)} == {}
    # The refused answer and the unknown link are told by their status too.
    assert [line for line in page.said if "status of 4" not in line] == []


def test_every_target_is_large_enough_for_a_thumb(phone, link):
    page = phone(script=True)
    begin(page, link)

    rows = page.locator(".choices > .ds-field").all() + page.locator("main button").all()
    assert len(rows) > 20
    assert [row.bounding_box() for row in rows if (row.bounding_box() or {"height": 0})["height"] < 44] == []


def test_row_is_chosen_by_pressing_anywhere_on_it(phone, link):
    page = phone()
    begin(page, link)
    row = page.locator(".choices > .ds-field").nth(1)

    box = row.bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] - 4, box["y"] + box["height"] - 4)

    expect(row.locator("input")).to_be_checked()


def test_page_is_answered_by_keyboard_alone(phone, link):
    page = phone(script=True)
    begin(page, link)

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.id") == "trade_wanted-2"
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/sporsmal/wellbeing$"))
    page.go_back()
    expect(page.locator("#trade_wanted-2")).to_be_checked()


def test_text_of_double_size_still_fits(phone, link):
    page = phone(width=390, script=True)
    begin(page, link)

    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_page_is_accessible_in_forced_colours(phone, link):
    page = phone(script=True, forced="active")
    begin(page, link)
    choose(page, "trade_wanted", 2)

    assert faults(page) == []
    expect(page.locator("#trade_wanted-2")).to_be_checked()
