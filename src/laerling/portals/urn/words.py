"""What the things that are destroyed are called, and why ballots were left out."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from laerling.responses.rules import DESTROYED_BY_HAND

BY_HAND: Final = DESTROYED_BY_HAND

# In the order in which they are destroyed.
THINGS: Final[dict[str, str | Promise]] = {
    "drafts": _("What people had begun and not sent"),
    "link_key": _("The key that personal links are made from"),
    "draft_pepper": _("The key that drafts are read with"),
    "mac_key": _("The key that new ballots are made with"),
    "backup_key": _("The key of the backups from the answering period"),
    "urn": _("The sealed ballots"),
    "identity": _("The holders' keys, the locks and the envelope"),
}

REASONS: Final[dict[str, str | Promise]] = {
    "unreadable": _("cannot be opened with the key"),
    "forged": _("put in by somebody else than the survey"),
    "twice_in": _("there twice"),
    "wrong_round": _("from another round"),
    "not_understood": _("not understood"),
}
