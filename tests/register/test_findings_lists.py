"""Findings as lists and figures: own ones only, the dearest first, filtered, searched and counted."""

from datetime import timedelta

import pytest

from laerling.access.policy import whole
from laerling.register import actions, queries
from laerling.register.models import Finding
from laerling.register.queries import FindingFilter
from laerling.register.rules.findings import SEVERITIES

pytestmark = pytest.mark.django_db

NATION = whole("nation", "", "Norge")
TELEMARK = whole("county", "40", "Telemark")
OFFICE = whole("office", "986579753", "Opplæringskontoret Gjære 6")
SCOPES = pytest.mark.parametrize("scope", [NATION, TELEMARK, OFFICE], ids=["nation", "county", "office"])


def test_lists_answer_for_the_scope_only(cases_in):
    found = list(queries.findings(TELEMARK, 2026))
    assert {row.county_code for row in found} == {"40"}
    assert {row.office_orgnr for row in queries.findings(OFFICE, 2026)} == {"986579753"}
    assert queries.count_findings(TELEMARK, 2026) == len(found) < queries.count_findings(NATION, 2026)
    assert queries.count_findings(NATION, 2025) == 0


def test_list_begins_with_what_costs_most(cases_in):
    rows = list(queries.findings(NATION, 2026))
    ranks = [(SEVERITIES.index(row.severity), -row.n_apprentices) for row in rows]
    assert ranks == sorted(ranks)
    about_units = [row for row in rows if row.kind == "establishment_not_in_nlr"]
    assert about_units
    assert all(row.unit_name and not row.name and not row.contract_number for row in about_units)
    assert {row.mended_by for row in about_units} == {"registrar"}


@SCOPES
def test_counts_and_progress_add_up_to_the_list(scope, cases_in):
    rows = list(queries.findings(scope, 2026))
    counts = queries.finding_counts(scope, 2026)
    assert {count.kind: (count.n, count.n_apprentices) for count in counts} == {
        kind: (
            sum(row.kind == kind for row in rows),
            sum(row.n_apprentices for row in rows if row.kind == kind),
        )
        for kind in {row.kind for row in rows}
    }
    ranks = [SEVERITIES.index(count.severity) for count in counts]
    assert ranks == sorted(ranks)
    progress = queries.finding_progress(scope, 2026)
    assert (progress.n_open, progress.n_closed) == (len(rows), 0)
    assert progress.by_status["new"] == len(rows)
    offices = queries.offices_with_findings(scope, 2026)
    assert sum(office.n for office in offices) == len(rows)
    assert all(office.name for office in offices if office.orgnr)


def test_person_with_two_faults_of_one_contract_costs_once(one, take_in):
    take_in(one.set(0, "Epost", "").set(0, "Mobil", "123"))
    assert queries.finding_progress(NATION, 2026).cost["unreachable"] == 1
    assert queries.finding_progress(NATION, 2026).n_open == 2


@pytest.mark.parametrize("field", ["kind", "severity", "status", "register", "office"])
def test_filter_finds_what_fits_and_nothing_else(field, cases_in, by, now):
    first = queries.findings(NATION, 2026)[0]
    actions.change_finding(finding_id=first.id, scope=NATION, status="seen", by=by, now=now)
    attribute = {"register": "mended_in", "office": "office_orgnr"}.get(field, field)
    rows = list(queries.findings(NATION, 2026))
    values = {getattr(row, attribute) for row in rows}
    assert len(values) > 1
    for value in values:
        chosen = FindingFilter(**{field: value or "none"})
        fitting = {row.id for row in queries.findings(NATION, 2026, chosen)}
        assert fitting == {row.id for row in rows if getattr(row, attribute) == value}


@pytest.mark.parametrize("assigned", ["not an id", "00000000-0000-0000-0000-000000000000"])
def test_filter_on_nobody_finds_nothing(assigned, cases_in):
    assert len(queries.findings(NATION, 2026, FindingFilter(assigned=assigned))) == 0


