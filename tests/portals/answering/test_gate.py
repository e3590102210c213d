"""More people than can be served: who has begun comes first, who is at the door is asked to come again, nobody is lost."""

import io
import threading
import time

import pytest
from django.conf import settings
from django.db import connections
from tests.walls.test_headers import _lacks

from laerling.portals.answering.gate import Gate


class Site:
    """A site whose pages take as long as the test wants, and which notes who was served, in order."""

    def __init__(self):
        self.may_go = threading.Semaphore(0)
        self.begun = []
        self.lent = []
        self.bodies = []

    def __call__(self, environ, start_response):
        self.begun.append(environ["PATH_INFO"])
        self.lent.append(connections["default"])
        self.bodies.append(environ["wsgi.input"].read())
        self.may_go.acquire()
        start_response("200 OK", [])
        return [b"ok"]


def asks(gate, path, *, body=b"", **headers):
    """Send a request, and return its status, headers and body."""
    told = {}

    def start_response(status, headers):
        told.update(status=int(status[:3]), headers=dict(headers))

    environ = {"PATH_INFO": path, "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body), **headers}
    content = b"".join(gate(environ, start_response))
    return told["status"], told["headers"], content.decode()


class Crowd:
    """Requests under way, each in a thread of its own."""

    def __init__(self, gate):
        self.gate = gate
        self.statuses = []
        self.threads = []

    def sends(self, *paths):
        for path in paths:
            thread = threading.Thread(target=lambda path=path: self.statuses.append((path, asks(self.gate, path)[0])))
            thread.start()
            self.threads.append(thread)
            time.sleep(0.05)

    def ends(self):
        for thread in self.threads:
            thread.join(timeout=10)


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def gate(site, monkeypatch):
    monkeypatch.setattr(settings, "STORAGES", settings.STORAGES)
    return Gate(site, at_work=1, at_the_door=2, in_all=4)


def let_all_go(site, crowd):
    for _ in range(20):
        site.may_go.release()
    crowd.ends()


def test_whoever_is_half_way_goes_before_whoever_is_at_the_door(site, gate):
    crowd = Crowd(gate)
    crowd.sends("/takk", "/s/abc", "/start", "/sporsmal/choice", "/levere")

    let_all_go(site, crowd)

    assert site.begun == ["/takk", "/sporsmal/choice", "/levere", "/s/abc", "/start"]
    assert {status for _path, status in crowd.statuses} == {200}


def test_a_full_door_asks_to_come_again_while_others_are_let_through(site, gate):
    crowd = Crowd(gate)
    crowd.sends("/takk", "/s/a", "/s/b")

    status, headers, body = asks(gate, "/s/c", HTTP_ACCEPT_LANGUAGE="nn-NO,nn;q=0.9")
    crowd.sends("/sporsmal/choice")
    let_all_go(site, crowd)

    assert status == 503
    assert 20 <= int(headers["Retry-After"]) <= 60
    assert "Mange svarer akkurat no" in body
    assert _lacks(headers) == []
    assert site.begun[:2] == ["/takk", "/sporsmal/choice"]


def test_when_too_many_wait_everybody_is_asked_to_come_again(site, gate):
    crowd = Crowd(gate)
    crowd.sends("/takk", *["/sporsmal/choice"] * 4)

    assert [asks(gate, path)[0] for path in ("/sporsmal/work", "/levere", "/s/a", "/helse")] == [503] * 4
    let_all_go(site, crowd)
    assert len(site.begun) == 5


def test_nobody_waits_at_the_door_for_long(site, gate, monkeypatch):
    monkeypatch.setattr("laerling.portals.answering.gate.LONGEST_SECONDS", 0.1)
    crowd = Crowd(gate)
    crowd.sends("/takk")

    assert asks(gate, "/s/a")[0] == 503
    let_all_go(site, crowd)

    assert site.begun == ["/takk"]
    assert gate._new == gate._begun == type(gate._new)()


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({}, "Mange svarer akkurat nå"),
        ({"HTTP_COOKIE": "language=en"}, "Many are answering right now"),
        ({"HTTP_COOKIE": "language=xx; a=b"}, "Mange svarer akkurat nå"),
    ],
)
def test_the_sentence_is_in_the_readers_language(site, gate, told, sentence):
    crowd = Crowd(gate)
    crowd.sends("/takk", "/s/a", "/s/b")

    assert sentence in asks(gate, "/", **told)[2]
    let_all_go(site, crowd)


def test_as_many_connections_as_are_at_work_are_lent_in_turn(site):
    gate = Gate(site, at_work=2)
    own = connections["default"]
    let_all_go(site, Crowd(gate))
    for _ in range(5):
        asks(gate, "/start")

    assert len(set(map(id, site.lent))) <= 2
    assert own not in site.lent
    assert len(gate._free) == 2


def test_a_fault_gives_its_turn_back(site):
    def broken(environ, start_response):
        raise RuntimeError

    gate = Gate(broken, at_work=1)
    for _ in range(3):
        with pytest.raises(RuntimeError):
            asks(gate, "/start")
    assert len(gate._free) == 1


def test_a_slow_sender_holds_up_nobody(site):
    class Slow(io.BytesIO):
        def read(self, size=-1):
            sending.wait(timeout=10)
            return super().read(size)

    sending, gate = threading.Event(), Gate(site, at_work=1)
    environ = {"PATH_INFO": "/levere", "CONTENT_LENGTH": "3", "wsgi.input": Slow(b"a=1")}
    slow = threading.Thread(target=lambda: list(gate(environ, lambda *_: None)))
    slow.start()
    site.may_go.release()

    assert asks(gate, "/sporsmal/choice")[0] == 200

    sending.set()
    site.may_go.release()
    slow.join(timeout=10)
    assert site.bodies[-1] == b"a=1"


def test_a_body_no_form_has_is_left_unread(site):
    gate, large = Gate(site), io.BytesIO(b"x" * 100)
    environ = {"PATH_INFO": "/levere", "CONTENT_LENGTH": str(settings.MAX_BODY_BYTES + 1), "wsgi.input": large}
    site.may_go.release()

    list(gate(environ, lambda *_: None))

    assert environ["wsgi.input"] is large


def test_log_tells_how_many_were_turned_away_and_nothing_of_them(site, gate, caplog):
    crowd = Crowd(gate)
    crowd.sends("/takk", "/s/a", "/s/b")
    for _ in range(3):
        asks(gate, "/s/hemmelig")
    let_all_go(site, crowd)

    assert [record.getMessage() for record in caplog.records] == ["busy: 1 requests were asked to come again"]


def test_files_need_no_turn(site, gate):
    crowd = Crowd(gate)
    crowd.sends("/takk")
    site.may_go.release()

    assert asks(gate, "/static/answering/answering.css")[0] == 200
    let_all_go(site, crowd)
