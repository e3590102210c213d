"""A reader who trusts nobody: takes figures out of pages and files, and holds each against the release's own rows.

What the rows say is written here anew, by sums of its own, so that page and file are not their own witness.
"""

import csv
import re
from dataclasses import dataclass, field
from io import BytesIO, StringIO

import pypdf
from lxml import html
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from python_calamine import CalamineWorkbook

from laerling.organisations import queries as organisations
from laerling.questionnaire import queries as questionnaires
from laerling.release.models import ReleasedGroup, ReleasedLabel
from laerling.reports.naming import dimension_name, group_name

HIDDEN = "*"
NATION = "Hele landet"
N, PCT, INVITED, MEAN = "Antall svar", "Svarprosent", "I utvalget", "Gjennomsnitt"
ANSWERED = "Svarprosent"
_INTERVAL = re.compile(r"\d,\d–\d,\d")
_NUMBER = re.compile(r"\d+(?:,\d+)?")


@dataclass
class Witness:
    """What the release's rows say, as written: (unit, measure, part) to text. `measures` are all there are.

    A group of a unit stands by (unit, dimension, group) in the unit's place. `units` are names by address. What is told of
    two rounds together stands by measures with both years in their names; `pooled` are those keys.
    """

    said: dict = field(default_factory=dict)
    measures: set = field(default_factory=set)
    units: dict = field(default_factory=dict)
    questionnaire: object = None
    pooled: set = field(default_factory=set)

    @classmethod
    def of(cls, year):
        found = cls(questionnaire=questionnaires.published("apprentice-2026"))
        county, office = organisations.county_names(), organisations.office_names()
        found.units = {"nation": NATION}
        found.units |= {f"county/{code}": name for code, name in county.items()}
        found.units |= {f"office/{code}": name for code, name in office.items()}
        labels = ReleasedLabel.objects.filter(release__round_id=year)
        labels = {(label.dimension, label.code): label.name for label in labels}
        rows = ReleasedGroup.objects.filter(release__round_id=year, rounds=1)
        for table, key, figures in rows.values_list("table", "key", "figures"):
            for place in found._places(dict(zip(table.split("*"), key, strict=False)), labels):
                found._unit(place, figures)
        both = ReleasedGroup.objects.filter(release__round_id=year, rounds=2)
        for table, key, figures in both.values_list("table", "key", "figures"):
            if f"{table}/{key[0]}" in found.units:
                found._over_two(found.units[f"{table}/{key[0]}"], figures, f" ({year - 1} og {year} samlet)")
        return found

    def _over_two(self, name, figures, both):
        """Take in what is told of a unit over two rounds: what is not told of both has no place there, and no sign."""
        before = set(self.said)
        for question in self.questionnaire.questions:
            if question.code in figures:
                self._question(name, question, figures[question.code], both)
        for index in self.questionnaire.indices:
            if index.code in figures:
                self._mean(name, index.title.nb + both, figures[index.code])
        self.pooled |= set(self.said) - before

    def own(self, where):
        """Return the unit that a page or file is of."""
        found = re.search(r"/resultater/\d+/(nation|\w+/\w+)/", where)
        return self.units[found[1]] if found else None

    def _places(self, key, labels):
        """Yield the unit that a group of the release is, and every group of a unit that it is."""
        if len(key) < 2:
            yield from (self.units[at] for at in (f"{name}/{code}" for name, code in key.items()) if at in self.units)
        if not key:
            yield NATION
        for by, code in key.items():
            whole = "".join(f"{name}/{value}" for name, value in key.items() if name != by) or "nation"
            if whole in self.units:
                label = labels.get((by, code), "")
                yield self.units[whole], dimension_name(by), _name(group_name(by, code, label))

    def row(self, where, head, name):
        """Return what a row is of: a unit, or on a page of groups a group of the unit the page is of."""
        unit = self._itself(where, name)
        return unit or (self._divided(where), head, name)

    def point(self, where, name):
        """Return what a chart's point is of, as a row is: a chart does not say which dimension it divides by."""
        return self._itself(where, name) or self.group(self._divided(where), name)

    def _itself(self, where, name):
        """Return the unit that a name stands for, None where it is that of a group within the unit the page is of."""
        unit = self._divided(where)
        if "/variasjon/" in where and name in {"2026", f"{unit} 2026"}:
            return unit
        is_unit = "/variasjon/" in where and (name, ANSWERED, N) in self.said
        return name if unit in {None, name} or is_unit else None

    def group(self, unit, name):
        """Return the group of a unit by this name, whatever it is divided by; None where there is none."""
        return next((of for of, *_rest in self.said if of[0] == unit and of[2] == name), None)

    def _divided(self, where):
        """Return the unit that a page or file of groups is of, None for other pages."""
        found = re.search(r"/resultater/\d+/(\w+(?:/\w+)?)/(?:fordelt|variasjon)/", where)
        return self.units[found[1]] if found else None

    def _unit(self, name, figures):
        told = figures.get("answered")
        n_yes, n_all = (told["counts"][0], told["n"]) if told else (None, None)
        self.said[name, ANSWERED, PCT] = _percent(100 * n_yes / n_all) if told and n_all else HIDDEN
        self.said[name, ANSWERED, N] = _whole(n_yes)
        self.said[name, ANSWERED, INVITED] = _whole(n_all)
        for index in self.questionnaire.indices:
            self._mean(name, index.title.nb, figures.get(index.code))
        for question in self.questionnaire.questions:
            self._question(name, question, figures.get(question.code))

    def _mean(self, name, title, told):
        self.measures.add(title)
        self.said[name, title, MEAN] = f"{round(told['mean'], 1):.1f}".replace(".", ",") if told else HIDDEN
        self.said[name, title, N] = _whole(told and told["n"])

    def _question(self, name, question, told, both=""):
        title = question.text.nb + both
        self.measures.add(title)
        self.said[name, title, N] = _whole(told and told["n"])
        pairs = zip(question.scores, told["counts"] if told and "counts" in told else (), strict=False)
        scored = [(score, count) for score, count in pairs if score is not None]
        n_scored = sum(count for _score, count in scored)
        mean = sum(score * count for score, count in scored) / n_scored if n_scored else None
        self.said[name, title, MEAN] = HIDDEN if mean is None else f"{round(mean, 1):.1f}".replace(".", ",")
        for option in question.options:
            part = (name, title, option.text.nb)
            if told is None:
                self.said[part] = HIDDEN
            elif "bands" in told:
                low, high = told["bands"][option.value - 1]
                low, high = int(100 * low / told["n"]), -int(-100 * min(high, told["n"]) // told["n"])
                self.said[part] = f"{low}–{high} %" if low != high else f"{high} %"
            else:
                self.said[part] = _percent(100 * told["counts"][option.value - 1] / max(sum(told["counts"]), 1))

    def numbers(self, names):
        """Every number the rows have of some units."""
        return {
            number for (name, *_rest), text in self.said.items() if name in names for number in _NUMBER.findall(text)
        }


@dataclass
class Found:
    """What was read, where, that the rows do not say so; and how many figures were held against them."""

    faults: list = field(default_factory=list)
    n: int = 0
    n_pooled: int = 0

    def hold(self, witness, where, unit, measure, part, text):
        """Hold one figure against the rows; what is of no unit or measure of theirs is nobody's figure."""
        expected = witness.said.get((unit, measure, part))
        self.n += 1
        self.n_pooled += (unit, measure, part) in witness.pooled
        if isinstance(text, int | float) and expected not in {None, HIDDEN}:
            same = text == float(expected.replace(",", ".").removesuffix(" %"))
        else:
            same = _clean(text) == expected
        if not same:
            self.faults.append((where, unit, measure, part, _clean(text), expected))


def page(found, witness, where, content):
    """Hold every table of a page against the rows."""
    document = html.fromstring(content)
    for figure in document.find_class("figure"):
        _big_figure(found, witness, where, figure)
    for table in document.iter("table"):
        caption = _text(table.find("caption")) if table.find("caption") is not None else ""
        heads = [_text(cell) for cell in table.iter("th") if cell.get("scope") == "col"]
        for row in table.iter("tr"):
            cells = [cell for cell in row if cell.tag in {"th", "td"} and cell.get("aria-hidden") != "true"]
            if cells and cells[0].get("scope") == "row":
                _row(found, witness, where, caption, heads, [_text(cell) for cell in cells])


def _big_figure(found, witness, where, figure):
    """Hold how many answered, which stands large: the share, and below it so many of so many."""
    unit = _text(figure.find("dt"))
    if (unit, ANSWERED, PCT) not in witness.said:
        return
    (value,) = figure.find_class("figure-value")
    found.hold(witness, where, unit, ANSWERED, PCT, HIDDEN if value.find_class("hidden-cell") else _text(value))
    numbers = [_NUMBER.findall(_text(note)) for note in figure.find_class("figure-note")]
    for part, number in zip((N, INVITED), numbers[0] if numbers else (), strict=False):
        found.hold(witness, where, unit, ANSWERED, part, number)


def workbook(found, witness, where, content):
    """Hold the lines and every table of a workbook against the rows."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    heads, *rows = book.get_sheet_by_name("Tall").to_python()
    for row in rows:
        _line(found, witness, where, dict(zip(heads, row, strict=True)))
    title, heads = "", []
    for row in book.get_sheet_by_name("Tabeller").to_python():
        cells = [str(cell) if isinstance(cell, str) else cell for cell in row]
        filled = [cell for cell in cells if cell != ""]
        if len(filled) == 1:
            title, heads = str(filled[0]), []
        elif filled and not heads:
            heads = [re.sub(r" \(\d\)$", "", str(cell)) for cell in filled]
        elif filled:
            _row(found, witness, where, title, heads, cells[: len(heads)])


def told(page, content):
    """Return every number of a CSV file, held line by line already, and of the sentences of its page."""
    rows = csv.DictReader(StringIO(content.decode("utf-8-sig")), delimiter=";")
    texts = [" ".join(line.values()) for line in rows]
    words = (element for element in html.fromstring(page).iter("p", "li", "dt", "dd", "td"))
    texts += [element.text_content() for element in words if "number" not in element.get("class", "")]
    return {number for text in texts for number in _NUMBER.findall(_clean(text))}


def lines(found, witness, where, content):
    """Hold every line of a CSV file against the rows."""
    for line in csv.DictReader(StringIO(content.decode("utf-8-sig")), delimiter=";"):
        _line(found, witness, where, line)


def slides(found, witness, where, content):
    """Hold every native chart and table of a deck against the rows."""
    for slide in Presentation(BytesIO(content)).slides:
        for shape in slide.shapes:
            if shape.has_chart:
                _chart(found, witness, where, shape)
            elif shape.has_table:
                heads, *rows = [[cell.text for cell in row.cells] for row in shape.table.rows]
                for row in rows:
                    _row(found, witness, where, shape.name, heads, row)


def paper(found, witness, where, content, figures):
    """Hold every number of a PDF's text against `figures`: those the rows have of the units it is about, say."""
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages)
    frame = re.compile(
        r"versjon [0-9a-f]{8}|\d+\. \w+ \d{4}|\d+ / \d+|Lærlingundersøkelsen \d{4}|\d{4} og \d{4} samlet|99 eller 101"
    )
    # What the questions themselves say in figures, the scales, and the thresholds of the last page.
    known = figures | {"1", "2", "3", "4", "5", "10", "95", "0", "25", "50", "75", "100"}
    known |= {number for title in witness.measures for number in _NUMBER.findall(title)}
    for number in _NUMBER.findall(_INTERVAL.sub("", frame.sub("", _clean(text)))):
        found.n += 1
        if number not in known:
            found.faults.append((where, number))


