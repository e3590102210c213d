"""Writers, web workers and PostgreSQL are killed while people answer: no answer that was thanked for may be lost.

People answer over HTTP at the site as deployed: plainly, with a double click, in two tabs that say different things,
with a save beside the delivery, and everything once more after the thanks. The urn is mixed every few seconds. Writers,
web workers and PostgreSQL with all its processes are killed with -9 in turn, PostgreSQL for the last time at the instant
at which the round closes, in the middle of the last answers and of the close. Then the urn is opened with two holders'
files: each person's answers are like nobody else's.

Ends with one line: people who were thanked and whose answer is not there; answers that are there more than once; those
marked as having answered; ballots; kills. `--short` is the tests' own: few people and few kills.
"""

# A program finds its own folder first; and what a drill does by chance is no secret.
# ruff: noqa: E402, S311

import json
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from threading import Event, Thread
from typing import Any

BENCH = Path(__file__).parents[1]
sys.path[:0] = [str(BENCH), str(BENCH.parent)]

from drills.answering import people as round_of
from drills.answering.killing import adopt_orphans, kill_database, seconds_until_healed, start_database
from drills.answering.opening import numbers_of, open_round
from drills.answering.pattern import Pattern
from drills.answering.people import OPEN, YEAR
from drills.answering.site import Site

from laerling.config import throwaway

# People and kills.
WHOLE = (2_000, 50)
SHORT = (120, 8)
WRITERS = 5
WRITER = Path(__file__).parent / "workers" / "submit.py"
# How long people go on answering after the last kill but one, up to the close, in seconds.
LAST_SECONDS = 3.0
# How long one kill waits for people to come through after the one before, in seconds.
PATIENCE_SECONDS = 10.0
MIX_EVERY_SECONDS = 2.0
BACK_WITHIN_SECONDS = 5.0


@dataclass
class Drill:
    """What runs, and what has been done to it."""

    site: Site
    home: Path
    n_people: int
    pattern: Pattern
    writers: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)
    kills: Counter[str] = field(default_factory=Counter)
    healed: list[float] = field(default_factory=list)
    n_mixes: int = 0

    def pace(self, share: float) -> None:
        """Let the writers go on to this share of their people."""
        partial = self.home / "pace.partial"
        partial.write_text(f"{share:.4f}")
        partial.rename(self.home / "pace")

    def wait_for(self, n_thanked: int) -> None:
        """Wait until so many have been thanked, or for as long as one is ready to."""
        given_up = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < given_up:
            if sum(book.read_bytes().count(b"thanked") for book in self.home.glob("book-*")) >= n_thanked:
                return
            time.sleep(0.1)

    def write(self, number: int) -> None:
        """Start a writer, or start it again."""
        command = [sys.executable, str(WRITER), str(self.home / f"task-{number}"), str(self.home / f"book-{number}")]
        self.writers[number] = subprocess.Popen(command)

    def lines(self) -> list[dict[str, Any]]:
        """Return what all writers have written down; of a line that a kill cut through nothing."""
        found = []
        for book in self.home.glob("book-*"):
            for line in book.read_text().splitlines():
                with suppress(ValueError):
                    found.append(json.loads(line))
        return found


def main(*, is_short: bool) -> int:
    """Drill, print what was lost or counted twice, and return 1 where anything was."""
    n, kills = SHORT if is_short else WHOLE
    adopt_orphans()
    with throwaway.home() as home:
        people = round_of.ready(home, n)
        with Site(home) as site:
            drill = Drill(site, home, n, Pattern.of_published(round_of.questionnaire()))
            _begin(drill, [one.token for one in people])
            try:
                _kill(drill, kills)
                _close(drill)
            finally:
                for writer in drill.writers.values():
                    writer.kill()
        return _judge(drill)


def _begin(drill: Drill, tokens: list[str]) -> None:
    """Hand each writer its people, and let them begin."""
    drill.pace(0)
    everybody = list(enumerate(tokens))
    random.shuffle(everybody)
    for number in range(WRITERS):
        task = {
            "port": drill.site.port,
            "questions": drill.pattern.questions,
            "pace": str(drill.home / "pace"),
            "people": everybody[number::WRITERS],
        }
        (drill.home / f"task-{number}").write_text(json.dumps(task))
        drill.write(number)


def _kill(drill: Drill, kills: int) -> None:
    """Kill one after the other, all but the last, while people answer and the urn is mixed."""
    kinds = cycle(("database", "web worker", "writer", "database", "web worker", "writer", "whole site"))
    with _mixing(drill):
        for done in range(kills - 1):
            drill.pace((done + 2) / (kills + 2))
            drill.wait_for(int(drill.n_people * (done + 1) / (kills + 2)))
            time.sleep(random.uniform(0.0, 0.5))
            kind = next(kinds)
            drill.kills[kind] += 1
            if kind == "database":
                _kill_database(drill)
            elif kind == "web worker":
                drill.site.kill_worker()
            elif kind == "whole site":
                drill.site.kill()
            else:
                number = random.choice(list(drill.writers))
                drill.writers[number].kill()
                drill.writers[number].wait()
                drill.write(number)


