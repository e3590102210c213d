"""Changes to the counts: counted anew, and earlier rounds' taken in."""

from laerling.invitations.tallies.actions.counting import count, count_due
from laerling.invitations.tallies.actions.earlier import FaultyDays, import_earlier

__all__ = ["FaultyDays", "count", "count_due", "import_earlier"]