def _row(found, witness, where, title, heads, cells):
    """Hold a table's row: an answer or an index across units, or a unit across figures."""
    if len(heads) != len(cells):
        return
    first = witness.row(where, heads[0], _name(cells[0]))
    for head, cell in zip(heads[1:], cells[1:], strict=True):
        head_name = _name(head)
        if heads[0] == "Svar":
            found.hold(witness, where, head_name, title, first, cell)
        elif heads[0] == "Indeks":
            _index(found, witness, where, heads, first, head, cell)
        elif (first, ANSWERED, N) in witness.said and head in {PCT, "Har svart", INVITED}:
            part = {PCT: PCT, "Har svart": N, INVITED: INVITED}[head]
            found.hold(witness, where, first, ANSWERED, part, cell)
        elif "/variasjon/" in where:
            _varying(found, witness, where, title, first, head_name, cell)
        else:
            _one_measure(found, witness, where, title, first, head_name, cell)


def _one_measure(found, witness, where, title, first, head, cell):
    """Hold a unit's figure on the measure the table is of, or a unit's figure in the round's own row of all years."""
    if (first, title, MEAN) in witness.said and head in {MEAN, N}:
        found.hold(witness, where, first, title, head, cell)
    elif first == "2026" and (head, title, MEAN) in witness.said:
        found.hold(witness, where, head, title, MEAN, cell)


