"""What is said beside the round names nobody: logs, job arguments, the audit, pages that say no, the database's own log."""

import json
import logging
import os
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.invitations.people import VESTLAND, ordered
from tests.outbox.servers import free_port, inbox, silent_after_data
from tests.portals.answering import walking
from tests.register.conftest import File

from laerling.access import actions as access
from laerling.access.policy import ALL_TASKS
from laerling.audit.models import Event
from laerling.invitations import actions as invitations
from laerling.invitations import queries as invited
from laerling.invitations.models import Dispatch, Invitation
from laerling.kernel import clock
from laerling.outbox.models import Message
from laerling.register.models import Extract, SetAsideRow
from laerling.responses import actions as responses
from laerling.rounds import queries as rounds
from laerling.sample import actions as sample

pytestmark = pytest.mark.django_db

# Nobody's: each stands for a whole kind of value, and none comes about by chance.
CANARIES = {
    "Navn": "Kanari Fuglesang",
    # Everybody has an address of their own that begins so: one that several share is written to by nobody.
    "Epost": "kanari.fugl",
    "Mobil": "48151623",
    "PersonId": "kanari-person",
    "Faglig leder": "Kanari Ledersen",
    "Faglig leder epost": "kanari.leder@eksempel.no",
    "Faglig leder mobil": "42108642",
}
# The mail server refuses whom it is told to by the first signs, and says so.
REFUSED = "550kanari"
SILENT_ON_THE_ANSWERING_SITE = ("django.request", "django.security")
STRANGERS_LINK = "kanari" + "q" * 20


@pytest.fixture
def vigo(cases):
    """The case file, where every contract is the canary's and lies in Vestland."""
    file = File((cases / "vigo.csv").read_bytes())
    file.set_all("Avgiverfylke", "46")
    for column, canary in CANARIES.items():
        file.set_all(column, canary)
    for number in range(len(file.rows)):
        file.set(number, "PersonId", f"{CANARIES['PersonId']}-{number}")
        begins = CANARIES["Epost"] if number % 3 else REFUSED
        file.set(number, "Epost", f"{begins}{number}@eksempel.no")
    return file


@pytest.fixture
def directorate(by, now):
    """A browser of the Directorate that has every form's proof of origin looked at."""
    account = access.create_account(
        email="direktoratet@eksempel.no", name="Direktoratet", password="et langt passord", by=by, now=now
    )
    access.grant(
        account=account, roles=ALL_TASKS["nation"], unit_kind="nation", valid_from=now.date(), why="", by=by, now=now
    )
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def october(db, settings, tmp_path, now):
    settings.HOME, settings.DEMO = tmp_path, True
    clock.set_demo_clock(now)


@pytest.mark.usefixtures("october")
def test_round_leaves_nobody_beside_it(vigo, directorate, cases, caplog, settings, by, now):
    pages = [*_refused_files(directorate, vigo), *_taken_files(directorate, vigo, cases)]
    sample.draw(round_year=2026, stage="final", by=by, now=now)
    walking.round_with_key(settings.HOME)
    invitations.create_invitations(round_year=2026, by=by, now=now)
    tokens = [invited.link(pk).rpartition("/")[2] for pk in Invitation.objects.values_list("pk", flat=True)]
    _send(settings, now)
    with _as_the_answering_site_logs(caplog):
        pages += _answers(settings, tokens)
    responses.close(round_year=2026, by=by, now=rounds.get(2026).closes_at)

    kept = {
        "log": caplog.text,
        "jobs": json.dumps(list(ProcrastinateJob.objects.values_list("task_name", "lock", "queueing_lock", "args"))),
        "audit": json.dumps(list(Event.objects.values_list("actor_id", "what", "about", "scope", "details"))),
        "rows set aside": json.dumps(list(SetAsideRow.objects.values_list("row_number", "column", "rule"))),
        "extracts": str(list(Extract.objects.values_list())),
        "messages": str(list(Message.objects.values_list())),
        "database's log": _database_log(),
        **{f"page {number}, {status}": text for number, (status, text) in enumerate(pages)},
    }
    secrets = [*CANARIES.values(), REFUSED, STRANGERS_LINK, *tokens]
    found = {place: [secret for secret in secrets if secret.lower() in text.lower()] for place, text in kept.items()}

    assert {place: secrets for place, secrets in found.items() if secrets} == {}
    # And the search had something to look at.
    assert "refused unknown_dispatch" in caplog.text
    assert "The mail server cannot be reached" in caplog.text
    assert all(kept[place] not in {"", "[]"} for place in ("jobs", "audit", "rows set aside", "extracts", "messages"))
    assert set(Message.objects.values_list("state", flat=True)) >= {"accepted", "bounced", "unknown"}
    assert walking.n_answered() == 1
    assert {status for status, _text in pages} >= {200, 403, 404, 405, 422}


