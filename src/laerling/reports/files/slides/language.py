"""The language of every piece of text of a deck, so that it is read aloud and proofed as what it is."""

from collections.abc import Iterator
from typing import Any, Final

from pptx.oxml.ns import qn

from laerling.reports.files.document import Form

_TAGS: Final[dict[Form, str]] = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}


def speak(deck: Any, form: Form) -> None:
    """Mark all text of slides, notes, charts and layouts as being in one language."""
    for root in _roots(deck):
        for run in root.iter(qn("a:r")):
            run.get_or_add_rPr().set("lang", _TAGS[form])
        for look in root.iter(qn("a:rPr"), qn("a:endParaRPr"), qn("a:defRPr")):
            look.set("lang", _TAGS[form])


def _roots(deck: Any) -> Iterator[Any]:
    yield deck.slide_master.element
    for slide in deck.slides:
        yield slide.element
        if slide.has_notes_slide:
            yield slide.notes_slide.element
        yield from (shape.chart.element for shape in slide.shapes if shape.has_chart)
