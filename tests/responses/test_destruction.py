from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from laerling.kernel.types import SYSTEM
from laerling.responses import actions, desk, opening, queries
from laerling.responses.models import DestructionRecord, Urn
from laerling.season.actions import tick
from tests.responses.round import YEAR, after_close, answer, backup_key_destroyed, people, set_clock, stuff

pytestmark = pytest.mark.usefixtures("holders")


@pytest.fixture
def opened(holders, tmp_path, django_capture_on_commit_callbacks):
    """A round that is closed and opened: when the answers came in."""
    for token in people(6):
        answer(token)
    set_clock(after_close())
    with django_capture_on_commit_callbacks(execute=True):
        actions.close(round_year=YEAR, by=SYSTEM, now=after_close())
    actions.export_urn(round_year=YEAR, to=desk.exported(YEAR), by=SYSTEM, now=after_close())
    opening.open_urn(urn=desk.exported(YEAR), keys=holders[:2], to=tmp_path / "opened", silent=True)
    backup_key_destroyed()
    actions.import_opened(round_year=YEAR, file=tmp_path / "opened", by=SYSTEM, now=after_close())
    return after_close()


def test_close_writes_down_what_it_destroys(opened):
    assert set(queries.ceremony(YEAR).destroyed) == {"drafts", "link_key", "draft_pepper", "mac_key", "backup_key"}


def test_sealed_ballots_go_after_thirty_days_and_not_before(opened, django_capture_on_commit_callbacks):
    stuff("responses_urn")
    other = Urn.objects.exclude(sealed=b"").first()
    Urn.objects.filter(pk=other.pk).update(round_id=2025)
    tick(now=opened + timedelta(days=30) - timedelta(seconds=1))
    assert Urn.objects.filter(round_id=YEAR).count() == 6
    with django_capture_on_commit_callbacks(execute=True):
        tick(now=opened + timedelta(days=30))
    assert list(Urn.objects.values_list("round_id", flat=True)) == [2025]
    assert not desk.exported(YEAR).exists()
    assert queries.ceremony(YEAR).destroyed["urn"].at == opened + timedelta(days=30)
    with pytest.raises(actions.UrnDestroyed):
        actions.export_urn(round_year=YEAR, to=desk.exported(YEAR), by=SYSTEM, now=opened + timedelta(days=31))
    assert actions.destroy_due_urns(by=SYSTEM, now=opened + timedelta(days=32)) == 0


def test_urn_that_is_not_opened_is_never_destroyed():
    with pytest.raises(Exception, match="has not been opened"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT responses_destroy_urn(%s)", [YEAR])


@pytest.mark.parametrize(
    ("what", "after"),
    [("backup_key", timedelta(minutes=-1)), ("backup_key", timedelta(days=1)), ("identity", timedelta())],
)
def test_nothing_is_destroyed_before_its_time_or_tomorrow(what, after):
    set_clock(after_close())
    actions.close(round_year=YEAR, by=SYSTEM, now=after_close())
    given = {"how": "Shredded.", "witness": "The head of operations", "by": SYSTEM, "now": after_close()}
    with pytest.raises(actions.DestroyedTooEarly):
        actions.record_destroyed(round_year=YEAR, what=what, destroyed_at=after_close() + after, **given)


def test_thing_is_destroyed_once(opened):
    with pytest.raises(actions.DestroyedAlready):
        backup_key_destroyed()


def test_what_people_destroy_needs_a_way_and_a_witness():
    for how, witness in (("", "Somebody"), ("Shredded.", "")):
        with pytest.raises(IntegrityError), transaction.atomic():
            DestructionRecord.objects.create(
                round_id=YEAR,
                what="identity",
                destroyed_at=after_close(),
                destroyed_by="somebody",
                how=how,
                witness=witness,
                recorded_at=after_close(),
            )
