"""A real browser, the size of a phone, before the answering site as its own process has it; and somebody of the staff."""

import os
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client, override_settings
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer
from tests.portals.answering import walking

from laerling.access import actions as access
from laerling.access.policy import ALL_TASKS
from laerling.kernel import clock
from laerling.kernel.types import SYSTEM


@pytest.fixture(scope="module")
def chromium():
    """Start Chromium once; Debian's own where it is."""
    # Playwright keeps an event loop in this thread, and Django then wants to be told that its own calls are meant.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        own = Path("/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=own if own.exists() else None, args=["--no-sandbox"])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="module")
def server():
    """The site with the settings of its own process, middleware and headers included."""
    as_in_its_process = override_settings(
        SITE="answering",
        ROOT_URLCONF="laerling.config.urls.answering",
        MIDDLEWARE=[one for one in django_settings.MIDDLEWARE if one not in walking.NOT_HERE],
    )
    with as_in_its_process:
        running = LiveServer("localhost")
        yield running
        running.stop()


@pytest.fixture
def link(server, settings, tmp_path):
    """One person's link on the running site, in an open round."""
    walking.round_with_key(tmp_path)
    walking.database_clock(walking.IN_OCTOBER)
    return server.url + walking.person()


@pytest.fixture
def phone(chromium):
    """Open pages, without script unless told otherwise; returns what the console complained of at the end."""
    contexts = []

    def take(*, width=390, scheme="light", script=False, forced="none"):
        context = chromium.new_context(
            viewport={"width": width, "height": 844},
            color_scheme=scheme,
            forced_colors=forced,
            java_script_enabled=script,
            locale="nb-NO",
            has_touch=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8000)
        page.said = []
        page.on("console", lambda message: page.said.append(message.text) if message.type == "error" else None)
        return page

    yield take
    for context in contexts:
        context.close()


@pytest.fixture
def staff(chromium, live_server):
    """Open a browser of one's own before the staff site, signed in for a unit: staff("county", "46")."""
    contexts = []

    def enter(kind, unit="", *, width=1280, scheme="light", script=False):
        account = _account(kind, unit, f"{kind}{len(contexts)}@eksempel.no")
        client = Client()
        client.force_login(account)
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, locale="nb-NO", java_script_enabled=script
        )
        contexts.append(context)
        context.add_cookies(
            [{"name": name, "value": morsel.value, "url": live_server.url} for name, morsel in client.cookies.items()]
        )
        page = context.new_page()
        page.set_default_timeout(8000)
        page.site = live_server.url
        return page

    yield enter
    for context in contexts:
        context.close()


def _account(kind, unit, email):
    now = clock.now()
    account = access.create_account(email=email, name="Kari", password="x" * 15, by=SYSTEM, now=now)
    access.grant(
        account=account,
        roles=ALL_TASKS[kind],
        unit_kind=kind,
        unit_code=unit,
        valid_from=date(2026, 1, 1),
        why="",
        by=SYSTEM,
        now=now,
    )
    return account
