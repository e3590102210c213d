"""Rows made into COPY's text arrive as they were, whatever stands in them."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from laerling.kernel.db import copy_blocks, copy_text

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=8)
VALUE = st.none() | TEXT | st.sampled_from(["\\N", "\\", "\t", "\n", "\r", "\\.", "a\\tb", ""])


@pytest.fixture
def table(db):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE copied (place serial, first text, a text, b text)")
    yield "copied"
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE copied")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(VALUE, VALUE), min_size=1, max_size=9), TEXT)
def test_rows_arrive_as_they_were(table, rows, first):
    columns = [list(column) for column in zip(*rows, strict=True)]
    copy_blocks(table, ["first", "a", "b"], [copy_text(columns, first=[first], nulls_in=(0, 1))])
    with connection.cursor() as cursor:
        cursor.execute("SELECT first, a, b FROM copied ORDER BY place")
        assert cursor.fetchall() == [(first, *row) for row in rows]
        cursor.execute("TRUNCATE copied")
