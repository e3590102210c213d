"""The fixed set's two files for a unit: everything on paper, and a presentation a meeting can get through."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _

from laerling.reports.files.building import overview as first
from laerling.reports.files.building.parts import chart, report
from laerling.reports.files.building.questions import lines_of, pooled_sections, question_blocks
from laerling.reports.files.charts import theme_chart
from laerling.reports.files.document import Chart, Report, Section, Text
from laerling.reports.types import OptionLabel, Overview, QuestionLine, Theme, UnitLine

# So many questions with the same answers make a chart; one alone is read as well from its own.
_TOGETHER: Final = 2


def full_report(overview: Overview, below: Sequence[UnitLine], themes: Sequence[Theme], *, language: str) -> Report:
    """Return the whole report: the overview, then every question of each theme with its chart and its table."""
    parts = (section for theme in themes for section in _theme(theme))
    return _report(overview, below, themes, [*first.sections(overview, below), *parts], language)


def short_report(overview: Overview, themes: Sequence[Theme], *, language: str) -> Report:
    """Return the short report: the overview without the units below, then each theme at a look, one's own answers."""
    parts = (Section(theme.title, (drawn,)) for theme in themes for drawn in _charts(theme))
    return _report(overview, (), themes, [*first.sections(overview, ()), *parts], language)


def _report(
    overview: Overview, below: Sequence[UnitLine], themes: Sequence[Theme], sections: list[Section], language: str
) -> Report:
    hides = overview.hides_something or not all(line.answered.shown for line in below)
    return report(
        name="report",
        title=_("Results of the Apprentice Survey %(year)s") % {"year": overview.stamp.year},
        unit=overview.units[0],
        language=language,
        stamp=overview.stamp,
        sections=sections,
        hides=hides or any(theme.hides_something for theme in themes),
    )


def _theme(theme: Theme) -> Iterator[Section]:
    yield Section(theme.title, (Text((_("How each question was answered."),)),))
    for question in theme.questions:
        yield Section(question.text, tuple(question_blocks(theme.stamp, theme.units, question)), level=2)
    for section in pooled_sections(theme.stamp, theme.pooled):
        yield replace(section, level=2)


def _charts(theme: Theme) -> Iterator[Chart]:
    """Yield a chart of one's own answers for each set of questions with the same answers to choose from.

    Sensitive questions are told as ranges, which do not add up to a bar: they stand on paper only.
    """
    alike: dict[tuple[OptionLabel, ...], list[QuestionLine]] = {}
    for question in theme.questions:
        if not question.sensitive:
            alike.setdefault(question.options, []).append(question)
    for questions in alike.values():
        if len(questions) >= _TOGETHER and any(question.rows[0].shown for question in questions):
            yield _chart(theme, tuple(questions))


def _chart(theme: Theme, questions: tuple[QuestionLine, ...]) -> Chart:
    drawing = theme_chart(theme.units[0], theme.title, questions)
    rows = tuple(question.rows[0] for question in questions)
    return chart("bars", drawing, (question.text for question in questions), lines_of(questions[0], rows))
