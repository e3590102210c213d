"""A chart as a picture that stands alone: the page's drawing in its own colours, under its title, over its release."""

import re
from pathlib import Path
from textwrap import wrap
from typing import Final
from xml.etree import ElementTree as ET

import vl_convert

from laerling import papers
from laerling.reports.charts.drawing import SHAPES
from laerling.reports.charts.frame import SHAPE_OF
from laerling.reports.files.document import Chart, Report
from laerling.reports.files.palette import COLOURS, SHADES, colour
from laerling.reports.files.saying import stamp_line

_SVG: Final = "http://www.w3.org/2000/svg"
_FONT: Final = "Inter, Arial, sans-serif"
_CLASS: Final = re.compile(r"(fill|stroke)-([a-z0-9-]+)")
_MARGIN, _LINE = 16, 22
# How wide a letter is held to be, of its height: broad enough for Inter.
_LETTER: Final = 0.56
_TITLE_SIZE, _KEY_SIZE, _FOOT_SIZE = 18, 14, 12
_PNG_SCALE: Final = 2
# The size of a unit's mark in the key, and how everything else is marked.
_MARK: Final = 7
_SQUARE: Final = "M-1,-1h2v2h-2Z"

vl_convert.register_font_directory(str(Path(papers.__file__).parent / "fonts" / "inter"))


def coloured(drawing: str) -> str:
    """Return the page's drawing with colours and typeface instead of classes, for where no style sheet is."""
    root = _parsed(drawing)
    for element in root.iter():
        for what, name in _CLASS.findall(element.attrib.pop("class", "")):
            element.set(what, colour(name))
            if name == "outside":
                element.set("stroke", SHADES["lane"])
        if element.tag == f"{{{_SVG}}}text":
            element.attrib.setdefault("fill", SHADES["text"])
    root.set("font-family", _FONT)
    return ET.tostring(root, encoding="unicode")


def svg_file(report: Report, chart: Chart) -> bytes:
    """Return one chart as an SVG picture with its title, its key and the release it is from."""
    drawing = _parsed(coloured(chart.drawing))
    _left, _top, width, height = (float(part) for part in drawing.attrib["viewBox"].split())
    head = _head(chart, width)
    top = _MARGIN + _LINE * (len(head) and max(line for line, *_rest in head) + 1) + _MARGIN / 2
    whole = (width + 2 * _MARGIN, top + height + 2 * _MARGIN + _LINE)
    root = ET.Element(f"{{{_SVG}}}svg", _frame(whole))
    for tag, words in (("title", chart.title), ("desc", chart.alternative)):
        ET.SubElement(root, f"{{{_SVG}}}{tag}", {"id": f"chart-{tag}"}).text = words
    ET.SubElement(root, f"{{{_SVG}}}rect", {"width": "100%", "height": "100%", "fill": SHADES["ground"]})
    for line, x, size, ink, words in head:
        _write(root, _MARGIN + x, _MARGIN + _LINE * (line + 0.7), size, words, ink)
    inner = ET.SubElement(root, f"{{{_SVG}}}g", {"transform": f"translate({_MARGIN} {top:g})"})
    inner.extend(child for child in drawing if child.tag not in {f"{{{_SVG}}}title", f"{{{_SVG}}}desc"})
    _write(root, _MARGIN, whole[1] - _MARGIN, _FOOT_SIZE, f"{report.unit.name}. {stamp_line(report)}", None)
    ET.register_namespace("", _SVG)
    picture: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return picture


def png_file(report: Report, chart: Chart) -> bytes:
    """Return the same picture as PNG, twice as large as on the page."""
    picture: bytes = vl_convert.svg_to_png(svg_file(report, chart).decode(), scale=_PNG_SCALE)
    return picture


def _parsed(drawing: str) -> ET.Element:
    # Our own drawing, made a moment ago.
    return ET.fromstring(drawing)  # noqa: S314


def _frame(size: tuple[float, float]) -> dict[str, str]:
    width, height = (f"{side:g}" for side in size)
    return {
        "width": width,
        "height": height,
        "viewBox": f"0 0 {width} {height}",
        "role": "img",
        "aria-labelledby": "chart-title chart-desc",
        "font-family": _FONT,
    }


def _head(chart: Chart, width: float) -> list[tuple[int, float, int, str | None, str]]:
    """Return the title's lines and the key's names: (line, x, size, ink, words)."""
    letters = int(width / (_TITLE_SIZE * _LETTER))
    found: list[tuple[int, float, int, str | None, str]] = [
        (line, 0.0, _TITLE_SIZE, None, words) for line, words in enumerate(wrap(chart.title, letters))
    ]
    line, x = len(found), 0.0
    for entry in chart.lines:
        room = len(entry.name) * _KEY_SIZE * _LETTER + 40
        if x and x + room > width:
            line, x = line + 1, 0.0
        found.append((line, x, _KEY_SIZE, entry.ink, entry.name))
        x += room
    return found


def _write(root: ET.Element, x: float, y: float, size: int, words: str, ink: str | None) -> None:
    if ink is not None:
        _mark(root, x, y - 5, ink)
        x += 20
    look = {"x": f"{x:g}", "y": f"{y:g}", "font-size": str(size), "fill": SHADES["text"]}
    if size == _TITLE_SIZE:
        look["font-weight"] = "600"
    ET.SubElement(root, f"{{{_SVG}}}text", look).text = words


def _mark(root: ET.Element, x: float, middle: float, ink: str) -> None:
    """Draw the key's mark: the shape that stands for the unit in a chart of points, a square elsewhere."""
    look = {"fill": COLOURS[ink].fill, "transform": f"translate({x + 7:g},{middle:g}) scale({_MARK})"}
    shape = SHAPES[SHAPE_OF[ink]] if ink in SHAPE_OF else _SQUARE
    if ink not in SHAPE_OF:
        look |= {"stroke": SHADES["lane"], "stroke-width": f"{1 / _MARK:.3f}"}
    ET.SubElement(root, f"{{{_SVG}}}path", {"d": shape, **look})
