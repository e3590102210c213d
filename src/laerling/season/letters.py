"""The receipts of the inbox folder: a few plain words, and no value of any person."""

from collections.abc import Iterable

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laerling.kernel.errors import Refusal
from laerling.register import queries as register
from laerling.register.words import RULES

UNKNOWN_NAME = gettext_lazy(
    "The file's name must say what it is: the register (vigo, nor or nlr), the list (preliminary or final) and the year, "
    "such as vigo-preliminary-2026-09-01.csv."
)


def taken(extract_id: str) -> str:
    """Return the receipt of a file that was taken in, the same each time it is asked for."""
    row = register.extract(extract_id)
    if row is None:
        raise LookupError(extract_id)
    with _in_norwegian():
        figures = [
            (_("Rows in the file"), row.n_rows),
            (_("New"), row.n_new),
            (_("Changed"), row.n_changed),
            (_("Unchanged"), row.n_unchanged),
            (_("Set aside"), row.n_set_aside),
        ]
        lines = [_("The file is taken in.")]
        if row.count_date:
            lines.append(_("Counted on %(day)s.") % {"day": date_format(row.count_date, "j. F Y")})
        lines += ["", *(f"{words}: {number_format(figure)}" for words, figure in figures)]
        lines += [
            f"  {count.column or '–'}: {RULES[count.rule]}: {number_format(count.n)}"
            for count in register.set_aside_counts(row.id)
        ]
        if row.n_missing:
            lines.append(
                _("Contracts of its counties that are not in it: %(n)s. They stay as they are.") % {"n": row.n_missing}
            )
        return _letter([*lines, "", f"{settings.STAFF_URL}/uttrekk/{row.id}/"])


def refused(refusal: Refusal) -> str:
    """Return the receipt of a file that was refused."""
    with _in_norwegian():
        return _letter([_("The file is not taken in."), "", str(refusal)])


def _letter(lines: Iterable[str]) -> str:
    ask = _("Questions: %(address)s") % {"address": settings.CONTACT_EMAIL}
    return "\n".join([*lines, "", ask, ""])


def _in_norwegian() -> translation.override:
    return translation.override(settings.LANGUAGE_CODE)
