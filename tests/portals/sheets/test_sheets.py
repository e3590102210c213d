"""Information sheets: both forms of every one, from the round's own facts, open to all on both sites."""

import io
import re

import pypdf
import pytest
from django.test import Client
from django.urls import reverse

from laerling.portals.sheets.writing import FORMS, KINDS, sheet, wording
from laerling.rounds import queries as rounds

pytestmark = pytest.mark.django_db


def test_no_sheet_lacks_a_written_form_or_a_section_of_it():
    assert set(wording()) == set(KINDS)
    for kind in KINDS:
        assert set(wording()[kind]) == set(FORMS)
        nb, nn = (wording()[kind][form] for form in FORMS)
        assert len(nb["sections"]) == len(nn["sections"])
        assert nb["lead"] != nn["lead"]
        assert "anonym" not in str(wording()[kind]).lower()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", KINDS)
def test_sheet_says_the_rounds_own_dates_and_thresholds(kind, form):
    this_round = rounds.get(2026)

    text = str(sheet(kind, form, this_round))

    assert "20. desember 2026" in text
    assert "{" not in re.sub(r"\{'", "", text)
    if kind != "helper":
        assert f"minst {this_round.minimum_answers} har svart" in text
        assert this_round.legal["basis"][form] in text


@pytest.mark.parametrize("urls", ["laerling.config.urls.staff", "laerling.config.urls.answering"])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", KINDS)
def test_anybody_gets_the_paper_on_both_sites(settings, urls, kind, form):
    settings.ROOT_URLCONF = urls

    response = Client().get(f"/informasjon/{kind}-{form}.pdf")

    assert response["Content-Type"] == "application/pdf"
    reader = pypdf.PdfReader(io.BytesIO(response.content))
    assert reader.trailer["/Root"]["/Lang"] == f"{form}-NO"
    assert len(reader.pages) <= 2
    assert sheet(kind, form, rounds.get(2026))["title"] in reader.pages[0].extract_text()


@pytest.mark.parametrize("name", ["apprentice-de", "nobody-nb"])
def test_sheet_that_is_not_there_is_not_found(name):
    assert Client().get(f"/informasjon/{name}.pdf").status_code == 404


def test_list_leads_to_every_sheet():
    page = Client().get(reverse("sheets:index")).content.decode()

    assert page.count('type="application/pdf"') == len(KINDS) * len(FORMS)
