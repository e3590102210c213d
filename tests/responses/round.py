"""A round with invited people who can answer, as the stations before leave it."""

from datetime import timedelta
from uuid import uuid4

from django.db import connection

from laerling.invitations.keys import link_key
from laerling.invitations.models import Invitation
from laerling.invitations.tokens import token
from laerling.kernel.types import SYSTEM
from laerling.responses import actions, answering, keys, proving
from laerling.rounds import queries as rounds
from laerling.sample.models import SampleMember
from tests.invitations.people import NOW, invited

YEAR = 2026
PROFILE = {"county": "46", "office": "", "establishment": "", "programme": "", "trade": "", "gender": "K", "kind": "L"}


def set_clock(moment):
    """Let the database's clock show `moment`."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kernel_clock SET clock_offset = %s - clock_timestamp()", [moment])


def reset_clock():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kernel_clock SET clock_offset = interval '0'")


def after_close():
    return rounds.get(YEAR).closes_at + timedelta(minutes=1)


def round_key(folder):
    """Make the round's key and prove that two holders have it, as a round needs to open; return the holders' files."""
    files = actions.make_round_key(round_year=YEAR, to=folder / "holders", by=SYSTEM, now=NOW).files
    prove(files)
    return files


def solved(riddle, first, second):
    """Return what two holders read in the server's riddle."""
    files = [keys.read_holder_file(path.read_text()) for path in (first, second)]
    return proving.answer_of(riddle, keys.open_with(*files), "".join(sorted(file.holder for file in files)))


def prove(files, now=NOW):
    """Let the first two holders show that they have the key."""
    riddle = actions.make_challenge(round_year=YEAR, by=SYSTEM, now=now)
    actions.prove(round_year=YEAR, answer=solved(riddle, *files[:2]), by=SYSTEM, now=now)


def people(n, **more):
    """Invite n people in a county; return their tokens."""
    invitations = invited(n, **more)
    SampleMember.objects.filter(pk__in=[one.member_id for one in invitations]).update(profile=PROFILE)
    return [token(link_key(YEAR), one.pk, one.generation) for one in invitations]


def answer(written, **answers):
    return answering.submit(written, answering.look_up(written), answers or {"motivation": 5})


def n_answered():
    return Invitation.objects.filter(answered=True).count()


def stuff(table, sealed=None):
    """Put a ballot into the urn behind everybody's back."""
    with connection.cursor() as cursor:
        statement = f"INSERT INTO {table} (id, round_id, sealed) VALUES (%s, %s, %s)"
        cursor.execute(statement, [uuid4(), YEAR, sealed or b"x" * 2500])


def backup_key_destroyed(now=None):
    """Write down that the round's backup key is destroyed: answers come in after that only."""
    actions.record_destroyed(
        round_year=YEAR,
        what="backup_key",
        destroyed_at=now or after_close(),
        how="Shredded on both backup servers.",
        witness="The head of operations",
        by=SYSTEM,
        now=now or after_close(),
    )
