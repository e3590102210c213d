"""Steering: the round's steps, and what is asked of the worker."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.portals.ordering.pages import text
from tests.responses.round import after_close, answer, backup_key_destroyed, people, round_key, set_clock

from laerling.demo import tasks as demo_tasks
from laerling.kernel.types import SYSTEM
from laerling.release import queries as release
from laerling.release import tasks as release_tasks
from laerling.release.models import BlockedRelease
from laerling.release.telling import telling
from laerling.responses import actions as responses
from laerling.responses import desk
from laerling.responses import queries as urn
from laerling.responses import tasks as responses_tasks
from laerling.sample.models import Sample

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(today, home):
    """Eight of ten have answered, and the round is closed."""
    today(10, 20)
    set_clock(today(10, 20))
    round_key(home)
    for written in people(10)[:8]:
        answer(written)
    responses.close(round_year=2026, by=SYSTEM, now=after_close())
    today(12, 21)


@pytest.fixture
def chief(closed, client_of):
    return client_of("nation")


def states(response):
    return {step.key: step.state for step in response.context["steps"]}


def waiting():
    others = ["signin.send_letter", "invitations.count_answers"]
    jobs = ProcrastinateJob.objects.filter(status="todo").exclude(task_name__in=others)
    return list(jobs.values_list("task_name", flat=True))


def job_ids():
    return ProcrastinateJob.objects.latest("id").args


def finish():
    """Let the waiting jobs be gone, as when the worker has done them."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def test_first_step_of_an_empty_round_is_the_extracts(today, client_of):
    today(8, 20)

    response = client_of("nation").get("/styr/")

    assert states(response)["extracts"] == "next"
    assert set(states(response).values()) == {"next", "later"}


def test_list_is_drawn_by_hand_after_an_extract(today, client_of, take_in):
    for register in ("nor", "nlr", "vigo"):
        take_in(register)
    today(10, 2)
    chief = client_of("nation")

    assert "Trekk og lås det endelige utvalget nå" in text(chief.get("/styr/"))
    chief.post("/styr/trekk/")

    assert Sample.objects.get().frozen_at is not None
    assert states(chief.get("/styr/"))["sample"] == "done"
    again = chief.post("/styr/trekk/")
    assert again.status_code == 409
    assert "Det endelige utvalget for 2026 er trukket og låst." in text(again)


def test_drawing_without_an_extract_is_refused_in_a_sentence(directorate):
    response = directorate.post("/styr/trekk/")

    assert response.status_code == 409
    assert Sample.objects.count() == 0


def test_closed_round_shows_count_and_root_hash(chief):
    response = chief.get("/styr/")

    status = urn.status(2026)
    assert "8 besvarelser" in text(response)
    assert status.root_hash in text(response)
    assert states(response)["exported"] == "next"


def test_urn_is_made_by_the_worker_and_fetched(chief):
    assert chief.get("/styr/urne/fil/").status_code == 404
    chief.post("/styr/urne/")
    chief.post("/styr/urne/")
    assert waiting() == ["responses.export_urn"]
    assert states(chief.get("/styr/"))["exported"] == "working"

    responses_tasks.export_urn(**job_ids())
    finish()

    assert states(chief.get("/styr/"))["exported"] == "done"
    fetched = chief.get("/styr/urne/fil/")
    assert b"".join(fetched.streaming_content) == desk.exported(2026).read_bytes()
    assert "attachment" in fetched["Content-Disposition"]


def test_opened_file_waits_for_the_backup_keys_destruction(chief, home):
    chief.post("/styr/apnet/", {"file": SimpleUploadedFile("x.json", b"{}")})
    responses_tasks.import_opened(**job_ids())
    finish()
    assert "nøkkelen til sikkerhetskopiene er ødelagt" in text(chief.get("/styr/"))


