"""The files: what Excel opens, and what it must never run."""

import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from laerling.portals.sftp import writing
from laerling.portals.sftp.writing import FileTooLarge, csv_file, guarded, xlsx_file


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_formulas_are_texts(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Kari", "+47 900 00 000", "+4790000000", "", "a=b", "90 00 00 00"])
def test_what_is_no_formula_stays(text):
    assert guarded(text) == text


def test_zero_characters_are_left_out():
    assert guarded("\x00=1") == "'=1"


def test_table_opens_in_a_norwegian_excel():
    content = csv_file(["Navn", "Fra"], [["Ål; «x»", date(2026, 9, 1)], ['"Ola"', None], [7, "a\r\nb"]])
    assert content.startswith(b"\xef\xbb\xbfNavn;Fra\r\n")
    assert content.decode("utf-8-sig") == 'Navn;Fra\r\n"Ål; «x»";01.09.2026\r\n"""Ola""";\r\n7;"a\r\nb"\r\n'


def test_file_larger_than_the_limit_is_not_made(monkeypatch):
    monkeypatch.setattr(writing, "MOST_BYTES", 10_000)
    with pytest.raises(FileTooLarge):
        csv_file(["Navn"], (["x" * 100] for _ in range(10**9)))


def test_workbook_holds_texts_and_numbers_and_no_formula():
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_file("Feil", ["Hva", "Antall"], [["=1+1", 3]])))
    assert book.get_sheet_by_name("Feil").to_python() == [["Hva", "Antall"], ["'=1+1", 3.0]]


def test_workbook_without_lines_can_be_made():
    assert xlsx_file("Feil", ["Hva"], []).startswith(b"PK")
