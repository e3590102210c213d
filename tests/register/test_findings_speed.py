"""A nation's findings are reckoned and read fast. The limits are loose: a bad plan costs minutes, a busy machine seconds."""

import statistics
import time

import pytest
from django.db import connection

from laerling.access.policy import whole
from laerling.register import queries
from laerling.register.actions import findings
from laerling.register.models import Contract
from laerling.register.queries import FindingFilter

pytestmark = pytest.mark.django_db

NATION = whole("nation", "", "Norge")
COUNTY = whole("county", "46", "Vestland")
OFFICE = whole("office", "986579753", "Opplæringskontoret Gjære 6")
N_COPIES = 249
SECONDS_TO_RECKON = 20.0
SECONDS_TO_ASK = 0.5


@pytest.fixture
def nation(cases_in):
    """Sixty thousand contracts: the case file 250 times over, each time other people."""
    names = [field.column for field in Contract._meta.fields if field.column != "id"]
    changed = {
        "number": "number || '-' || copy",
        "person_id": "person_id || '-' || copy",
        "name": "name || ' ' || copy",
        "email": "CASE WHEN email = '' THEN '' ELSE copy || email END",
        "mobile": "CASE mobile_state WHEN 'ok' THEN '4' || lpad((copy * 39119 + id * 7)::text, 7, '2') ELSE mobile END",
    }
    columns = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(changed.get(name, f'"{name}"') for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO register_contract ({columns})"
            f" SELECT {values} FROM register_contract, generate_series(1, {N_COPIES}) AS copy"
        )


def _first_page(scope):
    return queries.findings(scope, 2026)[:50]


def _count_of_a_kind(scope):
    return len(queries.findings(scope, 2026, FindingFilter(kind="email_missing")))


def _counts(scope):
    return queries.finding_counts(scope, 2026)


def _progress(scope):
    return queries.finding_progress(scope, 2026)


def _median_seconds(question, scope):
    taken = []
    for _again in range(5):
        started = time.perf_counter()
        question(scope)
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def test_nation_is_reckoned_and_read_fast(nation):
    assert Contract.objects.count() == 60_000
    started = time.perf_counter()
    findings.recompute(round_year=2026)
    assert time.perf_counter() - started < SECONDS_TO_RECKON
    with connection.cursor() as cursor:
        # What autovacuum does within a minute once an import is over.
        cursor.execute("ANALYZE register_finding, register_contract")
    assert queries.count_findings(NATION, 2026) > 10_000
    for scope in (NATION, COUNTY, OFFICE):
        for question in (_first_page, _count_of_a_kind, _counts, _progress):
            assert _median_seconds(question, scope) < SECONDS_TO_ASK, question.__name__
