import json
from itertools import combinations, permutations

import pytest

from laerling.responses import keys, sealing

PUBLIC, IDENTITY = sealing.new_round_key()
SECRET = keys.RoundSecret(2026, IDENTITY, sealing.new_mac_key())
FILES = keys.make_holder_files(SECRET)


def _read(holder, files=FILES):
    return keys.read_holder_file(files[holder])


def test_there_are_three_holders():
    assert list(FILES) == ["a", "b", "c"]


@pytest.mark.parametrize(("first", "second"), list(permutations("abc", 2)))
def test_any_two_open_the_round(first, second):
    assert keys.open_with(_read(first), _read(second)) == SECRET


@pytest.mark.parametrize("holder", "abc")
def test_one_alone_does_not_open(holder):
    with pytest.raises(keys.KeyFault, match="same holder"):
        keys.open_with(_read(holder), _read(holder))


@pytest.mark.parametrize("holder", "abc")
def test_nothing_in_one_file_opens_anything_of_it(holder):
    content = json.loads(FILES[holder])
    assert IDENTITY not in FILES[holder]
    assert SECRET.mac_key.hex() not in FILES[holder]
    for pair, lock in content["locks"].items():
        assert holder in pair
        inner = lock.encode()
        if pair.startswith(holder):
            inner = sealing.unlock_with(content["key"], inner)
        with pytest.raises(sealing.NotForThisKey):
            sealing.unlock_with(content["key"], inner)


def test_files_of_two_ceremonies_do_not_mix():
    others = keys.make_holder_files(SECRET)
    with pytest.raises(keys.KeyFault, match="damaged"):
        keys.open_with(_read("a"), _read("b", others))


def test_files_of_two_rounds_do_not_mix():
    other = keys.RoundSecret(2027, sealing.new_round_key()[1], sealing.new_mac_key())
    with pytest.raises(keys.KeyFault, match="different keys"):
        keys.open_with(_read("a"), _read("b", keys.make_holder_files(other)))


@pytest.mark.parametrize(
    "text",
    ["", "hei", "[]", "{}", FILES["a"][:200], FILES["a"].replace('"a"', '"z"')],
    ids=["empty", "words", "list", "nothing", "cut", "unknown-holder"],
)
def test_damaged_file_is_said_to_be_damaged(text):
    with pytest.raises(keys.KeyFault, match="not a holder's key file"):
        keys.read_holder_file(text)


def test_damaged_lock_is_said_to_be_damaged():
    content = json.loads(FILES["a"])
    content["locks"] = {pair: lock.replace("A", "B") for pair, lock in content["locks"].items()}
    with pytest.raises(keys.KeyFault, match="damaged"):
        keys.open_with(keys.read_holder_file(json.dumps(content)), _read("b"))


def test_swapped_fingerprint_does_not_pass():
    other = sealing.fingerprint(sealing.new_round_key()[0])
    files = {holder: text.replace(SECRET.fingerprint, other) for holder, text in FILES.items()}
    with pytest.raises(keys.KeyFault, match="damaged"):
        keys.open_with(_read("a", files), _read("b", files))


def test_no_secret_is_shown_by_accident():
    shown = repr(SECRET) + repr(_read("a"))
    assert "AGE-SECRET" not in shown
    assert SECRET.mac_key.hex() not in shown
    assert str(SECRET.mac_key) not in shown


def test_passphrase_is_needed_where_there_is_one():
    files = keys.make_holder_files(SECRET, passphrases={"b": "tolv fugler på en gren"})
    assert "AGE-SECRET" not in files["b"]
    assert keys.open_with(_read("a", files), _read("c", files)) == SECRET
    read = _read("a", files), _read("b", files)
    assert keys.open_with(*read, passphrases={"b": "tolv fugler på en gren"}) == SECRET
    with pytest.raises(keys.KeyFault, match="passphrase of holder B"):
        keys.open_with(*read, passphrases={"b": "elleve"})


def test_every_pair_is_locked_once_for_both():
    locks = [json.loads(text)["locks"] for text in FILES.values()]
    assert sorted(set().union(*locks)) == ["".join(pair) for pair in combinations("abc", 2)]
