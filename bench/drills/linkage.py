"""Who answered what? An attacker with everything tries to find out, with the mix and, as a control, without it.

A thousand people whose answers are like nobody else's answer over HTTP, for three days with a mix each night. The
attacker is superuser: he reads every table with the transaction numbers PostgreSQL keeps, the files on disk with what
was deleted, the write-ahead log, all logs, and copies the whole database again and again while people answer. He knows
in what order they answered, which is more than statistics over time could tell. Twenty friends tell him what they
answered, and by them he chooses the method that links the others.

Ends with `linked: N control: M`, of so many people. N is the most of three attackers within what is promised: one who
comes when the urn is opened and the log destroyed, and has two holders' keys; one who was there all along, kept every
copy and the whole log, and has no keys; and one who comes after a night's mix. M is the same three where nothing was
mixed. Before it stands what those get who have more than that. `--short` is the tests' own: a hundred people.
"""

import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

WHOLE, SHORT = 1_000, 100
SEASON = Path(__file__).parent / "workers" / "linkage.py"
# Chance alone pairs one person rightly. It pairs more than so many once in fifty thousand drills.
BY_CHANCE = 7
# What each attacker has, the two within what is promised first.
ATTACKERS = {
    "thief": "comes when the urn is opened and the log destroyed; has two holders' keys",
    "without keys": "was there all along, kept every copy and the whole log; has no keys",
    "night": "comes after a night's mix, before the others have answered; has two holders' keys",
    "log kept": "comes when the urn is opened and finds an archive of the log that was not destroyed; has two holders' keys",
    "all along": "was there all along, kept every copy and the whole log; has two holders' keys",
}
PROMISED = ("thief", "without keys", "night")


def main(*, is_short: bool) -> int:
    """Attack two seasons, print what was linked, and return 1 where more was than chance explains."""
    n = SHORT if is_short else WHOLE
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor() as both:
        mixed, control = both.map(lambda name: _season(n, name, Path(folder)), ("mixed", "control"))
    _tell(n, mixed, control)
    linked, without_mix = (max(one[name]["linked"] for name in PROMISED) for one in (mixed, control))
    print(f"linked: {linked} control: {without_mix}")
    return int(linked > BY_CHANCE or mixed["drafts"]["disk"] > 0 or mixed["traces"] > 0)


def _season(n: int, name: str, folder: Path) -> dict[str, Any]:
    to = folder / name
    command = [sys.executable, str(SEASON), str(n), name, str(to)]
    subprocess.run(command, env={**os.environ, "PYTHONWARNINGS": "ignore"}, check=True)
    found: dict[str, Any] = json.loads(to.read_text())
    return found


def _tell(n: int, mixed: dict[str, Any], control: dict[str, Any]) -> None:
    print(
        f"{n} people answered over HTTP in {mixed['seconds']} s, {mixed['copies']} copies of the whole database taken"
    )
    print(f"linked of {n}, chance being 1; with the mix, without it; by which of so many methods:")
    for name, who in ATTACKERS.items():
        found = mixed[name]
        by = f"{found['by']}, of {found['methods']}"
        print(f"  {found['linked']:>5} {control[name]['linked']:>5}  {who} ({by})")
        if name == PROMISED[-1]:
            print("beyond what is promised:")
    drafts = mixed["drafts"]
    print(
        f"  {drafts['log']:>5} of {drafts['of']} drafts of people who have answered are read in the log by the server's own"
    )
    print("        secrets while the round is open; after the close none")
    print(f"such drafts on the disk: {drafts['disk']}; people's ids, links or ballots in logs: {mixed['traces']}")


if __name__ == "__main__":
    sys.exit(main(is_short="--short" in sys.argv))
