from hashlib import sha256
from uuid import UUID, uuid4

from laerling.invitations.tokens import link_hash, token

KEY = bytes(range(32))
SOMEBODY = UUID("11111111-2222-4333-8444-555555555555")


def test_token_is_the_same_every_time_so_a_reminder_carries_the_same_link():
    assert token(KEY, SOMEBODY, 1) == token(KEY, SOMEBODY, 1) == "h4uodowcmlshasq5tvisxjmdbe"


def test_token_is_26_signs_that_can_be_read_aloud():
    assert len(token(KEY, uuid4(), 1)) == 26
    assert set(token(KEY, SOMEBODY, 1)) <= set("abcdefghijklmnopqrstuvwxyz234567")


def test_token_depends_on_key_person_and_generation():
    others = {token(KEY, SOMEBODY, 2), token(KEY, uuid4(), 1), token(bytes(32), SOMEBODY, 1), token(KEY, SOMEBODY, 1)}
    assert len(others) == 4


def test_link_hash_forgives_capitals_and_spaces():
    written = token(KEY, SOMEBODY, 1)
    assert link_hash(f" {written.upper()}\n") == link_hash(written) == sha256(written.encode()).digest()
