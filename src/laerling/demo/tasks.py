"""The demo opens its own urn: it holds the key files that three people would keep apart."""

import tempfile
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from laerling.kernel import clock
from laerling.kernel.jobs import job
from laerling.kernel.types import Actor
from laerling.responses import actions, queries
from laerling.responses.opening import open_urn


@job("demo.open_urn")
def open_own_urn(*, round_year: int, account: str) -> None:
    """Export the closed urn, open it with two of the demo's three key files, and take the answers in. Demo only."""
    if not settings.DEMO or queries.status(round_year).opened_at is not None:
        return
    by, now = Actor.person(account), clock.now()
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
