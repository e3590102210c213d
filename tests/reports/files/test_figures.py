"""A number is written in one way, for people and for spreadsheets."""

import pytest

from laerling.reports.files.document import Number, Table
from laerling.reports.files.figures import guarded, reckoned, written


@pytest.mark.parametrize(
    ("number", "text", "value"),
    [
        (Number("mean", 3.8499), "3,8", 3.8),
        (Number("mean", 4.0), "4,0", 4.0),
        (Number("percent", 42.4), "42\xa0%", 42),
        (Number("percent", 0.0), "0\xa0%", 0),
        (Number("people", 1204), "1\xa0204", 1204),
        (Number("percent", 90.4, 100.0), "90–100\xa0%", "90–100\xa0%"),
        (Number("percent", 100.0, 100.0), "100\xa0%", "100\xa0%"),
        (Number("mean", None, said="3,6–4,1"), "3,6–4,1", "3,6–4,1"),
        (Number("people", 8, 17), "8–17", "8–17"),
        (Number("count", 1204), "1\xa0204", 1204),
        (Number("mean", 3.8499, mark="▼"), "3,8 ▼", 3.8),
        (Number("percent", None), "*", "*"),
        (Number("mean", None), "*", "*"),
        (Number("people", None), "*", "*"),
    ],
)
def test_number_is_written_alike_for_people_and_spreadsheets(number, text, value):
    assert (written(number), reckoned(number)) == (text, value)


def test_table_goes_on_in_parts_that_hold_every_cell_once_and_name_each_row():
    rows = tuple((f"row {down}", *(Number("people", 100 * down + across) for across in range(8))) for down in range(5))
    table = Table("Wide", ("Name", *"ABCDEFGH"), rows, totals=1)
    narrow = table.narrow(5)
    assert [part.headings for part in narrow] == [("Name", *"ABCD"), ("Name", *"EFGH")]
    assert {cell for part in narrow for row in part.rows for cell in row[1:]} == {c for row in rows for c in row[1:]}
    assert [(len(part.rows), part.totals) for part in table.short(2)] == [(2, 0), (2, 0), (1, 1)]
    assert table.narrow(9) == (table,)
    assert Table("Empty", ("Name", "A"), ()).short(9) == ()


def test_column_of_words_is_told_from_one_of_figures_and_their_signs():
    rows = (("Vestland", Number("mean", None), "–", "Akershus og Buskerud"), ("Oslo", Number("mean", 3.0), "100 %", ""))
    assert Table("T", ("Unit", "Mean", "Share", "Of"), rows).words == (True, False, False, True)


@pytest.mark.parametrize("text", ["=1+1", "+47", "-2", "@a", "\tx", "\rx"])
def test_text_is_never_a_formula(text):
    assert guarded(text) == f"'{text}"
    assert reckoned(text) == f"'{text}"
    assert guarded("Vestland") == "Vestland"
