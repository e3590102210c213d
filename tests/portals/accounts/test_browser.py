"""In a real browser: the pages of who has access are accessible, fit, and let a colleague in by keyboard alone."""

import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from laerling.access.models import Grant

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.xdist_group("accounts-browser")]


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
def visit(chromium, live_server):
    """Open a page of somebody who is signed in already."""
    contexts = []

    def enter(client, **look):
        context = chromium.new_context(**({"viewport": {"width": 1280, "height": 900}, "locale": "nb-NO"} | look))
        cookie = client.cookies["laerling_session"].value
        context.add_cookies([{"name": "laerling_session", "value": cookie, "url": live_server.url}])
        contexts.append(context)
        return context.new_page()

    yield enter
    for context in contexts:
        context.close()


# Layout follows the width and colours the scheme: each of them once.
@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_pages_are_accessible_and_fit(visit, live_server, vestland, somebody, width, scheme):
    kari = somebody("Kari", "county", "46", "orderer", "support")
    grant = Grant.objects.filter(account=kari).first()
    page = visit(vestland, viewport={"width": width, "height": 900}, color_scheme=scheme)
    ends = ["", "?vis=tidligere", "ny/", f"person/{kari.pk}/", f"{grant.pk}/avslutt/", f"{grant.pk}/varighet/"]
    for end in [*ends, "bekreft/", "under/", "?for=county:03"]:
        page.goto(f"{live_server.url}/tilgang/{end}")
        assert Axe().run(page).response["violations"] == [], end
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, end


def test_colleague_is_let_in_by_keyboard_alone(visit, live_server, vestland):
    page = visit(vestland, java_script_enabled=False)
    page.goto(f"{live_server.url}/tilgang/")
    page.get_by_role("link", name="Legg til en kollega").press("Enter")
    page.get_by_label("E-postadresse").focus()
    page.keyboard.type("ny@eksempel.no")
    page.keyboard.press("Tab")
    page.keyboard.type("Ny Kollega")
    for key in ("Tab", "Tab", "Space"):
        page.keyboard.press(key)
    page.get_by_label("Hvorfor").focus()
    page.keyboard.type("sender ut")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ny Kollega")
    assert Grant.objects.get(account__email="ny@eksempel.no").role == "orderer"
