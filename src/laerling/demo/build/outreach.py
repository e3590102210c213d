"""October: every county but one orders its invitation by e-mail, and it is really sent, over SMTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings

from laerling.access.policy import whole
from laerling.access.types import Scope
from laerling.demo import processes
from laerling.demo.build.accounts import NOT_BEGUN
from laerling.demo.build.crew import share_out
from laerling.demo.build.steps import Progress, Step
from laerling.invitations import actions as invitations
from laerling.invitations.texts import OwnLine
from laerling.invitations.types import DispatchOrder
from laerling.kernel import clock
from laerling.kernel.types import SYSTEM
from laerling.organisations import queries as organisations
from laerling.rounds import queries as rounds

# Counties begin on the first answering day and the four days after. One has not begun where the demo's clock starts by
# itself, so that whoever tries it can; where it starts later, that one began two days after that day.
_DAYS: Final = 5
_LATE_DAYS: Final = 7
_OWN_LINE: Final = OwnLine(
    nb="Har du spørsmål, kan du spørre opplæringskontoret ditt eller oss i fylket.",
    nn="Har du spørsmål, kan du spørje opplæringskontoret ditt eller oss i fylket.",
)


def steps(*, home: Path, year: int, until: datetime, workers: int) -> tuple[Step, ...]:
    """Return the steps: invitations are made when the survey opens, then ordered and sent county by county."""
    opens = rounds.get(year).opens_at
    orders = [order for order in _orders(year) if order[0] <= until]
    return (
        Step("Personal links", opens, 1, "rounds", partial(_make_links, year, opens)),
        Step(
            "Invitations by e-mail", opens, len(orders), "counties", partial(_invite_all, home, year, orders, workers)
        ),
    )


def _orders(year: int) -> list[tuple[datetime, Scope]]:
    """When each county orders its invitation, in the order of time."""
    opens_on = rounds.get(year).opens_on
    orders = []
    for number, county in enumerate(organisations.counties_on(opens_on)):
        days = _LATE_DAYS if county.code == NOT_BEGUN else number % _DAYS
        at = clock.oslo_instant(opens_on + timedelta(days=days), time(9, 10 + number))
        orders.append((at, whole("county", county.code, county.name)))
    return sorted(orders, key=lambda order: order[0])


def _make_links(year: int, at: datetime, _progress: Progress) -> None:
    invitations.create_invitations(round_year=year, by=SYSTEM, now=at)


def _invite_all(home: Path, year: int, orders: list[tuple[datetime, Scope]], workers: int, progress: Progress) -> None:
    with mail_server(home):
        share_out(partial(invite, year), orders, workers=workers, progress=progress)


def invite(year: int, when_and_who: tuple[datetime, Scope]) -> int:
    """Order a county's invitation and send it to the last message: once, however often it is run. Return 1."""
    at, scope = when_and_who
    order = DispatchOrder(
        id=uuid5(NAMESPACE_URL, f"demo/{year}/{scope.key}"),
        round_year=year,
        channel="email",
        kind="invitation",
        own=_OWN_LINE if int(scope.unit_code) % 2 else OwnLine(),
    )
    try:
        dispatch = invitations.order_dispatch(order=order, scope=scope, by=SYSTEM, now=at)
    except invitations.NobodyToSend:
        # In a small country a county may have nobody to ask.
        return 1
    while invitations.send_batch(dispatch_id=dispatch.id, now=at):
        pass
    return 1


@contextmanager
def mail_server(home: Path) -> Iterator[None]:
    """Keep the demo's mail server running for as long as the block lasts."""
    gateway = settings.SMS_GATEWAY
    program = processes.mail_server(
        settings.EMAIL_PORT, home=home, sms_port=urlsplit(gateway.url).port if gateway else None
    )
    watch = processes.Watch((program,), environment={}, logs=home / "logs")
    watch.start()
    try:
        yield
    finally:
        watch.stop()
