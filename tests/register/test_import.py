import csv
import io
from datetime import UTC, date, datetime
from itertools import permutations

import pytest
import xlsxwriter
from django.core.management import call_command
from django.db import connection

from laerling.audit.models import Event
from laerling.organisations.models import TrainingEstablishment, TrainingOffice
from laerling.register import queries
from laerling.register.models import Contract, Extract, Finding, SetAsideRow
from laerling.register.refusals import (
    ColumnTwice,
    MissingColumn,
    NoRows,
    NoUsableRows,
    RoundClosed,
    SeveralCountDates,
    UnreadableFile,
    UnsafeWorkbook,
    WrongCountDate,
    WrongRegister,
)
from laerling.rounds import actions as rounds
from laerling.rounds.queries import UnknownRound

IN_SEPTEMBER = datetime(2026, 9, 2, 8, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db

COLUMNS = [field.attname for field in Contract._meta.fields if field.attname not in {"id", "extract_id"}]


def state():
    """Every contract as it stands, whatever its row id."""
    return sorted(Contract.objects.values_list(*COLUMNS), key=str)


def n_staged():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM register_stagedcontract) + (SELECT count(*) FROM register_stagedunit)"
        )
        return cursor.fetchone()[0]


def places(receipt):
    return [(line.row_number, line.column, line.rule) for line in receipt.set_aside]


def test_case_file_is_taken_in_whole(cases, take_in):
    receipt = take_in(cases / "vigo.csv")
    assert (receipt.state, receipt.count_date) == ("accepted", date(2026, 10, 1))
    assert (receipt.n_rows, receipt.n_new, receipt.n_set_aside) == (240, 240, 0)
    first = Contract.objects.get(number="0070000003")
    assert (first.county_code, first.name, first.kind, first.birth_year) == ("18", "Håkon Dahl", "L", 2008)
    assert (first.starts_on, first.ends_on, first.interrupted_from) == (date(2024, 8, 15), date(2027, 2, 28), None)
    assert (first.party_kind, first.party_orgnr, first.member_orgnr) == ("K", "883016610", "927601893")
    assert (first.written_form, first.email_state, first.mobile_state) == ("nb", "ok", "ok")


@pytest.mark.parametrize(
    "form", ["utf-8", "utf-8-sig", "cp1252", "lf", "iso dates", "other order", "xlsx", "xlsx typed"]
)
def test_file_means_the_same_in_every_form(form, vigo, take_in):
    take_in(vigo)
    expected = state()
    Contract.objects.all().delete()
    Extract.objects.all().delete()
    receipt = take_in(_in_form(vigo, form))
    assert state() == expected
    assert receipt.unknown_columns == (("Ukjent felt",) if form == "other order" else ())


def _in_form(vigo, form):
    if form in {"utf-8", "utf-8-sig", "cp1252"}:
        return vigo.content(encoding=form)
    if form == "lf":
        return vigo.content(line_end="\n")
    if form.startswith("xlsx"):
        return _workbook(vigo, typed=form == "xlsx typed")
    if form == "iso dates":
        vigo.rows = [[_iso(value) for value in row] for row in vigo.rows]
        return vigo.content()
    vigo.headings = ["Ukjent felt", *reversed(vigo.headings)]
    vigo.rows = [["<b>?", *reversed(row)] for row in vigo.rows]
    return vigo.content()


def _iso(value):
    try:
        return f"{datetime.strptime(value, '%d.%m.%Y').replace(tzinfo=UTC):%Y-%m-%d}"
    except ValueError:
        return value


def _workbook(vigo, *, typed):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet, as_date = book.add_worksheet(), book.add_format({"num_format": "dd.mm.yyyy"})
        for column, heading in enumerate(vigo.headings):
            sheet.write_string(0, column, heading)
        for row, values in enumerate(vigo.rows, start=1):
            for column, value in enumerate(values):
                if typed and _iso(value) != value:
                    sheet.write_datetime(row, column, datetime.strptime(value, "%d.%m.%Y"), as_date)  # noqa: DTZ007
                elif typed and vigo.headings[column] in {"Avgiverfylke", "Fødselsår", "Orgnr"} and value:
                    sheet.write_number(row, column, int(value))
                else:
                    sheet.write_string(row, column, value)
    return content.getvalue()


def test_same_file_twice_changes_nothing(cases_in, cases, take_in):
    before = state(), Extract.objects.count(), list(Finding.objects.values_list("id", "kind"))
    versions = list(Contract.objects.extra(select={"xmin": "xmin"}).values_list("id", "xmin"))
    for register in ("nor", "nlr", "vigo"):
        receipt = take_in(cases / f"{register}.csv", register)
        assert (receipt.seen_before, receipt.n_new, receipt.n_changed) == (True, 0, 0)
    assert (state(), Extract.objects.count(), list(Finding.objects.values_list("id", "kind"))) == before
    assert list(Contract.objects.extra(select={"xmin": "xmin"}).values_list("id", "xmin")) == versions


