"""Why a county of another year has no figure in a round, in the reader's language."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from laerling.reports.regions.rules import RegionPoint
from laerling.reports.years.words import joined


def why_not(point: RegionPoint, *, names: Mapping[str, str]) -> str:
    """Say why there is no figure; `names` are the counties' by code. A part that is not shown is not named."""
    parts = {"parts": joined([names.get(part, part) for part in point.parts])}
    if point.why == "part_of_larger":
        return _("It was part of a larger county, and what is released of that cannot be divided.")
    if point.why == "no_county":
        return _("There was no county on its ground.")
    if point.why == "access":
        return _("It lies with %(parts)s. Access to each of them is needed.") % parts
    if point.why == "bands":
        return _("Sensitive questions are told as ranges, and ranges are not added.")
    return _("A figure that it would be made of is not shown.")
