"""One season of the drill of linkage, with the mix or without: people answer, the urn is closed and opened, all is attacked.

Writes what the attackers found as one JSON object. A process of its own: the control has a database of its own.
"""

# A program finds its own folder first; and what a drill does by chance is no secret.
# ruff: noqa: E402

import json
import random
import shutil
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

BENCH = Path(__file__).parents[2]
sys.path[:0] = [str(BENCH), str(BENCH.parent)]

from drills.answering import people as round_of
from drills.answering.pattern import Pattern
from drills.answering.people import OPEN, YEAR, Invited
from drills.attacker import disk, tables, wal
from drills.attacker.evidence import Claims, Evidence, ballot_id, best_by, in_step, methods

from laerling.config import embedded, throwaway
from laerling.config.env import env

# Friends of the attacker: they tell him what they answered, and by them he chooses how to link the others.
FRIENDS = 20
NIGHTS = 3
# So often a day is everything copied.
COPIES = 5


@dataclass
class Season:
    """What happened, and what the judge alone knows: whose number is whose, and which ballot holds which."""

    people: Sequence[Invited]
    pattern: Pattern
    folder: Path
    order: list[str] = field(default_factory=list)
    copies: list[Path] = field(default_factory=list)
    night: Evidence = field(default_factory=Evidence)
    drafts: dict[str, int] = field(default_factory=dict)
    ballot_of: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list[str]] = field(default_factory=dict)

    @property
    def archive(self) -> Path:
        """Where the write-ahead log is kept, as an archive for restoring to a point in time keeps it."""
        return self.folder / "log"

    @property
    def as_text(self) -> dict[bytes, str]:
        """The people by how COPY writes their names."""
        return {name: one.id for one in self.people for name in tables.known_as(one.id, one.link_hash)}

    @property
    def as_bytes(self) -> dict[bytes, str]:
        """The people by the bytes of their names."""
        return {name: one.id for one in self.people for name in (bytes.fromhex(one.id.replace("-", "")), one.link_hash)}

    def copy(self, name: str) -> Path:
        """Copy the whole database and its log, as the attacker does every minute."""
        path = self.folder / f"{len(self.copies):03}-{name}"
        tables.dump(path)
        self.archive.mkdir(exist_ok=True)
        for segment in (_data() / "pg_wal").iterdir():
            if segment.is_file():
                shutil.copy(segment, self.archive)
        self.copies.append(path)
        return path


def main(n: int, *, mixes: bool, to: Path) -> None:
    """Run a season and write down what was linked."""
    with throwaway.home() as home:
        season = _prepare(home, n, mixes=mixes)
        began = time.monotonic()
        _answer(season, home, mixes=mixes)
        took = time.monotonic() - began
        to.write_text(json.dumps({"seconds": round(took), "copies": len(season.copies), **_attack(season, home)}))


def _prepare(home: Path, n: int, *, mixes: bool) -> Season:
    people = round_of.ready(home, n + FRIENDS)
    if not mixes:
        _switch_off_the_mix()
    (home / "attacker").mkdir()
    season = Season(people, Pattern.of_published(round_of.questionnaire()), home / "attacker")
    season.copy("before")
    return season


def _switch_off_the_mix() -> None:
    """Let the close take the ballots as they lie: the very rows that came in become the urn."""
    from django.db import connection  # noqa: PLC0415  once Django is up

    from laerling.responses.actions import closing  # noqa: PLC0415  the same

    closing.invitations.rewrite_invitations = lambda **_: 0
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION responses_mix(mixed_round integer) RETURNS integer LANGUAGE plpgsql AS $$ BEGIN"
            " ALTER TABLE responses_urn RENAME TO responses_spare; ALTER TABLE responses_intake RENAME TO responses_urn;"
            " ALTER TABLE responses_spare RENAME TO responses_intake; RETURN 0; END $$"
        )


def _answer(season: Season, home: Path, *, mixes: bool) -> None:
    """Let people answer for some days, mix every night but the last, and close. The first night is attacked at once."""
    from drills.answering.site import Site  # noqa: PLC0415  once Django is up
    from drills.answering.walk import answer_all  # noqa: PLC0415  the same

    from laerling.kernel.types import SYSTEM  # noqa: PLC0415  the same
    from laerling.responses import actions  # noqa: PLC0415  the same

    in_turn = random.sample(list(enumerate(season.people)), len(season.people))
    with Site(home) as site:
        for night in range(NIGHTS):
            today = in_turn[night::NIGHTS]
            for minute in range(COPIES):
                season.order += answer_all(site.port, today[minute::COPIES], season.pattern)
                season.copy(f"night-{night}-minute-{minute}")
            now = OPEN + timedelta(days=night, hours=18)
            round_of.set_clock(now)
            if mixes and night < NIGHTS - 1:
                actions.mix(round_year=YEAR, by=SYSTEM, now=now)
            season.copy(f"night-{night}-mixed")
            if night == 0:
                _attack_at_night(season)
        round_of.set_clock(round_of.after_close())
        actions.close(round_year=YEAR, by=SYSTEM, now=round_of.after_close())
    season.copy("closed")


