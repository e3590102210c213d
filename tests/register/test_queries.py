import re
from datetime import timedelta

import pytest

from laerling.access.types import Scope
from laerling.organisations import actions as organisations
from laerling.organisations.queries import EstablishmentRow
from laerling.register import queries
from laerling.register.models import Contract, Finding

pytestmark = pytest.mark.django_db

NATION = Scope("directorate", "nation", "", "Norge", "", None)
TELEMARK = Scope("county", "county", "40", "Telemark", "", None)
OFFICE = Scope("office", "office", "986579753", "Opplæringskontoret Gjære 6", "", None)


@pytest.fixture
def one(vigo, cases, take_in):
    """The case file down to one contract that would be asked, with nothing wrong with it."""
    for register in ("nor", "nlr"):
        take_in(cases / f"{register}.csv", register)
    vigo.rows = [vigo.rows[3]]
    return vigo


def kinds():
    return sorted(Finding.objects.values_list("kind", "severity", "column", "shape", "n_apprentices", "mended_in"))


def test_nothing_wrong_is_no_finding(one, take_in):
    take_in(one)
    assert kinds() == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"Epost": ""}, [("email_missing", "reduced", "Epost", "", 1, "vigo")]),
        ({"Epost": "ola@eks,no"}, [("email_malformed", "reduced", "Epost", "xxx@xxx,xx", 1, "vigo")]),
        ({"Mobil": ""}, [("mobile_missing", "reduced", "Mobil", "", 1, "vigo")]),
        ({"Mobil": "22123456"}, [("mobile_landline", "reduced", "Mobil", "99999999", 1, "vigo")]),
        ({"Mobil": "12 ab"}, [("mobile_malformed", "reduced", "Mobil", "99 xx", 1, "vigo")]),
        ({"Mobil": "+46701234567"}, [("mobile_foreign", "notice", "Mobil", "+99999999999", 1, "vigo")]),
        (
            {"Epost": "", "Mobil": "123"},
            [
                ("email_missing", "unreachable", "Epost", "", 1, "vigo"),
                ("mobile_malformed", "unreachable", "Mobil", "999", 1, "vigo"),
            ],
        ),
        (
            {"Faglig leder id": "", "Faglig leder epost": "", "Faglig leder mobil": ""},
            [("supervisor_missing", "notice", "Faglig leder id", "", 1, "vigo")],
        ),
        (
            {"Faglig leder epost": "x", "Faglig leder mobil": ""},
            [("supervisor_without_contact", "reduced", "Faglig leder epost", "", 1, "vigo")],
        ),
        ({"Faglig leder epost": ""}, []),
        ({"Orgnr": "870586493"}, [("office_not_in_nor", "stop", "", "", 1, "nor")]),
        ({"Orgnr medlemsbedrift": "870586493"}, [("establishment_not_in_nlr", "stop", "", "", 1, "nlr")]),
        ({"Orgnr medlemsbedrift": ""}, []),
        ({"Epost": "", "Kontraktstype": "F"}, []),
        ({"Epost": "", "Avslutningskode": "HE"}, []),
        ({"Epost": "", "Læretid til": "19.12.2026"}, []),
        ({"Epost": "", "Læretid fra": "01.11.2025"}, []),
        ({"Epost": "", "Avbrudd fra": "20.12.2026"}, []),
        ({"Epost": "", "Godkjentdato": "02.10.2026"}, []),
        ({"Epost": "", "Godkjentdato": ""}, []),
    ],
)
def test_finding_says_kind_severity_column_shape_and_where_it_is_mended(changes, expected, one, take_in):
    for heading, value in changes.items():
        one.set(0, heading, value)
    take_in(one)
    assert kinds() == expected


def test_finding_stays_the_same_until_mended_and_then_goes_away(one, take_in):
    take_in(one.set(0, "Epost", "").set_all("Telledato", "01.10.2026"))
    first = Finding.objects.get().id
    take_in(one.set(0, "Navn", "Nytt Navn").set_all("Telledato", "02.10.2026"))
    assert Finding.objects.get().id == first
    take_in(one.set(0, "Epost", "ny@eksempel.no").set_all("Telledato", "03.10.2026"))
    assert not Finding.objects.exists()


