"""A dispatch's text as mail to one person: plain text and simple, accessible HTML. Pure.

All that is alike for everybody is made once; a recipient's values are put between. Values are put in once, as text:
braces or tags in a name stay what they are.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

_MONTHS = [
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
]
_PLACEHOLDER = re.compile(r"\{([a-zæøå_]+)\}")
_LINK_LINE = re.compile(r"(?P<words>.+): \{(?P<to>lenke|nei)\}")
_BETWEEN = "– – –"

_BUTTON = (
    "display:inline-block;padding:12px 20px;background:#303030;color:#ffffff;border-radius:4px;text-decoration:none"
)
_PAGE = "font-family:Arial,sans-serif;font-size:16px;line-height:1.5;color:#1a1a1a;background:#ffffff;margin:0"
_COLUMN = "max-width:36em;margin:0 auto;padding:24px 16px"


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail with one person's values filled in."""

    subject: str
    text: str
    html: str


class Letter:
    """A dispatch's mail in one written form, or in several below one another, ready to be filled."""

    def __init__(self, subject: str, bodies: Sequence[tuple[str, str]]) -> None:
        """Take the subject, and a body for each written form: (("nb", "Hei {navn} …"),)."""
        self.subject = subject
        self.language = bodies[0][0]
        self._text = _pieces(f"\n\n{_BETWEEN}\n\n".join(body for _form, body in bodies) + "\n")
        self._html = _pieces(_page(subject, bodies))

    def fill(self, values: Mapping[str, str]) -> Mail:
        """Return the mail with a person's values. Raises KeyError for a placeholder without one."""
        plain = {name: " ".join(value.split()) for name, value in values.items()}
        marked = {name: escape(value) for name, value in plain.items()}
        return Mail(self.subject, _joined(self._text, plain), _joined(self._html, marked))


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a plain text with a person's values, as an SMS has it. Raises KeyError for a placeholder without one."""
    return _joined(_pieces(text), {name: " ".join(value.split()) for name, value in values.items()})


def deadline(day: date) -> str:
    """Return a date as it is written in both written forms: "20. desember 2026"."""
    return f"{day.day}. {_MONTHS[day.month - 1]} {day.year}"


def _pieces(text: str) -> list[str]:
    """Return text and placeholder names by turns, text first."""
    return _PLACEHOLDER.split(text)


def _joined(pieces: list[str], values: Mapping[str, str]) -> str:
    return "".join(values[piece] if index % 2 else piece for index, piece in enumerate(pieces))


def _page(subject: str, bodies: Sequence[tuple[str, str]]) -> str:
    sections = "<hr>\n".join(_section(form, body) for form, body in bodies)
    return (
        f'<!doctype html>\n<html lang="{bodies[0][0]}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(subject)}</title>\n'
        f'</head>\n<body style="{_PAGE}">\n<main style="{_COLUMN}">\n{sections}</main>\n</body>\n</html>\n'
    )


def _section(form: str, body: str) -> str:
    paragraphs = "".join(_paragraph(paragraph) for paragraph in body.split("\n\n"))
    return f'<div lang="{form}">\n{paragraphs}</div>\n'


def _paragraph(text: str) -> str:
    link = _LINK_LINE.fullmatch(text)
    if link is None or "{" in link["words"]:
        marked = escape(text).replace("{lenke}", '<a href="{lenke}">{lenke}</a>')
        marked = marked.replace("{hjelp}", '<a href="mailto:{hjelp}">{hjelp}</a>')
        return f"<p>{marked}</p>\n"
    style = f' style="{_BUTTON}"' if link["to"] == "lenke" else ""
    return f'<p><a href="{{{link["to"]}}}"{style}>{escape(link["words"])}</a></p>\n'