def test_search_looks_in_names_units_and_numbers(cases_in):
    row = next(row for row in queries.findings(NATION, 2026) if row.name and row.contract_number)
    for text in (row.name.upper(), f"  {row.name.split()[-1]} ", row.contract_number[:9], row.unit_name[3:9]):
        assert row.id in {found.id for found in queries.findings(NATION, 2026, FindingFilter(search=text))}
    unit = next(row for row in queries.findings(NATION, 2026) if row.kind == "establishment_not_in_nlr")
    by_number = queries.findings(NATION, 2026, FindingFilter(search=unit.orgnr[:6]))
    assert unit.id in {found.id for found in by_number}
    for nothing in ("%", "_" * 3, "a\0%", "' OR 1=1"):
        assert len(queries.findings(NATION, 2026, FindingFilter(search=nothing))) == 0


def test_search_finds_nothing_of_other_units(cases_in):
    other = next(row for row in queries.findings(NATION, 2026) if row.county_code != "40" and row.contract_number)
    assert len(queries.findings(TELEMARK, 2026, FindingFilter(search=other.contract_number))) == 0


def test_other_contract_of_a_double_is_named_where_it_is_ones_own(two, take_in):
    person = two.rows[0][two.headings.index("PersonId")]
    take_in(two.set(1, "PersonId", person).set(1, "Avgiverfylke", "46"))
    finding = Finding.objects.get()
    county = whole("county", "46")
    office = whole("office", finding.office_orgnr)
    assert queries.finding(county, 2026, finding.id).other_number == ""
    assert queries.finding(office, 2026, finding.id).other_number == "0070000003"
    assert queries.finding(NATION, 2026, finding.id).other_number == "0070000003"


def test_counties_stand_side_by_side(cases_in, by, now):
    actions.note_look(scope=TELEMARK, now=now - timedelta(days=2))
    actions.note_look(scope=TELEMARK, now=now)
    rows = list(queries.findings(TELEMARK, 2026))
    actions.change_findings(finding_ids=[rows[0].id], scope=TELEMARK, status="mended", by=by, now=now)
    lines = {line.code: line for line in queries.counties_side_by_side(2026, now)}
    assert len(lines) == 15
    telemark = lines["40"]
    assert (telemark.n_open, telemark.n_closed) == (len(rows), 0)
    assert sum(telemark.by_severity.values()) == len(rows)
    assert telemark.by_status["mended"] == 1
    assert (telemark.first_look_on, telemark.last_look_on) == ((now - timedelta(days=2)).date(), now.date())
    assert 0 < telemark.share_reachable <= 1
    assert lines["55"].last_look_on is None
    assert sum(line.n_open for line in lines.values()) == queries.count_findings(NATION, 2026)
    assert queries.counties_side_by_side(2026, now - timedelta(days=1))[0].name


def test_county_without_contracts_has_no_share(one, take_in, now):
    take_in(one)
    lines = {line.code: line for line in queries.counties_side_by_side(2026, now)}
    assert (lines["18"].n_asked, lines["18"].share_reachable) == (1, 1.0)
    assert (lines["03"].n_asked, lines["03"].share_reachable) == (0, None)


@SCOPES
def test_number_of_questions_to_the_database_does_not_grow(scope, cases_in, now, django_assert_max_num_queries):
    questions = [
        (3, lambda: queries.latest_changes(scope, 2026)),
        (1, lambda: queries.findings(scope, 2026)[:50]),
        (1, lambda: len(queries.findings(scope, 2026, FindingFilter(search="an")))),
        (1, lambda: queries.finding_counts(scope, 2026)),
        (2, lambda: queries.finding_progress(scope, 2026)),
        (3, lambda: queries.offices_with_findings(scope, 2026)),
        (5, lambda: queries.counties_side_by_side(2026, now)),
    ]
    for most, question in questions:
        with django_assert_max_num_queries(most):
            question()
