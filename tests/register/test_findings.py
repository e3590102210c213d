"""What is found, kind by kind: severity, column, shape, cost, and where it is mended."""

import re

import pytest

from laerling.access import actions as access
from laerling.access.policy import ALL_TASKS
from laerling.organisations.models import TrainingOffice
from laerling.register import queries
from laerling.register.actions import findings
from laerling.register.models import Contract, CountyForecast, Finding
from laerling.register.rules.findings import KINDS, MENDED_IN, SEVERITIES

pytestmark = pytest.mark.django_db

NO_SUPERVISOR = {"Faglig leder id": "", "Faglig leder epost": "", "Faglig leder mobil": ""}
OFFICE = "883016610"


def found():
    columns = ("kind", "severity", "column", "shape", "extent", "n_apprentices", "mended_in")
    return sorted(Finding.objects.filter(closed_at=None).values_list(*columns))


def kinds():
    return sorted(Finding.objects.filter(closed_at=None).values_list("kind", flat=True))


def changed(file, row=0, **values):
    for heading, value in values.items():
        file.set(row, heading.replace("_", " "), value)
    return file


def test_nothing_wrong_is_no_finding(two, take_in):
    take_in(two)
    assert found() == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"Epost": ""}, [("email_missing", "reduced", "Epost", "", 0, 1, "vigo")]),
        ({"Epost": "ola@eks,no"}, [("email_malformed", "reduced", "Epost", "xxx@xxx,xx", 0, 1, "vigo")]),
        ({"Epost": "Test1@gmail.com"}, [("email_made_up", "reduced", "Epost", "xxxx9@xxxxx.xxx", 0, 1, "vigo")]),
        ({"Mobil": ""}, [("mobile_missing", "reduced", "Mobil", "", 0, 1, "vigo")]),
        ({"Mobil": "22123456"}, [("mobile_landline", "reduced", "Mobil", "99999999", 0, 1, "vigo")]),
        ({"Mobil": "12 ab"}, [("mobile_malformed", "reduced", "Mobil", "99 xx", 0, 1, "vigo")]),
        ({"Mobil": "+46701234567"}, [("mobile_foreign", "notice", "Mobil", "+99999999999", 0, 1, "vigo")]),
        ({"Mobil": "+47 900 00 000"}, [("mobile_made_up", "reduced", "Mobil", "+99 999 99 999", 0, 1, "vigo")]),
        ({"Mobil": "12345678"}, [("mobile_made_up", "reduced", "Mobil", "99999999", 0, 1, "vigo")]),
        ({"Mobil": "0"}, [("mobile_malformed", "reduced", "Mobil", "9", 0, 1, "vigo")]),
        (
            {"Epost": "", "Mobil": "123"},
            [
                ("email_missing", "unreachable", "Epost", "", 0, 1, "vigo"),
                ("mobile_malformed", "unreachable", "Mobil", "999", 0, 1, "vigo"),
            ],
        ),
        (
            {"Epost": "test@test.no", "Mobil": "40000000"},
            [
                ("email_made_up", "unreachable", "Epost", "xxxx@xxxx.xx", 0, 1, "vigo"),
                ("mobile_made_up", "unreachable", "Mobil", "99999999", 0, 1, "vigo"),
            ],
        ),
        (NO_SUPERVISOR, [("supervisor_missing", "notice", "Faglig leder id", "", 0, 1, "vigo")]),
        (
            {"Faglig leder epost": "x", "Faglig leder mobil": ""},
            [("supervisor_without_contact", "reduced", "Faglig leder epost", "", 0, 1, "vigo")],
        ),
        (
            {"Faglig leder epost": "ingen@ingen.no", "Faglig leder mobil": "90000000"},
            [("supervisor_without_contact", "reduced", "Faglig leder epost", "", 0, 1, "vigo")],
        ),
        ({"Faglig leder epost": "", "Faglig leder mobil": "41726354"}, []),
        ({"Orgnr": "870586493"}, [("office_not_in_nor", "stop", "", "", 0, 1, "nor")]),
        ({"Orgnr medlemsbedrift": "870586493"}, [("establishment_not_in_nlr", "stop", "", "", 0, 1, "nlr")]),
        ({"Orgnr medlemsbedrift": ""}, []),
        ({"Epost": "", "Kontraktstype": "F"}, []),
        ({"Epost": "", "Avslutningskode": "HE"}, []),
    ],
)
def test_finding_says_kind_severity_column_shape_cost_and_where_it_is_mended(changes, expected, one, take_in):
    for heading, value in changes.items():
        one.set(0, heading, value)
    take_in(one)
    assert found() == expected


