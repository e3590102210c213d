import csv
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from stdnum.no import orgnr

from laerling.demo.norway.counties import COUNTIES
from laerling.demo.norway.courses import COURSES, Count
from laerling.demo.norway.files import n_contracts, n_invented, write_register_files
from laerling.demo.norway.layout import NLR_HEADER, NOR_HEADER, VIGO_HEADER
from laerling.demo.norway.numbers import MADE_UP_MOBILES, MADE_UP_NAMES, foreign_mobile, looks_made_up, mobile_digits
from laerling.demo.norway.trades import TRADES
from laerling.register.rules.contacts import email_state, mobile_state

SCALE = 0.04


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return write_register_files(folder=tmp_path_factory.mktemp("norway"), scale=SCALE)


def rows(path: Path, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@pytest.fixture(scope="module")
def final(files):
    return rows(files.final)


@pytest.fixture(scope="module")
def preliminary(files):
    return rows(files.preliminary)


def good(contracts):
    return [row for row in contracts if not row["Kontraktnr"].startswith("99")]


def test_files_have_the_reference_layout(files, final, cases):
    with (cases / "vigo.csv").open(encoding="utf-8-sig") as file:
        assert tuple(next(csv.reader(file, delimiter=";"))) == VIGO_HEADER
    assert tuple(final[0]) == VIGO_HEADER
    assert tuple(rows(files.nor)[0]) == NOR_HEADER
    assert tuple(rows(files.nlr, "cp1252")[0]) == NLR_HEADER


def test_same_seed_gives_the_same_bytes(files, tmp_path):
    again = write_register_files(folder=tmp_path, scale=SCALE)
    assert again.final.read_bytes() == files.final.read_bytes()
    assert again.nlr.read_bytes() == files.nlr.read_bytes()


def test_another_seed_gives_another_country(files, tmp_path):
    assert write_register_files(folder=tmp_path, scale=SCALE, seed=1).final.read_bytes() != files.final.read_bytes()


def test_progress_adds_up_to_all_contracts(tmp_path):
    told = []
    write_register_files(folder=tmp_path, scale=SCALE, on_progress=told.append)
    assert sum(told) == n_invented(SCALE) > n_contracts(SCALE)


def test_every_county_of_2024_has_offices_and_contracts(files, final):
    codes = {"03", "11", "15", "18", "31", "32", "33", "34", "39", "40", "42", "46", "50", "55", "56"}
    assert {county.code for county in COUNTIES} == codes
    assert {row["Avgiverfylke"] for row in good(final)} == codes
    assert {row["Fylke"] for row in rows(files.nor)} == codes


def test_organisation_numbers_are_well_formed_and_nobodys(files):
    numbers = [row["Orgnr"] for row in rows(files.nor) + rows(files.nlr, "cp1252")]
    assert len(set(numbers)) == len(numbers)
    assert all(orgnr.is_valid(number) for number in numbers)
    assert {number[0] for number in numbers} == {"3"}


def test_addresses_and_numbers_can_reach_nobody(final):
    contacts = [row[name] for row in final for name in ("Epost", "Faglig leder epost") if "@" in row[name]]
    assert {address.rpartition("@")[2].replace(",", ".").strip() for address in contacts} <= {"eksempel.no", "eksempel"}
    mobiles = [row["Mobil"].replace(" ", "").removeprefix("+47") for row in final]
    plain = [number for number in mobiles if len(number) == 8 and number.isdigit() and number not in MADE_UP_MOBILES]
    assert {number[:2] for number in plain} == {"42", "43", "44", "49", "36", "54", "65"}


def test_contract_numbers_are_unique_but_for_the_planted_row(preliminary):
    numbers = Counter(row["Kontraktnr"] for row in preliminary)
    assert [count for count in numbers.values() if count > 1] == [2]


def test_trades_are_ten_places_and_known(final):
    known = {(trade.code, trade.name, trade.programme) for trade in TRADES}
    found = {(row["Programområdekode"], row["Programområde"], row["Utdanningsprogram"]) for row in final}
    assert found <= known
    assert {len(code) for code, _, _ in known} == {10}
    assert 30 <= len(known) <= 60


def test_offices_have_apprentices_across_the_border(final):
    counties: dict[str, set[str]] = {}
    for row in good(final):
        if row["Parttype"] == "K":
            counties.setdefault(row["Orgnr"], set()).add(row["Avgiverfylke"])
    assert any(len(codes) > 1 for codes in counties.values())


def by_number(contracts):
    return {row["Kontraktnr"]: row for row in good(contracts)}


@pytest.fixture(scope="module")
def extracts(files):
    """This year's contracts by number, extract by extract."""
    return [by_number(rows(extract.vigo)) for extract in (files.first, files.second, files.last)]


def test_each_extract_is_counted_on_its_day_and_named_after_it(files):
    written = [
        (extract.vigo.name, {row["Telledato"] for row in rows(extract.vigo)})
        for extract in (files.first, files.second, files.last, files.last_year)
    ]
    assert written == [
        ("vigo-preliminary-2026-09-01.csv", {"01.09.2026"}),
        ("vigo-preliminary-2026-09-15.csv", {"15.09.2026"}),
        ("vigo-final-2026-10-01.csv", {"01.10.2026"}),
        ("vigo-final-2025-10-01.csv", {"01.10.2025"}),
    ]


def test_most_of_what_is_wrong_in_september_is_mended_and_some_is_new_or_comes_back(files):
    first, second, last = (sum(fault.seen[extract] for fault in files.planted) for extract in Count)
    ways = Counter(fault.course for fault in files.planted)
    assert 0.6 < second / first < 0.85
    assert 0.25 < last / first < 0.45
    assert set(ways) == {course.name for course in COURSES}
    assert ways["mended_early"] + ways["mended_late"] > 0.55 * ways.total()


def test_share_of_courses_is_the_whole():
    assert sum(course.share for course in COURSES) == pytest.approx(1)


@pytest.mark.parametrize(
    ("kind", "column", "wrong"),
    [
        ("email_missing", "Epost", lambda row: not row["Epost"]),
        ("email_made_up", "Epost", lambda row: row["Epost"].partition("@")[0] in MADE_UP_NAMES),
        ("email_malformed", "Epost", lambda row: email_state(row["Epost"]) == "malformed"),
        ("mobile_missing", "Mobil", lambda row: not row["Mobil"]),
        ("mobile_made_up", "Mobil", lambda row: row["Mobil"] in MADE_UP_MOBILES),
        ("mobile_landline", "Mobil", lambda row: mobile_state(row["Mobil"]) == "landline"),
        ("supervisor_missing", "Faglig leder id", lambda row: not row["Faglig leder id"]),
        ("not_approved_yet", "Godkjentdato", lambda row: not row["Godkjentdato"]),
    ],
)
def test_planted_fault_is_in_the_extracts_the_books_say_and_in_no_other(files, extracts, kind, column, wrong):
    planted = [fault for fault in files.planted if fault.kind == kind]
    assert planted
    # Another fault of the same contract may leave the same column empty.
    alone = {number for number, n in Counter(fault.number for fault in files.planted).items() if n == 1}
    for fault in (fault for fault in planted if fault.number in alone):
        shown = [fault.number in extract and wrong(extract[fault.number]) for extract in extracts]
        assert tuple(shown) == fault.seen, (kind, column)


@pytest.mark.parametrize(
    ("kind", "column", "first", "last"),
    [
        ("too_short_by_days", "Læretid fra", "2025-11-02", "2025-11-12"),
        ("ends_before_close_by_days", "Læretid til", "2026-12-10", "2026-12-19"),
        ("interruption_touches_by_days", "Avbrudd til", "2026-10-15", "2026-10-24"),
    ],
)
def test_contracts_that_miss_a_rule_miss_it_by_days(files, extracts, kind, column, first, last):
    days = [
        "-".join(reversed(extracts[extract][fault.number][column].split(".")))
        for fault in files.planted
        for extract in Count
        if fault.kind == kind and fault.seen[extract]
    ]
    assert days
    assert first <= min(days) <= max(days) <= last


@pytest.mark.parametrize("same", ["Epost", "Mobil"])
def test_some_share_an_address_with_another_person(files, extracts, same):
    kind = {"Epost": "email_shared", "Mobil": "mobile_shared"}[same]
    shared = [fault.number for fault in files.planted if fault.kind == kind and fault.seen[Count.FIRST]]
    owners: dict[str, set[str]] = {}
    for row in extracts[Count.FIRST].values():
        owners.setdefault(row[same], set()).add(row["PersonId"])
    assert shared
    assert all(len(owners[extracts[Count.FIRST][number][same]]) > 1 for number in shared)


def test_some_give_their_supervisors_or_their_offices_address(files, extracts):
    office = {row["Orgnr"]: row["Epost"] for row in rows(files.last.nor)}
    wrong = dict.fromkeys(("email_same_as_supervisor", "email_same_as_office"), 0)
    for fault in files.planted:
        if fault.kind in wrong and fault.seen[Count.FIRST]:
            row = extracts[Count.FIRST][fault.number]
            wrong[fault.kind] += row["Epost"] in {row["Faglig leder epost"], office.get(row["Orgnr"])}
    assert all(wrong.values())


def test_one_person_may_stand_under_two_ids_until_it_is_mended(files, extracts):
    twice = [fault for fault in files.planted if fault.kind == "same_person_twice" and any(fault.seen)]
    assert twice
    for fault in twice:
        ids: dict[bool, set[str]] = {True: set(), False: set()}
        for extract, is_wrong in zip(extracts, fault.seen, strict=True):
            if fault.number in extract:
                ids[is_wrong].add(extract[fault.number]["PersonId"])
        assert len(ids[True]) == 1
        assert not ids[True] & ids[False]


def test_some_persons_have_two_contracts(final):
    contracts = Counter(row["PersonId"] for row in good(final))
    assert 0 < sum(n > 1 for n in contracts.values()) < 0.03 * len(contracts)


def test_nobody_loses_their_number_name_or_year_of_birth(extracts):
    for number in extracts[0].keys() | extracts[1].keys() | extracts[2].keys():
        known = [extract[number] for extract in extracts if number in extract]
        assert len({(row["Navn"], row["Fødselsår"], row["Avgiverfylke"]) for row in known}) == 1


def test_few_contracts_are_gone_again_and_some_come_late(extracts):
    first, second, last = (extract.keys() for extract in extracts)
    assert len(first - second) < 0.003 * len(first)
    assert len(first - last) < 0.004 * len(first)
    assert len(second - first) > 0.01 * len(first)
    assert len(last - second) > 0


def test_registers_of_units_are_mended_too(files):
    approved = [
        {row["Orgnr"] for row in rows(extract.nlr, "cp1252") if row["Status"] == "godkjent"}
        for extract in (files.first, files.second, files.last)
    ]
    assert len(approved[0]) < len(approved[1]) < len(approved[2])
    assert len(rows(files.first.nor)) < len(rows(files.last.nor)) == files.n_offices


def test_office_may_lack_its_address_and_its_number(files):
    offices = rows(files.first.nor)
    assert all(row["Epost"].endswith("@eksempel.no") for row in offices if row["Epost"])
    assert 0 < sum(not (row["Epost"] and row["Telefon"]) for row in offices) < 0.25 * len(offices)


def test_last_year_has_the_same_units_and_those_still_in_training(files, final):
    before = by_number(rows(files.last_year.vigo))
    now = by_number(final)
    still = before.keys() & now.keys()
    assert 0.85 < len(before) / len(now) < 1.1
    assert 0.3 < len(still) / len(before) < 0.6
    # An id may be one of those that are there twice.
    same = [before[number]["PersonId"] == now[number]["PersonId"] for number in still]
    assert sum(same) > 0.98 * len(same)
    assert all(before[number]["Navn"] == now[number]["Navn"] for number in still)
    offices = [{row["Orgnr"] for row in rows(extract.nor)} for extract in (files.last_year, files.last)]
    assert offices[0] < offices[1]
    assert len(offices[1] - offices[0]) < 0.1 * len(offices[1])


def test_ordinary_numbers_do_not_look_made_up_and_foreign_ones_are_mobiles():
    rng = Random(1)
    assert not any(looks_made_up(mobile_digits(rng)) for _ in range(20_000))
    assert all(looks_made_up(number) for number in MADE_UP_MOBILES)
    foreign = [foreign_mobile(serial) for serial in range(285)]
    assert {mobile_state(number) for number in foreign} == {"foreign"}
    assert len(set(foreign)) == len(foreign)


def test_extracts_differ_as_a_month_makes_them_differ(preliminary, final):
    before = {row["Kontraktnr"]: row for row in good(preliminary)}
    after = {row["Kontraktnr"]: row for row in good(final)}
    assert len(after.keys() - before.keys()) > 0
    changed = [
        number
        for number in before.keys() & after.keys()
        if {**before[number], "Telledato": ""} != {**after[number], "Telledato": ""}
    ]
    assert 0.02 < len(changed) / len(before) < 0.25


@pytest.mark.parametrize(
    ("column", "value"),
    [("Kontraktstype", "O"), ("Kontraktstype", "F"), ("Avslutningskode", "FU"), ("Målform", "N"), ("Målform", "")],
)
def test_final_extract_has_every_kind_of_contract(final, column, value):
    assert value in {row[column] for row in final}


def test_some_rows_must_be_set_aside(preliminary):
    assert "31.02.2025" in {row["Læretid fra"] for row in preliminary}
    assert not all(orgnr.is_valid(row["Orgnr"]) for row in preliminary if row["Orgnr"])


def test_office_across_the_border_is_situated_where_it_says(files, final):
    orgnr_of = files.offices_across["46"]
    assert {row["Orgnr"]: row["Fylke"] for row in rows(files.nor)}[orgnr_of] == "46"
    assert {row["Avgiverfylke"] for row in good(final) if row["Orgnr"] == orgnr_of} > {"46"}
