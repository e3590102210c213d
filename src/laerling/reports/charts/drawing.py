"""From a Vega-Lite specification to an SVG that a strict page takes: own title and text, classes instead of colours."""

import hashlib
import json
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree as ET

import vl_convert

Spec = dict[str, Any]

_SVG = "http://www.w3.org/2000/svg"
_DROPPED = ("font-family", "aria-hidden", "aria-roledescription", "role", "style", "pointer-events", "class")
# A colour of a specification is the name of a class: it is drawn as a colour nobody uses, and found again afterwards.
_INK = "#0b{:04x}"


class Inks:
    """The classes of one drawing, each under a colour of its own."""

    def __init__(self) -> None:
        self._names: list[str] = []

    def __call__(self, name: str) -> str:
        """Return the colour that stands for a class."""
        if name not in self._names:
            self._names.append(name)
        return _INK.format(self._names.index(name))

    @property
    def names(self) -> tuple[str, ...]:
        """The classes in the order they were named."""
        return tuple(self._names)


def draw(spec: Spec, *, inks: tuple[str, ...], title: str, description: str) -> str:
    """Return the chart as SVG markup. Drawn once for the same content, however often it is asked for."""
    return _drawn(json.dumps(spec, sort_keys=True, ensure_ascii=False), inks, title, description)


@lru_cache(maxsize=4096)
def _drawn(spec: str, inks: tuple[str, ...], title: str, description: str) -> str:
    # The specification is our own and looks nothing up.
    root = ET.fromstring(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))  # noqa: S314
    name = hashlib.sha256(f"{spec}{title}{description}".encode()).hexdigest()[:12]
    classes = {_INK.format(position): ink for position, ink in enumerate(inks)}
    for element in root.iter():
        _strip(element, classes)
    _without_nothings(root)
    width, height = root.attrib.pop("width"), root.attrib.pop("height")
    root.attrib.update({"class": "chart-svg", "role": "img", "aria-labelledby": f"c{name}-t c{name}-d"})
    root.attrib.setdefault("viewBox", f"0 0 {width} {height}")
    for position, (tag, words) in enumerate((("title", title), ("desc", description))):
        element = ET.Element(f"{{{_SVG}}}{tag}", {"id": f"c{name}-{tag[0]}"})
        element.text = words
        root.insert(position, element)
    ET.register_namespace("", _SVG)
    return ET.tostring(root, encoding="unicode")


def _strip(element: ET.Element, classes: dict[str, str]) -> None:
    """Take away what the style sheet decides, and write classes for the colours that stand for them."""
    for attribute in _DROPPED:
        element.attrib.pop(attribute, None)
    found = [
        f"{what}-{classes[element.attrib.pop(what)]}" for what in ("fill", "stroke") if element.get(what) in classes
    ]
    if found:
        element.set("class", " ".join(found))
    elif element.tag == f"{{{_SVG}}}text":
        element.attrib.pop("fill", None)


def _without_nothings(parent: ET.Element) -> None:
    """Leave out backgrounds and empty groups."""
    for child in list(parent):
        _without_nothings(child)
        is_ground = child.get("fill") == "white" or (child.tag == f"{{{_SVG}}}path" and not child.get("class"))
        is_empty = child.tag in {f"{{{_SVG}}}g", f"{{{_SVG}}}text"} and len(child) == 0 and not child.text
        if is_ground or is_empty:
            parent.remove(child)
