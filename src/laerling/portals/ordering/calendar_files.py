"""The round's calendar as a file for calendar programs (RFC 5545): its dates, and the unit's dispatches without figures.

icalendar writes the format: line ends, folding, escaping. Times are in UTC, so that no zone need be described.
"""

from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from icalendar import Calendar, Event

from laerling.invitations.subscriptions.queries import CalendarDispatch
from laerling.portals.ordering.calendars import coming_words
from laerling.rounds import rules
from laerling.rounds.rules import Milestone, RoundFacts

CONTENT_TYPE: Final = "text/calendar; charset=utf-8"
# Milestones that are a time of day; the others are days.
_AT_A_TIME: Final = frozenset({"corrections_due", "results"})
# How long an entry at a time of day is drawn.
_DRAWN: Final = timedelta(minutes=15)
_AGAIN_AFTER: Final = timedelta(hours=6)
_KINDS: dict[str, str | Promise] = {
    "invitation": gettext_lazy("invitation"),
    "reminder": gettext_lazy("reminder"),
}
_CHANNELS: dict[str, str | Promise] = {"email": gettext_lazy("e-mail"), "sms": gettext_lazy("SMS")}


def calendar_file(
    this_round: RoundFacts, dispatches: tuple[CalendarDispatch, ...], *, unit_name: str, now: datetime
) -> bytes:
    """Return the calendar of a round for one unit. Entries keep their ids from one time to the next."""
    calendar = Calendar()
    calendar.add("prodid", "-//Udir//Laerling//NO")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    name = f"{_('The Apprentice Survey %(year)s') % {'year': this_round.year}}, {unit_name}"
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", _AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", _AGAIN_AFTER)
    for milestone in rules.calendar(this_round):
        calendar.add_component(_milestone(this_round, milestone, now))
    for dispatch in dispatches:
        calendar.add_component(_dispatch(dispatch))
    content: bytes = calendar.to_ical()
    return content


def _milestone(this_round: RoundFacts, milestone: Milestone, now: datetime) -> Event:
    summary = f"{_('The Apprentice Survey')}: {coming_words(milestone.key)}"
    event = _event(f"{this_round.year}-{milestone.key}", summary, stamp=now)
    if milestone.key in _AT_A_TIME:
        event.add("dtstart", milestone.at)
        event.add("duration", _DRAWN)
    else:
        event.add("dtstart", milestone.on)
        event.add("dtend", milestone.on + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event


def _dispatch(dispatch: CalendarDispatch) -> Event:
    what = f"{_KINDS[dispatch.kind]}, {_CHANNELS.get(dispatch.channel, dispatch.channel)}"
    event = _event(str(dispatch.id), _("Dispatch: %(what)s") % {"what": what}, stamp=dispatch.ordered_at)
    event.add("dtstart", dispatch.send_at)
    event.add("duration", _DRAWN)
    event.add("transp", "TRANSPARENT")
    return event


def _event(uid: str, summary: str, *, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", f"{uid}@{urlsplit(settings.STAFF_URL).hostname or 'laerling'}")
    event.add("dtstamp", stamp)
    event.add("summary", summary)
    event.add("url", settings.STAFF_URL)
    return event
