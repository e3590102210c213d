"""The style page in a real browser: no accessibility fault, nothing sideways, everything by keyboard."""

import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import include, path
from playwright.sync_api import sync_playwright

from laerling.portals.shell import style_page

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db(transaction=True), pytest.mark.browser]
urlpatterns = [
    path("", include("laerling.portals.shell.urls")),
    path("", include("laerling.portals.shell.staff_urls")),
    path("", include("laerling.portals.signin.urls")),
    path("deler/", style_page.show),
]


@pytest.fixture(scope="module")
def chromium():
    """Start Chromium once; Debian's own where it is."""
    # Playwright keeps an event loop in this thread, and Django then wants to be told that its own calls are meant.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def visit(chromium, live_server):
    """Open a page and return it with what the console said."""
    contexts = []

    def go(address, *, width=1280, scheme="light"):
        context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, locale="nb-NO")
        contexts.append(context)
        page = context.new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text) if message.type == "error" else None)
        page.goto(live_server.url + address)
        return page

    yield go
    for context in contexts:
        context.close()


# Layout follows the width and colours the scheme: each of them once.
@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
@pytest.mark.parametrize("address", ["/deler/", "/logg-inn/"])
def test_page_is_accessible_and_fits(visit, address, width, scheme):
    page = visit(address, width=width, scheme=scheme)

    faults = [(one["id"], [node["target"] for node in one["nodes"]]) for one in Axe().run(page).response["violations"]]
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    assert faults == []
    assert too_wide <= 0
    assert page.said == []


def test_first_tab_stop_skips_to_the_content(visit):
    page = visit("/logg-inn/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_error_summary_moves_to_the_field(visit):
    page = visit("/logg-inn/")

    page.click("main button")
    page.click(".ds-error-summary a >> nth=0")

    assert page.evaluate("document.activeElement.id") == "id_login"
