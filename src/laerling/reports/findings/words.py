"""Special findings in the reader's language: what page and file say of them alike."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from laerling.reports.findings.thresholds import sources, thresholds
from laerling.reports.findings.types import SpecialFinding
from laerling.reports.words import decimal, percent, whole


@dataclass(frozen=True, slots=True)
class Limit:
    """What counts as a finding of a kind, and where that comes from."""

    name: str
    words: str
    source: str


def label(finding: SpecialFinding) -> str:
    """Return what a finding is called in two words."""
    names = {
        "harm": _("Follow up now"),
        "somewhere": _("Somewhere"),
        "fall": _("Has fallen"),
        "far": _("Far below"),
    }
    return names[finding.kind]


def sentence(finding: SpecialFinding) -> str:
    """Return what a finding's figures say."""
    harm, low = finding.harm, finding.low
    if harm is not None:
        said = {"low": whole(harm.low), "high": whole(harm.high), "n": whole(harm.n), "answer": finding.answer}
        if finding.kind == "harm":
            return _("Between %(low)s and %(high)s of the %(n)s who answered said “%(answer)s” or more often.") % said
        return _(
            "Somewhere in %(unit)s, at least %(low)s of the %(n)s who answered said “%(answer)s” or more often. "
            "Where cannot be told."
        ) % {**said, "unit": finding.unit.in_words}
    if low is None:
        raise ValueError("a finding has its figures")
    if finding.kind == "fall":
        said = {"mean": decimal(low.mean), "before": decimal(low.beside), "year": str(finding.since)}
        return _("%(mean)s now, %(before)s in %(year)s. The fall is more than chance.") % said
    words = _(
        "%(mean)s, where %(common)s is common to the others at the same level. That is further than they usually lie apart."
    )
    return words % {"mean": decimal(low.mean), "common": decimal(low.beside)}


def advice() -> tuple[str, ...]:
    """Return what to do with findings."""
    return (
        _("Take it up with those who are responsible for the training, and make clear whom apprentices can turn to."),
        _(
            "Do not try to find out who has answered what. It cannot be seen, and asking for it breaks the promise to "
            "those who answered."
        ),
        _("Where a figure has fallen, ask what has changed since then before you decide on anything."),
    )


def limits(language: str) -> tuple[Limit, ...]:
    """Return what counts as a special finding, in the order of the page."""
    limit, said = thresholds(), {name: text.in_(language) for name, text in sources().items()}
    harm = _("at least %(pct)s of those who answered, counted at the lower end of what is shown")
    fall = _("at least %(points)s points since the last round it can be compared with, and more than chance")
    far = _("at least %(points)s points below what is common at that level, and more than they usually differ")
    chance = _(
        "of all falls and distances that are pointed out at a level, at most one in twenty is expected to be chance alone"
    )
    return (
        Limit(
            _("Bullying, harassment and the like"),
            harm % {"pct": percent(limit.harm_least_pct)},
            f"{said['harm_least_pct']}. {said['harm_from_step']}",
        ),
        Limit(_("An index has fallen"), fall % {"points": decimal(limit.fall_least)}, said["fall_least"]),
        Limit(_("An index is far below the others"), far % {"points": decimal(limit.far_least)}, said["far_least"]),
        Limit(_("Chance"), chance, said["false_share"]),
    )