def test_file_that_is_no_opened_urn_is_refused_in_a_sentence_and_kept_nowhere(chief, home):
    backup_key_destroyed()
    chief.post("/styr/apnet/", {"file": SimpleUploadedFile("x.json", b"{}")})
    assert waiting() == ["responses.import_opened"]

    responses_tasks.import_opened(**job_ids())
    finish()

    shown = chief.get("/styr/")
    assert "ikke en åpnet urne" in text(shown)
    assert states(shown)["opened"] == "later"
    assert list((home / "urn" / "2026").glob("opened-*")) == []
    assert urn.status(2026).opened_at is None


def test_no_file_is_asked_for_again(chief):
    response = chief.post("/styr/apnet/")

    assert response.status_code == 422
    assert "Må fylles ut" in text(response)
    assert waiting() == []


def test_demo_opens_with_its_own_keys_and_the_release_is_made(chief):
    chief.post("/styr/demo/")
    demo_tasks.open_own_urn(**job_ids())
    finish()
    shown = chief.get("/styr/")
    assert "8 besvarelser, 0 holdt utenfor" in text(shown)
    assert states(shown)["released"] == "next"

    chief.post("/styr/resultater/")
    assert "Resultatene venter på tur." in text(chief.get("/styr/"))
    assert states(chief.get("/styr/"))["released"] == "working"
    release_tasks.make_release(**job_ids())
    finish()

    made = release.made(2026)
    assert made.content_hash in text(chief.get("/styr/"))
    release_tasks.make_release(round_year=2026, account="x")
    assert release.made(2026) == made


def become(status, event):
    """Let the newest job be where the worker would have brought it, seven minutes ago."""
    with connection.cursor() as cursor:
        newest = ProcrastinateJob.objects.latest("id").id
        cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [status, newest])
        cursor.execute(
            "INSERT INTO procrastinate_events (job_id, type, at) VALUES (%s, %s, now() - interval '7 minutes')",
            [newest, event],
        )


def test_making_of_results_says_since_when_it_goes_on_and_what_to_do_when_it_breaks_down(chief):
    chief.post("/styr/demo/")
    demo_tasks.open_own_urn(**job_ids())
    finish()
    chief.post("/styr/resultater/")

    become("doing", "started")
    assert "Arbeidet begynte 21. desember 2026 kl. 09.5" in text(chief.get("/styr/"))
    assert "Lag de skjermede resultatene" not in text(chief.get("/styr/"))

    # What the worker tells meanwhile is on the page, in words and as a bar.
    with telling(2026, follow_ups=True, together=False) as steps:
        assert "Steg 1 av 8: Svarene telles." in text(chief.get("/styr/"))
        steps.at("protected", "answers", 34, 62)
        shown = chief.get("/styr/")
        assert "34 av 62 spørsmål og indekser er ferdige." in text(shown)
        assert 'max="100" value="19"' in shown.content.decode()
    assert "Steg " not in text(chief.get("/styr/"))

    become("failed", "failed")
    shown = chief.get("/styr/")
    assert "Noe gikk galt 21. desember 2026 kl. 09.5" in text(shown)
    assert states(shown)["released"] == "next"


def test_blocked_results_lead_to_what_was_found(chief, now):
    chief.post("/styr/demo/")
    demo_tasks.open_own_urn(**job_ids())
    finish()
    way = 'href="/resultater/skjerming/stoppet/?ar=2026"'
    assert way not in chief.get("/styr/").content.decode()

    BlockedRelease.objects.create(round_id=2026, at=after_close(), report={"protected": False})
    shown = chief.get("/styr/")
    assert "Svar fra enkeltpersoner kunne regnes ut" in text(shown)
    assert way in shown.content.decode()
    assert chief.get("/resultater/skjerming/stoppet/?ar=2026").status_code == 200


def test_urn_is_opened_from_the_page_in_a_demo_only(chief, settings):
    settings.DEMO = False

    assert chief.post("/styr/demo/").status_code == 404
    assert "demonstrasjonens nøkler" not in text(chief.get("/styr/"))
    assert waiting() == []
