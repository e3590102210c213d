"""Making an empty home ready: tables, rights, counties with their history, the questionnaires, the round of this year."""

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
from laerling.questionnaire import queries as questionnaires
from laerling.rounds import actions as rounds
from laerling.rounds import queries

# The survey's versions, oldest first; the last is the one of the first round that this system runs.
QUESTIONNAIRES = ("apprentice-2012", "apprentice-2018", "apprentice-2020", "apprentice-2026")
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
    """Give the tables what every home has: counties, the questionnaires, the current round. Safe to repeat."""
    organisations.load_counties(by=SYSTEM, now=now)
    organisations.load_governors(by=SYSTEM, now=now)
    _publish_questionnaires(now)
    for year in range(FIRST_ROUND, max(FIRST_ROUND, now.year) + 1):
        rounds.ensure_standard_round(year=year, questionnaire=_questionnaire_of(year), by=SYSTEM, now=now)


def _publish_questionnaires(now: datetime) -> None:
    """Publish the versions that come with the system. A home that has one of that code already keeps its own."""
    data, there = Path(questionnaire.__file__).parent / "data", questionnaires.codes()
    for code in QUESTIONNAIRES:
        if code not in there:
            questionnaire.publish((data / f"{code}.toml").read_text(encoding="utf-8"), by=SYSTEM, now=now)


def _questionnaire_of(year: int) -> str:
    """Return the version for a new round: the one that says it holds, but none from before the rounds of this system."""
    found = questionnaires.held_in("apprentice", year)
    return found.code if found and found.held and found.held.first >= FIRST_ROUND else QUESTIONNAIRES[-1]


def _is_work_left() -> bool:
    executor = MigrationExecutor(connection)
    is_behind = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return is_behind or not rights.are_applied() or not queries.years()
