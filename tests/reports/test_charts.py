"""Charts are plain SVG for a strict page: our own texts, classes for colours, nothing inline."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from django.utils import translation

from laerling.reports import charts
from laerling.reports.types import Distribution, Figure, IndexLine, OptionLabel, QuestionLine, Unit

UNITS = (
    Unit("office", "312345670", "Kontoret <Nord> & Sør"),
    Unit("county", "46", "Vestland"),
    Unit("nation", "", "Hele landet"),
)
LINES = (
    IndexLine(
        "a", "Trivsel", (Figure(shown=True, n=12, mean=3.84), Figure(shown=True, n=90, mean=4.0), Figure(shown=False))
    ),
    IndexLine(
        "b",
        "Veiledning",
        (Figure(shown=False), Figure(shown=True, n=90, mean=3.1), Figure(shown=True, n=900, mean=3.2)),
    ),
)
QUESTION = QuestionLine(
    code="q",
    text="Hvordan trives du?",
    direction="up",
    sensitive=False,
    asked_some=False,
    options=tuple(
        OptionLabel(text, f"good-{5 - place}")
        for place, text in enumerate(["Svært godt", "Godt", "Middels", "Dårlig", "Svært dårlig"])
    ),
    rows=(
        Distribution(shown=True, n=20, pct=(50.0, 30.0, 20.0, 0.0, 0.0)),
        Distribution(shown=False),
        Distribution(shown=True, n=900, pct=(40.0, 30.0, 20.0, 9.0, 1.0)),
    ),
)


@pytest.fixture(params=["index", "distribution"])
def drawn(request):
    with translation.override("nb"):
        return (
            charts.index_chart(UNITS, LINES) if request.param == "index" else charts.distribution_chart(UNITS, QUESTION)
        )


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_chart_is_clean_for_a_strict_policy(drawn, width):
    svg = getattr(drawn, width)
    root = ET.fromstring(svg)
    names = {attribute for element in root.iter() for attribute in element.attrib}
    assert not names & {"style", "onclick", "href", "font-family", "aria-roledescription"}
    assert {element.tag.split("}")[1] for element in root.iter()} <= {
        "svg",
        "title",
        "desc",
        "g",
        "path",
        "text",
        "line",
        "rect",
    }
    assert "#" not in svg.replace("&#", "")


def test_chart_says_its_figures_in_words_with_decimal_comma(drawn):
    root = ET.fromstring(drawn.wide)
    title, description = root[0], root[1]
    assert root.get("aria-labelledby").split() == [title.get("id"), description.get("id")]
    assert "Vestland" in description.text
    assert "* (skjermet)" in description.text
    assert "3.8" not in description.text


def test_index_chart_writes_ones_own_figures_and_the_sign():
    with translation.override("nb"):
        svg = charts.index_chart(UNITS, LINES).wide
    texts = [element.text for element in ET.fromstring(svg).iter() if element.tag.endswith("}text")]
    assert "3,8" in texts
    assert "*" in texts


def test_hidden_distribution_draws_no_bar():
    with translation.override("nb"):
        svg = charts.distribution_chart(UNITS, QUESTION).wide
    bars = [element for element in ET.fromstring(svg).iter() if "fill-good" in (element.get("class") or "")]
    assert len(bars) == 3 + 5
    assert "Vestland  *" in svg


def test_sign_stands_behind_a_long_name_that_is_cut():
    long = Unit("office", "312345670", "Opplæringskontoret for elektrofag i Glittervikbotn og omegn")
    with translation.override("nb"):
        svg = charts.distribution_chart((long, UNITS[2]), replace(QUESTION, rows=QUESTION.rows[1:])).narrow
    texts = [element.text for element in ET.fromstring(svg).iter() if element.tag.endswith("}text")]
    assert "Opplæringskontoret for elektrofag i…  *" in texts


def test_same_content_is_the_same_drawing():
    assert charts.index_chart(UNITS, LINES) == charts.index_chart(UNITS, LINES)
