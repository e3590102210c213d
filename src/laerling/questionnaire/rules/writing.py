"""From a questionnaire's table back to its file, in the order and form of docs/questionnaire.md."""

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

from laerling.questionnaire.rules.reader import Table

_HEAD = ("format", "code", "survey", "rounds", "follows")
_TEXTS = ("title", "series_break")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_TEXT_KEYS = frozenset({"title", "intro", "text", "why", "series_break"})


def toml_of(table: Table) -> str:
    """Return the file of a questionnaire's table; reading it gives the same table again.

    The table is one that `tomllib` has read from a questionnaire's file without faults.
    """
    return "\n".join([*_head(table), *_scales(table), *_helps(table), *_pages(table), *_rest(table)]).strip("\n") + "\n"


def next_version(toml_text: str) -> str:
    """Return a start for the version after a published one: the same questions, each said to be the same.

    The code is left for whoever writes it to choose, and what is said of an earlier version is taken out.
    """
    table = tomllib.loads(toml_text)
    begins: Table = {
        "format": 2,
        "code": "",
        "survey": table["survey"],
        "rounds": {"first": 0},
        "follows": table["code"],
    }
    kept = {key: value for key, value in table.items() if key not in {*_HEAD, "series_break", "dropped"}}
    for page in kept["pages"]:
        for question in page["questions"]:
            question.pop("why", None)
            question["relation"] = "same"
    return toml_of(begins | kept)


def _head(table: Table) -> Iterator[str]:
    yield from (f"{key} = {_value(table[key])}" for key in _HEAD if key in table)
    for key in _TEXTS:
        if key in table:
            yield from _text(key, table[key])


def _scales(table: Table) -> Iterator[str]:
    for code, scale in table.get("scales", {}).items():
        yield from ("", f"[scales.{_key(code)}]")
        if "direction" in scale:
            yield f"direction = {_value(scale['direction'])}"
        yield "options = ["
        yield from (f"  {_value(option)}," for option in scale["options"])
        yield "]"


def _helps(table: Table) -> Iterator[str]:
    for code, text in table.get("helps", {}).items():
        yield from ("", f"[helps.{_key(code)}]")
        yield from (f"{form} = {_string(words)}" for form, words in text.items())


def _pages(table: Table) -> Iterator[str]:
    for page in table["pages"]:
        yield from ("", "", "[[pages]]")
        yield from _lines({key: value for key, value in page.items() if key != "questions"})
        for question in page["questions"]:
            yield from ("", "[[pages.questions]]")
            yield from _lines(question)


def _rest(table: Table) -> Iterator[str]:
    for key in ("indices", "dropped"):
        for row in table.get(key, []):
            yield from ("", f"[[{key}]]")
            yield from _lines(row)


def _lines(row: Table) -> Iterator[str]:
    for key, value in row.items():
        if key in _TEXT_KEYS:
            yield from _text(key, value)
        else:
            yield f"{_key(key)} = {_value(value)}"


def _text(key: str, forms: Table) -> Iterator[str]:
    yield from (f"{key}.{form} = {_string(words)}" for form, words in forms.items())


def _value(value: Any) -> str:
    match value:
        case dict():
            return "{ " + ", ".join(f"{_key(key)} = {_value(inner)}" for key, inner in value.items()) + " }"
        case list():
            return "[" + ", ".join(map(_value, value)) + "]"
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case _other:
            return str(value).lower()


def _string(words: str) -> str:
    """Return a text as it is written in the file: over several lines where it has paragraphs."""
    if "\n" not in words.strip("\n"):
        return _value(words)
    return '"""\n' + "\n".join(_value(line)[1:-1] for line in words.split("\n")) + '"""'


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _value(key)
