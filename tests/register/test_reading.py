import csv
import io
import resource
import time
import zipfile

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from laerling.register.reading import open_table
from laerling.register.refusals import BrokenRow, NoRows, TooLarge, UnreadableFile, UnsafeWorkbook


def read(content):
    table = open_table(io.BytesIO(content))
    return table.headings, list(table.rows)


@pytest.mark.parametrize(
    "content",
    [
        "Målform;Navn\r\nB;Åse\r\n".encode(),
        b"\xef\xbb\xbf" + "Målform;Navn\nB;Åse\n".encode(),
        "Målform;Navn\r\nB;Åse\r\n".encode("cp1252"),
        '"Målform";"Navn"\n"B";"Åse"'.encode(),
    ],
)
def test_text_is_read_whatever_its_characters_and_line_ends(content):
    assert read(content) == (["Målform", "Navn"], [(2, ["B", "Åse"])])


def test_rows_keep_the_line_they_begin_on_and_blank_ones_are_passed_over():
    _headings, rows = read(b'a;b\n\n1;2\n;\n"3\n3";4\n5;6\n')
    assert rows == [(3, ["1", "2"]), (5, ["3\n3", "4"]), (7, ["5", "6"])]


def test_row_with_a_stray_quotation_mark_is_the_only_one_lost():
    _headings, rows = read(b'a;b\n"x" y;2\n3;4\n')
    assert rows == [(2, None), (3, ["3", "4"])]


def test_quotation_mark_that_swallows_rows_is_refused():
    with pytest.raises(BrokenRow) as refusal:
        read(b'a;b\n"x;2\n3;4\n5;"6"\n')
    assert refusal.value.figures == {"row": 2}


FIELD = st.text(st.sampled_from("ab ø\\\t'"), max_size=3) | st.sampled_from(["", "x;y", 'say "so"', "two\nlines"])


@given(st.lists(st.lists(FIELD, min_size=2, max_size=3), max_size=6), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_rows_are_read_as_they_were_written_fast_or_slow(rows, line_end, is_quoted):
    written = io.StringIO()
    quoting = csv.QUOTE_ALL if is_quoted else csv.QUOTE_MINIMAL
    csv.writer(written, delimiter=";", lineterminator=line_end, quoting=quoting).writerows([["h", "i"], *rows])
    _headings, found = read(written.getvalue().encode())
    # Blank rows are passed over; an empty field too many does not matter.
    expected = [row[:2] if len(row) == 3 and not row[2] else row for row in rows if any(row)]
    assert [fields for _number, fields in found] == expected


def test_rows_of_a_large_file_keep_their_numbers_across_blocks():
    rows = [f"{number};{'x' * 90}" for number in range(2, 4_000)]
    rows[1_700] = f'1702;"{"y" * 60}\nz"'
    _headings, found = read("\r\n".join(["a;b", *rows]).encode())
    assert [int(fields[0]) for _number, fields in found] == list(range(2, 4_000))
    assert [number for number, _fields in found] == [*range(2, 1_703), *range(1_704, 4_001)]


@pytest.mark.parametrize(
    "content",
    [
        "a;b\n1;2\n".encode("utf-16"),
        "a;b\n1;2\n".encode("utf-16-le"),
        b"a;b\n1;\x00\n",
        b"\xef\xbb\xbfa;b\n\xff;2\n",
        b"a;b\n\xff\x81;2\n",
        b"PK\x03\x04 not a workbook",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00 an old workbook",
    ],
)
def test_what_is_no_text_and_no_workbook_is_refused(content):
    with pytest.raises(UnreadableFile):
        read(content)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_empty_file_has_no_rows(content):
    with pytest.raises(NoRows):
        read(content)


def test_endless_line_is_refused_at_once():
    started = time.monotonic()
    with pytest.raises(TooLarge):
        read(b"x" * 200_000_000)
    assert time.monotonic() - started < 2


def test_endless_blank_lines_are_refused_at_once():
    started = time.monotonic()
    with pytest.raises(TooLarge):
        read(b"a;b\n1;2\n" + b"\n" * 200_000_000)
    assert time.monotonic() - started < 2


def test_lines_that_end_in_carriage_returns_alone_are_not_read_as_one():
    with pytest.raises(UnreadableFile):
        read(b"a;b\r" + b"1;2\r" * 1_000_000)


def workbook(fill):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        fill(book, book.add_worksheet())
    return content.getvalue()


def test_workbook_is_read_as_the_same_text():
    def fill(book, sheet):
        from datetime import date

        sheet.write_row(0, 0, ["Avgiverfylke", "Telledato", "Fødselsår", "Navn"])
        sheet.write_string(1, 0, "03")
        sheet.write_datetime(1, 1, date(2026, 10, 1), book.add_format({"num_format": "dd.mm.yyyy"}))
        sheet.write_number(1, 2, 2007)
        sheet.write_string(3, 3, "Åse")

    headings, rows = read(workbook(fill))
    assert headings == ["Avgiverfylke", "Telledato", "Fødselsår", "Navn"]
    assert rows == [(2, ["03", "2026-10-01", "2007", ""]), (4, ["", "", "", "Åse"])]


def test_workbook_with_a_formula_is_refused():
    with pytest.raises(UnsafeWorkbook):
        read(workbook(lambda _book, sheet: sheet.write_formula(0, 0, "=1+1")))


def with_part(content, name, data=b"x"):
    copied = io.BytesIO(content)
    with zipfile.ZipFile(copied, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return copied.getvalue()


PLAIN = workbook(lambda _book, sheet: sheet.write_row(0, 0, ["a", "b"]))


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "xl/embeddings/a.bin"])
def test_workbook_with_more_than_values_is_refused(name):
    with pytest.raises(UnsafeWorkbook):
        read(with_part(PLAIN, name))


