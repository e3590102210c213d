import pytest

from laerling.audit.models import Event
from laerling.kernel.types import SYSTEM
from laerling.responses import actions, keys, queries, vault
from laerling.responses.models import RoundKey
from laerling.rounds.queries import UnknownRound
from tests.responses.round import YEAR

pytestmark = pytest.mark.django_db


def _make(folder, now, **more):
    return actions.make_round_key(**{"round_year": YEAR, "to": folder, "by": SYSTEM, "now": now} | more)


def test_key_is_pinned_and_split_among_three(tmp_path, now, home):
    made = _make(tmp_path / "holders", now)
    assert [path.name for path in made.files] == [f"holder-{holder}-2026.key" for holder in "abc"]
    files = [keys.read_holder_file(path.read_text()) for path in made.files]
    secret = keys.open_with(files[2], files[0])
    row = RoundKey.objects.get()
    assert {secret.fingerprint, row.fingerprint, vault.pinned_fingerprint(YEAR), made.fingerprint} == {made.fingerprint}
    assert vault.read(YEAR).mac_key == secret.mac_key
    assert queries.status(YEAR).key_matches


def test_private_key_is_nowhere_but_in_the_holders_files(tmp_path, now, home):
    _make(tmp_path / "holders", now)
    kept = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert b"AGE-SECRET" not in kept.upper()
    assert "AGE-SECRET" not in repr(list(RoundKey.objects.values())) + repr(list(Event.objects.values()))


def test_all_files_are_their_owners_alone(tmp_path, now, home):
    made = _make(tmp_path / "holders", now)
    for path in [*made.files, *(home / "keys").rglob("*.*"), home / "keys" / str(YEAR) / "fingerprint"]:
        assert path.stat().st_mode & 0o777 == 0o600


def test_round_has_one_key(tmp_path, now, home):
    made = _make(tmp_path / "holders", now)
    with pytest.raises(actions.RoundKeyExists):
        _make(tmp_path / "others", now)
    assert vault.pinned_fingerprint(YEAR) == made.fingerprint
    assert not (tmp_path / "others").exists()


def test_nothing_is_made_over_other_holders_files(tmp_path, now):
    _make(tmp_path, now)
    RoundKey.objects.all().delete()
    before = [path.read_bytes() for path in sorted(tmp_path.glob("*.key"))]
    with pytest.raises(actions.FolderInTheWay):
        _make(tmp_path, now)
    assert [path.read_bytes() for path in sorted(tmp_path.glob("*.key"))] == before
    assert not RoundKey.objects.exists()


def test_round_that_is_not_there_gets_no_key(tmp_path, now):
    with pytest.raises(UnknownRound):
        _make(tmp_path, now, round_year=2031)


def test_status_tells_a_swapped_key(tmp_path, now):
    assert queries.status(YEAR).key_matches is None
    _make(tmp_path, now)
    RoundKey.objects.update(fingerprint="0" * 64)
    assert queries.status(YEAR).key_matches is False
