"""The fixed set: asked for once by itself, made unit by unit before anybody may see it, and never changed."""

import hashlib
from io import BytesIO

import pypdf
import pytest
from pptx import Presentation
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.release.population import BIG, OFFICES, SMALL

from laerling.audit.models import Event
from laerling.reports import files
from laerling.reports.models import StoredReport
from laerling.reports.ready import actions, queries
from laerling.reports.types import Unit
from laerling.rounds.models import Round

pytestmark = pytest.mark.django_db
SMALL_UNIT = Unit("office", SMALL, "Opplæringskontoret Lite")
# The nation, two counties, five offices in the table and one that is not; two kinds of file in two written forms.
N_UNITS = 1 + 2 + len(OFFICES) + 1
N_FILES = 4 * N_UNITS


@pytest.fixture
def asked(out, now):
    actions.start_due_set(now=now)
    return now


def jobs():
    return list(ProcrastinateJob.objects.filter(task_name=actions.JOB).order_by("id"))


def made(level, code, now):
    return actions.make_unit_reports(round_year=2026, level=level, code=code, now=now)


def test_set_is_asked_for_by_itself_once_the_release_is_made(out, now):
    assert actions.start_due_set(now=now) == N_FILES
    assert [(job.args["level"], job.args["code"]) for job in jobs()][:3] == [
        ("nation", ""),
        ("county", "11"),
        ("county", "46"),
    ]
    assert len(jobs()) == N_UNITS
    assert {job.lock for job in jobs()} == {"reports.fixed_set"}
    assert Event.objects.get(what="reports.set.asked").details["n_files"] == N_FILES


def test_set_is_asked_for_once(asked, now):
    assert actions.start_due_set(now=now) == 0
    assert len(jobs()) == N_UNITS


def test_without_a_release_there_is_no_set(db, by, now):
    assert actions.start_due_set(now=now) == 0
    with pytest.raises(actions.NotReleased, match="2026"):
        actions.ask_for_set(round_year=2026, by=by, now=now)


def test_unit_gets_its_report_and_presentation_in_both_forms(asked, out):
    assert made("office", BIG, asked) == 4
    unit = Unit("office", BIG, "Opplæringskontoret Fjordbygg")
    for form, title in (
        ("nb", "Resultater fra Lærlingundersøkelsen 2026"),
        ("nn", "Resultat frå Lærlingundersøkinga 2026"),
    ):
        paper = pypdf.PdfReader(BytesIO(queries.content(year=2026, unit=unit, form=form, kind="pdf", now=out)))
        assert paper.metadata.title == f"{title} – {unit.name}"
        assert paper.trailer["/Root"]["/Lang"] == f"{form}-NO"
        deck = Presentation(BytesIO(queries.content(year=2026, unit=unit, form=form, kind="pptx", now=out)))
        assert deck.slides[0].shapes.title.text == unit.name


def test_made_before_the_results_are_out_nobody_gets_them(asked, out, now):
    made("office", SMALL, asked)
    assert now < out
    assert queries.content(year=2026, unit=SMALL_UNIT, form="nb", kind="pdf", now=now) is None
    assert queries.ready(2026, [SMALL_UNIT], now) == ()
    assert queries.years(now) == ()
    assert queries.content(year=2026, unit=SMALL_UNIT, form="nb", kind="pdf", now=out)
    assert [len(one.files) for one in queries.ready(2026, [SMALL_UNIT], out)] == [4]


def test_made_again_changes_nothing(asked, now):
    made("office", SMALL, asked)
    before = list(StoredReport.objects.filter(made_at__isnull=False).values_list("sha256", "made_at"))
    assert made("office", SMALL, out_later(now)) == 0
    assert list(StoredReport.objects.filter(made_at__isnull=False).values_list("sha256", "made_at")) == before


def test_same_release_gives_the_same_bytes_whenever_it_is_made(asked, now):
    made("office", SMALL, asked)
    before = dict(StoredReport.objects.filter(made_at__isnull=False).values_list("pk", "sha256"))
    StoredReport.objects.filter(pk__in=before).update(content=None, n_bytes=None, sha256="", made_at=None)
    made("office", SMALL, out_later(now))
    assert dict(StoredReport.objects.filter(pk__in=before).values_list("pk", "sha256")) == before
    row = StoredReport.objects.filter(pk__in=before).first()
    assert hashlib.sha256(row.content).hexdigest() == row.sha256


def test_report_that_fails_stops_no_other_and_is_made_when_asked_for_again(asked, by, now, monkeypatch):
    def broken(*_args, **_more):
        raise RuntimeError

    with monkeypatch.context() as fault:
        fault.setattr(files, "full_report", broken)
        with pytest.raises(RuntimeError):
            made("office", SMALL, now)
    made("office", BIG, now)
    assert queries.progress(2026).n_made == 4
    assert actions.ask_for_set(round_year=2026, by=by, now=now) == N_FILES - 4
    assert made("office", SMALL, now) == 4


def test_progress_tells_how_many_and_when_it_is_done(out, now):
    assert queries.progress(2026) is None
    actions.start_due_set(now=now)
    told = queries.progress(2026)
    assert (told.n_made, told.n_all, told.last_at, told.is_done) == (0, N_FILES, None, False)
    made("office", SMALL, now)
    assert (queries.progress(2026).n_made, queries.progress(2026).last_at) == (4, now)
    StoredReport.objects.filter(made_at=None).delete()
    told = queries.progress(2026)
    assert (told.n_made, told.is_done, told.last_at) == (4, True, now)


def test_everything_hidden_is_still_a_report(asked, out):
    made("office", SMALL, asked)
    content = queries.content(year=2026, unit=SMALL_UNIT, form="nb", kind="pdf", now=out)
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages)
    assert "Opplæringskontoret Lite * * *" in text


def test_list_of_ready_reports_is_one_query(asked, out, django_assert_num_queries):
    units = [Unit("office", office.orgnr, office.name) for office in OFFICES]
    with django_assert_num_queries(1):
        queries.ready(2026, units[:1], out)
    with django_assert_num_queries(1):
        queries.ready(2026, units, out)


def out_later(now):
    return Round.objects.get(year=2026).results_at
