"""Tasks and kinds of units in plain words."""

from collections.abc import Iterable
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laerling.access.queries import Proposal
from laerling.access.types import Role, UnitKind

# In the order they are shown.
TASKS: Final[dict[Role, tuple[str | Promise, str | Promise]]] = {
    "steering": (
        gettext_lazy("Steers the round"),
        gettext_lazy("Takes in the registers, draws the list, brings the results out."),
    ),
    "user_administrator": (
        gettext_lazy("User administrator"),
        gettext_lazy("Lets others in, and ends access. Sees no lists and no results."),
    ),
    "orderer": (gettext_lazy("Orderer"), gettext_lazy("The list, the faults, dispatches, and how many have answered.")),
    "result_reader": (gettext_lazy("Reads results"), gettext_lazy("The published results.")),
    "follow_up": (gettext_lazy("Follows up"), gettext_lazy("How many have answered, and the published results.")),
    "support": (gettext_lazy("Support"), gettext_lazy("Sees who has access, and the calendar. No lists, no results.")),
}
KINDS: Final[dict[UnitKind, str | Promise]] = {
    "governor": gettext_lazy("State administrators"),
    "county": gettext_lazy("Counties"),
    "office": gettext_lazy("Training offices"),
}


def tasks(roles: Iterable[Role]) -> str:
    """Return tasks by name, in their order, as a list in a sentence."""
    known = set(roles)
    return ", ".join(str(name) for role, (name, _what) in TASKS.items() if role in known)


def why_proposed(proposal: Proposal) -> str:
    """Return why somebody could be given a dissolved county: what became of it, and when (M13, M26)."""
    given = {
        "old": proposal.name,
        "new": _listed(proposal.became),
        "from": _listed(proposal.came_from),
        "heir": proposal.heir,
        "year": proposal.change.on.year,
    }
    if proposal.change.kind == "merge":
        merged = {**given, "merged": _listed(proposal.became)}
        sentence = _("%(merged)s came to be in %(year)s from %(from)s.") % merged
    else:
        sentence = _("%(old)s was split into %(new)s in %(year)s.") % given
    if proposal.heir in proposal.became:
        return sentence
    return sentence + " " + _("%(heir)s carries on its years.") % given


def _listed(names: Iterable[str]) -> str:
    """Return names as a sentence has them: "Hordaland og Sogn og Fjordane", "Buskerud, Akershus og Østfold"."""
    found = list(names)
    if len(found) < 2:  # noqa: PLR2004  one, or none
        return "".join(found)
    return _("%(first)s and %(last)s") % {"first": ", ".join(found[:-1]), "last": found[-1]}
