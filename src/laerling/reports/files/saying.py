"""What every file says of itself: which round, which unit, which release."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from laerling.kernel.clock import in_oslo
from laerling.reports.files.document import Report


def stamp_line(report: Report) -> str:
    """Return the sentence that stands on every page, slide, sheet and picture."""
    stamp = report.stamp
    return _("The Apprentice Survey %(year)s. Release made on %(day)s, version %(version)s.") % {
        "year": stamp.year,
        "day": date_format(in_oslo(stamp.made_at), "j. F Y"),
        "version": stamp.version,
    }


def file_title(report: Report) -> str:
    """Return the title of the whole file: what it is and of whom."""
    return f"{report.title} – {report.unit.name}"
