"""Why a line breaks and where a round lies instead, in the reader's language."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laerling.reports.years.rules import Break, Elsewhere, Stretch


def why_broken(found: Break, *, names: Mapping[str, str], language: str) -> str:
    """Say why rounds on both sides of a break cannot be compared. `names` are the counties' by code."""
    said = [_stretch(found.stretch, language)] if found.stretch else []
    if found.structures:
        said.append(_structures(found, names))
    return " ".join(said)


def why_begins(stretch: Stretch, *, language: str) -> str:
    """Say why the rounds of a stretch begin where they do; nothing for those that began with the survey."""
    return "" if stretch.begins == "first" else _stretch(stretch, language)


def where_else(found: Elsewhere, *, names: Mapping[str, str]) -> str:
    """Say with which counties rounds lie that a county has no figures of its own for."""
    units = joined([names.get(code, code) for code in found.codes])
    years = str(found.first) if found.first == found.last else f"{found.first}–{found.last}"
    if len(found.codes) == 1 and not found.may_read:
        return _("%(years)s lies with %(units)s. Access to that unit is needed to see it.") % {
            "years": years,
            "units": units,
        }
    return _("%(years)s lies with %(units)s.") % {"years": years, "units": units}


def joined(words: list[str]) -> str:
    """Join names: "Akershus, Buskerud og Østfold"."""
    if len(words) < 2:  # noqa: PLR2004  nothing to join
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def _stretch(stretch: Stretch, language: str) -> str:
    if stretch.why is not None:
        return stretch.why.in_(language)
    if stretch.begins == "new":
        return _("Asked from %(year)s.") % {"year": stretch.first}
    texts = [f"«{one.text.in_(language)}»" for one in stretch.causes if one.text]
    why = dict.fromkeys(one.why.in_(language) for one in stretch.causes if one.why)
    if not texts:
        changed = _("It was changed in %(year)s, and answers before and after cannot be compared.")
        return " ".join([changed % {"year": stretch.first}, *why])
    said = ngettext(
        "From %(year)s the index has another question, or one that was changed: %(questions)s.",
        "From %(year)s the index has other questions, or some that were changed: %(questions)s.",
        len(texts),
    ) % {"year": stretch.first, "questions": joined(texts)}
    return " ".join([said, *why])


def _structures(found: Break, names: Mapping[str, str]) -> str:
    before, after = found.structures or ("", "")
    said = {"before": found.before, "after": found.after, "unit": names.get(after, after)}
    if names.get(before) == names.get(after):
        return _("%(unit)s was part of another county between %(before)s and %(after)s.") % said
    return _("The county structure changed between %(before)s and %(after)s.") % said
