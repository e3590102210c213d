"""How long is left to a deadline, in words: what really passes, daylight saving included."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def left(until: datetime, now: datetime) -> str:
    """Return the time from `now` to `until` in two units at most, "3 days and 4 hours"; empty when it has passed.

    Units are rounded down, so that nobody is promised more time than there is.
    """
    span = until - now
    if span <= timedelta(0):
        return ""
    days, rest = divmod(span, _DAY)
    hours, rest = divmod(rest, _HOUR)
    minutes = rest // timedelta(minutes=1)
    if days:
        return _joined(_days(days), _hours(hours) if hours else "")
    if hours:
        return _joined(_hours(hours), _minutes(minutes) if minutes else "")
    return _minutes(minutes) if minutes else _("Less than a minute")


def _joined(first: str, second: str) -> str:
    return _("%(first)s and %(second)s") % {"first": first, "second": second} if second else first


def _days(n: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", n) % {"n": n}


def _hours(n: int) -> str:
    return ngettext("%(n)s hour", "%(n)s hours", n) % {"n": n}


def _minutes(n: int) -> str:
    return ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": n}