def _kill_database(drill: Drill) -> None:
    # The site may be starting again itself: how long it takes to find the database again is asked, and no more.
    seconds_until_healed(drill.site)
    kill_database()
    # Long enough for some to meet the page that says so.
    time.sleep(random.uniform(0.0, 0.5))
    start_database()
    drill.healed.append(seconds_until_healed(drill.site))


@contextmanager
def _mixing(drill: Drill) -> Iterator[None]:
    """Mix the urn every few seconds, beside everything."""
    over = Event()

    def mix() -> None:
        from django.db import DatabaseError, connection  # noqa: PLC0415  once Django is up

        from laerling.kernel.types import SYSTEM  # noqa: PLC0415  the same
        from laerling.responses import actions  # noqa: PLC0415  the same

        while not over.wait(MIX_EVERY_SECONDS):
            try:
                actions.mix(round_year=YEAR, by=SYSTEM, now=OPEN)
                drill.n_mixes += 1
            except DatabaseError:
                connection.close()
        connection.close()

    thread = Thread(target=mix)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _close(drill: Drill) -> None:
    """Let the round close while the last ones answer, kill PostgreSQL then, and close again where that undid it."""
    from django.db import connection  # noqa: PLC0415  once Django is up

    connection.close()
    round_of.set_clock(round_of.closes_at() - timedelta(seconds=LAST_SECONDS))
    connection.close()
    drill.pace(1)
    closing = Thread(target=_close_when_due)
    closing.start()
    time.sleep(LAST_SECONDS + random.uniform(0.0, 0.1))
    drill.kills["database"] += 1
    _kill_database(drill)
    closing.join()
    for writer in drill.writers.values():
        writer.wait(timeout=120)


def _close_when_due() -> None:
    from django.db import DatabaseError, connection  # noqa: PLC0415  once Django is up

    from laerling.kernel import clock  # noqa: PLC0415  the same
    from laerling.kernel.types import SYSTEM  # noqa: PLC0415  the same
    from laerling.responses import actions  # noqa: PLC0415  the same

    while True:
        try:
            actions.close(round_year=YEAR, by=SYSTEM, now=clock.database_now())
            break
        except actions.RoundStillOpen:
            time.sleep(0.01)
        except DatabaseError:
            connection.close()
            time.sleep(0.05)
    connection.close()


def _judge(drill: Drill) -> int:
    from laerling.invitations.models import Invitation  # noqa: PLC0415  once Django is up

    lines, opened = drill.lines(), open_round(drill.home)
    there = Counter(
        number % drill.pattern.highest for number in numbers_of(opened.ballots, drill.home, drill.pattern).values()
    )
    thanked = Counter(line["thanked"] for line in lines if "thanked" in line)
    lost = sum(number not in there for number in thanked)
    twice = sum(times - 1 for times in there.values()) + opened.n_rejected
    n_flags, slowest = Invitation.objects.filter(answered=True).count(), max(drill.healed)
    seen: Counter[str] = Counter()
    for line in lines:
        seen.update(line.get("seen", {}))
    _tell(drill, thanked, seen, n_unthanked=len(there.keys() - thanked.keys()), slowest=slowest)
    n_kills = drill.kills.total()
    print(f"lost: {lost} twice: {twice} flags: {n_flags} ballots: {len(opened.ballots)} kills: {n_kills}")
    bare = sum(times for fault, times in seen.items() if fault.endswith("bare"))
    return int(bool(lost or twice or bare) or n_flags != len(opened.ballots) or slowest > BACK_WITHIN_SECONDS)


def _tell(drill: Drill, thanked: Counter[object], seen: Counter[str], *, n_unthanked: int, slowest: float) -> None:
    killed = ", ".join(f"{kind} {times}" for kind, times in sorted(drill.kills.items()))
    faults = ", ".join(f"{fault} {times}" for fault, times in sorted(seen.items())) or "none"
    n_again = thanked.total() - len(thanked)
    print(
        f"{drill.n_people} invited, {len(thanked)} thanked, {n_again} of them once more; {n_unthanked} counted whose thanks"
    )
    print(f"did not reach them; {drill.n_mixes} mixes; killed: {killed}")
    print(f"answers that were none: {faults}")
    print(f"back after PostgreSQL was: at most {slowest:.1f} s")


if __name__ == "__main__":
    sys.exit(main(is_short="--short" in sys.argv))
