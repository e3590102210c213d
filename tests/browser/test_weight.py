"""What the answering site weighs, and how long it takes on a slow phone: measured by the browser itself.

The files are as they are served in operation: collected, with their fingerprints, compressed by WhiteNoise. Pages
are weighed as the process sends them; a proxy that compresses makes them a quarter of it.
"""

import re

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.test import override_settings
from django.test.testcases import LiveServerThread
from playwright.sync_api import expect
from tests.portals.answering import walking

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIRST_LOAD, EACH_PAGE = 60_000, 15_000
# Chrome's own "slow 3G", and a phone that is six times slower than this machine.
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
SLOWER = 6
FIRST_SECONDS, NEXT_SECONDS = 6.0, 3.5


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The site with its collected, compressed files."""
    folder = tmp_path_factory.mktemp("static")
    as_in_operation = override_settings(
        SITE="answering",
        ROOT_URLCONF="laerling.config.urls.answering",
        MIDDLEWARE=[one for one in django_settings.MIDDLEWARE if one not in walking.NOT_HERE],
        STATIC_ROOT=folder,
        STORAGES={"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}},
        ALLOWED_HOSTS=["localhost"],
    )
    with as_in_operation:
        call_command("collectstatic", interactive=False, verbosity=0)
        thread = LiveServerThread("localhost", lambda site: site)
        thread.daemon = True
        thread.start()
        thread.is_ready.wait()
        assert thread.error is None
        yield f"http://localhost:{thread.port}"
        thread.terminate()


@pytest.fixture
def link(served, settings, tmp_path):
    """One person's link on that site."""
    walking.round_with_key(tmp_path)
    walking.database_clock(walking.IN_OCTOBER)
    return served + walking.person()


class Scales:
    """Counts what comes over the wire, headers and redirects included, by file."""

    def __init__(self, page):
        self._open, self.weights = {}, []
        self.tools = page.context.new_cdp_session(page)
        self.tools.on(
            "Network.requestWillBeSent", lambda told: self._open.update({told["requestId"]: told["request"]["url"]})
        )
        self.tools.on("Network.loadingFinished", self._weigh)
        self.tools.send("Network.enable")

    def _weigh(self, told):
        self.weights.append((int(told["encodedDataLength"]), self._open[told["requestId"]]))

    def take(self):
        """Return the weight in bytes since last time, and of what."""
        found, self.weights = self.weights, []
        return sum(weight for weight, _url in found), found


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def test_first_load_and_each_page_are_light(phone, link):
    page = phone(script=True)
    scales = Scales(page)
    page.goto(link, wait_until="networkidle")
    first, of_what = scales.take()
    assert len({url for _weight, url in of_what if "/static/" in url}) == 6
    assert first < FIRST_LOAD, of_what

    press(page, "Start")
    seen = {}
    while "/sporsmal/" in page.url or not seen:
        page.wait_for_load_state("networkidle")
        seen[page.url], of_what = scales.take()
        # What has a fingerprint in its name is never asked for twice.
        assert [url for weight, url in of_what if weight and "/static/" in url] == []
        press(page, "Neste")
        page.wait_for_load_state("networkidle")

    assert len(seen) > 8
    assert {url: weight for url, weight in seen.items() if weight >= EACH_PAGE} == {}
    print(f"first load {first} bytes, heaviest page {max(seen.values())}")


def test_site_is_usable_on_a_slow_phone_over_3g(phone, link):
    page = phone(script=True)
    tools = page.context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", SLOW_3G)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})

    first = _seconds(page, lambda: page.goto(link))
    nexts = [_seconds(page, lambda: press(page, "Start"))]
    nexts += [_seconds(page, lambda: press(page, "Neste")) for _ in range(3)]

    expect(page).to_have_url(re.compile("/sporsmal/"))
    print(f"first page {first:.1f} s, next ones {[round(one, 1) for one in nexts]} s")
    assert first < FIRST_SECONDS
    assert max(nexts) < NEXT_SECONDS


def _seconds(page, go):
    """Return the time from a press until the next page has been painted and can be used, redirects included."""
    with page.expect_navigation(wait_until="load"):
        go()
    # Asked over and over from outside: the site lets no text be run as script, not even a test's.
    for _try in range(500):
        if page.evaluate("performance.getEntriesByName('first-contentful-paint').length"):
            break
        page.wait_for_timeout(20)
    painted = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
    usable = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
    return float(page.evaluate(f"Math.max({painted}, {usable})")) / 1000
