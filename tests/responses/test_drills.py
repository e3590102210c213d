"""The drills of the urn, in short; `./laerling drill linkage` and `./laerling drill submit` are the whole of them."""

import os
import re
import subprocess
import sys
from pathlib import Path

DRILLS = Path(__file__).parents[2] / "bench" / "drills"


def _drilled(name):
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    ran = subprocess.run(
        [sys.executable, DRILLS / f"{name}.py", "--short"],
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=400,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr[-2000:]
    return ran.stdout


def test_attacker_with_everything_links_no_better_than_chance_and_nearly_all_where_nothing_was_mixed():
    said = _drilled("linkage")

    linked, control = map(int, re.fullmatch(r"linked: (\d+) control: (\d+)", said.splitlines()[-1]).groups())
    # Chance alone is right about one in the whole; seven are as good as impossible.
    assert (linked <= 7, control >= 95) == (True, True), said
    assert "such drafts on the disk: 0; people's ids, links or ballots in logs: 0" in said


def test_kills_and_double_clicks_lose_no_answer_that_was_thanked_for_and_count_none_twice():
    said = _drilled("submit")

    last = re.fullmatch(r"lost: 0 twice: 0 flags: (\d+) ballots: (\d+) kills: 8", said.splitlines()[-1])
    assert last, said
    assert last[1] == last[2] != "0"
