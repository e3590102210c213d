"""Debian's `age` alone opens it all: two holders' files, the locks in them, and every ballot of an exported urn."""

import hmac
import json
import subprocess
from base64 import b64decode

import pytest

from laerling.kernel.types import SYSTEM
from laerling.responses import actions
from tests.responses.round import YEAR, after_close, answer, people, set_clock

MAC_BYTES, LENGTH_BYTES = 32, 2


@pytest.fixture
def exported(holders, tmp_path):
    """The exported urn of a closed round."""
    for number, token in enumerate(people(6)):
        answer(token, motivation=1 + number % 5)
    set_clock(after_close())
    actions.close(round_year=YEAR, by=SYSTEM, now=after_close())
    actions.export_urn(round_year=YEAR, to=tmp_path / "urn", by=SYSTEM, now=after_close())
    return tmp_path / "urn"


def _age(folder, identity, locked):
    (folder / "identity").write_text(identity + "\n")
    command = ["age", "--decrypt", "--identity", str(folder / "identity")]
    return subprocess.run(command, input=locked, capture_output=True, check=True).stdout


def _answers(framed, mac_key):
    """Return what a ballot says. Version, MAC of version and body, length, JSON, noughts."""
    mac, body = framed[1 : 1 + MAC_BYTES], framed[1 + MAC_BYTES :]
    assert hmac.compare_digest(mac, hmac.digest(mac_key, framed[:1] + body, "sha256"))
    n = int.from_bytes(body[:LENGTH_BYTES], "big")
    return json.loads(body[LENGTH_BYTES : LENGTH_BYTES + n])["answers"]


def test_age_and_two_holders_files_are_enough(exported, holders, tmp_path):
    first, second = (json.loads(path.read_text()) for path in holders[:2])
    locked = _age(tmp_path, first["key"], first["locks"]["ab"].encode())
    secret = json.loads(_age(tmp_path, second["key"], locked))

    ballots = [b64decode(line) for line in exported.read_bytes().splitlines()[1:]]
    opened = [
        _answers(_age(tmp_path, secret["identity"], sealed), bytes.fromhex(secret["mac_key"])) for sealed in ballots
    ]

    assert sorted(one["motivation"] for one in opened) == [1, 1, 2, 3, 4, 5]


def test_age_opens_nothing_with_one_holders_file(exported, holders, tmp_path):
    first = json.loads(holders[0].read_text())
    locked = _age(tmp_path, first["key"], first["locks"]["ab"].encode())
    for sealed in (locked, b64decode(exported.read_bytes().splitlines()[1])):
        with pytest.raises(subprocess.CalledProcessError):
            _age(tmp_path, first["key"], sealed)