def test_order_of_files_does_not_matter(vigo, take_in):
    contents = []
    for day, name in (("01.10.2026", "Ada"), ("05.10.2026", "Bo"), ("05.10.2026", "Bo"), ("03.10.2026", "Cy")):
        vigo.set_all("Telledato", day).set(0, "Navn", name)
        vigo.set(1, "Mobil", f"4000000{len(contents)}")
        contents.append(vigo.content())
    ends = set()
    for order in permutations(contents):
        for content in order:
            take_in(content)
        ends.add(str(state()))
        Contract.objects.all().delete()
        Extract.objects.all().delete()
    assert len(ends) == 1


def test_later_extract_changes_what_differs_and_counts_it(vigo, take_in):
    take_in(vigo)
    ids = dict(Contract.objects.values_list("number", "id"))
    vigo.set_all("Telledato", "02.10.2026").set(0, "Epost", "ny@eksempel.no")
    receipt = take_in(vigo)
    assert (receipt.n_new, receipt.n_changed, receipt.n_unchanged) == (0, 1, 239)
    assert dict(Contract.objects.values_list("number", "id")) == ids
    assert Contract.objects.get(number=vigo.rows[0][2]).email == "ny@eksempel.no"


def test_earlier_extract_after_a_later_one_adds_only_what_is_missing(vigo, take_in):
    later = type(vigo)(vigo.content())
    later.rows = later.rows[1:]
    later.set_all("Telledato", "02.10.2026")
    take_in(later)
    receipt = take_in(vigo)
    assert (receipt.n_new, receipt.n_changed, receipt.n_unchanged) == (1, 0, 239)


def test_bad_rows_are_set_aside_with_row_column_and_rule_and_the_rest_goes_in(vigo, take_in):
    vigo.set(0, "Læretid fra", "31.02.2025").set(1, "Kontraktstype", "X").set(2, "Fødselsår", "1850")
    vigo.set(3, "Orgnr", "986579754").set(3, "Kjønn", "?").set(5, "Kontraktnr", vigo.rows[4][2])
    vigo.set(6, "Navn", "<script>alert(1)</script>")
    vigo.rows[7] = vigo.rows[7][:-1]
    receipt = take_in(vigo)
    assert (receipt.state, receipt.n_rows, receipt.n_set_aside, receipt.n_new) == (
        "accepted_with_set_aside",
        240,
        7,
        233,
    )
    assert places(receipt) == [
        (2, "Læretid fra", "not_a_date"),
        (3, "Kontraktstype", "unknown_code"),
        (4, "Fødselsår", "birth_year"),
        (5, "Kjønn", "unknown_code"),
        (5, "Orgnr", "check_digit"),
        (7, "Kontraktnr", "number_twice"),
        (8, "Navn", "not_plain_text"),
        (9, "", "number_of_fields"),
    ]
    assert SetAsideRow.objects.count() == 8
    assert Contract.objects.filter(number=vigo.rows[4][2]).get().person_id == vigo.rows[4][3]


def test_set_aside_never_holds_the_value(vigo, take_in):
    vigo.set(0, "Navn", "Hemmelig <Person>").set(1, "Læretid fra", "hemmelig")
    receipt = take_in(vigo)
    stored = list(SetAsideRow.objects.values_list("column", "rule")), list(Event.objects.values_list("details"))
    assert "emmelig" not in f"{receipt} {stored}"


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda _vigo: b"\x89PNG\r\n\x1a\n\x00\x00", UnreadableFile),
        (lambda _vigo: b"en;helt;annen;fil\n1;2;3;4\n", UnreadableFile),
        (lambda vigo: vigo.content().replace("Fødselsår".encode(), b"Alder"), MissingColumn),
        (lambda vigo: vigo.content().replace(b"Orgnavn", b"Orgnr"), MissingColumn),
        (lambda vigo: vigo.content(encoding="utf-8").replace(b"Telledato", b"Telledato;Telledato", 1), ColumnTwice),
        (lambda vigo: vigo.set_all("Telledato", "30.09.2026"), WrongCountDate),
        (lambda vigo: vigo.set_all("Telledato", "01.10.2025"), WrongCountDate),
        (lambda vigo: vigo.set_all("Telledato", "21.12.2026"), WrongCountDate),
        (lambda vigo: vigo.set(239, "Telledato", "02.10.2026"), SeveralCountDates),
        (lambda vigo: vigo.set_all("Kjønn", "?"), NoUsableRows),
        (lambda vigo: vigo.set_all("Telledato", ""), NoUsableRows),
        (lambda vigo: vigo.content().split(b"\r\n")[0], NoRows),
        (lambda _vigo: b"Orgnr;Navn;Fylke;Status\r\n986579753;A;46;aktiv\r\n", WrongRegister),
    ],
)
def test_refused_file_leaves_nothing(change, refusal, vigo, take_in):
    with pytest.raises(refusal) as refused:
        take_in(change(vigo))
    assert str(refused.value).strip()
    assert (Contract.objects.count(), SetAsideRow.objects.count(), n_staged()) == (0, 0, 0)
    assert [(row.state, row.refusal, row.n_rows) for row in queries.received(2026)] == [("refused", refusal.code, 0)]
    assert Event.objects.filter(what="register.extract.refused", details__code=refusal.code).exists()