@pytest.mark.parametrize("name", [*SILENT_ON_THE_ANSWERING_SITE, "django.security.DisallowedHost"])
def test_answering_site_logs_no_address_that_is_asked_for(name):
    """A path of that site can hold a personal link."""
    ask = f"import django, logging; django.setup(); print(logging.getLogger({name!r}).getEffectiveLevel())"
    environment = os.environ | {"LAERLING_SITE": "answering", "DJANGO_SETTINGS_MODULE": "laerling.config.settings"}
    ran = subprocess.run([sys.executable, "-c", ask], env=environment, check=True, capture_output=True, text=True)
    assert int(ran.stdout) == logging.CRITICAL


@contextmanager
def _as_the_answering_site_logs(caplog):
    """Log as that site's own process does; the test below asks it."""
    with ExitStack() as stack:
        for name in SILENT_ON_THE_ANSWERING_SITE:
            stack.enter_context(caplog.at_level(logging.CRITICAL, logger=name))
        yield


def _refused_files(client, vigo):
    """Hand in what cannot be taken in; return what is said."""
    whole = vigo.content()
    contents = [
        whole.partition(b"\r\n")[2],
        whole.replace(b"Navn;", b"Kallenavn;", 1),
        whole.replace(b"01.10.2026", b"02.10.2026", 1),
        whole.replace(b"01.10.2026", b"01.10.2019"),
        whole.replace(b";Kanari Fuglesang", b';"Kanari Fuglesang', 1),
        whole[:3000] + b"\x00" + whole[3000:],
        b"",
    ]
    answers = [_hand_in(client, "vigo", content) for content in contents]
    answers.append(_hand_in(client, "nor", whole))
    assert {answer.status_code for answer in answers} == {422}
    stranger = Client(enforce_csrf_checks=True)
    nowhere = client.get("/utsendelser/00000000-0000-4000-8000-000000000000/")
    return _read([*answers, nowhere, _hand_in(stranger, "vigo", whole)])


def _taken_files(client, vigo, cases):
    """Hand in the three registers, some rows with values in the wrong place; return the receipts."""
    for row, column in enumerate(("Læretid fra", "Kjønn", "Fødselsår", "Kontraktstype", "Orgnr", "Målform")):
        vigo.set(row, column, CANARIES["Navn"])
    contents = {name: (cases / f"{name}.csv").read_bytes() for name in ("nor", "nlr")} | {"vigo": vigo.content()}
    receipts = [_hand_in(client, name, content) for name, content in contents.items()]
    assert {receipt.status_code for receipt in receipts} == {302}
    previews = _read(client.get(receipt["Location"]) for receipt in receipts)
    for receipt in receipts:
        client.post(f"{receipt['Location']}les-inn/")
    return previews + _read(client.get(receipt["Location"]) for receipt in receipts)


def _hand_in(client, register, content):
    file = SimpleUploadedFile("Kanari Fuglesang.csv", content)
    return client.post("/uttrekk/nytt/", {"register": register, "stage": "final", "file": file})


def _send(settings, now):
    """Send to a server that is away, then to one that takes and refuses; remind through one that falls silent."""
    settings.EMAIL_PORT = free_port()
    _send_batch(ordered(VESTLAND, now=now), now)
    with inbox() as box:
        settings.EMAIL_PORT = box.port
        # A few first, as a trial, since the server was away.
        _send_batch(Dispatch.objects.get(), now + timedelta(hours=1))
        _send_batch(Dispatch.objects.get(), now + timedelta(hours=1))
    later = now + timedelta(days=8)
    with silent_after_data() as (port, _server):
        settings.EMAIL_PORT = port
        _send_batch(ordered(VESTLAND, now=later, kind="reminder"), later)


def _send_batch(dispatch, now):
    invitations.send_batch(dispatch_id=dispatch.pk, now=now)


def _answers(settings, tokens):
    """Let people answer, refuse, and lose their way; return every page they see."""
    settings.SITE, settings.ROOT_URLCONF = "answering", "laerling.config.urls.answering"
    settings.MIDDLEWARE = [one for one in django_settings.MIDDLEWARE if one not in walking.NOT_HERE]
    answering, halfway, unwilling, *_others = (f"/s/{token}" for token in tokens)
    phone, other, third, lost = (walking.Phone() for _ in range(4))
    wary = walking.Phone(enforce_csrf_checks=True)
    seen = [
        phone.answers_all(answering),
        phone.post("/levere", follow=True),
        phone.opens(answering),
        phone.post("/levere", follow=True),
        other.begins(halfway),
        other.sends("choice", motivation=CANARIES["Navn"]),
        other.sends("choice", go="later", motivation=4),
        third.opens(unwilling + "?nei"),
        third.post("/vil-ikke-svare", follow=True),
        lost.opens(f"/s/{STRANGERS_LINK}"),
        lost.post("/", {"code": STRANGERS_LINK}, follow=True),
        lost.post("/takk"),
        lost.get(f"/s/{STRANGERS_LINK}/finnes-ikke/", follow=True),
        lost.get("/sporsmal/finnes-ikke"),
        wary.opens(halfway),
        wary.post("/start"),
    ]
    return _read(seen)


def _read(responses):
    return [(response.status_code, response.content.decode()) for response in responses]


def _database_log():
    log = Path(os.environ["LAERLING_TEST_HOME"]) / "postgres.log"
    return log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
