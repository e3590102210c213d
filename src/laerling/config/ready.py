"""Making an empty home ready: tables, rights, counties with their history, the questionnaire, the current round."""

from datetime import datetime
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from laerling.config import rights
from laerling.kernel import clock
from laerling.kernel.types import SYSTEM
from laerling.organisations import actions as organisations

try:
    from laerling.questionnaire import actions as questionnaire
except ImportError:
    questionnaire = None  # TEMPORARY
from laerling.rounds import actions as rounds

QUESTIONNAIRE = "apprentice-2026"
FIRST_ROUND = 2026


def make_ready() -> bool:
    """Migrate and fill what every home needs; return False when nothing was left to do. Safe to repeat."""
    if not _migrations_wait():
        return False
    call_command("migrate", verbosity=0, interactive=False)
    rights.apply()
    fill(now=clock.now())
    return True


def fill(*, now: datetime) -> None:
    """Give the tables what every home has: counties, the questionnaire, the current round. Safe to repeat."""
    organisations.load_counties(by=SYSTEM, now=now)
    if questionnaire is not None:
        data = Path(questionnaire.__file__).parent / "data" / f"{QUESTIONNAIRE}.toml"
    if questionnaire is not None:
        questionnaire.publish(data.read_text(encoding="utf-8"), by=SYSTEM, now=now)
    rounds.ensure_standard_round(year=FIRST_ROUND, questionnaire=QUESTIONNAIRE, by=SYSTEM, now=now)


def _migrations_wait() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