@pytest.mark.parametrize(
    ("changes", "kind", "column", "days"),
    [
        ({"Læretid fra": "01.11.2025"}, "too_short_by_days", "Læretid fra", 1),
        ({"Læretid fra": "14.11.2025"}, "too_short_by_days", "Læretid fra", 14),
        ({"Læretid fra": "15.11.2025"}, None, "", 0),
        ({"Læretid fra": "31.10.2025"}, None, "", 0),
        ({"Læretid til": "19.12.2026"}, "ends_before_close_by_days", "Læretid til", 1),
        ({"Læretid til": "06.12.2026"}, "ends_before_close_by_days", "Læretid til", 14),
        ({"Læretid til": "05.12.2026"}, None, "", 0),
        ({"Læretid til": "20.12.2026"}, None, "", 0),
        ({"Godkjentdato": "02.10.2026"}, "not_approved_yet", "Godkjentdato", 1),
        ({"Godkjentdato": "16.10.2026"}, None, "", 0),
        ({"Godkjentdato": ""}, "not_approved_yet", "Godkjentdato", 0),
        (
            {"Avbrudd fra": "01.08.2026", "Avbrudd til": "15.10.2026"},
            "interruption_touches_by_days",
            "Avbrudd fra",
            1,
        ),
        ({"Avbrudd fra": "01.08.2026", "Avbrudd til": "14.10.2026"}, None, "", 0),
        (
            {"Avbrudd fra": "01.08.2026", "Avbrudd til": "28.10.2026"},
            "interruption_touches_by_days",
            "Avbrudd fra",
            14,
        ),
        ({"Avbrudd fra": "01.08.2026", "Avbrudd til": "29.10.2026"}, None, "", 0),
        ({"Avbrudd fra": "20.12.2026"}, "interruption_touches_by_days", "Avbrudd fra", 1),
        ({"Avbrudd fra": "21.12.2026"}, None, "", 0),
        ({"Avbrudd fra": "01.09.2026"}, None, "", 0),
        # Two rules missed, or one missed and a unit that is in no register, is no near miss.
        ({"Læretid fra": "01.11.2025", "Læretid til": "19.12.2026"}, None, "", 0),
        ({"Læretid fra": "01.11.2025", "Orgnr medlemsbedrift": "870586493"}, None, "", 0),
        ({"Læretid fra": "01.11.2025", "Kontraktstype": "V"}, None, "", 0),
    ],
)
def test_rule_missed_by_days_is_doubtful_and_says_by_how_many(changes, kind, column, days, one, take_in):
    for heading, value in changes.items():
        one.set(0, heading, value)
    take_in(one)
    assert found() == ([(kind, "doubt", column, "", days, 1, "vigo")] if kind else [])


def test_rule_missed_by_days_is_nothing_where_the_person_is_asked_by_another_contract(two, take_in):
    person = two.rows[0][two.headings.index("PersonId")]
    take_in(changed(two, 1, PersonId=person, Læretid_fra="01.11.2025"))
    assert found() == []


@pytest.mark.parametrize(
    ("own", "others", "kind"),
    [
        ("felles@eksempel.no", {"Epost": "Felles@Eksempel.no"}, "email_shared"),
        ("leder@eksempel.no", {"Faglig leder epost": "Leder@eksempel.no"}, "email_same_as_supervisor"),
    ],
)
def test_address_that_is_somebody_elses_too_is_found(own, others, kind, two, take_in):
    own_row = 1 if "supervisor" in kind else 0
    for heading, value in others.items():
        two.set(1, heading, value)
    take_in(changed(two, own_row, Epost=own))
    assert set(kinds()) == {kind}
    assert {line[1] for line in found()} == {"reduced"}


@pytest.mark.parametrize(
    ("one_writes", "other_writes"),
    [("45193352", "+47 45 19 33 52"), ("004745193352", "451 93 352"), ("+46701234567", "0046701234567")],
)
def test_number_is_shared_however_it_is_written(one_writes, other_writes, two, take_in):
    changed(two, 0, Mobil=one_writes)
    take_in(changed(two, 1, Mobil=other_writes))
    assert kinds() == ["mobile_shared", "mobile_shared"]
    assert {line[4] for line in found()} == {2}


def test_number_of_the_supervisor_is_not_the_apprentices(one, take_in):
    take_in(changed(one, Mobil="45193352", Faglig_leder_mobil="+47 451 93 352"))
    assert kinds() == ["mobile_same_as_supervisor"]


def test_address_and_number_of_the_office_are_not_the_apprentices(one, take_in):
    TrainingOffice.objects.filter(orgnr=OFFICE).update(email="Post@kontoret.no", phone="+47 451 93 352")
    take_in(changed(one, Epost="post@kontoret.no", Mobil="45193352"))
    assert kinds() == ["email_same_as_office", "mobile_same_as_office"]
    assert {line[1] for line in found()} == {"unreachable"}


def test_address_shared_with_somebody_who_is_not_asked_is_shared_all_the_same(two, take_in):
    changed(two, 0, Epost="felles@eksempel.no")
    take_in(changed(two, 1, Epost="felles@eksempel.no", Kontraktstype="V"))
    assert found() == [("email_shared", "reduced", "Epost", "xxxxxx@xxxxxxxx.xx", 2, 1, "vigo")]


