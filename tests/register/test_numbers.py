"""A contract number that stands in a file again is found however far apart the rows are."""

from hypothesis import given
from hypothesis import strategies as st

from laerling.register.actions.contracts import staging

NUMBERS = st.lists(st.lists(st.integers(0, 30).map(str), min_size=1, max_size=6), max_size=8)


@given(NUMBERS, st.integers(1, 6))
def test_numbers_met_before_are_found(batches, recent):
    before, staging._RECENT = staging._RECENT, recent
    try:
        met, seen = staging._Numbers(), set()
        for batch in batches:
            expected = {place for place, one in enumerate(batch) if one in seen or one in batch[:place]}
            assert met.again(batch) == expected
            seen.update(batch)
    finally:
        staging._RECENT = before
