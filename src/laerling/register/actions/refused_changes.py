"""Why a change of what is said of findings is refused; nothing is changed then."""

from django.utils.translation import gettext_lazy as _

from laerling.kernel.errors import Refusal


class NoSuchFinding(Refusal):
    """No finding with that number, or not one of the unit's."""

    code = "no_such_finding"
    status = 404
    sentence = _("There is no such finding.")


class ReasonMissing(Refusal):
    """Will not be mended, and nobody says why."""

    code = "reason_missing"
    status = 422
    sentence = _("Write why this will not be mended.")


class NoteTooLong(Refusal):
    """More words than there is room for."""

    code = "note_too_long"
    status = 422
    sentence = _("Write at most %(note)s characters in the note, and %(reason)s as the reason.")


class UnknownStatus(Refusal):
    """A status that is none of ours."""

    code = "unknown_status"
    status = 422
    sentence = _("Choose one of the statuses in the list.")


class NotAColleague(Refusal):
    """Assigned to somebody who does not act for the unit."""

    code = "not_a_colleague"
    status = 422
    sentence = _("Choose somebody who has access to your own unit.")


class NothingToUndo(Refusal):
    """Nothing left that can be undone."""

    code = "nothing_to_undo"
    sentence = _("This cannot be undone: it has been undone already, or others have changed the same since.")