def test_person_with_two_ids_is_a_double_and_shares_with_nobody(two, take_in):
    year = two.rows[0][two.headings.index("Fødselsår")]
    changed(two, 0, Navn="Åse Ødegård", Epost="ase@eksempel.no")
    take_in(changed(two, 1, Navn="ÅSE ØDEGÅRD", Epost="ase@eksempel.no", Fødselsår=year))
    assert kinds() == ["same_person_twice", "same_person_twice"]
    one, other = Finding.objects.order_by("contract__number")
    assert (one.other_contract_id, other.other_contract_id) == (other.contract_id, one.contract_id)


def test_people_of_one_name_who_share_nothing_are_two_people(two, take_in):
    changed(two, 0, Navn="Kari Hansen", Fødselsår="2006")
    take_in(changed(two, 1, Navn="Kari Hansen", Fødselsår="2006"))
    assert found() == []


def test_second_contract_of_a_person_is_a_double_and_names_the_one_that_counts(two, take_in):
    person = two.rows[0][two.headings.index("PersonId")]
    take_in(changed(two, 1, PersonId=person, Epost="", Mobil=""))
    assert found() == [("duplicate_contract", "doubt", "Kontraktnr", "", 0, 1, "vigo")]
    finding = Finding.objects.get()
    assert (finding.contract.number, finding.other_contract.number) == ("0079999999", "0070000003")


def test_contract_the_newest_extract_does_not_have_is_noticed(two, take_in):
    take_in(two.set_all("Telledato", "02.10.2026"))
    two.rows.pop()
    take_in(two.set_all("Telledato", "03.10.2026"))
    assert found() == [("not_in_newest_extract", "notice", "Telledato", "", 0, 1, "vigo")]
    assert Finding.objects.get().contract.number == "0079999999"


def test_contract_of_another_county_is_not_held_against_this_countys_extract(two, take_in):
    take_in(changed(two, 1, Avgiverfylke="46"))
    two.rows.pop()
    take_in(two.set_all("Telledato", "03.10.2026"))
    assert found() == []


@pytest.mark.parametrize(
    ("email", "phone", "has_people", "is_found"),
    [("", "", False, True), ("", "", True, False), ("a@b.no", "", False, False), (None, None, False, False)],
)
def test_office_nobody_can_write_to_is_noticed(email, phone, has_people, is_found, one, take_in, by, now):
    TrainingOffice.objects.filter(orgnr=OFFICE).update(email=email, phone=phone)
    if has_people:
        account = access.create_account(email="kari@kontoret.no", name="Kari", password=None, by=by, now=now)
        access.grant(
            account=account,
            roles=ALL_TASKS["office"],
            unit_kind="office",
            unit_code=OFFICE,
            valid_from=now.date(),
            why="leder",
            by=by,
            now=now,
        )
    take_in(one)
    assert found() == ([("office_without_contact", "notice", "", "", 0, 1, "nor")] if is_found else [])


def test_unit_finding_costs_all_the_apprentices_it_stops(two, take_in):
    take_in(two.set_all("Orgnr medlemsbedrift", "870586493"))
    assert found() == [("establishment_not_in_nlr", "stop", "", "", 0, 2, "nlr")]


def test_forecast_tells_how_many_would_be_asked_and_reached(two, take_in):
    take_in(changed(two, 1, Epost="test@test.no", Mobil="", Avgiverfylke="46"))
    assert set(CountyForecast.objects.values_list("county_code", "n_asked", "n_reachable")) == {
        ("18", 1, 1),
        ("46", 1, 0),
    }


def test_reach_leaves_out_what_is_not_the_persons_own(two, take_in):
    changed(two, 0, Epost="felles@eksempel.no")
    take_in(changed(two, 1, Epost="felles@eksempel.no"))
    assert not Contract.objects.filter(queries.can_be_reached("email")).exists()
    assert Contract.objects.filter(queries.can_be_reached("mobile")).count() == 2


def test_findings_never_hold_a_value(cases_in):
    shapes = [finding.shape for finding in Finding.objects.all()]
    assert shapes
    assert not [shape for shape in shapes if re.search("[^\\W\\dx_]", shape) or re.search("[0-8]", shape)]


def test_all_that_is_found_is_of_a_known_kind_and_severity(cases_in):
    for finding in Finding.objects.all():
        assert finding.kind in KINDS
        assert finding.mended_in == MENDED_IN[finding.kind]
        assert SEVERITIES[finding.cost_rank] == finding.severity


def test_reckoning_twice_changes_nothing(cases_in):
    before = list(Finding.objects.order_by("id").values())
    findings.recompute(round_year=2026)
    assert list(Finding.objects.order_by("id").values()) == before


def test_reckoning_of_a_round_without_files_finds_nothing(db):
    findings.recompute(round_year=2026)
    assert found() == []