def test_refused_file_leaves_what_was_there(cases_in, vigo, take_in):
    before = state()
    with pytest.raises(SeveralCountDates):
        take_in(vigo.set(0, "Navn", "En Annen").set(239, "Telledato", "02.10.2026"))
    assert state() == before


@pytest.mark.parametrize(
    ("day", "stage", "fits"),
    [
        ("31.07.2026", "preliminary", False),
        ("01.08.2026", "preliminary", True),
        ("01.09.2026", "preliminary", True),
        ("30.09.2026", "preliminary", True),
        ("01.10.2026", "preliminary", False),
        ("30.09.2026", "final", False),
        ("01.10.2026", "final", True),
        ("15.10.2026", "final", True),
        ("20.12.2026", "final", True),
        ("21.12.2026", "final", False),
    ],
)
def test_count_date_must_fit_the_stage(day, stage, fits, vigo, take_in):
    vigo.set_all("Telledato", day)
    if fits:
        assert take_in(vigo, stage=stage, at=IN_SEPTEMBER).n_new == 240
        return
    with pytest.raises(WrongCountDate):
        take_in(vigo, stage=stage, at=IN_SEPTEMBER)


def test_preliminary_extract_that_arrived_in_time_can_be_laid_in_later_by_the_operator(vigo, take_in):
    vigo.set_all("Telledato", "29.09.2026")
    assert take_in(vigo, stage="preliminary", at=datetime(2026, 11, 23, tzinfo=UTC)).n_new == 240


def test_closed_round_takes_nothing_in(vigo, take_in, by, now):
    rounds.mark_closed(year=2026, by=by, now=now)
    with pytest.raises(RoundClosed):
        take_in(vigo)


def test_unknown_round_is_refused(cases, by, now):
    from laerling.register.actions import import_file

    with (cases / "vigo.csv").open("rb") as content, pytest.raises(UnknownRound):
        import_file(content=content, filename="", register="vigo", round_year=1999, stage="final", by=by, now=now)


def test_macro_workbook_is_refused_by_its_name_alone(vigo, take_in):
    with pytest.raises(UnsafeWorkbook):
        take_in(vigo, filename="uttrekk.XLSM")


def test_nor_and_nlr_reach_organisations(cases, take_in):
    assert take_in(cases / "nor.csv", "nor").n_new == 6
    assert take_in(cases / "nlr.csv", "nlr").n_new == 40
    assert TrainingOffice.objects.get(orgnr="926018159").active
    assert TrainingEstablishment.objects.filter(approved=False).count() == 3


def test_nor_sets_bad_rows_aside(take_in):
    lines = ["Orgnr;Navn;Fylke;Status", "926018159;A;40;aktiv", "926018159;B;40;nedlagt", "926018158;C;40;aktiv"]
    lines += ["883016610;D;99;aktiv", "886091397;;40;aktiv", '903082461;"E" x;40;aktiv', "851819096;F;40;borte"]
    receipt = take_in("\n".join(lines).encode(), "nor")
    assert places(receipt) == [
        (3, "Orgnr", "number_twice"),
        (4, "Orgnr", "check_digit"),
        (5, "Fylke", "unknown_county"),
        (6, "Navn", "missing"),
        (7, "", "quotation_mark"),
        (8, "Status", "unknown_code"),
    ]
    assert list(TrainingOffice.objects.filter(orgnr="926018159").values_list("name", "active")) == [("A", True)]


@pytest.mark.parametrize(("register", "sibling"), [("nor", "nlr"), ("nlr", "nor")])
def test_registers_that_look_alike_are_told_apart(register, sibling, cases, take_in):
    with pytest.raises(WrongRegister):
        take_in(cases / f"{sibling}.csv", register)
    assert not TrainingOffice.objects.exists()
    assert not TrainingEstablishment.objects.exists()


def test_nor_may_come_back_to_an_earlier_state(cases, take_in):
    content = (cases / "nor.csv").read_bytes()
    for step, file in enumerate((content, content.replace(b"aktiv", b"nedlagt", 1), content)):
        take_in(file, "nor", at=datetime(2026, 9, 1 + step, tzinfo=UTC))
    assert TrainingOffice.objects.get(orgnr="926018159").active


def test_extracts_are_listed(cases_in):
    found = {(row.register, row.n_rows, row.state) for row in queries.extracts(2026)}
    assert found == {("vigo", 240, "accepted"), ("nlr", 40, "accepted"), ("nor", 6, "accepted")}


def test_command_takes_a_file_in_and_tells_what_became_of_it(cases, capsys):
    call_command("import_register", cases / "vigo.csv", register="vigo", round_year=2026, stage="final")
    assert "240" in capsys.readouterr().out
    assert Contract.objects.count() == 240


def test_case_headings_are_those_of_the_layout(cases):
    from laerling.register.layouts import layout

    for register in ("vigo", "nor", "nlr"):
        with (cases / f"{register}.csv").open(encoding="utf-8-sig", newline="") as file:
            headings = next(csv.reader(file, delimiter=";"))
        assert headings == [column.heading for column in layout(register).columns if not column.optional]
