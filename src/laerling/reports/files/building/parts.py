"""What all builders share: the report's frame, the sentences about the figures, and a chart from the page's own drawing."""

from collections.abc import Iterable, Iterator
from typing import Final
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _

from laerling.reports.files.document import Block, Chart, Form, Line, Look, Number, Report, Section, Text
from laerling.reports.types import Figure, Stamp, Unit
from laerling.reports.words import SIGN, interval

_SVG: Final = "{http://www.w3.org/2000/svg}"
FORMS: Final[tuple[Form, ...]] = ("nb", "nn", "en")


def form_of(language: str) -> Form:
    """Return the written form of a language code; bokmål for one we have no texts in."""
    return next((form for form in FORMS if form == language), "nb")


def report(
    *, name: str, title: str, unit: Unit, language: str, stamp: Stamp, sections: Iterable[Section], hides: bool
) -> Report:
    """Return the report with the sentences that every file says about its figures."""
    return Report(name, title, unit, form_of(language), stamp, tuple(sections), about(stamp, hides=hides))


def about(stamp: Stamp, *, hides: bool) -> tuple[str, ...]:
    """Return how the figures are to be read, as the page's own part of the same name says it."""
    figures = {"minimum": stamp.minimum, "sensitive": stamp.sensitive_minimum, "sign": SIGN}
    behind = _(
        "Every figure shown has at least %(minimum)s answers behind it, %(sensitive)s where the question is sensitive."
    )
    hidden = _("%(sign)s means that the figure is hidden, so that nobody can find out what single persons answered.")
    return (
        *((hidden % figures,) if hides else ()),
        behind % figures,
        *((_("Some figures are hidden because they could be reckoned out from others."),) if hides else ()),
        _("An index is the mean of several questions on one theme. It runs from 1 to 5, where 5 is best."),
        _(
            "The 95 per cent interval tells how far chance could have moved a figure. "
            "It is wide where few have answered, and narrow where almost all have."
        ),
        _(
            "We say that a difference is more than chance only where it is. "
            "Where we say nothing, it may well be chance."
        ),
        _(
            "Every question can be skipped, so the number of answers varies. Shares are rounded and may add up to 99 or 101."
        ),
    )


def chart(look: Look, drawing: str, categories: Iterable[str], lines: Iterable[Line]) -> Chart:
    """Return a chart whose title and alternative text are those of the page's drawing."""
    # Our own drawing, made a moment ago.
    root = ET.fromstring(drawing)  # noqa: S314
    said = {name: root.findtext(f"{_SVG}{name}") or "" for name in ("title", "desc")}
    return Chart(look, said["title"], tuple(categories), tuple(lines), said["desc"], drawing)


def sentences(said: Iterable[str]) -> Iterator[Block]:
    """Yield what is said of the figures as one block, nothing where nothing is said."""
    paragraphs = tuple(f"{words}." for words in said)
    if paragraphs:
        yield Text(paragraphs)


def reach(figure: Figure) -> Number:
    """Return a figure's 95 per cent interval in words; a dash where a figure that is shown has none."""
    if not figure.shown:
        return Number("mean", None)
    return Number("mean", None, said="–" if figure.low is None else interval(figure.low, figure.high))
