"""Attacks that look from another side: an insider's, and a reader's who counts every figure anew."""

import csv

import numpy as np
import pytest

from laerling.release.protection.command import main
from laerling.release.protection.grouping import solve
from laerling.release.protection.groups import groups_of, sets_of
from laerling.release.protection.insiders import insiders, seen_by_insiders
from laerling.release.protection.microdata import read_microdata
from laerling.release.protection.plan import read_plan
from laerling.release.protection.rereading import misread

PLAN = """
dimensions = ["county", "office"]
tables = [[], ["county"], ["county", "office"]]
[items.q1]
categories = 3
[items.q2]
categories = 2
sensitive = true
"""


@pytest.fixture
def written(tmp_path):
    """A protected file, its people and its plan."""
    rng = np.random.default_rng(5)
    rows = [f"c*{k % 2},{k % 6},{rng.integers(1, 4)},{rng.choice([1, 1, 1, 2])}" for k in range(180)]
    (tmp_path / "m.csv").write_text("county,office,q1,q2\n" + "\n".join(rows) + "\n", encoding="utf-8")
    (tmp_path / "plan.toml").write_text(PLAN, encoding="utf-8")
    assert main([str(tmp_path / "m.csv"), "--plan", str(tmp_path / "plan.toml"), "--out", str(tmp_path / "out")]) == 0
    plan = read_plan(tmp_path / "plan.toml")
    return tmp_path / "out" / "cells.csv", read_microdata(tmp_path / "m.csv", plan), plan


def test_every_row_that_was_written_is_right(written):
    rows, wrong = misread(*written)
    assert (rows, wrong) == ((1 + 2 + 6) * 2, 0)


def _first(rows, item, shown):
    return next(k for k, row in enumerate(rows) if row[2] == item and row[4] == shown)


def _one_more(rows):
    at = _first(rows, "q1", "1")
    rows[at][5] = str(int(rows[at][5]) + 1)


def _another_n(rows):
    rows[_first(rows, "q1", "1")][3] = "7"


def _a_band_beside(rows):
    rows[_first(rows, "q2", "1")][5] = "0-0"


def _hidden_but_for_its_n(rows):
    row = rows[_first(rows, "q1", "1")]
    row[4:] = ["0", "", "", ""]


def _left_out(rows):
    rows.pop()


def _twice(rows):
    rows[-1] = list(rows[-2])


def _a_group_nobody_knows(rows):
    rows[_first(rows, "q1", "1")][1] = "c9"


@pytest.mark.parametrize(
    "spoil",
    [_one_more, _another_n, _a_band_beside, _hidden_but_for_its_n, _left_out, _twice, _a_group_nobody_knows],
)
def test_row_that_is_wrong_missing_or_too_many_is_found(written, spoil):
    """Control: one row is spoilt."""
    path, people, plan = written
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    spoil(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    assert misread(path, people, plan)[1] > 0


def _insiders(shown):
    """Eleven people, each of her own row; shown are sets of them. Anybody can name the pair of the first two.

    Returned are the insiders, and what one of them reckons out.
    """
    groups = groups_of(np.arange(11)[None], ((0,),))
    columns = sets_of([np.array(group) for group in shown])
    solved = solve(columns, np.arange(len(shown)), sets_of([]), 11, 3)
    seen = seen_by_insiders(groups, solved.null, sets_of([np.array([0, 1])]), 5)
    return insiders(groups).tolist(), [(rows.tolist(), signs.tolist()) for rows, signs in seen]


def test_insider_reckons_out_two_others_of_a_group_of_three():
    """Control: a group of three, shown, is two for who is in it."""
    assert _insiders([[0, 1, 2], list(range(11))]) == (list(range(11)), [([0, 1, 2], [1, 1, 1])])


def test_insider_of_a_large_group_reckons_nothing_out():
    assert _insiders([[0, 1, 2, 3, 4, 5], list(range(11))]) == (list(range(11)), [])
