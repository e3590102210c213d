"""The table of what the standard asks: whole, and true of the code."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import global_settings

from laerling.config import settings

PROJECT = Path(__file__).parents[2]
TABLE = PROJECT / "docs" / "security" / "asvs.md"
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if re.match(r"\| \d+\.\d+\.\d+ \|", line)
]
# How many requirements each section of the standard has on levels 1 and 2: those are numbered before the ones of level 3
# within each section, so that the numbers run from 1.
SECTIONS = (
    "1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 4.4:4"
    " 5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2"
    " 8.1:2 8.2:3 8.3:1 8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3"
    " 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 12.1:3 12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5"
    " 14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4 16.4:3 16.5:3 17.1:1 17.2:4 17.3:2"
)


def test_every_requirement_stands_in_the_table_once():
    wanted = [
        f"{section}.{number}"
        for section, n in (part.split(":") for part in SECTIONS.split())
        for number in range(1, int(n) + 1)
    ]
    assert [row[0] for row in ROWS] == wanted
    assert len(wanted) == 253


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_what_is_met_names_code_and_a_test_that_exist(row):
    _number, what, state, code, test = row
    assert what
    if state != "met":
        assert state in {"n/a", "not yet", "operation"}
        assert code, "say why"
        assert not test
        return
    assert (PROJECT / code.strip("`")).is_file(), code
    file, _, name = test.strip("`").partition("::")
    tree = ast.parse((PROJECT / file).read_text(encoding="utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, test


def test_figures_at_the_top_are_those_of_the_table():
    top = TABLE.read_text(encoding="utf-8").partition("## ")[0]
    told = {state: int(n) for state, n in re.findall(r"\*\*([a-z/ ]+)\*\*: (\d+)", top)}
    assert told == {state: sum(row[2] == state for row in ROWS) for state in told}
    assert sum(told.values()) == len(ROWS)


def test_passwords_are_long_and_slow_to_try():
    validators = {one["NAME"].rpartition(".")[2]: one.get("OPTIONS", {}) for one in settings.AUTH_PASSWORD_VALIDATORS}
    assert validators == {"LongEnough": {"min_length": 15}, "EasyToGuess": {}}
    hashers = getattr(settings, "PASSWORD_HASHERS", global_settings.PASSWORD_HASHERS)
    assert re.search(r"PBKDF2PasswordHasher|Argon2PasswordHasher|ScryptPasswordHasher", hashers[0])


@pytest.mark.django_db
def test_trace_echoes_nothing(client):
    answer = client.generic("TRACE", "/logg-inn/", headers={"X-Secret": "hemmelig"})
    assert answer.status_code == 405
    assert b"hemmelig" not in answer.content
