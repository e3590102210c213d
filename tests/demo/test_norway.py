import csv
from collections import Counter
from pathlib import Path

import pytest
from stdnum.no import orgnr

from laerling.demo.norway.counties import COUNTIES
from laerling.demo.norway.files import n_contracts, write_register_files
from laerling.demo.norway.layout import ORGANISATION_HEADER, VIGO_HEADER
from laerling.demo.norway.trades import TRADES

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
    assert tuple(rows(files.nor)[0]) == ORGANISATION_HEADER
    assert tuple(rows(files.nlr, "cp1252")[0]) == ORGANISATION_HEADER


def test_same_seed_gives_the_same_bytes(files, tmp_path):
    again = write_register_files(folder=tmp_path, scale=SCALE)
    assert again.final.read_bytes() == files.final.read_bytes()
    assert again.nlr.read_bytes() == files.nlr.read_bytes()


def test_another_seed_gives_another_country(files, tmp_path):
    assert write_register_files(folder=tmp_path, scale=SCALE, seed=1).final.read_bytes() != files.final.read_bytes()


def test_progress_adds_up_to_all_contracts(tmp_path):
    told = []
    write_register_files(folder=tmp_path, scale=SCALE, on_progress=told.append)
    assert sum(told) == n_contracts(SCALE)


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
    plain = [number for number in mobiles if len(number) == 8 and number.isdigit() and number != "00000000"]
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


def test_faults_of_september_are_mostly_mended_in_october(preliminary, final):
    def without_email(contracts):
        return sum(not row["Epost"] for row in contracts) / len(contracts)

    assert 0.02 < without_email(preliminary) < 0.08
    assert 0 < without_email(final) < 0.5 * without_email(preliminary)


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
