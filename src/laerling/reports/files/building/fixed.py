"""The fixed set's two files for a unit: everything on paper, and a presentation a meeting can get through."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.utils.translation import gettext as _

from laerling.reports.files.building import overview as first
from laerling.reports.files.building.parts import chart, form_of, report
from laerling.reports.files.building.themes import question_table
from laerling.reports.files.charts import theme_chart
from laerling.reports.files.document import Chart, Line, Number, Report, Section, Text
from laerling.reports.types import OptionLabel, Overview, QuestionLine, Theme, UnitLine

# So many questions with the same answers make a chart; one alone is read as well from its table.
_TOGETHER: Final = 2


def full_report(overview: Overview, below: Sequence[UnitLine], themes: Sequence[Theme], *, language: str) -> Report:
    """Return the whole report: the overview, then each theme with a chart of one's own and a table for each question."""
    parts = (section for theme in themes for section in _theme(theme))
    return _report(overview, below, themes, [*first.sections(overview, below), *parts], language)


def short_report(overview: Overview, below: Sequence[UnitLine], themes: Sequence[Theme], *, language: str) -> Report:
    """Return the short report: the overview without the units below, then the charts of each theme."""
    parts = (Section(theme.title, (drawn,)) for theme in themes for drawn in _charts(theme, at_least=_TOGETHER))
    return _report(overview, below, themes, [*first.sections(overview, ()), *parts], language)


def _report(
    overview: Overview, below: Sequence[UnitLine], themes: Sequence[Theme], sections: list[Section], language: str
) -> Report:
    hides = overview.hides_something or not all(line.answered.shown for line in below)
    return report(
        name="report",
        title=_("Results of the Apprentice Survey %(year)s") % {"year": overview.stamp.year},
        unit=overview.units[0],
        form=form_of(language),
        stamp=overview.stamp,
        sections=sections,
        hides=hides or any(theme.hides_something for theme in themes),
    )


def _theme(theme: Theme) -> Iterator[Section]:
    yield Section(theme.title, tuple(_charts(theme, at_least=_TOGETHER)))
    for question in theme.questions:
        some = (Text((_("Asked only of those whom an earlier answer led here."),)),) if question.asked_some else ()
        yield Section(question.text, (*some, question_table(theme, question)), level=2)


def _charts(theme: Theme, *, at_least: int) -> Iterator[Chart]:
    """Yield a chart of one's own answers for each set of questions with the same answers to choose from."""
    alike: dict[tuple[OptionLabel, ...], list[QuestionLine]] = {}
    for question in theme.questions:
        alike.setdefault(question.options, []).append(question)
    for questions in alike.values():
        if len(questions) >= at_least and any(question.rows[0].shown for question in questions):
            yield _chart(theme, tuple(questions))


def _chart(theme: Theme, questions: tuple[QuestionLine, ...]) -> Chart:
    drawing = theme_chart(theme.units[0], theme.title, questions)
    lines = (
        Line(
            option.text,
            option.ink,
            tuple(
                Number("percent", question.rows[0].pct[position] if question.rows[0].shown else None)
                for question in questions
            ),
        )
        for position, option in enumerate(questions[0].options)
    )
    return chart("bars", drawing, (question.text for question in questions), lines)
