import re

import pytest

from laerling.access.policy import whole
from laerling.register import queries
from laerling.register.models import Contract

pytestmark = pytest.mark.django_db

NATION = whole("nation", "", "Norge")
TELEMARK = whole("county", "40", "Telemark")
OFFICE = whole("office", "986579753", "Opplæringskontoret Gjære 6")


def test_lists_answer_for_the_scope_only(cases_in):
    Contract.objects.filter(number="0070000000").update(county_code="46")
    everything = {row.id for row in queries.contracts(NATION, 2026, "final")}
    county = {row.id for row in queries.contracts(TELEMARK, 2026, "final")}
    office = {row.id for row in queries.contracts(OFFICE, 2026, "final")}
    assert (len(everything), len(county), len(office)) == (240, 32, 31)
    assert set(Contract.objects.filter(id__in=county).values_list("county_code", flat=True)) == {"40"}
    assert set(Contract.objects.filter(id__in=office).values_list("party_orgnr", flat=True)) == {"986579753"}
    assert set(Contract.objects.filter(id__in=office).values_list("county_code", flat=True)) == {"31", "46"}


def test_list_is_searched_by_name_and_number_and_read_in_slices(cases_in, django_assert_num_queries):
    assert {row.name for row in queries.contracts(NATION, 2026, "final", search="øyvind utsi")} == {"Øyvind Utsi"}
    assert [row.number for row in queries.contracts(NATION, 2026, "final", search="0070000003")] == ["0070000003"]
    with django_assert_num_queries(2):
        listing = queries.contracts(NATION, 2026, "final")
        assert (len(listing), len(listing[10:20])) == (240, 10)


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
