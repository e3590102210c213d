"""Following the round: the tables, what the address chooses, and the curve against last year's."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laerling.access.types import Scope
from laerling.invitations.tallies import queries as tallies
from laerling.invitations.tallies.rules import OTHERS
from laerling.invitations.tallies.types import Share, Standing
from laerling.portals.ordering.tables import HIDDEN, Cell, Column, Row, Table
from laerling.rounds.rules import RoundFacts

DIVISION_LABELS: Final[dict[str, str | Promise]] = {
    "county": gettext_lazy("County"),
    "office": gettext_lazy("Training office"),
    "establishment": gettext_lazy("Training establishment"),
    "trade": gettext_lazy("Trade"),
}
# How the address names divisions and orders.
DIVISION_WORDS: Final = {"county": "fylke", "office": "kontor", "establishment": "bedrift", "trade": "fag"}
SORTS: Final[dict[str, str | Promise]] = {
    "navn": gettext_lazy("Name"),
    "andel": gettext_lazy("Lowest response rate first"),
    "antall": gettext_lazy("Most people first"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What the address asks for: the division, the order, and for those above counties one county."""

    by: str
    sort: str
    county: str

    @property
    def address(self) -> str:
        """The choice as the address has it."""
        chosen = {"etter": DIVISION_WORDS[self.by], "sorter": self.sort, "fylke": self.county}
        return urlencode({name: value for name, value in chosen.items() if value})


def choice(request: HttpRequest, scope: Scope) -> Choice:
    """Return the choice of an address; what it does not say, or says wrongly, is the most useful one."""
    possible = tallies.divisions(scope)
    words = {DIVISION_WORDS[name]: name for name in possible}
    sort, county = request.GET.get("sorter", ""), request.GET.get("fylke", "")
    return Choice(
        by=words.get(request.GET.get("etter", ""), possible[0]),
        sort=sort if sort in SORTS else "navn",
        county=county if county.isascii() and county.isdigit() and len(county) == len("46") else "",
    )


def name_of(one: Share) -> str:
    """Return a part's name as it is shown."""
    if one.code == OTHERS:
        return _("Others together")
    if one.code:
        return one.name or one.code
    return _("Independent establishments") if one.kind == "office" else _("Not in the register")


def parts_table(scope: Scope, this_round: RoundFacts, chosen: Choice) -> Table:
    """Return how far each part has come, in the chosen order; those together, and those of no office, stand last."""
    found = sorted(tallies.parts(scope, this_round, by=chosen.by), key=lambda one: _place(one, chosen.sort))
    return Table(
        "deler",
        str(DIVISION_LABELS[chosen.by]),
        (
            Column(str(DIVISION_LABELS[chosen.by]), "text"),
            Column(_("On the list")),
            Column(_("Have had a message")),
            Column(_("Have answered")),
            Column(_("Response rate"), "pct", _("Response rate, per cent")),
        ),
        tuple(
            Row(
                (name_of(one), one.n_invited, one.n_reached, one.n_answered, one.pct),
                None if one.n_reached else ("warning", _("Nothing sent")),
            )
            for one in found
        ),
    )


def delivery_table(scope: Scope, this_round: RoundFacts, chosen: Choice) -> Table:
    """Return what each part has had, and whom it cannot reach."""
    found = sorted(tallies.parts(scope, this_round, by=chosen.by), key=lambda one: _place(one, chosen.sort))
    return Table(
        "levering",
        str(DIVISION_LABELS[chosen.by]),
        (
            Column(str(DIVISION_LABELS[chosen.by]), "text"),
            Column(_("On the list")),
            Column(_("Have had e-mail")),
            Column(_("Have had SMS")),
            Column(_("Have had neither")),
            Column(_("No usable address")),
        ),
        tuple(
            Row((name_of(one), one.n_invited, one.n_email, one.n_sms, one.n_waiting, one.n_no_address)) for one in found
        ),
    )


def silent_table(scope: Scope, this_round: RoundFacts, now: datetime) -> Table:
    """Return the units below, those first to whose people nothing is sent and nothing planned."""
    kind = "office" if scope.unit_kind == "county" else "county"
    since = (min(now, this_round.closes_at) - this_round.opens_at).days
    rows = []
    for line in tallies.standings(scope, this_round, now=now):
        status = {
            "silent": ("danger", _("Nothing sent, nothing planned")),
            "planned": ("warning", _("Planned, not sent")),
            "behind": ("warning", _("Far behind")),
        }.get(line.state)
        rows.append(Row(_standing_cells(line, since), status))
    return Table(
        "ikke-begynt",
        _("Who has not begun"),
        (
            Column(str(DIVISION_LABELS[kind]), "text"),
            Column(_("On the list")),
            Column(_("Have had a message")),
            Column(_("Days without")),
            Column(_("Sent last"), "day"),
            Column(_("Planned next"), "day"),
            Column(_("Response rate"), "pct", _("Response rate, per cent")),
            Column(_("Behind all together"), "pct", _("Behind all together, percentage points")),
        ),
        tuple(rows),
    )


def _standing_cells(line: Standing, since: int) -> tuple[Cell, ...]:
    one = line.share
    behind: Cell = ""
    if one.n_reached:
        behind = HIDDEN if one.pct is None else round(line.far_behind or 0.0, 1)
    waited = "" if one.n_reached else since
    dates = (line.last_sent_on or "", line.next_planned_on or "")
    return (name_of(one), one.n_invited, one.n_reached, waited, *dates, one.pct, behind)


def effects_table(scope: Scope, this_round: RoundFacts, now: datetime) -> Table:
    """Return what happened in the days after each day with a dispatch. It claims no cause."""
    kinds = {"invitation": _("Invitation"), "reminder": _("Reminder")}
    channels = {"email": _("e-mail"), "sms": _("SMS")}
    rows = []
    for one in tallies.effects(scope, this_round, now=now):
        sent = sorted({f"{kinds[kind]}, {channels.get(channel, channel)}" for kind, channel in one.sent})
        rows.append(Row((one.on, "; ".join(sent), one.n_people, one.until, one.n_before, one.n_after, one.n_more)))
    return Table(
        "utsendelser",
        _("In the days after each dispatch"),
        (
            Column(_("Sent"), "day"),
            Column(_("What"), "text"),
            Column(_("People it was for")),
            Column(_("Looked at until"), "day"),
            Column(_("Had answered before")),
            Column(_("Had answered then")),
            Column(_("More answers")),
        ),
        tuple(rows),
    )


def _place(one: Share, sort: str) -> tuple[bool, float, str]:
    is_last = one.code in {"", OTHERS}
    if sort == "andel":
        return is_last, one.pct if one.pct is not None else 101.0, one.name
    if sort == "antall":
        return is_last, -one.n_invited, one.name
    return is_last, 0.0, one.name
