"""The demo's SMS gateway: our own channel hands over to it as to Kannel, the inbox shows it, and its reports come back."""

import json
import threading
import urllib.error
import urllib.request
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from tests.outbox.gateways import serving

from laerling.config.env import Env
from laerling.demo.inbox import gateway
from laerling.demo.inbox.reading import letter, line
from laerling.demo.inbox.store import Store
from laerling.outbox.channels import sms
from laerling.outbox.channels.sms import words
from laerling.outbox.types import OutgoingSms

NOW = datetime(2026, 10, 20, 8, 0, tzinfo=UTC)


@pytest.fixture
def inbox(tmp_path, monkeypatch):
    monkeypatch.setattr(gateway, "_TRY_AGAIN", 0.1)
    store = Store(tmp_path / "inbox.sqlite3")
    store.prepare()
    server = gateway.Gateway(store, 0)
    server.reports.start()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture
def configured(inbox):
    return Env(sms=json.loads(gateway.as_configured(f"http://127.0.0.1:{inbox.server_port}"))).sms


def number(which):
    """Return a number that this becomes of."""
    numbers = (f"+47412{n:05}" for n in range(10_000))
    return next(one for one in numbers if gateway.fate(one)[1].endswith(which))


def test_sms_lies_in_the_inbox_as_it_was_written(inbox, configured):
    text = "Hei! «Svar» på Lærlingundersøkelsen: 100 % & frivillig\nhttps://eksempel.no/x"
    (outcome,) = sms.send([OutgoingSms(uuid4(), "+4741234567", text)], now=NOW, gateway=configured)
    assert outcome.state == "accepted"
    (kept,) = inbox.store.page(recipient="412 34 567")
    shown = letter(kept)
    assert (shown.text.rstrip("\n"), shown.line.recipient, shown.line.sender) == (text, "412 34 567", "Udir")
    assert (line(kept).is_sms, line(kept).sent_at) == (True, None)
    assert line(kept).subject.startswith("Hei! «Svar» på Lærlingundersøkelsen")


def test_reports_come_back_and_some_say_no(inbox, configured, settings, monkeypatch):
    told, done = {}, threading.Event()
    n_failed = iter([500])

    def report(_method, _path, query, _headers, _body):
        fields = {name: values[0] for name, values in query.items()}
        told.setdefault(UUID(fields["id"]), []).append(words.word_of(configured.as_http().report, fields))
        if sum(word != "accepted" for said in told.values() for word in said) == 3:
            done.set()
        # The site may be away for a moment: it is called again.
        return next(n_failed, 200), "ok"

    given = {which: OutgoingSms(uuid4(), number(which), "Hei") for which in ("DELIVRD", "UNDELIV", "EXPIRED")}
    with serving(report) as url:
        settings.STAFF_URL = url
        outcomes = list(sms.send(given.values(), now=NOW, gateway=configured))
        assert {outcome.state for outcome in outcomes} == {"accepted"}
        assert done.wait(10)
    final = {which: told[one.message_id][-1] for which, one in given.items()}
    assert final == {"DELIVRD": "delivered", "UNDELIV": "no_such_number", "EXPIRED": "expired"}


def test_stranger_is_turned_away(inbox, configured):
    stranger = configured.model_copy(update={"secret": "gjett"})
    (outcome,) = sms.send([OutgoingSms(uuid4(), "+4741234567", "Hei")], now=NOW, gateway=stranger)
    assert (outcome.state, outcome.reason, inbox.store.count()) == ("queued", "http_403", 0)


def test_gateway_says_what_is_missing(inbox):
    url = f"http://127.0.0.1:{inbox.server_port}/cgi-bin/sendsms?username=laerling&password=demo&to=%2B4741234567"
    with pytest.raises(urllib.error.HTTPError, match="400") as refused:
        urllib.request.urlopen(url)
    refused.value.close()


def test_most_numbers_are_somebodys():
    fates = [gateway.fate(f"+47412{n:05}")[0] for n in range(2000)]
    assert 0.93 < fates.count("1") / len(fates) < 0.99