def test_register_of_establishments_mends_findings_too(one, take_in, by, now):
    take_in(one.set(0, "Orgnr medlemsbedrift", "870586493"))
    assert Finding.objects.get().kind == "establishment_not_in_nlr"
    organisations.register_establishments([EstablishmentRow("870586493", "X", "46", approved=True)], by=by, now=now)
    take_in(b"Orgnr;Navn;Fylke;Status\n870586493;Y;46;godkjent\n", "nlr", at=now + timedelta(hours=1))
    assert not Finding.objects.exists()


def test_findings_never_hold_a_value(cases_in):
    shown = [finding.shape for finding in Finding.objects.all()]
    assert shown
    assert not [shape for shape in shown if re.search("[^\\W\\dx_]", shape) or re.search("[0-8]", shape)]


def test_lists_answer_for_the_scope_only(cases_in):
    Contract.objects.filter(number="0070000000").update(county_code="46")
    everything = {row.id for row in queries.contracts(NATION, 2026, "final")}
    county = {row.id for row in queries.contracts(TELEMARK, 2026, "final")}
    office = {row.id for row in queries.contracts(OFFICE, 2026, "final")}
    assert (len(everything), len(county), len(office)) == (240, 32, 31)
    assert set(Contract.objects.filter(id__in=county).values_list("county_code", flat=True)) == {"40"}
    assert set(Contract.objects.filter(id__in=office).values_list("party_orgnr", flat=True)) == {"986579753"}
    assert set(Contract.objects.filter(id__in=office).values_list("county_code", flat=True)) == {"31", "46"}
    found = queries.findings(TELEMARK, 2026)
    assert {row.county_code for row in found} == {"40"}
    assert {row.office_orgnr for row in queries.findings(OFFICE, 2026)} == {"986579753"}
    assert queries.count_findings(TELEMARK, 2026) == len(found) < queries.count_findings(NATION, 2026)


def test_list_is_searched_by_name_and_number_and_read_in_slices(cases_in, django_assert_num_queries):
    assert {row.name for row in queries.contracts(NATION, 2026, "final", search="øyvind utsi")} == {"Øyvind Utsi"}
    assert [row.number for row in queries.contracts(NATION, 2026, "final", search="0070000003")] == ["0070000003"]
    with django_assert_num_queries(2):
        listing = queries.contracts(NATION, 2026, "final")
        assert (len(listing), len(listing[10:20])) == (240, 10)


def test_findings_begin_with_what_costs_most_and_are_counted_by_kind(cases_in):
    rows = list(queries.findings(NATION, 2026))
    ranks = [(queries.SEVERITIES.index(row.severity), -row.n_apprentices) for row in rows]
    assert ranks == sorted(ranks)
    counts = queries.finding_counts(NATION, 2026)
    assert sum(count.n for count in counts) == len(rows)
    one_kind = queries.findings(NATION, 2026, kind=counts[0].kind)
    assert len(one_kind) == counts[0].n
    about_units = [row for row in rows if row.kind == "establishment_not_in_nlr"]
    assert about_units
    assert all(row.unit_name and not row.name and not row.contract_number for row in about_units)


def test_contact_hands_out_only_what_can_be_used(cases_in):
    contracts = {contract.id: contract for contract in Contract.objects.all()}
    contacts = queries.contact(contracts)
    assert set(contacts) == set(contracts)
    for contract_id, contract in contracts.items():
        contact = contacts[contract_id]
        assert contact.name == contract.name
        assert contact.email == (contract.email if contract.email_state == "ok" else "")
        assert bool(contact.mobile) == (contract.mobile_state == "ok")
        assert re.fullmatch(r"(\+47[49][0-9]{7})?", contact.mobile)
