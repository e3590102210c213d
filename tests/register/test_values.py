import pytest
from hypothesis import given
from hypothesis import strategies as st

from laerling.register.layouts import layout
from laerling.register.rules import values
from laerling.register.rules.columns import ColumnReader
from laerling.register.rules.rows import ContractRules, RowFault, RowReader
from laerling.register.rules.values import Bad, Bounds
from laerling.register.words import RULES

BOUNDS = Bounds(counties=frozenset({"03", "46"}), first_birth_year=1926, last_birth_year=2013)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("01.10.2026", "2026-10-01"),
        ("1.9.2026", "2026-09-01"),
        ("2026-10-01", "2026-10-01"),
        ("29.02.2024", "2024-02-29"),
        ("", None),
        ("29.02.2025", Bad("not_a_date")),
        ("31.02.2025", Bad("not_a_date")),
        ("01.10.26", Bad("not_a_date")),
        ("10/01/2026", Bad("not_a_date")),
        ("mai 2027", Bad("not_a_date")),
        ("2026-13-01", Bad("not_a_date")),
        ("01.01.0001", Bad("not_a_date")),
        ("٠١.١٠.٢٠٢٦", Bad("not_a_date")),
    ],
)
def test_date_is_read_or_named_bad(written, read):
    assert values.read_date(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("986579753", "986579753"),
        ("986 579 753", "986579753"),
        ("", ""),
        ("986579754", Bad("check_digit")),
        ("98657975", Bad("check_digit")),
        ("NO986579753", Bad("check_digit")),
    ],
)
def test_organisation_number_must_pass_its_check_digit(written, read):
    assert values.read_orgnr(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Øyvind O'Dell-Åsheim", "Øyvind O'Dell-Åsheim"),
        ("<script>alert(1)</script>", Bad("not_plain_text")),
        ("Kari\nNordmann", "Kari Nordmann"),
        ("Tømrer \r\n\tfaget", "Tømrer faget"),
        ("Kari\n<b>Nordmann", Bad("not_plain_text")),
        ("Kari\x07Nordmann", Bad("not_plain_text")),
        ("Kari\u202eNordmann", Bad("not_plain_text")),
    ],
)
def test_text_holds_no_script_and_nothing_unseen(written, read):
    assert values.read_text(written) == read


def test_plain_national_id_is_never_taken_in():
    assert values.read_person("15076500565") == Bad("plain_national_id")


def test_opaque_person_id_is_taken_as_it_stands():
    assert values.read_person("p7-000001") == "p7-000001"


@pytest.mark.parametrize(
    ("written", "read"),
    [("03", "03"), ("3", "03"), ("46", "46"), ("30", Bad("unknown_county")), ("x", Bad("unknown_county")), ("", "")],
)
def test_county_is_one_that_exists(written, read):
    assert values.county_reader(BOUNDS)(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2007", "2007"),
        ("1926", "1926"),
        ("2013", "2013"),
        ("1925", Bad("birth_year")),
        ("2014", Bad("birth_year")),
        ("2o07", Bad("birth_year")),
        ("07", Bad("birth_year")),
        ("²⁰⁰⁷", Bad("birth_year")),
    ],
)
def test_birth_year_can_be(written, read):
    assert values.birth_year_reader(BOUNDS)(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("HSBUA3----", "HSBUA3----"),
        ("HSBUA3", "HSBUA3----"),
        ("HSBUA3-----", Bad("too_long")),
        ("hsbua3----", Bad("programme_area")),
        ("", Bad("missing")),
    ],
)
def test_programme_area_is_padded_to_ten(written, read):
    reader = values.bounded(values.read_programme_area, longest=10, required=True)
    assert reader(written) == read


@given(st.text(max_size=40))
def test_no_reader_ever_fails(written):
    for reader in (
        values.read_date,
        values.read_orgnr,
        values.read_text,
        values.read_id,
        values.read_person,
        values.read_programme_area,
        values.county_reader(BOUNDS),
        values.birth_year_reader(BOUNDS),
    ):
        assert isinstance(reader(written), str | Bad | None)


