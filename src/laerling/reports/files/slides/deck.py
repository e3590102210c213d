"""The deck: a title slide, slides for each chart and each table of its own, and how to read the figures at the end."""

from io import BytesIO
from typing import Any, Final

from django.utils.translation import gettext as _
from pptx import Presentation
from pptx.util import Inches, Pt

from laerling.reports.files.document import Chart, Report, Section, Table, Text
from laerling.reports.files.figures import written
from laerling.reports.files.saying import file_title, stamp_line
from laerling.reports.files.slides.charts import parts_of, put_chart
from laerling.reports.files.slides.language import speak
from laerling.reports.files.slides.tables import put_table
from laerling.reports.files.steady import steady

_WIDE, _HIGH = Inches(13.333), Inches(7.5)
_EDGE: Final = Inches(0.6)
_TITLE_SLIDE, _TITLE_ONLY, _TITLE_AND_TEXT = 0, 5, 1
# What people read on a wall; a larger table goes on over more slides.
_ROWS, _COLUMNS = 9, 7


def pptx_file(report: Report) -> bytes:
    """Return the report as a PowerPoint presentation. The same release gives the same bytes."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = _WIDE, _HIGH
    said = deck.core_properties
    said.title, said.author, said.comments = file_title(report), "Utdanningsdirektoratet", stamp_line(report)
    said.created = said.modified = report.stamp.made_at.replace(tzinfo=None)
    said.last_modified_by, said.revision, said.language = "", 1, report.form
    _first(deck, report)
    for section in report.sections:
        _section(deck, report, section)
    _last(deck, report)
    speak(deck, report.form)
    buffer = BytesIO()
    deck.save(buffer)
    return steady(buffer.getvalue(), report.stamp.made_at)


def _first(deck: Any, report: Report) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_SLIDE])
    slide.shapes.title.text = report.unit.name
    _place(slide.shapes.title, top=Inches(2.1), height=Inches(1.6))
    words = slide.placeholders[1]
    words.text = f"{report.title}\n{stamp_line(report)}"
    _place(words, top=Inches(3.9), height=Inches(1.4))
    slide.notes_slide.notes_text_frame.text = "\n".join(report.about)


def _section(deck: Any, report: Report, section: Section) -> None:
    """Make the section's slides. A table right behind its chart is its twin, and is told in the chart's notes."""
    said = [words for block in section.blocks if isinstance(block, Text) for words in block.paragraphs]
    above: Chart | None = None
    for position, block in enumerate(section.blocks):
        if isinstance(block, Chart) and block.look != "ranges":
            after = section.blocks[position + 1 : position + 2]
            twin = after[0] if after and isinstance(after[0], Table) else None
            for part in parts_of(block):
                slide = _slide(deck, report, section.title)
                put_chart(slide, part, top=Inches(1.5), left=_EDGE, width=_WIDE - 2 * _EDGE, height=Inches(5.3))
                slide.notes_slide.notes_text_frame.text = _notes(report, part, twin, said)
        elif isinstance(block, Table) and (above is None or above.look == "ranges"):
            for piece in (short for narrow in block.narrow(_COLUMNS) for short in narrow.short(_ROWS)):
                slide = _slide(deck, report, section.title)
                put_table(slide, piece, top=Inches(1.6), left=_EDGE, width=_WIDE - 2 * _EDGE)
                slide.notes_slide.notes_text_frame.text = "\n".join((*said, *report.about))
        above = block if isinstance(block, Chart) else None


def _slide(deck: Any, report: Report, title: str) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    slide.shapes.title.text = title
    slide.shapes.title.text_frame.word_wrap = True
    slide.shapes.title.text_frame.paragraphs[0].font.size = Pt(26)
    _place(slide.shapes.title, top=Inches(0.3), height=Inches(1.1))
    foot = slide.shapes.add_textbox(_EDGE, Inches(6.95), _WIDE - 2 * _EDGE, Inches(0.35))
    foot.name = "Source"
    foot.text_frame.text = f"{report.unit.name}. {stamp_line(report)}"
    foot.text_frame.paragraphs[0].font.size = Pt(11)
    return slide


def _last(deck: Any, report: Report) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_AND_TEXT])
    slide.shapes.title.text = _("How to read the figures")
    _place(slide.shapes.title, top=Inches(0.3), height=Inches(1.1))
    words = slide.placeholders[1]
    words.text = "\n".join((*report.about, stamp_line(report)))
    for paragraph in words.text_frame.paragraphs:
        paragraph.font.size = Pt(18)
    _place(words, top=Inches(1.5), height=Inches(5.3))


def _place(shape: Any, *, top: int, height: int) -> None:
    shape.left, shape.top, shape.width, shape.height = _EDGE, top, _WIDE - 2 * _EDGE, height


def _notes(report: Report, chart: Chart, twin: Table | None, said: list[str]) -> str:
    """Return what whoever speaks may need: what the chart shows, its figures one by one, how they are read."""
    rows = []
    for row in twin.rows if twin else ():
        figures = zip(twin.headings[1:] if twin else (), row[1:], strict=True)
        rows.append(f"{written(row[0])}: " + ", ".join(f"{heading} {written(cell)}" for heading, cell in figures))
    return "\n".join((chart.title, *said, *rows, *report.about, stamp_line(report)))
