"""Files made to do harm: each is refused or set aside within two seconds and 200 MiB, in a process of its own."""

import io
import json
import os
import subprocess
import sys
import zipfile

import pytest
import xlsxwriter
from tests.register.test_import import n_staged

from laerling.register.models import Contract, SetAsideRow
from laerling.register.reading import limits, open_table
from laerling.register.refusals import TooLarge, UnreadableFile, UnsafeWorkbook

SECONDS, MEBIBYTES = 2.0, 200
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
NAMESPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'

# Reads files to their end, one after the other, and tells what became of each, in which time (of the processor: this
# machine may be busy), and how much memory was ever needed.
READ = """
import json, resource, sys, time
import django
django.setup()
from laerling.kernel.errors import Refusal
from laerling.register.reading import open_table
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for path in sys.stdin:
    started = time.process_time()
    try:
        with open(path.strip(), "rb") as content:
            told = sum(batch.n_rows for batch in open_table(content).batches)
    except Refusal as refusal:
        told = type(refusal).__name__
    seconds = time.process_time() - started
    mebibytes = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(json.dumps([told, seconds, mebibytes]), flush=True)
"""


@pytest.fixture(scope="module")
def reader():
    """A process that reads the files whose names it is given."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "laerling.config.settings"}
    with subprocess.Popen(
        [sys.executable, "-c", READ], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.stdin.close()


def plain():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.add_worksheet().write_row(0, 0, ["a", "b"])
    return content.getvalue()


PLAIN = plain()


def repacked(changes, more=()):
    """The plain workbook with parts changed or added; what is packed hard is packed as hard as can be."""
    source, target = zipfile.ZipFile(io.BytesIO(PLAIN)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for part in source.infolist():
            data = source.read(part)
            archive.writestr(part.filename, changes[part.filename](data) if part.filename in changes else data)
        for name, data in more:
            archive.writestr(name, data)
    return target.getvalue()


def sheet(rows):
    return lambda data: data[: data.index(b"<sheetData>") + 11] + rows + data[data.index(b"</sheetData>") :]


def texts(*each):
    return lambda _data: b"<sst " + NAMESPACE + b">" + b"".join(each) + b"</sst>"


def grid(n_rows, n_columns, cell):
    """Rows of cells that all say the same."""
    rows = []
    for row in range(1, n_rows + 1):
        cells = (b'<c r="%c%d"%s</c>' % (65 + column, row, cell) for column in range(n_columns))
        rows.append(b'<row r="%d">%s</row>' % (row, b"".join(cells)))
    return sheet(b"".join(rows))


LONG = b"<si><t>" + b"x" * 30_000 + b"</t></si>"
PIECES = b"<si>" + b"<si/>".join([b"<r><t>" + b"x" * 30 + b"</t></r>"] * 1_000) + b"</si>"
REFERRED = b' t="s"><v>0</v>'


def entities():
    laughs = [b'<!ENTITY a0 "lol">', *(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))]
    return b"<!DOCTYPE x [" + b"".join(laughs) + b"]><sst " + NAMESPACE + b"><si><t>&a9;</t></si></sst>"


def lying():
    """An archive whose directory says five bytes of a part that unpacks to 90 million."""
    packed = repacked({}, [("xl/media/a.xml", b"\0" * 90_000_000)])
    at = packed.rindex(b"PK\x01\x02")
    return packed[: at + 24] + b"\x05\0\0\0" + packed[at + 28 :]


HOSTILE = {
    "utf-16": lambda: "a;b\n1;2\n".encode("utf-16") * 1_000_000,
    "a null byte at the end": lambda: b"a;b\n" + b"1;2\n" * 20_000_000 + b"\0",
    "a line of 256 MB": lambda: b"a;b\n" + b"x" * 256_000_000,
    "a field of 256 MB": lambda: b'a;b\n"' + b"x\n" * 128_000_000,
    "blank lines": lambda: b"a;b\n" + b"\n" * 250_000_000,
    "empty fields": lambda: b"a;b\n" + b";" * 250_000_000,
    "empty fields in lines": lambda: b"a;b\n" + (b";" * 30_000 + b"\n") * 8_000,
    "quotation marks": lambda: b"a;b\n" + b'"' * 250_000_000,
    "carriage returns": lambda: b"a;b\r" + b"1;2\r" * 60_000_000,
    "a zip bomb": lambda: repacked({}, [("xl/media/a.xml", b"\0" * 120_000_000)]),
    "a zip bomb in a zip bomb": lambda: repacked({}, [("xl/a.zip", repacked({}, [("b.xml", b"\0" * 90_000_000)]) * 40)]),
    "lying sizes": lying,
    "a sheet of spaces": lambda: repacked({SHEET: lambda data: data + b" " * 120_000_000}),
    "a sheet of tags": lambda: repacked({SHEET: sheet(b"<a/>" * 25_000_000)}),
    "a million texts": lambda: repacked({STRINGS: texts(b"<si><t>x</t></si>" * 7_000_000)}),
    "one endless text": lambda: repacked({STRINGS: texts(b"<si><t>" + b"x" * 120_000_000 + b"</t></si>")}),
    "entities in texts": lambda: repacked({STRINGS: lambda _data: entities()}),
    "a text referred to 300,000 times": lambda: repacked({STRINGS: texts(LONG), SHEET: grid(15_000, 20, REFERRED)}),
    "the same, cell by cell in odd forms": lambda: repacked(
        {STRINGS: texts(LONG), SHEET: grid(15_000, 20, b" t = 's'><v>7</v><v>0</v>")}
    ),
    "a text in pieces, referred to": lambda: repacked({STRINGS: texts(PIECES), SHEET: grid(15_000, 20, REFERRED)}),
    "texts in comments": lambda: repacked({STRINGS: texts(b"<!--" + b"<si></si>" * 99 + b"-->", LONG)}),
    "a sheet by another name": lambda: repacked(
        {"xl/_rels/workbook.xml.rels": lambda data: data.replace(b"worksheets/sheet1.xml", b"media/a.png")},
        [("xl/media/a.png", grid(15_000, 20, REFERRED)(zipfile.ZipFile(io.BytesIO(PLAIN)).read(SHEET))),
         (STRINGS.upper(), texts(LONG)(b""))],
    ),
    "a command in a formula": lambda: repacked({SHEET: grid(1, 1, b" t=\"str\"><f>cmd|'/c calc'!A0</f><v>x</v>")}),
    "macros": lambda: repacked({}, [("xl/vbaProject.bin", b"x")]),
    "links to other files": lambda: repacked({}, [("xl/externalLinks/externalLink1.xml", b"<a/>")]),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_in_little_time_and_memory(name, reader, tmp_path):
    path = tmp_path / "hostile"
    path.write_bytes(HOSTILE[name]())
    reader.stdin.write(f"{path}\n")
    reader.stdin.flush()
    told, seconds, mebibytes = json.loads(reader.stdout.readline())
    path.unlink()
    assert told in {"UnreadableFile", "UnsafeWorkbook", "TooLarge", "BrokenRow"}
    # Processors are shared while tests run side by side, and then go at half their pace.
    assert seconds < 2 * SECONDS
    assert mebibytes < MEBIBYTES


def test_plain_workbook_with_repeated_texts_is_read():
    content = repacked({STRINGS: texts(b"<si><t>Tr\xc3\xb8nder</t></si>"), SHEET: grid(3, 2, REFERRED)})
    table = open_table(io.BytesIO(content))
    assert (table.headings, [fields for _number, fields in table.rows]) == (["Trønder"] * 2, [["Trønder"] * 2] * 2)


@pytest.mark.parametrize(
    ("limit", "small"), [("FIELDS", 5), ("ROWS", 1), ("LINES", 1), ("WORKBOOK_CELLS", 3), ("WORKBOOK_TAGS", 9)]
)
def test_limits_hold(limit, small, monkeypatch):
    monkeypatch.setattr(limits, limit, small)
    content = repacked({SHEET: grid(3, 2, b"><v>1</v>")}) if limit.startswith("WORKBOOK") else b"a;b\n" + b"1;2\n" * 5
    with pytest.raises(TooLarge):
        list(open_table(io.BytesIO(content)).rows)


@pytest.mark.parametrize("mark", [b"<!--x-->", b"<![CDATA[x]]>", b"<?x?>"])
def test_sheet_with_more_than_elements_is_refused(mark):
    with pytest.raises(UnsafeWorkbook):
        open_table(io.BytesIO(repacked({SHEET: sheet(mark)})))


@pytest.mark.django_db
def test_values_made_to_be_run_are_only_text_or_set_aside(vigo, take_in):
    runs = ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "{{ 7*7 }}", "'; DROP TABLE register_contract; --"]
    for row, value in enumerate(runs):
        vigo.set(row, "Navn", value)
    vigo.set(6, "Navn", "<script>alert(1)</script>").set(7, "Orgnavn", "<img src=x>").set(8, "Kontraktnr", "=1+1")
    receipt = take_in(vigo)
    assert set(Contract.objects.values_list("name", flat=True)) >= set(runs)
    assert receipt.n_set_aside == 2
    told = f"{receipt} {list(SetAsideRow.objects.values_list('column', 'rule'))}"
    assert not [mark for mark in ("<script", "<img", "alert", "DROP") if mark in told]


@pytest.mark.django_db
def test_heading_made_to_be_run_is_told_by_its_place(vigo, take_in):
    vigo.headings.append("<script>alert(1)</script>")
    vigo.rows = [[*row, ""] for row in vigo.rows]
    assert take_in(vigo).unknown_columns == ("(31)",)


@pytest.mark.django_db
@pytest.mark.parametrize("place", [1_000, 20_000, -10])
def test_file_that_breaks_off_in_the_middle_is_never_stored_half(place, vigo, take_in):
    content = vigo.content()
    with pytest.raises(UnreadableFile):
        take_in(content[:place] + b"\0" + content[place:])
    assert (Contract.objects.count(), n_staged()) == (0, 0)
