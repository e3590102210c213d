"""Making an empty home ready: tables, rights, counties with their history, the questionnaire, the round of this year."""

from datetime import datetime
from pathlib import Path

from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from laerling.config import rights
from laerling.config.env import NotUsable
from laerling.kernel import clock
from laerling.kernel.types import SYSTEM
from laerling.organisations import actions as organisations
from laerling.questionnaire import actions as questionnaire
from laerling.rounds import actions as rounds
from laerling.rounds import queries

QUESTIONNAIRE = "apprentice-2026"
FIRST_ROUND = 2026
_LOCK = 18_261_015
_POSTGRESQL = 18


def require_database() -> None:
    """Check that the database answers and is of a version we can use. Raises NotUsable."""
    try:
        connection.ensure_connection()
    except OperationalError as fault:
        reason = str(fault).strip().partition("\n")[0].rstrip(".")
        message = f"The database cannot be used: {reason}."
        raise NotUsable(message) from fault
    major = connection.connection.info.server_version // 10_000
    if major < _POSTGRESQL:
        message = f"The database is PostgreSQL {major}; PostgreSQL {_POSTGRESQL} or newer is needed."
        raise NotUsable(message)


def make_ready() -> bool:
    """Migrate and fill what every home needs; return False when nothing was left to do. Safe to repeat."""
    if not _is_work_left():
        return False
    with connection.cursor() as cursor:
        # Two commands on the same empty home: the second waits, and finds nothing left to do.
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            call_command("migrate", verbosity=0, interactive=False)
            call_command("createcachetable", verbosity=0)
            rights.apply()
            fill(now=clock.now())
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
    return True


def fill(*, now: datetime) -> None:
    """Give the tables what every home has: counties, the questionnaire, the current round. Safe to repeat."""
    organisations.load_counties(by=SYSTEM, now=now)
    organisations.load_governors(by=SYSTEM, now=now)
    data = Path(questionnaire.__file__).parent / "data" / f"{QUESTIONNAIRE}.toml"
    questionnaire.publish(data.read_text(encoding="utf-8"), by=SYSTEM, now=now)
    for year in range(FIRST_ROUND, max(FIRST_ROUND, now.year) + 1):
        rounds.ensure_standard_round(year=year, questionnaire=QUESTIONNAIRE, by=SYSTEM, now=now)


def _is_work_left() -> bool:
    executor = MigrationExecutor(connection)
    is_behind = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return is_behind or not rights.are_applied() or not queries.years()