def _varying(found, witness, where, title, first, head, cell):
    """Hold a group's figure on one of many indices, or on the one measure the page is about."""
    cell = cell.rstrip(" ▲▼") if isinstance(cell, str) else cell
    name = first if isinstance(first, str) else first[-1]
    if name == "Mer enn tilfeldig" or re.fullmatch(r"20\d\d", name):
        return
    if head in witness.measures:
        found.hold(witness, where, first, head, MEAN, cell)
    elif head in {MEAN, N, "Svar"} and not (head == "Svar" and cell == ""):
        found.hold(witness, where, first, _measure(witness, title), MEAN if head == MEAN else N, cell)


def _index(found, witness, where, heads, title, head, cell):
    own = witness.own(where)
    if (own, title, MEAN) in witness.pooled:
        if head in {MEAN, N}:
            found.hold(witness, where, own, title, head, cell)
    elif head == N:
        found.hold(witness, where, _name(heads[1]), title, N, cell)
    elif (_name(head), title, MEAN) in witness.said:
        found.hold(witness, where, _name(head), title, MEAN, cell)


def _line(found, witness, where, line):
    if str(line["År"]).removesuffix(".0") != "2026":
        return
    unit, measure = _name(line["Enhet"]), line["Mål"]
    # What others have in common, and what is reckoned for a county the round did not have, are nobody's rows.
    if line["Gruppe"] == "Det som er vanlig hos de andre":
        return
    if "/regnet-om/" in where and (unit, ANSWERED, N) not in witness.said:
        return
    if line["Gruppe"]:
        unit = witness.group(unit, _name(line["Gruppe"]))
    if line["Svar"].endswith("eller oftere"):
        return
    part = PCT if measure == ANSWERED else line["Svar"] or MEAN
    value = line["Verdi"] if isinstance(line["Verdi"], str) else _number(line["Verdi"], mean=part == MEAN)
    is_share = line["Slags tall"] == "Prosent" and value != HIDDEN and "%" not in value
    found.hold(witness, where, unit, measure, part, f"{value} %" if is_share else value)
    if line["Antall svar"] != "":
        found.hold(witness, where, unit, measure, N, line["Antall svar"])


