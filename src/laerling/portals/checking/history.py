"""What has happened to a finding, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from laerling.organisations import queries as organisations
from laerling.portals.checking import words
from laerling.portals.shell.templatetags.shell import day
from laerling.register.queries import HistoryStep


@dataclass(frozen=True, slots=True)
class Step:
    """One step: when, what, and by whom, empty where an extract did it."""

    at: datetime
    what: str
    by: str


def steps(history: Iterable[HistoryStep]) -> tuple[Step, ...]:
    """Return the steps of a finding in words, the newest first."""
    return tuple(Step(step.at, _what(step), _by(step)) for step in history)[::-1]


def _what(step: HistoryStep) -> str:
    if step.what == "found":
        return _("Found")
    if step.what == "closed":
        return _("Proved mended by %(extract)s") % {"extract": _extract(step)}
    if step.what == "reopened":
        return _("Came back with %(extract)s") % {"extract": _extract(step)}
    changes = []
    if step.status != step.status_before:
        changes.append(
            _("Status changed from “%(before)s” to “%(after)s”")
            % {"before": words.STATUSES[step.status_before], "after": words.STATUSES[step.status]}
        )
    if step.note_changed:
        changes.append(_("Note changed"))
    if step.assigned_changed:
        changes.append(_("Assigned anew"))
    return ". ".join(changes) or _("Reason changed")


def _extract(step: HistoryStep) -> str:
    if not step.register:
        return _("a later extract")
    name = step.register.upper()
    if step.count_date is None:
        return _("an extract from %(register)s") % {"register": name}
    return _("the extract from %(register)s counted on %(day)s") % {"register": name, "day": day(step.count_date)}


def _by(step: HistoryStep) -> str:
    """Return the person, for their own unit, else the unit."""
    kind, _colon, code = step.unit.partition(":")
    if step.who or not code:
        return step.who
    if kind == "county":
        return organisations.county_authority(code)
    office = organisations.office(code)
    return office.name if office else code