def _attack_at_night(season: Season) -> None:
    """Attack after the first mix, with the server's own secrets: what SQL and the disk tell of those who have answered."""
    from drills.attacker.drafts import LETTER_BYTES, Drafts  # noqa: PLC0415  once Django is up

    evidence = tables.read(season.copies[-1], season.as_text) | _on_disk(season)
    evidence.people_in_order["order of answering"] = list(season.order)
    season.night = evidence
    numbers = {one.id: number for number, one in enumerate(season.people)}
    answered, log = [one for one in season.people if one.id in season.order], _data() / "pg_wal"
    on_disk = Drafts(answered, season.pattern).beside_links(disk.files(_data()))
    in_log = Drafts(answered, season.pattern).beside_links(wal.streams(log)).among(wal.updated(log, LETTER_BYTES))
    for where, drafts in (("disk", on_disk), ("log", in_log)):
        season.drafts[where] = sum(numbers[person] == number for person, number in drafts.found.items())
    season.drafts["of"] = len(answered)


def _attack(season: Season, home: Path) -> dict[str, Any]:
    from drills.answering.log import destroy_log  # noqa: PLC0415  once Django is up

    closed = season.copies[-1]
    disk_found = _on_disk(season)
    log_found = _in_log(season)
    after_close = tables.read(closed, season.as_text) | disk_found
    n_destroyed = destroy_log()
    _open(season, home)
    at_last = tables.read(season.copy("opened"), season.as_text) | _on_disk(season, with_log=True)
    for evidence in (after_close, at_last):
        evidence.people_in_order["order of answering"] = season.order
        evidence.ballots_in_order |= season.rows
    copied = Evidence()
    for path in season.copies:
        copied |= tables.read(path, season.as_text)
    all_along = methods(copied | log_found) | {"transaction in the copies": methods(copied)["transaction"]}
    return {
        "destroyed": n_destroyed,
        "traces": _traces(season, home),
        "drafts": season.drafts,
        "night": _score(season, methods(season.night)),
        "thief": _score(season, methods(at_last)),
        "log kept": _score(season, methods(after_close | log_found)),
        "all along": _score(season, all_along),
        "without keys": _score(season, _without_keys(season, all_along, at_last)),
    }


def _on_disk(season: Season, *, with_log: bool = False) -> Evidence:
    _checkpoint()
    return disk.read(_data(), season.as_bytes, but_not="" if with_log else "pg_wal")


def _checkpoint() -> None:
    from django.db import connection  # noqa: PLC0415  once Django is up

    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")


def _in_log(season: Season) -> Evidence:
    from django.db import connection  # noqa: PLC0415  once Django is up

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_filepath('invitations_invitation')")
        _base, database, node = cursor.fetchone()[0].split("/")
    where = tables.places(season.copies[0], season.as_text)
    return wal.read(season.archive, season.as_bytes, where, f"1663/{database}/{node}")


def _open(season: Season, home: Path) -> None:
    """Open the urn as two holders do, and let the judge see which ballot holds whose answers."""
    from drills.answering.opening import numbers_of, open_round  # noqa: PLC0415  once Django is up

    opened = open_round(home)
    sealed = numbers_of(opened.ballots, home, season.pattern)
    its_ballot = {number: ballot for ballot, number in sealed.items()}
    season.ballot_of = {one.id: its_ballot[number] for number, one in enumerate(season.people)}
    season.rows = {
        "line of the exported urn": [ballot_id(one) for one in opened.ballots],
        "line of the opened file": [its_ballot[season.pattern.number(row)] for row in opened.rows],
        "place of the opened row": [its_ballot[season.pattern.number(row)] for row in opened.stored],
        "id of the opened row": [its_ballot[season.pattern.number(row)] for row in opened.stored_by_id],
    }


def _without_keys(season: Season, known: Mapping[str, Claims], at_last: Evidence) -> dict[str, Claims]:
    """Guess rows for an attacker who knows each person's ballot and cannot open it: by every order there is of both."""
    theirs = max(known.values(), key=len)
    orders = {name: order for name, order in (at_last.ballots_in_order | season.rows).items() if "opened" not in name}
    orders["order of answering"] = [theirs[person] for person in season.order if person in theirs]
    guesses: dict[str, Claims] = {}
    for name, order in orders.items():
        for its, rows in season.rows.items():
            if "opened" in its:
                row_of = in_step(order, rows)
                guesses[f"{name} / {its}"] = {person: row_of[one] for person, one in theirs.items() if one in row_of}
    return guesses


def _score(season: Season, claims: Mapping[str, Claims]) -> dict[str, Any]:
    """Judge: how many of the others the method links that does best on the friends; and the best of all, seen afterwards."""
    friends = {one.id for one in season.people[-FRIENDS:]}
    known = {person: ballot for person, ballot in season.ballot_of.items() if person in friends}
    others = {person: ballot for person, ballot in season.ballot_of.items() if person not in friends}

    def hits(name: str) -> int:
        return sum(claims[name].get(person) == ballot for person, ballot in others.items())

    chosen = best_by(known, claims)
    return {"linked": hits(chosen), "by": chosen, "best": max(hits(name) for name in claims), "methods": len(claims)}


def _traces(season: Season, home: Path) -> int:
    """Count what the logs and other files outside the database hold of anybody: ids, hashes, tokens, ballots."""
    names = {one.token.encode() for one in season.people} | {one.id.encode() for one in season.people}
    names |= {one.link_hash.hex().encode() for one in season.people} | {b"age-encryption.org"}
    logs = [path for path in home.glob("*.log") if path.is_file()]
    return sum(name in data for data in (path.read_bytes() for path in logs) for name in names)


def _data() -> Path:
    return embedded.data_folder(env())


if __name__ == "__main__":
    main(int(sys.argv[1]), mixes=sys.argv[2] == "mixed", to=Path(sys.argv[3]))