def _chart(found, witness, where, shape):
    plot = shape.chart.plots[0]
    if shape.chart.chart_type == XL_CHART_TYPE.LINE_MARKERS:
        _years(found, witness, where, shape.name, plot)
        return
    names = [_name(str(name)).removesuffix(f" {HIDDEN}") for name in plot.categories]
    for series in plot.series:
        label = _name(series.name).removesuffix(f" {HIDDEN}")
        for name, value in zip(names, series.values, strict=True):
            unit, measure, part = _place(witness, shape.name, name, label)
            unit = witness.point(where, unit)
            text = HIDDEN if value is None else _number(value, mean=part == MEAN) + ("" if part == MEAN else " %")
            found.hold(witness, where, unit, measure, part, text)


def _place(witness, title, name, label):
    """Return the unit, measure and part of a chart's value, by its title, category and series."""
    if title in witness.measures:
        return name, title, MEAN if label == title else label
    if label in witness.measures:
        return name, label, MEAN
    if (label, name, MEAN) in witness.said:
        return label, name, MEAN
    measure = _measure(witness, title)
    return (name, measure, label) if measure else (title.rpartition(". ")[2], name, label)


def _measure(witness, title):
    """Return the measure whose title a chart's begins with, "" where there is none."""
    return max((one for one in witness.measures if title.startswith(one)), key=len, default="")


def _years(found, witness, where, title, plot):
    """Hold the round's own points of lines over the years."""
    measure = _measure(witness, title)
    for series in plot.series:
        unit = _clean(series.name).rpartition(" ")[0]
        for year, value in zip(plot.categories, series.values, strict=True):
            if str(year) == "2026" and value is not None and (unit, measure, MEAN) in witness.said:
                found.hold(witness, where, unit, measure, MEAN, value)


def _number(value, *, mean):
    return f"{value:.1f}".replace(".", ",") if mean else str(round(value))


def _name(text):
    return _clean(text).removeprefix("'")


def _clean(text):
    if isinstance(text, float | int):
        return f"{text:g}".replace(".", ",")
    return re.sub(r"[\s\xa0\u202f]+", " ", str(text)).strip()


def _text(element):
    """Return an element's words without the interval and what is for screen readers only."""
    for more in element.xpath('.//*[contains(@class, "reach") or contains(@class, "ds-sr-only")]'):
        more.drop_tree()
    return _clean(element.text_content())


def _percent(value):
    return f"{round(value)} %"


def _whole(value):
    return HIDDEN if value is None else str(value)