def test_zip_bomb_is_refused_quickly_and_in_little_memory():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    bomb = with_part(PLAIN, "xl/media/a.xml", b"\0" * 200_000_000)
    before = max(before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    started = time.monotonic()
    with pytest.raises(TooLarge):
        read(bomb)
    assert time.monotonic() - started < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024


def test_sheet_of_two_cells_across_the_grid_is_refused():
    def fill(_book, sheet):
        sheet.write_string(0, 0, "a")
        sheet.write_string(1_048_575, 16_383, "b")

    with pytest.raises(TooLarge):
        read(workbook(fill))


def test_sheet_mostly_of_holes_is_refused():
    def fill(_book, sheet):
        sheet.write_string(0, 0, "a")
        sheet.write_string(400_000, 60, "b")

    with pytest.raises(TooLarge):
        read(workbook(fill))


def repacked(change):
    """The plain workbook with its sheet changed."""
    source, target = zipfile.ZipFile(io.BytesIO(PLAIN)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in source.infolist():
            data = source.read(part)
            archive.writestr(part.filename, change(data) if "sheet1.xml" in part.filename else data)
    return target.getvalue()


def test_cells_without_a_place_are_refused():
    with pytest.raises(UnreadableFile):
        read(repacked(lambda sheet: sheet.replace(b' r="A1"', b"").replace(b' r="B1"', b"")))


def test_sheet_with_a_document_type_is_refused():
    with pytest.raises(UnsafeWorkbook):
        read(repacked(lambda sheet: sheet.replace(b"<worksheet", b"<!DOCTYPE a><worksheet", 1)))


def test_archive_that_lies_about_a_size_is_refused():
    at = PLAIN.index(b"PK\x01\x02")
    assert PLAIN[at + 24 : at + 28] != b"\x05\0\0\0"
    with pytest.raises(UnreadableFile):
        read(PLAIN[: at + 24] + b"\x05\0\0\0" + PLAIN[at + 28 :])


@pytest.mark.parametrize("cut", [1, 30, 200])
def test_archive_cut_short_is_refused(cut):
    with pytest.raises(UnreadableFile):
        read(PLAIN[:-cut])