@given(
    st.sampled_from(layout("vigo").columns),
    st.lists(st.text(max_size=12) | st.sampled_from(["", " ", "p-1", "01010112345", "Kari ", "a;b"]), min_size=1),
)
def test_many_values_are_read_as_each_by_itself(column, written):
    alone = [ColumnReader(column, BOUNDS).read([value])[0] for value in written]
    reader = ColumnReader(column, BOUNDS)
    together = reader.read(written)
    assert together == alone
    assert reader.bad(together) == {place for place, value in enumerate(alone) if isinstance(value, Bad)}


@pytest.mark.parametrize(
    ("form", "written", "read"),
    [
        ("yyyymmdd", "20261001", "2026-10-01"),
        ("yyyymmdd", "2026-10-01", "2026-10-01"),
        ("yyyymmdd", "01.10.2026", Bad("not_a_date")),
        ("yyyymmdd", "20260230", Bad("not_a_date")),
        ("dd/mm/yyyy", "01/10/2026", "2026-10-01"),
        ("dd/mm/yyyy", "01.10.2026", Bad("not_a_date")),
        ("", "01.10.2026", "2026-10-01"),
    ],
)
def test_date_is_read_in_the_form_of_the_map(form, written, read):
    assert values.date_reader(form)(written) == read


def _row(**changes):
    given = {
        "county_code": "46", "count_date": "01.10.2026", "number": "1", "person_id": "p-1", "birth_year": "2007",
        "gender": "K", "name": "Kari", "email": "", "mobile": "", "written_form": "N", "kind": "L",
        "programme_area": "HSBUA3----", "starts_on": "01.08.2025", "ends_on": "31.07.2027",
    }  # fmt: skip
    return [{**given, **changes}.get(name, "") for name in layout("vigo").names]


def _faults(row):
    vigo = layout("vigo")
    reader, rules = RowReader(vigo, [(place,) for place in range(len(vigo.columns))], BOUNDS), ContractRules(vigo)
    columns = reader.read([[value] for value in row])
    bad = reader.bad(columns)
    values = [column[0] for column in columns]
    faults = reader.faults(values) or rules.faults(values)
    # What is looked for in many rows at once is what is told of one.
    assert bool(bad or rules.misfits(columns, bad)) == bool(faults)
    return faults


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"kind": "X"}, [("Kontraktstype", "unknown_code")]),
        ({"written_form": ""}, []),
        ({"written_form": "E"}, [("Målform", "unknown_code")]),
        ({"number": "", "gender": "?"}, [("Kontraktnr", "missing"), ("Kjønn", "unknown_code")]),
        ({"starts_on": ""}, [("Læretid fra", "missing")]),
        ({"ends_on": "31.07.2025"}, [("Læretid til", "before_start")]),
        ({"ends_on": "01.08.2025"}, []),
        ({"interrupted_from": "01.01.2026"}, []),
        ({"interrupted_to": "01.01.2026"}, [("Avbrudd fra", "missing")]),
        ({"interrupted_from": "02.01.2026", "interrupted_to": "01.01.2026"}, [("Avbrudd til", "before_start")]),
        ({"party_orgnr": "986579753"}, [("Parttype", "missing")]),
        ({"party_kind": "K", "party_orgnr": "986579753"}, []),
        ({"party_kind": "K"}, []),
        ({"name": "x" * 201}, [("Navn", "too_long")]),
        ({"email": "not an address"}, []),
    ],
)
def test_row_faults_name_column_and_rule(changes, expected):
    assert _faults(_row(**changes)) == [RowFault(*fault) for fault in expected]


def test_every_rule_of_a_value_has_words():
    used = {value.rule for value in vars(values).values() if isinstance(value, Bad)}
    assert used | {"before_start", "number_twice", "number_of_fields", "quotation_mark"} == set(RULES)


_TENS = st.text("0123456789", min_size=9, max_size=9)
_VALID = st.sampled_from(["986579753", "974760673", "312345676", ""])


@given(st.lists(st.one_of(_VALID, _TENS, st.sampled_from(["98657975", "98657975x", "٩٨٦٥٧٩٧٥٣"])), max_size=6))
def test_many_organisation_numbers_are_as_they_stand_where_each_is(each):
    each_is = all(values.read_orgnr(value) == value for value in each)
    assert values.are_orgnr("".join(each), each) == each_is
