"""How fast searches, files out and files in may be asked for."""

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import include, path

from laerling.portals.shell import limits, networks
from laerling.portals.shell.limits import ALLOWANCES, Allowance, TooFast, take
from laerling.portals.shell.staff import page

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@page(action="results.read", limit="export")
def export(_request):
    return HttpResponse("figures", headers={"Content-Disposition": 'attachment; filename="f.csv"'})


@page(action="results.read")
def reading(_request):
    return HttpResponse("page")


urlpatterns = [
    path("fil/", export),
    path("lese/", reading),
    path("", include("laerling.config.urls.staff")),
]


@pytest.fixture
def vestland(client, account_with):
    client.force_login(account_with(("county", "46")))
    client.cookies["language"] = "nb"
    return client


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """Two at once, and then one each ten seconds."""
    for use in ALLOWANCES:
        monkeypatch.setitem(ALLOWANCES, use, Allowance(at_once=2, seconds=10))


def _statuses(client, n, address, **more):
    return [client.get(address, **more).status_code for _ in range(n)]


def test_export_too_many_times_is_told_when_to_come_back(vestland):
    assert _statuses(vestland, 2, "/fil/") == [200, 200]
    answer = vestland.get("/fil/")
    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= 10
    assert f"Vent {answer['Retry-After']} sekunder" in answer.content.decode()


def test_time_gives_back_what_was_used(vestland):
    _statuses(vestland, 3, "/fil/")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE shell_pace SET used_until = used_until - interval '10 seconds'")
    assert _statuses(vestland, 2, "/fil/") == [200, 429]


def test_search_is_limited_and_reading_is_not(vestland):
    assert _statuses(vestland, 3, "/lese/?sok=kari") == [200, 200, 429]
    assert _statuses(vestland, 5, "/lese/") == [200] * 5
    assert _statuses(vestland, 2, "/lese/?sok=") == [200] * 2


def test_files_handed_in_are_limited_each_use_by_itself(vestland):
    def hand_in():
        return vestland.post("/lese/", {"file": SimpleUploadedFile("f", b"x")}).status_code

    assert [hand_in() for _ in range(3)] == [200, 200, 429]
    assert vestland.post("/lese/", "a=b", content_type="application/x-www-form-urlencoded").status_code == 200
    assert vestland.get("/fil/").status_code == 200


def test_fragment_is_told_too(vestland):
    answers = [vestland.get("/lese/?sok=a", headers={"HX-Request": "true"}) for _ in range(3)]
    assert answers[2].status_code == 429
    assert answers[2]["HX-Retarget"] == "#refusal"
    assert answers[2]["Retry-After"]


def test_network_has_an_allowance_of_its_own(monkeypatch):
    monkeypatch.setattr(limits, "NETWORK_FACTOR", 2)
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.7")
    for account in range(4):
        take(request, "search", account_id=account)
    with pytest.raises(TooFast):
        take(RequestFactory().get("/", REMOTE_ADDR="203.0.113.250"), "search", account_id="fifth")
    take(RequestFactory().get("/", REMOTE_ADDR="203.0.114.7"), "search", account_id="sixth")


@pytest.mark.parametrize(
    ("proxies", "told", "network"),
    [
        (0, "198.51.100.9", "192.0.2.0/24"),
        (1, "198.51.100.9", "198.51.100.0/24"),
        (1, "203.0.113.1, 198.51.100.9", "198.51.100.0/24"),
        (2, "10.0.0.1, 203.0.113.1, 198.51.100.9", "203.0.113.0/24"),
        (2, "198.51.100.9", "192.0.2.0/24"),
        (1, "nonsense", "unknown"),
        (1, "2001:db8:1:2::9", "2001:db8:1::/48"),
    ],
)
def test_network_is_what_our_own_proxies_tell(proxies, told, network, settings):
    settings.PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.5", headers={"X-Forwarded-For": told})
    assert networks.network(request) == network


def test_neither_account_nor_address_is_kept(vestland, client):
    vestland.get("/fil/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM shell_pace")
        keys = [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'shell_pace'")
        assert cursor.fetchone() == ("u",)
    assert len(keys) == 2
    assert all(len(key) == 64 and "127" not in key[:3] for key in keys)


@pytest.mark.django_db(transaction=True)
def test_last_one_is_not_had_by_two_at_the_same_time():
    taken, ready = [], threading.Barrier(6)

    def ask():
        ready.wait(20)
        try:
            take(RequestFactory().get("/"), "upload", account_id="one")
            taken.append(True)
        except TooFast:
            taken.append(False)
        connection.close()

    askers = [threading.Thread(target=ask) for _ in range(6)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert sorted(taken) == [False] * 4 + [True] * 2
