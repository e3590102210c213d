from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from laerling.demo import sign_ins
from laerling.demo.inbox import views
from laerling.kernel import clock
from laerling.portals.shell.routes import declared

pytestmark = [pytest.mark.django_db, pytest.mark.urls("laerling.config.urls.inbox")]


@pytest.fixture(autouse=True)
def _demo(settings, tmp_path):
    settings.DEMO = True
    settings.HOME = tmp_path
    settings.SITE = "inbox"


@pytest.fixture
def store():
    kept = views.store()
    kept.prepare()
    return kept


def mail(to: str, *, text: str = "Hei\n", subject: str = "Lærlingundersøkelsen", html: str = "") -> tuple[str, bytes]:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "undersokelse@eksempel.no", to, subject
    message["Date"] = "Tue, 20 Oct 2026 07:05:00 +0000"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return to, message.as_bytes()


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_empty_inbox_says_why_and_what_next(client):
    text = page(client, "/")
    assert "Ingen meldinger ennå" in text
    assert "/skrivebord/" in text


def test_inbox_lists_newest_first_with_recipient_and_time(client, store):
    store.add([mail("a@eksempel.no", subject="Først"), mail("b@eksempel.no", subject="Sist")])
    text = page(client, "/")
    assert text.index("Sist") < text.index("Først")
    assert "b@eksempel.no" in text
    assert "20. oktober 2026 kl. 09.05" in text


def test_inbox_searches_by_recipient(client, store):
    store.add([mail("kari@eksempel.no"), mail("ola@eksempel.no")])
    assert "kari@eksempel.no" in page(client, "/?til=KARI")
    assert "ola@eksempel.no" not in page(client, "/?til=KARI")
    assert "Ingen slik mottaker" in page(client, "/?til=nobody")


def test_inbox_is_paged_and_keeps_the_search(client, store):
    store.add([mail(f"p{number}@eksempel.no") for number in range(60)])
    assert "p59@eksempel.no" in page(client, "/?til=eksempel")
    last = page(client, "/?til=eksempel&page=3")
    assert "p0@eksempel.no" in last
    assert "til=eksempel&amp;page=2" in last


def test_message_shows_its_text_with_links_and_nothing_runs(client, store):
    store.add([mail("a@eksempel.no", text="<script>alert(1)</script>\nhttp://127.0.0.1:8001/s/abc\n")])
    text = page(client, "/melding/1/")
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text
    assert 'href="http://127.0.0.1:8001/s/abc"' in text


def test_html_part_is_shown_by_itself_where_nothing_can_run(client, store):
    store.add([mail("a@eksempel.no", html="<p>Hei</p>")])
    response = client.get("/melding/1/html/")
    assert response.content.decode() == "<p>Hei</p>\n"
    policy = response["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-popups; default-src 'none'")
    assert "script" not in policy


@pytest.mark.parametrize("address", ["/melding/7/", "/melding/7/html/", "/melding/1/html/", f"/melding/{10**30}/"])
def test_what_is_not_there_is_not_found(client, store, address):
    store.add([mail("a@eksempel.no")])
    assert client.get(address).status_code == 404


def test_desk_shows_addresses_sign_ins_and_the_apprentices_link(client, settings, tmp_path):
    kept = sign_ins.SignIns((sign_ins.SignIn("county", "Vestland", "v@eksempel.no", "lyng-mose-12"),), "/s/abc")
    sign_ins.save(kept, home=tmp_path)
    text = page(client, "/skrivebord/")
    for part in (settings.STAFF_URL, settings.ANSWERING_URL + "/s/abc", "v@eksempel.no", "lyng-mose-12"):
        assert part in text


@pytest.mark.parametrize("at", [datetime(2025, 10, 20, tzinfo=UTC), datetime(2027, 8, 1, tzinfo=UTC)])
def test_desk_leads_to_moments_of_the_demos_round_whatever_the_clock_shows(client, at):
    clock.set_demo_clock(at)
    assert 'value="2026-10-15T09:00' in page(client, "/skrivebord/")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2026-12-21T08:30", datetime(2026, 12, 21, 7, 30, tzinfo=UTC)),
        ("2026-10-20T07:00:00+00:00", datetime(2026, 10, 20, 7, tzinfo=UTC)),
    ],
)
def test_desk_sets_the_clock_in_oslo_time(client, written, shown):
    response = client.post("/skrivebord/klokke/", {"moment": written}, follow=True)
    assert "Klokka er stilt." in response.content.decode()
    assert abs((clock.now() - shown).total_seconds()) < 60


@pytest.mark.parametrize("written", ["", "in a while", "2026-02-30T10:00", "0001-01-01T00:00", "9999-12-31T23:59"])
def test_desk_refuses_what_is_no_moment_and_leaves_the_clock(client, written):
    before = clock.now()
    assert client.post("/skrivebord/klokke/", {"moment": written}).status_code == 422
    assert abs((clock.now() - before).total_seconds()) < 60


def test_outside_a_demo_there_is_no_inbox(client, settings):
    settings.DEMO = False
    for route in declared("laerling.demo.inbox.urls"):
        address = route.pattern.replace("<int:number>", "1")
        assert {client.get(address).status_code, client.post(address).status_code} <= {404, 405}
