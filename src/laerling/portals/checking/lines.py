"""One finding as a page or a workbook shows it: in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laerling.portals.checking import words
from laerling.register.queries import FindingRow

_STATUS_COLOURS = {"new": "warning", "being_mended": "info", "mended": "success", "closed": "success"}


@dataclass(frozen=True, slots=True)
class Line:
    """A finding in words: what is wrong and how much, on whom, where, what it costs, how far mending has come."""

    finding: FindingRow
    label: str
    detail: str
    who: str
    where: str
    cost: str
    mended_in: str
    state: str

    @property
    def status(self) -> str:
        """How far mending has come, in words."""
        return str(words.STATES[self.state])

    @property
    def colour(self) -> str:
        """The colour of the cost; the words beside it say the same."""
        return words.COLOURS[self.finding.severity]

    @property
    def status_colour(self) -> str:
        """The colour of the status; the words beside it say the same."""
        return _STATUS_COLOURS.get(self.state, "neutral")


def line(finding: FindingRow) -> Line:
    """Put a finding into words."""
    # A unit without a name in the contract is known by its number; so is a contract without a name.
    number = finding.orgnr or finding.contract_number
    is_about_unit = bool(finding.orgnr) and not finding.name
    return Line(
        finding=finding,
        label=words.label(finding.kind),
        detail=_detail(finding),
        who=(finding.unit_name if is_about_unit else finding.name) or number or _("Unknown"),
        where=number if is_about_unit else ", ".join(filter(None, (finding.unit_name, finding.contract_number))),
        cost=words.cost(finding.kind, finding.severity, finding.n_apprentices),
        mended_in=finding.mended_in.upper(),
        state="closed" if finding.closed_at is not None else finding.status,
    )


def _detail(finding: FindingRow) -> str:
    """Return by how many days, among how many persons, or beside which other contract."""
    if finding.other_number:
        return _("The other contract is %(number)s.") % {"number": finding.other_number}
    if not finding.extent:
        return ""
    n = {"n": finding.extent}
    if finding.kind.endswith("_by_days"):
        return ngettext("By %(n)s day.", "By %(n)s days.", finding.extent) % n
    if finding.kind.endswith("_shared"):
        return ngettext("%(n)s person has it.", "%(n)s persons have it.", finding.extent) % n
    return ""
