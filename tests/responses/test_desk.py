import re

import pytest

from laerling.responses import desk


def test_opened_file_is_laid_found_and_cleared():
    file_id = desk.lay_opened(2026, [b"one", b"two"])

    path = desk.opened(2026, file_id)
    assert path.read_bytes() == b"onetwo"
    assert path.stat().st_mode & 0o077 == 0
    desk.clear_opened(2026, file_id)
    assert not path.exists()


@pytest.mark.parametrize("file_id", ["0", "../../keys", "x" * 32, "a" * 31])
def test_what_is_no_id_names_no_file(file_id):
    with pytest.raises(ValueError, match=re.escape(file_id)):
        desk.opened(2026, file_id)


def test_refusal_is_remembered_by_its_code_until_the_next():
    assert desk.refused(2026) == ""
    desk.refuse(2026, "not_this_urn")
    assert desk.refused(2026) == "not_this_urn"
    desk.refuse(2026, "")
    assert desk.refused(2026) == ""
