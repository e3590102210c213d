"""The list as a workbook, and back again: by file, by pasted cells, with every refused row named."""

import io
import re
import zipfile

import pytest
import python_calamine
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.portals.ordering.pages import text, value

from laerling.audit.models import Event
from laerling.portals.checking.working.workbook import guarded, unguarded
from laerling.register.models import Contract, Finding

pytestmark = pytest.mark.django_db
XLSX, PASTE = "/kvalitet/feil.xlsx", "/kvalitet/lim-inn/"
HEADINGS = [
    "Id",
    "Hva som er feil",
    "Hvem det gjelder",
    "Kontrakt- eller organisasjonsnummer",
    "Bedrift eller kontor",
    "Hva det koster",
    "Lærlinger",
    "Felt",
    "Ser slik ut",
    "Rettes i",
    "Hos",
    "Grunn",
    "Status",
    "Merknad",
]


def rows_of(content):
    return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def book_of(rows, name="feil.xlsx"):
    """Return rows as the workbook somebody hands in after working in it."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    return SimpleUploadedFile(name, buffer.getvalue())


def do(client, page):
    return client.post(PASTE, {"rader": unescape(value(page, "rader"))}, follow=True)


def unescape(carried):
    from html import unescape as plain

    return plain(carried)


def test_workbook_holds_the_list_in_words_with_a_list_of_statuses(county, found):
    content = county.get(XLSX).content

    rows = rows_of(content)
    assert rows[0] == HEADINGS
    assert [int(row[0]) for row in rows[1:]] == [one.id for one in found]
    assert {row[12] for row in rows[1:]} == {"Ny"}
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert "Ny,Sett,Under retting,Meldt rettet,Blir ikke rettet" in sheet
    assert "<tableParts" in sheet


def test_workbook_is_narrowed_as_the_list_is(county, found):
    kind = found[0].kind

    rows = rows_of(county.get(f"{XLSX}?feil={kind}").content)

    assert len(rows) - 1 == sum(one.kind == kind for one in found)


def test_workbook_holds_the_countys_own_and_shapes_only(september, client_of, taken_in, busiest, found):
    bad = set(Contract.objects.filter(email_state="malformed").values_list("email", flat=True))

    cells = {str(cell) for row in rows_of(client_of("county", busiest).get(XLSX).content) for cell in row}

    assert not cells & bad
    assert not cells & set(Contract.objects.exclude(county_code=busiest).values_list("number", flat=True))


@pytest.mark.parametrize("text", ["=1+1", "+47", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_is_taken_for_a_formula_and_comes_back_as_it_was(text):
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text
    assert unguarded("'sitat'") == "'sitat'"


def test_name_that_looks_like_a_formula_is_a_text_in_the_workbook(county, found):
    one = next(finding for finding in found if not finding.orgnr and not finding.kind.startswith("supervisor"))
    Contract.objects.filter(id=one.contract_id).update(name='=HYPERLINK("http://x")')

    content = county.get(XLSX).content

    assert "'=HYPERLINK" in "".join(str(cell) for row in rows_of(content) for cell in row)
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")


def test_downloading_is_audited_without_names(county, found, busiest):
    county.get(XLSX)

    event = Event.objects.get(what="register.findings.downloaded")
    assert event.details == {"n": len(found)}
    assert event.scope == f"county:{busiest}"


def test_workbook_goes_out_and_comes_back_unchanged(county, found):
    content = county.get(XLSX).content

    page = county.post(PASTE, {"file": SimpleUploadedFile("feil.xlsx", content)})

    assert page.status_code == 200
    assert page.context["preview"].n_changes == 0
    assert page.context["preview"].n_unchanged == len(found)
    assert page.context["preview"].refused == ()


def test_workbook_that_was_worked_in_is_shown_first_and_done_then(county, found):
    rows = rows_of(county.get(XLSX).content)
    rows[1][12], rows[1][13] = "Under retting", "Ringte i dag"
    rows[2][12] = "Tull"

    page = county.post(PASTE, {"file": book_of(rows)})

    assert Finding.objects.exclude(status="new").count() == 0
    shown = text(page)
    assert "1 feil blir endret" in shown
    assert "Ny → blir Under retting" in shown
    assert "Ringte i dag" in shown
    assert page.context["preview"].refused == ((3, "Statusen er ikke en av dem i listen."),)
    done = do(county, page)
    assert "1 feil er endret." in text(done)
    changed = Finding.objects.get(id=found[0].id)
    assert (changed.status, changed.note) == ("being_mended", "Ringte i dag")


def test_pasted_cells_without_headings_are_read_in_their_order(county, found):
    cells = f'{found[0].id}\tSett\t\n{found[1].id}\tMeld retta\t"To\nlinjer"\n\n'

    page = county.post(PASTE, {"cells": cells})
    do(county, page)

    assert Finding.objects.get(id=found[0].id).status == "seen"
    assert Finding.objects.get(id=found[1].id).status == "mended"
    assert "linjer" in Finding.objects.get(id=found[1].id).note


def test_pasted_cells_with_headings_are_read_by_name(county, found):
    cells = f"Merknad\tId\nVenter\t{found[0].id}"

    do(county, county.post(PASTE, {"cells": cells}))

    assert Finding.objects.get(id=found[0].id).note == "Venter"


def test_every_refused_row_is_named_by_number_and_rule(county, found, busiest):
    foreign = Finding.objects.exclude(county_code=busiest).first()
    cells = "\n".join(
        (
            "Id\tStatus\tMerknad",
            "tull\tSett\t",
            f"{foreign.id}\tSett\t",
            f"{found[0].id}\tSett\t",
            f"{found[0].id}\tNy\t",
            f"{found[1].id}\tBlir ikke rettet\t",
            f"{found[2].id}\tSett\t{'a' * 501}",
        )
    )

    page = county.post(PASTE, {"cells": cells})

    assert dict(page.context["preview"].refused) == {
        2: "Id-en er ikke et tall.",
        3: "Dere har ingen feil med denne id-en.",
        5: "Den samme feilen står i en tidligere rad.",
        6: "En feil som ikke blir rettet, trenger en grunn i merknaden.",
        7: "Merknaden er lengre enn 500 tegn.",
    }
    do(county, page)
    assert list(Finding.objects.exclude(status="new").values_list("id", flat=True)) == [found[0].id]


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\x02", b"PK\x03\x04tull", "Id;Status\n".encode("utf-16"), b"navn;status\nx;y\n"],
)
def test_files_that_cannot_be_read_are_refused_in_one_sentence(county, found, content):
    page = county.post(PASTE, {"file": SimpleUploadedFile("feil.xlsx", content)})

    assert page.status_code in {413, 422}
    assert len(page.context["form"].errors["file"]) == 1


def test_workbook_with_a_formula_is_refused(county, found):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Id", "Status", "Merknad"])
        sheet.write_formula(1, 0, "=1+1")

    page = county.post(PASTE, {"file": SimpleUploadedFile("feil.xlsx", buffer.getvalue())})

    assert page.status_code == 422
    assert "formler" in text(page)


@pytest.mark.parametrize(
    "carried", ["", "tull", "{}", "[1]", "[[1]]", '[["x","y","z","w"]]', '[[1,"2","seen"]]', "null"]
)
def test_tampered_forms_change_nothing(county, found, carried):
    assert county.post(PASTE, {"rader": carried}, follow=True).status_code == 200
    assert Finding.objects.exclude(status="new").count() == 0


def test_script_in_a_note_is_shown_as_it_stands(county, found):
    page = county.post(PASTE, {"cells": f"{found[0].id}\tSett\t<script>alert(1)</script>"})

    assert "<script>alert" not in page.content.decode()
    assert re.search(r"&lt;script&gt;", page.content.decode())
