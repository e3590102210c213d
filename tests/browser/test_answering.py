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
EVERY_SIZE = pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (390, "light"), (1280, "dark")])


class Looks:
    """What axe finds, and how far a page goes beyond the screen, by the names of pages and states."""

    def __init__(self, page, link):
        self._page, self._site = page, link.rpartition("/s/")[0]
        self._found = {}

    def goes(self, path):
        self._page.goto(self._site + path)

    def at(self, name):
        self._found[name] = (faults(self._page), _too_wide(self._page))

    def all_well(self, n):
        """Return whether all of the `n` looks were well and the console silent; a refusal is told by its status too."""
        assert {name: what for name, what in self._found.items() if what != ([], 0)} == {}
        said = [line for line in self._page.said if "status of 4" not in line and "DISCONNECTED" not in line]
        return (len(self._found), said) == (n, [])


@EVERY_SIZE
def test_every_page_on_the_way_in_is_accessible_and_fits(phone, link, width, scheme):
    page = phone(width=width, scheme=scheme, script=True)
    look = Looks(page, link)
    look.goes("/")
    look.at("code")
    press(page, "Gå videre")
    look.at("code missing")
    look.goes("/mistet-lenken")
    look.at("lost")
    press(page, "Send meg lenken")
    expect(page.get_by_role("textbox")).to_be_focused()
    look.at("lost missing")
    page.get_by_role("textbox").fill("kari@eksempel.no")
    press(page, "Send meg lenken")
    expect(page).to_have_url(re.compile("/sendt$"))
    look.at("lost sent")
    look.goes("/s/finnesikke")
    look.at("unknown")
    look.goes("/tilgjengelighet/")
    look.at("accessibility")
    page.goto(link)
    page.locator("summary").click()
    look.at("start")
    page.goto(link + "?nei")
    look.at("decline")
    press(page, "Jeg vil ikke svare")
    expect(page.get_by_role("heading", level=1)).to_have_text("Du får ikke flere påminnelser")
    look.at("declined")

    assert look.all_well(10)


@EVERY_SIZE
def test_every_page_of_questions_is_accessible_and_fits(phone, link, width, scheme):
    page = phone(width=width, scheme=scheme, script=True)
    look = Looks(page, link)
    begin(page, link)
    for part in walking.questionnaire().pages:
        look.goes(f"/sporsmal/{part.code}")
        look.at(part.code)
        if part.code == "harm":
            choose(page, "bullied", 3)
            press(page, "Neste")
            expect(page).to_have_url(re.compile("/harm_followed$"))
    look.goes("/sporsmal/harm_followed")
    page.locator('input[name="answer-harm_told"]').first.evaluate("one => { one.value = 'x'; one.checked = true }")
    press(page, "Neste")
    expect(page.locator(".ds-error-summary")).to_be_focused()
    look.at("fault")
    page.goto(link)
    page.locator("summary").click()
    look.at("begun")

    assert look.all_well(2 + len(walking.questionnaire().pages))


@EVERY_SIZE
def test_every_page_at_the_end_is_accessible_and_fits(phone, link, width, scheme):
    page = phone(width=width, scheme=scheme, script=True)
    look = Looks(page, link)
    begin(page, link)
    page.context.set_offline(True)
    choose(page, "motivation", 3)
    expect(page.locator("#saving")).to_have_attribute("data-state", "offline")
    look.at("offline")
    page.context.set_offline(False)
    expect(page.locator("#saving")).to_have_attribute("data-state", "saved")
    look.goes("/levere")
    look.at("check")
    page.context.set_offline(True)
    press(page, "Lever svarene mine")
    look.at("check offline")
    page.context.set_offline(False)
    press(page, "Lever svarene mine")
    expect(page).to_have_url(re.compile("/takk$"))
    look.at("thanks")

    assert look.all_well(4)


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (390, "dark")])
def test_pages_of_a_shut_round_and_of_a_pause_are_accessible_and_fit(phone, link, width, scheme):
    page = phone(width=width, scheme=scheme, script=True)
    found = {}
    begin(page, link)
    press(page, "Fortsett senere")
    expect(page).to_have_url(re.compile("/senere$"))
    found["later"] = (faults(page), _too_wide(page))
    for name, moment in (("not open", walking.BEFORE_IT_OPENS), ("closed", walking.AFTER_THE_LAST_DAY)):
        walking.database_clock(moment)
        page.goto(link)
        found[name] = (faults(page), _too_wide(page))
    page.goto(link.rpartition("/s/")[0] + "/s/eksempel-eksempel-eksempel")
    found["example"] = (faults(page), _too_wide(page))

    assert found == dict.fromkeys(found, ([], 0))


def _too_wide(page):
    return max(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"), 0)


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


def test_whole_survey_is_answered_and_delivered_by_keyboard_alone(phone, link):
    page = phone(script=True)
    page.goto(link)
    _tab_to(page, "Start")
    page.keyboard.press("Enter")
    while "/sporsmal/" in page.url or "/start" in page.url:
        expect(page).to_have_url(re.compile("/sporsmal/|/levere$"))
        if "/levere" in page.url:
            break
        before = page.url
        page.locator("fieldset input").first.focus()
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        expect(page).not_to_have_url(before)
    _tab_to(page, "Lever svarene mine")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/takk$"))
    assert walking.n_ballots() == 1


def _tab_to(page, name):
    """Press Tab until a button has the focus, which must be seen."""
    for _ in range(40):
        page.keyboard.press("Tab")
        at = page.evaluate(
            "[document.activeElement.textContent.trim(), getComputedStyle(document.activeElement).outlineStyle]"
        )
        if at[0] == name:
            assert at[1] != "none"
            return
    raise AssertionError(name)


@pytest.mark.parametrize("where", ["/", "/mistet-lenken", "/start", "/sporsmal/choice", "/sporsmal/harm", "/levere"])
def test_text_of_double_size_still_fits(phone, link, where):
    page = phone(width=390, script=True)
    begin(page, link)
    press(page, "Neste")
    page.goto(link.rpartition("/s/")[0] + where)

    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert _too_wide(page) == 0


def test_nothing_moves_for_whoever_wants_it_still(chromium, link):
    context = chromium.new_context(reduced_motion="reduce", viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(link)
    moving = page.evaluate("document.getAnimations().length")
    times = page.evaluate("[...document.querySelectorAll('*')].map(one => getComputedStyle(one).transitionProperty)")
    context.close()

    assert moving == 0
    assert set(times) <= {"none", "all"}


def test_names_are_those_a_screen_reader_needs(phone, link):
    page = phone(script=True)
    begin(page, link)

    for group in page.get_by_role("group").all():
        assert group.get_by_role("radio", name="Hopp over dette spørsmålet").count() == 1
    expect(page.get_by_role("group", name="Hvor motivert er du for å lære faget?")).to_have_count(1)
    expect(page.get_by_role("progressbar", name="Hvor langt du er kommet")).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert page.title().endswith("– Lærlingundersøkelsen 2026")


def test_page_is_accessible_in_forced_colours(phone, link):
    page = phone(script=True, forced="active")
    begin(page, link)
    choose(page, "trade_wanted", 2)

    assert faults(page) == []
    expect(page.locator("#trade_wanted-2")).to_be_checked()
