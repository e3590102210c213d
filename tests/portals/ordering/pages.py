"""How a test reads a page."""

import re
from html import unescape

from django.db import connection
from django.test.utils import CaptureQueriesContext


def text(response):
    """Return the words of a page's content, without marks and with single spaces."""
    page = response.content.decode()
    content = page[page.index('<main id="main"') : page.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", content)).split())


def value(response, name):
    """Return what a hidden field of a page's form holds."""
    return re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())[1]


def n_queries(client, address):
    """Return how many queries a page asks, once the process is warm. The demo's clock is read once a second."""
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return sum("kernel_clock" not in query["sql"] for query in seen.captured_queries)
