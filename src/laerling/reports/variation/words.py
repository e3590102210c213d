"""How much groups vary, in the reader's language: what page and file say of it alike."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laerling.reports.variation.rules import Spread
from laerling.reports.words import percent, whole


def spread_sentence(spread: Spread | None) -> str:
    """Return how much of what differs is more than chance."""
    if spread is None:
        return _("Fewer than three of them have a figure that is shown. How much they vary cannot be told.")
    said = {
        "n": whole(spread.n_groups),
        "pct": percent(spread.beyond_pct),
        "points": number_format(spread.between_sd, decimal_pos=2),
    }
    if spread.is_chance:
        words = _("%(n)s of them have a figure. The differences are no larger than chance could have made them.")
    else:
        words = _(
            "%(n)s of them have a figure. About %(pct)s of the differences is more than chance. When chance is taken "
            "away, they usually lie within %(points)s points of what is common to them."
        )
    return words % said


def beyond(spread: Spread | None) -> str:
    """Return the share of what differs that is more than chance: "62 %", "no", or a dash where too few are shown."""
    if spread is None:
        return "–"
    return _("no") if spread.is_chance else percent(spread.beyond_pct)


def others_sentence(n_others: int) -> str:
    """Return that more groups count than are listed, "" where all are."""
    if not n_others:
        return ""
    return ngettext(
        "%(n)s more group counts in what is said of the variation. You do not see its results.",
        "%(n)s more groups count in what is said of the variation. You do not see their results.",
        n_others,
    ) % {"n": n_others}
