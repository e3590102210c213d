"""A figure over the years: lines that stop where nothing may be compared, the bolt where a question was adjusted."""

from django.utils.translation import gettext as _

from laerling.reports.charts.drawing import Drawing
from laerling.reports.charts.frame import NARROW, SHAPE_OF, WIDE, Chart, Scale, places, sentences, spoken
from laerling.reports.over_years import UnitYears, YearsReport
from laerling.reports.words import decimal, percent

_TOP, _HEIGHT = 26, 280
# How close names at the ends of lines may stand, and points of one unit may be written, in pixels.
_APART = 18
# So many letters of a name have room at the end of its line.
_NAME = 18
# Of so many years, one is written below a narrow drawing.
_EVERY = 4
# What tells lines apart in grey: one's own whole and thick, the others thinner and broken.
_LOOK = {"own": (3.5, ""), "second": (2.25, "8 4"), "third": (2.25, "2 4")}


def years_chart(report: YearsReport) -> Chart:
    """Draw a report over the years."""
    units = tuple(line.unit for line in report.lines)
    title = _("%(item)s over the years, %(unit)s") % {"item": report.title, "unit": units[0].name}
    description = _description(report)
    drawn = (
        _Plot(report, width).drawn(places(units)).svg(title=title, description=description) for width in (WIDE, NARROW)
    )
    wide, narrow = drawn
    return Chart(wide, narrow)


def _description(report: YearsReport) -> str:
    write = percent if report.kind == "answered" else decimal
    parts = []
    for line in report.lines:
        figures = ", ".join(f"{one.year} {spoken(write(one.value))}" for one in line.figures)
        parts.append(f"{line.unit.name}: {figures}.")
    for gap in report.gaps:
        years = {"before": gap.before, "after": gap.after}
        parts.append(_("Not compared between %(before)s and %(after)s.") % years)
    return sentences(parts)


class _Plot:
    """One drawing, with its places: years across, figures upwards."""

    def __init__(self, report: YearsReport, width: int) -> None:
        self._report, self._width = report, width
        self._years = range(report.years[0], report.years[-1] + 1) if report.years else range(0)
        self._left, self._right = 40, width - (150 if width == WIDE else 14)
        self._scale = Scale(_TOP + _HEIGHT, _TOP, is_share=report.kind == "answered")
        self.drawing = Drawing(width, _TOP + _HEIGHT + 30)

    def drawn(self, marks: tuple[str, ...]) -> Drawing:
        """Draw everything, one's own line last and so on top."""
        self._ground()
        for line, place in reversed(list(zip(self._report.lines, marks, strict=True))):
            self._line(line, place)
        if self._width == WIDE:
            self._names(marks)
        return self.drawing

    def _ground(self) -> None:
        for step in self._scale.steps:
            y = self._scale(step)
            self.drawing.rule((self._left, y), (self._right, y), ink="grid")
            words = percent(step) if self._scale.is_share else str(int(step))
            self.drawing.text((self._left - 8, y), words, ink="quiet", anchor="end", size=14)
        for year in self._years:
            if self._width == WIDE or self._is_written(year):
                self.drawing.text(
                    (self._x(year), _TOP + _HEIGHT + 18), str(year), ink="quiet", anchor="middle", size=13
                )
        for gap in self._report.gaps:
            x = (self._x(gap.before) + self._x(gap.after)) / 2
            self.drawing.rule((x, _TOP - 6), (x, _TOP + _HEIGHT), ink="quiet", width=1.5, dash="4 4")
            if gap.bolt:
                self.drawing.mark((x, _TOP - 14), shape="bolt", ink="text", size=8)

    def _is_written(self, year: int) -> bool:
        """Return whether a year has room below a narrow drawing: the last, every fourth before it, and the first."""
        first, last = self._years[0], self._years[-1]
        return not (last - year) % _EVERY or (year == first and (last - first) % _EVERY == _EVERY - 1)

    def _line(self, line: UnitYears, place: str) -> None:
        width, dash = _LOOK.get(place, _LOOK["second"])
        for figure in line.figures:
            if place == "own" and figure.low is not None and figure.high is not None:
                x = self._x(figure.year)
                self.drawing.rule((x, self._scale(figure.low)), (x, self._scale(figure.high)), ink="reach", width=7)
        for segment in line.segments:
            points = [
                (self._x(one.year), self._scale(one.value))
                for one in line.figures
                if one.year in segment and one.value is not None
            ]
            if len(points) > 1:
                self.drawing.line(points, ink=place, width=width, dash=dash)
        size = 5.5 if place == "own" else 4
        for figure in line.figures:
            if figure.value is not None:
                self.drawing.mark(
                    (self._x(figure.year), self._scale(figure.value)), shape=SHAPE_OF[place], ink=place, size=size
                )

    def _names(self, marks: tuple[str, ...]) -> None:
        """Write each unit's name at the end of its line, pushed apart where ends lie close."""
        ends = []
        for line, place in zip(self._report.lines, marks, strict=True):
            shown = [one for one in line.figures if one.value is not None]
            if shown and shown[-1].value is not None:
                ends.append((self._scale(shown[-1].value), line.unit.name, place))
        lowest = 0.0
        for y, name, place in sorted(ends):
            lowest = max(y, lowest + _APART)
            short = name if len(name) <= _NAME else f"{name[: _NAME - 1].rstrip()}…"
            self.drawing.text((self._right + 12, lowest), short, ink=place, strong=True, size=14)

    def _x(self, year: float) -> float:
        steps = max(len(self._years) - 1, 1)
        inner = (self._left + 14, self._right - 10)
        return inner[0] + (inner[1] - inner[0]) * (year - self._years[0]) / steps
