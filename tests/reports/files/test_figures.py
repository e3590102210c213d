"""A number is written in one way, for people and for spreadsheets."""

import pytest

from laerling.reports.files.document import Number
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
        (Number("percent", None), "*", "*"),
        (Number("mean", None), "*", "*"),
        (Number("people", None), "*", "*"),
    ],
)
def test_number_is_written_alike_for_people_and_spreadsheets(number, text, value):
    assert (written(number), reckoned(number)) == (text, value)


@pytest.mark.parametrize("text", ["=1+1", "+47", "-2", "@a", "\tx", "\rx"])
def test_text_is_never_a_formula(text):
    assert guarded(text) == f"'{text}"
    assert reckoned(text) == f"'{text}"
    assert guarded("Vestland") == "Vestland"
