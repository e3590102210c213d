"""A release is made once, sealed, and shown only when the results are out."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from tests.release import population

from laerling.audit.models import Event
from laerling.release import queries
from laerling.release.freezing import AlreadyReleased
from laerling.release.models import Release, ReleasedGroup
from laerling.rounds import queries as rounds

pytestmark = pytest.mark.django_db


@pytest.fixture
def this_round():
    return rounds.get(2026)


@pytest.fixture
def make(by, now):
    return lambda: population.release(by, now)


def test_release_holds_every_group_and_its_figures(make):
    facts = make()
    groups = ReleasedGroup.objects.filter(release_id=facts.id)
    assert [(one.table, one.key) for one in groups.order_by("table", "key")][:4] == [
        ("", []),
        ("county", ["11"]),
        ("county", ["46"]),
        ("county*office", ["11", ""]),
    ]
    plan = queries.plan(facts)
    nation = groups.get(table="")
    assert set(nation.figures) <= {item.code for item in plan.items if plan.publishes("", item.code)}
    assert {"answered", "thriving", "bullied", "index_wellbeing"} <= set(nation.figures)
    assert not any(group.figures for group in groups if not group.shown)
    assert facts.n_answered == 237
    assert {"version": "2", "minimum": 5, "sensitive_minimum": 10, "few": 10}.items() <= dict(facts.rules).items()
    assert facts.rules["questionnaire"] == "apprentice-2026"
    event = Event.objects.get(what="release.release.made")
    assert (event.about, event.details["n_cells"]) == ("round:2026", groups.count())


def test_same_answers_give_the_same_content_hash(make):
    with transaction.atomic():
        first = make().content_hash
        transaction.set_rollback(True)
    assert make().content_hash == first


def test_second_release_of_a_round_is_refused(make):
    make()
    with pytest.raises(AlreadyReleased) as refused:
        make()
    assert "2026" in str(refused.value)
    assert Release.objects.count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE release_releasedgroup SET shown = false, figures = '{}'",
        "DELETE FROM release_releasedgroup",
        "DELETE FROM release_releasedlabel",
        "UPDATE release_release SET n_answered = 1",
        "DELETE FROM release_release",
        (
            'INSERT INTO release_releasedgroup (release_id, "table", key, rounds, shown, few, figures) '
            "SELECT id, 'county', '{99}', 1, false, false, '{}' FROM release_release"
        ),
        (
            "INSERT INTO release_releasedlabel (release_id, dimension, code, name, parents) "
            "SELECT id, 'county', '99', 'Nytt', '{}' FROM release_release"
        ),
    ],
)
def test_made_release_is_frozen(make, statement):
    make()
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_nothing_is_handed_out_before_the_results_are_out(make, this_round):
    make()
    before = this_round.results_at - timedelta(seconds=1)
    assert queries.released(2026, before) is None
    assert queries.released_years(before) == ()
    assert queries.released(2026, this_round.results_at).round_year == 2026
    assert queries.released_years(this_round.results_at) == (2026,)
    assert queries.released(2025, this_round.results_at) is None


def test_cells_are_handed_out_per_unit_and_unknown_ones_look_hidden(make, this_round):
    make()
    facts = queries.released(2026, this_round.results_at)
    units = [("office", population.BIG), ("office", population.SMALL), ("office", "399999999")]
    found = queries.cells(facts, units, ["answered"])
    assert found["office", population.BIG].get("answered") == queries.CellFacts(shown=True, n=75, counts=(60, 15))
    assert found["office", population.SMALL].get("answered") == queries.HIDDEN
    assert found["office", "399999999"].get("answered") == queries.HIDDEN


@pytest.mark.parametrize("role", ["laerling_answering", "laerling_staff", "laerling_reporting"])
def test_only_the_worker_and_the_owner_may_write_a_release(role):
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'release_releasedgroup', 'INSERT')", [role])
        assert cursor.fetchone() == (False,)
