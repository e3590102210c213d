"""What the demo's worker does by itself: the urn opened with the key files three people would keep apart, and results."""

import logging
import tempfile
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from laerling.demo.build import history
from laerling.demo.history.figures import SIZES
from laerling.kernel import clock
from laerling.kernel.jobs import job
from laerling.kernel.types import SYSTEM, Actor
from laerling.release import actions as release_actions
from laerling.release import queries as release
from laerling.release.history.actions import import_history
from laerling.responses import actions, queries
from laerling.responses.opening import open_urn
from laerling.season import actions as season

logger = logging.getLogger(__name__)


@job("demo.open_urn")
def open_own_urn(*, round_year: int, account: str) -> None:
    """Export the closed urn, open it with two of the demo's three key files, and take the answers in. Demo only."""
    if settings.DEMO:
        _open(round_year, Actor.person(account))


@job("demo.make_results")
def make_results(*, round_year: int) -> None:
    """Close, open and release a round whose results should be out already, as people would have. Demo only."""
    if not settings.DEMO:
        return
    season.tick(now=clock.now())
    _open(round_year, SYSTEM)
    with suppress(release_actions.AlreadyReleased):
        release_actions.make_release(round_year=round_year, by=SYSTEM, now=clock.now())


@job(history.TAKE_IN)
def take_in_history(*, round_year: int) -> None:
    """Take in one earlier round by the door that all history comes through. Demo only; once in, it is left alone."""
    if not settings.DEMO or release.made(round_year) is not None:
        return
    now = clock.now()
    folder, before = settings.HOME / history.FOLDER / str(round_year), history.before(settings.HOME, round_year)
    import_history(folder=folder, before=before, by=SYSTEM, now=now)
    logger.info("earlier rounds are coming in: %s of %s", history.n_in(now), len(SIZES))


def _open(round_year: int, by: Actor) -> None:
    if queries.status(round_year).opened_at is not None:
        return
    now = clock.now()
    keys = sorted(settings.HOME.glob(f"*/holder-*-{round_year}.key"))[:2]
    with tempfile.TemporaryDirectory() as folder:
        urn, opened = Path(folder) / "urn", Path(folder) / "opened"
        actions.export_urn(round_year=round_year, to=urn, by=by, now=now)
        open_urn(urn=urn, keys=keys, to=opened, silent=True)
        with suppress(actions.DestroyedAlready):
            actions.record_destroyed(
                round_year=round_year,
                what="backup_key",
                destroyed_at=now,
                how="The demonstration keeps no backup, and has no key for one.",
                witness="The demonstration",
                by=by,
                now=now,
            )
        actions.import_opened(round_year=round_year, file=opened, by=by, now=now)
