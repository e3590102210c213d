"""The jobs on the urn. Staff pages cannot read it: they ask for these, and the worker does them."""

from collections.abc import Iterator
from contextlib import contextmanager

from laerling.kernel import clock
from laerling.kernel.errors import Refusal
from laerling.kernel.jobs import job
from laerling.kernel.types import Actor
from laerling.responses import actions, desk


@job("responses.export_urn")
def export_urn(*, round_year: int, account: str) -> None:
    """Lay the closed urn on the desk, in place of an earlier export."""
    with _refusal_on_desk(round_year):
        desk.exported(round_year).unlink(missing_ok=True)
        to = desk.exported(round_year)
        actions.export_urn(round_year=round_year, to=to, by=Actor.person(account), now=clock.now())


@job("responses.import_opened")
def import_opened(*, round_year: int, file_id: str, account: str) -> None:
    """Take in the opened file that was laid on the desk, and remove it, taken in or refused."""
    file = desk.opened(round_year, file_id)
    if not file.exists():
        return
    with _refusal_on_desk(round_year):
        actions.import_opened(round_year=round_year, file=file, by=Actor.person(account), now=clock.now())
    desk.clear_opened(round_year, file_id)


@job("responses.rehearse")
def rehearse(*, round_year: int, account: str) -> None:
    """Hold a rehearsal with a throw-away key."""
    actions.rehearse(round_year=round_year, by=Actor.person(account), now=clock.now())


@contextmanager
def _refusal_on_desk(round_year: int) -> Iterator[None]:
    """Write a refusal down for the page that asked, instead of trying again: it would be refused again."""
    try:
        yield
    except Refusal as refusal:
        desk.refuse(round_year, refusal.code)
    else:
        desk.refuse(round_year, "")
