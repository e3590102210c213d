import threading

import pytest

from laerling.invitations.keys import LinkKeyMissing, destroy_link_key, ensure_link_key, link_key


def test_ensure_makes_the_key_once_for_its_owner_only(home):
    key = ensure_link_key(2026)
    path = home / "keys" / "2026" / "link.key"
    assert len(key) == 32
    assert key == ensure_link_key(2026) == link_key(2026) == path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["link.key"]


def test_two_who_make_it_at_once_get_the_same():
    found = []
    threads = [threading.Thread(target=lambda: found.append(ensure_link_key(2027))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1


def test_destroyed_is_gone():
    ensure_link_key(2026)
    assert destroy_link_key(2026) is True
    assert destroy_link_key(2026) is False
    with pytest.raises(LinkKeyMissing):
        link_key(2026)
