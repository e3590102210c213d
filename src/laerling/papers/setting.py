"""One template and its values become one PDF. Fonts lie beside the templates; nothing is fetched."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

_HERE: Final = Path(__file__).parent
_TEMPLATES: Final = _HERE / "templates"


class UnknownPaper(LookupError):
    """No template has this name."""


def typeset(kind: str, data: Mapping[str, Any], *, language: str, made_at: datetime) -> bytes:
    """Return the paper `kind` as PDF/UA-1, with the words and signs of `language` ("nb", "nn", "en").

    `data` is what the template asks for, as values JSON can hold. The same values give the same bytes. Raises
    UnknownPaper; typst.TypstError where a template and its data do not fit, which is a fault of ours.
    """
    template = _TEMPLATES / f"{kind}.typ"
    if kind.startswith("_") or template.parent != _TEMPLATES or not template.is_file():
        raise UnknownPaper(kind)
    given = {"data": json.dumps(data, ensure_ascii=False), "language": language}
    paper: bytes = typst.compile(
        template,
        root=_TEMPLATES,
        font_paths=_fonts(),
        sys_inputs=given,
        format="pdf",
        pdf_standards="ua-1",
        timestamp=int(made_at.timestamp()),
    )
    return paper


@cache
def _fonts() -> typst.Fonts:
    """Return the vendored typeface alone: a machine's own fonts would make every machine's papers different."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[_HERE / "fonts"])
