"""In a real browser: a passkey from making it to signing in with it; pages that fit, in both colours, without faults."""

import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright
from tests.invitations.people import office
from tests.portals.signin.conftest import PASSWORD

from laerling.kernel import clock

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.xdist_group("signin-browser")]


@pytest.fixture(scope="module")
def chromium():
    """Start Chromium once; Debian's own where it is."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def url(live_server):
    """The site under a name: browsers make no passkeys for bare numbers."""
    return live_server.url.replace("127.0.0.1", "localhost")


def enter(page, url, account):
    page.goto(f"{url}/logg-inn/")
    page.get_by_label("E-postadresse").fill(account.email)
    page.get_by_label("Passord").fill(PASSWORD)
    page.get_by_role("button", name="Logg inn", exact=True).click()


def test_passkey_is_made_and_signs_in_without_a_password(chromium, url, office_person):
    context = chromium.new_context(locale="nb-NO")
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    enter(page, url, office_person)
    page.goto(f"{url}/konto/passnokkel/")
    page.get_by_label("Hva du kaller den").fill("Min bærbare")
    page.get_by_role("button", name="Lag passnøkkelen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Reservekoder")
    page.get_by_role("button", name="Logg ut").click()

    page.goto(f"{url}/logg-inn/")
    page.get_by_role("button", name="Logg inn med passnøkkel").click()
    expect(page.get_by_role("link", name="Kari")).to_be_visible()
    page.get_by_role("button", name="Logg ut").click()

    enter(page, url, office_person)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ett trinn til")
    page.get_by_role("button", name="Bruk passnøkkelen").click()
    expect(page.get_by_role("link", name="Kari")).to_be_visible()
    assert said == []
    context.close()


PAGES = ["/logg-inn/", "/logg-inn/kontor/", "/glemt-passord/", "/glemt-passord/sendt/", "/lenke/", "/logget-ut/"]
OWN = ["/konto/", "/konto/passord/", "/konto/epost/", "/konto/app/", "/konto/passnokkel/"]
COUNTYS = ["/kontorbrev/", "/kontorbrev/brev/"]


# Layout follows the width and colours the scheme: each of them once.
@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_pages_are_accessible_and_fit(chromium, url, office_person, give, by, scheme, width):
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, locale="nn-NO")
    page = context.new_page()
    faults = {}

    def look(address):
        page.goto(url + address)
        found = [
            (one["id"], [node["target"] for node in one["nodes"]]) for one in Axe().run(page).response["violations"]
        ]
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if found or wide > 0:
            faults[address] = (found, wide)

    for address in PAGES:
        look(address)
    page.goto(f"{url}/logg-inn/")
    page.get_by_label("E-postadresse").fill(office_person.email)
    page.get_by_label("Passord").fill(PASSWORD)
    page.get_by_role("button", name="Logg inn", exact=True).click()
    for address in OWN:
        look(address)
    assert faults == {}
    context.close()


def test_county_pages_are_accessible_and_fit(chromium, url, account, give, by, client):
    office()
    give(account, "county", "46")
    client.force_login(account)
    client.post("/kontorbrev/", {"last_on": clock.today().replace(year=clock.today().year + 1).isoformat()})
    context = chromium.new_context(viewport={"width": 320, "height": 900}, locale="nb-NO")
    cookie = client.cookies["laerling_session"].value
    context.add_cookies([{"name": "laerling_session", "value": cookie, "url": url}])
    page = context.new_page()
    for address in [*COUNTYS, "/konto/totrinn/"]:
        page.goto(url + address)
        assert Axe().run(page).response["violations"] == [], address
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, (
            address
        )
    context.close()


def test_warning_comes_before_the_end_and_a_button_keeps_the_session(chromium, url, office_person, settings):
    settings.SESSION_IDLE_SECONDS, settings.SESSION_WARN_SECONDS = 12, 8
    context = chromium.new_context(locale="nb-NO")
    page = context.new_page()
    enter(page, url, office_person)
    warning = page.get_by_text("Du blir snart logget ut")
    expect(warning).to_be_hidden()
    expect(warning).to_be_visible(timeout=9000)
    page.get_by_role("button", name="Forbli innlogget").click()
    expect(warning).to_be_hidden()
    page.reload()
    expect(page.get_by_role("link", name="Kari")).to_be_visible()
    context.close()


def test_letter_prints_one_sheet_per_office(chromium, url, account, give, client):
    office()
    office(orgnr="312000023", name="Elektro")
    give(account, "county", "46")
    client.force_login(account)
    client.post("/kontorbrev/", {"last_on": clock.today().replace(year=clock.today().year + 1).isoformat()})
    context = chromium.new_context(locale="nb-NO")
    context.add_cookies([{"name": "laerling_session", "value": client.cookies["laerling_session"].value, "url": url}])
    page = context.new_page()
    page.goto(f"{url}/kontorbrev/brev/")
    pdf = page.pdf(format="A4")
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") == 2 or b"/Count 2" in pdf
    context.close()
