"""The command: a file and a plan in, protected figures out."""

import csv
import json

import numpy as np
import pytest

from laerling.release.protection.bands import bands
from laerling.release.protection.command import main
from laerling.release.protection.items import holds
from laerling.release.protection.plan import Item, Rules

PLAN = """
dimensions = ["county", "office"]
tables = [[], ["county"], ["office"], ["county", "office"], ["office", "county"]]
[items.q1]
categories = 3
[items.q2]
categories = 2
sensitive = true
"""


def _write(tmp_path, rows, plan=PLAN, header="county,office,q1,q2"):
    (tmp_path / "m.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    (tmp_path / "plan.toml").write_text(plan, encoding="utf-8")
    return [str(tmp_path / "m.csv"), "--plan", str(tmp_path / "plan.toml"), "--out", str(tmp_path / "out")]


def _people(n=150):
    rng = np.random.default_rng(3)
    rows = []
    for _ in range(n):
        county, office = rng.integers(0, 3), rng.integers(0, 8)
        skipped = rng.random() < 0.05
        rows.append(
            f"c*{county},{'' if office == 7 else office},{'' if skipped else rng.integers(1, 4)},{rng.integers(1, 3)}"
        )
    return rows


def _cells(tmp_path):
    with (tmp_path / "out" / "cells.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_figures_and_report_are_written(tmp_path):
    assert main(_write(tmp_path, _people())) == 0
    cells = _cells(tmp_path)
    everybody = next(cell for cell in cells if cell["table"] == "" and cell["item"] == "q1")
    assert int(everybody["n"]) == sum(int(everybody[f"c{k}"]) for k in (1, 2, 3))
    assert {cell["key"] for cell in cells if cell["table"] == "county"} == {r"c\*0", r"c\*1", r"c\*2"}
    assert "none" in {cell["key"] for cell in cells if cell["table"] == "office"}
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert report["published"]
    assert all(attack["passed"] for attack in report["attacks"])


def test_what_is_not_shown_has_no_number(tmp_path):
    main(_write(tmp_path, _people()))
    hidden = [cell for cell in _cells(tmp_path) if cell["shown"] == "0"]
    assert hidden
    assert {(cell["n"], cell["c1"], cell["c2"], cell["c3"]) for cell in hidden} == {("", "", "", "")}


def test_a_table_in_another_order_is_hidden_alike(tmp_path):
    main(_write(tmp_path, _people()))
    cells = _cells(tmp_path)
    one = {(tuple(c["key"].rsplit("*", 1)), c["item"]): c["shown"] for c in cells if c["table"] == "county*office"}
    other = {
        (tuple(c["key"].split("*", 1)[::-1]), c["item"]): c["shown"] for c in cells if c["table"] == "office*county"
    }
    assert one == other


def test_the_same_file_gives_the_same_figures(tmp_path):
    rows = _people()
    main(_write(tmp_path, rows))
    first = (tmp_path / "out" / "cells.csv").read_text(encoding="utf-8")
    main(_write(tmp_path, rows))
    assert (tmp_path / "out" / "cells.csv").read_text(encoding="utf-8") == first


@pytest.mark.parametrize(
    ("rows", "plan", "said"),
    [
        (["a,b,9,1"], PLAN, "Row 2 of the microdata: q1 must be a whole number from 1 to 3, or empty."),
        (["a,b,1"], PLAN, "Row 2 of the microdata has 3 fields where the header has 4."),
        ([], PLAN, "The microdata has no respondents."),
        (["a,b,1,1"], PLAN.replace('[["', '[["x", "').replace("[[],", '[["x"],'), "not among its dimensions: x"),
        (["a,b,1,1"], "minimum = 1\n" + PLAN, "minimum must be a whole number, 3 at least"),
        (["a,b,1,1"], f"band = {10**20}\n" + PLAN, "band must be a whole number, 4 at least and 1000000000 at most"),
    ],
)
def test_what_cannot_be_used_is_said_in_a_sentence(tmp_path, capsys, rows, plan, said):
    assert main(_write(tmp_path, rows, plan)) == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out" / "cells.csv").exists()


def test_a_value_may_hold_a_break_of_line(tmp_path):
    rows = [row.replace("c*1", '"c\n1"').replace("c*2", '"c, ""2"""') for row in _people()]
    assert main(_write(tmp_path, rows)) == 0
    assert {cell["key"] for cell in _cells(tmp_path) if cell["table"] == "county"} == {r"c\*0", "c\n1", 'c, "2"'}


def test_where_the_report_cannot_be_written_there_are_no_figures(tmp_path, capsys):
    (tmp_path / "out" / "report.json").mkdir(parents=True)
    assert main(_write(tmp_path, _people())) == 1
    assert "cannot be made or written to" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["report.json"]


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([0, 2, 2, 0], False),
        ([0, 20, 0, 0], False),
        ([5, 8, 1, 0], False),
        ([5, 9, 1, 0], True),
        ([0, 13, 1, 0], False),
        ([3, 13, 1, 0], True),
        ([0, 9, 2, 0], False),
        ([5, 9, 2, 0], True),
        ([0, 3, 1, 1], False),
        ([0, 5, 5, 5], True),
    ],
)
def test_agreement_and_few_answers_hide_a_distribution(counts, shown):
    assert bool(holds(np.array(counts), Item("q", 3), Rules())) is shown


def test_in_bands_none_looks_like_few():
    assert {bands(np.array([few, 12 - few]), 4)[0] for few in range(4)} == {"0-3"}
    assert bands(np.array([0, 12]), 4) == ["0-3", "9-12"]
