"""Every text exists in bokmål and nynorsk."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

HOUSE = Path(__file__).parents[2] / "src" / "laerling"
CATALOGUES = sorted(HOUSE.rglob("locale/*/LC_MESSAGES/django.po"))
PLACES = sorted({path.parents[3] for path in CATALOGUES})


def _read(path):
    with path.open("rb") as file:
        return read_po(file)


def _messages(catalogue):
    return {(message.id, message.context) for message in catalogue if message.id}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_catalogue_is_complete_and_nothing_is_fuzzy(path):
    catalogue = _read(path)
    texts = [(m.id, m.string if isinstance(m.string, tuple) else (m.string,)) for m in catalogue if m.id]
    assert [text for text, strings in texts if not all(strings)] == []
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


@pytest.mark.parametrize("place", PLACES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_bokmaal_and_nynorsk_hold_the_same_texts(place):
    nb, nn = (_messages(_read(place / "locale" / form / "LC_MESSAGES" / "django.po")) for form in ("nb", "nn"))
    assert nb == nn


@pytest.mark.parametrize("place", PLACES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_every_text_in_the_source_is_in_the_catalogue(place, tmp_path):
    copy = tmp_path / place.name
    shutil.copytree(place, copy, ignore=shutil.ignore_patterns("__pycache__", "static", "*.mo"))
    for inner in sorted(copy.rglob("locale")):
        if inner != copy / "locale":
            shutil.rmtree(inner.parent)
    before = _messages(_read(copy / "locale" / "nn" / "LC_MESSAGES" / "django.po"))
    subprocess.run(
        [sys.executable, "-P", "-m", "django", "makemessages", "-l", "nn", "--no-obsolete", "--no-location"],
        cwd=copy,
        check=True,
        capture_output=True,
    )
    after = _messages(_read(copy / "locale" / "nn" / "LC_MESSAGES" / "django.po"))
    assert after == before


def test_stations_with_texts_have_a_catalogue():
    def speaks(folder):
        return any("gettext" in path.read_text(encoding="utf-8") for path in folder.glob("*.py"))

    silent = [f.name for f in HOUSE.iterdir() if f.is_dir() and speaks(f) and not (f / "locale").exists()]
    assert silent == []


# One form of a word in each written form: both forms of these are right, but not both on one page.
OTHER_FORMS = {"nb": r"\b(stjern|linj|urn|list)a\b", "nn": r"\b(stjern|linj|urn|list)en\b"}


@pytest.mark.parametrize("form", OTHER_FORMS)
def test_words_have_one_ending_in_texts_and_guides(form):
    other = re.compile(OTHER_FORMS[form], re.IGNORECASE)
    guides = sorted((HOUSE.parents[1] / "docs" / "user" / form).rglob("*.md"))
    catalogues = [path for path in CATALOGUES if path.parents[1].name == form]
    assert guides
    assert catalogues
    said = {path: path.read_text(encoding="utf-8") for path in guides}
    for path in catalogues:
        strings = (m.string if isinstance(m.string, tuple) else (m.string,) for m in _read(path) if m.id)
        said[path] = "\n".join(text for texts in strings for text in texts)
    assert {str(path): other.findall(text) for path, text in said.items() if other.search(text)} == {}
