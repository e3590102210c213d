"""An open round with its key and invited people, made by the stations' own actions."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

YEAR: Final = 2026
OPEN: Final = datetime(2026, 10, 20, 8, tzinfo=UTC)
# All alike, so that what an attacker finds is not read off the profile that every answer carries openly.
PROFILE: Final = {
    "county": "46",
    "office": "",
    "establishment": "",
    "programme": "",
    "trade": "",
    "gender": "K",
    "kind": "L",
}


@dataclass(frozen=True, slots=True)
class Invited:
    """One invited person: what an attacker may know them by, and their link's token, which he does not."""

    id: str
    link_hash: bytes
    token: str


def ready(home: Path, n: int) -> list[Invited]:
    """Open the round, make its key with the holders' files in `home`/holders, and invite n people."""
    from tests.invitations.people import invited  # noqa: PLC0415  once Django is up

    from laerling.demo import site_files  # noqa: PLC0415  the same
    from laerling.demo.build.answering import prove  # noqa: PLC0415  the same
    from laerling.invitations.keys import link_key  # noqa: PLC0415  the same
    from laerling.invitations.tokens import token  # noqa: PLC0415  the same
    from laerling.kernel.types import SYSTEM  # noqa: PLC0415  the same
    from laerling.responses import actions  # noqa: PLC0415  the same
    from laerling.sample.models import SampleMember  # noqa: PLC0415  the same

    set_clock(OPEN)
    site_files.collect(home=home)
    made = actions.make_round_key(round_year=YEAR, to=home / "holders", by=SYSTEM, now=OPEN)
    prove(YEAR, made.files, OPEN)
    people = invited(n)
    SampleMember.objects.update(profile=PROFILE)
    key = link_key(YEAR)
    return [Invited(str(one.pk), bytes(one.link_hash), token(key, one.pk, one.generation)) for one in people]


def set_clock(moment: datetime) -> None:
    """Let the database's clock show `moment`: it alone decides whether a round is open."""
    from django.db import connection  # noqa: PLC0415  once Django is up

    with connection.cursor() as cursor:
        cursor.execute("UPDATE kernel_clock SET clock_offset = %s - clock_timestamp()", [moment])


def closes_at() -> datetime:
    """Return the instant at which the round closes."""
    from laerling.rounds import queries  # noqa: PLC0415  once Django is up

    return queries.get(YEAR).closes_at


def after_close() -> datetime:
    """Return an instant after the close."""
    return closes_at() + timedelta(minutes=1)


def questionnaire() -> str:
    """Return the code of the round's questionnaire."""
    from laerling.rounds import queries  # noqa: PLC0415  once Django is up

    return queries.get(YEAR).questionnaire


def holders(home: Path) -> list[Path]:
    """Return two of the three holders' files."""
    return sorted((home / "holders").iterdir())[:2]
