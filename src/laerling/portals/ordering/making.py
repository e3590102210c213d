"""How far the results being made have come, in words and as a bar."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laerling.kernel.jobs import JobState
from laerling.portals.ordering.words import number
from laerling.portals.shell.templatetags.shell import moment
from laerling.release.queries import ProgressFacts

# The steps of `release.rules.steps`, by what is done and to what.
_WORDS: Final[dict[tuple[str, str], str | Promise]] = {
    ("counted", ""): gettext_lazy("The answers are counted."),
    ("protected", "answers"): gettext_lazy("The answers are being protected, group by group and question by question."),
    ("attacked", "answers"): gettext_lazy("The protection of the answers is being attacked, to see that it holds."),
    ("protected", "answered or not"): gettext_lazy("It is being protected who answered and who did not."),
    ("attacked", "answered or not"): gettext_lazy("The protection of who answered is being attacked."),
    ("protected", "follow-ups"): gettext_lazy("Follow-up questions to sensitive ones are being protected."),
    ("attacked", "follow-ups"): gettext_lazy("The protection of follow-up questions is being attacked."),
    ("together", ""): gettext_lazy("Small units are looked at over two years together."),
    ("written", ""): gettext_lazy("The figures are written and frozen."),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """How far it has come, in per cent, as a bar and what it says."""

    pct: int
    label: str


def making_words(making: JobState | None, progress: ProgressFacts | None, now: datetime) -> str:
    """Return how far the results have come: that they wait, or since when they are made and at which step they are."""
    if making is None or making.status != "working":
        return _("The results wait for their turn.")
    text = _(
        "The results are being counted, protected and tried since %(moment)s. It takes some minutes for the whole country. "
        "You can leave the page meanwhile."
    )
    said = text % {"moment": moment(now - making.lasted)}
    return f"{said} {_step(progress)}" if progress else said


def making_bar(making: JobState | None, progress: ProgressFacts | None) -> Bar | None:
    """Return the bar beside the words, None while nothing is being made."""
    if making is None or making.status != "working" or progress is None:
        return None
    return Bar(round(100 * progress.share), _step(progress))


def _step(progress: ProgressFacts) -> str:
    at = _("Step %(number)s of %(of)s:") % {"number": progress.number, "of": progress.of}
    parts = [at, str(_WORDS.get((progress.what, progress.stage), ""))]
    if progress.total > 1 and progress.done:
        done = _("%(done)s of %(total)s questions and indices are done.")
        parts.append(done % {"done": number(progress.done), "total": number(progress.total)})
    return " ".join(filter(None, parts))
