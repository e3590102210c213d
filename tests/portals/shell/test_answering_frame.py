"""The answering site's frame: light, without session, and told to nobody."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings
from django.urls import include, path

pytestmark = [pytest.mark.urls(__name__)]
urlpatterns = [path("", include("laerling.portals.shell.urls"))]

AT_MOST_BYTES = 60_000


@pytest.fixture
def page() -> str:
    """Render an empty answering page, for a request that has neither session nor user."""
    request: HttpRequest = RequestFactory().get("/s/abc")
    with override_settings(SITE="answering"):
        return render_to_string("shell/base_answering.html", {}, request)


def test_first_load_is_light(page):
    linked = re.findall(r'(?:href|src)="/?static/([^"]+)"', page)
    files = [Path(str(finders.find(name))) for name in sorted(set(linked))]

    weight = len(gzip.compress(page.encode())) + sum(len(gzip.compress(one.read_bytes())) for one in files)

    assert len(files) == 4
    assert weight < AT_MOST_BYTES


def test_frame_has_no_script_font_or_sign_out(page):
    assert "<script" not in page
    assert "inter" not in page.lower().replace("interest", "")
    assert "logg-ut" not in page


def test_frame_says_confidential_never_anonymous(page):
    assert "fortrolige" in page
    assert "anonym" not in page.lower()
