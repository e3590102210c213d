"""From the closed urn to opened rows, by the same steps as two holders and an operator take."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from drills.answering import people as round_of
from drills.answering.pattern import Pattern
from drills.answering.people import YEAR
from drills.attacker.evidence import ballot_id

Answers = dict[str, int]


@dataclass(frozen=True, slots=True)
class OpenedRound:
    """The exported ballots, line by line; the rows of the opened file; the rows taken in, by place and by id."""

    ballots: list[bytes]
    rows: list[Answers]
    stored: list[Answers]
    stored_by_id: list[Answers]
    n_rejected: int


def open_round(home: Path) -> OpenedRound:
    """Export the closed urn, open it with two holders' files, and take the rows in."""
    from laerling.kernel.types import SYSTEM  # noqa: PLC0415  once Django is up
    from laerling.responses import actions, opening, urnfile  # noqa: PLC0415  the same

    now, urn, file = round_of.after_close(), home / "urn.txt", home / "opened.json"
    actions.export_urn(round_year=YEAR, to=urn, by=SYSTEM, now=now)
    actions.record_destroyed(
        round_year=YEAR,
        what="backup_key",
        destroyed_at=now,
        how="The drill keeps no backup.",
        witness="The drill",
        by=SYSTEM,
        now=now,
    )
    opened = opening.open_urn(urn=urn, keys=round_of.holders(home), to=file, silent=True)
    actions.import_opened(round_year=YEAR, file=file, by=SYSTEM, now=now)
    with urn.open("rb") as lines:
        urnfile.read_header(lines)
        ballots = list(urnfile.read_ballots(lines))
    codes = [code for code, _n_options in opened.questions]
    return OpenedRound(
        ballots=ballots,
        rows=[dict(zip(codes, row.answers, strict=True)) for row in opened.rows],
        stored=_stored(codes, "ctid"),
        stored_by_id=_stored(codes, "id"),
        n_rejected=opened.n_rejected,
    )


def numbers_of(ballots: Iterable[bytes], home: Path, pattern: Pattern) -> dict[str, int]:
    """Open ballots one by one, as whoever has two holders' files can: the number that each holds."""
    from laerling.responses import keys, sealing  # noqa: PLC0415  once Django is up

    files = [keys.read_holder_file(path.read_text()) for path in round_of.holders(home)]
    secret = keys.open_with(*files)
    return {
        ballot_id(one): pattern.number(sealing.unseal(one, identity=secret.identity, mac_key=secret.mac_key).answers)
        for one in ballots
    }


def _stored(codes: list[str], order: str) -> list[Answers]:
    from django.db import connection  # noqa: PLC0415  once Django is up

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT answers FROM responses_openedanswer ORDER BY {order}")  # noqa: S608  our own word
        return [dict(zip(codes, answers, strict=True)) for (answers,) in cursor.fetchall()]
