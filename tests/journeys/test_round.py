"""A whole round by hand: real HTTP, real SMTP, real PostgreSQL, a real browser, the demo's own processes."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journey")]

COUNTY = "vestland@eksempel.no"
OTHER_COUNTY = "rogaland@eksempel.no"
OFFICE = "kontor@eksempel.no"
DIRECTORATE = "direktoratet@eksempel.no"
LINE = "Vi håper du tar deg ti minutter."
# The worker looks at the calendar every ten seconds, and the urn takes a moment to open.
A_WHILE = 60_000


@pytest.fixture
def sign_in(stage, browser):
    """Open a browser of one's own, signed in as somebody."""
    contexts = []

    def enter(email):
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 900}, locale="nb-NO"))
        page = contexts[-1].new_page()
        page.goto(f"{stage.staff}/logg-inn/")
        page.get_by_label("E-post").fill(email)
        page.get_by_label("Passord").fill(stage.passwords[email])
        page.get_by_role("button", name="Logg inn", exact=True).click()
        if stage.secrets[email]:
            page.get_by_label("Kode fra appen").fill(stage.code(email))
            page.get_by_role("button", name="Gå videre").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Lærlingundersøkelsen 2026")
        return page

    yield enter
    for context in contexts:
        context.close()


_CLOCK = r"Klokka viser (\d+)\. (\w+) (\d{4}) kl\. (\d\d)\.(\d\d)"
_MONTHS = {"oktober": "10", "november": "11", "desember": "12"}


@pytest.fixture
def phone(browser):
    """A phone-sized browser without script."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="nb-NO", java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_round_runs_from_the_list_to_the_protected_result(stage, sign_in, phone):
    county = sign_in(COUNTY)
    see_the_list_and_its_faults(county, stage)
    order_an_invitation(county)
    link = read_the_letter(phone, stage)
    answer_with_skips_and_a_break(phone, link)
    see_one_more_answered(county, stage)
    close_open_and_release(sign_in(DIRECTORATE), phone, stage)
    see_protected_results(county, stage)
    see_protected_results(sign_in(OTHER_COUNTY), stage)
    see_protected_results(sign_in(OFFICE), stage, hides=True)


def see_the_list_and_its_faults(page, stage):
    expect(page.get_by_text("Siste dag å svare").first).to_be_visible()
    page.get_by_role("link", name="De som blir spurt").click()
    page.get_by_role("link", name="Utvalget", exact=True).click()
    expect(page.get_by_role("row").nth(1)).to_be_visible()
    page.goto(f"{stage.staff}/kvalitet/feil/")
    expect(page.get_by_role("row").nth(1)).to_be_visible()


def order_an_invitation(page):
    page.get_by_role("link", name="Gjennomføringen", exact=True).first.click()
    page.get_by_role("link", name="Lag en utsendelse").click()
    page.get_by_text("Legg til en egen linje").click()
    page.get_by_label("Deres egen linje, på bokmål").fill(LINE)
    page.get_by_label("Den samme linjen, på nynorsk").fill("Vi vonar du tek deg ti minutt.")
    # At this very minute: what is sent without a time waits five minutes, so that it can be undone.
    day, month, year, hour, minute = re.search(_CLOCK, page.get_by_text("Klokka viser").first.inner_text()).groups()
    page.get_by_label("Dag").fill(f"{year}-{_MONTHS[month]}-{int(day):02d}")
    page.get_by_label("Klokkeslett").fill(f"{hour}:{minute}")
    page.get_by_role("button", name="Se hvem som får den").click()
    expect(page.get_by_text(f"Melding fra Vestland fylkeskommune: {LINE}")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Send til")).click()
    expect(page.get_by_text("Utsendelsen er bestilt.")).to_be_visible()
    expect(_reloading(page, page.get_by_text("levert til nettet"))).to_be_visible()


def read_the_letter(phone, stage):
    phone.goto(stage.inbox)
    phone.get_by_role("table").get_by_role("link").first.click()
    # Whoever's written form is unknown gets the letter in both.
    expect(phone.get_by_text(LINE).or_(phone.get_by_text("Vi vonar du tek deg ti minutt.")).first).to_be_visible()
    return phone.locator(f'a[href^="{stage.answering}/s/"]').first.get_attribute("href")


def answer_with_skips_and_a_break(phone, link):
    phone.goto(link)
    assert "/s/" not in phone.url
    phone.get_by_role("button", name="Start").click()
    phone.get_by_role("radio").first.check()
    phone.get_by_role("button", name=re.compile("^Neste$")).last.click()
    phone.get_by_role("button", name=re.compile("^(Tilbake|Attende)$")).click()
    expect(phone.get_by_role("radio").first).to_be_checked()
    phone.context.clear_cookies()
    phone.goto(link)
    phone.get_by_role("button", name=re.compile("Fortsett|Hald fram|Start")).first.click()
    while "/levere" not in phone.url:
        phone.get_by_role("button", name=re.compile("^Neste$")).last.click()
    phone.get_by_role("button", name=re.compile("^Lever")).last.click()
    expect(phone).to_have_url(re.compile("/takk$"))
    phone.goto(link)
    expect(phone).to_have_url(re.compile("/takk$"))


def see_one_more_answered(page, stage):
    page.goto(f"{stage.staff}/status/")
    figure = page.locator(".figure").filter(has_text=re.compile("Har svart"))
    # The worker counts; a demo's does so several times a minute.
    expect(_reloading(page, figure.locator(".figure-value", has_text=re.compile("^1$")))).to_be_visible()


def close_open_and_release(page, phone, stage):
    set_clock(phone, stage, "2026-12-21")
    page.goto(f"{stage.staff}/styr/")
    _reloading(page, page.get_by_role("button", name="Åpne med demonstrasjonens nøkler")).click()
    _reloading(page, page.get_by_role("button", name="Lag de skjermede resultatene")).click()
    released = page.locator("li.step").filter(has_text="Skjermede resultater")
    # The first release on a machine compiles its rules.
    expect(_reloading(page, released.get_by_text("Gjort"), while_=3 * A_WHILE)).to_be_visible()
    page.goto(f"{stage.staff}/resultater/")
    expect(page.get_by_text(re.compile("2. januar"))).to_be_visible()
    set_clock(phone, stage, "2027-01-02")


def see_protected_results(page, stage, *, hides=False):
    page.goto(f"{stage.staff}/resultater/")
    expect(page.locator("svg[role=img]").first).to_be_visible()
    page.get_by_text("Indekser som tabell").click()
    expect(page.get_by_role("table").first).to_be_visible()
    if hides:
        # Only those who had something to tell were asked: too few in one office.
        page.get_by_role("link", name="Mer om det du har opplevd").click()
        expect(page.get_by_role("cell", name="skjermet").first).to_be_visible()


def set_clock(phone, stage, day):
    phone.goto(f"{stage.inbox}/skrivebord/")
    phone.locator(f'form:has(input[name=moment][value^="{day}"]) button').click(timeout=A_WHILE)
    expect(phone.get_by_role("status").first).to_be_visible(timeout=A_WHILE)
    # Every process reads the demo's clock anew within a second.
    phone.wait_for_timeout(1500)


def _reloading(page, locator, while_=A_WHILE):
    """Load the page again until something is there, as a person would."""
    for _ in range(while_ // 2000):
        if locator.count():
            break
        page.wait_for_timeout(2000)
        page.reload()
    return locator.first
